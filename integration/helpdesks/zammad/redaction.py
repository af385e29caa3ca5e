"""Removing files for good at Zammad: no user of it may, so that Guichet's add-on there does it, and looks afterwards.

Without the add-on nothing is removed and a person has to act: an administrator can delete the whole ticket.
"""

from typing import Any

from integration.core.changes import RedactAttachment
from integration.core.documents import Reason
from integration.core.errors import CannotRemove, Refused, TicketGone, TryLater
from integration.core.ticket import Ticket
from integration.helpdesks.zammad.answers import Missing, NoRoute, NotAllowed
from integration.helpdesks.zammad.mapping import TYPES
from integration.helpdesks.zammad.session import ZammadSession

Json = dict[str, Any]
Answered = tuple[tuple[str, str], ...]

_CAN_COME_LATER = "search_index"


def redact(session: ZammadSession, ticket: Ticket, files: tuple[RedactAttachment, ...]) -> Answered:
    """Have the add-on empty an article of its files, of the raw mail that holds them again, and of their previews.

    It takes all files of an article at once, pictures within its text too, so that all must be meant. Says what the
    add-on answers of places that nobody else can look into. Raises CannotRemove where anything of them stays, or
    nothing can be removed.
    """
    article_id, meant = files[0].comment_id, {file.attachment_id for file in files}
    there = {file.id for comment in ticket.comments if comment.id == article_id for file in comment.attachments}
    if there - meant:
        raise CannotRemove(
            f"Ticket {ticket.id}: article {article_id} has other files as well, and Zammad's are removed together.",
            Reason.REFUSED,
        )
    answer = _purged(session, ticket, article_id)
    _look(ticket, article_id, answer)
    _look_for_mail(session, ticket, article_id)
    return _answered(answer)


def raw_mails(session: ZammadSession, answer: Json) -> frozenset[str]:
    """The articles of a ticket, read with all that belongs to it, whose raw mail is still there: a call for each."""
    articles = ((answer.get("assets") or {}).get("TicketArticle") or {}).values()
    mails = (int(one["id"]) for one in articles if TYPES.get(one.get("type_id") or 0) == "email")
    return frozenset(str(id_) for id_ in mails if session.has(f"/api/v1/ticket_article_plain/{id_}"))


def _purged(session: ZammadSession, ticket: Ticket, article_id: str) -> Json:
    try:
        answer: Json = session.call("POST", f"/api/v1/guichet/articles/{int(article_id)}/purge", {})
    except NoRoute:
        raise CannotRemove(
            f"Ticket {ticket.id}: this Zammad does not have Guichet's add-on, so nobody can remove a customer's files "
            "there: install it (guichet zammad-addon build), or have an administrator delete the ticket.",
            Reason.NO_ADDON,
        ) from None
    except NotAllowed as refusal:
        raise CannotRemove(f"{refusal} It needs the permission guichet.purge.", Reason.RIGHTS) from None
    except Missing:
        # The article is gone or went elsewhere, and its files with it: whoever reads the ticket again will see.
        raise TicketGone(f"Ticket {ticket.id}: article {article_id} is no longer there.") from None
    except Refused as refusal:
        raise CannotRemove(str(refusal), Reason.REFUSED) from None
    return answer


def _answered(answer: Json) -> Answered:
    index = answer.get("search_index")
    known = (("answered_search_index", index),) if index in {"renewed", "none"} else ()
    looked_for = isinstance((answer.get("removed") or {}).get("previews"), int)
    return (*known, ("answered_previews", "looked_for")) if looked_for else known


def _look(ticket: Ticket, article_id: str, answer: Json) -> None:
    """What the add-on found still there, in codes of its own such as `content:55`, `shared_with:Ticket::Article:3`."""
    left = [f"{one.get('what')} ({one.get('why')})" for one in answer.get("left") or ()]
    where = f"Ticket {ticket.id}: of the files of article {article_id} there is still"
    if left and all(one.startswith(_CAN_COME_LATER) for one in left):
        raise TryLater(f"{where}: {', '.join(left)}.")
    if left:
        raise CannotRemove(f"{where}: {', '.join(left)}.", Reason.STAYS)


def _look_for_mail(session: ZammadSession, ticket: Ticket, article_id: str) -> None:
    """Zammad keeps each e-mail whole, files included, beside the article that it became."""
    if session.has(f"/api/v1/ticket_article_plain/{int(article_id)}"):
        raise CannotRemove(
            f"Ticket {ticket.id}: article {article_id} still has its raw mail, with the files in it.", Reason.RAW_MAIL
        )
