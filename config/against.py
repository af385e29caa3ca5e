"""Holding a policy against the helpdesk it is connected to: what it names must exist there, once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from config.files import Files
from config.places import Document, Path, Place, read
from config.sentences import hint, say
from integration.core.clocks import Alarm
from integration.core.conditions import FieldIs, Leaf, OneOf, Tagged, Trait, leaves
from integration.core.errors import Problem
from integration.core.folding import fold
from integration.core.meeting import ANYTHING
from integration.core.policy import Action, Policy
from integration.helpdesks.contract import FieldInfo, Survey


@dataclass(frozen=True, slots=True)
class Lack:
    """A name the policy uses and the helpdesk does not have, or not once, with the sentence that says so.

    `under` are the keys of the policy file under which such a name stands.
    """

    name: str
    sentence: str
    under: tuple[str, ...]


_CODES = {"group": "no_group_there", "brand": "no_brand_there"}
_FIELD = ("fields", "field")
_VALUE = ("category", "decisions", "field", "fields")


def check_against(policy: Policy, survey: Survey) -> tuple[str, ...]:
    """One sentence for each thing the policy names and the helpdesk lacks or has twice; none when all is well."""
    return tuple(lack.sentence for lack in _lacks(policy, survey))


def problems_against(files: Files, policy: Policy, survey: Survey) -> tuple[Problem, ...]:
    """The same, each with the place where the files of this policy first name it, in the order of the file."""
    name, content = next(iter(files.items()))
    document = read(name, (content or b"").decode("utf-8-sig"))
    for lack in _lacks(policy, survey):
        document.blame(_place(document, lack), lack.sentence)
    return tuple(sorted(document.problems, key=lambda problem: (problem.line, problem.column)))


def _lacks(policy: Policy, survey: Survey) -> Iterator[Lack]:
    yield from _names("group", (one.group for one in _actions(policy)), survey.groups, str)
    yield from _names("group", (alarm.group for _, alarm in _alarms(policy)), survey.groups, str)
    yield from _names("group", _traits(policy, Trait.GROUP), survey.groups, fold)
    if survey.brands:
        yield from _names("brand", _traits(policy, Trait.BRAND), survey.brands, fold)
    yield from _agents(policy, survey)
    yield from _fields(policy, survey)
    yield from _options(policy, survey)
    yield from _meaningless(policy, survey)


def _names(key: str, wanted: Iterable[str], there: Iterable[str], spelled: Callable[[str], str]) -> Iterator[Lack]:
    """Those of the wanted names that are not there; `spelled` is how they are compared: as written, or folded."""
    known = {spelled(name) for name in there}
    for name in dict.fromkeys(wanted):
        if name and spelled(name) not in known:
            yield Lack(name, say(_CODES[key], found=name, hint=hint(name, there)), (key,))


def _agents(policy: Policy, survey: Survey) -> Iterator[Lack]:
    """The sentences repeat no name: they are logged at start-up, and people's names do not belong there."""
    for part, named in _named_agents(policy):
        wanted = named.strip().casefold()
        count = sum(wanted in {agent.name.casefold(), agent.email.casefold()} for agent in survey.agents)
        if wanted and count != 1:
            sentence = say("two_agents_there", part=part, count=count) if count else say("no_agent_there", part=part)
            yield Lack(named, sentence, ("assignee", "close_as"))


def _named_agents(policy: Policy) -> Iterator[tuple[str, str]]:
    yield from ((part, action.assignee) for part, action in _actions_by_part(policy))
    yield from ((part, alarm.assignee) for part, alarm in _alarms(policy))
    yield "asking: close_as", policy.reminders.close_as


def _alarms(policy: Policy) -> Iterator[tuple[str, Alarm]]:
    for clock in policy.clocks:
        yield f"clocks: {clock.id}", clock.at_warn
        yield f"clocks: {clock.id}", clock.at_due


def _actions(policy: Policy) -> tuple[Action, ...]:
    return tuple(action for _, action in _actions_by_part(policy))


def _actions_by_part(policy: Policy) -> Iterator[tuple[str, Action]]:
    yield from ((f"routing: {rule.id}", rule.then) for rule in policy.rules)
    yield "otherwise", policy.otherwise


def _asked(policy: Policy) -> Iterator[tuple[str, Leaf]]:
    """Every single question of the policy's conditions, with the part that asks it."""
    for rule in policy.rules:
        yield from ((f"routing: {rule.id}", leaf) for leaf in leaves(rule.when))
    for category in policy.categories:
        for more in category.requires_if:
            yield from ((f"categories: {category.id}", leaf) for leaf in leaves(more.when))


def _traits(policy: Policy, trait: Trait) -> Iterator[str]:
    for _, leaf in _asked(policy):
        if isinstance(leaf, OneOf) and leaf.trait is trait:
            yield from leaf.words


