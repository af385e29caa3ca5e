"""A small policy to break: short enough to count its lines, whole enough to be loaded."""

from pathlib import Path

from config.load import load_policy
from integration.core.errors import PolicyError

SHIPPED = Path(__file__).resolve().parents[2] / "config"

SMALL = """\
language: fr
timezone: Europe/Paris
fields: {category: Motif, amount: Montant, decision: Décision}
categories:
  facturation:
    when: {category: facturation}
    requires: [amount]
    clocks: [examen, paiement]
  autre:
    when: {category: [remboursement, Autre]}
    requires: []
routing:
  - id: gros
    when: {category: facturation, amount: {at_least: 500}}
    then: {group: Niveau 2, priority: high, tags: [gros_dossier]}
  - id: mots
    when: {text: [décès, "décéd*"]}
    then: {group: Cas particuliers}
otherwise: {group: Service clients}
clocks:
  examen: {from: submitted, until: decision, warn: 7 days, due: 14 days}
  paiement: {from: submitted, until: solved, warn: 7 days, due: 2 weeks}
examples:
  - ticket: {category: facturation, amount: "640"}
    expect: {group: Niveau 2}
decisions: {accepted: [oui], refused: [non]}
"""

MESSAGES = """\
messages:
  ask: |
    {% if again %}Again.{% endif %}
    {% for question in questions %}
    - {{ question }}
    {% endfor %}
  ask_care: "Take your time: {{ questions | join }} {{ understood | join }}"
  thanks: Thank you {{ due }}. {{ text }}
  thanks_care: Thank you. {{ text }}
  message: Hello. {{ text }}
  message_care: Hello. {{ text }}
  remind: "Still missing: {{ questions | join }} {{ until }}"
  close: Closed for now.
  deleted: "Deleted on {{ day }}, {{ reference }}."
  deleted_care: "Deleted on {{ day }}, {{ reference }}."
  note: |
    {{ state }} {{ reason }}
    {% for item in found %}
    - {{ item.label }}
    {% endfor %}
words:
  items: {account: account, transaction_date: date, amount: amount, description: words}
  pair: "{label}: {value}"
  where: {field: "field {title}", subject: subject, comment: message}
  document: {label: document, received: there, question: A document?}
  documents:
    to_delete: "to delete: {count}"
    deleting: "asked for: {count}"
    verified: "gone: {count} {day}"
    reappeared: "again: {count}"
    not_deletable: "left: {count} {why}"
    on_hold: "held: {count} {why}"
    outside: elsewhere
    why:
      {not_started: a, hold_tag: b, hold: c, reopened: d, not_meant: n, unanswered: o, unproven: e, stays: f,
       rights: g, refused: h, merged: i, raw_mail: m, no_address: j, no_addon: k, whole_ticket: p,
       ticket_rights: q, ticket_gone: l}
  reasons: {agent_speaks: a, on_hold: b, silent: s, repeated: c, enough: d}
"""


def written(folder: Path, policy: str = SMALL) -> Path:
    """That policy in a file of its own, with short messages beside it."""
    (folder / "messages").mkdir(parents=True, exist_ok=True)
    for language in ("fr", "en"):
        (folder / "messages" / f"{language}.yaml").write_text(MESSAGES, "utf-8")
    file = folder / "policy.yaml"
    file.write_text(policy, "utf-8")
    return file


def edited(text: str, old: str, new: str) -> str:
    """The text with one place changed; a place that is not there would make a test say nothing."""
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def problems(file: Path) -> list[str]:
    """What is wrong with a policy, as an admin reads it; empty when it loads."""
    try:
        load_policy(file)
    except PolicyError as error:
        return [str(problem) for problem in error.problems]
    return []


NOTED = edited(SMALL, "decision: Décision}", "decision: Décision, note: Note}")
OWN = edited(
    edited(MESSAGES, "  note: |", "  suite: Until {{ due }}.\n  note: |"),
    "words:",
    "notes: {consigne: Read twice.}\nwords:",
)
"""Messages with a text for members and one for agents that rules can name, and a policy with a field for the latter."""


def with_texts(folder: Path, policy: str, french: str = OWN, english: str = OWN) -> Path:
    """That policy in a file of its own, with these messages beside it."""
    file = written(folder, policy)
    for language, text in (("fr", french), ("en", english)):
        (folder / "messages" / f"{language}.yaml").write_text(text, "utf-8")
    return file
