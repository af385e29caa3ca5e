"""Tickets and a policy for tests of the core, named as the situations they stand for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from integration.core.changes import Change, simulate
from integration.core.claim import Claim, Finding, Item, Money, Reading
from integration.core.clocks import Clock, Length, Starts, Until
from integration.core.conditions import AmountWithin, OneOf, Trait, Wrote, every
from integration.core.decide import Case, Decision, decide
from integration.core.duplicates import Duplicate
from integration.core.messages import Messages
from integration.core.policy import Action, Category, Decisions, FieldTitles, Policy, Rule
from integration.core.stand import Stand
from integration.core.subject import Subject
from integration.core.ticket import Comment, Field, Priority, Requester, Role, Status, Ticket

Kind = TypeVar("Kind")

FILED = datetime(2026, 11, 8, 9, 30, tzinfo=UTC)
NOW = FILED + timedelta(minutes=1)

_WORDS = (
    ("account", "compte"),
    ("transaction_date", "date"),
    ("amount", "montant"),
    ("description", "description"),
    ("document", "justificatif"),
    ("document.received", "reçu"),
    ("documents.to_delete", "à supprimer {count}"),
    ("documents.deleting", "demandé {count}"),
    ("documents.verified", "supprimé {count} {day}"),
    ("documents.reappeared", "réapparu {count}"),
    ("documents.not_deletable", "reste {count} {why}"),
    ("documents.on_hold", "gardé {count} {why}"),
    ("documents.outside", "ailleurs"),
    ("documents.why.unanswered", "sans réponse"),
    ("documents.why.rights", "sans droit"),
    ("documents.why.hold", "demande"),
    ("document.question", "Un justificatif, s'il vous plaît ?"),
    ("pair", "{label} = {value}"),
    ("where.field", "champ {title}"),
    ("where.subject", "objet"),
    ("where.comment", "message"),
    ("reason.agent_speaks", "un agent écrit déjà"),
    ("reason.on_hold", "en attente"),
    ("reason.silent", "pas de réponse"),
    ("reason.repeated", "répondu sans apporter"),
    ("reason.enough", "assez de questions"),
)
_TEXTS = (
    ("ask", "QUESTION {{ questions|join(' ') }} COMPRIS {{ understood|join(', ') }}{% if again %} ENCORE{% endif %}"),
    ("ask_care", "QUESTION DOUCE {{ questions|join(' ') }}"),
    ("thanks", "MERCI {{ understood|join(', ') }} AVANT LE {{ due }}{% if text %} {{ text }}{% endif %}"),
    ("thanks_care", "MERCI DOUX {{ due }} {{ text }}"),
    ("remind", "RAPPEL {{ questions|join(' ') }} JUSQU'AU {{ until }}"),
    ("close", "CLOS {{ questions|join(' ') }}"),
    ("message", "LETTRE {{ text }}"),
    ("message_care", "LETTRE DOUCE {{ text }}"),
    ("message:suite", "SUITE {{ understood|join(', ') }} AVANT LE {{ due }}"),
    ("deleted", "SUPPRIMÉ {{ day }} {{ reference }}"),
    ("deleted_care", "SUPPRIMÉ DOUX {{ day }} {{ reference }}"),
    ("note:consigne", "CONSIGNE {{ rule }}"),
    (
        "note",
        (
            "{{ state }} {{ category }} "
            "{% for one in found %}{{ one.label }}={{ one.value }} ({{ one.where }}) {% endfor %}"
            "manque {{ missing|join(',') }} règle {{ rule }} groupe {{ group }} "
            "{% for one in clocks %}{{ one.name }} {{ one.due }} {% endfor %}{{ reason }}"
            "{% if duplicates %} doublon de {{ duplicates|join(', ') }}{% endif %}"
            "{% if documents %} documents {{ documents|join(', ') }}{% endif %}"
        ),
    ),
)

POLICY = Policy(
    version="v1",
    language="fr",
    timezone=ZoneInfo("Europe/Paris"),
    fields=FieldTitles("Motif", "Compte", "Date", "Montant", "", "Décision", "Note"),
    categories=(
        Category(
            "facturation",
            ("facturation",),
            (Item.ACCOUNT, Item.TRANSACTION_DATE, Item.AMOUNT, Item.DESCRIPTION),
            ("examen", "paiement"),
        ),
        Category("circonstances", ("remboursement",), (Item.DESCRIPTION,), ("examen",), care=True),
    ),
    reading=Reading(),
    rules=(
        Rule(
            "deuil",
            every(OneOf(Trait.CATEGORY, ("circonstances",)), Wrote(("deces", "deced*"))),
            Action("Cas particuliers", Priority.HIGH, ("cas_particulier",)),
        ),
        Rule(
            "gros-montant",
            every(OneOf(Trait.CATEGORY, ("facturation",)), AmountWithin(at_least=Decimal(500))),
            Action("Niveau 2", Priority.HIGH),
        ),
        Rule("facturation", OneOf(Trait.CATEGORY, ("facturation",)), Action("Facturation")),
    ),
    otherwise=Action("Service clients"),
    clocks=(
        Clock("examen", Starts.SUBMITTED, Until.DECISION, Length(7), Length(14), "Échéance"),
        Clock("paiement", Starts.ACCEPTED, Until.SOLVED, Length(7), Length(14), "Paiement"),
    ),
    messages=Messages((("fr", _TEXTS), ("en", _TEXTS)), (("fr", _WORDS), ("en", _WORDS))),
    decisions=Decisions(accepted=("acceptee",), partly=("partielle",), refused=("refusee",)),
)

_TITLES = ("Motif", "Compte", "Date", "Montant", "Décision", "Note", "Échéance", "Paiement")


def ticket(motif: str = "facturation", description: str = "J'ai été débité deux fois.", **fields: str) -> Ticket:
    """A ticket a member just filed; `fields` are given by title."""
    values = {**dict.fromkeys(_TITLES, ""), "Motif": motif, **fields}
    return Ticket(
        id="1",
        subject="Un souci",
        status=Status.NEW,
        status_raw="new",
        priority=Priority.NONE,
        priority_raw="",
        requester=Requester("m", "fr"),
        created_at=FILED,
        updated_at=FILED,
        stamp="2026-11-08T09:30:00Z",
        fields=tuple(Field(title, value) for title, value in values.items()),
        comments=(comment("c0", Role.REQUESTER, description),),
    )


def complete_ticket(**fields: str) -> Ticket:
    """A billing ticket with nothing missing."""
    return ticket(**{"Compte": "marie@example.org", "Date": "2026-11-03", "Montant": "49.90", **fields})


def comment(id_: str, author: Role, body: str, *, public: bool = True) -> Comment:
    """One message."""
    return Comment(id_, author, f"{author}-id", public, body, FILED)


def says(before: Ticket, author: Role, body: str, *, public: bool = True) -> Ticket:
    """The ticket after somebody wrote; a member's answer opens it again, as helpdesks do."""
    new = comment(f"c{len(before.comments)}", author, body, public=public)
    answered = replace(before, comments=(*before.comments, new))
    reopens = author is Role.REQUESTER and before.status in {Status.PENDING, Status.SOLVED, Status.HOLD}
    return replace(answered, status=Status.OPEN, status_raw="open") if reopens else answered


