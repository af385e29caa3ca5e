"""The parts of the policy that say what a case is: fields, categories, what they require and what is checked."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from config.condition_parts import WhenPart
from config.kinds import (
    Amount,
    ClockName,
    Currency,
    Folded,
    Known,
    Many,
    Months,
    Pattern,
    Text,
    known,
)
from config.part import Part
from config.sentences import wrong

ItemName = Literal["account", "transaction_date", "amount", "description", "document"]


class FieldsPart(Part):
    """The helpdesk's fields by title, exactly as agents see them; ids are found, never typed."""

    category: Text = Field(description="The drop-down that says what kind of request it is.")
    account: Text = ""
    transaction_date: Text = ""
    amount: Text = ""
    description: Text = ""
    decision: Text = Field(default="", description="The drop-down in which agents record the decision.")
    note: Text = Field(default="", description="The field that holds Guichet's note for agents.")


class CategoryWhen(Part):
    """Which tickets belong to a category."""

    category: Many[Folded] = Field(description="Values of the category field: the option's value or its label.")


class RequiresIfPart(Part):
    """What is required as well in some of the cases."""

    when: WhenPart
    requires: Many[ItemName]

    @model_validator(mode="after")
    def _stands_still(self, info: ValidationInfo) -> Self:
        """What Guichet or the clock changes would change what is required while the member is answering."""
        moving = next(_moving(self.when, known(info)), None)
        if moving is not None:
            raise wrong("moving_condition", found=moving)
        return self


_STILL = frozenset(
    {
        *("text", "language", "channel", "brand", "organization", "requester_tags", "field"),
        *("amount", "transaction_date", "documents", "all", "any", "none"),
    }
)
"""The conditions on what a member brings; the others turn with the work on the ticket, or with time."""


def _moving(when: WhenPart, names: Known) -> Iterator[str]:
    yield from sorted(when.model_fields_set - _STILL)
    yield from (f"field: {title}" for title in when.field if title in names.written)
    for part in (*when.all, *when.any, *when.none):
        yield from _moving(part, names)


class CategoryPart(Part):
    """A kind of case."""

    when: CategoryWhen
    requires: tuple[ItemName, ...] = Field(description="What a case must say or bring before it is complete.")
    requires_if: tuple[RequiresIfPart, ...] = Field(default=(), description="What some of the cases need as well.")
    care: bool = Field(default=False, description="Special circumstances: gentler messages, never a document asked.")
    clocks: tuple[ClockName, ...] = Field(default=(), description="The promises that run for these cases.")

    @model_validator(mode="after")
    def _asks_something_new(self) -> Self:
        again = [item for part in self.requires_if for item in part.requires if item in self.requires]
        if again:
            raise wrong("required_anyway", found=again[0])
        return self

    @model_validator(mode="after")
    def _asks_for_no_document_with_care(self) -> Self:
        asked = {*self.requires, *(item for part in self.requires_if for item in part.requires)}
        if self.care and "document" in asked:
            raise wrong("care_document")
        return self


class AccountChecks(Part):
    """What an account looks like."""

    patterns: Many[Pattern] = Field(default=(), description="Regular expressions; without any, the usual forms.")
    check_digit: Literal["luhn", "mod97"] | None = None


class DateChecks(Part):
    """What a sane date of a transaction is."""

    not_in_the_future: bool = True
    not_older_than: Months | None = None


class AmountChecks(Part):
    """What a sane amount is."""

    more_than: Amount = Decimal(0)
    at_most: Amount | None = None
    currencies: Many[Currency] = Field(default=(), description="Without any, the policy's own.")

    @model_validator(mode="after")
    def _something_passes(self) -> Self:
        if self.at_most is not None and self.at_most <= self.more_than:
            raise wrong("no_amount_left", low=self.more_than, high=self.at_most)
        return self


class ChecksPart(Part):
    """What is asked again rather than believed."""

    account: AccountChecks = AccountChecks()
    transaction_date: DateChecks = DateChecks()
    amount: AmountChecks = AmountChecks()
