"""`guichet demo`: everything at once on this machine, to look at or to be told."""

import signal
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from console.demo.dialects import DIALECTS
from console.demo.helpdesk import Helpdesk
from console.demo.scene import NotAsPromised, Scene
from console.demo.stage import Stage, stage
from console.demo.stories import STORIES, Story

SANDBOX_PORT, WEB_PORT = 8801, 8800

BOTH = "both"
AMOUNT = "49,90"
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
@click.option(
    "--helpdesk",
    type=click.Choice([*DIALECTS, BOTH]),
    default="zendesk",
    show_default=True,
    help="Which one it plays; both are two helpdesks with one Guichet.",
)
@click.option("--story", is_flag=True, help="Play the stories, print each step, and exit 0 only if all of them hold.")
def demo(helpdesk: str, *, story: bool) -> None:
    """Start a helpdesk of our own with Guichet beside it."""
    signal.signal(signal.SIGTERM, _asked_to_end)
    kinds = tuple(DIALECTS) if helpdesk == BOTH else (helpdesk,)
    with tempfile.TemporaryDirectory(prefix="guichet-demo-") as folder:
        if story:
            _stories(Path(folder), kinds)
        else:
            _stay(Path(folder), kinds)


def _asked_to_end(number: int, _frame: object) -> None:
    """Leave in good order, also while the stage is being set up: the processes on it end with us."""
    raise SystemExit(128 + number)


def _stories(folder: Path, kinds: Sequence[str]) -> None:
    began = time.monotonic()
    played = [(kind, one) for kind in kinds for one in STORIES]
    with stage(folder, kinds=kinds, settle=0.3) as set_up:
        failed = [f"{one.title} ({kind})" for kind, one in played if not _told(one, set_up, kind)]
    took = time.monotonic() - began
    if failed:
        raise click.ClickException(f"{len(failed)} of {len(played)} stories did not hold: {'; '.join(failed)}.")
    click.echo(f"\nAll {len(played)} stories hold ({took:.0f} s).")


def _told(one: Story, set_up: Stage, kind: str) -> bool:
    where = f" ({kind})" if len(set_up.sandboxes) > 1 else ""
    click.secho(f"\n{one.title}{where}", bold=True)
    try:
        one.play(Scene(set_up, click.echo, kind))
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


def _stay(folder: Path, kinds: Sequence[str]) -> None:
    with stage(folder, kinds=kinds, web_port=WEB_PORT, sandbox_port=SANDBOX_PORT) as set_up:
        for helpdesk in set_up.helpdesks:
            _fill(helpdesk)
            click.echo(
                f"\nA {helpdesk.kind.capitalize()} of our own\n"
                f"The member's contact form:   {helpdesk.url}/\n"
                f"The agents' inbox:           {helpdesk.url}/agent"
            )
        click.echo(
            f"\nGuichet's health:            {set_up.web}/health   {set_up.web}/metrics\n"
            f"Logs and database:           {folder}\n\n"
            "Three members have just written. File a ticket of your own, then look at it in the inbox.\n"
            "Ctrl+C ends everything.",
        )
        _until_asked()
    click.echo("Stopped.")


def _fill(helpdesk: Helpdesk) -> None:
    last_week = (datetime.now(UTC) - timedelta(days=7)).date().isoformat()
    form = {"Compte": helpdesk.dialect.account, "Montant": AMOUNT, "Date de la transaction": last_week}
    complete, *others = CASES
    helpdesk.member_files(**complete, fields=form)
    for case in others:
        helpdesk.member_files(**case)
    helpdesk.wait(idle=1)


def _until_asked() -> None:
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    asked.wait()
