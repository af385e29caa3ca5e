"""How far every word of a page is from every other in meaning, and where the telling words stand."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from integration.core.claim.cues import Cue
from integration.core.claim.marks import Mark
from integration.core.claim.model import Item
from integration.core.claim.page import Page
from integration.core.claim.telling import bent, is_event, is_other_word, may_tell, told_at
from integration.core.claim.wordlists import word_set

WORD = 2  # the distance of one word; halves are needed for the small preference below
AFTER = 3  # a word before a value says more about it than a word after it
WALL = 1_000_000  # the end of a sentence: nothing beyond it speaks of the value
_SOFT = 6  # the end of a long line that an e-mail program broke
_MARK = 5  # another value in between
_LONG_LINE = 50
_WEIGHTS = {
    **dict.fromkeys(("'", "*", '"', "«", "»", ":", "le", "la", "les", "l", "the"), 0),
    **dict.fromkeys((",", "(", ")", "-"), 4),
    **dict.fromkeys(
        ("et", "and", "mais", "but", "puis", "donc", "then", "y", "und", "e", "en", "pourtant", "so", "qui"), 6
    ),
    **dict.fromkeys(
        ("alors", "car", "parce", "puisque", "quand", "lorsque", "because", "while", "although", "when", "since"), 10
    ),
    **dict.fromkeys(
        ("suite", "sinon", "tandis", "comme", "si", "que", "if", "after", "apres", "cause", "after", "or", "though"), 8
    ),
    **dict.fromkeys(("de", "d", "of"), 1),
    **dict.fromkeys(("despite", "malgre"), 8),
    **dict.fromkeys(("sans", "avec", "without", "with"), 6),
    **dict.fromkeys(("je", "j", "vous", "nous", "il", "elle", "i", "you", "we", "they", "she"), 5),
    "en": 2,
}
_ENDS = frozenset({".", "!", "?", ";", "…", "•"})
_SHORT_FORMS = word_set("m mr mme mlle dr n no art ref cf ex env st tel bd av p mrs ms")


class Near(NamedTuple):
    """The telling word that governs a value, and how far from it."""

    cue: Cue
    distance: int


@dataclass(frozen=True, slots=True)
class Told:
    """The telling words about one item, and where its marks begin."""

    firsts: list[int]
    positions: list[int]
    cues: list[Cue]

    def add(self, index: int, cue: Cue) -> None:
        """Note a telling word; one that only bends others says nothing alone."""
        if cue is not Cue.BEND:
            self.positions.append(index)
            self.cues.append(cue)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Distances along a page, and its telling words about dates and about amounts."""

    along: list[int]  # distance from the page's beginning to just after each word
    dates: Told
    amounts: Told

    def told(self, item: Item) -> Told:
        """Return the telling words about an item."""
        return self.amounts if item is Item.AMOUNT else self.dates

    def nearest(self, mark: Mark) -> Near | None:
        """Return the telling word nearest to a mark in its sentence; of two as near, the one before it."""
        before, after = self._before(mark), self._after(mark)
        near = after if before is None or (after and after.distance < before.distance) else before
        return near if near and near.distance < WALL // 2 else None

    def charged_beside(self, mark: Mark, within: int) -> bool:
        """Tell whether a charge stands near, behind a price ("prélevé l'abonnement de 9,99 €") or on the other side."""
        after, told = self._after(mark), self.told(mark.item)
        if after and after.cue is Cue.CHARGE and after.distance <= within:
            return True
        at = bisect_left(told.positions, mark.first) - 2
        if at < 0 or told.cues[at] is not Cue.CHARGE:
            return False
        begun = told.positions[at]
        between = any(begun < other < mark.first for other in told.firsts)
        return not between and self.along[mark.first - 1] - self.along[begun] <= within

    def charged_right_after(self, mark: Mark) -> bool:
        """Tell whether the very next word is a charge: "250 € débités"."""
        after = self._after(mark)
        return after is not None and after.cue is Cue.CHARGE and after.distance == AFTER

    def sentence(self, index: int) -> int:
        """Return the number of the sentence a word stands in."""
        return (self.along[index - 1] if index else 0) // WALL

    def _before(self, mark: Mark) -> Near | None:
        told = self.told(mark.item)
        at = bisect_left(told.positions, mark.first) - 1
        if at < 0:
            return None
        return Near(told.cues[at], self.along[mark.first - 1] - self.along[told.positions[at]])

    def _after(self, mark: Mark) -> Near | None:
        told = self.told(mark.item)
        at = bisect_left(told.positions, mark.last)
        if at == len(told.positions):
            return None
        distance = self.along[told.positions[at] - 1] - self.along[mark.last - 1]
        return Near(told.cues[at], distance + AFTER)


def surroundings_of(page: Page, marks: list[Mark], accounts: list[tuple[int, int]]) -> Surroundings:
    """Measure a page once for all its marks; the letters of an account are no words."""
    inside = {index for mark in marks for index in range(mark.first, mark.last)}
    for start, end in accounts:
        inside.update(range(bisect_left(page.starts, start), bisect_left(page.starts, end)))
    begun = {mark.first for mark in marks}
    dates = Told([mark.first for mark in marks if mark.item is not Item.AMOUNT], [], [])
    amounts = Told([mark.first for mark in marks if mark.item is Item.AMOUNT], [], [])
    along: list[int] = []
    gone = 0
    for index, word in enumerate(page.words):
        if index in inside:
            gone += _MARK if index in begun else 0
        else:
            weight = _WEIGHTS.get(word)
            gone += _weight(page, index, word) if weight is None else weight
            if may_tell(word):
                _note(dates, amounts, page, index)
        along.append(gone)
    return Surroundings(along, dates, amounts)


def _note(dates: Told, amounts: Told, page: Page, index: int) -> None:
    told = told_at(page, index)
    if told is None:
        if is_event(page, index):
            dates.add(index, Cue.DOUBT)
        return
    if is_other_word(page, index):
        return
    of_date, of_amount = told
    if of_date:
        dates.add(index, bent(page, index, Item.TRANSACTION_DATE) if of_date is Cue.CHARGE else of_date)
    if of_amount:
        amounts.add(index, bent(page, index, Item.AMOUNT) if of_amount is Cue.CHARGE else of_amount)


def _weight(page: Page, index: int, word: str) -> int:
    if word == "\n":
        return _line_weight(page, index)
    if word in _ENDS:
        return WALL if _ends_sentence(page, index, word) else 0
    return WORD


def _ends_sentence(page: Page, index: int, word: str) -> bool:
    if word != ".":
        return True
    return not page.glued(index + 1) and (index == 0 or page.words[index - 1] not in _SHORT_FORMS)


def _line_weight(page: Page, index: int) -> int:
    """A short line is a sentence of its own; a long one was broken by an e-mail program."""
    start = page.folded.rfind("\n", 0, page.starts[index]) + 1
    if page.starts[index] - start < _LONG_LINE or page.words[index + 1] in {"\n", "", "-", "*", "•"}:
        return WALL
    return _SOFT
