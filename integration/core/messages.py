"""Turning the policy's message templates into words for a member or an agent, in that person's language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment


@dataclass(frozen=True, slots=True)
class Messages:
    """Every text Guichet can say.

    `texts` is ((language, ((name, template source), ...)), ...): Jinja2, plain text. `words` has the same shape and
    holds the short words that the templates are fed with. The first language is the one to fall back to.
    """

    texts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    words: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


def render(messages: Messages, name: str, language: str, context: Mapping[str, object]) -> str:
    """One message as plain text, in that language or else in the first one.

    `name` and the keys of `context` are those of PLACEHOLDERS. What the context holds is data and is never read as a
    template, whatever a member wrote. A template that asks for something else raises jinja2.UndefinedError, which
    cannot happen with a policy that was checked at load.
    """
    source = _of(messages.texts, language)[name]
    return _compiled(source).render(context).strip()


def word(messages: Messages, language: str, key: str, **facts: str) -> str:
    """One short word or phrase, each `{fact}` in it replaced by what is given; raises KeyError for an unknown key.

    Keys: the four items ("account", ...), "pair" (label and value), "where.field" (title), "where.subject",
    "where.comment", "reason.<hindrance>". A clock without a word of its own ("clock.<id>") is called by its id.
    """
    words = _of(messages.words, language)
    if key.startswith("clock."):
        return words.get(key, key.removeprefix("clock."))
    # in one pass: a fact that itself looks like a place to fill in stays as it is
    return re.sub(r"\{(\w+)\}", lambda place: facts.get(place[1], place[0]), words[key])


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The one place templates run in: no access to the inside of Python, nothing undefined passes unseen."""
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # the messages are plain text; the adapter that makes HTML of them escapes
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=128)
def _compiled(source: str) -> Template:
    return environment().from_string(source)


def _of(languages: tuple[tuple[str, tuple[tuple[str, str], ...]], ...], language: str) -> dict[str, str]:
    by_language = dict(languages)
    return dict(by_language[language] if language in by_language else languages[0][1])


_UNDERSTOOD = ("montant\u00a0: 49,90\u00a0€", "compte\u00a0: 7 204 118")
_QUESTION = "Quelle est la date de la transaction, telle qu’elle figure sur votre relevé\u00a0?"
_ASK: tuple[Mapping[str, object], ...] = (
    {"understood": _UNDERSTOOD, "questions": (_QUESTION,), "again": False},
    {"understood": _UNDERSTOOD[:1], "questions": (_QUESTION, "Quel est le montant exact\u00a0?"), "again": False},
    {"understood": (), "questions": (_QUESTION, "Quel est le compte concerné\u00a0?"), "again": True},
    {"understood": _UNDERSTOOD, "questions": (_QUESTION,), "again": True},
)
_THANKS: tuple[Mapping[str, object], ...] = (
    {"understood": _UNDERSTOOD, "due": "26\u00a0mars 2026"},
    {"understood": (), "due": ""},
)
_FOUND = {"label": "montant", "value": "49,90\u00a0€", "where": "champ «\u00a0Montant\u00a0»"}
_NOTE: Mapping[str, object] = {
    "state": "complete",
    "category": "facturation",
    "found": (_FOUND,),
    "missing": (),
    "rule": "gros-montant",
    "group": "Facturation niveau 2",
    "clocks": ({"name": "examen", "due": "26\u00a0mars 2026"}, {"name": "paiement", "due": "9\u00a0avril 2026"}),
    "reason": "",
    "duplicates": (),
}
_NOTES: tuple[Mapping[str, object], ...] = (
    _NOTE,
    {
        **_NOTE,
        "state": "incomplete",
        "found": (),
        "missing": ("montant", "compte"),
        "rule": "",
        "group": "",
        "clocks": (),
    },
    {**_NOTE, "state": "person", "rule": "", "reason": "Trois demandes de précision sont restées sans réponse utile."},
    {**_NOTE, "state": "solved", "category": "", "found": (), "clocks": ()},
    {**_NOTE, "duplicates": ("12", "15 (zammad)")},
)

SAMPLES: Mapping[str, tuple[Mapping[str, object], ...]] = MappingProxyType(
    {"ask": _ASK, "ask_care": _ASK, "thanks": _THANKS, "thanks_care": _THANKS, "note": _NOTES}
)
"""Invented contexts that take every path of a template: for the check at load, and for previews."""

PLACEHOLDERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {name: frozenset(contexts[0]) for name, contexts in SAMPLES.items()}
)
"""What each message may ask for.

`understood` and `questions` are ready phrases, `again` whether the member was asked before, `due` a bare date or "";
of the note, `state` is "incomplete", "complete", "person" or "solved", `found` has label, value and where, `clocks`
name and due, `duplicates` the numbers of other tickets, and the others are words or "".
"""
