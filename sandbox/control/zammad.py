"""What only an account of Zammad's has: its version, our add-on, its background jobs, and what is left of files."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from sandbox.control.door import control, given
from sandbox.office import VERSIONS
from sandbox.parts import parts, the_store
from sandbox.store import Store
from sandbox.zammad import jobs


@control.route("/zammad", methods=["GET", "POST"])
def zammad() -> Response:
    """{version, addon: version or null, auto_reply, group_address: {group: address or null}}; how it stands."""
    store, wanted = the_store(), given()
    office = store.office
    if wanted.get("version", VERSIONS[0]) not in VERSIONS:
        raise ValueError(f"version must be one of {', '.join(VERSIONS)}")
    for name in ("version", "addon", "auto_reply"):
        setattr(office, name, wanted.get(name, getattr(office, name)))
    for name, address in (wanted.get("group_address") or {}).items():
        group = store.group_named(name)
        if group is None:
            raise ValueError(f"there is no group {name}")
        office.group_more.setdefault(group.id, {})["address"] = address
    return jsonify(zammad_account(store))


@control.post("/zammad/jobs")
def run_jobs() -> Response:
    """Let the background work be done now: scheduler jobs that are active, pending times that are reached."""
    return jsonify(jobs.run(the_store(), parts().sender))


def zammad_account(store: Store) -> dict[str, Any]:
    """Version, add-on, tokens, names of the fields' columns, and the copies of files that are left."""
    office = store.office
    comments = [comment for ticket in store.tickets.values() if not ticket.deleted for comment in ticket.comments]
    users = store.users
    return {
        "version": office.version,
        "addon": office.addon,
        "auto_reply": office.auto_reply,
        "tokens": {
            value: {"user": users[key.user_id].email, "permissions": key.permissions}
            for value, key in office.keys.items()
        },
        "columns": {field.title: field.key for field in store.fields.values()},
        "raw_mails": [comment.id for comment in comments if comment.letter and comment.letter.raw],
        "previews": len(office.previews),
    }
