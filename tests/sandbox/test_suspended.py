"""What is set aside is no ticket, until an agent makes one of it."""

from tests.sandbox.desk import AGENT, MEMBER, Desk


def set_aside(desk: Desk, text: str = "Je demande un remboursement.") -> int:
    given = {"requester": {"email": MEMBER}, "subject": "Remboursement", "text": text, "cause": "Detected as spam"}
    return int(desk.control("POST", "/member/suspended", given)["id"])


def test_a_suspended_message_is_listed_and_is_no_ticket() -> None:
    desk = Desk()
    suspended_id = set_aside(desk)

    [found] = desk.ok("GET", "suspended_tickets?page[size]=100")["suspended_tickets"]
    assert found["id"] == suspended_id
    assert (found["subject"], found["content"]) == ("Remboursement", "Je demande un remboursement.")
    assert found["author"]["email"] == MEMBER
    assert desk.store.tickets == {}
    assert desk.ok("GET", f"suspended_tickets/{suspended_id}")["suspended_ticket"] == [found]
    assert desk.api("GET", "suspended_tickets/1").status_code == 404


def test_they_come_page_by_page() -> None:
    desk = Desk()
    ids = [set_aside(desk) for _ in range(3)]

    first = desk.ok("GET", "suspended_tickets?page[size]=2")
    assert first["meta"]["has_more"] is True
    second = desk.ok("GET", f"suspended_tickets?page[size]=2&page[after]={first['meta']['after_cursor']}")
    assert [one["id"] for page in (first, second) for one in page["suspended_tickets"]] == ids


def test_an_agent_makes_a_ticket_of_it() -> None:
    desk = Desk()
    ticket = desk.control("POST", f"/suspended/{set_aside(desk)}/recover", {"as": AGENT})

    assert ticket["requester"]["email"] == MEMBER
    assert ticket["comments"][0]["text"] == "Je demande un remboursement."
    assert desk.ok("GET", "suspended_tickets")["suspended_tickets"] == []
