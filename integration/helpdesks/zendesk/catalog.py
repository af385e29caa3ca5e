"""What a Zendesk account has that our words must be turned into: groups, ticket fields, and our own user there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import zenpy

from integration.core.errors import NotConfigured, Refused

# The types of field an account makes itself and a policy can use; the rest are properties of the ticket, or links.
_USABLE = frozenset({"text", "textarea", "checkbox", "date", "integer", "decimal", "regexp", "multiselect", "tagger"})

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """A ticket field of our account's making. `options` are (value, label); `tag` is what a ticked checkbox adds."""

    id: int
    title: str
    type: str
    options: tuple[tuple[str, str], ...] = ()
    tag: str = ""

    def label(self, value: str) -> str:
        """What a person sees for a stored value, "" outside drop-downs."""
        return next((label for option, label in self.options if option == value), "")


@dataclass(frozen=True, slots=True)
class Catalog:
    """The account as it was when asked.

    `fields` are the active ones that the account made, in Zendesk's order; `others` are the ids of all other fields.
    Titles and names are not unique in Zendesk: the first of a title is the one meant; `survey` shows them all.
    """

    user_id: str
    role: str
    groups: tuple[tuple[int, str], ...]
    fields: tuple[FieldEntry, ...]
    others: frozenset[int] = frozenset()
    brands: tuple[tuple[int, str], ...] = ()

    def group_name(self, group_id: object) -> str:
        """The name of a group, "" for no group or an unknown one."""
        return next((name for known, name in self.groups if known == group_id), "")

    def group_id(self, name: str) -> int | None:
        """The id of the first group of that name."""
        return next((group_id for group_id, known in self.groups if known == name), None)

    def brand_name(self, brand_id: object) -> str:
        """The name of a brand; its id where we may not see the account's brands, "" for no brand."""
        name = next((name for known, name in self.brands if known == brand_id), "")
        return name or ("" if brand_id is None else str(brand_id))

    def field_titled(self, title: str) -> FieldEntry | None:
        """The first active field of that title."""
        return next((field for field in self.fields if field.title == title), None)

    def meant(self) -> Mapping[int, FieldEntry]:
        """The fields by id, of each title only the first."""
        titled = {field.title: field for field in reversed(self.fields)}
        return {field.id: field for field in titled.values()}

    def covers(self, group_id: object, field_ids: frozenset[object]) -> bool:
        """Whether nothing here is new to us."""
        known = {field.id for field in self.fields} | self.others
        return field_ids <= known and (group_id is None or bool(self.group_name(group_id)))


def ask_catalog(client: zenpy.Zenpy) -> Catalog:
    """Ask an account what it has, in four calls (more beyond a hundred groups). Raises NotConfigured when unknown."""
    user = client.users.me()
    if not user.id:  # an anonymous call is answered too, with a user that is nobody
        raise NotConfigured("Zendesk does not know who we are: check the credentials.")
    fields = [field.to_dict() for field in client.ticket_fields()]
    usable = [field for field in fields if field["type"] in _USABLE and field.get("active", True)]
    entries = tuple(_entry(field) for field in usable)
    return Catalog(
        user_id=str(user.id),
        role=user.role or "",
        groups=tuple((group.id, group.name) for group in client.groups() if not getattr(group, "deleted", False)),
        fields=entries,
        others=frozenset(field["id"] for field in fields) - {entry.id for entry in entries},
        brands=_brands(client),
    )


def _brands(client: zenpy.Zenpy) -> tuple[tuple[int, str], ...]:
    """The account's brands; an agent may be kept from seeing them, and only rules about brands would need them."""
    try:
        return tuple((brand.id, brand.name) for brand in client.brands())
    except Refused:
        return ()


def _entry(field: Json) -> FieldEntry:
    options = field.get("custom_field_options") or ()
    return FieldEntry(
        id=field["id"],
        title=field["title"],
        type=field["type"],
        options=tuple((option["value"], option["name"]) for option in options),
        tag=field.get("tag") or "",
    )
