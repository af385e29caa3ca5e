"""Labels: the "Montant :" in front of a value, or on the line above it."""

from integration.core.claim.cues import Cue, cue_of
from integration.core.claim.levels import Level, Setting
from integration.core.claim.marks import Mark
from integration.core.claim.model import Item
from integration.core.claim.wordlists import word_set

_OF_DATES = word_set("date jour day datum fecha data dates quand when effectue effectuee passe realise")
_OF_AMOUNTS = word_set(
    """
    montant somme total amount sum betrag importe importo bedrag valor monto montants totale
    """
)
_SEPARATORS = frozenset({":", "=", "\n"})
_STEPS = word_set("ttc * ( « est etait is was de du le d ' of the - > au | on ist") | {'"'}
_STOPS = frozenset({".", ",", ";", "!", "?", "\n", ""})


def label_of(mark: Mark, setting: Setting) -> Level | None:
    """Read the label in front of a value, or on the line above it."""
    words, at, separated = setting.page.words, mark.first - 1, False
    while at >= max(mark.first - 6, 0) and (words[at] in _STEPS or words[at] in _SEPARATORS):
        separated = separated or words[at] in _SEPARATORS or words[at] in {"est", "etait", "is", "was", "="}
        at -= 1
    begin = at
    while begin >= max(at - 7, 0) and words[begin] not in _STOPS and words[begin] != ":":
        begin -= 1
    phrase = words[begin + 1 : at + 1]
    named = next(
        (word for word in reversed(phrase) if word in (_OF_AMOUNTS if mark.item is Item.AMOUNT else _OF_DATES)), None
    )
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
