"""Digits that are no date and no amount: phone numbers, IBANs, cards, order numbers, times, percentages, counts."""

from integration.core.claim.currencies import EDGES
from integration.core.claim.page import Page
from integration.core.claim.wordlists import word_set

_NUMBER_SIGNS = word_set("° # no nr num numero nro n nos ref reference number nº nummer")
_REFERRED = word_set(
    """
    commande facture dossier ticket contrat mandat rum ref reference order invoice tel iban telephone portable phone
    siret bic carte id article art colis suivi sav rib bte
    """
)
_COUNTED = word_set(
    """
    fois x jours jour mois ans an annees semaines heures heure minutes min times days months years weeks hours
    prelevements paiements debits mails messages appels relances personnes comptes bis ter rue avenue boulevard bd
    av place allee chemin eme e euros charges payments articles commandes fils filles enfants km kg go gb th
    """
) - {"euros"}
_JOINS = frozenset({"-", "/", "_", "."})


def reference_end(page: Page, index: int) -> int | None:
    """Return the word after a reference whose digits start here; None when the digits are free to mean something."""
    words = page.words
    before = words[index - 1] if index else ""
    if page.glued(index) and before.isalpha() and before not in EDGES and before not in {"le", "du", "de", "d"}:
        return _groups_end(page, _glued_end(page, index), 4 if len(before) == 2 else 0)
    if page.glued(index) and (before in {"*", "#", "_", "@"} or (before == "-" and _hangs_on_letters(page, index))):
        return _glued_end(page, index)
    if before in _NUMBER_SIGNS or (before in {":", "."} and index > 1 and words[index - 2] in _NUMBER_SIGNS - {"°"}):
        return _groups_end(page, _glued_end(page, index), 3)
    return _phone_end(page, index) or _card_end(page, index) or _clock_end(page, index)


def _hangs_on_letters(page: Page, index: int) -> bool:
    """Tell "A-4521" from "-35,00"."""
    return page.glued(index - 1) and page.words[index - 2].isalpha()


def counted_end(page: Page, index: int) -> int | None:
    """Return the word after a percentage or a count ("20 %", "3 fois", "2 mois"), or after a long bare number."""
    words, at = page.words, index + 1
    if words[at] in {".", ","} and page.glued(at) and words[at + 1].isdecimal() and page.glued(at + 1):
        at += 2
    if words[at] == "%" or (words[at] == "pour" and words[at + 1] == "cent") or words[at] in _COUNTED:
        return at + 1
    if len(words[index]) > 7 or (len(words[index]) > 4 and words[at] not in EDGES and at == index + 1):
        return _glued_end(page, index)
    before = words[index - 1] if index else ""
    if before in _REFERRED and (len(words[index]) > 2 and words[at] not in EDGES | {",", "."}):
        return _glued_end(page, index)
    return None


def _glued_end(page: Page, index: int) -> int:
    """Go to the end of what is written in one piece: "CMD-2026/0312"."""
    words, at = page.words, index + 1
    while page.glued(at) and (
        words[at].isalnum() or (words[at] in _JOINS and page.glued(at + 1) and words[at + 1].isalnum())
    ):
        at += 1
    return at


def _groups_end(page: Page, index: int, size: int) -> int:
    """Go over the groups of digits that continue a number: "FR76 3000 4000", "n° 123 456"."""
    words = page.words
    while size and words[index].isdecimal() and len(words[index]) >= size and words[index + 1] not in EDGES:
        index += 1
    return index


def _phone_end(page: Page, index: int) -> int | None:
    """Recognise "06 12 34 56 78", "06.12.34.56.78", "+33 6 12 34 56 78", "0612345678"."""
    words, before = page.words, page.words[index - 1] if index else ""
    if before == "+" and page.glued(index) and len(words[index]) in {1, 2, 3, 11}:
        pairs, end = _pairs(page, index + 1)
        return end if pairs >= 2 else None
    if words[index][0] != "0" or len(words[index]) not in {2, 10}:
        return None
    pairs, end = _pairs(page, index + 1)
    return end if len(words[index]) == 10 or pairs >= 4 else None


def _pairs(page: Page, at: int) -> tuple[int, int]:
    """Count groups of up to three digits, at most one sign between them; gives the word after them too."""
    words, pairs = page.words, 0
    while True:
        step = at + (words[at] in {".", "-", "/", "(", ")"})
        if not words[step].isdecimal() or len(words[step]) > 3 or words[step + 1] in EDGES:
            return pairs, at
        at, pairs = step + 1, pairs + 1


def _card_end(page: Page, index: int) -> int | None:
    words = page.words
    if len(words[index]) == 4 and len(words[index + 1]) == 4 and words[index + 1].isdecimal():
        return _groups_end(page, index + 2, 4)
    return None


def _clock_end(page: Page, index: int) -> int | None:
    """Recognise "14h30", "14:30", "14 h", "14h"."""
    words = page.words
    if len(words[index]) > 2:
        return None
    after = words[index + 1]
    if after in {"h", "heures", "hrs"} or (after == ":" and page.glued(index + 1) and page.glued(index + 2)):
        return index + 3 if words[index + 2].isdecimal() and page.glued(index + 2) else index + 2
    return index + 2 if after in {"am", "pm"} else None
