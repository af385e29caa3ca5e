"""Files of articles: read in two ways, deleted under the same rule as their article, refused with a 404."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, jsonify

from sandbox.parts import the_store
from sandbox.records import Attachment, Comment, Ticket
from sandbox.zammad import letters
from sandbox.zammad.articles import found_article, why_not
from sandbox.zammad.door import api, given, the_office, ticket_for
from sandbox.zammad.letters import RESIZED, preview_of
from sandbox.zammad.refusals import Fault, forbidden


@api.get("/ticket_attachment/<ticket_number>/<article_number>/<number>")
def read_file(ticket_number: str, article_number: str, number: str) -> Response:
    """The bytes of a file; through the number of a merged ticket as well."""
    ticket = ticket_for(ticket_number, "read")
    place, comment = found_article(article_number)
    if place is not ticket and ticket.merged_into != place.id:
        raise forbidden("The article does not belong to the specified ticket.")
    file = next((attachment for attachment in comment.attachments if str(attachment.id) == number), None)
    if file is None:
        raise forbidden("The file does not belong to the specified article.")
    return _sent(file)


@api.get("/attachments/<number>")
def read_file_by_id(number: str) -> Response:
    """The same bytes by the file's id alone."""
    ticket, _, file = _found(number)
    ticket_for(ticket.id, "read")
    return _sent(file)


@api.delete("/attachments/<number>")
def delete_file(number: str) -> Response:
    """Remove a file; "not allowed" is answered like "not there". The raw mail and the previews stay."""
    ticket, comment, file = _found(number)
    if why_not(the_office(), ticket, comment):
        raise _gone()
    letters.without_image(the_store(), ticket, comment, file)
    comment.attachments.remove(file)
    the_store().bell.notify_all()
    return jsonify({"success": True})


def _found(number: str) -> tuple[Ticket, Comment, Attachment]:
    for ticket in the_store().tickets.values():
        for comment in ticket.comments:
            for file in comment.attachments:
                if str(file.id) == number and not ticket.deleted:
                    return ticket, comment, file
    raise _gone()


def _gone() -> Fault:
    return Fault(404, "ActiveRecord::RecordNotFound")


def _sent(file: Attachment) -> Response:
    """The file; resized images are kept in a cache from then on."""
    view = given().get("view")
    if view == "preview" and file.content_type in RESIZED:
        the_office().previews.add(preview_of(file, 200))
    answer = Response(file.content, content_type=file.content_type)
    how = "inline" if given().get("disposition") == "inline" or view == "inline" else "attachment"
    answer.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(file.name)}"
    return answer
