"""The little words around a value that decide alone: "et non le 3", "au lieu de 64 €", "depuis le 3", "Paris, le 3"."""

from integration.core.claim.cues import Cue, cue_of
from integration.core.claim.levels import Level, Setting
from integration.core.claim.marks import Mark
from integration.core.claim.model import Item
from integration.core.claim.surroundings import WORD
from integration.core.claim.wordlists import word_set

_NEAR = 12 * WORD
_LINKS = word_set("le la les l ' the du de d a au of on - un une seulement only")
_NOTS = frozenset({"non", "pas", "not", "sauf"})
_INSTEADS = frozenset({"instead", "contre", "statt", "versus", "vs"})
_INSTEAD_OF = (["au", "lieu"], ["la", "place"], ["plutot", "que"], ["rather", "than"])
_LIMITS = word_set(
    """
    depuis avant apres jusqu partir compter des since until before after by from ici till starting as jusque tard
    expire ab seit bis desde hasta dal sinds
    """
)
_GREETINGS = word_set("bonjour bonsoir madame monsieur salut hello hi dear messieurs mesdames")


def prefix_of(mark: Mark, setting: Setting) -> Level | None:
    """Read the little words right before a value: "et non le 3", "au lieu de 64 €", "depuis le 3"."""
    words, at = setting.page.words, mark.first - 1
    while at >= max(mark.first - 5, 0) and words[at] in _LINKS:
        at -= 1
    before = words[at] if at >= 0 else ""
    if before in _NOTS or _is_instead(words, at):
        refused = Level.DENIED if before in _NOTS else Level.NO
        return Level.CHARGED if _after_what_should_be(mark, setting) else refused
    if before in {"mais", "but"} and _is_denied_before(mark, setting, at):
        return Level.CHARGED
    return _of_amount(mark, setting) if mark.item is Item.AMOUNT else _of_date(mark, setting, at)


def _is_instead(words: list[str], at: int) -> bool:
    """Tell "au lieu de", "à la place de", "plutôt que", "contre"."""
    if at < 1:
        return False
    two = words[at - 1 : at + 1]
    return words[at] in _INSTEADS or two in _INSTEAD_OF


def _of_amount(mark: Mark, setting: Setting) -> Level | None:
    words = setting.page.words
    if words[mark.last] == "ttc" and setting.around.charged_beside(mark, _NEAR):
        return Level.CHARGED
    return Level.NO if mark.first and words[mark.first - 1] == "+" else None


def _of_date(mark: Mark, setting: Setting, at: int) -> Level | None:
    if at >= 0 and setting.page.words[at] in _LIMITS and _limits(setting.page.words, at):
        return Level.NO
    return _letterhead(mark, setting)


def _is_denied_before(mark: Mark, setting: Setting, at: int) -> bool:
    """Tell "ce n'est pas le 20 mais le 21": what follows is what is meant."""
    left = next((one for one in setting.marks if one.item is mark.item and at - 1 <= one.last <= at), None)
    return left is not None and prefix_of(left, setting) is Level.DENIED


def _limits(words: list[str], at: int) -> bool:
    """Tell "dès le 3" from "des", and "from 3 May on" from "the payment from 3 May"."""
    if words[at] == "des":
        return words[at + 1] == "le"
    return words[at] != "from" or at == 0 or cue_of(words[at - 1], Item.TRANSACTION_DATE) is not Cue.CHARGE


def _letterhead(mark: Mark, setting: Setting) -> Level | None:
    """Recognise the date of a letter: "Paris, le 22 novembre 2026", "Fait à Lyon, le …"."""
    words, begin = setting.page.words, mark.first
    if words[mark.last] not in {"\n", "", ".", ","}:
        return None
    while begin > 0 and words[begin - 1] != "\n" and begin > mark.first - 8:
        begin -= 1
    line = words[begin : mark.first]
    if (line and line[0] == "fait") or (len(line) > 2 and line[-2:] == [",", "le"] and _is_place(line[:-2])):
        return Level.NO
    return None


def _is_place(words: list[str]) -> bool:
    return (
        len(words) <= 4
        and words[0] not in _GREETINGS
        and not any(word.isdecimal() for word in words)
        and not any(cue_of(word, Item.TRANSACTION_DATE) for word in words)
    )


def before_instead(mark: Mark, setting: Setting) -> bool:
    """Tell whether "au lieu de", "et non" or "instead of" follows: what stands before it is what was charged."""
    words = setting.page.words
    after = words[mark.last : mark.last + 3]
    return after[:2] in (
        ["au", "lieu"],
        ["et", "non"],
        ["et", "pas"],
        ["plutot", "que"],
        ["and", "not"],
        ["rather", "than"],
    ) or after[:1] == ["instead"]


def turned(mark: Mark, setting: Setting) -> bool:
    """Tell whether the nearest telling word is against a value."""
    near = setting.around.nearest(mark)
    return near is not None and near.cue in (Cue.TURN, Cue.NO)


def _after_what_should_be(mark: Mark, setting: Setting) -> bool:
    """Tell "j'aurais dû payer 64 € au lieu de 80 €": here the second is the charge."""
    before = [other for other in setting.marks if other.item is mark.item and other.last <= mark.first]
    if not before or setting.around.sentence(before[-1].first) != setting.around.sentence(mark.first):
        return False
    near = setting.around.nearest(before[-1])
    return near is not None and near.cue is Cue.TURN
