"""The sections of an explanation, each from the same case and decision."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType

from integration.core.changes import AddComment, Change, SetField
from integration.core.claim import Item
from integration.core.claim.asking import phrase, phrase_value
from integration.core.clocks import Running
from integration.core.decide import Case, Decision
from integration.core.explain.shapes import Line
from integration.core.explain.words import condition_name, condition_words, told
from integration.core.facts import Facts
from integration.core.messages import word
from integration.core.policy import Mode, Policy
from integration.core.promises import pauses
from integration.core.retention import counted, held_by_tag
from integration.core.rules import OTHERWISE, Route
from integration.core.stand import Stand, hindrance
from integration.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class It:
    """What every section is written from."""

    case: Case
    decision: Decision
    policy: Policy
    now: datetime
    language: str
    facts: Facts | None
    waits: str = ""

    def say(self, key: str, **facts: object) -> str:
        """One phrase in the language of the explanation."""
        return told(self.language, key, **facts)

    def local(self, at: datetime) -> str:
        """A time on the policy's wall clock."""
        return f"{at.astimezone(self.policy.timezone):%d/%m/%Y %H:%M}"


def _found(it: It) -> Iterator[Line]:
    category = next((one for one in it.decision.readings if one.id.partition(":")[0] == "category"), None)
    if category and not category.met:
        title = it.policy.fields.category
        yield Line(it.say("no_category", title=title, found=category.found, wanted=category.wanted), met=False)
    elif category:
        yield Line(it.say("category", found=it.decision.category), met=True)
    if it.facts:
        yield from _read(it, it.facts)
    if it.case.duplicates:
        yield Line(it.say("duplicates", others=", ".join(map(str, it.case.duplicates))))


def _read(it: It, facts: Facts) -> Iterator[Line]:
    words = partial(word, it.policy.messages, it.language)
    for found, source in zip(facts.understood.findings, facts.understood.sources, strict=True):
        value = "…" if found.item is Item.DESCRIPTION else phrase_value(found, it.language)
        where = words(f"where.{source.partition(':')[0]}", title=_title(it, found.item))
        yield Line(f"{words('pair', label=words(found.item), value=value)} ({where})", met=True)


def _title(it: It, item: Item) -> str:
    titles = it.policy.fields
    named = {Item.ACCOUNT: titles.account, Item.TRANSACTION_DATE: titles.transaction_date, Item.AMOUNT: titles.amount}
    return named.get(item, titles.description)


def _missing(it: It) -> Iterator[Line]:
    if it.facts is None:
        return
    for verdict in it.facts.understood.conditions:
        items = verdict.id.partition(":")[2]
        yield Line(it.say("requires_if", items=items), verdict.met, tuple(_leaves(it, verdict)))
    for question in it.facts.understood.questions:
        yield Line(phrase(question, it.language), met=False)
    if it.facts.understood.document is False:
        yield Line(word(it.policy.messages, it.language, "document.question"), met=False)
    if it.decision.stand is Stand.PERSON:
        yield from _why_a_person(it, it.facts)


def _why_a_person(it: It, facts: Facts) -> Iterator[Line]:
    why = hindrance(it.case.ticket, facts.understood, it.policy)
    if why:
        yield Line(word(it.policy.messages, it.language, f"reason.{why}"))


def _rules(it: It) -> Iterator[Line]:
    route = it.decision.route
    if route is None:
        return
    for verdict in route.verdicts:
        rule = verdict.id.removeprefix("rule:")
        chosen = rule == route.rule
        text = it.say(_ANSWERS[chosen, verdict.met], rule=rule)
        yield Line(text, chosen, tuple(_leaves(it, verdict)))
    yield from _end_of_rules(it, route)


# By whether the rule was chosen, and whether it is met now: a case that reached its team keeps its rule.
_ANSWERS = {
    (True, True): "rule.met",
    (True, False): "rule.kept",
    (False, False): "rule.unmet",
    (False, True): "rule.late",
}


def _end_of_rules(it: It, route: Route) -> Iterator[Line]:
    untried = len(it.policy.rules) - len(route.tried)
    if route.rule == OTHERWISE:
        yield Line(it.say("rule.otherwise"))
    if untried:
        yield Line(it.say("rule.untried", count=untried))


