"""A Zammad without our add-on, where the policy lets whole tickets go: only when nothing else can, and proven."""

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from integration.core.chain import Kind
from integration.core.delivery import Done, Outcome
from integration.core.ticket import Ticket
from integration.helpdesks.zammad import whole
from integration.helpdesks.zammad.session import ZammadSession
from integration.ledger.holds import Hold
from tests.helpdesks.town import API_TOKEN, BOT_TOKEN
from tests.stories.house import DEATH, SCAN, House, house

DELETE = "DELETE"
NOT_YOURS = '{"error": "Not authorized"}'


def moves_in(home: House, *, token: str = API_TOKEN, addon: str | None = None) -> None:
    home.becomes_zammad(addon=addon, token=token)
    home.retain(deletes_tickets=True)


def solved(home: House, **more: str) -> str:
    ticket_id = home.files(DEATH, SCAN, **more)
    home.event(ticket_id)
    home.solve(ticket_id)
    return ticket_id


def deletions(home: House) -> list[str]:
    return [path for method, path in home.town.calls() if method == DELETE and "/tickets/" in path]


def last(home: House, ticket_id: str) -> dict[str, str]:
    return dict(home.ledger.deletions.of("zendesk", ticket_id)[-1].entry.evidence)


def test_the_ticket_goes_and_that_it_is_gone_is_read_three_times(home: House) -> None:
    moves_in(home)
    ticket_id = solved(home)

    assert home.event(ticket_id) == Done(Outcome.GONE)

    assert len(deletions(home)) == 1
    assert home.states(ticket_id) == ["verified", "verified"]
    assert last(home, ticket_id)["ticket"] == "absent"
    for hours, check in ((1, "1"), (23, "2")):
        home.pass_(hours=hours)
        assert home.wake() == [Done(Outcome.GONE)]
        assert last(home, ticket_id)["check"] == check
    assert home.wake() == []
    assert len(deletions(home)) == 1


def test_before_it_goes_a_trace_without_any_words_is_in_the_chain(home: House) -> None:
    moves_in(home)
    ticket_id = solved(home)
    home.town.fault("drop", method=DELETE, path=f"/api/v1/tickets/{ticket_id}", stage="before")

    home.event(ticket_id)

    trace = [link.entry for link in home.ledger.deletions.of("zendesk", ticket_id)][-1]
    assert (trace.kind, trace.why) == (Kind.REQUESTED, "whole_ticket")
    assert dict(trace.evidence) | {"filed_on": ""} == {
        "sort": "inline_image",
        "ticket": "to_delete",
        "category": "circonstances",
        "status": "solved",
        "filed_on": "",
        "comments": "1",
    }
    assert not home.proven(ticket_id)


def test_a_decision_alone_does_not_take_the_ticket_away(home: House) -> None:
    """A payment may still be owed, and its clock would go with the ticket."""
    moves_in(home)
    ticket_id = home.files(DEATH)
    home.decide(ticket_id, "guichet_decision_acceptee")

    home.event(ticket_id)

    assert deletions(home) == []
    assert home.states(ticket_id) == ["not_deletable"]
    home.solve(ticket_id)
    home.event(ticket_id)
    assert home.states(ticket_id) == ["verified"]


def test_without_an_administrators_right_it_is_said_and_nothing_is_claimed(
    home: House, caplog: pytest.LogCaptureFixture
) -> None:
    moves_in(home, token=BOT_TOKEN)
    ticket_id = solved(home)

    with caplog.at_level(logging.WARNING):
        home.event(ticket_id)

    assert "lets only administrators delete a ticket" in caplog.text
    assert home.states(ticket_id) == ["not_deletable"] * 2
    assert "ce que Zammad n’accepte que d’un administrateur" in home.note(ticket_id)
    assert not home.proven(ticket_id)
    assert home.left(ticket_id) == [DEATH["name"], SCAN["name"]]


def test_with_the_add_on_only_the_documents_go(home: House) -> None:
    moves_in(home, addon="1.0.0")
    ticket_id = solved(home)

    home.event(ticket_id)

    assert home.states(ticket_id) == ["verified"] * 2
    assert deletions(home) == []
    assert home.town.seen(ticket_id)["comments"]


