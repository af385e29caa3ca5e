"""Proofs, each on a ticket made for it: that a new field works everywhere, that a trigger fires for every change.

A web process of Zammad that was started before a field existed answers 200 and drops what is written to it. So a
ticket is written to over connections of their own, which any of the processes may answer. And Zammad stores any
trigger, also one that never fires.
"""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

from integration.core.errors import Refused
from integration.core.ticket import Status
from integration.helpdesks.zammad.answers import NotAllowed
from integration.helpdesks.zammad.catalog import Account
from integration.helpdesks.zammad.provisioning.looking import options
from integration.helpdesks.zammad.session import ZammadSession

Json = dict[str, Any]

TITLE = "Guichet: essai de l'installation / trying the set-up"
TIMES = 5
LOOKS, PAUSE = 40, 1.0
"""How often Zammad's log is looked at, and the seconds between: its worker takes four before it begins."""

_HIGH = 3  # of Zammad's own three priorities, whose ids no release has changed


def prove(session: ZammadSession, account: Account, attribute: Json, group_id: str) -> None:
    """Write the field and read it back; the ticket is deleted again, or left closed where we may not delete it.

    Raises Refused when a value got lost, or when our user may not file a ticket in the group.
    """
    kept = session.headers.get("Connection")
    session.headers["Connection"] = "close"
    try:
        number = _filed(session, account, group_id, TITLE)
        try:
            _written(session, number, attribute)
        finally:
            _removed(session, number)
    finally:
        session.headers["Connection"] = kept or "keep-alive"


def fires(
    session: ZammadSession, account: Account, group_id: str, endpoint: str, pause: Callable[[float], None]
) -> None:
    """Change a ticket without a word and see in Zammad's own log that it called this address, whoever answered there.

    Raises Refused when it did not; a ticket may be left as above. `pause` waits for so many seconds.
    """
    title = f"{TITLE} {secrets.token_hex(6)}"
    number = _filed(session, account, group_id, title)
    try:
        session.call("PUT", f"/api/v1/tickets/{number}", {"priority_id": _HIGH})
        for _ in range(LOOKS):
            if _called(session, endpoint, title):
                return
            pause(PAUSE)
    finally:
        # Not before it was called: what is told of a deleted ticket is discarded.
        _removed(session, number)
    raise Refused(
        f"Zammad did not call {endpoint} within {LOOKS * PAUSE:.0f} s after a ticket was changed. Its log is at Admin "
        "> Manage > Webhook: when its background worker is only busy, apply again."
    )


def _called(session: ZammadSession, endpoint: str, title: str) -> bool:
    calls = session.call("GET", "/api/v1/http_logs/webhook", limit="50")
    mark = title.rpartition(" ")[2]
    return any(one["url"] == endpoint and mark in str((one.get("request") or {}).get("content")) for one in calls)


def _filed(session: ZammadSession, account: Account, group_id: str, title: str) -> int:
    """A closed ticket of our own, with no article, so that nobody is told of it."""
    closed = account.state_for(Status.SOLVED)
    if closed is None:
        raise Refused("Zammad has no state that means closed, which a ticket for a proof would be in.")
    ticket = {"title": title, "group_id": int(group_id), "customer_id": int(account.user_id), "state_id": closed.id}
    try:
        return int(session.call("POST", "/api/v1/tickets", ticket)["id"])
    except NotAllowed as refusal:
        raise Refused(
            f"{refusal} What was made is proven by a ticket: give the user of this token the role Agent and the "
            "permission ticket.agent, and apply again."
        ) from None


def _written(session: ZammadSession, number: int, attribute: Json) -> None:
    name, path = str(attribute["name"]), f"/api/v1/tickets/{number}"
    for value in _values(attribute):
        told = session.call("PUT", path, {name: value}).get(name), session.call("GET", path).get(name)
        if told != (value, value):
            raise Refused(
                f"Zammad made the field {attribute['display']!r} and then lost what was written to it: one of its web "
                "processes does not know the field yet. Restart Zammad, and apply again."
            )


def _values(attribute: Json) -> Iterator[str]:
    """Values that differ from one writing to the next, so that none can be an older one's."""
    known = [value for value, _ in options(attribute)]
    for turn in range(TIMES):
        if attribute["data_type"] == "date":
            yield f"2026-01-{turn + 1:02}"
        elif known:
            yield known[turn % len(known)]
        else:
            yield f"essai {turn + 1}"


def _removed(session: ZammadSession, number: int) -> None:
    try:
        session.call("DELETE", f"/api/v1/tickets/{number}")
    except NotAllowed:
        return  # closed and with nothing in it: the title says what it was
