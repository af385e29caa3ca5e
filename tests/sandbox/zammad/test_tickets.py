"""Tickets and articles behave as recorded: losses without a word, no protection against others, states of their own."""

import base64
from datetime import timedelta
from typing import Any

import pytest

from sandbox.clock import Clock
from tests.sandbox.zammad.desk import ADMIN, ZammadDesk, error_of

CAMILLE = "camille.roussel@courriel.example"
KARIM, HELENE = "karim.belhadj@adherents.example", "helene.marchetti@adherents.example"


def test_everything_in_one_update(desk: ZammadDesk) -> None:
    desk.file()
    note = {"subject": "Guichet", "body": "Pris en charge", "internal": True}
    answer = desk.put(state="open", group="Facturation", owner=KARIM, priority="3 high", compte="FR-2", article=note)
    shown = desk.ticket()
    told = [shown[name] for name in ("state", "group", "owner", "priority", "compte")]
    assert told == ["open", "Facturation", KARIM, "3 high", "FR-2"]
    assert answer["updated_at"] == shown["updated_at"]
    assert shown["updated_by"] == "guichet-bot"
    assert [(a["body"], a["internal"]) for a in desk.articles()][1:] == [("Pris en charge", True)]


@pytest.mark.parametrize("owner", [HELENE, CAMILLE, "-"])
def test_whoever_has_no_full_right_in_the_group_is_silently_not_made_owner(desk: ZammadDesk, owner: str) -> None:
    desk.file()
    desk.put(group="Facturation", owner=KARIM)
    assert desk.put(owner=owner)["owner_id"] == 1


