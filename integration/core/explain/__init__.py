"""A decision as a person reads it: what was found, each rule with why or why not, what would be written, what is next.

One object for the command line, the console and whoever asks, in French or English. It holds what the member wrote, so
it is shown and never stored.
"""

from datetime import datetime

from integration.core.decide import Case, Decision, opened, weigh
from integration.core.explain.sections import SECTIONS, It
from integration.core.explain.shapes import Explanation, Line, Section
from integration.core.explain.words import LANGUAGES
from integration.core.policy import Policy
from integration.core.stand import category_of

__all__ = ["LANGUAGES", "Explanation", "Line", "Section", "explain"]


def explain(
    case: Case, decision: Decision, policy: Policy, now: datetime, *, language: str = "", waits: str = ""
) -> Explanation:
    """Explain what was decided on the case at `now` (aware), in `language` ("fr", "en"; by default the policy's).

    `waits` is the limit that the case's next write waits for, "" for none. Pure, like the decision itself.
    """
    category = category_of(case.ticket, policy)
    known = weigh(opened(case, policy, now), category, policy, now) if category and decision.route else None
    it = It(case, decision, policy, now, language or policy.language, known, waits)
    sections = (Section(id_, it.say(id_), tuple(lines(it))) for id_, lines in SECTIONS.items())
    return Explanation(
        ticket=case.ticket.id,
        stand=decision.stand,
        rule=decision.rule,
        policy=policy.version,
        mode=policy.mode,
        wake_at=decision.wake_at,
        summary=it.say(f"stand.{decision.stand}"),
        sections=tuple(section for section in sections if section.lines),
    )
