"""Permanent removal of files and passages from a comment."""

from __future__ import annotations

from sandbox import acts, rules, texts
from sandbox.records import Attachment, Comment, Entry, Ticket
from sandbox.store import Store

TAG = "redacted_content"


def redact(
    store: Store, by: acts.By, ticket: Ticket, comment: Comment, files: list[Attachment], passages: list[str]
) -> None:
    """Remove files and passages in one act; works on closed tickets too.

    The act goes through the channel of the content, adds the tag `redacted_content` and counts as an update
    (https://support.zendesk.com/hc/en-us/articles/4408846470170).
    """
    audit = acts.begin(store, ticket, acts.By(by.user, comment.channel, by.client, by.custom))
    for attachment in files:
        _replace(store, comment, attachment)
        entry = Entry(store.next_id(), "attachment_redaction", comment_id=comment.id, attachment_id=attachment.id)
        audit.entries.append(entry)
    for passage in passages:
        comment.text = texts.blackened(comment.text, passage)
        comment.html = texts.blackened(comment.html, passage)
    if passages:
        audit.entries.append(Entry(store.next_id(), "comment_redaction", comment_id=comment.id))
    if audit.entries and TAG not in ticket.tags:
        tags = sorted([*ticket.tags, TAG])
        audit.entries.append(Entry(store.next_id(), "change", "tags", tags, ticket.tags))
        ticket.tags = tags
    acts.finish(store, ticket, audit)


def redact_open(store: Store, by: acts.By, ticket: Ticket, comment: Comment, attachment: Attachment) -> None:
    """The older way, one file at a time; refused once the ticket is closed."""
    rules.check_not_closed(store, ticket, by.user, {"attachment"})
    redact(store, by, ticket, comment, [attachment], [])


def redact_passage(store: Store, by: acts.By, ticket: Ticket, comment: Comment, passage: str) -> None:
    """Black out one passage; refused once the ticket is closed."""
    rules.check_not_closed(store, ticket, by.user, {"comment"})
    redact(store, by, ticket, comment, [], [passage])


def _replace(store: Store, comment: Comment, attachment: Attachment) -> None:
    """Put an empty `redacted.txt` of another id and token where the file was."""
    empty = acts.new_file(store, "redacted.txt", "text/plain", b"", inline=attachment.inline)
    empty.redacted = True
    comment.attachments[comment.attachments.index(attachment)] = empty
    comment.html = texts.without_image(comment.html, attachment)