def test_an_add_on_that_came_meanwhile_saves_the_ticket(home: House) -> None:
    moves_in(home)
    home.retain(deletes_tickets=False)
    ticket_id = solved(home)
    home.event(ticket_id)
    home.town.post("zammad", addon="1.0.0")
    home.retain(deletes_tickets=True)

    home.event(ticket_id)
    home.pass_(days=1)
    home.wake()

    assert deletions(home) == []
    assert home.states(ticket_id) == ["verified"] * 2


@pytest.mark.parametrize("by", ["tag", "person"])
def test_what_is_held_keeps_the_ticket(home: House, by: str) -> None:
    moves_in(home)
    home.retain(deletes_tickets=False)
    ticket_id = solved(home)
    home.event(ticket_id)
    home.retain(deletes_tickets=True)
    if by == "tag":
        home.town.agent(ticket_id, tags={"add": ["guichet_conservation"]})
    else:
        until = home.time + timedelta(days=30)
        home.ledger.holds.add(Hold(0, "zendesk", ticket_id, "litige", "juridique", home.time, until))

    home.event(ticket_id)

    assert deletions(home) == []
    assert set(home.states(ticket_id)) == {"on_hold"}


def test_the_grace_is_waited_for(home: House) -> None:
    moves_in(home)
    home.retain(grace=timedelta(days=3))
    ticket_id = solved(home)
    home.event(ticket_id)
    assert deletions(home) == []

    home.pass_(days=3)
    home.wake()

    assert home.states(ticket_id) == ["verified"] * 2


def test_an_answer_that_comes_at_the_last_moment_keeps_the_ticket(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    moves_in(home)
    ticket_id, asked = solved(home), whole.stop_if_files_can_go

    def answered_meanwhile(session: ZammadSession, ticket: Ticket) -> None:
        home.pass_(seconds=1)
        home.town.member_replies(ticket.id, "Un mot encore")
        asked(session, ticket)

    monkeypatch.setattr(whole, "stop_if_files_can_go", answered_meanwhile)
    home.event(ticket_id)

    assert deletions(home) == []
    assert home.town.seen(ticket_id)["comments"]
    assert not home.proven(ticket_id)


def test_a_lost_answer_is_settled_by_reading(home: House) -> None:
    moves_in(home)
    ticket_id = solved(home)
    home.town.fault("drop", method=DELETE, path=f"/api/v1/tickets/{ticket_id}", stage="after")

    home.event(ticket_id)
    assert home.states(ticket_id) == ["deleting"] * 2
    home.event(ticket_id)

    assert home.states(ticket_id) == ["verified"] * 2
    assert len(deletions(home)) == 1


def test_before_anybody_let_it_begin_no_ticket_goes(deletion_sandbox: str, tmp_path: Path) -> None:
    with house(deletion_sandbox, tmp_path) as home:
        moves_in(home)
        ticket_id = solved(home)

        home.event(ticket_id)

        assert deletions(home) == []
        assert set(home.states(ticket_id)) == {"to_delete"}


def test_an_unusual_number_of_tickets_stops_before_the_first(home: House) -> None:
    moves_in(home)
    home.retain(deletes_tickets=False)
    ids = [solved(home) for _ in range(21)]
    home.policy = replace(home.policy, limits=replace(home.policy.limits, deletions_per_run=1000))
    for id_ in ids:
        home.event(id_)
    home.retain(deletes_tickets=True)
    home.pass_(hours=2)

    home.event(ids[0])

    assert deletions(home) == []


def test_a_ticket_that_a_person_deleted_as_told_is_proven_too(home: House) -> None:
    moves_in(home)
    home.retain(deletes_tickets=False)
    ticket_id = solved(home)
    home.event(ticket_id)
    assert set(home.states(ticket_id)) == {"not_deletable"}
    home.town.agent_deletes(ticket_id)

    home.event(ticket_id)

    assert home.states(ticket_id) == ["verified"] * 2


def test_a_ticket_that_nobody_lets_us_see_proves_nothing(home: House) -> None:
    moves_in(home, token=BOT_TOKEN)
    ticket_id = solved(home)
    home.event(ticket_id)
    home.town.fault("status", method="GET", path=f"/api/v1/tickets/{ticket_id}", status=403, body=NOT_YOURS, count=9)

    home.event(ticket_id)

    assert not home.proven(ticket_id)
