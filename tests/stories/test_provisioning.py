"""From nothing to a connected helpdesk: the real commands on an account that is empty, killed where it hurts.

A process takes seconds to start: where nothing is about processes, a command runs in this one.
"""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner

from console.cli import guichet
from console.demo.stage import OFF_STAGE
from integration.core.errors import GuichetError
from tests.helpdesks.town import API_TOKEN, CLIENT_ID, CLIENT_SECRET, EMAIL, Town

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 120
Json = dict[str, Any]

# Where the command is killed: what was asked for is done there, or is not, and nobody was told.
KILLED = [
    ("zendesk", "POST", "/api/v2/ticket_fields", "after"),
    ("zendesk", "POST", "/api/v2/webhooks", "after"),
    ("zammad", "PUT", "/api/v1/roles/*", "before"),
    ("zammad", "POST", "/api/v1/object_manager_attributes", "after"),
    ("zammad", "PUT", "/api/v1/tickets/*", "before"),
    ("zammad", "POST", "/api/v1/webhooks", "after"),
    ("zammad", "POST", "/api/v1/triggers", "after"),
]


@dataclass
class Desk:
    """An empty helpdesk, and an admin at a terminal in a folder of their own."""

    kind: str
    town: Town
    folder: Path
    said: list[str] = field(default_factory=list)

    def run(self, *arguments: str, exits: int = 0) -> str:
        """One command, in this process; what it printed."""
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            for name, value in self.settings().items():
                patch.setenv(name, value)
            done = CliRunner().invoke(guichet, list(arguments))
        self.said.append(done.output)
        if isinstance(done.exception, GuichetError):
            assert exits == 1, done.exception
            return f"{done.output}{done.exception}"
        assert done.exit_code == exits, done.output
        return done.output

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """One command, in a process of its own."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
        return subprocess.Popen(
            [sys.executable, "-m", "console.cli", *arguments],
            cwd=self.folder,
            env={**own, **self.settings(), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def process(self, *arguments: str, exits: int = 0) -> str:
        """The same, until it ends; what it printed."""
        with self.start(*arguments) as process:
            said, _ = process.communicate(timeout=LONGEST)
        self.said.append(said)
        assert process.returncode == exits, said
        return said

    def todo(self) -> list[str]:
        """What the plan has to do, as `verb key`."""
        out = self.run("plan", "--json", exits=2)
        return [f"{one['verb']} {one['key']}" for one in json.loads(out)["steps"] if one["verb"] != "keep"]

    def settings(self) -> dict[str, str]:
        """What the admin has set."""
        access = {
            "zendesk": {"CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": CLIENT_SECRET, "EMAIL": "", "API_TOKEN": ""},
            "zammad": {"TOKEN": API_TOKEN},
        }[self.kind]
        prefix = f"GUICHET_{self.kind.upper()}_"
        return {
            **{f"{prefix}{name}": value for name, value in access.items()},
            f"{prefix}URL": self.town.url,
            **{f"GUICHET_{name}": "" for name in OFF_STAGE if name != f"{self.kind.upper()}_URL"},
            "GUICHET_DATABASE_URL": f"sqlite:///{self.folder / 'guichet.db'}",
            "GUICHET_POLICY": str(ROOT / "config/policy.yaml"),
            "GUICHET_PUBLIC_URL": "http://127.0.0.1:9",
        }

    def api(self, method: str, path: str, body: Json | None = None) -> Any:
        """What a person does in the helpdesk itself."""
        root, headers, auth = f"{self.town.url}/api/v1", {"Authorization": f"Token token={API_TOKEN}"}, None
        if self.kind == "zendesk":
            root, headers, auth = f"{self.town.url}/api/v2", {}, (f"{EMAIL}/token", API_TOKEN)
        answer = requests.request(method, f"{root}/{path}", json=body, headers=headers, auth=auth, timeout=30)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def names(self, kind: str) -> list[str]:
        """The titles of everything of a kind, by its name in the API's path."""
        return [str(one.get("title") or one.get("display") or one.get("name")) for one in self.listed(kind)]

    def listed(self, kind: str) -> list[Json]:
        """Everything of a kind, by its name in the API's path."""
        answer = self.api("GET", kind)
        found: list[Json] = answer[kind] if isinstance(answer, dict) else answer
        return found

    def secrets(self) -> set[str]:
        """The secrets its webhooks really sign with."""
        return {str(hook["secret"]) for hook in self.town.get("")["webhooks"]}


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[dict[str, str]]:
    """An empty sandbox for each helpdesk, as `guichet sandbox --empty` starts them."""
    with subprocess.Popen(command("zendesk"), **QUIET) as one, subprocess.Popen(command("zammad"), **QUIET) as other:
        assert one.stdout and other.stdout  # noqa: PT018 - pipes, both
        yield {"zendesk": one.stdout.readline().split()[-1], "zammad": other.stdout.readline().split()[-1]}
        for process in (one, other):
            process.terminate()


