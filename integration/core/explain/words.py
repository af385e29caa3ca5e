"""The words of an explanation in French and English, and the French of what a condition found and wanted."""

import re
from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES = ("fr", "en")

_FRENCH = {
    "ticket": "Ticket {ticket}",
    "found": "Ce qui a été lu",
    "missing": "Ce qui manque",
    "rules": "Les règles, dans l’ordre",
    "clocks": "Les délais",
    "changes": "Ce qui serait écrit",
    "documents": "Les pièces jointes du demandeur",
    "next": "La suite",
    "policy": "La politique",
    "stand.outside": "Ce ticket n’est dans aucune catégorie : Guichet n’y touche pas.",
    "stand.ask": "Il manque quelque chose : une question est à poser au membre.",
    "stand.waiting": "La réponse du membre est attendue.",
    "stand.person": "Une personne doit prendre le relais.",
    "stand.complete": "Le dossier est complet.",
    "stand.over": "Le dossier est terminé.",
    "category": "catégorie : {found}",
    "no_category": "le champ « {title} » contient « {found} », attendu : {wanted}",
    "duplicates": "doublon possible : tickets {others}",
    "requires_if": "demandé en plus : {items}",
    "rule.met": "règle {rule} : oui, elle l’emporte",
    "rule.unmet": "règle {rule} : non",
    "rule.kept": "règle {rule} : elle a placé le dossier à son arrivée, et cela reste",
    "rule.late": "règle {rule} : elle conviendrait aujourd’hui, mais le dossier est déjà placé",
    "rule.untried": "{count} règles plus loin n’ont pas été essayées",
    "rule.otherwise": "aucune règle ne convient : `otherwise`",
    "leaf": "{name} : {found} (attendu : {wanted})",
    "nothing": "rien",
    "clock": "{name} : à surveiller le {warn}, à tenir le {due}",
    "clock.late": "{name} : dépassé depuis le {due}",
    "clock.paused": "{name} : en pause ; si la réponse arrivait maintenant, à tenir le {due}",
    "clock.started": "compté depuis le {at}",
    "clock.pause": "en pause du {start} au {end}",
    "clock.holidays": "jours fériés non comptés : {days}",
    "clock.rolled": "reporté au jour ouvré suivant : le {day} n’en est pas un",
    "clock.given": "la date est celle du champ, écrite par un agent",
    "no_clock": "aucun délai ne court",
    "ahead.remind": "sans réponse : rappel le {at}",
    "ahead.close": "sans réponse : fermeture le {at}",
    "ahead.close.care": "sans réponse : une personne reprend le dossier le {at}",
    "nothing_written": "rien : le ticket est déjà comme il doit être",
    "shadow": "politique en observation (shadow) : ce qui suit est noté, mais rien n’est écrit",
    "AddTag": "étiquette ajoutée : {value}",
    "RemoveTag": "étiquette retirée : {value}",
    "SetGroup": "groupe : {value}",
    "SetAssignee": "agent : {value}",
    "Assign": "agent : {value}",
    "SetField": "champ « {title} » : {value}",
    "SetStatus": "statut : {value}",
    "SetPriority": "priorité : {value}",
    "public": "message au membre :",
    "internal": "note interne :",
    "due_to_go": "{count} à supprimer : l’examen est terminé",
    "held": "conservées : le ticket porte l’étiquette {tag}",
    "kept": "{count} conservées jusqu’à la fin de l’examen",
    "no_documents": "aucune",
    "wake_at": "le ticket sera relu le {at}, ou dès qu’il change",
    "no_wake": "le ticket sera relu quand il change",
    "waits": "la prochaine écriture attend : limite {limit} atteinte (voir `guichet limits show`)",
    "version": "version {version}, décidé le {at}",
    "limits": (
        "limites : {messages} messages par heure, {changed} % des dossiers et {deletions} suppressions par passage, "
        "{first} fois le volume de la veille après un changement"
    ),
    "and": " et ",
}
_ENGLISH = {
    "ticket": "Ticket {ticket}",
    "found": "What was read",
    "missing": "What is missing",
    "rules": "The rules, in order",
    "clocks": "The clocks",
    "changes": "What would be written",
    "documents": "The requester's files",
    "next": "What comes next",
    "policy": "The policy",
    "stand.outside": "This ticket is in no category: Guichet leaves it alone.",
    "stand.ask": "Something is missing: the member has to be asked.",
    "stand.waiting": "The member's answer is awaited.",
    "stand.person": "A person has to take over.",
    "stand.complete": "The case is complete.",
    "stand.over": "The case is over.",
    "category": "category: {found}",
    "no_category": 'the field "{title}" holds "{found}", wanted: {wanted}',
    "duplicates": "possible duplicate: tickets {others}",
    "requires_if": "required as well: {items}",
    "rule.met": "rule {rule}: yes, it wins",
    "rule.unmet": "rule {rule}: no",
    "rule.kept": "rule {rule}: it placed the case when it arrived, and that stays",
    "rule.late": "rule {rule}: it would match today, but the case is placed already",
    "rule.untried": "{count} rules further down were not tried",
    "rule.otherwise": "no rule matches: `otherwise`",
    "leaf": "{name}: {found} (wanted: {wanted})",
    "nothing": "nothing",
    "clock": "{name}: warns on {warn}, due on {due}",
    "clock.late": "{name}: overdue since {due}",
    "clock.paused": "{name}: paused; if the answer came now, due on {due}",
    "clock.started": "counted since {at}",
    "clock.pause": "paused from {start} to {end}",
    "clock.holidays": "public holidays not counted: {days}",
    "clock.rolled": "moved to the next working day: {day} is none",
    "clock.given": "the date is that of the field, written by an agent",
    "no_clock": "no clock is ticking",
    "ahead.remind": "without an answer: reminder on {at}",
    "ahead.close": "without an answer: closed on {at}",
    "ahead.close.care": "without an answer: a person takes over on {at}",
    "nothing_written": "nothing: the ticket already is as it should be",
    "shadow": "the policy is in shadow: the following is recorded, but nothing is written",
    "AddTag": "tag added: {value}",
    "RemoveTag": "tag removed: {value}",
    "SetGroup": "group: {value}",
    "SetAssignee": "assignee: {value}",
    "Assign": "assignee: {value}",
    "SetField": 'field "{title}": {value}',
    "SetStatus": "status: {value}",
    "SetPriority": "priority: {value}",
    "public": "message to the member:",
    "internal": "internal note:",
    "due_to_go": "{count} to be deleted: the review is over",
    "held": "kept: the ticket carries the tag {tag}",
    "kept": "{count} kept until the review is over",
    "no_documents": "none",
    "wake_at": "the ticket will be looked at again on {at}, or as soon as it changes",
    "no_wake": "the ticket will be looked at again when it changes",
    "waits": "the next write waits: the limit {limit} is reached (see `guichet limits show`)",
    "version": "version {version}, decided on {at}",
    "limits": (
        "limits: {messages} messages an hour, {changed} % of the cases and {deletions} deletions a run, "
        "{first} times yesterday's volume after a change"
    ),
    "and": " and ",
}
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({"fr": _FRENCH, "en": _ENGLISH})

