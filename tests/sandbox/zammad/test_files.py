"""Files are read, and hardly ever deleted: the recorded rule for everybody, the add-on's route, and what stays."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from sandbox.clock import Clock
from tests.sandbox.zammad.desk import ADMIN, AGENT, MEMBER, ZammadDesk, error_of

PDF = {"name": "acte.pdf", "content_type": "application/pdf", "text": "acte de décès"}
SCAN = {"name": "scan.png", "content_type": "image/png", "text": "pixels"}
INLINE = {"name": "dans-le-texte.png", "content_type": "image/png", "text": "autres pixels", "inline": True}
FILE = {"filename": "a.txt", "data": "c2VjcmV0", "mime-type": "text/plain"}
HIDDEN = {"error": "ActiveRecord::RecordNotFound", "error_human": "ActiveRecord::RecordNotFound"}
ADMIN_EMAIL = "guichet@adherents.example"


def first(desk: ZammadDesk) -> dict[str, Any]:
    """The first article of the first ticket."""
    return desk.articles()[0]


def own(desk: ZammadDesk, **more: Any) -> dict[str, Any]:
    """An article of the bot's with a file."""
    made: dict[str, Any] = desk.ok(
        "POST", "ticket_articles", {"ticket_id": 1, "body": "x", "internal": True, "attachments": [FILE]} | more
    )
    return made


def test_files_are_read_in_two_ways_by_whoever_may_read_the_ticket(desk: ZammadDesk) -> None:
    desk.file(attachments=[PDF])
    desk.file()
    article = first(desk)
    file = article["attachments"][0]
    assert (file["filename"], file["size"]) == ("acte.pdf", str(len("acte de décès".encode())))
    path = f"ticket_attachment/1/{article['id']}/{file['id']}"
    for address in (path, f"attachments/{file['id']}", f"{path}?disposition=attachment"):
        assert desk.api("GET", address).data.decode() == "acte de décès"
    wrong = {
        f"ticket_attachment/1/{article['id']}/999999": "The file does not belong to the specified article.",
        f"ticket_attachment/2/{article['id']}/{file['id']}": "The article does not belong to the specified ticket.",
    }
    for address, text in wrong.items():
        answer = desk.api("GET", address)
        assert (answer.status_code, error_of(answer)) == (403, text)
    outside = desk.api("GET", path, login="helene.marchetti@adherents.example")
    assert (outside.status_code, error_of(outside)) == (403, "Not authorized")


@pytest.mark.parametrize("channel", ["web", "email"])
@pytest.mark.parametrize("closed", [False, True])
def test_nobody_deletes_the_files_of_a_customer(desk: ZammadDesk, channel: str, *, closed: bool) -> None:
    desk.file(attachments=[PDF], channel=channel)
    if closed:
        desk.put(state="closed")
    article = first(desk)
    file = article["attachments"][0]["id"]
    callers: list[tuple[dict[str, str], str]] = [
        ({"login": MEMBER}, "Not authorized (agent permission required)!"),
        ({"login": AGENT}, "Not authorized (you can only delete your own notes)!"),
        ({}, "Not authorized (you can only delete your own notes)!"),
        ({"token": ADMIN}, "Not authorized (you can only delete your own notes)!"),
        ({"login": ADMIN_EMAIL}, "Not authorized (you can only delete your own notes)!"),
    ]
    for who, reason in callers:
        refused = desk.api("DELETE", f"attachments/{file}", **who)  # type: ignore[arg-type]  # who is one of two words
        assert (refused.status_code, refused.json) == (404, HIDDEN)
        whole = desk.api("DELETE", f"ticket_articles/{article['id']}", **who)  # type: ignore[arg-type]  # as above
        assert (whole.status_code, error_of(whole)) == (403, reason)
        route = desk.api("DELETE", f"ticket_attachment/1/{article['id']}/{file}", **who)  # type: ignore[arg-type]  # as above
        assert route.status_code == 404
        assert error_of(route).startswith("No route matches [DELETE]")
    assert first(desk)["attachments"][0]["id"] == file


@pytest.mark.parametrize(
    ("more", "allowed"),
    [
        ({}, True),
        ({"internal": False}, True),
        ({"internal": False, "sender": "Customer"}, True),
        ({"internal": False, "type": "phone", "sender": "Customer"}, False),
        ({"internal": False, "type": "web", "sender": "Customer"}, False),
        ({"type": "phone", "sender": "Customer"}, True),
    ],
)
def test_ones_own_notes_can_be_deleted_communication_cannot(
    desk: ZammadDesk, more: dict[str, Any], *, allowed: bool
) -> None:
    desk.file()
    article = own(desk, **more)
    before = desk.ticket()["updated_at"]
    gone = desk.api("DELETE", f"attachments/{article['attachments'][0]['id']}")
    assert gone.status_code == (200 if allowed else 404)
    after = desk.ok("GET", f"ticket_articles/{article['id']}")
    assert (after["body"], after["attachments"] == []) == ("x", allowed)
    assert desk.ticket()["updated_at"] == before  # not even the article's own stamp moves
    whole = desk.api("DELETE", f"ticket_articles/{article['id']}")
    assert whole.status_code == (200 if allowed else 403)
    if not allowed:
        assert error_of(whole) == "Not authorized (communication articles cannot be deleted)!"
        desk.ok("PUT", f"ticket_articles/{article['id']}", {"internal": True})
        assert desk.ok("DELETE", f"attachments/{article['attachments'][0]['id']}") == {"success": True}


