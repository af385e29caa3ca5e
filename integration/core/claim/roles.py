"""What each marked date or amount is doing in the text: the charge, something doubtful, or something else altogether."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from integration.core.claim.cues import Cue, cue_of
from integration.core.claim.marks import Form, Mark
from integration.core.claim.model import Item
from integration.core.claim.page import Page
from integration.core.claim.surroundings import WORD, Surroundings
from integration.core.claim.wordlists import word_set


class Level(IntEnum):
    """How surely a value is the one of the transaction."""

    DENIED = -1  # "et non le 3": whoever said so before, it is not this one
    NO = 0
    DOUBT = 1
    WEAK = 2  # the amount asked back, or a date and an amount side by side with nothing else said
    TERSE = 3  # a short answer that says little but the value
    CHARGED = 4  # next to a word of charging
    LABELLED = 5  # "Montant : 49,90 €"


@dataclass(frozen=True, slots=True)
class Setting:
    """A page with its marks and its distances: what roles are told from."""

    page: Page
    marks: list[Mark]
    around: Surroundings
    signature: int  # where the signature begins in the text
    written_on: date  # the day the text was written: a letter's own date


_FAR = 12 * WORD
_BARE_FAR = 5 * WORD
_LINKS = word_set("le la les l ' the du de d a au des of on - un une seulement only")
_NOTS = frozenset({"non", "pas", "not", "sauf"})
_INSTEADS = frozenset({"instead", "contre", "statt", "versus", "vs"})
_LIMITS = word_set(
    """
    depuis avant apres jusqu partir compter des since until before after by from ici till starting as jusque tard
    expire ab seit bis desde hasta dal sinds
    """
)
_LABELS = {
    Item.TRANSACTION_DATE: word_set("date jour day datum fecha data dates quand when effectue effectuee passe realise"),
    Item.AMOUNT: word_set(
        """
    montant somme total amount sum betrag importe importo bedrag valor monto montants totale
    """
    ),
}
_SEPARATORS = frozenset({":", "=", "\n"})
_STEPS = word_set("ttc * ( « est etait is was de du le d ' of the - > au | on ist") | {'"'}
_STOPS = frozenset({".", ",", ";", "!", "?", "\n", ""})
_GREETINGS = word_set("bonjour bonsoir madame monsieur salut hello hi dear messieurs mesdames")
NEUTRAL = word_set(
    """quoi meant i typo not non pas voulais dire wrong it's sent vient etre 
    bonjour bonsoir madame monsieur messieurs mesdames salut hello hi dear merci merci d avance cordialement le la
    les l du de des un une the a of on au en c est etait ce il s agit voici voila oui yes mon ma mes my is was it et
    and pour for compte account date montant somme amount sum total jour transaction exact exacte exactement bien
    sur mail adresse email numero client donc alors suite votre your message reponse question demande comme demandee
    desole desolee pardon sorry thanks thank you je vous j ai reponds re donne information informations concerne
    concernant eu lieu par via carte cb bancaire banque abonnement guichet debit prelevement euros eur ttc ici
    correspond semaine derniere dernier mois passe last week month bonne bon erreur trompe suis me m en fait plutot
    correction correct correcte here in reply to sir cher chere ref fois deux plus que
    """
)
_SHORT_TEXT = 40  # words


def level_of(mark: Mark, setting: Setting) -> Level:
    """Tell what a mark is doing in its text."""
    level = _level(mark, setting)
    if setting.page.starts[mark.first] >= setting.signature and level is not Level.LABELLED:
        return Level.NO
    return level


def _level(mark: Mark, setting: Setting) -> Level:
    prefix = _prefix(mark, setting)
    if prefix is not None:
        return prefix
    labelled = _label(mark, setting)
    if labelled is not None:
        return labelled
    if mark.form is not Form.BARE and _before_instead(mark, setting) and not _turned(mark, setting):
        return Level.CHARGED
    return _governed(mark, setting)


def _prefix(mark: Mark, setting: Setting) -> Level | None:
    """Read the little words right before a value: "et non le 3", "au lieu de 64 €", "depuis le 3"."""
    words, at = setting.page.words, mark.first - 1
    while at >= max(mark.first - 5, 0) and words[at] in _LINKS:
        at -= 1
    before = words[at] if at >= 0 else ""
    if mark.item is Item.AMOUNT and words[mark.last] == "ttc" and setting.around.charged_beside(mark, _FAR):
        return Level.CHARGED
    if before in _NOTS:
        return Level.CHARGED if _after_what_should_be(mark, setting) else Level.DENIED
    if before in _INSTEADS or words[max(at - 1, 0) : at + 1] in (["au", "lieu"], ["la", "place"]) or (before in {"que", "than"} and at > 0 and words[at - 1] in {"plutot", "rather"}):
        return Level.CHARGED if _after_what_should_be(mark, setting) else Level.NO
    if mark.item is Item.TRANSACTION_DATE and before in _LIMITS and _limits(words, at):
        return Level.NO
    if mark.item is Item.AMOUNT and words[mark.first - 1] == "+" and mark.first:
        return Level.NO
    if before in {"mais", "but"} and _is_denied_before(mark, setting, at):
        return Level.CHARGED
    return _letterhead(mark, setting)


def _is_denied_before(mark: Mark, setting: Setting, at: int) -> bool:
    """Tell "ce n'est pas le 20 mais le 21": what follows is what is meant."""
    left = next((one for one in setting.marks if one.item is mark.item and at - 1 <= one.last <= at), None)
    return left is not None and _prefix(left, setting) is Level.DENIED


def _limits(words: list[str], at: int) -> bool:
    """Tell "dès le 3" from "des", and "from 3 May on" from "the payment from 3 May"."""
    if words[at] == "des":
        return words[at + 1] == "le"
    return words[at] != "from" or at == 0 or cue_of(words[at - 1], Item.TRANSACTION_DATE) is not Cue.CHARGE


def _letterhead(mark: Mark, setting: Setting) -> Level | None:
    """Recognise the date of a letter: "Paris, le 22 novembre 2026", "Fait à Lyon, le …", or alone on a line of a longer text."""
    words, begin = setting.page.words, mark.first
    if mark.item is not Item.TRANSACTION_DATE or words[mark.last] not in {"\n", "", ".", ","}:
        return None
    while begin > 0 and words[begin - 1] != "\n" and begin > mark.first - 8:
        begin -= 1
    line = words[begin : mark.first]
    if line and line[0] == "fait" or (len(line) > 2 and line[-2:] == [",", "le"] and _is_place(line[:-2])):
        return Level.NO
    return None


def _is_place(words: list[str]) -> bool:
    return (
        len(words) <= 4
        and words[0] not in _GREETINGS
        and not any(cue_of(word, Item.TRANSACTION_DATE) for word in words)
    )


def _label(mark: Mark, setting: Setting) -> Level | None:
    """Read the label in front of a value, or on the line above it."""
    words, at, separated = setting.page.words, mark.first - 1, False
    while at >= max(mark.first - 6, 0) and (words[at] in _STEPS or words[at] in _SEPARATORS):
        separated = separated or words[at] in _SEPARATORS or words[at] in {"est", "etait", "is", "was", "="}
        at -= 1
    begin = at
    while begin >= max(at - 7, 0) and words[begin] not in _STOPS and words[begin] != ":":
        begin -= 1
    phrase = words[begin + 1 : at + 1]
    named = next((word for word in reversed(phrase) if word in _LABELS[mark.item]), None)
    if named is None:
        return None
    if named == phrase[-1] and at == mark.first - 1 and not any(cue_of(word, mark.item) is Cue.NO for word in phrase):
        separated = True  # "montant 49,90"
    own = not {"mon", "son", "ma", "sa", "my", "his", "her"}.isdisjoint(phrase)
    told = [cue for word in phrase[phrase.index(named) + 1 :] if (cue := _told(word, mark.item, own=own))]
    return _labelled(mark, setting, told, separated=separated)


def _told(word: str, item: Item, *, own: bool) -> Cue | None:
    """Read a word of a label: "date de l'opération" is the bank's, "date de mon opération" the surgeon's."""
    return Cue.CHARGE if word == "operation" and not own else cue_of(word, item)


def _labelled(mark: Mark, setting: Setting, told: list[Cue], *, separated: bool) -> Level | None:
    if Cue.NO in told or Cue.TURN in told:
        return Level.NO
    if Cue.REFUND in told:
        return Level.WEAK
    if Cue.DOUBT in told:
        return Level.DOUBT
    if Cue.CHARGE in told:
        return Level.LABELLED
    if not separated:
        return None
    is_today = mark.item is Item.TRANSACTION_DATE and setting.written_on in mark.values
    return Level.DOUBT if is_today else Level.LABELLED


def _before_instead(mark: Mark, setting: Setting) -> bool:
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


def _turned(mark: Mark, setting: Setting) -> bool:
    near = setting.around.nearest(mark)
    return near is not None and near.cue in {Cue.TURN, Cue.NO}


def _after_what_should_be(mark: Mark, setting: Setting) -> bool:
    """Tell "j'aurais dû payer 64 € au lieu de 80 €": here the second is the charge."""
    before = [other for other in setting.marks if other.item is mark.item and other.last <= mark.first]
    if not before or setting.around.sentence(before[-1].first) != setting.around.sentence(mark.first):
        return False
    near = setting.around.nearest(before[-1])
    return near is not None and near.cue is Cue.TURN


def _governed(mark: Mark, setting: Setting) -> Level:
    """Judge by the nearest telling word of the sentence."""
    near = setting.around.nearest(mark)
    if near is None or near.distance > _FAR:
        return _alone(mark, setting) if near is None else Level.DOUBT
    if mark.form is Form.BARE and near.distance > _BARE_FAR and not _has_cents(mark, setting.page):
        return Level.NO
    if mark.item is Item.AMOUNT and setting.around.charged_right_after(mark):
        return Level.CHARGED  # "une caution de 250 € débitée"
    if near.cue is Cue.CHARGE:
        return _charged(mark, setting, near.distance)
    if near.cue is Cue.REFUND:
        return Level.WEAK
    if near.cue is Cue.DOUBT and mark.item is Item.AMOUNT and setting.around.charged_beside(mark, 5 * WORD):
        return Level.CHARGED
    doubtful = near.cue is Cue.DOUBT or (near.cue is Cue.TURN and mark.item is Item.TRANSACTION_DATE)
    return Level.DOUBT if doubtful and mark.form is not Form.BARE else Level.NO


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
    return mark.last - mark.first > 1 and page.words[mark.last - 2] in {",", "."} and len(page.words[mark.last - 1]) <= 2


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
    if mark.form is not Form.FULL:
        return Level.NO if mark.form is Form.BARE else Level.DOUBT
    sentence = setting.around.sentence(mark.first)
    beside = {
        other.item
        for other in setting.marks
        if setting.around.sentence(other.first) == sentence and other.form is Form.FULL and not _belongs(other, setting)
    }
    return Level.WEAK if beside == {Item.TRANSACTION_DATE, Item.AMOUNT} else Level.DOUBT


def _belongs(mark: Mark, setting: Setting) -> bool:
    """Tell whether a value is about something else than the charge, and drags its neighbour along."""
    near = setting.around.nearest(mark)
    return near is not None and near.cue not in {Cue.CHARGE, Cue.REFUND}


def _is_terse(mark: Mark, setting: Setting) -> bool:
    words = [word for word in setting.page.words if word.isalpha()]
    if len(words) > _SHORT_TEXT or (mark.form is Form.BARE and mark.item is Item.AMOUNT and not _has_cents(mark, setting.page)):
        return False
    if mark.item is Item.TRANSACTION_DATE and setting.written_on in mark.values:
        return False
    if any(cue_of(word, mark.item) is Cue.NO for word in words):
        return False
    sentence, inside = setting.around.sentence(mark.first), _inside(setting.marks)
    return all(
        word in NEUTRAL or not word.isalpha() or cue_of(word, mark.item) is Cue.CHARGE
        for index, word in enumerate(setting.page.words)
        if index not in inside and setting.around.sentence(index) == sentence
    )


def _inside(marks: list[Mark]) -> set[int]:
    return {index for mark in marks for index in range(mark.first, mark.last)}
