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
    (https://support.zendesk.com/hc/en-us/articles/4408846470170). Nothing is removed from the internal note that a
    merge leaves (https://support.zendesk.com/hc/en-us/articles/360058498234).
    """
    if comment.by_merge and not comment.public:
        raise rules.Refused({"base": ["Comment: cannot be redacted"]})
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


def restore(store: Store, ticket: Ticket) -> None:
    """Put every redacted file back, as a backup played back at the wrong moment might."""
    for comment in ticket.comments:
        comment.attachments = [file.was or file for file in comment.attachments]
    audit = acts.begin(store, ticket, acts.By(store.users[ticket.submitter_id], "web"))
    acts.finish(store, ticket, audit)


def in_original(store: Store, comment: Comment, file: Attachment) -> bool:
    """Whether the e-mail as it came in still holds the file: a job cleans it some time after the redaction."""
    if comment.channel != "email":
        return False
    return file.redacted_at is None or store.clock.now() < file.redacted_at + store.mail_lag


def chat(store: Store, ticket: Ticket, chat_id: str, names: list[str]) -> None:
    """Let the ticket have been a chat with these files: they stand in its history, not among the attachments."""
    ticket.channel = "chat"
    audit = acts.begin(store, ticket, acts.By(store.users[ticket.requester_id], "chat"))
    sent = [{"type": "ChatFileAttachment", "actor_type": "end-user", "filename": name, "size": 1} for name in names]
    history = [item | {"chat_index": index} for index, item in enumerate(sent)]
    audit.entries.append(Entry(store.next_id(), "chat", value={"chat_id": chat_id, "history": history}))
    acts.finish(store, ticket, audit)


def redact_chat(ticket: Ticket, chat_id: str, places: list[int]) -> Entry | None:
    """Put `redacted.txt` where files of a chat stood; the history that was changed, None for an unknown chat."""
    for audit in ticket.audits:
        for entry in audit.entries:
            if entry.kind == "chat" and entry.value["chat_id"] == chat_id:
                for item in entry.value["history"]:
                    if item["chat_index"] in places:
                        item |= {"filename": "redacted.txt", "size": 0}
                return entry
    return None


def _replace(store: Store, comment: Comment, attachment: Attachment) -> None:
    """Put an empty `redacted.txt` of another id and token where the file was."""
    empty = acts.new_file(store, "redacted.txt", "text/plain", b"", inline=attachment.inline)
    empty.redacted, empty.redacted_at, empty.was = True, store.clock.now(), attachment
    comment.attachments[comment.attachments.index(attachment)] = empty
    comment.html = texts.without_image(comment.html, attachment)
