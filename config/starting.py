"""A policy to start from, in French or English, with the names of the fields and groups that the helpdesk has."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from config.files import Files, files_on_disk
from config.load import policy_from
from integration.core.folding import fold
from integration.helpdesks.contract import Survey

_HERE = Path(__file__).parent

STARTERS = {"fr": _HERE / "policy.yaml", "en": _HERE / "starters" / "policy.en.yaml"}
"""The policies to start from, by language; the messages are the same for both."""

_CHOICES = frozenset({"tagger", "select", "tree_select"})
_WORDS = frozenset({"text", "input", "integer", "regexp"})
_DAYS = frozenset({"date"})
_NUMBERS = frozenset({"decimal", "text", "input", "integer", "regexp"})
_LINES = frozenset({"textarea"})


@dataclass(frozen=True, slots=True)
class Name:
    """What a starter calls a field or a group (`titles`), and other titles under which a helpdesk may have it.

    `types` are the helpdesks' words for the types of field that do; none for a group.
    """

    titles: Mapping[str, str]
    others: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()

    def found(self, there: Iterable[str]) -> str:
        """The helpdesk's own title for it, "" where it has none."""
        known = {fold(title): title for title in reversed(tuple(there))}
        wanted = (fold(title) for title in (*self.titles.values(), *self.others))
        return next((known[title] for title in wanted if title in known), "")


def _name(fr: str, en: str, *others: str, types: frozenset[str] = frozenset()) -> Name:
    return Name({"fr": fr, "en": en}, others, types)


NAMES = (
    _name("Motif", "Reason", "Motif de contact", "Type de demande", "Contact reason", "Request type", types=_CHOICES),
    _name("Compte", "Account", "Numéro de compte", "Numéro d'adhérent", "Account number", types=_WORDS),
    _name("Date de la transaction", "Transaction date", "Date du prélèvement", "Payment date", types=_DAYS),
    _name("Montant", "Amount", "Montant de la transaction", "Transaction amount", types=_NUMBERS),
    _name("Décision", "Decision", types=_CHOICES),
    _name("Note Guichet", "Guichet note", types=_LINES),
    _name("Échéance d'examen", "Review due", types=_DAYS),
    _name("Échéance de paiement", "Payment due", types=_DAYS),
    _name("Facturation niveau 2", "Billing level 2", "Facturation N2", "Billing tier 2"),
    _name("Facturation", "Billing", "Service facturation", "Comptabilité", "Billing team", "Accounting"),
    _name("Cas particuliers", "Special cases"),
    _name("Service clients", "Customer service", "Service client", "Relation client", "Customer support", "Support"),
)


@dataclass(frozen=True, slots=True)
class Start:
    """The starting policy's files by name, the titles taken over from the helpdesk, and those that are to be made."""

    files: Files
    taken: tuple[str, ...]
    lacking: tuple[str, ...]


def starting(language: str, survey: Survey) -> Start:
    """The starter of a language with the helpdesk's own names in it. It loads, or PolicyError says what does not."""
    named = {name.titles[language]: _title(name, survey) for name in NAMES}
    path = STARTERS[language]
    text = path.read_text("utf-8").replace("$schema=../", "$schema=")
    messages = {
        name: content for name, content in files_on_disk(STARTERS["fr"]).items() if name.startswith("messages/")
    }
    files = {"policy.yaml": _renamed(text, {ours: theirs for ours, theirs in named.items() if theirs}).encode()}
    whole: Files = {**files, **messages}
    policy_from(whole)
    taken = tuple(theirs for theirs in named.values() if theirs)
    return Start(whole, taken, tuple(ours for ours, theirs in named.items() if not theirs))


def _title(name: Name, survey: Survey) -> str:
    if not name.types:
        return name.found(survey.groups)
    return name.found(field.title for field in survey.fields if field.type in name.types)


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """Every value that is one of these names, with or without quotes, becomes the helpdesk's."""
    any_of = "|".join(re.escape(name) for name in names)
    if not any_of:
        return text
    value = re.compile(rf'(?<=: )(?P<quote>"?)(?P<name>{any_of})(?P=quote)(?=\s*(?:#|,|\}}|$))', re.MULTILINE)
    return value.sub(lambda found: _written(names[found["name"]], found), text)


def _written(title: str, found: re.Match[str]) -> str:
    """As it stood when the name is the same; in quotes otherwise, since a title may hold anything."""
    return found[0] if title == found["name"] else json.dumps(title, ensure_ascii=False)
