"""How far every word of a page is from every other in meaning, and where the telling words stand."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from integration.core.claim.currencies import EDGES
from integration.core.claim.cues import Cue, cue_of, cues_of
from integration.core.claim.marks import Mark
from integration.core.claim.model import Item
from integration.core.claim.page import Page
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
    **dict.fromkeys(("sans", "avec", "without", "with"), 6),
    **dict.fromkeys(("je", "j", "vous", "nous", "il", "elle", "i", "you", "we", "they", "she"), 5),
    "en": 2,
}
_ENDS = frozenset({".", "!", "?", ";", "…", "•"})
_SHORT_FORMS = word_set("m mr mme mlle dr n no art ref cf ex env st tel bd av p mrs ms")
_AUXILIARIES = word_set("ai suis avons sommes etais avais avions est a ont sont")
_ADVERBS = word_set("pas ete deja bien aussi jamais encore y tout juste donc finalement enfin du")
_TRANSPARENT = word_set(
    """
    fait faite effectue effectuee effectues passe passee passes realise realisee enregistre produit apparu apparue
    tombe tombee intervenu presente presentee valide validee survenu survenue eu comptabilise clique comptabilisee execute
    executee emis emise lieu prise pris datee date tire precise precisee suivante suivant cette celle que une le des
    les notre votre entre
    """
)
_TAKEN = frozenset({"pris", "prise", "facture", "facturee", "retenu", "retenue", "preleves"})
_ENDINGS = ("e", "ee", "es", "ees", "i", "is", "ie", "ies", "it", "u", "ue", "us", "ues", "ert", "erte", "int")
_WE = frozenset({"i", "we", "he", "she"})
_WHO = word_set("il elle on qui m t l s y ' mere pere mari femme fille fils frere soeur oncle tante ami amie maman papa conjoint epouse")
_HELPERS = word_set("have had ve was were just also never only first ' been")


class Near(NamedTuple):
    """The telling word that governs a value, and how far from it."""

    cue: Cue
    distance: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Distances along a page, and its telling words about dates and about amounts."""

    along: list[int]  # distance from the page's beginning to just after each word
    positions: dict[Item, list[int]]
    cues: dict[Item, list[Cue]]
    firsts: dict[Item, list[int]]

    def nearest(self, mark: Mark) -> Near | None:
        """Return the telling word nearest to a mark in its sentence."""
        found = [near for near in (self._before(mark), self._after(mark)) if near and near.distance < WALL // 2]
        return min(found, key=lambda near: near.distance, default=None)

    def charged_beside(self, mark: Mark, within: int) -> bool:
        """Tell whether a charge stands near, behind a price ("prélevé l'abonnement de 9,99 €") or on the other side."""
        after = self._after(mark)
        if after and after.cue is Cue.CHARGE and after.distance <= within:
            return True
        at = bisect_left(self.positions[mark.item], mark.first) - 2
        if at < 0 or self.cues[mark.item][at] is not Cue.CHARGE:
            return False
        begun = self.positions[mark.item][at]
        between = any(begun < other < mark.first for other in self.firsts[mark.item])
        return not between and self.along[mark.first - 1] - self.along[begun] <= within

    def charged_right_after(self, mark: Mark) -> bool:
        """Tell whether the very next word is a charge: "250 € débités"."""
        after = self._after(mark)
        return after is not None and after.cue is Cue.CHARGE and after.distance == AFTER

    def sentence(self, index: int) -> int:
        """Return the number of the sentence a word stands in."""
        return (self.along[index - 1] if index else 0) // WALL

    def _before(self, mark: Mark) -> Near | None:
        at = bisect_left(self.positions[mark.item], mark.first) - 1
        if at < 0:
            return None
        distance = (self.along[mark.first - 1] if mark.first else 0) - self.along[self.positions[mark.item][at]]
        return Near(self.cues[mark.item][at], distance)

    def _after(self, mark: Mark) -> Near | None:
        at = bisect_left(self.positions[mark.item], mark.last)
        if at == len(self.positions[mark.item]):
            return None
        distance = self.along[self.positions[mark.item][at] - 1] - self.along[mark.last - 1]
        return Near(self.cues[mark.item][at], distance + AFTER)


def surroundings_of(page: Page, marks: list[Mark], accounts: list[tuple[int, int]]) -> Surroundings:
    """Measure a page once for all its marks; the letters of an account are no words."""
    inside = {index for mark in marks for index in range(mark.first, mark.last)}
    for start, end in accounts:
        inside |= set(range(bisect_left(page.starts, start), bisect_left(page.starts, end)))
    begun = {mark.first for mark in marks}
    along: list[int] = []
    gone = 0
    items = (Item.TRANSACTION_DATE, Item.AMOUNT)
    firsts = {item: [mark.first for mark in marks if mark.item is item] for item in items}
    around = Surroundings(along, {item: [] for item in items}, {item: [] for item in items}, firsts)
    for index, word in enumerate(page.words):
        if index in inside:
            gone += _MARK if index in begun else 0
        else:
            weight = _WEIGHTS.get(word)
            gone += _weight(page, index, word) if weight is None else weight
            if _may_tell(word):
                _note(around, page, index, word)
        along.append(gone)
    return around


@lru_cache(maxsize=16384)
def _may_tell(word: str) -> bool:
    """Tell whether a word can be a cue or an event at all; most cannot, and are passed over."""
    return cues_of(word) is not None or word in _TAKEN or (len(word) > 3 and word.endswith((*_ENDINGS, "ed")))


def _note(around: Surroundings, page: Page, index: int, word: str) -> None:
    told = cues_of(word)
    if word == "operation" and (index == 0 or page.words[index - 1] == "\n" or page.words[index + 1] == "bancaire"):
        told = (Cue.CHARGE, Cue.CHARGE)
    if word in _TAKEN and _is_taken(page, index):
        told = (Cue.CHARGE, Cue.CHARGE)
    if told is None:
        if _is_event(page, index, word):
            _add(around, Item.TRANSACTION_DATE, index, Cue.DOUBT)
        return
    for item, cue in zip((Item.TRANSACTION_DATE, Item.AMOUNT), told, strict=True):
        if cue and not _is_other_word(page, index, word):
            _add(around, item, index, _bent(page, index, item) if cue is Cue.CHARGE else cue)


def _add(around: Surroundings, item: Item, index: int, cue: Cue) -> None:
    if cue is not Cue.BEND:
        around.positions[item].append(index)
        around.cues[item].append(cue)


def _bent(page: Page, index: int, item: Item) -> Cue:
    """Read "devait payer", "allez prélever": no charge that happened."""
    for before in page.words[max(index - 3, 0) : index][::-1]:
        if before in _ENDS or before in {",", "\n"}:
            break
        if cue_of(before, item) in {Cue.TURN, Cue.BEND}:
            return Cue.TURN
    return Cue.CHARGE


def _is_other_word(page: Page, index: int, word: str) -> bool:
    """Tell apart words that only look like a cue: "n'est pas arrivé", "rendez-vous", "carte de débit"."""
    words = page.words
    if word == "rendez":
        return words[index + 1] in {"vous", "-"} and words[index + 2] in {"vous", "le", "chez", "avec"}
    if word in {"debit", "credit"}:
        return index > 1 and words[index - 2] in {"carte", "relation"}
    if word == "achat":
        return index > 1 and words[index - 1] in {"'", "d"} and "bon" in words[max(index - 3, 0) : index]
    if word.startswith("dispar"):
        return words[index - 1] in {"ont", "ait"} or "compte" in words[index + 1 : index + 5]
    if word.startswith("parti"):
        return words[index - 1] == "sont" or words[index - 1] in EDGES
    if word.startswith("constat"):
        return cue_of(words[index - 1], Item.AMOUNT) is Cue.CHARGE
    return False


def _is_taken(page: Page, index: int) -> bool:
    """Recognise "vous m'avez pris 49 €", "pris sur mon compte", "vous m'avez facturé": verbs that are also other things."""
    words = page.words
    if words[index + 1] in {"rendez", "contact", "connaissance", "en", "un", "une", "rdv", "soin", "note"}:
        return False
    if index == 0 or words[index - 1] in {"\n", ".", "!", "?"}:
        return words[index + 1].isdecimal()  # "Facturé 80 €"
    return words[index + 1] == "sur" or words[index - 1] in {"avez", "ont", "ete", "aviez", "est", "a"}


def _is_event(page: Page, index: int, word: str) -> bool:
    """Recognise an unknown thing that happened ("j'ai déménagé", "I moved"): its date is not the charge's."""
    if len(word) < 4 or word in _TRANSPARENT or not word.isalpha():
        return False
    words, at = page.words, index - 1
    if word.endswith("ed"):
        while at > 0 and words[at] in _HELPERS:
            at -= 1
        return at >= 0 and words[at] in _WE
    if not word.endswith(_ENDINGS):
        return False
    while at > index - 3 and at > 0 and words[at] in _ADVERBS:
        at -= 1
    if at >= 0 and words[at] == "a":
        return at > 0 and words[at - 1] in _WHO  # not the "à" of "à cause"
    return at >= 0 and words[at] in _AUXILIARIES


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
