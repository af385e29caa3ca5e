"""From a member's documents to a certificate and the officer's pack, over real HTTP; and no name on the way."""

import io
import json
import logging
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from console.cli import guichet
from integration.certificates.written import check_json
from integration.core.errors import NotProven
from integration.ledger.holds import Hold
from integration.settings import Settings
from integration.wiring import build_web
from tests.config.small import SHIPPED
from tests.helpdesks.town import API_TOKEN, CLIENT_ID, CLIENT_SECRET
from tests.stories.house import DEATH, SCAN, House
from webhooks.app import create_app

PLANTED = ("dupont", "cancer", "acte-de-deces", "certificat-", "roussel", "camille", "mon père", "prélèvement secret")


@pytest.fixture
def command(home: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """The command line over the same ledger and the same helpdesk."""
    for name, value in {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'ledger.db'}",
        "POLICY": str(SHIPPED / "policy.yaml"),
        "ZENDESK_URL": home.town.url,
        "ZENDESK_CLIENT_ID": CLIENT_ID,
        "ZENDESK_CLIENT_SECRET": CLIENT_SECRET,
    }.items():
        monkeypatch.setenv(f"GUICHET_{name}", value)
    return home


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(guichet, [str(one) for one in arguments])


def deleted(home: House) -> str:
    """A ticket whose two documents are gone, and were gone an hour and a day later."""
    ticket_id = home.files(DEATH, SCAN, description="Bonjour, mon père est décédé. Un prélèvement secret.")
    home.event(ticket_id)
    home.decide(ticket_id)
    home.event(ticket_id)
    for hours in (1, 23):
        home.pass_(hours=hours)
        home.wake()
    return ticket_id


def test_a_certificate_says_what_happened_and_is_checked_offline(command: House, tmp_path: Path) -> None:
    ticket_id = deleted(command)

    given = run("certificate", ticket_id, "--json", tmp_path / "c.json", "--pdf", tmp_path / "c.pdf")
    key = run("certificate", "key").stdout.strip()
    said = check_json((tmp_path / "c.json").read_bytes(), key)

    assert given.exit_code == 0, given.exception
    assert run("verify-certificate", tmp_path / "c.pdf", "--key", key).exit_code == 0
    assert {one["copy"]: one["readings"] for one in said["documents"]} == {"attachment": 3, "inline_image": 3}
    assert all(one["history"] for one in said["documents"])
    assert {one["copy"]: one["status"] for one in said["looked_for"]} == {
        "attachment": "removed",
        "inline_image": "removed",
        "merged_copy": "absent",
        "raw_mail": "outside",
        "search_index": "outside",
        "side_conversation": "outside",
        "backups": "outside",
        "sent_mail": "outside",
    }
    assert run("audit", "verify").exit_code == 0


@pytest.mark.parametrize("way", ["add-on", "whole ticket"])
def test_on_zammad_too_from_the_members_file_to_a_certificate_that_is_checked(
    home: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    home.becomes_zammad(addon="1.0.0" if way == "add-on" else None, token=API_TOKEN)
    home.retain(deletes_tickets=way == "whole ticket")
    home.name = "zammad"
    for name, value in {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'ledger.db'}",
        "POLICY": str(SHIPPED / "policy.yaml"),
        "ZAMMAD_URL": home.town.url,
        "ZAMMAD_TOKEN": API_TOKEN,
    }.items():
        monkeypatch.setenv(f"GUICHET_{name}", value)
    ticket_id = home.files(DEATH, SCAN)
    home.solve(ticket_id)
    home.event(ticket_id)
    for hours in (1, 23):
        home.pass_(hours=hours)
        home.wake()

    paper = ("--json", tmp_path / "c.json", "--pdf", tmp_path / "c.pdf")
    given = run("certificate", ticket_id, "--helpdesk", "zammad", *paper)
    key = run("certificate", "key").stdout.strip()
    assert given.exit_code == 0, given.exception
    checked = [run("verify-certificate", tmp_path / name, "--key", key).exit_code for name in ("c.json", "c.pdf")]
    said = {one["copy"]: one["status"] for one in check_json((tmp_path / "c.json").read_bytes(), key)["looked_for"]}
    page = PdfReader(io.BytesIO((tmp_path / "c.pdf").read_bytes())).pages

    assert checked == [0, 0]
    assert (len(page), said["raw_mail"]) == (1, "absent")
    by_the_add_on = "answered" if way == "add-on" else "outside"
    assert (said["search_index"], said["previews"]) == (by_the_add_on, by_the_add_on)
    assert ("supprimée en entier" in " ".join(page[0].extract_text().split())) == (way == "whole ticket")


