"""What a policy needs of a Zammad: the blueprint in its words, and the role, webhooks and triggers beside it."""

from collections.abc import Iterator

from integration.core.provisioning.blueprint import SELECT
from integration.core.provisioning.things import Found, Kind, Properties, Thing, Value
from integration.helpdesks.zammad.provisioning.looking import OUR_ROLE, Seen
from integration.helpdesks.zammad.provisioning.words import (
    FITTING,
    HOOK,
    ROLE,
    SECOND_HOOK,
    TYPES,
    choice,
    items,
    leaf,
    pairs,
    texts,
    together,
)

COLUMNS = ("number", "title", "customer", "group", "owner", "created_at")
"""What every overview shows of a ticket, before the dates it is about."""

_HEARD = ("title", "state_id", "group_id", "owner_id", "priority_id", "customer_id")
_ACTIVE: Properties = (("active", True),)


def needs(blueprint: tuple[Thing, ...], seen: Seen, receiver: str) -> tuple[Thing, ...]:
    """All that a Zammad has to have; `receiver` is the public address of our webhook door."""
    fields = tuple(_field(thing, seen.found) for thing in blueprint if thing.kind is Kind.FIELD)
    known = {field.title: _known_options(field) for field in fields}
    others = {
        Kind.GROUP: lambda thing: _group(thing, seen),
        Kind.MACRO: lambda thing: _macro(thing, known),
        Kind.VIEW: lambda thing: _view(thing, seen, known),
    }
    return (
        _role(blueprint, seen),
        *(others[thing.kind](thing) for thing in blueprint if thing.kind in others),
        *(field for field in fields),
        *_webhooks(receiver),
        *_triggers(blueprint, seen),
    )


def _role(blueprint: tuple[Thing, ...], seen: Seen) -> Thing:
    """The role of our own user: an agent who can renew its token, and remove files where the add-on knows how."""
    removes = seen.addon and any(thing.key == "view:documents" for thing in blueprint)
    permissions = ("ticket.agent", "user_preferences.access_token", *(("guichet.purge",) if removes else ()))
    wanted: Properties = (*_ACTIVE, ("permissions", permissions))
    return Thing(Kind.ROLE, ROLE, OUR_ROLE, wanted, frozenset({"permissions"}))


def _group(thing: Thing, seen: Seen) -> Thing:
    """A group our role may work in, and the agents as well where nobody else may: a new group is open to nobody."""
    there = next((dict(one.has) for one in seen.found if one.kind is Kind.GROUP and one.title == thing.title), {})
    others = set(texts(there.get("access"))) - {OUR_ROLE}
    agents = () if others or there.get("people") else tuple(filter(None, (seen.agents,)))
    return Thing(thing.kind, thing.key, thing.title, (*_ACTIVE, ("access", (OUR_ROLE, *agents))), frozenset({"access"}))


def _field(thing: Thing, found: tuple[Found, ...]) -> Thing:
    """A field on the agents' screen: what is not there is not in the form either, and so not for us."""
    there = next((dict(one.has) for one in found if one.kind is Kind.FIELD and one.title == thing.title), {})
    wanted = dict(thing.wanted)
    ours, theirs = str(wanted["type"]), there.get("type")
    type_ = theirs if theirs in FITTING.get(ours, ()) else TYPES[ours]
    known = pairs(there.get("options"))
    chosen = tuple((choice(value, known), label) for value, label in pairs(wanted.get("options")))
    options: Properties = (("options", chosen),) if ours == SELECT else ()
    properties: Properties = (("type", type_), *options, ("on agents' screen", True), *_ACTIVE)
    return Thing(thing.kind, thing.key, thing.title, properties, thing.at_least)


def _known_options(field: Thing) -> tuple[tuple[str, str], ...]:
    return pairs(dict(field.wanted).get("options"))


def _macro(thing: Thing, known: dict[str, tuple[tuple[str, str], ...]]) -> Thing:
    actions = tuple(sorted((_order(one, known) for one in items(dict(thing.wanted)["actions"])), key=str))
    return Thing(thing.kind, thing.key, thing.title, (("perform", actions), *_ACTIVE))