_CONDITIONS: Mapping[str, str] = MappingProxyType(
    {
        "all": "tout ceci",
        "any": "l’un de",
        "none": "rien de",
        "category": "catégorie",
        "language": "langue",
        "channel": "canal",
        "brand": "marque",
        "organization": "organisation",
        "group": "groupe",
        "status": "statut",
        "tags": "étiquettes",
        "requester_tags": "étiquettes du demandeur",
        "text": "texte",
        "amount": "montant",
        "transaction_date": "date de la transaction",
        "age": "âge du ticket",
        "documents": "documents",
        "missing": "informations manquantes",
        "day": "jour",
        "hour": "heure",
        "duplicate": "doublon",
    }
)

# Only for conditions whose words are ours and numbers: never for what a member or an admin wrote.
_OURS = frozenset({"amount", "transaction_date", "age", "documents", "missing", "day", "hour", "duplicate"})
_IN_FRENCH: Mapping[str, str] = MappingProxyType(
    {
        "at least": "au moins",
        "at most": "au plus",
        "older than": "il y a plus de",
        "within": "il y a au plus",
        "before": "avant le",
        "after": "après le",
        "and": "et",
        "or": "ou",
        "from": "de",
        "to": "à",
        "days": "jours",
        "hours": "heures",
        "something missing": "quelque chose manque",
        "nothing missing": "rien ne manque",
        "no duplicate": "aucun doublon",
        "a duplicate": "un doublon",
        "no document": "aucun document",
        "a document": "un document",
        "monday": "lundi",
        "tuesday": "mardi",
        "wednesday": "mercredi",
        "thursday": "jeudi",
        "friday": "vendredi",
        "saturday": "samedi",
        "sunday": "dimanche",
    }
)
_ANY = re.compile(r"(?<!\w)(" + "|".join(sorted(_IN_FRENCH, key=len, reverse=True)) + r")(?!\w)")


def told(language: str, key: str, **facts: object) -> str:
    """One phrase with its facts filled in; French for a language that is not there."""
    return _WORDS.get(language, _FRENCH)[key].format(**facts)


def condition_name(language: str, id_: str) -> str:
    """What a condition is called; a field by its title."""
    name = id_.removeprefix("field:")
    return name if language == "en" or name != id_ else _CONDITIONS.get(id_, id_)


def condition_words(language: str, id_: str, words: str) -> str:
    """What a condition found or wanted, in that language as far as the words are Guichet's own."""
    if language == "en" or id_ not in _OURS:
        return words
    return _ANY.sub(lambda match: _IN_FRENCH[match[1]], words)
