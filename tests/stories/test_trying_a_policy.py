"""An admin tries a policy: in shadow a running service shows what would change, and the helpdesk hears nothing."""

import subprocess
import sys
from pathlib import Path

from console.demo.scene import Scene
from console.demo.stage import Stage
from tests.stories.test_changing_the_policy import COMPLETE, edit, folder, health, running

__all__ = ["folder"]


def guichet(stage: Stage, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "console.cli", *words]
    return subprocess.run(command, env=dict(stage.environment()), capture_output=True, text=True, check=False)


def test_a_shadow_run_shows_what_would_have_changed_and_writes_nothing(folder: Path) -> None:
    policy = folder / "config" / "policy.yaml"
    edit(policy, "mode: live", "mode: shadow")
    with running(folder, "files") as stage:
        assert health(stage, bool)["mode"] == "shadow"
        scene = Scene(stage, lambda _: None)
        whole = scene.helpdesk.member_files(motif="Facturation", description="Prélevée deux fois.", fields=COMPLETE)
        vague = scene.helpdesk.member_files(motif="Facturation", description="Bonjour, une erreur sur ma facture.")
        for filed in (whole, vague):
            seen = scene.settled(filed.id)
            assert not [tag for tag in seen.tags if tag.startswith("guichet")]
            calls = scene.helpdesk.calls(ticket=filed.id)
            assert [call["method"] for call in calls if call["method"] != "GET"] == []
            assert calls  # it was read

        listed = guichet(stage, "deliveries", "list").stdout
        assert "shadow" in listed
        assert "written" not in listed
        told = guichet(stage, "explain", str(whole.id)).stdout
        assert "politique en observation (shadow)" in told
        assert "groupe : Facturation" in told
        assert "message au membre :" in guichet(stage, "explain", str(vague.id)).stdout
        for filed in (whole, vague):
            assert {call["method"] for call in scene.helpdesk.calls(ticket=filed.id)} == {"GET"}
