"""The parts of the policy that say what a case is: fields, categories, what they require and what is checked."""

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from config.kinds import (
    Amount,
    ClockName,
    Currency,
    Folded,
    Many,
    Months,
    Pattern,
    Text,
)
from config.part import Part
from config.sentences import wrong

ItemName = Literal["account", "transaction_date", "amount", "description"]


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


class CategoryPart(Part):
    """A kind of case."""

    when: CategoryWhen
    requires: tuple[ItemName, ...] = Field(description="What a case must say before it is complete.")
    care: bool = Field(default=False, description="Special circumstances: gentler messages.")
    clocks: tuple[ClockName, ...] = Field(default=(), description="The promises that run for these cases.")


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