def test_after_ten_minutes_only_with_the_setting_at_zero(desk: ZammadDesk, clock: Clock) -> None:
    desk.file()
    article = own(desk)
    clock.advance(timedelta(seconds=601))
    assert desk.api("DELETE", f"attachments/{article['attachments'][0]['id']}").status_code == 404
    late = desk.api("DELETE", f"ticket_articles/{article['id']}")
    assert error_of(late) == "Not authorized (note is too old to be deleted)!"
    settings = desk.admin("GET", "settings")
    name = "ui_ticket_zoom_article_delete_timeframe"
    number = next(setting["id"] for setting in settings if setting["name"] == name)
    assert desk.api("PUT", f"settings/{number}", {"state_current": {"value": 0}}).status_code == 403
    desk.admin("PUT", f"settings/{number}", {"state_current": {"value": 0}})
    assert desk.ok("DELETE", f"attachments/{article['attachments'][0]['id']}") == {"success": True}


def test_a_mail_keeps_its_raw_copy_when_a_file_goes(desk: ZammadDesk) -> None:
    desk.file(channel="email", attachments=[PDF])
    article = first(desk)
    raw = desk.api("GET", f"ticket_article_plain/{article['id']}")
    assert (raw.status_code, b"acte.pdf" in raw.data) == (200, True)
    assert desk.control("GET", "")["raw_mails"] == [article["id"]]
    desk.file(channel="web", attachments=[PDF])
    assert desk.api("GET", f"ticket_article_plain/{desk.articles(2)[0]['id']}").status_code == 404


def test_the_add_on_removes_files_raw_mail_and_previews_and_leaves_the_text(desk: ZammadDesk) -> None:
    desk.file(channel="email", attachments=[PDF, SCAN, INLINE])
    article = first(desk)
    assert [file["filename"] for file in article["attachments"]] == ["acte.pdf", "scan.png"]
    assert "?view=inline" in article["body"]
    assert desk.control("GET", "")["previews"] == 1
    desk.api("GET", f"attachments/{article['attachments'][1]['id']}?view=preview")
    answer = desk.ok("POST", f"guichet/articles/{article['id']}/purge", {})
    assert len(answer["removed"]["attachments"]) == 3
    assert answer == {
        "removed": {"attachments": answer["removed"]["attachments"], "raw_mail": True, "previews": 2},
        "search_index": "none",
        "left": [],
    }
    after = first(desk)
    assert after["attachments"] == []
    assert "Bonjour" in after["body"]
    assert 'src="cid:' in after["body"]
    assert desk.api("GET", f"ticket_article_plain/{article['id']}").status_code == 404
    left = desk.control("GET", "")
    assert (left["raw_mails"], left["previews"]) == ([], 0)
    again = desk.ok("DELETE", f"guichet/articles/{article['id']}/purge")
    assert again == {
        "removed": {"attachments": [], "raw_mail": False, "previews": 0},
        "search_index": "none",
        "left": [],
    }


def test_the_same_bytes_elsewhere_are_said_to_be_left(desk: ZammadDesk) -> None:
    desk.file(attachments=[PDF])
    desk.file(attachments=[PDF])
    one, other = desk.articles(1)[0], desk.articles(2)[0]
    assert one["attachments"][0]["store_file_id"] == other["attachments"][0]["store_file_id"]
    answer = desk.ok("POST", f"guichet/articles/{one['id']}/purge", {})
    file = one["attachments"][0]["id"]
    assert answer["left"] == [{"what": f"content:{file}", "why": f"shared_with:Ticket::Article:{other['id']}"}]
    assert desk.ok("POST", f"guichet/articles/{other['id']}/purge", {})["left"] == []


def test_without_the_add_on_or_the_permission_there_is_no_way(desk: ZammadDesk) -> None:
    desk.file(attachments=[PDF])
    number = first(desk)["id"]
    assert desk.ok("GET", "guichet/version") == {"version": "1.0.0"}
    assert desk.api("POST", f"guichet/articles/{number}/purge", {}, login=AGENT).status_code == 403
    assert desk.api("POST", "guichet/articles/9999/purge", {}).status_code == 404
    desk.control("POST", "/zammad", {"addon": None})
    for method, path in (("GET", "guichet/version"), ("POST", f"guichet/articles/{number}/purge")):
        answer = desk.api(method, path, {} if method == "POST" else None)
        assert (answer.status_code, error_of(answer)) == (404, f"No route matches [{method}] /api/v1/{path}")


def test_a_package_brings_the_add_on(desk: ZammadDesk) -> None:
    desk.control("POST", "/zammad", {"addon": None})
    package = b'{"name": "Guichet", "version": "1.2.0", "vendor": "x", "files": []}'
    key = {"Authorization": f"Token token={ADMIN}"}
    for content, status in ((b"no json", 422), (package, 200)):
        sent = {"file_upload": (BytesIO(content), "guichet.zpm")}
        assert desk.client.post("/api/v1/packages", data=sent, headers=key).status_code == status
    assert desk.ok("GET", "guichet/version") == {"version": "1.2.0"}
    assert desk.ok("DELETE", "packages", {"id": 1}, token=ADMIN) == {"success": True}
    assert desk.api("GET", "guichet/version").status_code == 404


@pytest.mark.parametrize(("version", "status"), [("5.5", 422), ("6.5", 201)])
def test_a_privacy_task_deletes_a_ticket_from_6_on(clock: Clock, version: str, status: int) -> None:
    desk = ZammadDesk(clock, version)
    desk.file()
    task = {"deletable_type": "Ticket", "deletable_id": 1}
    assert desk.api("POST", "data_privacy_tasks", task, token=ADMIN).status_code == status
    assert desk.api("GET", "tickets/1").status_code == (200 if status == 422 else 404)
