"""The test ticket: filed through the API, seen to come back as a signed call, decided, written, and removed again."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from integration.core.delivery import Delivery, Outcome
from integration.core.errors import GuichetError, TicketGone
from integration.core.findings import Finding, Grade
from integration.core.policy import Policy
from integration.doctor.checking import House, Trial
from integration.engine.rows import Row, State
from integration.helpdesks.contract import Helpdesk

SUBJECT = "[Guichet] Essai de bout en bout / end-to-end test"
TEXT = (
    "Ticket d'essai de Guichet, retiré aussitôt : rien à faire.\nGuichet's test ticket, removed at once: nothing to do."
)
PATIENCE = timedelta(seconds=60)
"""How long each step may take; a helpdesk under load, or a Zammad whose worker is busy, needs some of it."""

_LOOK_EVERY = 0.25
_LOOKED_AT = 500  # deliveries: the test ticket's are among the newest
_ENDED = {State.DONE, State.DEAD, State.CANCELLED}
_WRITTEN = {Outcome.WRITTEN, Outcome.SHADOW, Outcome.NOTHING_TO_DO}
_WHY = "Every member's request goes this way."


@dataclass(frozen=True, slots=True)
class Journey:
    """One helpdesk with everything the test ticket meets. `pause` waits for so many seconds."""

    house: House
    name: str
    desk: Helpdesk
    trial: Trial
    policy: Policy
    pause: Callable[[float], None]
    patience: timedelta = PATIENCE

    def travel(self) -> Iterator[Finding]:
        """File the ticket, follow it, and remove it whatever happened; a finding for each step."""
        try:
            ticket_id = self._filed()
        except GuichetError as error:
            yield self._fault("filed", str(error), "Give our user the right to create tickets.")
            return
        yield self._good("filed", f"Test ticket {ticket_id} was filed.")
        try:
            yield from self._followed(ticket_id)
        finally:
            removed = self._removed(ticket_id)
        yield removed

    def _filed(self) -> str:
        category = next(one for one in self.policy.categories if not one.care and one.when)
        return self.trial.file(SUBJECT, TEXT, self.policy.fields.category, category.when[0])

    def _followed(self, ticket_id: str) -> Iterator[Finding]:
        arrived = self._wait(lambda: self._row(ticket_id))
        if arrived is None:
            told = f"No signed call about ticket {ticket_id} came within {self.patience.seconds} s."
            yield self._fault("called", told, "See the helpdesk's log of webhooks, and the findings above.")
            return
        yield self._good("called", f"The helpdesk's signed call came and was recorded ({arrived.id}).")
        ended = self._wait(lambda: self._ended(ticket_id))
        if ended is None:
            yield self._fault("decided", "The call waits, and no worker takes it.", "Start `guichet worker`.")
            return
        yield self._outcome(ended, ticket_id)

    def _outcome(self, ended: Row, ticket_id: str) -> Finding:
        case = self.house.ledger.case(self.name, ticket_id)
        if case is None or ended.outcome not in _WRITTEN:
            why = ended.reason or f"it ended as {ended.outcome or ended.state}"
            return self._fault("decided", f"The test ticket was not brought to an end: {why}.", "See the worker's log.")
        if ended.outcome == Outcome.SHADOW:
            told = f"It was decided ({case.state}), and nothing was written: the policy is in shadow."
            return self._good("decided", told)
        marked = set(self.desk.read(ticket_id).tags)
        if not marked & {self.policy.tags.incomplete, self.policy.tags.complete, self.policy.tags.person}:
            told = f"It was decided ({case.state}), but the ticket carries none of Guichet's tags."
            return self._fault("written", told, "See our user's rights and the helpdesk's own rules.")
        return self._good("written", f"It was decided ({case.state}) and written, and read back from the helpdesk.")

    def _removed(self, ticket_id: str) -> Finding:
        try:
            gone = self.trial.remove(ticket_id)
            self._tell(ticket_id)
            if not gone:
                told = f"Test ticket {ticket_id} was closed: our user may not delete, and need not."
                return self._good("removed", told)
            self.desk.read(ticket_id)
        except TicketGone:
            return self._good("removed", f"Test ticket {ticket_id} was removed.")
        except GuichetError as error:
            told = f"Test ticket {ticket_id} is still there: {error}"
            return Finding("removed", Grade.WARNING, told, "It is only a test.", "Delete it by hand.", self.name)
        told = f"Test ticket {ticket_id} was deleted, yet can still be read."
        return Finding("removed", Grade.WARNING, told, "It is only a test.", "Delete it by hand.", self.name)

    def _tell(self, ticket_id: str) -> None:
        """Have a worker look once more, so that the case is closed in the ledger too."""
        now = self.house.now()
        self.house.queue.put(Delivery(f"doctor-{uuid.uuid4()}", self.name, ticket_id, "doctor", now, now))

    def _row(self, ticket_id: str) -> Row | None:
        rows = self.house.queue.deliveries(None, _LOOKED_AT, self.name)
        return next((row for row in reversed(rows) if row.ticket_id == ticket_id and _is_called(row)), None)

    def _ended(self, ticket_id: str) -> Row | None:
        """The first call that a look at the ticket came of; others are folded into it."""
        rows = self.house.queue.deliveries(None, _LOOKED_AT, self.name)
        ended = [row for row in reversed(rows) if row.ticket_id == ticket_id and row.state in _ENDED]
        looked = (row for row in ended if row.outcome not in {Outcome.FOLDED, Outcome.OWN_UPDATE})
        return next(looked, None)

    def _wait(self, look: Callable[[], Row | None]) -> Row | None:
        until = self.house.now() + self.patience
        while (found := look()) is None and self.house.now() < until:
            self.pause(_LOOK_EVERY)
        return found

    def _good(self, check: str, what: str) -> Finding:
        return Finding(check, Grade.GOOD, what, _WHY, helpdesk=self.name)

    def _fault(self, check: str, what: str, todo: str) -> Finding:
        return Finding(check, Grade.FAULT, what, _WHY, todo, self.name)


def _is_called(row: Row) -> bool:
    """Whether the helpdesk told of it, not our own looking for what nobody told of."""
    return row.kind not in {"wake", "catch_up", "sweep", "doctor"}
