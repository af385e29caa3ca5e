"""`guichet demo`: everything at once on this machine, to look at or to be told."""

import signal
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from console.demo.helpdesk import Helpdesk
from console.demo.scene import NotAsPromised, Scene
from console.demo.stage import Stage, free_port, is_free, stage
from console.demo.stories import STORIES, Story

SANDBOX_PORT, WEB_PORT = 8801, 8800

FORM = {"Compte": "104512", "Montant": "49,90"}
CASES: tuple[dict[str, Any], ...] = (
    {
        "subject": "Cotisation prélevée deux fois",
        "motif": "Facturation",
        "description": "Bonjour, ma cotisation de ce mois-ci a été prélevée deux fois.",
    },
    {
        "subject": "Un prélèvement que je ne comprends pas",
        "motif": "Facturation",
        "description": "Bonjour, on m'a prélevé 64,00 € sans raison. Pouvez-vous vérifier ?",
        "requester": {"name": "Awa Diallo", "email": "awa.diallo@courriel.example", "locale": "fr"},
    },
    {
        "subject": "Demande de remboursement",
        "motif": "Remboursement",
        "description": "Bonjour, mon mari est décédé le mois dernier. Je joins l'acte de décès.",
        "requester": {"name": "Jeanne Morvan", "email": "jeanne.morvan@courriel.example", "locale": "fr"},
        "attachments": [{"name": "acte.pdf", "content_type": "application/pdf", "text": "%PDF-1.4 example"}],
    },
)


@click.command()
@click.option("--story", is_flag=True, help="Play the stories, print each step, and exit 0 only if all of them hold.")
def demo(*, story: bool) -> None:
    """Start a helpdesk of our own with Guichet beside it."""
    with tempfile.TemporaryDirectory(prefix="guichet-demo-") as folder:
        if story:
            _stories(Path(folder))
        else:
            _stay(Path(folder))


def _stories(folder: Path) -> None:
    began = time.monotonic()
    with stage(folder, settle=0.3) as set_up:
        failed = [one.title for one in STORIES if not _told(one, set_up)]
    took = time.monotonic() - began
    if failed:
        raise click.ClickException(f"{len(failed)} of {len(STORIES)} stories did not hold: {'; '.join(failed)}.")
    click.echo(f"\nAll {len(STORIES)} stories hold ({took:.0f} s).")


def _told(one: Story, set_up: Stage) -> bool:
    click.secho(f"\n{one.title}", bold=True)
    try:
        one.play(Scene(set_up, click.echo))
    except (NotAsPromised, TimeoutError) as error:
        click.secho(f"    NOT AS PROMISED: {error}", fg="red")
        _show_logs(set_up.folder)
        return False
    return True


def _show_logs(folder: Path) -> None:
    for log in sorted(folder.glob("*.log")):
        click.echo(f"    the end of {log.name}:")
        for line in log.read_text("utf-8", errors="replace").splitlines()[-15:]:
            click.echo(f"      {line}")


def _stay(folder: Path) -> None:
    ports = tuple(port if is_free(port) else free_port() for port in (SANDBOX_PORT, WEB_PORT))
    with stage(folder, ports=(ports[0], ports[1])) as set_up:
        _fill(set_up.helpdesk)
        click.echo(
            f"\nThe member's contact form:   {set_up.helpdesk.url}/\n"
            f"The agents' inbox:           {set_up.helpdesk.url}/agent\n"
            f"Guichet's health:            {set_up.web}/health   {set_up.web}/metrics\n"
            f"Logs and database:           {folder}\n\n"
            "Three members have just written. File a ticket of your own, then look at it in the inbox.\n"
            "Ctrl+C ends everything.",
        )
        _until_asked()
    click.echo("Stopped.")


def _fill(helpdesk: Helpdesk) -> None:
    last_week = (datetime.now(UTC) - timedelta(days=7)).date().isoformat()
    complete, *others = CASES
    helpdesk.member_files(**complete, fields={**FORM, "Date de la transaction": last_week})
    for case in others:
        helpdesk.member_files(**case)
    helpdesk.wait(idle=1)


def _until_asked() -> None:
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    asked.wait()