def test_before_the_last_reading_there_is_no_certificate(command: House) -> None:
    ticket_id = command.files(DEATH)
    command.event(ticket_id)
    assert isinstance(run("certificate", ticket_id).exception, NotProven)
    command.solve(ticket_id)
    command.event(ticket_id)

    early = run("certificate", ticket_id)
    command.pass_(hours=1)
    command.wake()
    later = run("certificate", ticket_id)

    assert "0 of 2 later readings are done" in str(early.exception)
    assert "1 of 2 later readings are done" in str(later.exception)


def test_a_document_that_comes_after_the_certificate_needs_its_own_proof(command: House) -> None:
    ticket_id = deleted(command)
    assert run("certificate", ticket_id).exit_code == 0
    command.town.member_replies(ticket_id, "Encore un document", attachments=[DEATH])
    command.event(ticket_id)
    command.solve(ticket_id)
    command.event(ticket_id)

    assert isinstance(run("certificate", ticket_id).exception, NotProven)


def test_the_pack_and_the_answer_to_an_erasure_request(command: House, tmp_path: Path) -> None:
    ticket_id, held = deleted(command), command.files(DEATH)
    until = command.time + timedelta(days=3650)
    command.ledger.holds.add(Hold(0, "zendesk", held, "=litige 12", "juridique", command.time, until))
    command.solve(held)
    command.event(held)
    number = json.loads(run("certificate", ticket_id).stdout)["certificate"]["number"]
    requester = command.desk.read(ticket_id).requester.id
    command.pass_(minutes=5)

    exported = run("dpo", "export", tmp_path / "pack")
    files = {path.name: path.read_text("utf-8-sig") for path in (tmp_path / "pack").iterdir()}
    answer = run("dpo", "answer", "--requester", requester, "--output", tmp_path / "answer.md")
    told = (tmp_path / "answer.md").read_text()

    assert (exported.exit_code, answer.exit_code) == (0, 0), answer.exception
    assert len(files) == 12
    assert number in files["certificats.csv"]
    assert f"zendesk;{held};'=litige 12;juridique;" in files["gels.csv"]
    assert f"zendesk;{held};" in files["documents-restants.csv"]
    assert "on_hold;hold" in files["documents-restants.csv"]
    assert "retention: toutes / all (guichet_conservation)" in files["conservation.csv"]
    assert "circonstances" in files["registre.md"]
    assert "Cas particuliers" in files["registre.md"]
    assert "Conversations annexes" in files["copies-residuelles.md"]
    assert f"## Demande / *Ticket* {ticket_id} — " in told
    assert number in told
    assert f"jusqu’au / until {until:%Y-%m-%d}" in told
    assert "supprimé, absence relue / deleted, read to be absent" in told


def test_a_requester_of_whom_nothing_is_known_is_answered_too(command: House) -> None:
    ticket_id = command.files()
    requester = command.desk.read(ticket_id).requester.id
    command.pass_(minutes=5)

    nobody = run("dpo", "answer", "--requester", "999999")
    somebody = run("dpo", "answer", "--requester", requester)

    assert "Aucune demande trouvée" in nobody.stdout
    assert "- Dans Guichet / *In Guichet*: rien / nothing" in somebody.stdout


def test_no_name_and_no_word_gets_anywhere(command: House, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="guichet")
    ticket_id, left = deleted(command), command.files(DEATH, SCAN)
    command.solve(left)
    command.event(left)
    run("certificate", ticket_id, "--json", tmp_path / "c.json", "--pdf", tmp_path / "c.pdf")
    run("dpo", "export", tmp_path / "pack")
    command.pass_(minutes=5)
    answer = run("dpo", "answer", "--requester", command.desk.read(left).requester.id)
    page = PdfReader(io.BytesIO((tmp_path / "c.pdf").read_bytes())).pages[0].extract_text()
    places = {
        "database": command.stored(),
        "database files": "".join(path.read_bytes().decode("utf-8", "replace") for path in tmp_path.glob("ledger.db*")),
        "log": caplog.text,
        "certificate": (tmp_path / "c.json").read_text() + page,
        "answer": answer.stdout,
    } | {path.name: path.read_text("utf-8-sig") for path in (tmp_path / "pack").iterdir()}

    settings = Settings()
    web = build_web(settings)  # last: it keeps the policy's own text in the database, whose rules name illnesses
    places["metrics"] = create_app(settings, web).test_client().get("/metrics").text
    web.close()

    assert answer.exit_code == 0
    assert "verified" in places["database"]
    assert "guichet_" in places["metrics"]
    hits = [(place, word) for place, text in places.items() for word in PLANTED if word in text.lower()]
    assert hits == []


def test_words_are_looked_for_where_they_would_be_found(command: House) -> None:
    """The test above can fail: what it looks for is really on the tickets."""
    ticket_id = command.files(DEATH, SCAN, description="Bonjour, mon père est décédé. Un prélèvement secret.")
    seen = json.dumps(command.town.seen(ticket_id), ensure_ascii=False).lower()

    assert all(word in seen for word in PLANTED if word not in {"roussel", "camille"})
