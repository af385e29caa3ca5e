"""The choice of one value among all that were seen: the surest, the latest, and never one of two that compete."""

import re
from dataclasses import dataclass, replace
from datetime import date

from integration.core.claim.levels import Level
from integration.core.claim.model import Finding, Item, Question, Reading, Reason, Value
from integration.core.claim.sanity import objection
from integration.core.claim.sightings import Sighting, same, short

_CORRECTION = re.compile(
    r"\b(?:pardon|erratum|rectific\w{0,8}|correction|corrige|tromp[a-z]{1,4}|erreur de (?:ma part|frappe|saisie)"
    r"|voulais dire|oups|i meant|my mistake|typo|oops|correct is|made a mistake|faute de frappe|mal lu|mal recopie"
    r"|coquille|et non)\b"
)
_NEAR = 120  # a correction speaks of what follows within so many letters
_EXCUSED = frozenset({Reason.IN_THE_FUTURE, Reason.TOO_OLD, Reason.CURRENCY_NOT_ALLOWED})


@dataclass(frozen=True, slots=True)
class Message:
    """What was seen in one message of the member, and where it speaks of a mistake."""

    sightings: tuple[Sighting, ...]
    folded: str = ""

    def corrects(self, sighting: Sighting) -> bool:
        """Tell whether a word of correction stands shortly before a sighting."""
        before = self.folded[max(sighting.start - _NEAR, 0) : sighting.start]
        return _CORRECTION.search(before) is not None

    def owns_a_mistake(self) -> bool:
        """Tell whether the message speaks of a correction at all."""
        return _CORRECTION.search(self.folded) is not None


@dataclass(frozen=True, slots=True)
class Choice:
    """What the messages say of one item: the sightings that count, how surely, and which message decided."""

    sightings: tuple[Sighting, ...] = ()
    message: Message | None = None
    level: Level = Level.NO

    @property
    def values(self) -> list[Finding]:
        """Return the distinct values."""
        if len(self.sightings) == 1:
            return [self.sightings[0].finding(value) for value in self.sightings[0].values]
        kept: list[Finding] = []
        sure = [value for sighting in self.sightings if len(sighting.values) == 1 for value in sighting.values]
        for finding in (finding for sighting in self.sightings for finding in sighting.readings(sure)):
            if not any(same(finding.value, other.value) for other in kept):
                kept.append(finding)
        return kept


NOTHING = Choice()


def choose(item: Item, messages: list[Message]) -> Choice:
    """Take the latest message that is sure of a value; a less sure one only when none is."""
    denied: list[Value] = []
    fallback = NOTHING
    for message in reversed(messages):
        seen = [sighting for sighting in message.sightings if sighting.item is item]
        if not seen:
            continue
        denied += [value for sighting in seen if sighting.level is Level.DENIED for value in sighting.values]
        choice = _surest(seen, denied, message)
        if choice.level >= Level.TERSE:
            return choice if len(messages) == 1 else _correcting(choice, item, messages)
        if choice.level > fallback.level:
            fallback = choice
    return fallback


def _surest(seen: list[Sighting], denied: list[Value], message: Message) -> Choice:
    left = [one for one in seen if one.level > Level.NO]
    if denied:
        left = [one for one in left if not any(same(a, b) for a in one.values for b in denied)]
    if not left:
        return NOTHING
    top = max([one.level for one in left])
    best = tuple(one for one in left if one.level >= min(top, Level.CHARGED))
    if len(best) > 1 and (correction := _correction(best, message)):
        best = (correction,)
    return Choice(best, message, top)


def _correction(best: tuple[Sighting, ...], message: Message) -> Sighting | None:
    """Return the last of several values when the member says that it replaces the others."""
    if len({str(one.values) for one in best}) == 1 or not message.corrects(best[-1]):
        return None
    after = [one for one in best if message.corrects(one)]
    return after[-1].corrected() if len({str(one.values) for one in after}) == 1 else None


def _correcting(choice: Choice, item: Item, messages: list[Message]) -> Choice:
    """Say so when the value chosen replaces another that an earlier message was sure of."""
    before = [
        one for message in messages if message is not choice.message for one in message.sightings if one.item is item
    ]
    replaced = any(
        not any(same(value, finding.value) for finding in choice.values)
        for one in before
        if one.level >= Level.TERSE
        for value in one.values
    )
    return replace(choice, sightings=tuple(one.corrected() for one in choice.sightings)) if replaced else choice


def concluded(item: Item, choice: Choice, policy: Reading, today: date) -> Finding | Question:
    """Turn a choice into a finding, or into the question that it leaves."""
    if not choice.sightings:
        return Question(item, Reason.MISSING)
    problem = next((one for one in choice.sightings if one.problem), None)
    values = choice.values
    if problem and (problem.problem is not Reason.APPROXIMATE or not _exact(choice)):
        return Question(item, problem.problem or Reason.MISSING, tuple(values), short(problem.written))
    if len(values) > 1:
        values = [one for one in values if objection(one.value, policy, today) not in _EXCUSED] or values
    if len(values) > 1:
        return Question(item, Reason.AMBIGUOUS, tuple(values))
    return _judged(item, values[0], choice, policy, today)


def _exact(choice: Choice) -> bool:
    return any(one.problem is None for one in choice.sightings)


def _judged(item: Item, finding: Finding, choice: Choice, policy: Reading, today: date) -> Finding | Question:
    reason = objection(finding.value, policy, today)
    if reason is None and choice.level is not Level.DOUBT:
        return finding
    written = next(one.written for one in choice.sightings if finding.value in one.values)
    return Question(item, reason or Reason.UNCONFIRMED, (finding,), short(written))
