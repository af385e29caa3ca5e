"""Reading a claim: every text is looked at once, the surest and latest value wins, and doubt becomes a question."""

from dataclasses import dataclass
from datetime import date
from itertools import chain

from integration.core.claim.accounts import Account, accounts_in
from integration.core.claim.amounts import Coins
from integration.core.claim.choosing import Choice, Message, choose, concluded
from integration.core.claim.dates import When
from integration.core.claim.description import description_in
from integration.core.claim.fields import field_choice
from integration.core.claim.language import is_english
from integration.core.claim.levels import Level, Setting
from integration.core.claim.marks import Form, Mark
from integration.core.claim.model import Claim, Fields, Finding, Item, Question, Reading, Reason, Text
from integration.core.claim.own_words import folded_phrases, own_words
from integration.core.claim.page import Page, composed, fold, page_of
from integration.core.claim.roles import level_of
from integration.core.claim.scanning import marks_on
from integration.core.claim.sightings import Sighting, same
from integration.core.claim.surroundings import surroundings_of

LONGEST = 10_000  # letters of one text that are read: six pages; nobody states a claim after that
_DOUBTS = (Reason.APPROXIMATE, Reason.UNCONFIRMED)
_OR_WORDS = 4
_VALUES = (Item.ACCOUNT, Item.TRANSACTION_DATE, Item.AMOUNT)


@dataclass(frozen=True, slots=True)
class _Read:
    """One text, read."""

    text: Text
    folded: str
    sightings: tuple[Sighting, ...]
    description: Finding | None


def read_claim(texts: tuple[Text, ...], fields: Fields, policy: Reading, today: date) -> Claim:
    """Read the four items from fields and texts; what is missing, competing or impossible becomes a question."""
    return _claim([_read(text, policy) for text in texts], fields, policy, today)


def read_claims(texts: tuple[Text, ...], fields: Fields, policy: Reading, today: date) -> tuple[Claim, Claim]:
    """The claim, and the claim as the texts alone would have it; the texts are read once for both."""
    read = [_read(text, policy) for text in texts]
    claims = [_claim(read, filled, policy, today) for filled in dict.fromkeys((fields, Fields()))]
    return claims[0], claims[-1]


def _claim(read: list[_Read], fields: Fields, policy: Reading, today: date) -> Claim:
    messages = _messages(read)
    answers = [_value(item, messages, fields, policy, today) for item in _VALUES]
    answers.append(_description(read, fields, policy, today))
    return Claim(
        tuple(answer for answer in answers if isinstance(answer, Finding)),
        tuple(answer for answer in answers if isinstance(answer, Question)),
    )


def _read(text: Text, policy: Reading) -> _Read:
    typed = composed(text.body[:LONGEST])
    own = own_words(fold(typed), folded_phrases(policy.own_texts))
    page = page_of(own.folded)
    english = is_english(page, text.language)
    marks = marks_on(page, When(text.written_on, english), Coins(policy.currency, english, typed))
    places = [(page.starts[mark.first], page.end(mark.last - 1)) for mark in marks if mark.form is not Form.BARE]
    accounts = accounts_in(page, typed, places, policy.account_patterns, own.signature)
    seen = [
        Sighting(Item.ACCOUNT, (one.value,), one.level, text.source, one.start, one.end, one.value) for one in accounts
    ]
    marks = [mark for mark in marks if not any(one.start <= page.starts[mark.first] < one.end for one in accounts)]
    if marks:
        seen += _sightings(text, typed, page, marks, accounts, own.signature)
    taken = [*places, *((one.start, one.end) for one in accounts)]
    return _Read(text, own.folded, tuple(seen), description_in(text.source, typed, own, page, taken))


def _sightings(
    text: Text, typed: str, page: Page, marks: list[Mark], accounts: list[Account], signature: int
) -> list[Sighting]:
    spans = tuple((one.start, one.end) for one in accounts)
    setting = Setting(page, marks, surroundings_of(page, marks, [*spans]), signature, text.written_on, spans)
    seen: list[Sighting] = []
    for mark in marks:
        one = _sighting(text, typed, setting, mark)
        if seen and marks[len(seen) - 1].item is mark.item and _either(page, marks[len(seen) - 1], mark):
            one = one._replace(level=max(one.level, seen[-1].level))
            seen[-1] = seen[-1]._replace(level=one.level)
        seen.append(one)
    return seen


def _either(page: Page, left: Mark, right: Mark) -> bool:
    """Tell whether two values are the two sides of an "ou", or of a bare "et": they stand or fall together."""
    between = page.words[left.last : right.first]
    return len(between) <= _OR_WORDS and (
        not {"ou", "or"}.isdisjoint(between) or between in (["et"], ["and"], ["et", "le"], ["and", "the"])
    )


def _sighting(text: Text, typed: str, setting: Setting, mark: Mark) -> Sighting:
    level = level_of(mark, setting)
    if mark.problem in _DOUBTS and level > Level.DOUBT:
        level = Level.DOUBT
    start, end = setting.page.starts[mark.first], setting.page.end(mark.last - 1)
    return Sighting(mark.item, mark.values, level, text.source, start, end, typed[start:end], mark.problem)


def _messages(read: list[_Read]) -> list[Message]:
    """Put the subject together with the message that it announces."""
    messages, waiting = [], list[_Read]()
    for one in read:
        waiting.append(one)
        if one.text.source != "subject":
            messages.append(_message(waiting))
            waiting = []
    return [*messages, _message(waiting)] if waiting else messages


def _message(parts: list[_Read]) -> Message:
    return Message(tuple(chain.from_iterable(part.sightings for part in parts)), parts[-1].folded)


def _value(item: Item, messages: list[Message], fields: Fields, policy: Reading, today: date) -> Finding | Question:
    chosen = choose(item, messages)
    said = concluded(item, chosen, policy, today)
    field = field_choice(item, fields, policy, today)
    if not field.sightings:
        return said
    filled = concluded(item, field, policy, today)
    if isinstance(said, Question) or isinstance(filled, Question):
        sure = isinstance(said, Finding) and chosen.level >= Level.CHARGED
        return said if sure and isinstance(filled, Question) else filled
    return _reconciled(filled, said, chosen, messages)


def _reconciled(filled: Finding, said: Finding, chosen: Choice, messages: list[Message]) -> Finding | Question:
    """Prefer the field, unless it only repeats what an earlier message said, or the member says it is a mistake."""
    if same(filled.value, said.value):
        return filled
    earlier = [one for message in messages if message is not chosen.message for one in message.sightings]
    if any(one.item is said.item and same(value, filled.value) for one in earlier for value in one.values):
        return said
    if chosen.message and chosen.message.owns_a_mistake() and chosen.level >= Level.TERSE:
        return Question(said.item, Reason.AMBIGUOUS, (filled, said))
    return filled


def _description(read: list[_Read], fields: Fields, policy: Reading, today: date) -> Finding | Question:
    """Prefer the field, then the first message that tells something, then the subject."""
    field = field_choice(Item.DESCRIPTION, fields, policy, today)
    if field.sightings:
        return field.values[0]
    told = [one for one in read if one.description]
    first = next((one.description for one in told if one.text.source != "subject"), None)
    return (
        first
        or next((one.description for one in told if one.description), None)
        or Question(Item.DESCRIPTION, Reason.MISSING)
    )
