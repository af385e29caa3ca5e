"""Zammad's JSON becomes our ticket here and nowhere else: strict about what we need, tolerant of all the rest.

Shapes: https://docs.zammad.org/en/latest/api/ticket/index.html and …/api/ticket/articles.html. What is read is the
answer that holds a whole ticket (`?all=true`): its columns, articles, tags, and the people and form it refers to.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from integration.core.errors import Refused
from integration.core.ticket import Attachment, Comment, Field, Kind, Mark, Requester, Role, Status, Ticket
from integration.helpdesks.contract import Said
from integration.helpdesks.zammad.catalog import Account, FieldEntry, Form
from integration.helpdesks.zammad.plain import text_of

Json = dict[str, Any]

# What an article says of itself beside its text. Agents and members see nothing of it, and Zammad keeps it unchanged.
KEY, KIND, ABOUT = "guichet_key", "guichet_kind", "guichet_about"

# Zammad makes these when it is installed, with ids that no release has changed.
TYPES = {1: "email", 2: "sms", 3: "chat", 4: "fax", 5: "phone", 10: "note", 11: "web"}
# A ticket that began with a note came by the API, or an agent made it; policies say `api`, as for Zendesk.
_CHANNELS = TYPES | {10: "api"}
_FILED = frozenset({"note", "web"})  # how no agent begins a ticket in Zammad's own pages
_AGENT, _CUSTOMER = 1, 2
NOBODY = 1  # the user "-", who owns what nobody owns

_KINDS = {kind.value: kind for kind in Kind}


def ticket_in(answer: Json, account: Account, form: Form) -> Ticket:
    """The ticket in Zammad's answer. Raises Refused when something that we need is missing or unreadable."""
    try:
        return _ticket(answer, account, form)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"Zammad's ticket {answer.get('ticket_id')} cannot be read: {_missing(error)}.") from None


def _ticket(answer: Json, account: Account, form: Form) -> Ticket:
    assets, ticket = answer["assets"], columns_in(answer)
    state, group = account.state(ticket["state_id"]), form.group(ticket.get("group_id"))
    owner = ticket.get("owner_id")
    organization = (assets.get("Organization") or {}).get(str(ticket.get("organization_id"))) or {}
    return Ticket(
        id=str(int(ticket["id"])),
        subject=ticket.get("title") or "",
        status=state.status if state else Status.UNKNOWN,
        status_raw=state.name if state else str(ticket["state_id"]),
        priority=account.priority(ticket["priority_id"]),
        priority_raw=account.priorities.get(ticket["priority_id"], ""),
        requester=_requester(ticket, assets),
        created_at=_time(ticket["created_at"]),
        updated_at=_time(ticket["updated_at"]),
        stamp=ticket["updated_at"],
        group=group.name if group else "",
        assignee="" if owner in {None, NOBODY} else str(owner),
        organization=organization.get("name") or "",
        channel=_CHANNELS.get(ticket.get("create_article_type_id") or 0, ""),
        tags=frozenset(answer["tags"]),
        fields=tuple(_field(entry, ticket[entry.name]) for entry in form.meant() if entry.name in ticket),
        comments=_comments(answer, account),
        merged_into=_merged_into(answer) if state and state.status is Status.CLOSED else "",
    )


def _merged_into(answer: Json) -> str:
    """The ticket that a merged one points to. Its articles went there, and every other link of its own as well."""
    links = [link for link in answer.get("links") or () if link.get("link_type") == "parent"]
    return str(links[0].get("link_object_value") or "") if len(links) == 1 else ""


def columns_in(answer: Any) -> Json:
    """The ticket's own columns in an answer that holds a whole ticket. Raises Refused when it holds none."""
    try:
        columns: Json = answer["assets"]["Ticket"][str(answer["ticket_id"])]
    except (KeyError, TypeError):
        raise Refused("Zammad's answer holds no ticket: is it a Zammad of 5.5 or later?") from None
    return columns


def said_on(ticket: Ticket) -> Iterator[Said]:
    """Our own comments on a ticket, by what we wrote with them."""
    return (Said(comment.id, comment.key, mark) for comment, mark in ticket.marks())


