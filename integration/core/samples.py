"""Invented contexts that take every path of a template: for the check at load, and for previews."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Context = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Tongue:
    """What an invented case says in one language."""

    amount: str
    account: str
    when: str
    how_much: str
    which: str
    what: str
    due: str
    paid: str
    text: str
    gentle: str
    found: Mapping[str, str]
    missing: tuple[str, ...]
    reason: str
    gone: str


_FRENCH = _Tongue(
    amount="montant\u00a0: 49,90\u00a0€",
    account="compte\u00a0: 104512",
    when="Quelle est la date de la transaction, telle qu’elle figure sur votre relevé\u00a0?",
    how_much="Quel est le montant exact qui vous a été débité\u00a0?",
    which="Quel est le compte concerné (l’adresse e-mail ou le numéro de client)\u00a0?",
    what="Pouvez-vous nous décrire en quelques mots ce qui s’est passé\u00a0?",
    due="26\u00a0mars 2026",
    paid="9\u00a0avril 2026",
    text="Pour un montant de cette importance, deux personnes relisent votre demande.",
    gentle="Une seule personne suivra votre demande, du début à la fin.",
    found={"label": "montant", "value": "49,90\u00a0€", "where": "champ «\u00a0Montant\u00a0»"},
    missing=("montant", "compte"),
    reason="assez de questions ont été posées",
    gone="supprimés et vérifiés\u00a0: 2 (le 26\u00a0mars 2026)",
)
_ENGLISH = _Tongue(
    amount="amount: €49.90",
    account="account: 104512",
    when="What is the date of the transaction, as shown on your statement?",
    how_much="What is the exact amount that was charged?",
    which="Which account is it (the e-mail address or the customer number)?",
    what="Could you tell us in a few words what happened?",
    due="26 March 2026",
    paid="9 April 2026",
    text="For an amount of this size, two people read your request.",
    gentle="One and the same person will look after your request from beginning to end.",
    found={"label": "amount", "value": "€49.90", "where": "field “Montant”"},
    missing=("amount", "account"),
    reason="enough questions were asked",
    gone="deleted and verified: 2 (26 March 2026)",
)


def samples(name: str, language: str = "fr") -> tuple[Context, ...]:
    """The contexts for one message, in French for "fr" and in English for any other language.

    `name` is one of PLACEHOLDERS, or that of a template of the policy's own, such as "message:gros-montant". Raises
    KeyError for any other.
    """
    return (_IN_FRENCH if language == "fr" else _IN_ENGLISH)[_sort(name)]


def placeholders(name: str) -> frozenset[str]:
    """What one message may ask for."""
    return PLACEHOLDERS[_sort(name)]


def _sort(name: str) -> str:
    sort, colon, _ = name.partition(":")
    return sort + colon


def _contexts(tongue: _Tongue) -> Mapping[str, tuple[Context, ...]]:
    note = _note(tongue)
    said = (
        {"understood": (tongue.amount, tongue.account), "due": tongue.due},
        {"understood": (), "due": ""},
    )
    return MappingProxyType(
        {
            "ask": _ask(tongue),
            "ask_care": _ask_care(tongue),
            "thanks": ({**said[0], "text": ""}, {**said[1], "text": ""}, {**said[0], "text": tongue.text}),
            "thanks_care": ({**said[1], "due": tongue.due, "text": ""}, {**said[1], "text": tongue.gentle}),
            "remind": (
                {"questions": (tongue.when,), "until": tongue.due},
                {"questions": (tongue.when, tongue.how_much), "until": ""},
            ),
            "close": ({"questions": (tongue.when,)}, {"questions": (tongue.when, tongue.how_much)}),
            "deleted": ({"day": tongue.due, "reference": "1042-20260326-2"},),
            "deleted_care": ({"day": tongue.due, "reference": "1042-20260326-2"},),
            "message": ({"text": tongue.text},),
            "message_care": ({"text": tongue.gentle},),
            "message:": said,
            "note": note,
            "note:": note,
        }
    )


def _ask(tongue: _Tongue) -> tuple[Context, ...]:
    understood = (tongue.amount, tongue.account)
    return (
        {"understood": understood, "questions": (tongue.when,), "again": False},
        {"understood": understood[1:], "questions": (tongue.when, tongue.how_much), "again": False},
        {"understood": (), "questions": (tongue.when, tongue.which), "again": True},
        {"understood": understood, "questions": (tongue.when,), "again": True},
    )


def _ask_care(tongue: _Tongue) -> tuple[Context, ...]:
    return (
        {"understood": (), "questions": (tongue.what,), "again": False},
        {"understood": (), "questions": (tongue.which, tongue.what), "again": False},
        {"understood": (tongue.account,), "questions": (tongue.what,), "again": True},
    )


def _note(tongue: _Tongue) -> tuple[Context, ...]:
    whole: Context = {
        "state": "complete",
        "category": "facturation",
        "found": (tongue.found,),
        "missing": (),
        "rule": "gros-montant",
        "group": "Facturation niveau 2",
        "clocks": (_clock("examen", tongue.due), _clock("paiement", tongue.paid)),
        "holder": "Facturation",
        "assigned": False,
        "reason": "",
        "duplicates": (),
        "documents": (),
    }
    nothing: Context = {"found": (), "missing": tongue.missing, "rule": "", "group": "", "clocks": ()}
    return (
        whole,
        {**whole, **nothing, "state": "incomplete"},
        {**whole, "state": "person", "rule": "", "reason": tongue.reason},
        {**whole, "state": "solved", "category": "", "found": (), "clocks": ()},
        {**whole, "duplicates": ("12", "15 (zammad)")},
        {**whole, "documents": (tongue.gone,)},
        {**whole, "clocks": (_clock("examen", tongue.due, "paused"),)},
        {**whole, "clocks": (_clock("examen", tongue.due, "warned"), _clock("paiement", tongue.paid, "late"))},
        {**whole, "clocks": (_clock("examen", tongue.due, "late"),), "assigned": True, "holder": ""},
    )


def _clock(name: str, due: str, state: str = "running") -> Context:
    counted = due if state == "warned" else ""
    return {"name": name, "due": due, "counted": counted, "state": state, "since": f"{due}, 10\u00a0h\u00a030"}


_IN_FRENCH, _IN_ENGLISH = _contexts(_FRENCH), _contexts(_ENGLISH)

PLACEHOLDERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {name: frozenset(contexts[0]) for name, contexts in _IN_FRENCH.items()}
)
"""What each message may ask for; "message:" and "note:" stand for the policy's own templates of these kinds.

`understood` and `questions` are ready phrases, `again` whether the member was asked before, `due` a bare date or "",
`text` what a template of the policy's own says ("" for nothing), `until` the day on which a case is closed or "". Of
the note, `state` is "incomplete", "complete", "person" or "solved", `found` has label, value and where, `duplicates`
the numbers of other tickets, `holder` is the group that has the ticket and `assigned` whether an agent does; `clocks`
have name, due, counted (the date before it was moved to a working day, or ""), state ("running", "paused", "warned" or
"late") and since. The others are words or "".
"""
