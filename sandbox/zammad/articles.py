"""Articles: list, show, create; of an update only `internal` counts; only young notes of one's own can be deleted."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, g, jsonify

from sandbox import acts
from sandbox.acts import Edits
from sandbox.office import Office
from sandbox.parts import the_store
from sandbox.records import Comment, Ticket
from sandbox.zammad import rights
from sandbox.zammad.door import api, by, caller, given, need, the_office, ticket_for
from sandbox.zammad.names import COMMUNICATION
from sandbox.zammad.refusals import Fault, forbidden, unknown
from sandbox.zammad.shapes import article_json
from sandbox.zammad.writing import message_from


def found_article(number: str) -> tuple[Ticket, Comment]:
    """The article of this id with the ticket it is in; customers do not see internal ones."""
    for ticket in the_store().tickets.values():
        for comment in ticket.comments:
            if str(comment.id) == number and not ticket.deleted:
                ticket_for(ticket.id, "read")
                if not comment.public and not is_agent_of(ticket):
                    raise forbidden()
                return ticket, comment
    raise unknown("Ticket::Article", number)


def is_agent_of(ticket: Ticket) -> bool:
    """Whether the caller sees the ticket as an agent does."""
    return "read" in rights.on_group(the_office(), caller(), ticket.group_id)


@api.get("/ticket_articles/by_ticket/<number>")
def list_articles(number: str) -> Response:
    """All articles of a ticket at once."""
    store, ticket = the_store(), ticket_for(number, "read")
    seen = [comment for comment in ticket.comments if comment.public or is_agent_of(ticket)]
    return jsonify([article_json(store, ticket, comment) for comment in seen])


@api.get("/ticket_articles/<number>")
def show_article(number: str) -> Response:
    """One article."""
    ticket, comment = found_article(number)
    return jsonify(article_json(the_store(), ticket, comment))


@api.post("/ticket_articles")
def create_article() -> tuple[Response, int]:
    """A new article. The status of the ticket stays, even when a customer writes on a closed one."""
    store, wanted = the_store(), given()
    ticket = ticket_for(wanted.get("ticket_id", ""), "read")
    if not rights.on_ticket(the_office(), caller(), ticket) & {"create", "own"}:
        raise forbidden()
    message = message_from(store, wanted, caller(), ticket, ticket.requester_id)
    acts.change(store, by(), ticket, Edits(message=message))
    return jsonify(article_json(store, ticket, ticket.comments[-1])), 201


@api.put("/ticket_articles/<number>")
def update_article(number: str) -> Response:
    """Make an article internal or public; everything else sent is ignored. No trigger sees it."""
    store, wanted = the_store(), given()
    ticket, comment = found_article(number)
    need("ticket.agent")
    if "change" not in rights.on_ticket(the_office(), caller(), ticket):
        raise forbidden()
    if "internal" in wanted:
        public = str(wanted["internal"]).lower() not in ("true", "1")
        touch(ticket, comment, changed=public != comment.public)
        comment.public = public
    return jsonify(article_json(store, ticket, comment))


def touch(ticket: Ticket, comment: Comment, *, changed: bool) -> None:
    """The article and its ticket are newer now; nobody is told, the history has no line."""
    if not changed:
        return
    store = the_store()
    ticket.updated_at = ticket.generated_at = store.stamp(ticket)
    if comment.letter:
        comment.letter.updated_at, comment.letter.updated_by = ticket.updated_at, caller().id
    store.bell.notify_all()


@api.delete("/ticket_articles/<number>")
def delete_article(number: str) -> Response:
    """Remove an article with its files and its raw mail. No trace is left, no trigger sees it."""
    ticket, comment = found_article(number)
    if reason := why_not(the_office(), ticket, comment):
        raise forbidden(reason)
    touch(ticket, comment, changed=True)
    ticket.comments.remove(comment)
    return jsonify({})


def why_not(office: Office, ticket: Ticket, comment: Comment) -> str | None:
    """Why the caller may not delete this article or a file of it; the same rule for everybody, admins included."""
    key = g.key
    opened = key is None or rights.covers(key.permissions, "ticket.agent")
    if not opened or not rights.covers(rights.permissions_of(office, caller()), "ticket.agent"):
        return "Not authorized (agent permission required)!"
    if not is_agent_of(ticket):
        return "Not authorized"
    if comment.author_id != caller().id:
        return "Not authorized (you can only delete your own notes)!"
    if comment.public and comment.letter and comment.letter.kind in COMMUNICATION:
        return "Not authorized (communication articles cannot be deleted)!"
    setting = office.named("settings", "ui_ticket_zoom_article_delete_timeframe")
    seconds = int(setting["state_current"]["value"]) if setting else 600
    if seconds and the_store().clock.now() > comment.created_at + timedelta(seconds=seconds):
        return "Not authorized (note is too old to be deleted)!"
    return None


@api.get("/ticket_article_plain/<number>")
def raw_mail(number: str) -> Response:
    """The complete raw mail of an article, with all its files, whatever became of them since."""
    ticket, comment = found_article(number)
    if not is_agent_of(ticket):
        raise forbidden()
    raw = comment.letter.raw if comment.letter else None
    if raw is None:
        raise Fault(404, "ActiveRecord::RecordNotFound")
    answer = Response(raw.content, content_type="message/rfc822")
    answer.headers["Content-Disposition"] = f'attachment; filename="{raw.name}"'
    return answer
