"""A rehearsal of the deletions names every document that may go, by id, and wakes nothing."""

from datetime import timedelta

from integration.core.documents import Document, Sort, State
from integration.core.waking import Why
from jobs.strip_attachments import NOT_BEGUN, strip_attachments
from tests.core.build import NOW
from tests.jobs.house import House


def document(state: State, id_: str = "31") -> Document:
    return Document(id_, "c1", Sort.ATTACHMENT, state, "decision:refused", marked_at=NOW, due_at=NOW)


def test_a_dry_run_lists_the_documents_that_may_go_now(house: House) -> None:
    house.closed("1", state="over", wake_at=NOW, why=Why.DELETION)
    later = Document(
        "33", "c1", Sort.ATTACHMENT, State.TO_DELETE, "solved", marked_at=NOW, due_at=NOW + timedelta(days=1)
    )
    house.ledger.documents.keep("zendesk", "1", (document(State.TO_DELETE), document(State.VERIFIED, "32"), later))

    report = strip_attachments(house.turn(apply=False))

    assert report.words == ("1 documents on 1 tickets may go now.", NOT_BEGUN)
    assert report.listed == ("zendesk ticket 1 document 31: decision:refused",)
    assert house.line.deliveries == []


def test_when_applied_the_cases_are_woken_and_the_run_keeps_no_list(house: House) -> None:
    house.closed("1", state="over", wake_at=NOW, why=Why.DELETION)
    house.ledger.documents.keep("zendesk", "1", (document(State.TO_DELETE),))

    report = strip_attachments(house.turn())

    assert (report.changed, report.listed) == (1, ())
