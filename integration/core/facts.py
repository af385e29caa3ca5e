"""Everything known about a case once it was read: what steps and words are made from."""

from dataclasses import dataclass

from integration.core.clocks import Running
from integration.core.documents import Document
from integration.core.duplicates import Duplicate
from integration.core.policy import Category, Policy
from integration.core.promises import Moment
from integration.core.reading import Understood
from integration.core.reminding import Ahead
from integration.core.rules import Route
from integration.core.stand import Stand
from integration.core.ticket import Kind, Ticket


@dataclass(frozen=True, slots=True)
class Facts:
    """One reading of one case, under one policy.

    `running` are its clocks, `moment` what they were computed from. `ahead` is what happens unless the member answers,
    and `due` the kind of letter whose time has come. `documents` are those that have to go, or went.
    """

    ticket: Ticket
    policy: Policy
    category: Category
    understood: Understood
    route: Route
    stand: Stand
    moment: Moment
    running: tuple[Running, ...]
    duplicates: tuple[Duplicate, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    due: Kind | None = None
    documents: tuple[Document, ...] = ()
