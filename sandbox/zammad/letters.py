"""How each comment travelled: the mail side of articles, made when a comment is written and nobody said otherwise."""

from __future__ import annotations

import hashlib
import re
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape

from sandbox.acts import file_address, new_file
from sandbox.records import Attachment, Audit, Comment, Letter, Ticket, User
from sandbox.store import Store
from sandbox.zammad import rights
from sandbox.zammad.names import id_of

RESIZED = ("image/jpeg", "image/png")  # taken for wide scans here, whatever their size
WIDTH = 1800  # pixels
KINDS = {"email": "email", "phone": "phone", "web": "web"}
INNER = re.compile(r'^<div class="zd-comment" dir="auto">(.*)</div>$', re.DOTALL)


class Postmaster:
    """Listens to the store and gives every new comment its letter."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, ticket: Ticket, audit: Audit) -> None:
        """Write the letters of the comments of this act."""
        if self._store.helpdesk != "zammad":
            return
        for comment in ticket.comments:
            if comment.audit_id == audit.id:
                letter = letter_of(self._store, ticket, comment)
                images = [a for a in comment.attachments if a.content_type in RESIZED and not a.inline]
                self._store.office.previews |= {preview_of(image, WIDTH) for image in images}
                if letter.kind == "email":
                    address_as_mail(self._store, ticket, comment, letter)


def preview_of(image: Attachment, width: int) -> str:
    """The name under which a resized image lies in the cache, for half a year, whatever becomes of the image."""
    return f"Store/image-resize-{hashlib.sha256(image.content).hexdigest()}_{width}"


def letter_of(store: Store, ticket: Ticket, comment: Comment) -> Letter:
    """The letter of a comment; without one, what it would be after the channel and the author."""
    if comment.letter is None:
        comment.letter = _letter(store, ticket, comment)
    return comment.letter


def _letter(store: Store, ticket: Ticket, comment: Comment) -> Letter:
    author = store.users[comment.author_id]
    kind = KINDS.get(comment.channel, "note") if not author.is_staff and comment.public else "note"
    if author.is_staff and comment.public and ticket.channel == "email" and comment.channel != "api":
        kind = "email"
    inline = any(attachment.inline for attachment in comment.attachments)
    return Letter(
        kind,
        "Agent" if author.is_staff else "Customer",
        address_of(store, author) if not author.is_staff else full_name(store, author),
        "text/html" if inline else "text/plain",
        comment.created_at,
        comment.author_id,
    )


def address_as_mail(store: Store, ticket: Ticket, comment: Comment, letter: Letter) -> None:
    """Fill in what a mail has: sender, recipient, subject, message id, and the raw mail that Zammad keeps."""
    team = store.office.group_more.get(ticket.group_id or 0, {}).get("address") or "assistance@adherents.example"
    customer = store.users[ticket.requester_id]
    letter.subject = letter.subject or ticket.subject
    if letter.sender == "Customer":
        letter.to = letter.to or team
    else:
        group = store.groups.get(ticket.group_id or 0)
        letter.from_ = f'"{letter.from_} via {group.name if group else "Zammad"}" <{team}>'
        letter.to = letter.to or customer.email
    stamp = comment.created_at.strftime("%Y%m%d%H%M%S")
    letter.message_id = letter.message_id or f"<{stamp}.{ticket.id}.{store.new_token()}@{store.office.fqdn}>"
    letter.raw = new_file(
        store, f"ticket-{31000 + ticket.id}-{comment.id}.eml", "message/rfc822", raw_mail(comment, letter)
    )


def raw_mail(comment: Comment, letter: Letter) -> bytes:
    """The whole mail, its files included, as it came or went."""
    mail = EmailMessage()
    mail["From"], mail["To"] = letter.from_, letter.to or ""
    mail["Subject"], mail["Message-ID"] = letter.subject or "", letter.message_id or ""
    mail["Date"] = format_datetime(comment.created_at)
    mail.set_content(comment.text or " ")
    for attachment in comment.attachments:
        main, _, sub = attachment.content_type.partition("/")
        mail.add_attachment(attachment.content, maintype=main, subtype=sub or "x", filename=attachment.name)
    return mail.as_bytes()


def full_name(store: Store, user: User) -> str:
    """First and last name."""
    return " ".join(part for part in names_of(store, user) if part)


def names_of(store: Store, user: User) -> tuple[str, str]:
    """First name and last name; a single name is split at its first blank."""
    profile = rights.profile_of(store.office, user)
    first, _, last = user.name.partition(" ")
    return (
        first if profile.firstname is None else profile.firstname,
        last if profile.lastname is None else profile.lastname,
    )


def address_of(store: Store, user: User) -> str:
    """`Camille Roussel <camille@…>`."""
    return f"{full_name(store, user)} <{user.email}>"


def body_of(store: Store, ticket: Ticket, comment: Comment) -> str:
    """The body as the API shows it: text as it is, HTML with images by their addresses in this ticket."""
    if letter_of(store, ticket, comment).content_type != "text/html":
        return comment.text
    found = INNER.match(comment.html)
    html = found.group(1) if found else comment.html
    for attachment in comment.attachments:
        place = f"/api/v1/ticket_attachment/{ticket.id}/{comment.id}/{attachment.id}?view=inline"
        html = html.replace(escape(file_address(store, attachment)), place)
    return html


def content_id(store: Store, ticket: Ticket, attachment: Attachment) -> str:
    """How a mail's HTML names an inline image."""
    return f"{ticket.id}.{attachment.token}@{store.office.fqdn}"


def without_image(store: Store, ticket: Ticket, comment: Comment, attachment: Attachment) -> None:
    """What is left in the body of an inline image that is gone: its name among the parts of the mail."""
    there = escape(file_address(store, attachment))
    comment.html = comment.html.replace(there, f"cid:{content_id(store, ticket, attachment)}")


def md5_of(message_id: str | None) -> str | None:
    """The hash Zammad finds follow-ups by."""
    return hashlib.md5(message_id.encode(), usedforsecurity=False).hexdigest() if message_id else None


def type_id(letter: Letter, types: dict[int, str]) -> int:
    """The id of the letter's type."""
    return id_of(types, letter.kind) or 10
