"""A whole year in one test: two thousand cases, an outage, lost webhooks; each is asked, flagged and closed in time."""

import os
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from integration.core.documents import State
from sandbox.records import Audit, Ticket
from tests.year.driver import NAME, Lost, Year
from tests.year.oracle import HOLIDAYS, PARIS, Event, Wanted, wanted
from tests.year.plans import Plan, Way, plans

CASES = int(os.environ.get("GUICHET_YEAR_CASES", "2000"))
BEGINS = datetime(2027, 9, 1, 6, 0, tzinfo=UTC)  # 29 February 2028 and both nights of the clock lie ahead
DAYS = 365
DOWN = (datetime(2028, 2, 28, 15, 0, tzinfo=UTC), datetime(2028, 2, 29, 15, 0, tzinfo=UTC))
DEAF = (datetime(2027, 12, 6, 0, 0, tzinfo=UTC), datetime(2027, 12, 7, 0, 0, tzinfo=UTC))

SLACK = timedelta(minutes=7)
"""A lost webhook is made up for within five minutes, a flag is set within one; both may meet."""

AFTER_OUTAGE = timedelta(minutes=20)

GOOD = "Bonjour, compte {account}, le débit du {day} de 49,90 € est une erreur."
FLAGS = {"guichet_bientot_en_retard": "warned", "guichet_en_retard": "late"}
KINDS = {"ask": "asked", "remind": "reminded", "close": "closed", "thanks": "thanked"}
PAPER = {"name": "acte.pdf", "content_type": "application/pdf", "text": "papier"}


def play(year: Year, plan: Plan, tickets: dict[int, Ticket]) -> None:
    """Put what the people of one case do on the clock."""

    def files() -> None:
        tickets[plan.number] = year.files(_filed(plan))

    def answers() -> None:
        text = "Je ne sais pas, regardez vous-même." if plan.way is Way.VAGUE else _said(plan)
        year.replies(tickets[plan.number], {"text": text})

    def decides() -> None:
        decision = "guichet_decision_acceptee" if plan.accepts else "guichet_decision_refusee"
        pays_later = plan.accepts and plan.way is not Way.CARE
        solved = {} if pays_later else {"status": "solved"}
        agent = {"assignee": "mathilde.aubry@adherents.example", "fields": {"Décision": decision}}
        year.agent(tickets[plan.number], {**agent, **solved})

    def pays() -> None:
        year.agent(tickets[plan.number], {"status": "solved"})

    year.at(plan.files_at, files)
    starts = plan.files_at + (plan.answers or timedelta())
    if plan.answers:
        year.at(starts, answers)
    if plan.decides:
        year.at(starts + plan.decides, decides)
        if plan.accepts and plan.pays and plan.way is not Way.CARE:
            year.at(starts + plan.decides + plan.pays, pays)


def _filed(plan: Plan) -> dict[str, object]:
    person = {"name": f"Membre {plan.number}", "email": f"membre{plan.number}@courriel.example"}
    files = [PAPER] if plan.document else []
    given: dict[str, object] = {"requester": person, "motif": "Facturation", "attachments": files}
    if plan.way is Way.CARE:
        return {**given, "motif": "Remboursement", "description": "Bonjour, mon père est décédé le mois dernier."}
    if plan.way is Way.WHOLE:
        return {**given, "description": _said(plan)}
    return {**given, "description": "Bonjour, j'ai été débité deux fois, pouvez-vous vérifier ?"}


def _said(plan: Plan) -> str:
    day = plan.files_at.astimezone(PARIS).date() - timedelta(days=4)
    return GOOD.format(account=plan.account, day=f"{day:%d/%m/%Y}")


def seen(ticket: Ticket) -> list[Event]:
    """What happened on a ticket, in the oracle's words."""
    return [(audit.created_at, what) for audit in ticket.audits for what in _told(audit)]


def _told(audit: Audit) -> list[str]:
    kind = KINDS.get(str(audit.custom.get("guichet_kind", "")))
    told = [kind] if kind else []
    for entry in audit.entries:
        if entry.name == "tags":
            now, before = set(entry.value or ()), set(entry.previous or ())
            told += [word for tag, word in FLAGS.items() if tag in now - before]
            told += [f"not {word}" for tag, word in FLAGS.items() if tag in before - now]
    return told


