"""Everything known about a case once it was read: what steps and words are made from."""

from dataclasses import dataclass

from integration.core.clocks import Running
from integration.core.duplicates import Duplicate
from integration.core.policy import Category, Policy
from integration.core.reading import Understood
from integration.core.rules import Route
from integration.core.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Facts:
    """One reading of one case, under one policy."""

    ticket: Ticket
    policy: Policy
    category: Category
    understood: Understood
    route: Route
    running: tuple[Running, ...]
    duplicates: tuple[Duplicate, ...] = ()
