"""One telling of a story: what happens is done on the stage, said aloud, and compared with what was promised."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from console.demo.helpdesk import PATIENCE, Helpdesk, Seen
from console.demo.stage import Stage
from integration.core.errors import CannotRecord
from integration.engine.queue import Queue
from integration.engine.rows import State

PARIS = ZoneInfo("Europe/Paris")


def today() -> date:
    """The day in the stories' own town, which is where the shipped policy counts its days."""
    return datetime.now(PARIS).date()


class NotAsPromised(AssertionError):
    """An expectation of a story did not hold."""


@dataclass
class Scene:
    """The stage, a voice to tell the story with, and the kind of helpdesk it happens in: the stage's first, if any."""

    stage: Stage
    tell: Callable[[str], None]
    kind: str = ""
    helpdesk: Helpdesk = field(init=False)

    def __post_init__(self) -> None:
        self.helpdesk = next(one for one in self.stage.helpdesks if self.kind in {"", one.kind})

    @property
    def account(self) -> str:
        """Marie's account."""
        return self.helpdesk.dialect.account

    def expect(self, what: str, holds: object) -> None:
        """Tell an expectation that holds; raise NotAsPromised for one that does not."""
        if not holds:
            raise NotAsPromised(what)
        self.tell(f"    ok  {what}")

    def show(self, who: str, text: str) -> None:
        """Show a text as its reader sees it."""
        self.tell(f"    {who}:")
        for line in text.splitlines():
            self.tell(f"      | {line}")

    def settled(self, ticket: int) -> Seen:
        """Wait until the helpdesk has sent everything and Guichet has finished all of it; the ticket as it is then."""
        queue = Queue(self.stage.database_url)
        try:
            end = time.monotonic() + PATIENCE
            while time.monotonic() < end:
                self.helpdesk.wait(idle=1)
                if _at_rest(queue) and self.helpdesk.is_idle():
                    return self.helpdesk.ticket(ticket)
                time.sleep(0.05)  # the queue has no bell; it is looked at again
        finally:
            queue.close()
        raise TimeoutError(f"Guichet was still busy after {PATIENCE:.0f} s")


def _at_rest(queue: Queue) -> bool:
    try:
        counts = queue.counts()
    except CannotRecord:
        return False
    return counts[State.WAITING] == counts[State.RUNNING] == 0
