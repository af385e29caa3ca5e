"""What a Zammad has that our words must be turned into: states, groups, priorities, ticket fields, our own user."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from integration.core.errors import NotConfigured, Refused
from integration.core.ticket import Priority, Status
from integration.helpdesks.zammad.session import ZammadSession

Json = dict[str, Any]

# The kinds of state are fixed in Zammad; the states of a kind, and their names, are the admins'. A closed ticket can
# be written to and reopened, which is what we call solved; a merged one only points to where its articles went.
_STATUSES = {
    "new": Status.NEW,
    "open": Status.OPEN,
    "pending reminder": Status.PENDING,
    "pending action": Status.PENDING,
    "closed": Status.SOLVED,
    "merged": Status.CLOSED,
    "removed": Status.DELETED,
}
# The same kinds by the ids that every Zammad gives them, for a list that does not name them.
_KINDS = {1: "new", 2: "open", 3: "pending reminder", 4: "pending action", 5: "closed", 6: "merged", 7: "removed"}
KIND_TO_SET = {Status.OPEN: "open", Status.PENDING: "pending reminder", Status.SOLVED: "closed"}

# Zammad's own three have these ids, whatever they are called; one that admins add is known by its name.
_PRIORITIES = {1: Priority.LOW, 2: Priority.NORMAL, 3: Priority.HIGH}

_BUILT_IN = frozenset(
    {"number", "title", "customer_id", "organization_id", "type", "group_id", "owner_id", "state_id"}
    | {"pending_time", "priority_id", "tags"}
)


@dataclass(frozen=True, slots=True)
class State:
    """A state of Zammad's: its name, and the kind that says what it means."""

    id: int
    name: str
    kind: str
    active: bool = True

    @property
    def status(self) -> Status:
        """Our word for it."""
        return _STATUSES.get(self.kind, Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Account:
    """Who we are there, and the states and priorities (names by id) there are, as they were when asked."""

    user_id: str
    role: str
    states: tuple[State, ...]
    priorities: Mapping[int, str]

    def covers(self, state_id: object, priority_id: object) -> bool:
        """Whether nothing here is new to us."""
        return self.state(state_id) is not None and priority_id in self.priorities

    def state(self, state_id: object) -> State | None:
        """The state of that id."""
        return next((state for state in self.states if state.id == state_id), None)

    def state_for(self, status: Status) -> State | None:
        """The oldest active state that means this and can be set; None when Zammad has no such state."""
        kind = KIND_TO_SET.get(status)
        fitting = (state for state in self.states if kind and state.active and state.kind == kind)
        return min(fitting, key=lambda state: state.id, default=None)

    def priority(self, priority_id: int) -> Priority:
        """Our word for a priority."""
        return _PRIORITIES.get(priority_id) or _by_name(self.priorities.get(priority_id, ""))

    def priority_id(self, priority: Priority) -> int | None:
        """The priority to set, None when Zammad has none that means this."""
        return next((known for known in sorted(self.priorities) if self.priority(known) is priority), None)

    def lacking(self) -> frozenset[str]:
        """The priorities that cannot be set, as parts of a policy that mean nothing here."""
        wanted = (one for one in Priority if one not in {Priority.NONE, Priority.UNKNOWN})
        return frozenset(f"priority: {one.value}" for one in wanted if self.priority_id(one) is None)


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """A ticket field that an admin made: its column, its title, Zammad's word for its type, options (value, label)."""

    name: str
    title: str
    type: str
    options: tuple[tuple[str, str], ...] = ()

    def label(self, value: str) -> str:
        """What a person sees for a stored value, "" where anything may be written."""
        return next((label for option, label in self.options if option == value), "")


@dataclass(frozen=True, slots=True)
class Group:
    """A group, by its full name ("A::B" from Zammad 6.2 on), and whether it has an address to send e-mails from."""

    id: int
    name: str
    sends: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """What a ticket's form offers to our user: groups and fields.

    Titles are not unique in Zammad: the first of a title is the one meant; `survey` shows them all.
    """

    groups: tuple[Group, ...] = ()
    fields: tuple[FieldEntry, ...] = ()

    def group(self, group_id: object) -> Group | None:
        """The group of that id."""
        return next((group for group in self.groups if group.id == group_id), None)

    def group_named(self, name: str) -> Group | None:
        """The group of that name."""
        return next((group for group in self.groups if group.name == name), None)

    def field_titled(self, title: str) -> FieldEntry | None:
        """The first field of that title."""
        return next((one for one in self.fields if one.title == title), None)

    def meant(self) -> tuple[FieldEntry, ...]:
        """The fields in their order, of each title only the first."""
        titled: dict[str, FieldEntry] = {}
        for one in self.fields:
            titled.setdefault(one.title, one)
        return tuple(titled.values())


def _by_name(name: str) -> Priority:
    """A priority that admins added, such as "4 urgent"."""
    return Priority.URGENT if name.casefold().split()[-1:] == [Priority.URGENT.value] else Priority.UNKNOWN


def ask_account(session: ZammadSession) -> Account:
    """Ask who we are and which states and priorities there are, in three calls, all open to agents.

    https://docs.zammad.org/en/latest/api/ticket/states.html and …/priorities.html
    """
    me = session.call("GET", "/api/v1/users/me", expand="true")
    if not me.get("id"):
        raise NotConfigured("Zammad does not know who we are: check the access token.")
    states = session.call("GET", "/api/v1/ticket_states", expand="true")
    priorities = session.call("GET", "/api/v1/ticket_priorities")
    with _readable("lists of states and priorities"):
        return Account(
            user_id=str(me["id"]),
            role="admin" if "Admin" in (me.get("roles") or ()) else "agent",
            states=tuple(map(_state, states)),
            priorities={one["id"]: one["name"] for one in priorities},
        )


def _state(state: Json) -> State:
    kind = state.get("state_type") or _KINDS.get(state.get("state_type_id") or 0, "")
    return State(state["id"], state["name"], kind, state.get("active", True))


@contextmanager
def _readable(what: str) -> Iterator[None]:
    """Around reading an answer whose shape is none that we know: a person must look."""
    try:
        yield
    except (KeyError, TypeError, AttributeError):
        raise Refused(f"Zammad's {what} cannot be read: is it a Zammad of 5.5 or later?") from None


def form_in(answer: Json) -> Form | None:
    """The form that comes along with a whole ticket; None where it does not.

    This way an agent sees the titles of fields, whose list is for administrators only.
    """
    attributes = (answer.get("form_meta") or {}).get("configure_attributes")
    if attributes is None:
        return None
    groups = ((answer.get("assets") or {}).get("Group") or {}).values()
    with _readable("form of a ticket"):
        return Form(
            groups=_groups(groups),
            fields=tuple(
                _entry(one, one.get("tag") or "", one.get("options"))
                for one in attributes
                if one["name"] not in _BUILT_IN
            ),
        )


def ask_form(session: ZammadSession) -> Form:
    """What can be named on tickets: from the lists for administrators, else from the form of any ticket we may see.

    Raises NotConfigured where there is neither.
    """
    try:
        return _listed(session)
    except Refused:
        tickets = session.call("GET", "/api/v1/tickets", page="1", per_page="1")
    path = f"/api/v1/tickets/{tickets[0]['id']}" if tickets else ""
    form = form_in(session.call("GET", path, all="true")) if path else None
    if form is None:
        raise NotConfigured(
            "Our Zammad user sees no group and no field: let it read a group with a ticket in it, "
            "or give its role and token admin.group and admin.object."
        )
    return form


def _listed(session: ZammadSession) -> Form:
    attributes = session.call("GET", "/api/v1/object_manager_attributes")
    groups = session.call("GET", "/api/v1/groups", expand="true", page="1", per_page="500")
    with _readable("lists of groups and fields"):
        return Form(
            groups=_groups(groups),
            fields=tuple(
                _entry(one, one["data_type"], one["data_option"].get("options"))
                for one in attributes
                if one.get("object") == "Ticket" and one.get("active", True) and one["name"] not in _BUILT_IN
            ),
        )


def _entry(attribute: Json, type_: str, options: object) -> FieldEntry:
    return FieldEntry(attribute["name"], attribute["display"], type_, tuple(_options(options)))


def _groups(groups: Iterable[Json]) -> tuple[Group, ...]:
    active = (one for one in groups if one.get("active", True))
    return tuple(Group(one["id"], one["name"], one.get("email_address_id") is not None) for one in active)


def _options(options: object) -> Iterator[tuple[str, str]]:
    """The options of a field, as (value, label): a table, a list, or a tree, as its type and the version have it."""
    if isinstance(options, dict):
        yield from ((str(value), str(label)) for value, label in options.items())
    elif isinstance(options, list):
        for option in options:
            yield str(option["value"]), str(option["name"])
            yield from _options(option.get("children"))
