"""The member's side: the contact form and the conversation that follows."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from sandbox.accounts import member_with
from sandbox.acts import By, Edits, Message, change, file_ticket, new_file
from sandbox.pages.words import finished
from sandbox.parts import the_store
from sandbox.plain_words import CATEGORY, field_values
from sandbox.records import Attachment, Field, Ticket
from sandbox.rules import Refused
from sandbox.store import first

pages = Blueprint("member", __name__)
ONLY_FOR = "facturation"  # the category for which the other fields of the form are shown


@pages.get("/")
def form() -> str:
    """The contact form."""
    return _form({}, [])


@pages.post("/demandes")
def send() -> Response | tuple[str, int]:
    """File a ticket. The form insists on as little as a real one that is reached by e-mail too."""
    store, given = the_store(), request.form
    if not given.get("email") or not given.get("description"):
        return _form(given.to_dict(), ["Indiquez votre adresse e-mail et décrivez votre demande."]), 422
    member = member_with(store, given["email"].strip(), given.get("name", "").strip())
    titled = {field.title: given.get(str(field.id), "").strip() for field in _fields()}
    motif = titled.get(CATEGORY, "")
    if motif != ONLY_FOR:
        titled = {CATEGORY: motif}
    try:
        fields = field_values(store, {title: value for title, value in titled.items() if value})
        message = Message(given["description"], attachments=_files())
        edits = Edits({"subject": given.get("subject") or "Demande"}, fields=fields, message=message)
        ticket, _ = file_ticket(store, _as(member.id), edits)
    except Refused as error:
        return _form(given.to_dict(), [text for texts in error.problems.values() for text in texts]), 422
    return redirect(url_for("member.conversation", ticket_id=ticket.id), 303)


@pages.get("/demandes")
def find() -> Response | tuple[str, int]:
    """Go to the ticket whose number was typed."""
    number = request.args.get("numero", "")
    if number.isdigit() and the_store().ticket(int(number)):
        return redirect(url_for("member.conversation", ticket_id=int(number)))
    return _form({}, [f"La demande n° {number} n’existe pas."]), 404


@pages.get("/demandes/<int:ticket_id>")
def conversation(ticket_id: int) -> str:
    """What was said, without what agents say among themselves."""
    ticket = _ticket(ticket_id)
    comments = [comment for comment in ticket.comments if comment.public]
    shown = [(field, ticket.fields.get(field.id)) for field in _fields() if ticket.fields.get(field.id)]
    return render_template("conversation.html", ticket=ticket, comments=comments, fields=shown)


@pages.post("/demandes/<int:ticket_id>")
def reply(ticket_id: int) -> Response:
    """Answer."""
    ticket, files = _ticket(ticket_id), _files()
    text = request.form.get("text", "").strip()
    if (text or files) and not finished(ticket):
        edits = Edits(message=Message(text or "(pièce jointe)", attachments=files))
        change(the_store(), _as(ticket.requester_id), ticket, edits)
    return redirect(url_for("member.conversation", ticket_id=ticket.id, _anchor="fin"), 303)


def _form(given: dict[str, str], problems: list[str]) -> str:
    members = [user for user in the_store().users.values() if not user.is_staff]
    example = members[0] if members else None
    category = the_store().field_titled(CATEGORY)
    others = [field for field in _fields() if field is not category]
    return render_template(
        "form.html",
        given=given,
        problems=problems,
        category=category,
        fields=others,
        example=example,
        only_for=ONLY_FOR,
    )


def _fields() -> list[Field]:
    return [field for field in the_store().fields.values() if field.in_portal and field.active]


def _files() -> list[Attachment]:
    """The files of the form; a browser sends one without a name when none was chosen."""
    return [_file(sent) for sent in request.files.getlist("files") if sent.filename]


def _file(sent: FileStorage) -> Attachment:
    return new_file(the_store(), sent.filename or "fichier", sent.mimetype or "application/octet-stream", sent.read())


def _as(user_id: int) -> By:
    return By(the_store().users[user_id], "web", request.headers.get("User-Agent", ""))


def _ticket(ticket_id: int) -> Ticket:
    ticket = first(t for t in the_store().tickets.values() if t.id == ticket_id and not t.deleted)
    if ticket is None:
        abort(404)
    return ticket
