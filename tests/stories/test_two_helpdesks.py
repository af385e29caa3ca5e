"""One Guichet for two helpdesks: each decided by its own policy, and nothing of one is taken for the other's."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from console.demo.helpdesk import Seen
from console.demo.scene import Scene
from console.demo.stage import Stage, free_port
from tests.stories.test_changing_the_policy import edit, shipped

TEXT = "Bonjour, ma cotisation a été prélevée deux fois ce mois-ci."
FORM = {"Compte": "104512", "Date de la transaction": "2026-11-03", "Montant": "49,90"}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A Zendesk under the common policy, a Zammad under its own, in which the small team has every billing case."""
    folder = tmp_path_factory.mktemp("two")
    common, own = shipped(folder / "common"), shipped(folder / "own")
    edit(own, "then: {group: Facturation}", "then: {group: Facturation niveau 2}")
    edit(own, "group: Facturation, rule: facturation", "group: Facturation niveau 2, rule: facturation")
    sandboxes = {"zendesk": free_port(), "zammad": free_port()}
    url = f"sqlite:///{folder / 'guichet.db'}"
    policies = {"zammad": str(own)}
    set_up = Stage(folder, sandboxes, free_port(), url, 0.2, str(common), own_policies=policies)
    try:
        set_up.start()
        yield set_up
    finally:
        set_up.stop()


@pytest.fixture(scope="module")
def filed(stage: Stage) -> dict[str, Seen]:
    """The same case at both, as it is once everything has calmed down."""
    scenes = {kind: Scene(stage, lambda _: None, kind) for kind in stage.sandboxes}
    tickets = {
        kind: scene.helpdesk.member_files(motif="Facturation", description=TEXT, fields=FORM)
        for kind, scene in scenes.items()
    }
    for kind, scene in scenes.items():
        scene.helpdesk.wait(ticket=tickets[kind].id, tag="guichet_doublon")
    return {kind: scene.settled(tickets[kind].id) for kind, scene in scenes.items()}


def guichet(stage: Stage, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "console.cli", *words]
    return subprocess.run(command, env=dict(stage.environment()), capture_output=True, text=True, check=False)


def test_each_is_decided_by_its_own_policy(stage: Stage, filed: dict[str, Seen]) -> None:
    assert (filed["zendesk"]["group"], filed["zammad"]["group"]) == ("Facturation", "Facturation niveau 2")
    told = requests.get(f"{stage.web}/health", timeout=5).json()["helpdesks"]
    assert told["zendesk"]["policy"] != told["zammad"]["policy"]
    assert requests.get(f"{stage.web}/ready", timeout=5).json() == {"status": "ready", "problems": []}


def test_the_same_payment_told_to_both_is_found_and_the_other_helpdesk_is_named(filed: dict[str, Seen]) -> None:
    assert f"ticket {filed['zammad'].id} (zammad)" in filed["zendesk"].field("Note Guichet")
    assert f"ticket {filed['zendesk'].id} (zendesk)" in filed["zammad"].field("Note Guichet")


def test_the_console_asks_which_one_is_meant(stage: Stage, filed: dict[str, Seen]) -> None:
    ticket = str(filed["zammad"].id)

    assert "several helpdesks (zammad, zendesk): say which one" in guichet(stage, "explain", ticket).stderr
    explained = guichet(stage, "explain", ticket, "--helpdesk", "zammad").stdout
    assert "règle facturation : oui" in explained
    assert f"{filed['zammad'].id}" in explained.splitlines()[0]


def test_the_console_checks_simulates_and_exports_each(stage: Stage, filed: dict[str, Seen], tmp_path: Path) -> None:
    checked = guichet(stage, "check", "--helpdesk")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "The helpdesk zammad has everything it names." in checked.stdout

    simulated = guichet(stage, "simulate", "--helpdesk", "zammad", "--since", "2d").stdout
    assert "over 1 tickets" in simulated
    file = tmp_path / "tickets.jsonl"
    assert guichet(stage, "export", str(file), "--helpdesk", "zammad", "--since", "2d").returncode == 0
    assert f'"id":"{filed["zammad"].id}"' in file.read_text("utf-8")
    listed = guichet(stage, "deliveries", "list", "--helpdesk", "zammad").stdout.splitlines()
    assert listed
    assert all(line.split()[-1].startswith("zammad:") for line in listed)
    assert len(guichet(stage, "policy", "list", "--helpdesk", "zammad").stdout.splitlines()) == 1
