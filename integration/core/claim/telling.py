"""What a word says where it stands: a charge, something else, an event, or a charge that never happened."""

from functools import lru_cache

from integration.core.claim.cues import Cue, cue_of, cues_of
from integration.core.claim.currencies import EDGES
from integration.core.claim.model import Item
from integration.core.claim.page import Page
from integration.core.claim.wordlists import word_set

_AUXILIARIES = word_set("ai suis avons sommes etais avais avions est a ont sont")
_ADVERBS = word_set("pas ete deja bien aussi jamais encore y tout juste donc finalement enfin du")
_TRANSPARENT = word_set(
    """
    processed posted completed dated issued collected applied fait faite effectue effectuee effectues passe passee
    passes realise realisee enregistre produit apparu apparue tombe tombee intervenu presente presentee valide
    validee survenu survenue eu comptabilise clique comptabilisee execute executee emis emise lieu prise pris datee
    date tire precise precisee suivante suivant cette celle que une le des les notre votre entre
    """
)
_TAKEN = frozenset({"pris", "prise", "facture", "facturee", "retenu", "retenue", "preleves"})
_ENDINGS = ("e", "ee", "es", "ees", "i", "is", "ie", "ies", "it", "u", "ue", "us", "ues", "ert", "erte", "int")
_WE = frozenset({"i", "we", "he", "she"})
_WHO = word_set(
    """
    il elle on qui m t l s y ' mere pere mari femme fille fils frere soeur oncle tante ami amie maman papa conjoint
    epouse
    """
)
_HELPERS = word_set("have had ve was were just also never only first ' been")


_PAPERS = frozenset(
    {"releve", "releves", "extrait", "statement", "statements"}
)  # "relevé du 31": else only a place to look
_BREAKS = frozenset({".", "!", "?", ";", ",", "\n", "et", "and", "mais", "but", "puis", "then"})


@lru_cache(maxsize=16384)
def may_tell(word: str) -> bool:
    """Tell whether a word can be a cue or an event at all; most cannot, and are passed over."""
    return cues_of(word) is not None or word in _TAKEN or (len(word) > 3 and word.endswith((*_ENDINGS, "ed")))


def told_at(page: Page, index: int) -> tuple[Cue | None, Cue | None] | None:
    """Return what a word says, some words being a charge only in their place."""
    word = page.words[index]
    if word == "operation" and (index == 0 or page.words[index - 1] == "\n" or page.words[index + 1] == "bancaire"):
        return Cue.CHARGE, Cue.CHARGE
    if word in _TAKEN and _is_taken(page, index):
        return Cue.CHARGE, Cue.CHARGE
    return cues_of(word)


def bent(page: Page, index: int, item: Item) -> Cue:
    """Read "devait payer", "allez prélever": no charge that happened."""
    for before in page.words[max(index - 3, 0) : index][::-1]:
        if before in _BREAKS or before.isdecimal():
            break
        if cue_of(before, item) in (Cue.TURN, Cue.BEND):
            return Cue.TURN
    return Cue.CHARGE


def is_other_word(page: Page, index: int) -> bool:
    """Tell apart words that only look like a cue: "rendez-vous", "carte de débit", "27 € ont disparu"."""
    word, words = page.words[index], page.words
    before, after = words[index - 1], words[index + 1]
    if word in {"rendez", "achat", "debit", "credit"}:
        return _is_compound(word, words, index)
    if word in _PAPERS:
        return after not in {"du", "de", "of", "dated", "from", "au"}
    if word.startswith("dispar"):
        return before in {"ont", "ait"} or "compte" in words[index + 1 : index + 5]
    if word.startswith("parti"):
        return before == "sont" or before in EDGES
    if word.startswith(("opere", "constat", "appar")):
        return before in EDGES or after in EDGES or cue_of(before, Item.AMOUNT) is Cue.CHARGE
    return False


def _is_compound(word: str, words: list[str], index: int) -> bool:
    if word == "rendez":
        return words[index + 1] in {"vous", "-"} and words[index + 2] in {"vous", "le", "chez", "avec"}
    if word == "achat":
        return words[index - 1] in {"'", "d"} and "bon" in words[max(index - 3, 0) : index]
    return index > 1 and words[index - 2] in {"carte", "relation"}


def _is_taken(page: Page, index: int) -> bool:
    """Recognise "vous m'avez pris 49 €", "pris sur mon compte", "m'avez facturé": verbs that are also other things."""
    words = page.words
    if words[index + 1] in {"rendez", "contact", "connaissance", "en", "un", "une", "rdv", "soin", "note"}:
        return False
    if words[index + 1] == "sur":
        return True
    if index == 0 or words[index - 1] in {"\n", ".", "!", "?"}:
        return words[index + 1].isdecimal()  # "Facturé 80 €"
    return words[index - 1] in {"avez", "ont", "ete", "aviez", "est", "a"}


def is_event(page: Page, index: int) -> bool:
    """Recognise an unknown thing that happened ("j'ai déménagé", "I moved"): its date is not the charge's.

    Asked only of words that may tell, so the ending is a participle's.
    """
    word, words, at = page.words[index], page.words, index - 1
    if len(word) < 4 or word in _TRANSPARENT or not word.isalpha():
        return False
    if word.endswith("ed"):
        return _is_english_event(words, at)
    while at > index - 3 and at > 0 and words[at] in _ADVERBS:
        at -= 1
    if at >= 0 and words[at] == "a":
        return at > 0 and words[at - 1] in _WHO  # not the "à" of "à cause"
    return at >= 0 and words[at] in _AUXILIARIES


def _is_english_event(words: list[str], at: int) -> bool:
    if at >= 0 and words[at] in {"was", "were", "got"}:
        return True
    while at > 0 and words[at] in _HELPERS:
        at -= 1
    return at >= 0 and words[at] in _WE