def differences(happened: list[Event], should: Wanted, plan: Plan) -> list[str]:
    """Where what happened is not what should, each in its time."""
    if Counter(what for _, what in happened) != Counter(what for _, what in should.events):
        return [f"happened {_list(happened)}; wanted {_list(list(should.events))}"]
    by_word = sorted(zip(_by_word(happened), _by_word(list(should.events)), strict=True), key=lambda pair: pair[1][0])
    return [
        f"{what} at {at:%Y-%m-%d %H:%M:%S}, wanted {due:%Y-%m-%d %H:%M:%S}"
        for (at, what), (due, _) in by_word
        if not _in_time(at, due, AFTER_OUTAGE if DOWN[0] <= plan.files_at < DOWN[1] else SLACK)
    ]


def _by_word(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda event: (event[1], event[0]))


def _in_time(at: datetime, due: datetime, slack: timedelta) -> bool:
    latest = DOWN[1] + AFTER_OUTAGE if DOWN[0] - SLACK <= due < DOWN[1] else due + slack
    return due - slack <= at <= latest


def _list(events: list[Event]) -> str:
    return ", ".join(f"{what} {at:%m-%d %H:%M}" for at, what in events)


@pytest.mark.timeout(1800)
def test_every_case_of_a_year_goes_as_the_policy_says(tmp_path: Path) -> None:
    lost = Lost(one_in=50, spans=(DEAF,), chance=random.Random(7))  # noqa: S311 - a reproducible year
    year = Year(tmp_path, BEGINS, lost, DOWN)
    tickets: dict[int, Ticket] = {}
    invented = plans(CASES, BEGINS, DAYS, seed=2028)
    for plan in invented:
        play(year, plan, tickets)
    year.run(BEGINS + timedelta(days=DAYS + 90))

    wrong = {
        f"{plan.number} ({plan.way}, ticket {tickets[plan.number].id}, filed {plan.files_at:%m-%d %H:%M})": found
        for plan in invented
        if (found := differences(seen(tickets[plan.number]), wanted(plan, DOWN), plan))
    }
    assert not wrong, f"{len(wrong)} cases: " + "\n".join(f"{name}: {found}" for name, found in list(wrong.items())[:8])
    assert year.line.dead == []
    _documents_are_gone(year, invented, tickets)
    _members_were_left_in_peace(tickets)
    assert year.statements == DAYS + 90
    away = [name for name, at, _ in year.red if not DOWN[0] <= at < DOWN[1] + timedelta(days=1)]
    assert away == [], year.red[:5]


def _documents_are_gone(year: Year, invented: list[Plan], tickets: dict[int, Ticket]) -> None:
    for plan in invented:
        ticket = tickets[plan.number]
        documents = year.parts.ledger.documents.papers(NAME, str(ticket.id), year.now).documents
        over = wanted(plan, DOWN).over_at
        if plan.document and over:
            assert {one.state for one in documents} == {State.VERIFIED}, (plan, documents)
            assert all(file.redacted for comment in ticket.comments for file in comment.attachments), plan
            latest = DOWN[1] + AFTER_OUTAGE if DOWN[0] - SLACK <= over < DOWN[1] else over + SLACK
            assert all(one.verified_at and over - SLACK <= one.verified_at <= latest for one in documents), (
                plan,
                documents,
            )


def _members_were_left_in_peace(tickets: dict[int, Ticket]) -> None:
    for ticket in tickets.values():
        letters = [at for at, what in seen(ticket) if what in ("reminded", "closed")]
        assert all(_is_day(at) for at in letters), ticket.id
        keys = [audit.custom["guichet_key"] for audit in ticket.audits if "guichet_key" in audit.custom]
        assert len(keys) == len(set(keys)), f"something was written twice on ticket {ticket.id}"


def _is_day(at: datetime) -> bool:
    wall = at.astimezone(PARIS)
    day: date = wall.date()
    return 8 <= wall.hour < 20 and day.weekday() < 5 and day not in HOLIDAYS
