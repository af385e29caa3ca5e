"""A ticket's documents on their way through the chain, as the corridor tells them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from integration.core.certificate import Case, Certificate, Proof, certify
from integration.core.chain import Entry, Head, Kind, Link, link, name_hash

NOW = datetime(2026, 8, 1, 7, 5, tzinfo=UTC)
LATER = NOW + timedelta(days=1, hours=1)
CASE = Case("zendesk", "zendesk", "4127")
PEPPER = b"pepper"

MARKED = Entry(
    kind=Kind.MARKED,
    helpdesk="zendesk",
    ticket_id="4127",
    comment_id="41",
    attachment_id="9001",
    name_hash=name_hash(PEPPER, "acte-deces-martin.pdf"),
    size=1_400_000,
    content_type="application/pdf",
    why="",
    rule="retention:decision:refused",
    policy_version="12ab34cd",
    decided_by="36001",
    at=NOW,
    evidence=(("sort", "attachment"),),
)
REQUESTED = replace(MARKED, kind=Kind.REQUESTED, at=NOW + timedelta(minutes=1))


def verified(check: int, *more: tuple[str, str], sort: str = "attachment", hours: float | None = None) -> Entry:
    at = NOW + timedelta(hours=(0.1, 1, 24)[check] if hours is None else hours)
    evidence = (("sort", sort), ("conversation", "absent"), ("comments", "5"), ("check", str(check)), *more)
    return replace(MARKED, kind=Kind.VERIFIED, at=at, evidence=evidence)


def story(attachment_id: str = "9001", sort: str = "attachment", *more: tuple[str, str]) -> list[Entry]:
    """Marked, asked for, found gone, and found gone at both later readings."""
    told = [REQUESTED, verified(0, ("history", "77"), *more, sort=sort)]
    told += [verified(check, *more, sort=sort) for check in (1, 2)]
    return [replace(entry, attachment_id=attachment_id) for entry in (MARKED, *told)]


def chained(entries: Iterable[Entry]) -> tuple[tuple[Link, ...], Head]:
    links: list[Link] = []
    head = Head()
    for entry in entries:
        links.append(link(head, entry))
        head = Head(links[-1].position, links[-1].hash)
    return tuple(links), head


def proof(*entries: Entry, checks: int = 2) -> Proof:
    links, head = chained(entries)
    return Proof(links, (), head, checks)


def certificate(*stories: list[Entry], case: Case = CASE, copied_to: tuple[str, ...] = ()) -> Certificate:
    entries = [entry for told in stories or (story(),) for entry in told]
    return certify(case, replace(proof(*entries), copied_to=copied_to), LATER, "guichet 0.1.0")
