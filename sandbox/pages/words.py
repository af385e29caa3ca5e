"""The French words of the pages, and the filters that say them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import Markup

from sandbox.pages.clean import cleaned
from sandbox.parts import the_store
from sandbox.records import Attachment, Comment, Ticket

PARIS = ZoneInfo("Europe/Paris")
MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
STATUS_FOR_AGENTS = {
    "new": "Nouveau",
    "open": "Ouvert",
    "pending": "En attente",
    "hold": "En pause",
    "solved": "Résolu",
    "closed": "Clos",
}
STATUS_FOR_MEMBERS = {
    "new": "Reçue",
    "open": "En cours",
    "pending": "En attente de votre réponse",
    "hold": "En cours",
    "solved": "Résolue",
    "closed": "Close",
}
PRIORITIES = {"low": "Basse", "normal": "Normale", "high": "Haute", "urgent": "Urgente"}
DELIVERIES = {
    "success": "reçu",
    "terminated": "refusé",
    "failed": "injoignable",
    "timeout": "sans réponse",
    "retrying": "sera réessayé",
    "waiting": "en attente",
    "lost": "perdu (incident simulé)",
}


def teach_words(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["size"] = size
    app.jinja_env.globals.update(
        STATUS_FOR_AGENTS=STATUS_FOR_AGENTS,
        STATUS_FOR_MEMBERS=STATUS_FOR_MEMBERS,
        PRIORITIES=PRIORITIES,
        DELIVERIES=DELIVERIES,
        body_of=body_of,
        file_link=file_link,
        finished=finished,
        person=lambda user_id: the_store().users.get(user_id or 0),
        group=lambda group_id: the_store().groups.get(group_id or 0),
    )


def moment(when: datetime) -> str:
    """`22 nov. 2026 à 10 h 05`, Paris time."""
    local = when.astimezone(PARIS)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year} à {local.hour}\u00a0h\u00a0{local.minute:02d}"


def size(attachment: Attachment) -> str:
    """A file's size in words."""
    octets = len(attachment.content)
    return f"{octets} o" if octets < 1024 else f"{octets / 1024:.0f} Ko"


def finished(ticket: Ticket) -> bool:
    """Whether nobody can write on a ticket any more: closed on Zendesk, merged into another one on Zammad."""
    if the_store().helpdesk == "zammad":
        return ticket.merged_into is not None
    return ticket.status == "closed"


def body_of(comment: Comment) -> Markup:
    """A comment's HTML, cleaned."""
    return cleaned(comment.html, the_store().url + "/attachments/")


def file_link(attachment: Attachment) -> str:
    """Where a file is read."""
    return f"/attachments/token/{attachment.token}/"
