"""How far every word of a page is from every other in meaning, and where the telling words stand."""

from bisect import bisect_left
from dataclasses import dataclass

from integration.core.claim.cues import Cue, cue_of, cues_of
from integration.core.claim.marks import Mark
from integration.core.claim.model import Item
from integration.core.claim.page import Page

WORD = 2  # the distance of one word; halves are needed for the small preference below
AFTER = 3  # a word before a value says more about it than a word after it
WALL = 1_000_000  # the end of a sentence: nothing beyond it speaks of the value
_SOFT = 6  # the end of a long line that an e-mail program broke
_LONG_LINE = 50
_WEIGHTS = {
    **dict.fromkeys(("'", "*", '"', "«", "»", ":", "le", "la", "les", "l", "the"), 0),
    **dict.fromkeys((",", "(", ")", "-"), 4),
    **dict.fromkeys(("et", "and", "mais", "but", "puis", "donc", "then", "y", "und", "e", "en", "pourtant", "so", "qui"), 6),
    **dict.fromkeys(("alors", "car", "parce", "puisque", "quand", "lorsque", "because", "while", "although", "when", "since"), 10),
    **dict.fromkeys(("suite", "sinon", "tandis", "comme", "si", "que", "if", "after", "apres", "cause", "after", "or", "though"), 8),
    "en": 2,
}
_ENDS = frozenset({".", "!", "?", ";", "…", "•"})
_SHORT_FORMS = frozenset({"m", "mr", "mme", "mlle", "dr", "n", "no", "art", "ref", "cf", "ex", "env", "st", "tel", "bd", "av", "p", "mrs", "ms"})
_AUXILIARIES = frozenset({"ai", "suis", "avons", "sommes", "etais", "avais", "avions", "est", "a", "ont", "sont"})
_ADVERBS = frozenset({"pas", "ete", "deja", "bien", "aussi", "jamais", "encore", "y", "tout", "juste", "donc", "finalement", "enfin", "du"})
_TRANSPARENT = frozenset(
    {"fait", "faite", "effectue", "effectuee", "effectues", "passe", "passee", "passes", "realise", "realisee", "enregistre", "produit"}
    | {"apparu", "apparue", "tombe", "tombee", "intervenu", "presente", "presentee", "valide", "validee", "survenu", "survenue", "eu"}
    | {"comptabilise", "comptabilisee", "execute", "executee", "emis", "emise", "lieu", "prise", "pris", "datee", "date", "tire"}
    | {"precise", "precisee", "suivante", "suivant", "cette", "celle", "que", "une", "le", "des", "les", "notre", "votre", "entre"}
)
_ENDINGS = ("e", "ee", "es", "ees", "i", "is", "ie", "ies", "it", "u", "ue", "us", "ues", "ert", "erte", "int")
_WE = frozenset({"i", "we", "he", "she"})
_HELPERS = frozenset({"have", "had", "ve", "was", "were", "just", "also", "never", "only", "first", "'", "been"})


@dataclass(frozen=True, slots=True)
class Near:
    """The telling word that governs a value, and how far from it."""

    cue: Cue
    distance: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Distances along a page, and its telling words about dates and about amounts."""

    along: list[int]  # distance from the page's beginning to just after each word
    positions: dict[Item, list[int]]
    cues: dict[Item, list[Cue]]

    def nearest(self, mark: Mark) -> Near | None:
        """Return the telling word nearest to a mark in its sentence."""
        found = [near for near in (self._before(mark), self._after(mark)) if near and near.distance < WALL // 2]
        return min(found, key=lambda near: near.distance, default=None)

    def other_side(self, mark: Mark, cue: Cue, within: int) -> bool:
        """Tell whether such a cue stands near on either side of a mark."""
        return any(near and near.cue is cue and near.distance <= within for near in (self._before(mark), self._after(mark)))

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


def surroundings_of(page: Page, marks: list[Mark]) -> Surroundings:
    """Measure a page once for all its marks."""
    inside = {index for mark in marks for index in range(mark.first, mark.last)}
    along: list[int] = []
    gone = 0
    around = Surroundings(along, {Item.TRANSACTION_DATE: [], Item.AMOUNT: []}, {Item.TRANSACTION_DATE: [], Item.AMOUNT: []})
    for index, word in enumerate(page.words):
        if index in inside:
            gone += 1
        else:
            gone += _weight(page, index, word)
            _note(around, page, index, word)
        along.append(gone)
    return around


def _note(around: Surroundings, page: Page, index: int, word: str) -> None:
    told = cues_of(word)
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
    return False


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
    return at >= 0 and words[at] in _AUXILIARIES


def _weight(page: Page, index: int, word: str) -> int:
    if word == "\n":
        return _line_weight(page, index)
    if word in _ENDS:
        return WALL if _ends_sentence(page, index, word) else 0
    return _WEIGHTS.get(word, WORD)


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
