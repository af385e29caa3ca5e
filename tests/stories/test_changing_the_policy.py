"""An admin changes the policy of a running service: breaks it, mends it, publishes, takes back."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from console.demo.helpdesk import PATIENCE, Seen
from console.demo.scene import Scene
from console.demo.stage import Stage, free_port

SHIPPED = Path(__file__).resolve().parents[2] / "config"
COMPLETE = {"Compte": "104512", "Date de la transaction": "2026-11-03", "Montant": "49,90"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped policy in a folder of its own."""
    shipped(tmp_path / "config")
    return tmp_path


def shipped(folder: Path) -> Path:
    """A copy of the shipped policy, its messages beside it; the policy's file."""
    (folder / "messages").mkdir(parents=True)
    for file in (SHIPPED / "policy.yaml", *(SHIPPED / "messages").glob("*.yaml")):
        shutil.copy(file, folder / file.relative_to(SHIPPED))
    return folder / "policy.yaml"


@contextmanager
def running(folder: Path, source: str) -> Iterator[Stage]:
    url = f"sqlite:///{folder / 'guichet.db'}"
    policy = str(folder / "config" / "policy.yaml")
    set_up = Stage(folder, {"zendesk": free_port()}, free_port(), url, 0.2, policy, policy_source=source)
    try:
        set_up.start()
        yield set_up
    finally:
        set_up.stop()


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def health(stage: Stage, until: Callable[[Any], bool]) -> Any:
    """What /health says of the helpdesk once it says what is waited for."""
    end = time.monotonic() + PATIENCE
    while True:
        answer = requests.get(f"{stage.web}/health", timeout=5).json()
        said = {"status": answer["status"], **answer["helpdesks"]["zendesk"]}
        if until(said) or time.monotonic() > end:
            return said
        time.sleep(0.1)  # a change of the files rings no bell


def files_a_case(stage: Stage) -> Seen:
    """A case as it was decided by the policy of this moment: SIGHUP spares the two seconds a worker may not look."""
    stage.processes["worker"].send_signal(signal.SIGHUP)
    scene = Scene(stage, lambda _: None)
    filed = scene.helpdesk.member_files(
        motif="Facturation", description="Bonjour, ma cotisation a été prélevée deux fois ce mois-ci.", fields=COMPLETE
    )
    scene.helpdesk.wait(ticket=filed.id, tag="guichet_complet")
    return scene.settled(filed.id)


def guichet(stage: Stage, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "console.cli", "policy", *words]
    return subprocess.run(command, env=dict(stage.environment()), capture_output=True, text=True, check=False)


def test_files_a_broken_change_is_told_everywhere_and_the_last_good_policy_goes_on(folder: Path) -> None:
    policy, message = folder / "config" / "policy.yaml", folder / "config" / "messages" / "fr.yaml"
    with running(folder, "files") as stage:
        good = health(stage, bool)
        assert (good["status"], good["broken"]) == ("ok", [])
        text, words = policy.read_text("utf-8"), message.read_text("utf-8")

        edit(policy, "then: {group: Facturation}", "then: {groupe: Facturation}")
        edit(message, "{{ due }}", "{{ deu }}")
        said = health(stage, lambda said: len(said["broken"]) > 1)
        assert (said["status"], said["policy"]) == ("degraded", good["policy"])
        assert 'unknown key "groupe" (did you mean "group"?)' in " ".join(said["broken"])
        assert 'unknown placeholder "deu"' in " ".join(said["broken"])
        assert files_a_case(stage)["group"] == "Facturation"
        assert "stays in force" in (folder / "worker.log").read_text("utf-8")
        listed = guichet(stage, "list")
        assert "a running service keeps the last good version" in listed.stderr
        assert good["policy"] in listed.stdout

        message.write_text(words, "utf-8")
        policy.write_text(text.replace("then: {group: Facturation}", "then: {group: Service clients}"), "utf-8")
        edit(policy, "group: Facturation, rule: facturation", "group: Service clients, rule: facturation")
        said = health(stage, lambda said: said["policy"] != good["policy"])
        assert (said["status"], said["broken"]) == ("ok", [])
        assert files_a_case(stage)["group"] == "Service clients"
        assert len(guichet(stage, "list").stdout.splitlines()) == 2


def test_console_a_version_is_published_and_taken_back(folder: Path) -> None:
    policy = folder / "config" / "policy.yaml"
    with running(folder, "console") as stage:
        first = health(stage, bool)["policy"]
        edit(policy, "group: Facturation}", "group: Service clients}")
        edit(policy, "group: Facturation, rule: facturation", "group: Service clients, rule: facturation")
        assert files_a_case(stage)["group"] == "Facturation"  # the files on disk do not rule here

        published = guichet(stage, "publish", str(policy), "--author", "marie", "--reason", "essai")
        assert published.returncode == 0, published.stdout + published.stderr
        second = health(stage, lambda said: said["policy"] != first)["policy"]
        assert second in guichet(stage, "list").stdout.splitlines()[0]
        assert files_a_case(stage)["group"] == "Service clients"

        edit(policy, "routing:", "rooting:")
        refused = guichet(stage, "publish", str(policy), "--author", "marie", "--reason", "essai")
        assert refused.returncode == 1
        assert "did you mean" in refused.stdout
        assert guichet(stage, "rollback", "--author", "marie", "--reason", "trop tôt").returncode == 0
        assert health(stage, lambda said: said["policy"] == first)["policy"] == first
        assert files_a_case(stage)["group"] == "Facturation"
        assert "+    then: {group: Service clients}" in guichet(stage, "diff", first, second).stdout
