"""Our changes become one Zendesk update here: what to send for a whole step, and nothing that would not be said so."""

import re
from dataclasses import dataclass
from typing import Any, assert_never

from integration.core.changes import (
    AddComment,
    AddTag,
    Assign,
    Change,
    RemoveTag,
    SetAssignee,
    SetField,
    SetGroup,
    SetPriority,
    SetStatus,
    differing,
)
from integration.core.errors import Refused
from integration.core.folding import fold
from integration.core.html import html_of
from integration.core.ticket import Priority, Status, Ticket
from integration.helpdesks.zendesk.catalog import Catalog, FieldEntry
from integration.helpdesks.zendesk.mapping import ABOUT, KEY, KIND

Json = dict[str, Any]

# Zendesk cuts what is longer without a word. https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/
LONGEST_COMMENT = 65_535
_UNSETTABLE = {Status.NEW, Status.DELETED, Status.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Update:
    """One update of a ticket: the properties to set, and the comment to add, both as Zendesk wants them."""

    properties: Json
    comment: Json | None

    def __bool__(self) -> bool:
        return bool(self.properties or self.comment)


def update_for(ticket: Ticket, changes: tuple[Change, ...], key: str, catalog: Catalog) -> Update:
    """The one update that makes all the changes.

    `ticket` is as it was read: the tags sent are the whole list, which is safe only because the update is refused when
    the ticket moved. Raises Refused when a group or field does not exist, or the changes cannot be said in one update.
    """
    wanted = differing(ticket, changes)
    properties: Json = {}
    for change in wanted:
        properties |= _property(change, catalog)
    if properties.get("status") == Status.SOLVED and not (ticket.assignee or properties.get("assignee_id")):
        # Zendesk solves nothing that nobody has: what the robot closes is in the robot's name.
        # https://support.zendesk.com/hc/en-us/articles/4408894213018
        properties["assignee_id"] = int(catalog.user_id)
    fields = [_field(change, catalog) for change in wanted if isinstance(change, SetField)]
    if fields:
        properties["custom_fields"] = [{"id": entry.id, "value": _stored(entry, value)} for entry, value in fields]
    if any(isinstance(change, AddTag | RemoveTag) for change in wanted):
        properties["tags"] = _tags(ticket, changes, fields)
    comments = [change for change in wanted if isinstance(change, AddComment)]
    if len(comments) > 1:
        raise Refused(f"Ticket {ticket.id}: Zendesk takes one comment per update, {len(comments)} were decided.")
    if comments:
        properties["metadata"] = _metadata(comments[0], key)
    elif properties:
        properties["metadata"] = {KEY: key}
    return Update(properties, _comment(ticket, comments[0]) if comments else None)


def disarmed(text: str) -> str:
    """Words without Zendesk's placeholders.

    Zendesk fills in placeholders in what an agent writes, and we repeat a member's words: braces are kept apart so that
    nobody can make us say what is behind `{{…}}` or `{%…%}`.
    """
    return re.sub(r"\{(?=[{%])", "{\u2060", text)


def _property(change: Change, catalog: Catalog) -> Json:
    match change:
        case SetGroup():
            return {"group_id": _group(change.group, catalog)}
        case SetAssignee():
            return {"assignee_id": int(change.assignee) if change.assignee else None}
        case SetStatus():
            return {"status": _status(change.status)}
        case SetPriority():
            return {"priority": _priority(change.priority)}
        case SetField() | Assign() | AddTag() | RemoveTag() | AddComment():
            return {}
    assert_never(change)


def _group(name: str, catalog: Catalog) -> int | None:
    group_id = catalog.group_id(name)
    if name and group_id is None:
        raise Refused(f"Zendesk has no group named {name!r}.")
    return group_id


def _status(status: Status) -> str:
    if status in _UNSETTABLE:
        raise Refused(f"Zendesk does not let a ticket be set to {status.value}.")
    return status.value


def _priority(priority: Priority) -> str:
    if priority in {Priority.NONE, Priority.UNKNOWN}:
        raise Refused("Zendesk does not let a priority be taken away.")
    return priority.value


def _field(change: SetField, catalog: Catalog) -> tuple[FieldEntry, str]:
    """The field and what to write there: an option of a drop-down that is named by its label becomes its value."""
    entry = catalog.field_titled(change.title)
    if entry is None:
        raise Refused(f"Zendesk has no active ticket field titled {change.title!r}.")
    named = (value for value, label in entry.options if fold(label) == fold(change.value))
    values = {value for value, _ in entry.options}
    return entry, change.value if change.value in values else next(named, change.value)


def _stored(entry: FieldEntry, value: str) -> object:
    if not value:
        return None
    if entry.type == "checkbox":
        return value == "true"
    return value.split() if entry.type == "multiselect" else value


def _tags(ticket: Ticket, changes: tuple[Change, ...], fields: list[tuple[FieldEntry, str]]) -> list[str]:
    """The whole list of tags as it should be.

    The values of drop-downs and ticked boxes are tags as well, and leaving one out would empty its field again.
    """
    tags = set(ticket.tags)
    for entry, value in fields:
        tags -= {option for option, _ in entry.options} | {entry.tag}
        tags |= set(value.split()) if entry.options else ({entry.tag} if value == "true" else set())
    for change in changes:
        if isinstance(change, AddTag):
            tags.add(change.tag)
        elif isinstance(change, RemoveTag):
            tags.discard(change.tag)
    return sorted(tags - {""})


def _metadata(comment: AddComment, key: str) -> Json:
    return {KEY: key, KIND: comment.mark.kind.value, ABOUT: " ".join(comment.mark.about)}


def _comment(ticket: Ticket, comment: AddComment) -> Json:
    html = html_of(disarmed(comment.body))
    if len(html.encode()) > LONGEST_COMMENT:
        raise Refused(f"Ticket {ticket.id}: the comment is longer than the 64 kB Zendesk keeps.")
    return {"html_body": html, "public": comment.public}
