"""zenpy over our own session: one pair of them per thread, and an update in zenpy's words."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

import zenpy
from zenpy.lib.api_objects import Comment as ZenpyComment
from zenpy.lib.api_objects import Ticket as ZenpyTicket

from integration.helpdesks.budget import Budget
from integration.helpdesks.zendesk.session import SignIn, ZendeskSession
from integration.helpdesks.zendesk.writing import Update


class Clients:
    """Gives each thread its own session and zenpy client: neither may be shared. `clock` gives the current time."""

    def __init__(self, url: str, sign_in: SignIn, clock: Callable[[], datetime], budget: Budget | None = None) -> None:
        self._new_session: Callable[[], ZendeskSession] = lambda: ZendeskSession(url, sign_in, clock, budget)
        self._threads = threading.local()

    @property
    def session(self) -> ZendeskSession:
        """The session of the calling thread, for raw calls."""
        session: ZendeskSession | None = getattr(self._threads, "session", None)
        if session is None:
            session = self._threads.session = self._new_session()
        return session

    @property
    def zenpy(self) -> zenpy.Zenpy:
        """The zenpy client of the calling thread, over its session."""
        client = getattr(self._threads, "zenpy", None)
        if client is None:
            client = self._threads.zenpy = _zenpy_over(self.session)
        return client


def zenpy_ticket(ticket_id: str, stamp: str, update: Update) -> ZenpyTicket:
    """An update as zenpy sends it, refused by Zendesk when the ticket's `updated_at` is no longer `stamp`.

    https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#protecting-against-ticket-update-collisions
    """
    ticket = ZenpyTicket(id=int(ticket_id))
    for name, value in update.properties.items():
        setattr(ticket, name, value)  # one by one: its constructor drops what is None, and None empties an assignee
    if update.comment:
        ticket.comment = ZenpyComment(**update.comment)
    # Only ever true: Zendesk takes false for true as well.
    ticket.safe_update = True
    ticket.updated_stamp = stamp
    return ticket


def _zenpy_over(session: ZendeskSession) -> zenpy.Zenpy:
    # At debug level zenpy logs whole tickets.
    logging.getLogger("zenpy").setLevel(logging.WARNING)
    # It builds addresses as https://subdomain.domain; the session sends them to the configured one.
    subdomain, _, domain = session.address.partition("://")[2].partition(".")
    return zenpy.Zenpy(subdomain=subdomain, domain=domain, session=session, disable_cache=True)
