"""What no call removes is named and never said to be gone; limits and two workers do no harm."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from integration.core.delivery import Delivery, Done, Later, Outcome
from integration.pipeline import process
from tests.stories.house import DEATH, SCAN, House

ONE_BY_ONE = "/api/v2/tickets/*/comments/*/attachments/*/redact"
REDACTION = "/api/v2/comment_redactions/*"


def _other(number: int) -> dict[str, object]:
    return {**DEATH, "name": f"{number}.pdf"}


def test_without_the_right_nothing_claims_success_and_it_works_once_the_right_is_given(home: House) -> None:
    home.retain(receipt=True, check_again_after=())
    home.town.fault("status", method="PUT", path=REDACTION, status=403, count=9)
    home.town.fault(
        "status", method="PUT", path="/api/v2/tickets/*/comments/*/attachments/*/redact", status=403, count=9
    )
    ticket_id = home.files(DEATH, SCAN)
    home.solve(ticket_id)

    home.event(ticket_id)

    assert home.states(ticket_id) == ["not_deletable", "not_deletable"]
    assert "action requise\u00a0: 2 (le compte de Guichet n’a pas le droit de supprimer)" in home.note(ticket_id)
    assert "guichet_documents_a_supprimer" in home.town.seen(ticket_id)["tags"]
    assert not home.proven(ticket_id)
    seen = home.town.seen(ticket_id)
    assert "supprimés" not in " ".join(one["text"] for one in seen["comments"])

    home.mend()
    home.pass_(days=1)
    home.wake()
    assert home.states(ticket_id) == ["verified", "verified"]
    assert "ont été supprimés" in home.town.seen(ticket_id)["comments"][-1]["text"]


def test_what_is_refused_is_tried_once_a_day_for_a_month(home: House) -> None:
    home.town.fault("status", method="PUT", path=REDACTION, status=403, count=99)
    ticket_id = home.files(DEATH)
    home.town.agent_closes(ticket_id)
    home.event(ticket_id)
    home.town.forget_calls()
    for _ in range(60):
        home.pass_(days=1)
        home.wake()

    assert 28 <= len(home.redactions()) <= 30
    assert home.states(ticket_id) == ["not_deletable"]


def test_where_the_workspace_is_off_each_file_has_a_call_and_closed_tickets_keep_theirs(home: House) -> None:
    home.town.post("settings", agent_workspace=False)
    open_, closed = home.files(DEATH, SCAN), home.files(DEATH)
    home.solve(open_)
    home.town.agent_closes(closed)

    home.event(open_)
    home.event(closed)

    assert home.left(open_) == []
    assert home.states(open_) == ["verified", "verified"]
    assert home.left(closed) == [DEATH["name"]]
    assert [one.why for one in home.documents(closed)] == ["rights"]


@pytest.mark.parametrize("public", [True, False])
def test_the_copies_that_a_merge_made_go_too_or_are_named(home: House, public: bool) -> None:
    source, target = home.files(DEATH), home.files(motif="Facturation", description="Bonjour")
    home.event(source)
    home.event(target)
    home.town.post(f"tickets/{source}/merge", into=int(target), public=public)
    home.event(target)
    home.event(source)
    assert home.left(source) == []
    assert home.left(target) == [DEATH["name"]]  # the review goes on there

    home.solve(target)
    home.event(target)

    [copy] = home.documents(target)
    assert copy.sort.value == "merged_copy"
    if public:
        assert home.left(target) == []
        assert copy.state.value == "verified"
    else:
        assert home.left(target) == [DEATH["name"]]
        assert (copy.state.value, copy.why) == ("not_deletable", "merged")
        assert "copie laissée par une fusion" in home.note(target)


def test_a_target_that_is_over_already_is_looked_at_again_when_the_source_tells_of_copies(home: House) -> None:
    source, target = home.files(DEATH), home.files(motif="Facturation", description="Bonjour")
    home.solve(target)
    home.event(target)
    home.town.post(f"tickets/{source}/merge", into=int(target), public=True)
    home.event(target)
    assert home.left(target) == [DEATH["name"]]
    home.event(source)

    home.wake()

    assert home.left(target) == []


def test_files_of_a_chat_go_by_their_place_in_it(home: House) -> None:
    ticket_id = home.files()
    home.town.post(f"tickets/{ticket_id}/chat", chat_id="1511.77471.SUjt", files=["scan.png", "acte.pdf"])
    home.solve(ticket_id)

    home.event(ticket_id)

    assert home.redactions() == [f"/api/v2/chat_file_redactions/{ticket_id}"]
    assert home.states(ticket_id) == ["verified", "verified"]
    assert {one.sort.value for one in home.documents(ticket_id)} == {"chat_file"}


def test_a_history_that_may_not_be_read_proves_nothing(home: House) -> None:
    home.town.fault("status", method="GET", path="/api/v2/tickets/*/audits", status=403, count=99)
    ticket_id = home.files(DEATH)
    home.solve(ticket_id)
    home.event(ticket_id)

    assert home.left(ticket_id) == []
    assert home.states(ticket_id) == ["deleting"]
    assert "demandée, pas encore vérifiée\u00a0: 1" in home.note(ticket_id)
    home.mend()
    home.pass_(minutes=1)
    home.wake()

    assert home.states(ticket_id) == ["verified"]


def test_a_removal_that_is_taken_and_does_not_happen_is_given_up_loudly(home: House) -> None:
    home.town.fault("status", method="PUT", path=REDACTION, status=200, body='{"comment": {}}', count=99)
    ticket_id = home.files(DEATH)
    home.solve(ticket_id)
    home.event(ticket_id)
    assert home.states(ticket_id) == ["deleting"]
    for _ in range(9):
        home.pass_(minutes=10)
        home.wake()

    assert home.left(ticket_id) == [DEATH["name"]]
    assert home.states(ticket_id) == ["not_deletable"]
    assert home.story(ticket_id) == ["marked", *["requested"] * 5, "not_deletable"]
    assert "le helpdesk accepte la suppression, mais le fichier reste" in home.note(ticket_id)


def test_a_ticket_that_is_deleted_before_its_documents_are_proven_gone(home: House) -> None:
    home.town.fault("status", method="PUT", path=REDACTION, status=403, count=99)
    ticket_id = home.files(DEATH)
    home.town.agent_closes(ticket_id)
    home.event(ticket_id)
    home.town.agent_deletes(ticket_id)

    assert home.event(ticket_id) == Done(Outcome.GONE)
    assert [one.why for one in home.documents(ticket_id)] == ["ticket_gone"]
    assert not home.proven(ticket_id)


def test_the_call_that_never_left_is_made_again(home: House) -> None:
    ticket_id = home.files(DEATH)
    home.solve(ticket_id)
    home.town.fault("drop", method="PUT", path=REDACTION, stage="before")

    assert isinstance(home.event(ticket_id), Later)
    assert home.left(ticket_id) == [DEATH["name"]]
    home.pass_(minutes=2)
    home.event(ticket_id)

    assert home.states(ticket_id) == ["verified"]


def test_so_many_deletions_in_an_hour_and_no_more(home: House) -> None:
    home.policy = replace(home.policy, limits=replace(home.policy.limits, deletions_per_run=3))
    tickets = [home.files(_other(1), _other(2)) for _ in range(3)]
    for ticket_id in tickets:
        home.solve(ticket_id)
        home.event(ticket_id)
    assert [len(home.left(ticket_id)) for ticket_id in tickets] == [0, 1, 2]
    assert home.ledger.tally.held() == {"deletions_per_run": 2}

    for _ in range(13):
        home.pass_(minutes=10)
        home.wake()

    assert [home.left(ticket_id) for ticket_id in tickets] == [[], [], []]
    assert home.ledger.tally.held() == {}


def test_a_run_that_would_delete_of_an_unusual_share_stops_before_the_first(home: House) -> None:
    tickets = [home.files(_other(number)) for number in range(22)]
    home.retain(grace=timedelta(hours=1))
    for ticket_id in tickets:
        home.solve(ticket_id)
        home.event(ticket_id)
    home.town.forget_calls()
    home.pass_(hours=2)
    home.wake()

    assert home.redactions() == []
    assert home.ledger.tally.held() == {"deletions_per_run": 22}
    home.ledger.tally.lift("dpo", "vu", home.time)
    home.wake()
    assert all(home.left(ticket_id) == [] for ticket_id in tickets)


def test_the_same_job_on_two_workers_deletes_once_and_proves_it(home: House) -> None:
    tickets = [home.files(DEATH) for _ in range(4)]
    for ticket_id in tickets:
        home.solve(ticket_id)
    home.pass_(seconds=30)
    jobs = [Delivery(f"w{n}:{id_}", "zendesk", id_, "moved", home.time, home.time) for id_ in tickets for n in (1, 2)]
    endings: list[object] = []
    threads = [threading.Thread(target=lambda job=job: endings.append(process(job, home.parts()))) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for ticket_id in tickets:
        home.event(ticket_id)

    assert all(home.left(ticket_id) == [] for ticket_id in tickets)
    assert all(home.states(ticket_id) == ["verified"] for ticket_id in tickets)
    assert home.ledger.deletions.verify().faults == ()
