"""Ticket fields, their options, ticket forms. https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from sandbox import accounts
from sandbox.parts import the_store
from sandbox.records import Field, Form
from sandbox.store import Store
from sandbox.zendesk.account_shapes import field_json, form_json, options_json
from sandbox.zendesk.bodies import body_under
from sandbox.zendesk.door import admins_only, api
from sandbox.zendesk.paging import page_of
from sandbox.zendesk.refusals import NotFound


def _shown(store: Store, field: Field) -> dict[str, Any]:
    return field_json(store, field, list(store.fields).index(field.id) + 7)


def _field(field_id: int) -> Field:
    field = the_store().fields.get(field_id)
    if field is None:
        raise NotFound
    return field


@api.get("/ticket_fields")
def list_fields() -> Response:
    """All custom fields (the built-in ones are left out)."""
    store = the_store()
    return jsonify(page_of("ticket_fields", list(store.fields.values()), lambda field: _shown(store, field)))


@api.get("/ticket_fields/<int:field_id>")
def show_field(field_id: int) -> Response:
    """One field."""
    return jsonify({"ticket_field": _shown(the_store(), _field(field_id))})


@api.post("/ticket_fields")
def create_field() -> tuple[Response, int]:
    """A new field; its type stays for ever. Titles need not be unique."""
    admins_only()
    store, given = the_store(), body_under("ticket_field")
    field = accounts.add_field(
        store, {"kind": given.get("type"), "options": given.get("custom_field_options"), **given}
    )
    return jsonify({"ticket_field": _shown(store, field)}), 201


@api.put("/ticket_fields/<int:field_id>")
def update_field(field_id: int) -> Response:
    """Change a field. Options are replaced as a whole: one that is left out disappears from tickets too."""
    admins_only()
    store, field, given = the_store(), _field(field_id), body_under("ticket_field")
    accounts.change_field(store, field, given)
    return jsonify({"ticket_field": _shown(store, field)})


@api.delete("/ticket_fields/<int:field_id>")
def delete_field(field_id: int) -> tuple[str, int]:
    """Remove a field and what tickets held in it."""
    admins_only()
    field = _field(field_id)
    accounts.remove_field(the_store(), field)
    return "", 204


@api.get("/ticket_fields/<int:field_id>/options")
def list_options(field_id: int) -> Response:
    """The options of a drop-down."""
    options = options_json(_field(field_id))
    return jsonify({"custom_field_options": options, "count": len(options), "next_page": None, "previous_page": None})


@api.post("/ticket_fields/<int:field_id>/options")
def add_option(field_id: int) -> tuple[Response, int]:
    """Add an option, or change the one whose id is given; the others stay."""
    admins_only()
    field, given = _field(field_id), body_under("custom_field_option")
    option, is_new = accounts.put_option(the_store(), field, given)
    shown = next(o for o in options_json(field) if o["id"] == option.id)
    return jsonify({"custom_field_option": shown}), 201 if is_new else 200


@api.get("/ticket_forms")
def list_forms() -> Response:
    """All ticket forms."""
    store = the_store()
    return jsonify(page_of("ticket_forms", list(store.forms.values()), lambda form: form_json(store, form)))


@api.get("/ticket_forms/<int:form_id>")
def show_form(form_id: int) -> Response:
    """One ticket form."""
    form = the_store().forms.get(form_id)
    if form is None:
        raise NotFound
    return jsonify({"ticket_form": form_json(the_store(), form)})


@api.post("/ticket_forms")
def create_form() -> tuple[Response, int]:
    """A new ticket form."""
    admins_only()
    store, given = the_store(), request.get_json(silent=True) or {}
    wanted = given.get("ticket_form", {})
    form = Form(store.next_id(), wanted.get("name", ""), list(wanted.get("ticket_field_ids", [])), store.stamp(), False)
    store.forms[form.id] = form
    return jsonify({"ticket_form": form_json(store, form)}), 201