def _comments(answer: Json, account: Account) -> tuple[Comment, ...]:
    known = answer["assets"].get("TicketArticle") or {}
    articles = sorted((known[str(id_)] for id_ in answer["ticket_article_ids"]), key=_order)
    comments = [_comment(article, account) for article in articles]
    if comments and comments[0].mark is None and _is_filed_for(articles[0]):
        comments[0] = replace(comments[0], author=Role.REQUESTER)
    return tuple(comments)


def _order(article: Json) -> tuple[datetime, int]:
    return _time(article["created_at"]), int(article["id"])


def _is_filed_for(first: Json) -> bool:
    """Whether a program filed the ticket for the customer: by the API Zammad takes its words and files for an agent's.

    What an agent begins in person is a call or an e-mail.
    """
    return first["sender_id"] == _AGENT and not first["internal"] and TYPES.get(first.get("type_id") or 0) in _FILED


def _comment(article: Json, account: Account) -> Comment:
    author_id = str(article.get("origin_by_id") or article["created_by_id"])
    # Only what our own user wrote counts: anybody may send an article that claims to be marked.
    key, mark = _marked(article.get("preferences")) if author_id == account.user_id else ("", None)
    html = "html" in (article.get("content_type") or "")
    body = article.get("body") or ""
    return Comment(
        id=str(int(article["id"])),
        author=_role(article["sender_id"], marked=mark is not None),
        author_id=author_id,
        public=not article["internal"],
        body=text_of(body) if html else _lines(body),
        created_at=_time(article["created_at"]),
        attachments=tuple(_attachments(article, body if html else "")),
        mark=mark,
        key=key,
    )


def _role(sender_id: int, *, marked: bool) -> Role:
    if marked:
        return Role.GUICHET
    return {_AGENT: Role.AGENT, _CUSTOMER: Role.REQUESTER}.get(sender_id, Role.OTHER)


def _marked(preferences: object) -> tuple[str, Mark | None]:
    """The key and mark we wrote with an article."""
    written = preferences if isinstance(preferences, dict) else {}
    kind = _KINDS.get(str(written.get(KIND)))
    if kind is None:
        return "", None
    return str(written.get(KEY) or ""), Mark(kind, tuple(str(written.get(ABOUT) or "").split()))


def _requester(ticket: Json, assets: Json) -> Requester:
    id_ = str(ticket["customer_id"])
    user = (assets.get("User") or {}).get(id_) or {}
    locale = str((user.get("preferences") or {}).get("locale") or "")
    return Requester(id_, locale.partition("-")[0].lower(), user.get("email") or "")


def _field(entry: FieldEntry, value: object) -> Field:
    text = _value(value)
    chosen = sorted(map(str, value)) if isinstance(value, list) else []
    return Field(
        entry.title, text, entry.label(text), tuple(word for one in chosen for word in (one, entry.label(one)))
    )


def _value(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return " ".join(sorted(map(str, value)))
        case _:
            return _lines(str(value))


def _attachments(article: Json, html: str) -> Iterator[Attachment]:
    """The files of an article. Pictures within its text are not in Zammad's list, but the text points to them."""
    listed = article.get("attachments") or ()
    for attachment in listed:
        yield _attachment(attachment)
    where = rf"/api/v1/ticket_attachment/[0-9]+/{int(article['id'])}/([0-9]+)"
    ids = {str(attachment["id"]) for attachment in listed}
    for id_ in dict.fromkeys(re.findall(where, html)):
        if id_ not in ids:
            yield Attachment(id_, name="", content_type="", size=0, inline=True)


def _attachment(attachment: Json) -> Attachment:
    about = attachment.get("preferences") or {}
    return Attachment(
        id=str(int(attachment["id"])),
        name=attachment.get("filename") or "",
        content_type=str(about.get("Mime-Type") or about.get("Content-Type") or "").partition(";")[0],
        size=int(attachment.get("size") or 0),
        inline=about.get("Content-Disposition") == "inline",
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("a time without a zone")
    return time.astimezone(UTC)


def _missing(error: Exception) -> str:
    """What was wrong in a word that holds no value: values can be a member's."""
    return f"{error} is missing" if isinstance(error, KeyError) else "a value is not of the expected kind"