QUIET: Json = {"cwd": ROOT, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}


def command(kind: str) -> list[str]:
    return [sys.executable, "-m", "sandbox", "--port", "0", "--empty", "--helpdesk", kind]


def build(kind: str, sandboxes: dict[str, str], folder: Path) -> Desk:
    town = Town(sandboxes[kind])
    town.post("reset")
    return Desk(kind, town, folder)


@pytest.fixture(params=["zendesk", "zammad"])
def desk(request: pytest.FixtureRequest, sandboxes: dict[str, str], tmp_path: Path) -> Iterator[Desk]:
    """Each helpdesk in turn."""
    built = build(request.param, sandboxes, tmp_path)
    yield built
    built.town.close()


def test_an_empty_helpdesk_is_furnished_once_and_no_secret_is_told(desk: Desk) -> None:
    assert "create    field 'Motif'" in desk.process("plan", "--out", "plan.json", exits=2)
    assert "done: create webhook" in desk.process("apply", "plan.json")
    (secret,) = desk.secrets()
    env = desk.folder / ".env"
    assert stat.S_IMODE(env.stat().st_mode) == 0o600
    assert f"GUICHET_{desk.kind.upper()}_WEBHOOK_SECRETS={secret}\n" in env.read_text()

    assert "0 steps to do" in desk.run("plan")
    desk.town.forget_calls()
    assert "0 steps done." in desk.run("apply", "plan.json")
    assert "0 steps done." in desk.run("apply", "--yes")
    assert {method for method, path in desk.town.calls() if "oauth" not in path} == {"GET"}
    desk.run("plan", "--json")
    told = "".join(desk.said) + (desk.folder / "plan.json").read_text()
    assert not [word for word in (secret, API_TOKEN, CLIENT_SECRET) if word in told]


def test_a_field_that_a_person_deleted_is_found(desk: Desk) -> None:
    desk.run("apply", "--yes")
    if desk.kind == "zendesk":
        field_id = next(one["id"] for one in desk.api("GET", "ticket_fields")["ticket_fields"] if is_note(one))
        desk.api("DELETE", f"ticket_fields/{field_id}")
    else:
        attribute_id = next(one["id"] for one in desk.api("GET", "object_manager_attributes") if is_note(one))
        desk.api("DELETE", f"object_manager_attributes/{attribute_id}")
        desk.api("POST", "object_manager_attributes_execute_migrations")
    assert "create field:note" in desk.todo()
    desk.run("apply", "--yes")
    desk.run("plan")


def is_note(one: Json) -> bool:
    return "Note Guichet" in (one.get("title"), one.get("display"))


THEIRS: dict[str, tuple[str, str, Json]] = {
    "zendesk": (
        "views",
        "En retard",
        {"view": {"title": "En retard", "all": [{"field": "status", "operator": "is", "value": "open"}]}},
    ),
    "zammad": (
        "triggers",
        "Guichet updated",
        {
            "name": "Guichet updated",
            "condition": {"ticket.state_id": {"operator": "is", "value": ["2"]}},
            "perform": {"ticket.tags": {"operator": "add", "value": "vu"}},
        },
    ),
}


