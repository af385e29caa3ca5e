"""The tables that are the ledger's own: holds, certificates, and documents that are not proven to be gone."""

from console.dpo.facts import Facts
from console.dpo.tables import Table, day


def holds(facts: Facts) -> Table:
    """Who keeps whose documents, why, and until when at the latest."""
    heads = (
        "helpdesk",
        "ticket",
        "motif / reason",
        "auteur / author",
        "posé / placed",
        "expire / expires",
        "levé / lifted",
        "levé par / lifted by",
    )
    rows = (
        (
            one.helpdesk,
            one.ticket_id,
            one.reason,
            one.author,
            day(one.placed_at),
            day(one.expires_at),
            day(one.lifted_at),
            one.lifted_by,
        )
        for one in facts.holds
    )
    return Table(heads, tuple(rows))


def certificates(facts: Facts) -> Table:
    """The register of certificates."""
    heads = ("numéro / number", "helpdesk", "ticket", "établi / issued", "sha256", "registre / ledger", "clé / key")
    rows = (
        (one.number, one.helpdesk, one.ticket_id, day(one.at), one.content_hash, str(one.position), one.key)
        for one in facts.certificates
    )
    return Table(heads, tuple(rows))


def remaining(facts: Facts) -> Table:
    """Every document that is known and not proven to be gone."""
    heads = ("helpdesk", "ticket", "document", "copie / copy", "état / state", "motif / why", "échéance / due")
    rows = (
        (
            one.helpdesk,
            one.ticket_id,
            one.document.id,
            one.document.sort.value,
            one.document.state.value,
            one.document.why,
            day(one.document.due_at),
        )
        for one in facts.remaining
    )
    return Table(heads, tuple(rows))
