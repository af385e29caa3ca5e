"""`guichet deletions`: what waits to be deleted, where all documents stand, and the word that lets it begin."""

import click

from integration.deletion import plan as planned
from integration.settings import Settings
from integration.wiring import build_ledger, clock
from jobs.strip_attachments import NOT_BEGUN


@click.group()
def deletions() -> None:
    """See which documents wait to be deleted, and let deletions begin."""


@deletions.command()
def show() -> None:
    """Show how many documents stand where, and whether deletions have begun."""
    ledger = build_ledger(Settings())
    if not ledger.documents.started():
        click.echo(NOT_BEGUN)
    for state, count in sorted(ledger.documents.by_state().items()):
        click.echo(f"{count:>7} {state}")
    ledger.close_down()


@deletions.command()
def plan() -> None:
    """List the documents that may be deleted now: ticket, ids, size, kind, and the rule that decided."""
    ledger, now = build_ledger(Settings()), clock()
    found = planned(ledger, now)
    for one in found:
        about = one.document
        words = (one.helpdesk, one.ticket_id, about.comment_id, about.id, f"{about.size} bytes", about.content_type)
        waits = (f"due {about.due_at.isoformat(sep=' ', timespec='seconds')}", about.why)
        click.echo("  ".join(word for word in (*words, about.sort.value, about.rule, *waits) if word))
    tickets = len({(one.helpdesk, one.ticket_id) for one in found})
    click.echo(f"{len(found)} documents of {tickets} tickets.")
    if not ledger.documents.started():
        click.echo(NOT_BEGUN)
    ledger.close_down()


@deletions.command()
@click.option("--author", required=True, help="Who lets it begin: a login, or a role.")
@click.option("--reason", required=True, help="Why, for those who read it later.")
def start(author: str, reason: str) -> None:
    """Let deletions begin. Look at `guichet deletions plan` before: what is deleted does not come back."""
    ledger, now = build_ledger(Settings()), clock()
    waiting = len(planned(ledger, now))
    tickets = ledger.documents.start(author.strip(), reason.strip(), now)
    ledger.close_down()
    click.echo(f"Begun. {waiting} documents of {tickets} tickets are deleted from now on, within the policy's limits.")