def test_what_somebody_else_made_under_the_same_title_is_not_touched(desk: Desk) -> None:
    kind, name, body = THEIRS[desk.kind]
    made = desk.api("POST", kind, body)
    theirs = made.get("view", made)
    desk.run("apply", "--yes")
    assert next(one for one in desk.listed(kind) if one["id"] == theirs["id"]) == theirs
    assert f"{name} (Guichet)" in desk.names(kind)
    desk.run("plan")
    desk.run("destroy", "--yes")
    assert desk.names(kind).count(name) == 1
    assert f"{name} (Guichet)" not in desk.names(kind)


def test_with_rights_for_half_the_steps_the_other_half_is_done_once_they_are_given(desk: Desk) -> None:
    path = {"zendesk": "/api/v2/views", "zammad": "/api/v1/overviews"}[desk.kind]
    desk.town.fault("status", method="POST", path=path, status=403, count=None)
    desk.run("plan", "--out", "plan.json", exits=2)
    told = desk.run("apply", "plan.json", exits=1)
    assert "create view 'À compléter'" in told
    assert "lacks the right" in told
    assert "done: create field 'Motif'" in told
    assert not (desk.folder / ".env").exists()
    assert next(line for line in desk.todo() if line.startswith("create")) == "create view:to_complete"
    requests.delete(f"{desk.town.url}/sandbox/faults", timeout=10).raise_for_status()
    rest = desk.run("apply", "plan.json")
    assert "create field" not in rest
    assert "done: create webhook" in rest
    desk.run("plan")


def test_an_account_that_moved_since_the_plan_is_left_alone(desk: Desk) -> None:
    desk.run("plan", "--out", "plan.json", exits=2)
    if desk.kind == "zendesk":
        desk.api("POST", "ticket_fields", {"ticket_field": {"type": "checkbox", "title": "Montant"}})
    else:
        option = {"options": {"true": "oui", "false": "non"}, "default": False, "null": True}
        made = {"name": "montant", "display": "Montant", "object": "Ticket", "data_type": "boolean"}
        desk.api("POST", "object_manager_attributes", made | {"data_option": option, "active": True})
        desk.api("POST", "object_manager_attributes_execute_migrations")
    desk.town.forget_calls()
    assert "'Montant' is of type" in desk.run("apply", "plan.json", exits=1)
    assert {method for method, path in desk.town.calls() if "oauth" not in path} == {"GET"}


@pytest.mark.parametrize(("kind", "method", "path", "stage"), KILLED)
def test_killed_in_the_middle_the_same_plan_is_carried_out_to_its_end(
    kind: str, method: str, path: str, stage: str, sandboxes: dict[str, str], tmp_path: Path
) -> None:
    desk = build(kind, sandboxes, tmp_path)
    desk.run("plan", "--out", "plan.json", exits=2)
    desk.town.fault("gate", name="here", method=method, path=path, stage=stage)
    with desk.start("apply", "plan.json") as process:
        query: Json = {"timeout": LONGEST}
        requests.get(f"{desk.town.url}/sandbox/gates/here/wait", params=query, timeout=LONGEST + 10).raise_for_status()
        process.send_signal(signal.SIGKILL)
    desk.town.post("gates/here/open")

    desk.run("apply", "plan.json")
    assert "0 steps to do" in desk.run("plan")
    kinds = {
        "zendesk": ("groups", "ticket_fields", "macros", "views", "webhooks"),
        "zammad": ("groups", "object_manager_attributes", "macros", "overviews", "webhooks", "triggers"),
    }[kind]
    for one in kinds:
        names = desk.names(one)
        assert len(names) == len(set(names)), one
    (secret,) = desk.secrets()
    assert secret in (desk.folder / ".env").read_text()
    desk.town.close()
