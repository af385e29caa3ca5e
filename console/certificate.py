"""`guichet certificate` and `guichet verify-certificate`: proof for whoever asks, and how they check it themselves."""

from importlib.metadata import version
from pathlib import Path

import click

from console.naming import helpdesk_option
from integration.certificates.paper import check_pdf, signed_pdf
from integration.certificates.written import check_json, signed_json
from integration.certifying import give
from integration.core.certificate import Case
from integration.settings import Settings
from integration.wiring import build_ledger, clock, policy_in_force, signer

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("ticket")
@helpdesk_option
@click.option("--pdf", type=_FILE, help="Write the page of paper here.")
@click.option("--json", "as_json", type=_FILE, help="Write the complete, signed certificate here.")
def certificate(ticket: str, helpdesk: str | None, pdf: Path | None, as_json: Path | None) -> None:
    """Certify that the documents of TICKET are deleted; refused unless every one of them is verified.

    Without a file the JSON goes to standard output. `guichet certificate key` prints the public key instead.
    """
    settings = Settings()
    if ticket == "key":
        click.echo(signer(settings).public)
        return
    name, mine = settings.named(helpdesk), signer(settings)
    ledger = build_ledger(settings)
    try:
        policy = policy_in_force(settings, ledger, settings.own_policy(name))
        checks = len(policy.retention.check_again_after) if policy.retention else 0
        case = Case(name, settings.connections[name].kind, ticket)
        given = give(ledger, case, checks, mine.public, f"guichet {version('guichet')}", clock())
    finally:
        ledger.close_down()
    if as_json or not pdf:
        _write(as_json, signed_json(given, mine))
    if pdf:
        _write(pdf, signed_pdf(given, mine, policy.timezone))
    click.echo(f"Certificate {given.number}: {len(given.documents)} documents of ticket {ticket}.", err=True)


@click.command("verify-certificate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", required=True, help="The public key, as `guichet certificate key` printed it.")
def verify_certificate(file: Path, key: str) -> None:
    """Check a certificate, JSON or PDF, without a database; any changed byte is found."""
    content = file.read_bytes()
    if content.startswith(b"%PDF"):
        click.echo(f"Genuine: the page of certificate {check_pdf(content, key)}.")
        return
    said = check_json(content, key)
    ticket = f"ticket {said['ticket_id']} ({said['helpdesk']})"
    click.echo(f"Genuine: certificate {said['number']} of {ticket}, given at {said['issued_at']}.")
    for looked in said["looked_for"]:
        click.echo(f"  {looked['copy']:<14} {looked['status']} {looked['number'] or looked['why'] or ''}".rstrip())


def _write(path: Path | None, content: bytes) -> None:
    if path is None:
        click.echo(content, nl=False)
    else:
        path.write_bytes(content)