def subject(
    case: Ticket | None = None,
    *,
    category: str = "facturation",
    amount: str = "",
    day: date | None = None,
    now: datetime = NOW,
    missing: tuple[str, ...] = (),
    duplicates: tuple[Duplicate, ...] = (),
) -> Subject:
    """What conditions are asked about, with these values read from the claim."""
    money = Finding(Item.AMOUNT, Money(Decimal(amount), "EUR"), "field", 0, 1, "field") if amount else None
    dated = Finding(Item.TRANSACTION_DATE, day, "field", 0, 1, "field") if day else None
    claim = Claim(tuple(found for found in (money, dated) if found), ())
    return Subject(case or ticket(), category, claim, now, POLICY.timezone, missing, duplicates)


def decided(
    case: Ticket, policy: Policy = POLICY, now: datetime = NOW, duplicates: tuple[Duplicate, ...] = ()
) -> Decision:
    """What Guichet decides about the ticket."""
    return decide(Case(case, duplicates), policy, now)


def after(case: Ticket, policy: Policy = POLICY, now: datetime = NOW, duplicates: tuple[Duplicate, ...] = ()) -> Ticket:
    """The ticket once what was decided is done."""
    return simulate(case, decided(case, policy, now, duplicates).changes, now)


def again(
    case: Ticket, policy: Policy = POLICY, now: datetime = NOW, duplicates: tuple[Duplicate, ...] = ()
) -> tuple[Change, ...]:
    """What would still be changed once what was decided is done and remembered."""
    first = decided(case, policy, now, duplicates)
    routed = "" if first.stand in {Stand.ASK, Stand.WAITING} else first.rule
    return decide(Case(simulate(case, first.changes, now), duplicates, routed), policy, now).changes


def of_kind(changes: tuple[Change, ...], kind: type[Kind]) -> list[Kind]:
    """The changes of one kind."""
    return [change for change in changes if isinstance(change, kind)]
