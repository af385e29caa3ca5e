"""Whether somebody else wrote while we did."""

from dataclasses import replace
from typing import Any

import pytest

from integration.core.changes import AddTag, Change, RemoveTag, SetField, SetGroup, SetStatus
from integration.core.ticket import Comment, Priority, Status, Ticket
from integration.helpdesks.zammad.meanwhile import overtaken, said
from tests.helpdesks.zammad.samples import AGENT, ASK, OWN, an_article, mapped, ours, whole

BEFORE = mapped(whole())
CHANGES: tuple[Change, ...] = (SetStatus(Status.PENDING), SetField("Compte", "1"), AddTag("neuf"), ASK)


def after(*more: Any, **changes: Any) -> Ticket:
    """The ticket as our write left it, and what else is different."""
    said_by_us = ours(body=ASK.body)
    answer = whole(None, an_article(), said_by_us, *more, tags=("facturation", "neuf"))
    left = mapped(answer).with_field("Compte", "1")
    return replace(left, **{"status": Status.PENDING} | changes)


def found(ticket: Ticket) -> Comment | None:
    return said(BEFORE, ticket, CHANGES, "k1", str(OWN))


def test_nobody_else_wrote() -> None:
    ticket = after()

    assert not overtaken(BEFORE, ticket, CHANGES, found(ticket))


@pytest.mark.parametrize(
    "ticket",
    [
        after(an_article(id=103)),
        after(an_article(id=103, sender_id=1, created_by_id=AGENT, internal=True)),
        after(priority=Priority.HIGH),
        after(group="Cas particuliers"),
        after(assignee="5"),
        after(tags=frozenset({"facturation", "neuf", "garder"})),
        after(tags=frozenset({"neuf"})),
    ],
)
def test_somebody_else_wrote(ticket: Ticket) -> None:
    assert overtaken(BEFORE, ticket, CHANGES, found(ticket))


@pytest.mark.parametrize(
    "ticket",
    [
        after(an_article(id=103, sender_id=3, created_by_id=1)),
        after(status=Status.OPEN),
        after(tags=frozenset({"facturation"})),
    ],
    ids=["what Zammad says by itself", "a status that was dropped", "a tag that was dropped"],
)
def test_what_is_no_other_person(ticket: Ticket) -> None:
    assert not overtaken(BEFORE, ticket, CHANGES, found(ticket))


def test_a_field_that_we_did_not_touch() -> None:
    ticket = replace(after(), status=BEFORE.status, fields=BEFORE.fields, tags=BEFORE.tags)
    changed = ticket.with_field("Motif", "remboursement")
    wanted = (SetGroup(BEFORE.group), RemoveTag("jamais"), ASK)

    assert not overtaken(BEFORE, ticket, wanted, found(ticket))
    assert overtaken(BEFORE, changed, wanted, found(changed))


def test_our_comment_is_found_by_its_key() -> None:
    comment = found(after(an_article(id=103, sender_id=1, created_by_id=OWN, body=ASK.body)))

    assert comment
    assert (comment.id, comment.key) == ("102", "k1")


def test_a_comment_without_its_mark_is_found_by_who_said_what_and_never_said_twice() -> None:
    unmarked = mapped(whole(None, an_article(), ours(body=ASK.body, preferences={}), an_article(id=103)))

    comment = found(unmarked)

    assert comment
    assert comment.id == "102"
    assert not overtaken(BEFORE, unmarked, CHANGES, comment)


@pytest.mark.parametrize(
    "article",
    [
        ours(body="Autre chose", preferences={}),
        ours(body=ASK.body, preferences={}, created_by_id=AGENT),
    ],
)
def test_somebody_elses_words_are_not_taken_for_ours(article: dict[str, Any]) -> None:
    assert found(mapped(whole(None, an_article(), article))) is None


def test_where_nothing_was_said_nothing_is_looked_for() -> None:
    ticket = mapped(whole(None, an_article(), ours(preferences={})))

    assert said(BEFORE, ticket, (AddTag("neuf"),), "k2", str(OWN)) is None
