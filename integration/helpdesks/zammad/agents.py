"""The agents of a Zammad: a policy names one by address or by name, Zammad wants an id."""

from dataclasses import dataclass
from dataclasses import field as hidden
from typing import Any

from integration.core.changes import Assign, Change, SetAssignee
from integration.core.errors import Refused
from integration.helpdesks.zammad.session import ZammadSession

Json = dict[str, Any]

_AT_MOST = "500"  # as many as one search gives


@dataclass(frozen=True, slots=True)
class Agents:
    """Everybody who can be given a ticket: (id, name, e-mail address).

    Who has two roles may come twice: Zammad searches by them.
    """

    people: tuple[tuple[str, str, str], ...] = hidden(repr=False)

    def named(self, wanted: str) -> tuple[str, ...]:
        """The ids of those of that address or full name; capitals do not count."""
        word = wanted.strip().casefold()
        found = (id_ for id_, name, email in self.people if word in {name.casefold(), email.casefold()})
        return tuple(dict.fromkeys(found))


def ask_agents(session: ZammadSession) -> Agents:
    """Ask a Zammad who its agents are, in one call.

    https://docs.zammad.org/en/latest/api/user.html#search
    """
    users = session.call("GET", "/api/v1/users/search", query="*", permissions="ticket.agent", limit=_AT_MOST)
    return Agents(tuple(_person(user) for user in users if user.get("active", True)))


def _person(user: Json) -> tuple[str, str, str]:
    name = f"{user.get('firstname') or ''} {user.get('lastname') or ''}".strip()
    return str(user["id"]), name, user.get("email") or ""


def by_id(changes: tuple[Change, ...], agents: Agents) -> tuple[Change, ...]:
    """The changes with each named agent as the id Zammad knows. Raises Refused for nobody, or for two of a name."""
    return tuple(SetAssignee(_one(change, agents)) if isinstance(change, Assign) else change for change in changes)


def _one(change: Assign, agents: Agents) -> str:
    ids = agents.named(change.agent)
    if len(ids) != 1:
        # The sentence is kept and logged, so it does not repeat who was meant.
        raise Refused(f"Zammad has {len(ids) or 'no'} agents of the name or address that the policy assigns to.")
    return ids[0]
