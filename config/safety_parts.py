"""The parts of the policy that keep it safe: whether it acts at all, how much it may do, what is deleted and when."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, field_validator

from config.kinds import CategoryName, Many, NeutralTag, Percent, Span, Wait
from config.part import Part
from config.sentences import wrong

ModeName = Literal["live", "shadow"]


class LimitsPart(Part):
    """How much may happen before Guichet stops and asks; on even when nothing is written here."""

    changed_tickets_per_run: Percent = Field(default=30, description="Share of the tickets looked at, such as 30%.")
    deletions_per_run: Annotated[int, Field(ge=0, le=10_000)] = 50
    messages_per_hour: Annotated[int, Field(ge=1, le=10_000)] = Field(default=200, description="To all members.")
    first_run: Annotated[int, Field(ge=1, le=100)] = Field(
        default=3, description="On the first day after a change of the policy: how many times yesterday's volume."
    )


class RetentionPart(Part):
    """What goes once a case is over, and what stays."""

    delete: Literal["attachments_of_requester"] = Field(description="The files that the requester sent.")
    when: Literal["review_over"] = Field(description="Once a decision is recorded, or the ticket is solved or closed.")
    hold_tag: NeutralTag = Field(
        default="guichet_conservation", description="Nothing is deleted from a ticket with this tag."
    )
    grace: Wait = Field(default=timedelta(0), description="How long documents stay after the review, such as 3 days.")
    categories: Many[CategoryName] = Field(default=(), description="Only of these categories; without it, of all.")
    also: Many[Literal["agents_files", "signature_images"]] = Field(
        default=(), description="What else goes: files that agents sent, small pictures that stand in signatures."
    )
    check_again_after: tuple[Span, ...] = Field(
        default=(timedelta(hours=1), timedelta(hours=24)),
        description="When the ticket is read again to see that they are still gone.",
    )
    receipt: bool = Field(default=False, description="Tell the member, after the last of these readings.")
    zammad_without_addon: Literal["tell", "delete_ticket"] = Field(
        default="tell",
        description="On a Zammad without Guichet's add-on: a person is told, or solved tickets go as a whole.",
    )

    @field_validator("check_again_after")
    @classmethod
    def _in_order(cls, found: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
        if list(found) != sorted(set(found)):
            raise wrong("not_in_order")
        return found
