"""The texts that rules name: each in every language, and none that nobody says."""

from collections.abc import Mapping

from config.across import actions
from config.kinds import Known
from config.places import Document, entries
from config.sentences import hint, say
from config.texts import FIXED

_SORTS: Mapping[str, str] = {"messages": "message", "notes": "note"}
"""Where the texts stand in a language's file, and the word by which a rule names one."""


def own_names(languages: list[Document], part: str) -> frozenset[str]:
    """The names of the policy's own texts in that part ("messages" or "notes"), in any language."""
    names = (name for language in languages for name in entries(language.data, part))
    return frozenset(name for name in names if part == "notes" or name not in FIXED)


def blame_templates(language: Document, policy: Document, known: Known) -> None:
    """Blame what a rule names and only this language lacks, and what it has and no rule names."""
    if language.data is None:
        return
    for part, sort in _SORTS.items():
        here = own_names([language], part)
        named = {name for _, action in actions(policy.data) if isinstance(name := _named(action, sort), str)}
        for name in sorted(here - named):
            near = hint(name, FIXED) if part == "messages" else ""
            place = language.key((part, name))
            language.blame(place, say("idle_template", sort=sort, found=name, hint=near))
        for name in sorted((named - here) & getattr(known, part)):
            place = language.key((part,))
            language.blame(place, say("not_translated", sort=sort, found=name))


def _named(action: object, sort: str) -> object:
    return action.get(sort) if isinstance(action, dict) else None
