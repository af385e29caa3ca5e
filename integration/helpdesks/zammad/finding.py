"""Which tickets to look at again: a search by condition, which goes to Zammad's database and misses nothing."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from integration.core.errors import Refused
from integration.core.ticket import Status
from integration.helpdesks.contract import Moved
from integration.helpdesks.zammad.catalog import State

Json = dict[str, Any]

# Zammad keeps milliseconds, and a condition may be read to the second.
_A_SECOND = timedelta(seconds=1)
_ENDED = {Status.SOLVED, Status.CLOSED, Status.DELETED}


def moved_since(since: datetime) -> Json:
    """The condition for tickets that changed since then (aware).

    Tags, merges and closing change a ticket without any webhook, and a customer's answer may leave it closed. Who is
    in this list stays in it, so that its pages, in the order of ids, skip nobody who changes meanwhile.
    """
    return _after("ticket.updated_at", since - _A_SECOND)


def filed_since(since: datetime) -> Json:
    """The condition for tickets filed since the day of that moment (aware) began, in UTC."""
    day = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return _after("ticket.created_at", day - _A_SECOND)


def not_ended(states: Iterable[State]) -> Json:
    """The condition for tickets that are neither closed, merged nor removed."""
    ids = [str(state.id) for state in states if state.status not in _ENDED]
    return {"ticket.state_id": {"operator": "is", "value": ids}}


def filed_by(requester_id: str) -> Json:
    """The condition for all tickets of one customer. Raises Refused for what is no id."""
    if not requester_id.isdecimal():
        raise Refused("A requester is named by the number that Zammad gave that person.")
    return {"ticket.customer_id": {"operator": "is", "value": requester_id}}


def moves(tickets: Iterable[Json]) -> Iterator[Moved]:
    """The tickets found, each with when it changed."""
    return (Moved(str(one["id"]), datetime.fromisoformat(one["updated_at"]).astimezone(UTC)) for one in tickets)


def _after(attribute: str, moment: datetime) -> Json:
    value = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {attribute: {"operator": "after (absolute)", "value": value}}
