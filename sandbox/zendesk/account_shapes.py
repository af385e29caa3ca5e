"""Zendesk's JSON for people, groups, fields and forms."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.records import Brand, Field, Form, Group, Ticket, User
from sandbox.store import Store
from sandbox.zendesk.shapes import Json, second

LOCALE_IDS = {"en-US": 1, "fr": 16, "de": 8, "es": 2}
PATTERNS = {
    "decimal": r"\A[-+]?[0-9]*[.,]?[0-9]+\z",
    "integer": r"\A[-+]?\d+\z",
    "date": r"\A([0-9]{4})-(1[0-2]|0[1-9])-(3[01]|[12][0-9]|0[1-9])\z",
}


def user_json(store: Store, user: User) -> Json:
    """A person; the member number is a user field: a table of the recorded properties, hence the length."""
    staff = user.is_staff
    return {
        "id": user.id,
        "url": f"{store.url}/api/v2/users/{user.id}.json",
        "name": user.name,
        "email": user.email,
        "created_at": second(user.created_at),
        "updated_at": second(user.created_at),
        "time_zone": user.time_zone,
        "iana_time_zone": user.time_zone,
        "phone": None,
        "shared_phone_number": None,
        "photo": None,
        "locale_id": LOCALE_IDS.get(user.locale, 1),
        "locale": user.locale,
        "organization_id": user.organization_id,
        "role": user.role,
        "verified": True,
        "external_id": None,
        "tags": list(user.tags),
        "alias": None,
        "active": True,
        "shared": False,
        "shared_agent": False,
        "last_login_at": None,
        "two_factor_auth_enabled": None,
        "signature": None,
        "details": None,
        "notes": None,
        "role_type": {"admin": 4, "agent": 0}.get(user.role),
        "custom_role_id": None,
        "moderator": staff,
        "ticket_restriction": None if staff else "requested",
        "only_private_comments": False,
        "restricted_agent": user.role != "admin",
        "suspended": user.suspended,
        "default_group_id": user.group_ids[0] if user.group_ids else None,
        "report_csv": user.role == "admin",
        "user_fields": {"numero_adherent": user.member_number},
    }


def group_json(store: Store, group: Group) -> Json:
    """A group of agents."""
    return {
        "url": f"{store.url}/api/v2/groups/{group.id}.json",
        "id": group.id,
        "is_public": True,
        "name": group.name,
        "description": "",
        "default": group.default,
        "deleted": False,
        "created_at": second(group.created_at),
        "updated_at": second(group.created_at),
    }


def field_json(store: Store, field: Field, position: int) -> Json:
    """A custom ticket field, with its options if it is a drop-down."""
    shown = {
        "url": f"{store.url}/api/v2/ticket_fields/{field.id}.json",
        "id": field.id,
        "type": field.kind,
        "title": field.title,
        "raw_title": field.title,
        "description": field.description,
        "raw_description": field.description,
        "position": position,
        "active": field.active,
        "required": False,
        "collapsed_for_agents": False,
        "regexp_for_validation": PATTERNS.get(field.kind),
        "title_in_portal": field.title,
        "raw_title_in_portal": field.title,
        "visible_in_portal": field.in_portal,
        "editable_in_portal": field.in_portal,
        "required_in_portal": field.required_in_portal,
        "tag": field.tag,
        "created_at": second(field.created_at),
        "updated_at": second(field.updated_at),
        "removable": True,
        "key": field.key,
        "agent_description": None,
    }
    if field.kind in ("tagger", "multiselect"):
        shown["custom_field_options"] = options_json(field)
    return shown


def options_json(field: Field) -> list[Json]:
    """The options of a drop-down."""
    return [
        {"id": option.id, "name": option.name, "raw_name": option.name, "value": option.value, "default": False}
        for option in field.options
    ]


def form_json(store: Store, form: Form) -> Json:
    """A ticket form."""
    return {
        "url": f"{store.url}/api/v2/ticket_forms/{form.id}.json",
        "id": form.id,
        "name": form.name,
        "raw_name": form.name,
        "display_name": form.name,
        "raw_display_name": form.name,
        "end_user_visible": True,
        "position": 1,
        "active": True,
        "default": form.default,
        "in_all_brands": True,
        "restricted_brand_ids": [],
        "ticket_field_ids": form.field_ids,
        "created_at": second(form.created_at),
        "updated_at": second(form.created_at),
        "end_user_conditions": [],
        "agent_conditions": [],
    }


def sideloads(store: Store, tickets: Iterable[Ticket], wanted: str, authors: Iterable[int] = ()) -> Json:
    """What `?include=users,groups,organizations` adds; `authors` wrote comments; other words are ignored."""
    names = {name.strip() for name in wanted.split(",")}
    people = {i for t in tickets for i in (t.requester_id, t.submitter_id, t.assignee_id) if i}
    people.update(authors)
    teams = {t.group_id for t in tickets if t.group_id}
    found: Json = {}
    if "users" in names:
        found["users"] = [user_json(store, store.users[i]) for i in sorted(people)]
    if "groups" in names:
        found["groups"] = [group_json(store, store.groups[i]) for i in sorted(teams)]
    if "organizations" in names:
        ids = {store.users[t.requester_id].organization_id for t in tickets}
        found["organizations"] = [organization_json(store, i) for i in sorted(i for i in ids if i)]
    return found


def organization_json(store: Store, organization_id: int) -> Json:
    """A company or family that members belong to."""
    return {
        "url": f"{store.url}/api/v2/organizations/{organization_id}.json",
        "id": organization_id,
        "name": store.organizations[organization_id],
        "shared_tickets": False,
        "shared_comments": False,
        "external_id": None,
        "domain_names": [],
        "details": None,
        "notes": None,
        "group_id": None,
        "tags": [],
        "organization_fields": {},
    }


def brand_json(store: Store, brand: Brand) -> Json:
    """A face the account shows to its members."""
    return {
        "url": f"{store.url}/api/v2/brands/{brand.id}.json",
        "id": brand.id,
        "name": brand.name,
        "brand_url": store.url,
        "subdomain": "adherents",
        "host_mapping": None,
        "has_help_center": True,
        "help_center_state": "enabled",
        "active": True,
        "default": brand.id == store.brand_id,
        "is_deleted": False,
        "logo": None,
        "ticket_form_ids": list(store.forms),
        "signature_template": "{{agent.signature}}",
        "created_at": "2026-01-05T08:00:00Z",
        "updated_at": "2026-01-05T08:00:00Z",
    }
