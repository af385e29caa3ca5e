"""The statement of the day, taken: the ledger's tickets compared with the helpdesk's own, stored and told."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from integration.core.budget import Purpose
from integration.core.changes import AddComment
from integration.core.errors import NotConfigured, Refused, TicketGone, TicketMoved, TryLater
from integration.core.policy import Policy
from integration.core.stand import Stand, category_of
from integration.core.statement import Compared, Documents, Gap, Known, Statement, difference, statement
from integration.core.statement_words import title, told
from integration.core.suspects import resembles_request
from integration.core.ticket import Kind, Mark
from integration.helpdesks.budget import on_errand
from integration.helpdesks.contract import Helpdesk
from integration.ledger.ledger import Ledger
from integration.ledger.statements import Sheet
from integration.notices import Couriers

READ_AT_MOST = 100
"""So many tickets about which ledger and helpdesk differ are read to find out why; the rest counts as unread."""

MOVES = 3
"""How often a note is tried again on a ticket that moves."""


@dataclass(frozen=True, slots=True)
class Taking:
    """Taking the statement of one helpdesk, as things stand `now` (aware). Nothing is changed by it."""

    helpdesk: str
    desk: Helpdesk
    policy: Policy
    ledger: Ledger
    now: datetime

    def of(self, day: date) -> Statement:
        """The statement of that day, a day of the policy's time zone."""
        begins = datetime.combine(day, time(), self.policy.timezone)
        known = self.ledger.statements.known(self.helpdesk, begins)
        compared, problem = None, ""
        try:
            with on_errand(Purpose.CLOCK):
                compared = self._compared(known)
        except (TryLater, Refused, NotConfigured) as error:
            problem = str(error)
        return statement(
            self.helpdesk,
            day,
            self.now.astimezone(self.policy.timezone),
            known=known,
            arrived_since=begins,
            documents=self.ledger.statements.documents(self.helpdesk, begins, begins + timedelta(days=1)),
            compared=compared,
            problem=problem,
        )

    def _compared(self, known: tuple[Known, ...]) -> Compared:
        open_here = {one.ticket_id for one in known if one.state != Stand.OVER}
        unsolved = set(self.desk.unsolved()) - self.ledger.statements.outside(self.helpdesk)
        suspended = (one.id for one in self.desk.suspended() if resembles_request(one.words, self.policy))
        doubtful = sorted(open_here ^ unsolved)
        findings = dict(self._findings(doubtful[:READ_AT_MOST]))
        findings |= dict.fromkeys(doubtful[READ_AT_MOST:], Gap.UNREAD)
        under_way = sum(gap is None and id_ in unsolved for id_, gap in findings.items())
        theirs = sum(gap in {Gap.UNSEEN, Gap.REOPENED} for gap in findings.values())
        return Compared(
            unsolved=len(open_here & unsolved) + under_way + theirs,
            under_way=under_way,
            suspended=tuple(sorted(suspended)),
            gaps=tuple(sorted((gap, id_) for id_, gap in findings.items() if gap)),
        )

    def _findings(self, doubtful: list[str]) -> Iterator[tuple[str, Gap | None]]:
        """Each ticket in doubt and how it differs; those that are none of our business are left out."""
        for ticket_id in doubtful:
            case = self.ledger.case(self.helpdesk, ticket_id)
            try:
                ticket = self.desk.read(ticket_id)
            except TicketGone:
                yield ticket_id, Gap.ENDED
            except (TryLater, Refused):
                yield ticket_id, Gap.UNREAD
            else:
                state = case.state if case else ""
                if category_of(ticket, self.policy):
                    yield ticket_id, difference(state, ticket.status, ticket.updated_at, self.now)


def sheet_of(made: Statement) -> Sheet:
    """The statement as JSON has it."""
    sheet: dict[str, Any] = asdict(made)
    sheet |= {"day": made.day.isoformat(), "at": made.at.isoformat(), "balanced": made.balanced}
    sheet["overdue"] = list(made.overdue)
    if made.compared:
        gaps = {gap.value: [id_ for kind, id_ in made.compared.gaps if kind is gap] for gap in Gap}
        sheet["compared"] |= {"suspended": list(made.compared.suspended), "gaps": gaps}
    return sheet


def from_sheet(sheet: Sheet) -> Statement:
    """A stored statement."""
    compared = sheet["compared"]
    if compared is not None:
        gaps = tuple(sorted((Gap(kind), id_) for kind, ids in compared["gaps"].items() for id_ in ids))
        compared = Compared(compared["unsolved"], compared["under_way"], tuple(compared["suspended"]), gaps)
    at = datetime.fromisoformat(sheet["at"])
    values = {name: value for name, value in sheet.items() if name != "balanced"}
    values |= {"day": date.fromisoformat(sheet["day"]), "at": at, "overdue": tuple(sheet["overdue"])}
    return Statement(**{**values, "documents": Documents(**sheet["documents"]), "compared": compared})


def keep(made: Statement, ledger: Ledger) -> None:
    """Store it, in place of an earlier one of that day."""
    ledger.statements.keep(made.helpdesk, made.day, made.at, balanced=made.balanced, sheet=sheet_of(made))


def post(made: Statement, to: str, language: str, desk: Helpdesk, couriers: Couriers) -> None:
    """Tell it: `to` is a channel of the notices ("email", "chat"), or "zendesk:12", a ticket that gets it as a note.

    A ticket of another helpdesk is left alone: it gets its own. Raises NotConfigured, TryLater, Refused, TicketGone.
    """
    name, _, ticket_id = to.partition(":")
    if ticket_id:
        if name == made.helpdesk:
            _note(made, ticket_id, language, desk)
    elif to in couriers:
        couriers[to].send(title(made, language), told(made, language))
    else:
        raise NotConfigured(f"GUICHET_STATEMENT_TO: {to} is not set up: email or chat as for notices, or zendesk:12.")


def _note(made: Statement, ticket_id: str, language: str, desk: Helpdesk) -> None:
    """Once for each statement: the key finds the note that is there already, also when its answer was lost."""
    key = hashlib.sha256(repr(("statement", made.helpdesk, made.day, made.at)).encode()).hexdigest()[:32]
    note = AddComment(told(made, language), public=False, mark=Mark(Kind.NOTE, ("statement",)))
    for _ in range(MOVES):
        ticket = desk.read(ticket_id)
        if any(said.key == key for said in desk.said(ticket_id)):
            return
        try:
            desk.apply(ticket, (note,), key)
        except TicketMoved:
            continue
        return
    raise TryLater(f"Ticket {ticket_id} of {made.helpdesk} kept moving while the statement was put on it.")