def _leaves(it: It, verdict: Verdict) -> Iterator[Line]:
    for part in verdict.children:
        name = condition_name(it.language, part.id)
        if part.children:
            yield Line(name, part.met, tuple(_leaves(it, part)))
            continue
        found = condition_words(it.language, part.id, part.found) or it.say("nothing")
        wanted = condition_words(it.language, part.id, part.wanted)
        yield Line(it.say("leaf", name=name, found=found, wanted=wanted), part.met)


def _clocks(it: It) -> Iterator[Line]:
    if it.facts is None:
        return
    yield from (_clock(it, running, it.facts) for running in it.facts.running)
    if not it.facts.running:
        yield Line(it.say("no_clock"))


def _clock(it: It, running: Running, facts: Facts) -> Line:
    name = word(it.policy.messages, it.language, f"clock.{running.clock.id}")
    key = "clock.late" if running.late else "clock.paused" if running.paused else "clock"
    said = it.say(key, name=name, warn=it.local(running.warn_at), due=it.local(running.due_at))
    return Line(said, parts=tuple(Line(text) for text in _counting(it, running, facts)))


def _counting(it: It, running: Running, facts: Facts) -> Iterator[str]:
    """How the dates came about: since when, what did not count, which days without work lie on the way."""
    if running.given:
        yield it.say("clock.given")
        return
    yield it.say("clock.started", at=it.local(running.started_at))
    for pause in pauses(running.clock, facts.moment):
        yield it.say("clock.pause", start=it.local(pause.start), end=it.local(pause.end))
    if running.clock.business:
        first = running.started_at.astimezone(it.policy.timezone).date()
        free = sorted(day for day in it.policy.calendar.holidays if first <= day <= running.due_on)
        if free:
            yield it.say("clock.holidays", days=", ".join(f"{day:%d/%m/%Y}" for day in free))
    if running.counted_on != running.due_on:
        yield it.say("clock.rolled", day=f"{running.counted_on:%d/%m/%Y}")


def _changes(it: It) -> Iterator[Line]:
    if it.policy.mode is Mode.SHADOW:
        yield Line(it.say("shadow"))
    yield from (_change(it, change) for change in it.decision.changes)
    if not it.decision.changes:
        yield Line(it.say("nothing_written"))


def _change(it: It, change: Change) -> Line:
    if isinstance(change, AddComment):
        return Line(it.say("public" if change.public else "internal"), parts=_paragraphs(change.body))
    if isinstance(change, SetField):
        if "\n" in change.value:
            return Line(it.say("SetField", title=change.title, value=""), parts=_paragraphs(change.value))
        return Line(it.say("SetField", title=change.title, value=change.value or it.say("nothing")))
    value = next(getattr(change, name) for name in change.__slots__)
    return Line(it.say(type(change).__name__, value=value))


def _paragraphs(text: str) -> tuple[Line, ...]:
    return tuple(Line(line) for line in text.splitlines())


def _documents(it: It) -> Iterator[Line]:
    files = counted(it.case.ticket, it.policy)
    if it.policy.retention is None:
        return
    if not files:
        yield Line(it.say("no_documents"))
    elif held_by_tag(it.case.ticket, it.policy):
        yield Line(it.say("held", tag=it.policy.retention.hold_tag))
    else:
        due = it.decision.due_to_go
        yield Line(it.say("due_to_go", count=len(due)) if due else it.say("kept", count=len(files)))


def _next(it: It) -> Iterator[Line]:
    at = it.decision.wake_at
    yield Line(it.say("wake_at", at=it.local(at)) if at else it.say("no_wake"))
    for one in it.facts.ahead if it.facts else ():
        care = it.facts is not None and it.facts.category.care
        yield Line(it.say(f"ahead.{one.kind}{'.care' if care else ''}", at=it.local(one.at)))
    if it.waits:
        yield Line(it.say("waits", limit=it.waits))


def _policy(it: It) -> Iterator[Line]:
    limits = it.policy.limits
    yield Line(it.say("version", version=it.policy.version, at=it.local(it.now)))
    yield Line(
        it.say(
            "limits",
            messages=limits.messages_per_hour,
            changed=limits.changed_tickets_per_run,
            deletions=limits.deletions_per_run,
            first=limits.first_run,
        )
    )


SECTIONS: Mapping[str, Callable[[It], Iterator[Line]]] = MappingProxyType(
    {
        "found": _found,
        "missing": _missing,
        "rules": _rules,
        "clocks": _clocks,
        "changes": _changes,
        "documents": _documents,
        "next": _next,
        "policy": _policy,
    }
)
"""Every section by its id, in the order of reading."""
