"""What a Zammad has of the kinds a plan knows, told in the plan's words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from integration.core.provisioning.things import Found, Kind, Properties, Value
from integration.core.ticket import Status
from integration.helpdesks.zammad.answers import NoRoute, NotAllowed
from integration.helpdesks.zammad.catalog import Account, ask_account
from integration.helpdesks.zammad.provisioning.words import (
    HOOK,
    ROLE,
    SECOND_HOOK,
    Names,
    condition_told,
    mark_in,
    orders_told,
)
from integration.helpdesks.zammad.session import ZammadSession

Json = dict[str, Any]

OUR_ROLE = "Guichet"
NEEDED = frozenset({"read", "create", "change"})
"""What our user must be allowed in each group it looks after."""

_OURS = "guichet_"
_ENDED = frozenset({Status.SOLVED, Status.CLOSED, Status.DELETED})
_AT_MOST = "500"  # of a kind, as many as one list gives


@dataclass(frozen=True, slots=True)
class Seen:
    """One look: what was found, and what has to be known beside it to make the rest.

    `account` is who we are there, `attributes` and `roles` are Zammad's own records by id, `bots` the ids of the users
    of our role. `modern` is a Zammad from 6.0 on, whose triggers can hear every change;
    `addon` whether ours is installed there.
    """

    found: tuple[Found, ...]
    names: Names
    account: Account
    attributes: Mapping[str, Json]
    roles: Mapping[str, Json]
    bots: tuple[str, ...]
    modern: bool
    addon: bool

    @property
    def unsolved(self) -> tuple[str, ...]:
        """The names of the states in which a ticket is not over."""
        states = self.account.states
        return tuple(state.name for state in states if state.active and state.status not in _ENDED)

    @property
    def agents(self) -> str:
        """The name of the agents' role: Zammad's own, which is the oldest, or the oldest that is left of them."""
        return next((role["name"] for role in self.roles.values() if _is_agents(role)), "")


def look(session: ZammadSession) -> Seen:
    """Everything, in a dozen calls. Raises NotAllowed with the permission that is missing."""
    roles, groups = listed(session, "roles"), listed(session, "groups")
    attributes = {str(one["id"]): one for one in listed(session, "object_manager_attributes") if is_custom(one)}
    hooks, triggers = listed(session, "webhooks"), listed(session, "triggers")
    macros, overviews = listed(session, "macros"), listed(session, "overviews")
    account = ask_account(session)
    names = Names(
        groups={one["name"]: str(one["id"]) for one in groups},
        states={state.name: str(state.id) for state in account.states},
        hooks=_hooks_by_name(hooks),
        columns=_columns(attributes),
    )
    found = (
        *(_role(one) for one in roles),
        *(_group(one, roles) for one in groups),
        *(_field(one) for one in attributes.values() if one.get("active", True) or one["name"].startswith(_OURS)),
        *(_macro(one, names) for one in macros),
        *(_view(one, names) for one in overviews),
        *(_webhook(one, hooks) for one in hooks),
        *(_trigger(one, names) for one in triggers),
    )
    return Seen(
        found=found,
        names=names,
        account=account,
        attributes=attributes,
        roles={str(one["id"]): one for one in sorted(roles, key=lambda role: int(role["id"]))},
        bots=tuple(_bots(session, roles)),
        modern=_is_modern(session, triggers),
        addon=has_addon(session),
    )


def listed(session: ZammadSession, kind: str) -> list[Json]:
    """All records of a kind, with the names of what they refer to."""
    asked = {} if kind == "object_manager_attributes" else {"page": "1", "per_page": _AT_MOST}
    if kind in {"roles", "groups"}:
        asked["expand"] = "true"
    answer: list[Json] = session.call("GET", f"/api/v1/{kind}", None, **asked)
    return answer


def has_addon(session: ZammadSession) -> bool:
    """Whether Guichet's add-on is installed, be we allowed to use it or not."""
    try:
        session.call("GET", "/api/v1/guichet/version")
    except NoRoute:
        return False
    except NotAllowed:
        return True
    return True


def is_custom(attribute: Json) -> bool:
    """Whether this is a field of tickets that an admin made and that can be used: made, and not marked for removal."""
    waits = attribute.get("to_create") or attribute.get("to_delete")
    return attribute.get("object") == "Ticket" and bool(attribute.get("editable")) and not waits


def waits(attribute: Json) -> bool:
    """Whether a field is stored in another way than it works, until the migrations are executed."""
    return any(attribute.get(name) for name in ("to_create", "to_migrate", "to_config", "to_delete"))


def options(attribute: Json) -> Iterator[tuple[str, str]]:
    """The options of a field (value, label): a table, a list, or a tree, as its type and the version have it."""
    known = (attribute.get("data_option") or {}).get("options") or {}
    if isinstance(known, dict):
        yield from ((str(value), str(label)) for value, label in known.items())
        return
    for one in known:
        yield str(one["value"]), str(one["name"])
        yield from options({"data_option": {"options": one.get("children") or []}})