@pytest.mark.parametrize(
    "lost",
    [
        {"inconnu": "x"},
        {"tags": "x,y"},
        {"number": "999", "created_at": "2001-01-01", "id": 5},
        {"updated_at": "2020-01-01T00:00:00Z"},
    ],
)
def test_what_cannot_be_written_is_lost_with_a_200(desk: ZammadDesk, lost: dict[str, Any]) -> None:
    desk.file()
    before = desk.ticket()
    desk.put(**lost)
    assert desk.ticket() == before
    assert desk.ok("GET", "tags?object=Ticket&o_id=1") == {"tags": []}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("pas une date", None),
        ("03/11/2026", "2026-11-03"),
        ("2026-11-03T23:30:00Z", "2026-11-03"),
        ("2026-02-31", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_become_what_zammad_makes_of_them(desk: ZammadDesk, sent: str | None, kept: str | None) -> None:
    desk.file()
    desk.put(date_de_la_transaction="2026-01-01")
    assert desk.put(date_de_la_transaction=sent)["date_de_la_transaction"] == kept


def make_field(desk: ZammadDesk, name: str, data_type: str, **option: Any) -> None:
    given = {"name": name, "object": "Ticket", "display": name.capitalize(), "data_type": data_type, "active": True}
    desk.admin("POST", "object_manager_attributes", given | {"data_option": {"null": True} | option, "screens": {}})
    desk.admin("POST", "object_manager_attributes_execute_migrations")


@pytest.mark.parametrize(("sent", "kept"), [("abc", 0), (12.75, 12), ("7", 7), (None, None)])
def test_integers_become_what_zammad_makes_of_them(desk: ZammadDesk, sent: Any, kept: int | None) -> None:
    desk.file()
    make_field(desk, "centimes", "integer", min=0, max=2147483647)
    assert desk.put(centimes=sent)["centimes"] == kept
    for wrong, text in ((-5, "smaller than the allowed minimum value of 0"), (99999999999, "larger than the allowed")):
        answer = desk.api("PUT", "tickets/1", {"centimes": wrong})
        assert answer.status_code == 422
        assert text in error_of(answer)


def test_moments_and_long_texts_and_choices(desk: ZammadDesk) -> None:
    desk.file()
    make_field(desk, "echeance", "datetime")
    assert desk.put(echeance="2026-12-01T10:00:00+01:00")["echeance"] == "2026-12-01T09:00:00.000Z"
    assert desk.put(echeance="demain")["echeance"] is None
    assert (
        error_of(desk.api("PUT", "tickets/1", {"compte": "x" * 256})) == "Compte is longer than the allowed length 255"
    )
    assert desk.api("PUT", "tickets/1", {"motif": "inexistant"}).status_code == 422
    assert desk.put(title="y" * 400)["title"] == "y" * 250
    assert desk.put(title="a\0b")["title"] == "ab"


def test_a_field_is_lost_before_its_migration_and_drops_its_values_after_its_removal(desk: ZammadDesk) -> None:
    desk.file()
    given = {"name": "neuf", "object": "Ticket", "display": "Neuf", "data_type": "input", "screens": {}}
    option = {"data_option": {"type": "text", "maxlength": 60, "default": "", "null": True}}
    made = desk.admin("POST", "object_manager_attributes", given | option)
    assert made["to_migrate"]
    assert "neuf" not in desk.put(neuf="v")
    desk.admin("POST", "object_manager_attributes_execute_migrations")
    assert desk.put(neuf="v")["neuf"] == "v"
    assert desk.control("GET", "/tickets/1")["fields"]["Neuf"] == "v"
    desk.admin("DELETE", f"object_manager_attributes/{made['id']}")
    assert desk.ticket()["neuf"] == "v"
    desk.admin("POST", "object_manager_attributes_execute_migrations")
    assert "neuf" not in desk.ticket()


def test_the_last_writer_wins(desk: ZammadDesk) -> None:
    desk.file()
    stale = {"If-Match": "x", "If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}
    first = desk.put(title="v1")["updated_at"]
    assert desk.api("PUT", "tickets/1", {"title": "v2"}, headers=stale).get_json()["updated_at"] > first
    assert desk.put()["updated_at"] == desk.put(title="v2")["updated_at"]  # nothing changed, nothing moved


def test_an_update_is_all_or_nothing(desk: ZammadDesk) -> None:
    desk.file()
    for article in ({"body": ""}, {"body": "x", "attachments": [{"filename": "a", "data": "***"}]}):
        answer = desk.api("PUT", "tickets/1", {"priority": "1 low", "article": article})
        assert answer.status_code == 422
    assert desk.ticket()["priority"] == "2 normal"


def test_pending_states_have_a_time_and_open_takes_it_away(desk: ZammadDesk) -> None:
    desk.file()
    refused = desk.api("PUT", "tickets/1", {"state": "pending reminder"})
    assert (refused.status_code, error_of(refused)[:9]) == (422, "Error ID ")
    told = desk.api("PUT", "tickets/1", {"state": "pending reminder"}, token=ADMIN)
    assert told.json == {"error": "Missing required value for field 'pending_time'!"}
    shown = desk.put(state="pending close", pending_time="2020-12-01T09:00:00Z")
    assert (shown["state_id"], shown["pending_time"]) == (7, "2020-12-01T09:00:00.000Z")
    assert desk.control("GET", "/tickets/1")["status"] == "pending"
    assert desk.put(state="open")["pending_time"] is None


def test_a_closed_ticket_takes_everything_and_stays_closed_when_written_to_by_the_api(desk: ZammadDesk) -> None:
    desk.file()
    assert desk.put(state="closed")["close_at"]
    desk.put(article={"body": "note", "internal": True})
    desk.ok("POST", "ticket_articles", {"ticket_id": 1, "body": "réponse", "type": "web"}, login=CAMILLE)
    assert desk.ticket()["state"] == "closed"
    assert desk.articles()[-1]["sender"] == "Customer"
    desk.control("POST", "/member/tickets/1/reply", {"text": "Et alors ?", "channel": "api"})
    assert desk.ticket()["state"] == "closed"
    desk.control("POST", "/member/tickets/1/reply", {"text": "Et alors ?", "channel": "email"})
    assert desk.ticket()["state"] == "open"


def test_json_that_does_not_say_so_is_lost(desk: ZammadDesk) -> None:
    desk.file()
    key = {"Authorization": "Token token=sandbox-bot-token"}
    for kind, status in (("text/plain", 200), ("application/x-www-form-urlencoded", 200), ("application/json", 500)):
        answer = desk.client.put("/api/v1/tickets/1", data='{"title":', content_type=kind, headers=key)
        assert answer.status_code == status
    assert desk.ticket()["title"] == "Double débit"
    desk.client.put("/api/v1/tickets/1", data={"title": "par formulaire"}, headers=key)
    assert desk.ticket()["title"] == "par formulaire"


def test_an_article_is_public_unless_it_says_otherwise(desk: ZammadDesk) -> None:
    desk.file()
    made = desk.ok("POST", "ticket_articles", {"ticket_id": 1, "body": "défaut"})
    assert (made["internal"], made["type"], made["sender"]) == (False, "note", "Agent")
    assert [comment["public"] for comment in desk.control("GET", "/tickets/1")["comments"]] == [True, True]


def test_of_an_article_only_internal_can_be_changed_and_no_body_comes_back_unsafe(desk: ZammadDesk) -> None:
    desk.file()
    html = '<div onclick="x()">ok<script>alert(1)</script><style>p{}</style><a href="javascript:x">l</a></div>'
    made = desk.ok("POST", "ticket_articles", {"ticket_id": 1, "body": html, "content_type": "text/html"})
    assert "script" not in made["body"]
    assert "onclick" not in made["body"]
    changed = desk.ok("PUT", f"ticket_articles/{made['id']}", {"internal": True, "body": "réécrit", "attachments": []})
    assert (changed["internal"], changed["body"]) == (True, made["body"])


def test_a_mail_needs_an_address_of_the_group_and_is_sent_a_moment_later(clock: Clock) -> None:
    desk = ZammadDesk(clock)
    desk.file(channel="email")
    desk.control("POST", "/zammad", {"group_address": {"Service clients": None}})
    mail = {"ticket_id": 1, "type": "email", "to": CAMILLE, "subject": "Votre demande", "body": "Il manque la date."}
    assert desk.api("POST", "ticket_articles", mail).status_code == 500
    desk.control("POST", "/zammad", {"group_address": {"Service clients": "aide@adherents.example"}})
    made = desk.ok("POST", "ticket_articles", mail)
    assert made["from"] == '"Guichet Robot via Service clients" <aide@adherents.example>'
    assert "delivery_status" not in made["preferences"]
    desk.control("POST", "/clock", {"advance": 5})
    assert desk.articles()[-1]["preferences"]["delivery_status"] == "success"
    told = desk.control("GET", "/tickets/1")["comments"][-1]
    assert (told["kind"], told["to"], told["subject"]) == ("email", CAMILLE, "Votre demande")
    assert desk.api("POST", "ticket_articles", mail | {"to": None}).status_code == 500


def test_what_was_written_with_an_article_stays_with_it(desk: ZammadDesk) -> None:
    desk.file()
    article = {"body": "x", "internal": True, "preferences": {"guichet_key": "k1"}}
    desk.put(article=article)
    assert desk.articles()[-1]["preferences"] == {"guichet_key": "k1"}


def test_images_in_the_text_are_not_in_the_list_and_can_be_read(desk: ZammadDesk) -> None:
    desk.file()
    data = base64.b64encode(b"png").decode()
    body = f'<p>voir</p><img src="data:image/png;base64,{data}">'
    made = desk.ok("POST", "ticket_articles", {"ticket_id": 1, "body": body, "content_type": "text/html"})
    assert made["attachments"] == []
    address = made["body"].split('src="')[1].split('"')[0]
    assert address.startswith(f"/api/v1/ticket_attachment/1/{made['id']}/")
    assert desk.api("GET", address.removeprefix("/api/v1/")).data == b"png"


def test_new_tickets_ask_for_title_group_and_customer(desk: ZammadDesk) -> None:
    whole = {"title": "t", "group": "Facturation", "customer": CAMILLE, "article": {"body": "x"}}
    for lacking, text in (("group", "The required value 'group_id' is missing."), ("title", "Error ID")):
        given = {name: value for name, value in whole.items() if name != lacking}
        answer = desk.api("POST", "tickets", given)
        assert answer.status_code == 422
        assert text in error_of(answer)
    for wrong in ({"customer": "personne@client.example"}, {"group": "Inexistant"}, {"state": "inexistant"}):
        answer = desk.api("POST", "tickets", whole | wrong)
        assert answer.status_code == 422
        assert error_of(answer).startswith("No lookup value found for ")
    assert desk.api("POST", "tickets", whole | {"tags": ["a"]}).status_code == 500
    assert desk.ok("POST", "tickets", whole | {"article": None})["article_count"] is None
    guessed = whole | {"customer": None, "customer_id": "guess:neuve@client.example"}
    assert desk.ok("POST", "tickets", guessed)["customer_id"] > 30
    same = [desk.ok("POST", "tickets", whole)["id"] for _ in range(2)]
    assert same[0] != same[1]


def test_tags_have_their_own_calls_keep_their_case_and_move_the_ticket(desk: ZammadDesk) -> None:
    desk.file()
    before = desk.ticket()
    for tag in ("remboursement", "remboursement", "Remboursement"):
        assert desk.ok("POST", "tags/add", {"object": "Ticket", "o_id": 1, "item": tag}) is True
    assert desk.ok("GET", "tags?object=Ticket&o_id=1") == {"tags": ["remboursement", "Remboursement"]}
    assert desk.ok("DELETE", "tags/remove", {"object": "Ticket", "o_id": 1, "item": "remboursement"}) is True
    assert desk.ok("DELETE", "tags/remove?object=Ticket&o_id=1&item=jamais-mis") is True
    after = desk.ticket()
    assert after["updated_at"] > before["updated_at"]
    assert after["updated_by"] == before["updated_by"]  # a tag is nobody's update
    assert {"id": 3, "value": "jamais-mis"} in desk.ok("GET", "tag_search?term=JAMAIS")
    assert desk.api("POST", "tags/add", {"object": "Ticket", "o_id": 1}).status_code == 500
    assert desk.api("POST", "tags/add", {"object": "Ticket", "o_id": 99, "item": "x"}).status_code == 404
    assert desk.api("POST", "tags/add", {"object": "Ticket", "o_id": 1, "item": "x"}, login=CAMILLE).status_code == 403


def test_a_merge_moves_the_articles_and_their_files(desk: ZammadDesk) -> None:
    file = {"name": "acte.pdf", "content_type": "application/pdf", "text": "acte"}
    desk.file(attachments=[file])
    desk.file(subject="la bonne")
    article = desk.articles(1)[0]
    path = f"ticket_attachment/1/{article['id']}/{article['attachments'][0]['id']}"
    assert desk.ok("PUT", "ticket_merge/1/31002")["result"] == "success"
    assert desk.ok("PUT", "ticket_merge/1/31002")["result"] == "success"
    assert desk.ok("PUT", "ticket_merge/1/99999999") == {
        "result": "failed",
        "message": "The target ticket number could not be found.",
    }
    assert desk.ticket(1)["state"] == "merged"
    assert article["id"] in [one["id"] for one in desk.articles(2)]
    assert desk.api("GET", path).data == b"acte"
    assert desk.api("GET", path.replace("attachment/1", "attachment/2")).data == b"acte"


def test_only_an_admin_deletes_a_ticket(desk: ZammadDesk) -> None:
    desk.file()
    refused = desk.api("DELETE", "tickets/1")
    assert (refused.status_code, error_of(refused)) == (403, "Not authorized (admin permission required)!")
    gone = desk.api("DELETE", "tickets/1", token=ADMIN)
    assert (gone.status_code, gone.data) == (200, b"")
    assert error_of(desk.api("GET", "tickets/1")) == "Couldn't find Ticket with 'id'=1"


def test_stamps_have_milliseconds_and_always_grow(desk: ZammadDesk) -> None:
    desk.file()
    stamps = [desk.put(title=f"v{number}")["updated_at"] for number in range(3)]
    assert stamps == sorted(set(stamps))
    assert all(stamp.endswith("Z") and stamp[-5] == "." for stamp in stamps)


def test_pending_close_is_done_by_nobody_and_jobs_do_what_they_are_told(desk: ZammadDesk, clock: Clock) -> None:
    desk.file()
    desk.file(subject="autre")
    desk.put(state="pending close", pending_time="2026-11-23T12:30:00Z")
    plan = {"days": {"Mon": True}, "hours": {"0": True}, "minutes": {"0": True}}
    condition = {"ticket.created_at": {"operator": "before (relative)", "value": "7", "range": "day"}}
    job = {"name": "retard", "timeplan": plan, "condition": condition, "active": True}
    desk.admin("POST", "jobs", job | {"perform": {"ticket.tags": {"operator": "add", "value": "en-retard"}}})
    assert desk.control("POST", "/zammad/jobs") == {"closed": [], "jobs": {"retard": []}}
    clock.advance(timedelta(days=8))
    assert desk.control("POST", "/zammad/jobs") == {"closed": [1], "jobs": {"retard": [1, 2]}}
    assert (desk.ticket()["state"], desk.ticket()["updated_by"]) == ("closed", "-")
    assert desk.ok("GET", "tags?object=Ticket&o_id=2") == {"tags": ["en-retard"]}


def test_overviews_count_and_macros_run(desk: ZammadDesk) -> None:
    desk.file(tags=["en-retard"])
    condition = {"ticket.tags": {"operator": "contains one", "value": "en-retard"}}
    for number in range(2):
        made = desk.admin("POST", "overviews", {"name": "En retard", "condition": condition, "role_ids": [2, 4]})
        assert made["link"] == ("en_retard" if number == 0 else "en_retard_1")
    assert desk.ok("GET", "ticket_overviews")[0]["count"] == 1
    assert desk.ok("GET", "ticket_overviews?view=en_retard")["index"]["count"] == 1
    perform = {"ticket.tags": {"operator": "add", "value": "vu"}, "ticket.priority_id": {"value": "3"}}
    macro = desk.admin("POST", "macros", {"name": "vu", "perform": perform})
    assert desk.ok("POST", "tickets/mass_macro", {"macro_id": macro["id"], "ticket_ids": [1]})["ticket_ids"] == [1]
    assert desk.ticket()["priority"] == "3 high"
    answer = desk.api("POST", "tickets/mass_update", {"attributes": {"priority_id": 1}, "ticket_ids": [1, 999]})
    assert answer.status_code == 404
    assert desk.ticket()["priority"] == "3 high"


def test_core_workflows_bind_the_api_too(desk: ZammadDesk) -> None:
    desk.file()
    selected = {"ticket.motif": {"operator": "is", "value": ["remboursement"]}}
    mandatory = {"ticket.compte": {"operator": "set_mandatory", "set_mandatory": "true"}}
    desk.admin("POST", "core_workflows", {"name": "w", "condition_selected": selected, "perform": mandatory})
    assert desk.api("PUT", "tickets/1", {"motif": "remboursement"}).status_code == 422
    told = desk.api("PUT", "tickets/1", {"motif": "remboursement"}, token=ADMIN).json
    assert told == {"error": "Missing required value for field 'compte'!"}
    assert desk.put(motif="remboursement", compte="FR-1")["motif"] == "remboursement"