def _fields(policy: Policy, survey: Survey) -> Iterator[Lack]:
    titles = [field.title for field in survey.fields]
    for title, part in _named(policy).items():
        count = titles.count(title)
        if count == 0:
            yield Lack(title, say("no_field_there", found=title, part=part, hint=hint(title, titles)), _FIELD)
        elif count > 1:
            yield Lack(title, say("title_there_twice", found=title, part=part, count=count), _FIELD)


def _named(policy: Policy) -> dict[str, str]:
    """The fields the policy names, each with the first part that does."""
    titles = policy.fields
    parts = {
        "category": titles.category,
        "account": titles.account,
        "transaction_date": titles.transaction_date,
        "amount": titles.amount,
        "description": titles.description,
        "decision": titles.decision,
        "note": titles.note,
    }
    named: dict[str, str] = {}
    for part, title in (
        *((f"fields: {part}", title) for part, title in parts.items()),
        *((f"clocks: {clock.id}", clock.field) for clock in policy.clocks),
        *((part, leaf.title) for part, leaf in _asked(policy) if isinstance(leaf, FieldIs)),
        *((part, title) for part, action in _actions_by_part(policy) for title, _ in action.fields),
    ):
        if title:
            named.setdefault(title, part)
    return named


def _options(policy: Policy, survey: Survey) -> Iterator[Lack]:
    for title, part, value in _values(policy):
        fields = [field for field in survey.fields if field.title == title]
        allowed = _allowed(fields[0]) if len(fields) == 1 else ()
        if allowed and fold(value) not in allowed:
            yield Lack(
                value, say("no_option_there", title=title, found=value, part=part, hint=hint(value, allowed)), _VALUE
            )


def _allowed(field: FieldInfo) -> tuple[str, ...]:
    """What a field can hold, folded; () where it may hold anything, as a text field does."""
    if field.type == "checkbox":
        return ("true", "false")
    return tuple(dict.fromkeys(fold(word) for word in (*field.options, *field.labels)))


def _values(policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Every value that the policy expects in a field or writes there: the title, the part that says so, the value."""
    for one in policy.categories:
        yield from ((policy.fields.category, f"categories: {one.id}", value) for value in one.when)
    decided = policy.decisions
    meanings = {"accepted": decided.accepted, "partly": decided.partly, "refused": decided.refused}
    for meaning, values in meanings.items():
        yield from ((policy.fields.decision, f"decisions: {meaning}", value) for value in values)
    for part, leaf in _asked(policy):
        if isinstance(leaf, FieldIs):
            yield from ((leaf.title, part, value) for value in leaf.values if value not in {ANYTHING, ""})
    for part, action in _actions_by_part(policy):
        yield from ((title, part, value) for title, value in action.fields if value)


def _meaningless(policy: Policy, survey: Survey) -> Iterator[Lack]:
    """What the policy says and this kind of helpdesk cannot do or never has."""
    for part, key, words in _kinds(policy):
        name = words[0] if words else key
        if key in survey.cannot:
            yield Lack(name, say("means_nothing_there", found=key, part=part), (key,))
        for word in words:
            if f"{key}: {word}" in survey.cannot:
                yield Lack(word, say("means_nothing_there", found=f"{key}: {word}", part=part), (key,))


def _kinds(policy: Policy) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Everything a helpdesk may be unable to do: the part of the policy, the key it stands under, and its words."""
    raised = [(part, action.priority) for part, action in _actions_by_part(policy)]
    raised += [(part, alarm.priority) for part, alarm in _alarms(policy)]
    yield from ((part, "priority", (priority.value,)) for part, priority in raised if priority)
    for part, leaf in _asked(policy):
        if isinstance(leaf, OneOf):
            yield part, leaf.trait.value, leaf.words
        elif isinstance(leaf, Tagged):
            yield part, leaf.owner.value, leaf.tags


def _place(document: Document, lack: Lack) -> Place:
    """Where the file first says this name, accents and capitals aside: some names of a policy are kept folded."""
    for path, is_key in _mentions(document.data, fold(lack.name), ()):
        if not set(lack.under).isdisjoint(path):
            return document.key(path) if is_key else document.value(path)
    return Place(1, 1)


def _mentions(data: object, folded: str, path: Path) -> Iterator[tuple[Path, bool]]:
    if isinstance(data, dict):
        for key, value in data.items():
            if fold(key) == folded:
                yield (*path, key), True
            yield from _mentions(value, folded, (*path, key))
    elif isinstance(data, tuple):
        for index, value in enumerate(data):
            yield from _mentions(value, folded, (*path, index))
    elif fold(str(data)).strip() == folded:
        yield path, False
