"""What every set of rules says: the rules of tickets differ from helpdesk to helpdesk, the acts are the same."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sandbox.records import Field, Ticket, User
    from sandbox.store import Store


class Law(Protocol):
    """The rules of one helpdesk. A module that has these functions is one."""

    TICK: timedelta
    FIRST_ID: int
    ID_STEP: int
    MERGE_MOVES: bool

    def check_not_closed(self, store: Store, ticket: Ticket, by: User, touched: set[str]) -> None:
        """Refuse what may not happen to a closed ticket."""
        ...

    def check_values(self, store: Store, ticket: Ticket | None, values: dict[str, Any]) -> None:
        """Refuse values that do not exist."""
        ...

    def check_field(self, field: Field, value: Any) -> None:
        """Refuse a value that a custom field does not take."""
        ...

    def check_solvable(self, status: str, assignee_id: int | None) -> None:
        """Refuse to solve what nobody is responsible for."""
        ...

    def first_values(self, store: Store, values: dict[str, Any]) -> dict[str, Any]:
        """The values of a new ticket, with what it gets by itself."""
        ...

    def status_after(
        self, ticket: Ticket, status: str | None, *, assigned: bool, comment_by: User | None, channel: str
    ) -> str:
        """The status that follows from an act."""
        ...

    def kept_tags(self, tags: list[str]) -> list[str]:
        """Tags as the helpdesk keeps them."""
        ...

    def fields_after_tags(self, store: Store, ticket: Ticket, tags: list[str]) -> dict[int, Any]:
        """What a new tag list does to the custom fields."""
        ...

    def tags_after_field(self, field: Field, value: Any, tags: list[str]) -> list[str]:
        """What a new value of a custom field does to the tags."""
        ...