def _is_agents(role: Json) -> bool:
    permissions = role.get("permissions") or ()
    ours = role["name"] == OUR_ROLE or mark_in(role.get("note")) == ROLE
    return bool(role.get("active")) and not ours and "ticket.agent" in permissions and "admin" not in permissions


def _bots(session: ZammadSession, roles: list[Json]) -> Iterator[str]:
    ours = {role["id"] for role in roles if role["name"] == OUR_ROLE or mark_in(role.get("note")) == ROLE}
    if ours:
        people = session.call("GET", "/api/v1/users/search", query="*", permissions="ticket.agent", limit=_AT_MOST)
        yield from (str(one["id"]) for one in people if one.get("active", True) and ours & set(one["role_ids"]))


def _is_modern(session: ZammadSession, triggers: list[Json]) -> bool:
    """By what triggers are made of; where there is none, by the number of the version."""
    if triggers:
        return "execution_condition_mode" in triggers[0]
    version = str(session.call("GET", "/api/v1/version").get("version") or "0")
    return int(version.partition(".")[0]) >= 6


def _hooks_by_name(hooks: list[Json]) -> dict[str, str]:
    ids = {mark: str(one["id"]) for one in hooks if (mark := mark_in(one.get("note"))) in {HOOK, SECOND_HOOK}}
    return {f"{{{key}}}": id_ for key, id_ in ids.items()}


def _columns(attributes: Mapping[str, Json]) -> dict[str, str]:
    titled: dict[str, str] = {}
    for one in attributes.values():
        titled.setdefault(str(one["display"]), str(one["name"]))
    return titled


def _role(one: Json) -> Found:
    has: Properties = (("active", _yes(one)), ("permissions", tuple(sorted(one.get("permissions") or ()))))
    return Found(Kind.ROLE, _id(one), one["name"], has, mark_in(one.get("note")))


def _group(one: Json, roles: list[Json]) -> Found:
    """A group, with the roles that may work in it; ours only if it has all the rights it needs."""
    access = tuple(role["name"] for role in roles if role.get("active") and _may(role, (role.get("groups") or {}), one))
    has: Properties = (("active", _yes(one)), ("access", access), ("people", bool(one.get("user_ids"))))
    return Found(Kind.GROUP, _id(one), one["name"], has)


def _may(role: Json, groups: Json, group: Json) -> bool:
    held = set(groups.get(group["name"]) or ())
    return bool(held & {"full"} or held >= NEEDED if role["name"] == OUR_ROLE else held)


def _field(one: Json) -> Found:
    on_edit = (one.get("screens") or {}).get("edit") or {}
    shown = any((on_edit.get(who) or {}).get("shown") for who in ("ticket.agent", "-all-"))
    has: Properties = (
        ("type", str(one["data_type"])),
        ("options", tuple(options(one))),
        ("on agents' screen", shown),
        ("active", _yes(one)),
    )
    return Found(Kind.FIELD, _id(one), str(one["display"]), has)


def _macro(one: Json, names: Names) -> Found:
    has: Properties = (("perform", orders_told(one.get("perform") or {}, names)), ("active", _yes(one)))
    return Found(Kind.MACRO, _id(one), one["name"], has, mark_in(one.get("note")))


def _view(one: Json, names: Names) -> Found:
    columns: Value = tuple(names.title(str(column)) for column in (one.get("view") or {}).get("s") or ())
    has: Properties = (
        ("condition", condition_told(one.get("condition") or {}, names)),
        ("columns", columns),
        ("shown to somebody", bool(one.get("role_ids") or one.get("user_ids"))),
        ("active", _yes(one)),
    )
    return Found(Kind.VIEW, _id(one), one["name"], has)


def _webhook(one: Json, hooks: list[Json]) -> Found:
    """A webhook; it is signed as wanted when its token is that of the other half of the pair."""
    endpoint, token = str(one.get("endpoint") or ""), one.get("signature_token")
    pair = endpoint.rpartition("/")[0]
    tokens = {other.get("signature_token") for other in hooks if str(other.get("endpoint")) == f"{pair}/created"}
    has: Properties = (
        ("endpoint", endpoint),
        ("signed", bool(token) and (not tokens or token in tokens)),
        ("ssl_verify", bool(one.get("ssl_verify"))),
        ("http_method", str(one.get("http_method") or "post")),
        ("customized_payload", bool(one.get("customized_payload"))),
        ("active", _yes(one)),
    )
    return Found(Kind.WEBHOOK, _id(one), one["name"], has, mark_in(one.get("note")))


def _trigger(one: Json, names: Names) -> Found:
    has: Properties = (
        ("condition", condition_told(one.get("condition") or {}, names)),
        ("perform", orders_told(one.get("perform") or {}, names)),
        ("activator", str(one.get("activator") or "action")),
        ("execution_condition_mode", str(one.get("execution_condition_mode") or "")),
        ("active", _yes(one)),
    )
    return Found(Kind.TRIGGER, _id(one), one["name"], has, mark_in(one.get("note")))


def _yes(one: Json) -> bool:
    return bool(one.get("active", True))


def _id(one: Json) -> str:
    return str(one["id"])
