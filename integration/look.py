"""Looking at one ticket: the corridor up to the decision, and not a step further. Nothing is written anywhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from integration import recall, recovered
from integration.core.decide import Case, decide
from integration.core.explain import Explanation, explain
from integration.core.policy import Policy
from integration.duplicates import Duplicates
from integration.helpdesks.contract import ReadOnly
from integration.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Looking:
    """What looking needs: helpdesks that can only be read, the ledger, each one's policy, duplicates, the time."""

    desks: Mapping[str, ReadOnly]
    ledger: Ledger
    policy: Callable[[str], Policy]
    duplicates: Duplicates
    now: Callable[[], datetime]

    def explain(self, helpdesk: str, ticket_id: str, language: str = "") -> Explanation:
        """What would be decided about the ticket now, and why. Raises what reading raises."""
        desk, policy, now = self.desks[helpdesk], self.policy(helpdesk), self.now()
        ticket = recall.look_back(desk.read(ticket_id), helpdesk, desk, self.ledger, policy)
        ticket = recovered.dated(ticket, helpdesk, self.ledger, self.duplicates.pepper)
        others = self.duplicates.find(ticket, helpdesk, policy)
        routed, memory = self.ledger.routed(helpdesk, ticket_id), self.ledger.clocks.memory(helpdesk, ticket_id)
        documents = self.ledger.documents.papers(helpdesk, ticket_id, now).documents
        case = Case(ticket, others, routed, memory, documents)
        known = self.ledger.case(helpdesk, ticket_id)
        waits = known.held if known else ""
        return explain(case, decide(case, policy, now), policy, now, language=language, waits=waits)
