"""Deleting a whole ticket from a Zammad without our add-on, and reading that nothing of it is left.

Zammad deletes files, history and raw mails with their ticket, and lets only administrators do it. Previews of pictures
stay in its cache for up to six months.
"""

import re

from integration.core.documents import Reason
from integration.core.errors import CannotRemove, Refused
from integration.core.ticket import Ticket
from integration.helpdesks.zammad.answers import NoRoute, NotAllowed
from integration.helpdesks.zammad.session import ZammadSession

_NUMBER = re.compile(r"[0-9]{1,18}")


def stop_if_files_can_go(session: ZammadSession, ticket: Ticket) -> None:
    """Raise CannotRemove unless Zammad says at this moment that it has no add-on of ours."""
    try:
        session.call("GET", "/api/v1/guichet/version")
    except NoRoute:
        return
    except Refused:
        pass  # it is there, although we may not use it; or Zammad says nothing that we understand
    raise CannotRemove(f"Ticket {ticket.id} stays: Zammad does not say that it lacks Guichet's add-on.", Reason.RIGHTS)


def delete(session: ZammadSession, ticket: Ticket) -> None:
    """Delete the ticket. Raises CannotRemove without an administrator's right, TicketGone when it is gone already."""
    try:
        session.call("DELETE", f"/api/v1/tickets/{int(ticket.id)}")
    except NotAllowed:
        raise CannotRemove(
            f"Ticket {ticket.id}: Zammad lets only administrators delete a ticket: give the user of Guichet's token "
            "the role Admin and the token the permission admin, or have somebody delete the ticket.",
            Reason.TICKET_RIGHTS,
        ) from None
    except Refused as refusal:
        raise CannotRemove(str(refusal), Reason.REFUSED) from None


def absent(session: ZammadSession, ticket_id: str, article_ids: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """What was read: the ticket, each article and its raw mail, one call for each; () when any of it may be there."""
    if not all(_NUMBER.fullmatch(id_) for id_ in (ticket_id, *article_ids)):
        return ()
    articles = (f"{kind}/{id_}" for id_ in sorted(article_ids) for kind in ("ticket_articles", "ticket_article_plain"))
    if not all(session.knows_nothing_of(f"/api/v1/{path}") for path in (f"tickets/{ticket_id}", *articles)):
        return ()
    return (("ticket", "absent"), ("articles_absent", str(len(article_ids))), ("raw_mail", "absent"))
