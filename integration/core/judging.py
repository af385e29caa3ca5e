"""Why a case meets a condition or does not: the same tree with what was found and what was wanted at every leaf."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from integration.core.conditions import (
    AgedWithin,
    AmountWithin,
    AtHours,
    Condition,
    DatedWithin,
    FieldIs,
    HasDocuments,
    HasDuplicate,
    How,
    IsMissing,
    Joined,
    Leaf,
    OnDays,
    OneOf,
    Tagged,
    Wrote,
)
from integration.core.folding import mentions
from integration.core.meeting import meets, tags_of
from integration.core.subject import Subject, documents
from integration.core.verdict import Verdict

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The days of the week as the policy writes them, Monday first."""


def judge(condition: Condition, subject: Subject, id_: str = "") -> Verdict:
    """The verdict on a condition, with one child for each of its parts. `id_` names it, its own kind otherwise."""
    if isinstance(condition, Joined):
        return _tree(condition, subject, id_ or condition.how.value)
    verdict = Verdict(name_of(condition), meets(condition, subject), _found(condition, subject), _wanted(condition))
    return Verdict(id_, verdict.met, verdict.found, verdict.wanted, (verdict,)) if id_ else verdict


def _tree(tree: Joined, subject: Subject, id_: str) -> Verdict:
    children = tuple(judge(part, subject) for part in tree.parts)
    # What explains a verdict: of "all" what fails, of "any" and "none" what holds; everything where there is no such.
    telling = tuple(child for child in children if child.met is not (tree.how is How.ALL)) or children
    found = ", ".join(child.found for child in telling if child.found)
    wanted = _JOINTS[tree.how].join(child.wanted for child in telling)
    prefix = "none of: " if tree.how is How.NONE else ""
    return Verdict(id_, meets(tree, subject), found, prefix + wanted, children)


_JOINTS = {How.ALL: ", ", How.ANY: " or ", How.NONE: ", "}


def described(condition: Condition) -> str:
    """The condition in words, without any case: "category: facturation"."""
    if isinstance(condition, Joined):
        return f"{condition.how} ({', '.join(map(described, condition.parts))})"
    return f"{name_of(condition)}: {_wanted(condition)}"


def name_of(leaf: Leaf) -> str:
    """What a verdict on the leaf is called, as the policy writes it: "amount", "field:Offre"."""
    match leaf:
        case OneOf():
            return leaf.trait.value
        case Tagged():
            return leaf.owner.value
        case FieldIs():
            return f"field:{leaf.title}"
        case _:
            return _IDS[type(leaf)]


_IDS: dict[type, str] = {
    Wrote: "text",
    AmountWithin: "amount",
    DatedWithin: "transaction_date",
    AgedWithin: "age",
    HasDocuments: "documents",
    IsMissing: "missing",
    OnDays: "day",
    AtHours: "hour",
    HasDuplicate: "duplicate",
}


def _found(leaf: Leaf, subject: Subject) -> str:  # noqa: C901, PLR0911 - one arm per kind of condition
    match leaf:
        case OneOf():
            return subject.traits[leaf.trait]
        case Tagged():
            return " ".join(sorted(tags_of(leaf.owner, subject)))
        case FieldIs():
            field = subject.ticket.field(leaf.title)
            return (field.label or field.value) if field else ""
        case Wrote():
            met = meets(leaf, subject)  # asked first: to look for every word takes long, and mostly there is none
            return next(word for word in leaf.words if mentions(subject.text, word)) if met else ""
        case AmountWithin():
            return f"{subject.amount.value} {subject.amount.currency}" if subject.amount else ""
        case DatedWithin():
            return f"{subject.day or ''}"
        case AgedWithin():
            return _span(subject.now - subject.ticket.filed_at)
        case HasDocuments():
            return f"{len(documents(subject.ticket))} documents"
        case IsMissing():
            return " ".join(subject.missing) or "nothing missing"
        case OnDays():
            return DAYS[subject.local.weekday()]
        case AtHours():
            return f"{subject.local:%H:%M}"
        case _:  # HasDuplicate
            return " ".join(str(other) for other in subject.duplicates) or "no duplicate"


def _wanted(leaf: Leaf) -> str:  # noqa: C901, PLR0911 - one arm per kind of condition
    match leaf:
        case OneOf() | Wrote():
            return " | ".join(leaf.words)
        case Tagged():
            return " ".join(leaf.tags)
        case FieldIs():
            return " | ".join({"*": "anything", "": "nothing"}.get(value, value) for value in leaf.values)
        case AmountWithin():
            return " and ".join(_bounds(leaf.at_least, leaf.at_most))
        case DatedWithin():
            return " and ".join(_days(leaf))
        case AgedWithin():
            ends = (leaf.at_least, leaf.at_most)
            return " and ".join(_bounds(*(_span(end) if end is not None else None for end in ends)))
        case HasDocuments():
            return "a document" if leaf.wanted else "no document"
        case IsMissing():
            return " | ".join(leaf.items) or ("something missing" if leaf.wanted else "nothing missing")
        case OnDays():
            return " | ".join(DAYS[day] for day in leaf.days)
        case AtHours():
            return f"from {leaf.start:%H:%M} to {leaf.end:%H:%M}"
        case _:  # HasDuplicate
            return "a duplicate" if leaf.wanted else "no duplicate"


def _bounds(at_least: Decimal | str | None, at_most: Decimal | str | None) -> Iterator[str]:
    yield from (f"{word} {end}" for word, end in (("at least", at_least), ("at most", at_most)) if end is not None)


def _days(leaf: DatedWithin) -> Iterator[str]:
    ends: tuple[tuple[str, date | None], ...] = (("before", leaf.before), ("after", leaf.after))
    yield from (f"{word} {end}" for word, end in ends if end is not None)
    spans = (("older than", leaf.older_than), ("within", leaf.within))
    yield from (f"{word} {span} days" for word, span in spans if span is not None)


def _span(span: timedelta) -> str:
    """Whole hours, since an explanation should not change every second."""
    days, hours = divmod(int(span.total_seconds()) // 3600, 24)
    return " ".join(
        part for part in (f"{days} days" if days else "", f"{hours} hours" if hours or not days else "") if part
    )
