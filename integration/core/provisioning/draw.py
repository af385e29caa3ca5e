"""Draws the plan: ours is changed, what has the right title is adopted, what is missing is made; the rest is let be."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from integration.core.folding import fold
from integration.core.provisioning.things import (
    FITTING,
    HOLDS_DATA,
    Found,
    Kind,
    Plan,
    Properties,
    Step,
    Thing,
    Value,
    Verb,
)

AT_MOST_REMOVED = 30
"""Per cent of what is ours that one plan may remove: more of it is nearly always a wrong file or a wrong account."""

_ORDER = {kind: place for place, kind in enumerate(Kind)}


def draw(wanted: Sequence[Thing], found: Sequence[Found], stored: Mapping[str, str]) -> Plan:
    """The plan that leads from what was found to what is wanted; drawn again after it was carried out, it is empty.

    `stored` maps our keys to the helpdesk's ids, as they were remembered when the things were made or adopted. What is
    ours and no longer wanted is removed, last and in reverse order, unless tickets may hold data in it.
    """
    pairs = [(thing, _ours(thing, found, stored)) for thing in sorted(wanted, key=lambda one: _ORDER[one.kind])]
    taken = {(one.kind, one.id) for _, one in pairs if one}
    steps: list[Step] = []
    problems: list[str] = []
    for thing, mine in pairs:
        noted = mine is not None and mine.id == stored.get(thing.key)
        step, problem = _towards(thing, mine, _namesakes(thing, found, taken), noted=noted)
        steps += [step] if step else []
        problems += [problem] if problem else []
    gone = _no_longer_wanted(wanted, found, stored)
    problems += _too_many(len(gone), len(taken) + len(gone))
    return Plan((*steps, *gone), tuple(problems))


def clear(found: Sequence[Found], stored: Mapping[str, str]) -> tuple[Plan, tuple[Found, ...]]:
    """The plan that removes what is ours, and what it leaves standing because tickets may hold data in it.

    Here no share is too large: taking everything away is what was asked for.
    """
    left = tuple(one for one in found if one.kind in HOLDS_DATA and _is_ours(one, stored))
    return Plan(_no_longer_wanted((), found, stored)), left


def lacking(thing: Thing, found: Found) -> tuple[Properties, Properties]:
    """The properties in which the thing found is not as wanted: as they are, and as they should be."""
    has = dict(found.has)
    after = tuple((name, value) for name, value in thing.wanted if not _satisfied(thing, name, value, has.get(name)))
    renamed = (("title", thing.title),) if found.title != thing.title else ()
    before = tuple((name, found.title if name == "title" else has.get(name)) for name, _ in (*renamed, *after))
    return before, (*renamed, *after)


def _satisfied(thing: Thing, name: str, wanted: Value, has: Value) -> bool:
    if thing.kind is Kind.FIELD and name == "type":
        return has in (wanted, *FITTING.get(str(wanted), ()))
    if name not in thing.at_least or not isinstance(wanted, tuple):
        return wanted == has
    known = _words(has)
    return all(_words((one,)) & known for one in wanted)


def _words(entries: Value) -> set[str]:
    """The words of a list's entries, folded: an option is known by its stored value or by its label."""
    some = entries if isinstance(entries, tuple) else ()
    return {fold(str(word)) for entry in some for word in (entry if isinstance(entry, tuple) else (entry,))}


def _towards(thing: Thing, mine: Found | None, namesakes: Sequence[Found], *, noted: bool) -> tuple[Step | None, str]:
    if mine:
        before, after = lacking(thing, mine)
        # What was made by a run that was stopped, or from another installation, is ours by its marker alone.
        verb = Verb.CHANGE if after else Verb.KEEP if noted else Verb.ADOPT
        return Step(verb, thing.kind, thing.key, thing.title, mine.id, before, after), ""
    if thing.kind in HOLDS_DATA:
        return _by_title(thing, namesakes)
    same = next((one for one in namesakes if not lacking(thing, one)[1]), None)
    if same:
        return Step(Verb.ADOPT, thing.kind, thing.key, thing.title, same.id), ""
    # Somebody else's: it keeps its title, and ours gets another.
    title = f"{thing.title} (Guichet)" if namesakes else thing.title
    return Step(Verb.CREATE, thing.kind, thing.key, title, after=thing.wanted), ""


def _by_title(thing: Thing, namesakes: Sequence[Found]) -> tuple[Step | None, str]:
    if not namesakes:
        return Step(Verb.CREATE, thing.kind, thing.key, thing.title, after=thing.wanted), ""
    if len(namesakes) > 1:
        ids = ", ".join(one.id for one in namesakes)
        return None, f"There are {len(namesakes)} {thing.kind}s titled {thing.title!r} (ids {ids}): rename all but one."
    before, after = lacking(thing, namesakes[0])
    kind = next((has for name, has in before if name == "type"), None)
    if kind is not None:
        wanted = dict(after)["type"]
        return None, f"The field {thing.title!r} is of type {kind}, and {wanted} is needed: rename it, or the policy's."
    return Step(Verb.ADOPT, thing.kind, thing.key, thing.title, namesakes[0].id, before, after), ""


def _ours(thing: Thing, found: Sequence[Found], stored: Mapping[str, str]) -> Found | None:
    """By its remembered id first, then by our marker on it."""
    same = [one for one in found if one.kind is thing.kind]
    by_id = (one for one in same if one.id == stored.get(thing.key))
    by_marker = (one for one in same if one.key == thing.key)
    known = next(by_id, None) or next(by_marker, None)
    # The title our own got because somebody else had the plain one is a good title.
    ours = known and known.title == f"{thing.title} (Guichet)"
    return replace(known, title=thing.title) if known and ours else known


def _is_ours(one: Found, stored: Mapping[str, str]) -> bool:
    return bool(one.key) or any(one.id == id_ and key.startswith(f"{one.kind}:") for key, id_ in stored.items())


def _namesakes(thing: Thing, found: Sequence[Found], taken: set[tuple[Kind, str]]) -> tuple[Found, ...]:
    return tuple(
        one
        for one in found
        if one.kind is thing.kind and one.title == thing.title and not one.key and (one.kind, one.id) not in taken
    )


def _no_longer_wanted(wanted: Sequence[Thing], found: Sequence[Found], stored: Mapping[str, str]) -> tuple[Step, ...]:
    keys = {thing.key for thing in wanted}
    by_id = {(key.partition(":")[0], id_): key for key, id_ in stored.items()}
    gone = []
    for one in found:
        key = one.key or by_id.get((one.kind.value, one.id), "")
        if key and key not in keys and one.kind not in HOLDS_DATA:
            gone.append(Step(Verb.REMOVE, one.kind, key, one.title, one.id, before=one.has))
    return tuple(sorted(gone, key=lambda step: (-_ORDER[step.kind], step.key)))


def _too_many(gone: int, ours: int) -> list[str]:
    if gone * 100 <= ours * AT_MOST_REMOVED:
        return []
    sentence = (
        f"{gone} of the {ours} things that are ours would be removed, more than {AT_MOST_REMOVED} %: "
        "is this the right policy and the right helpdesk? `guichet destroy` removes on purpose."
    )
    return [sentence]
