"""`guichet explain`, `export`, `simulate` and `limits` over a real helpdesk; none of them writes to it."""

import json
import re
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.load import load_policy
from console.cli import guichet
from integration.core.delivery import Outcome
from integration.core.documents import Document, Sort, State
from integration.ledger.policies import Why
from integration.ledger.rows import Facts
from integration.settings import Settings
from integration.trial.lines import line_of, ticket_of
from integration.wiring import build_ledger, clock
from tests.config.small import SHIPPED
from tests.core.build import ticket
from tests.helpdesks.town import CLIENT_ID, CLIENT_SECRET, Town

FIELDS = {"Compte": "104512", "Date de la transaction": "2026-11-03", "Montant": "640,00"}
TODAY = f"{datetime.now(UTC):%Y-%m-%d}"


@pytest.fixture(autouse=True)
def connected(tmp_path: Path, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guichet's settings for the sandbox, with a database of its own."""
    for name, value in {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'var' / 'guichet.db'}",
        "POLICY": str(SHIPPED / "policy.yaml"),
        "ZENDESK_URL": town.url,
        "ZENDESK_CLIENT_ID": CLIENT_ID,
        "ZENDESK_CLIENT_SECRET": CLIENT_SECRET,
    }.items():
        monkeypatch.setenv(f"GUICHET_{name}", value)


def run(*words: str) -> Result:
    return CliRunner().invoke(guichet, words)


def variant(folder: Path, *edits: tuple[str, str]) -> str:
    """The shipped policy with some words changed, its examples left out."""
    text = (SHIPPED / "policy.yaml").read_text("utf-8").partition("\nexamples:")[0] + "\n"
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    (folder / "messages").mkdir(parents=True)
    for messages in (SHIPPED / "messages").glob("*.yaml"):
        (folder / "messages" / messages.name).write_bytes(messages.read_bytes())
    (folder / "policy.yaml").write_text(text, "utf-8")
    return str(folder / "policy.yaml")


def written(town: Town) -> list[str]:
    """Every call that could have changed something; asking for a token is none."""
    return [path for method, path in town.calls() if method != "GET" and "oauth" not in path]


def test_a_ticket_is_explained_in_french_and_nothing_is_written(town: Town) -> None:
    id_ = town.member_files(description="Bonjour, on m'a prélevé deux fois.", fields=FIELDS)
    town.forget_calls()
    result = run("explain", id_)

    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"#{id_}  Le dossier est complet.\n")
    for line in ("règle gros-montant : oui, elle l’emporte", "groupe : Facturation niveau 2", "Ce qui serait écrit"):
        assert line in result.output
    assert written(town) == []


def test_the_documents_that_the_ledger_knows_of_are_part_of_what_would_be_written(town: Town) -> None:
    id_ = town.member_files(motif="Remboursement", description="Mon père est décédé.")
    ledger, now = build_ledger(Settings()), clock()
    waits = Document("a1", "c0", Sort.ATTACHMENT, State.TO_DELETE, "solved", now, now, size=9)
    ledger.documents.keep("zendesk", id_, (waits,))
    ledger.close_down()
    told = run("explain", id_).output

    assert "- à supprimer\u00a0: 1" in told
    assert re.search(r"étiquette ajoutée\s: guichet_documents_a_supprimer", told)


def test_a_ticket_is_explained_as_data_and_in_english(town: Town) -> None:
    id_ = town.member_files(description="Bonjour.")
    told = json.loads(run("explain", id_, "--json", "--language", "en").output)

    assert (told["ticket"], told["stand"], told["mode"]) == (id_, "ask", "live")
    assert told["summary"] == "Something is missing: the member has to be asked."
    assert [section["id"] for section in told["sections"]][:3] == ["found", "missing", "rules"]


def test_explaining_leaves_the_ledger_as_it_was(town: Town) -> None:
    run("explain", town.member_files())
    ledger = build_ledger(Settings())

    assert ledger.passes_by_outcome() == {}
    assert ledger.policies.latest() is None
    ledger.close_down()


def test_a_ticket_that_is_not_there_is_one_sentence() -> None:
    result = run("explain", "99999999")

    assert (result.exit_code, result.output) == (
        1,
        "Error: The helpdesk has no ticket 99999999, or does not let us see it.\n",
    )