def _order(action: Value, known: dict[str, tuple[tuple[str, str], ...]]) -> Value:
    what, first, second = texts(action)
    if what == "tag":
        return ("ticket.tags", (("operator", first), ("value", second)))
    return (f"ticket.{{{first}}}", (("value", choice(second, known[first])),))


def _view(thing: Thing, seen: Seen, known: dict[str, tuple[tuple[str, str], ...]]) -> Thing:
    wanted = dict(thing.wanted)
    parts = (_condition(one, seen, known) for one in items(wanted["all"]))
    columns = (*COLUMNS, *(f"{{{title}}}" for title in texts(wanted["columns"])))
    properties: Properties = (
        ("condition", together("AND", *parts)),
        ("columns", columns),
        ("shown to somebody", True),
        *_ACTIVE,
    )
    return Thing(thing.kind, thing.key, thing.title, properties, frozenset({"columns"}))


def _condition(one: Value, seen: Seen, known: dict[str, tuple[tuple[str, str], ...]]) -> Value:
    what, first, second = texts(one)
    if what == "status":
        return leaf("ticket.state_id", "is", *seen.unsolved)
    if what == "tag":
        return leaf("ticket.tags", {"has": "contains one", "has_not": "contains one not"}[first], second)
    # No field is asked whether it is empty: versions differ in what an empty one holds.
    return leaf(f"ticket.{{{first}}}", "is not", *(value for value, _ in known[first]))


def _webhooks(receiver: str) -> Iterator[Thing]:
    """One address for what is new and one for what changed: Zammad's payload does not say which it is."""
    for key, word in ((HOOK, "created"), (SECOND_HOOK, "updated")):
        wanted: Properties = (
            ("endpoint", f"{receiver}/{word}"),
            ("signed", True),
            ("ssl_verify", True),
            ("http_method", "post"),
            ("customized_payload", False),
            *_ACTIVE,
        )
        # The name of a trigger travels in a header, where only ASCII is safe; webhooks are called the same.
        yield Thing(Kind.WEBHOOK, key, f"Guichet {word}", wanted)


def _triggers(blueprint: tuple[Thing, ...], seen: Seen) -> Iterator[Thing]:
    newer: Properties = (("activator", "action"), ("execution_condition_mode", "always")) if seen.modern else ()
    where = leaf("ticket.group_id", "is", *_groups(blueprint, seen.found))
    new = together("AND", leaf("ticket.action", "is", "create"), where)
    for key, word, condition in ((HOOK, "created", new), (SECOND_HOOK, "updated", _update(blueprint, seen, where))):
        perform = (("notification.webhook", (("webhook_id", f"{{{key}}}"),)),)
        wanted: Properties = (("condition", condition), ("perform", perform), *newer, *_ACTIVE)
        yield Thing(Kind.TRIGGER, f"trigger:{word}", f"Guichet {word}", wanted)


def _update(blueprint: tuple[Thing, ...], seen: Seen, where: Value) -> Value:
    """Every change but our own. Before 6.0 a trigger hears only of what its condition names, so it names each field."""
    parts = [leaf("ticket.action", "is", "update"), where]
    if seen.bots:
        parts.append(leaf("ticket.updated_by_id", "is not", *seen.bots, pre_condition="specific"))
    if not seen.modern:
        made = (thing.title for thing in blueprint if thing.kind is Kind.FIELD)
        titles = dict.fromkeys((*made, *seen.names.columns))
        heard = (*_HEARD, *(f"{{{title}}}" for title in titles))
        changed = (leaf(f"ticket.{one}", "has changed") for one in heard)
        parts.append(together("OR", leaf("article.id", "is not", "0"), *changed))
    return together("AND", *parts)


def _groups(blueprint: tuple[Thing, ...], found: tuple[Found, ...]) -> tuple[str, ...]:
    """The policy's groups, and every other one our role was let into: tickets may come in there."""
    named = (thing.title for thing in blueprint if thing.kind is Kind.GROUP)
    open_ = (one.title for one in found if one.kind is Kind.GROUP and OUR_ROLE in texts(dict(one.has).get("access")))
    return tuple(dict.fromkeys((*named, *open_)))
