"""Setting up an account: people, groups, custom fields."""

from __future__ import annotations

from typing import Any

from sandbox.records import Field, Group, Option, User
from sandbox.rules import Refused
from sandbox.store import Store, first

KINDS = (
    *("text", "textarea", "checkbox", "date", "integer", "decimal", "regexp"),
    *("partialcreditcard", "multiselect", "tagger", "lookup"),
)
WORDS = {"active": "active", "description": "description", "tag": "tag", "title": "title"}


def add_user(store: Store, name: str, email: str, role: str = "end-user", **more: Any) -> User:
    """A new person."""
    user = User(store.next_id(), name, email, role, store.stamp(), **more)
    store.users[user.id] = user
    return user


def member_with(store: Store, email: str, name: str = "", **more: Any) -> User:
    """The person of this address; a new member if there is none."""
    return store.user_with_email(email) or add_user(store, name or email, email, **more)


def organization_named(store: Store, name: str) -> int:
    """The id of the organization of that name; a new one if there is none."""
    known = next((id_ for id_, one in store.organizations.items() if one == name), None)
    if known is not None:
        return known
    new = store.next_id()
    store.organizations[new] = name
    return new


def add_group(store: Store, name: str) -> Group:
    """A new group; the first one is the default."""
    group = Group(store.next_id(), name, store.stamp(), default=not store.groups)
    store.groups[group.id] = group
    return group


def add_field(store: Store, given: dict[str, Any]) -> Field:
    """A new custom field, from its title, kind, options [{name, value}] and so on."""
    title, kind = given.get("title"), given.get("kind")
    if not title or kind not in KINDS:
        raise Refused(
            {"type" if title else "title": [f"{kind} is not a type of field" if title else "Title: cannot be blank"]}
        )
    now = store.stamp()
    field = Field(store.next_id(), title, kind, now, now, description=given.get("description") or "")
    field.key, field.tag = given.get("key"), given.get("tag")
    field.in_portal = bool(given.get("visible_in_portal", given.get("in_portal", False)))
    field.required_in_portal = bool(given.get("required_in_portal", False))
    field.options = _options(store, field, given.get("options") or [])
    store.fields[field.id] = field
    for form in store.forms.values():
        if form.default:
            form.field_ids.append(field.id)
    return field


def change_field(store: Store, field: Field, given: dict[str, Any]) -> None:
    """Change what is named; options as a whole, and values of options that are gone leave the tickets."""
    for word, name in WORDS.items():
        if word in given:
            setattr(field, name, given[word])
    field.in_portal = bool(given.get("visible_in_portal", field.in_portal))
    field.required_in_portal = bool(given.get("required_in_portal", field.required_in_portal))
    if "custom_field_options" in given:
        before = {option.value for option in field.options}
        field.options = _options(store, field, given["custom_field_options"])
        _drop_values(store, field, before - {option.value for option in field.options})
    field.updated_at = store.stamp()


def remove_field(store: Store, field: Field) -> None:
    """Remove a field from the account, its forms and its tickets."""
    _drop_values(store, field, {option.value for option in field.options})
    for ticket in store.tickets.values():
        ticket.fields.pop(field.id, None)
    for form in store.forms.values():
        form.field_ids = [field_id for field_id in form.field_ids if field_id != field.id]
    del store.fields[field.id]


def put_option(store: Store, field: Field, given: dict[str, Any]) -> tuple[Option, bool]:
    """Add an option or change the one whose id is given; say whether it is new."""
    known = first(option for option in field.options if option.id == given.get("id"))
    if known:
        known.name = given.get("name", known.name)
        known.value = given.get("value", known.value)
        return known, False
    made = _options(store, field, [given])[0]
    field.options.append(made)
    return made, True


def _options(store: Store, field: Field, given: list[dict[str, Any]]) -> list[Option]:
    """Options made of name and value; a value is a tag and belongs to one field only."""
    known = {option.value: option.id for option in field.options}
    taken = {option.value for other in store.fields.values() if other is not field for option in other.options}
    if clash := taken & {item["value"] for item in given}:
        raise Refused({"custom_field_options": [f"{', '.join(sorted(clash))} is already used by another field"]})
    return [Option(known.get(item["value"]) or store.next_id(), item["name"], item["value"]) for item in given]


def _drop_values(store: Store, field: Field, values: set[str]) -> None:
    for ticket in store.tickets.values():
        if ticket.fields.get(field.id) in values:
            ticket.fields[field.id] = None
        ticket.tags = [tag for tag in ticket.tags if tag not in values]
