"""The agents of an account: a policy names one by address or by name, Zendesk wants an id."""

from dataclasses import dataclass
from dataclasses import field as hidden

from integration.core.changes import Assign, Change, SetAssignee
from integration.core.errors import Refused
from integration.helpdesks.zendesk.session import ZendeskSession

_ROLES = ("agent", "admin")


@dataclass(frozen=True, slots=True)
class Agents:
    """Everybody who can be given a ticket: (id, name, e-mail address), in Zendesk's order."""

    people: tuple[tuple[str, str, str], ...] = hidden(repr=False)

    def named(self, wanted: str) -> tuple[str, ...]:
        """The ids of those of that address or full name; capitals do not count."""
        word = wanted.strip().casefold()
        return tuple(id_ for id_, name, email in self.people if word in {name.casefold(), email.casefold()})


def ask_agents(session: ZendeskSession) -> Agents:
    """Ask an account who its agents are: two calls, more beyond a hundred people.

    https://developer.zendesk.com/api-reference/ticketing/users/users/#list-users
    """
    pages = (page for role in _ROLES for page in session.pages("/api/v2/users", role=role))
    users = [user for page in pages for user in page.get("users") or () if not user.get("suspended")]
    return Agents(tuple((str(user["id"]), user.get("name") or "", user.get("email") or "") for user in users))


def by_id(changes: tuple[Change, ...], agents: Agents) -> tuple[Change, ...]:
    """The changes with each named agent as the id Zendesk knows. Raises Refused for nobody, or for two of a name."""
    return tuple(SetAssignee(_one(change, agents)) if isinstance(change, Assign) else change for change in changes)


def _one(change: Assign, agents: Agents) -> str:
    ids = agents.named(change.agent)
    if len(ids) != 1:
        # The sentence is kept and logged, so it does not repeat who was meant.
        raise Refused(f"Zendesk has {len(ids) or 'no'} agents of the name or address that the policy assigns to.")
    return ids[0]
