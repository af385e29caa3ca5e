"""The account's settings, as far as an integration asks for them. https://developer.zendesk.com/api-reference/ticketing/account-configuration/account_settings/."""

from __future__ import annotations

from flask import Response, jsonify, request

from sandbox.parts import the_store
from sandbox.records import Form
from sandbox.zendesk.account_shapes import form_json, group_json
from sandbox.zendesk.door import admins_only, api
from sandbox.zendesk.refusals import NotFound


@api.get("/account/settings")
def show_settings() -> Response:
    """The settings; every agent may read them."""
    store = the_store()
    return jsonify(
        {
            "settings": {
                "active_features": {"ticket_forms": store.has_forms, "ticket_tagging": True, "sandbox": False},
                "agents": {"agent_workspace": store.agent_workspace},
                "tickets": {"agent_ticket_deletion": True},
                "groups": {"check_group_name_uniqueness": True},
                "limits": {"attachment_size": 52428800},
            }
        }
    )


@api.put("/groups/<int:group_id>")
def update_group(group_id: int) -> Response:
    """Rename a group."""
    admins_only()
    store = the_store()
    group = store.groups.get(group_id)
    if group is None:
        raise NotFound
    group.name = str((request.get_json(silent=True) or {}).get("group", {}).get("name", group.name))
    return jsonify({"group": group_json(store, group)})


@api.put("/ticket_forms/<int:form_id>")
def update_form(form_id: int) -> Response:
    """Change a form's name and fields."""
    admins_only()
    store, form = the_store(), _form(form_id)
    given = (request.get_json(silent=True) or {}).get("ticket_form", {})
    form.name = given.get("name", form.name)
    form.field_ids = list(given.get("ticket_field_ids", form.field_ids))
    return jsonify({"ticket_form": form_json(store, form)})


@api.delete("/ticket_forms/<int:form_id>")
def delete_form(form_id: int) -> tuple[str, int]:
    """Remove a form."""
    admins_only()
    del the_store().forms[_form(form_id).id]
    return "", 204


def _form(form_id: int) -> Form:
    form = the_store().forms.get(form_id)
    if form is None:
        raise NotFound
    return form
