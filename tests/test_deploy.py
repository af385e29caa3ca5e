"""What is handed to those who run the service: it names only what is really there."""

import configparser
import json
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr

from integration.connections import ZendeskSettings
from integration.settings import Settings
from integration.wiring import build_web
from webhooks.app import create_app

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
RULES = yaml.safe_load((DEPLOY / "prometheus/alerts.yaml").read_text("utf-8"))["groups"][0]["rules"]
BOARD = json.loads((DEPLOY / "grafana/guichet.json").read_text("utf-8"))
CONTAINER = (DEPLOY / "Containerfile").read_text("utf-8")
NAME = re.compile(r"\bguichet_[a-z_]+")


@pytest.fixture(scope="module")
def metrics(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The names of everything that /metrics tells, as Prometheus stores them."""
    folder = tmp_path_factory.mktemp("metrics")
    account = ZendeskSettings(url="https://acme.zendesk.com", webhook_secrets=(SecretStr("s"),))
    settings = Settings(database_url=f"sqlite:///{folder}/guichet.db", connections={"zendesk": account})
    web = build_web(settings)
    client = create_app(settings, web).test_client()
    client.post("/webhooks/zendesk", data=b"{}")
    web.watch.ledger.runs.begin("overdue", datetime.now(UTC), datetime.now(UTC))
    text = client.get("/metrics").get_data(as_text=True)
    web.close()
    return frozenset(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_watches_what_is_told_and_says_what_to_do(rule: dict[str, object], metrics: frozenset[str]) -> None:
    named = set(NAME.findall(str(rule["expr"])))
    assert named <= metrics
    assert named or "up{" in str(rule["expr"])
    assert set(rule["annotations"]) == {"summary", "action"}  # type: ignore[call-overload] # a mapping in YAML


def test_the_board_shows_what_is_told(metrics: frozenset[str]) -> None:
    for panel in BOARD["panels"]:
        named = {name for target in panel["targets"] for name in NAME.findall(target["expr"])}
        assert named, panel["title"]
        assert named <= metrics
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])


def test_every_metric_is_on_the_board(metrics: frozenset[str]) -> None:
    shown = {name for panel in BOARD["panels"] for target in panel["targets"] for name in NAME.findall(target["expr"])}
    assert {name for name in metrics if not name.endswith("_created")} - shown <= {"guichet_job_red"}


def test_the_container_has_a_pinned_base_and_no_root_and_no_secret() -> None:
    bases = re.findall(r"^FROM (\S+)", CONTAINER, re.MULTILINE)
    assert bases
    assert all(re.fullmatch(r"docker\.io/library/python:3\.11\.\d+-slim-\w+", base) for base in bases)
    final = CONTAINER.rpartition("FROM ")[2]
    assert re.search(r"^USER (?!0\b|root\b)\S+", final, re.MULTILINE)
    assert "HEALTHCHECK" in final
    assert "--require-hashes" in CONTAINER
    assert not re.search(r"(?i)(secret|token|password|signing_key)\s*=", CONTAINER)
    assert not re.search(r"^(COPY|ADD) \.( |$)", CONTAINER, re.MULTILINE)
    assert {".env", "var", "*.key"} <= set((ROOT / ".containerignore").read_text().split())


def test_what_the_container_copies_is_there() -> None:
    lines = (line for line in CONTAINER.splitlines() if line.startswith("COPY ") and "--from" not in line)
    copied = [line.split()[1:-1] for line in lines]
    assert all((ROOT / name).exists() for names in copied for name in names)


@pytest.mark.parametrize("part", ["web", "worker", "clock"])
def test_a_unit_runs_what_the_procfile_runs(part: str) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign] # systemd's names have capitals
    unit.read(DEPLOY / f"systemd/guichet-{part}.service", "utf-8")
    service = unit["Service"]
    lines = (ROOT / "Procfile").read_text().splitlines()
    wanted = next(line.partition(": ")[2] for line in lines if line.startswith(f"{part}:"))
    started = service["ExecStart"].replace("/opt/guichet/.venv/bin/", "")
    assert shlex.split(started) == shlex.split(wanted.replace("${PORT:-8800}", "8800"))
    assert service["User"] == "guichet"
    assert service["Restart"] == "always"
    target = (DEPLOY / "systemd/guichet.target").read_text()
    assert f"guichet-{part}.service" in target
