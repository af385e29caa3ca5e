"""Playing the policy's own examples: an invented ticket is decided on as a real one would be, and compared."""

from collections.abc import Iterator
from datetime import date, datetime

from config.places import Document
from config.schema import ExampleExpect, ExamplePart, ExampleTicket
from config.sentences import say
from integration.core.changes import simulate
from integration.core.decide import Case, Decision, decide
from integration.core.duplicates import Duplicate
from integration.core.policy import Policy
from integration.core.stand import Stand
from integration.core.ticket import Attachment, Comment, Field, Kind, Priority, Requester, Role, Status, Ticket

SOME_DAY = date(2026, 1, 15)
"""The day an example without `day` is played: fixed, so that an example never changes its mind overnight."""


def blame_examples(document: Document, examples: tuple[ExamplePart, ...], policy: Policy) -> None:
    """Play every example and blame each expectation that does not hold."""
    for index, example in enumerate(examples):
        day = example.day or SOME_DAY
        now = datetime.combine(day, example.hour, policy.timezone)
        ticket = invented(example.ticket, policy, now - example.ticket.age)
        others = (Duplicate("", "example"),) if example.ticket.duplicate else ()
        decision = decide(Case(ticket, others), policy, now)
        after = simulate(ticket, decision.changes, now)
        for part, wanted, found in _differences(example.expect, decision, after):
            facts = {"wanted": wanted, "found": found, "rule": decision.rule or "none", "day": day}
            place = document.value(("examples", index, "expect", part))
            document.blame(place, say("unexpected", number=index + 1, part=part, **facts))


def invented(written: ExampleTicket, policy: Policy, filed: datetime) -> Ticket:
    """The ticket an example tells of, filed at that instant (aware), with every field the policy names."""
    attachments = tuple(
        Attachment(id=f"attachment-{number}", name=name, content_type="application/octet-stream", size=1)
        for number, name in enumerate(written.attachments)
    )
    message = Comment("message", Role.REQUESTER, "member", True, written.text, filed, attachments)
    return Ticket(
        id="example",
        subject=written.subject,
        status=Status(written.status),
        status_raw=written.status,
        priority=Priority.NONE,
        priority_raw=Priority.NONE.value,
        requester=Requester(id="member", language=written.language, tags=frozenset(written.requester_tags)),
        created_at=filed,
        updated_at=filed,
        stamp="",
        group=written.group,
        brand=written.brand,
        organization=written.organization,
        channel=written.channel,
        tags=frozenset(written.tags),
        fields=tuple(Field(title, value) for title, value in _filled(written, policy).items() if title),
        comments=(message,),
    )


def _filled(written: ExampleTicket, policy: Policy) -> dict[str, str]:
    titles = policy.fields
    return {
        titles.category: written.category,
        titles.account: written.account,
        titles.transaction_date: written.transaction_date,
        titles.amount: written.amount,
        **dict.fromkeys((titles.description, titles.decision, titles.note), ""),
        **dict.fromkeys((clock.field for clock in policy.clocks), ""),
        **written.fields,
    }


def _differences(expect: ExampleExpect, decision: Decision, after: Ticket) -> Iterator[tuple[str, str, str]]:
    """What differs: the part of the expectation, what was wanted, what was found."""
    for part, found in _single(decision, after).items():
        wanted = getattr(expect, part)
        if wanted is not None and wanted != found:
            yield part, f'"{wanted}"', f'"{found}"'
    missing = {code.partition(":")[0] for code in decision.missing}
    if expect.missing is not None and set(expect.missing) != missing:
        yield "missing", _listed(expect.missing), _listed(missing)
    if expect.tags is not None and not after.tags.issuperset(expect.tags):
        yield "tags", _listed(expect.tags), _listed(after.tags)
    held = {title: after.value(title) for title in expect.fields or {}}
    if expect.fields is not None and expect.fields != held:
        yield "fields", _pairs(expect.fields), _pairs(held)


def _single(decision: Decision, after: Ticket) -> dict[str, str]:
    """What became of the example, for the parts of an expectation that are one word."""
    said = (mark.about for _, mark in after.marks() if mark.kind in {Kind.THANKS, Kind.MESSAGE})
    route = decision.route if decision.stand in {Stand.COMPLETE, Stand.PERSON} else None
    return {
        "category": decision.category,
        "group": after.group,
        "assignee": after.assignee,
        "priority": after.priority,
        "rule": decision.rule,
        "note": route.action.note if route else "",
        "message": next((name for about in said for name in about), ""),
    }


def _pairs(fields: dict[str, str]) -> str:
    return f"{{{', '.join(f'{title}: {value}' for title, value in fields.items())}}}"


def _listed(words: Iterator[str] | tuple[str, ...] | set[str] | frozenset[str]) -> str:
    return f"[{', '.join(sorted(words))}]"
