"""Ticket fields, options, forms."""

from tests.sandbox.desk import Desk


def test_options_are_replaced_as_a_whole_and_leave_the_tickets(desk: Desk) -> None:
    desk.file()
    motif = desk.field("Motif")
    kept = [{"name": "Remboursement", "value": "remboursement"}]
    desk.ok("PUT", f"ticket_fields/{motif}", {"ticket_field": {"custom_field_options": kept, "title": "Motif 2"}})
    field = desk.ok("GET", f"ticket_fields/{motif}.json")["ticket_field"]
    assert [option["value"] for option in field["custom_field_options"]] == ["remboursement"]
    assert field["title"] == "Motif 2"
    assert desk.ticket()["tags"] == []


def test_an_option_is_added_alone(desk: Desk) -> None:
    motif = desk.field("Motif")
    body = {"custom_field_option": {"name": "Rétractation", "value": "retractation"}}
    made = desk.api("POST", f"ticket_fields/{motif}/options", body)
    assert made.status_code == 201
    assert made.json
    again = {"custom_field_option": {"id": made.json["custom_field_option"]["id"], "name": "Renoncer"}}
    assert desk.api("POST", f"ticket_fields/{motif}/options", again).status_code == 200
    listed = desk.ok("GET", f"ticket_fields/{motif}/options")["custom_field_options"]
    assert [option["name"] for option in listed] == ["Facturation", "Remboursement", "Autre", "Renoncer"]


def test_a_tag_belongs_to_one_field(desk: Desk) -> None:
    body = {"title": "Autre motif", "type": "tagger", "custom_field_options": [{"name": "x", "value": "facturation"}]}
    assert desk.api("POST", "ticket_fields", {"ticket_field": body}).status_code == 422


def test_fields_need_a_title_and_a_known_type(desk: Desk) -> None:
    assert desk.api("POST", "ticket_fields", {"ticket_field": {"type": "text"}}).status_code == 422
    assert desk.api("POST", "ticket_fields", {"ticket_field": {"title": "x", "type": "bogue"}}).status_code == 422


def test_titles_need_not_be_unique(desk: Desk) -> None:
    for _ in range(2):
        assert (
            desk.api("POST", "ticket_fields", {"ticket_field": {"title": "Compte", "type": "text"}}).status_code == 201
        )


def test_a_removed_field_is_gone_everywhere(desk: Desk) -> None:
    desk.file()
    motif = desk.field("Motif")
    assert desk.api("DELETE", f"ticket_fields/{motif}").status_code == 204
    assert desk.api("GET", f"ticket_fields/{motif}").status_code == 404
    ticket = desk.ticket()
    assert ticket["tags"] == []
    assert motif not in [field["id"] for field in ticket["custom_fields"]]
    assert motif not in desk.ok("GET", "ticket_forms")["ticket_forms"][0]["ticket_field_ids"]


def test_forms_and_groups_are_made_and_shown(desk: Desk) -> None:
    body = {"ticket_form": {"name": "Remboursement", "ticket_field_ids": [desk.field("Motif")]}}
    made = desk.api("POST", "ticket_forms", body)
    assert made.status_code == 201
    assert made.json
    assert desk.ok("GET", f"ticket_forms/{made.json['ticket_form']['id']}")["ticket_form"]["name"] == "Remboursement"
    assert desk.api("GET", "ticket_forms/1").status_code == 404
    assert desk.api("GET", "groups/1").status_code == 404
    assert desk.api("GET", "users/1").status_code == 404


def test_check_boxes_and_multiple_choices_are_tags_too(desk: Desk) -> None:
    box = desk.ok("POST", "ticket_fields", {"ticket_field": {"title": "Urgence", "type": "checkbox", "tag": "urgence"}})
    options = [{"name": "A", "value": "a"}, {"name": "B", "value": "b"}]
    many = {"title": "Plusieurs", "type": "multiselect", "custom_field_options": options}
    several = desk.ok("POST", "ticket_fields", {"ticket_field": many})["ticket_field"]["id"]
    urgent = box["ticket_field"]["id"]
    desk.file()
    desk.put(custom_fields={str(urgent): True, str(several): ["a", "b"]})
    assert desk.ticket()["tags"] == ["a", "b", "facturation", "urgence"]
    desk.put(tags=["a", "facturation"])
    held = {field["id"]: field["value"] for field in desk.ticket()["custom_fields"]}
    assert (held[urgent], held[several]) == (False, ["a"])


def test_file_details_by_id(desk: Desk) -> None:
    desk.file(attachments=[{"name": "a.pdf", "text": "x"}])
    file = desk.store.tickets[1].comments[0].attachments[0]
    assert desk.ok("GET", f"attachments/{file.id}")["attachment"]["file_name"] == "a.pdf"
    assert desk.api("GET", "attachments/1").status_code == 404