def test_past_tickets_are_exported_for_us_alone_and_never_over_another_file(town: Town, tmp_path: Path) -> None:
    filed = {town.member_files(description=f"Bonjour, erreur {number}.") for number in range(3)}
    file = tmp_path / "tickets.jsonl"
    town.forget_calls()
    result = run("export", str(file), "--since", "1d")

    assert result.exit_code == 0, result.output
    assert f"3 tickets are in {file}." in result.output
    assert "personal data" in result.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {ticket_of(line).id for line in file.read_bytes().splitlines()} == filed
    assert b"courriel.example" not in file.read_bytes()
    assert written(town) == []
    again = run("export", str(file))
    assert again.exit_code == 1
    assert "is there already" in again.output


def test_an_export_that_fails_leaves_no_half_file(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_ZENDESK_CLIENT_SECRET", "wrong")
    result = run("export", str(tmp_path / "tickets.jsonl"))

    assert result.exit_code == 1
    assert list(tmp_path.glob("tickets*")) == []


@pytest.mark.parametrize("span", ["90", "90 jours", "0d", "-1d"])
def test_a_span_that_cannot_be_read_is_told(span: str) -> None:
    result = run("simulate", "--since", span)

    assert result.exit_code == 2
    assert "is not a span: write it as 90d or 12w" in result.output


def test_a_candidate_is_tried_on_the_helpdesks_own_past(town: Town, tmp_path: Path) -> None:
    id_ = town.member_files(description="Bonjour, prélevée deux fois.", fields=FIELDS)
    town.member_files(motif="Remboursement", description="Mon père est décédé.")
    candidate = variant(tmp_path / "new", ("at_least: 500", "at_least: 900"))
    town.forget_calls()
    result = run("simulate", "--policy", candidate, "--since", "2d")

    assert result.exit_code == 0, result.output
    assert "over 2 tickets" in result.output
    assert f"1  routed otherwise   such as {id_}" in result.output
    assert "1  gros-montant -> facturation" in result.output
    assert "Within every limit of the candidate." in result.output
    assert written(town) == []


def test_a_candidate_that_would_ask_400_members_anew_exits_2_and_says_so(tmp_path: Path) -> None:
    told = replace(
        ticket(),
        fields=tuple(replace(one, value="49.90") if one.title == "Montant" else one for one in ticket().fields),
    )
    file = tmp_path / "tickets.jsonl"
    file.write_bytes(b"".join(line_of(replace(told, id=str(number))) for number in range(400)) + b"rubbish\n")
    less = variant(
        tmp_path / "less", ("requires: [account, transaction_date, amount, description]", "requires: [amount]")
    )
    options = ("--tickets", str(file), "--policy", str(SHIPPED / "policy.yaml"), "--against", less, "--processes", "1")
    result = run("simulate", *options)

    assert result.exit_code == 2, result.output
    assert "    400  newly asked about   such as 0, 1, 2, 3, 4\n" in result.output
    assert "1 unreadable" in result.output
    assert "LIMIT: 400 members with an open ticket would be asked; messages_per_hour allows 200." in result.output
    data = json.loads(run("simulate", *options, "--json").stdout)
    assert (data["tickets"], data["counts"]["asked"], data["asked_now"]) == (400, 400, 400)
    assert [one["limit"] for one in data["beyond"]] == ["changed_tickets_per_run", "messages_per_hour"]


def test_limits_are_shown_and_lifted_with_a_reason() -> None:
    ledger, now = build_ledger(Settings()), clock()
    facts = Facts(state="ask", held="first_run")
    ledger.close("zendesk", "7", delivery_id="d", outcome=Outcome.HELD, read_at=now, at=now, facts=facts)
    shown = run("limits", "show").output

    assert "messages_per_hour        0 of 200" in shown
    assert "deletions_per_run        0 of 50 documents" in shown
    assert "1 cases wait because first_run was reached." in shown
    assert run("limits", "lift", "--author", "marie").exit_code == 2
    lifted = run("limits", "lift", "--author", "marie", "--reason", "relu, c'est voulu")
    assert "1 cases that waited are looked at again" in lifted.output
    shown = run("limits", "show").output
    assert "marie  relu, c'est voulu" in shown
    assert "are lifted now" in shown
    assert [due.ticket_id for due in ledger.due(clock(), 10)] == ["7"]
    ledger.close_down()


def test_the_first_day_of_a_policy_is_shown_beside_the_day_before() -> None:
    ledger = build_ledger(Settings())
    files = {"policy.yaml": (SHIPPED / "policy.yaml").read_bytes()}
    files |= {f"messages/{one.name}": one.read_bytes() for one in (SHIPPED / "messages").glob("*.yaml")}
    for version in ("before", load_policy(SHIPPED / "policy.yaml").version):
        ledger.policies.publish(version, files, Why("files", "", ""), clock())
    ledger.close_down()

    assert "first_run                0 tickets, 0 on the day before" in run("limits", "show").output
