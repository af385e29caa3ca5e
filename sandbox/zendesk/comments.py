"""Comments of a ticket. https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/."""

from __future__ import annotations

from flask import Response, jsonify, request

from sandbox.parts import the_store
from sandbox.records import Comment
from sandbox.zendesk.account_shapes import sideloads
from sandbox.zendesk.bodies import Json
from sandbox.zendesk.door import api, ticket_or_404
from sandbox.zendesk.paging import page_of
from sandbox.zendesk.shapes import comment_json


@api.get("/tickets/<int:ticket_id>/comments")
def list_comments(ticket_id: int) -> Response:
    """The conversation. Without `include_inline_images=true` inline images are not among the attachments."""
    store, ticket = the_store(), ticket_or_404(ticket_id)
    inline = request.args.get("include_inline_images") == "true"
    newest_first = request.args.get("sort") == "-created_at" or request.args.get("sort_order") == "desc"

    def shape(comment: Comment) -> Json:
        return comment_json(store, ticket, comment, inline=inline)

    comments = ticket.comments[::-1] if newest_first else ticket.comments
    authors = [comment.author_id for comment in comments]
    more = sideloads(store, [ticket], request.args.get("include", ""), authors)
    return jsonify(page_of("comments", comments, shape) | more)


@api.get("/tickets/<int:ticket_id>/comments/count")
def count_comments(ticket_id: int) -> Response:
    """How many comments a ticket has."""
    ticket = ticket_or_404(ticket_id)
    counted = {"value": len(ticket.comments), "refreshed_at": the_store().clock.now().isoformat()}
    return jsonify({"count": counted})
