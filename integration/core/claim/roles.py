"""What each marked date or amount is doing in the text: the charge, something doubtful, or something else."""

from integration.core.claim.cues import Cue, cue_of
from integration.core.claim.labels import label_of
from integration.core.claim.levels import Level, Setting
from integration.core.claim.marks import Form, Mark
from integration.core.claim.model import Item
from integration.core.claim.page import Page
from integration.core.claim.prefixes import before_instead, prefix_of, turned
from integration.core.claim.small_words import NEUTRAL
from integration.core.claim.surroundings import WORD
from integration.core.claim.wordlists import word_set

_FAR = 12 * WORD
_BARE_FAR = 5 * WORD
_FAINT = 9 * WORD  # what else happened speaks of a date less far than a charge does
_SHORT_TEXT = 40  # words


def level_of(mark: Mark, setting: Setting) -> Level:
    """Tell what a mark is doing in its text."""
    level = _level(mark, setting)
    if Level.NO <= level <= Level.DOUBT and _dates_an_amount(mark, setting):
        level = Level.WEAK
    if setting.page.starts[mark.first] >= setting.signature and level is not Level.LABELLED:
        return Level.NO
    return level


def _level(mark: Mark, setting: Setting) -> Level:
    prefix = prefix_of(mark, setting)
    if prefix is not None:
        return prefix
    labelled = label_of(mark, setting)
    if labelled is not None:
        return labelled
    if mark.form is not Form.BARE and before_instead(mark, setting) and not turned(mark, setting):
        return Level.CHARGED
    return _governed(mark, setting)


def _dates_an_amount(mark: Mark, setting: Setting) -> bool:
    """Tell "les 35 € du 2 novembre", "the €12 from yesterday": the date is the amount's own."""
    words, at = setting.page.words, mark.first - 1
    if mark.item is Item.AMOUNT or at < 1:
        return False
    at -= words[at] == "'"
    if words[at] not in {"du", "d", "of", "from"}:
        return False
    amount = next((one for one in setting.marks if one.item is Item.AMOUNT and one.last == at), None)
    return amount is not None and _level(amount, setting) >= Level.WEAK


def _governed(mark: Mark, setting: Setting) -> Level:
    """Judge by the nearest telling word of the sentence."""
    near = setting.around.nearest(mark)
    if near is None or near.distance > _FAR or (near.cue is not Cue.CHARGE and near.distance > _FAINT):
        return _alone(mark, setting)
    if mark.form is Form.BARE and near.distance > _BARE_FAR and not _has_cents(mark, setting.page):
        return Level.NO
    if mark.item is Item.AMOUNT and setting.around.charged_right_after(mark):
        return Level.CHARGED  # "une caution de 250 € débitée"
    if near.cue is Cue.CHARGE:
        return _charged(mark, setting, near.distance)
    return _amount_beside(mark, setting, near.cue) if mark.item is Item.AMOUNT else _date_beside(mark, near.cue)


def _amount_beside(mark: Mark, setting: Setting, cue: Cue) -> Level:
    """Judge an amount whose nearest telling word is not a charge."""
    if cue is Cue.REFUND:
        return Level.WEAK
    if cue is not Cue.DOUBT:
        return Level.NO
    if setting.around.charged_beside(mark, 5 * WORD):
        return Level.CHARGED
    return Level.NO if mark.form is Form.BARE else Level.DOUBT


def _date_beside(mark: Mark, cue: Cue) -> Level:
    """Judge a date whose nearest telling word is not a charge."""
    return Level.NO if cue is Cue.NO or mark.form is Form.BARE else Level.DOUBT


def _charged(mark: Mark, setting: Setting, distance: int) -> Level:
    words = setting.page.words
    if (
        words[mark.last] in {"de", "d"}
        and cue_of(words[mark.last + 1 + (words[mark.last] == "d")], mark.item) is Cue.NO
    ):
        return Level.DOUBT  # "8 € de commission", "20 € de frais": somebody charged them, perhaps the bank
    if mark.form is Form.RATE:
        return Level.WEAK
    if mark.form is Form.BARE and mark.item is Item.AMOUNT and not _has_cents(mark, setting.page):
        after = setting.page.words[mark.last]
        return Level.CHARGED if distance <= WORD and (not after.isalnum() or after in _FREE) else Level.NO
    return Level.CHARGED


_FREE = word_set("le sur en pour hier et par au mais on for from the via depuis ce cette")


def _has_cents(mark: Mark, page: Page) -> bool:
    """Tell "49,90" from "49": cents make a bare number an amount."""
    return (
        mark.last - mark.first > 1 and page.words[mark.last - 2] in {",", "."} and len(page.words[mark.last - 1]) <= 2
    )


def _alone(mark: Mark, setting: Setting) -> Level:
    """Judge a value whose sentence tells nothing: a short answer, or a date and an amount side by side."""
    if _is_terse(mark, setting):
        return Level.TERSE
    if (
        mark.item is Item.AMOUNT
        and mark.first
        and setting.page.words[mark.first - 1] == "-"
        and setting.page.glued(mark.first)
    ):
        return Level.WEAK  # "-39,90 €": a debit on a statement
    if mark.form is not Form.FULL and not (mark.item is Item.AMOUNT and _has_cents(mark, setting.page)):
        return Level.NO if mark.form is Form.BARE else Level.DOUBT
    if mark.item is Item.AMOUNT and _is_only_amount(mark, setting):
        return Level.WEAK
    sentence = setting.around.sentence(mark.first)
    beside = {
        other.item
        for other in setting.marks
        if (other is mark or other.form is Form.FULL)
        and setting.around.sentence(other.first) == sentence
        and not _belongs(other, setting)
    }
    return Level.WEAK if beside == {Item.TRANSACTION_DATE, Item.AMOUNT} else Level.DOUBT


def _is_only_amount(mark: Mark, setting: Setting) -> bool:
    """Tell whether this is the one amount of a text that speaks of a charge, though in another sentence."""
    others = [one for one in setting.marks if one.item is Item.AMOUNT and one is not mark and one.form is not Form.BARE]
    return not others and Cue.CHARGE in setting.around.amounts.cues


def _belongs(mark: Mark, setting: Setting) -> bool:
    """Tell whether a value is about something else than the charge, and drags its neighbour along."""
    near = setting.around.nearest(mark)
    return near is not None and near.cue not in (Cue.CHARGE, Cue.REFUND) and near.distance <= _FAINT


def _is_terse(mark: Mark, setting: Setting) -> bool:
    words = [word for word in setting.page.words if word.isalpha()]
    if len(words) > _SHORT_TEXT or (
        mark.form is Form.BARE and mark.item is Item.AMOUNT and not _has_cents(mark, setting.page)
    ):
        return False
    if mark.item is Item.TRANSACTION_DATE and setting.written_on in mark.values:
        return False
    if any(cue_of(word, mark.item) is Cue.NO for word in words):
        return False
    sentence, inside = setting.around.sentence(mark.first), _inside(setting)
    return all(
        word in NEUTRAL or not word.isalpha() or cue_of(word, mark.item) is Cue.CHARGE
        for index, word in enumerate(setting.page.words)
        if index not in inside and setting.around.sentence(index) == sentence
    )


def _inside(setting: Setting) -> set[int]:
    """Collect the words that are part of a value or of an account."""
    values = {index for mark in setting.marks for index in range(mark.first, mark.last)}
    starts = setting.page.starts
    return values | {at for first, last in setting.accounts for at, start in enumerate(starts) if first <= start < last}
