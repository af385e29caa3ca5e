"""The parts of the policy that keep it safe: whether it acts at all, how much it may do, what is deleted and when."""

from typing import Annotated, Literal

from pydantic import Field

from config.kinds import NeutralTag, Percent
from config.part import Part

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
