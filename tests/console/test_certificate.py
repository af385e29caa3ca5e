"""Certificates and the audit from the command line: given when proven, checked anywhere, every tampering located."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from console.cli import guichet, main
from integration.core.chain import Entry
from integration.core.errors import NotGenuine, NotProven
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from tests.certificates.proof import MARKED, story
from tests.ledger.test_deletions import tamper


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/var/guichet.db"
    monkeypatch.setenv("GUICHET_DATABASE_URL", url)
    monkeypatch.setenv("GUICHET_ZENDESK_URL", "https://example.zendesk.com")
    return url


def append(url: str, *entries: Entry) -> None:
    migrate(url)
    engine = connect(url)
    for entry in entries:
        Ledger(engine).deletions.append(entry)
    engine.dispose()


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(guichet, [str(one) for one in arguments])


def test_a_certificate_goes_out_as_json_and_pdf_and_is_checked_without_the_database(url: str, tmp_path: Path) -> None:
    append(url, *story())
    as_json, pdf = tmp_path / "c.json", tmp_path / "c.pdf"

    given = run("certificate", "4127", "--json", as_json, "--pdf", pdf)
    key = run("certificate", "key").stdout.strip()
    (tmp_path / "var" / "guichet.db").unlink()
    said, page = run("verify-certificate", as_json, "--key", key), run("verify-certificate", pdf, "--key", key)

    assert (given.exit_code, given.stdout) == (0, "")
    assert "documents of ticket 4127." in given.stderr
    assert said.stdout.startswith("Genuine: certificate GC-2026-000005 of ticket 4127 (zendesk), given at 2026-")
    assert "  attachment     removed 1\n" in said.stdout
    assert "  raw_mail       outside vendor_job\n" in said.stdout
    assert "  merged_copy    absent\n" in said.stdout
    assert page.stdout == "Genuine: the page of certificate GC-2026-000005.\n"
    assert not (tmp_path / "var" / "guichet.db").exists()


def test_without_a_file_the_json_goes_out(url: str) -> None:
    append(url, *story())

    assert json.loads(run("certificate", "4127").stdout)["certificate"]["ticket_id"] == "4127"


def test_the_key_lies_beside_the_database_for_its_owner_only(url: str, tmp_path: Path) -> None:
    first, second = run("certificate", "key").stdout, run("certificate", "key").stdout

    assert first == second
    assert (tmp_path / "var" / "signing.key").stat().st_mode & 0o777 == 0o600
    assert url.endswith("guichet.db")


def test_a_key_in_the_settings_goes_first(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_SIGNING_KEY", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")

    assert run("certificate", "key").stdout.startswith("ed25519:d75a980182b10ab7d54bfed3c964073a")
    assert not (tmp_path / "var" / "signing.key").exists()
    assert url


def test_what_is_not_proven_is_not_certified_and_leaves_no_file(url: str, tmp_path: Path) -> None:
    append(url, *story(), replace(MARKED, attachment_id="9002"))

    refused = run("certificate", "4127", "--pdf", tmp_path / "c.pdf")

    assert isinstance(refused.exception, NotProven)
    assert "document 9002" in str(refused.exception)
    assert not (tmp_path / "c.pdf").exists()


def test_a_ledger_that_was_tampered_with_certifies_nothing(url: str) -> None:
    append(url, *story())
    spoil(url, "UPDATE deletions SET size = 1 WHERE position = 2")

    refused = run("certificate", "4127")

    assert isinstance(refused.exception, NotProven)
    assert "tampered with at 2" in str(refused.exception)


def test_a_changed_file_and_a_wrong_key_are_refused(url: str, tmp_path: Path) -> None:
    append(url, *story())
    path = tmp_path / "c.json"
    run("certificate", "4127", "--json", path)
    key = run("certificate", "key").stdout.strip()

    assert isinstance(run("verify-certificate", path, "--key", f"ed25519:{'00' * 32}").exception, NotGenuine)
    path.write_bytes(path.read_bytes().replace(b"4127", b"4128"))
    assert isinstance(run("verify-certificate", path, "--key", key).exception, NotGenuine)


def spoil(url: str, *statements: str) -> None:
    engine: sa.Engine = connect(url)
    tamper(engine, *statements)
    engine.dispose()


def test_an_untouched_ledger_passes_the_audit_and_tells_its_head(url: str) -> None:
    append(url, *story())
    run("certificate", "4127")

    passed = run("audit", "verify")

    assert passed.exit_code == 0
    assert passed.stdout.startswith("head 6:")
    assert "6 links, each as it was written." in passed.stderr


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE deletions SET decided_by = '1' WHERE position = 2", "link 2 was changed"),
        ("DELETE FROM deletions WHERE position = 4", "link 4 is missing"),
        ("DELETE FROM deletions WHERE position > 3", "link 5 was written down elsewhere and is not there"),
        ("DELETE FROM certificates", "certificate GC-2026-000005 is in the chain and not in the register"),
    ],
)
def test_tampering_is_located_and_the_exit_code_says_so(url: str, statement: str, told: str) -> None:
    append(url, *story())
    run("certificate", "4127")
    spoil(url, statement)

    failed = run("audit", "verify")

    assert failed.exit_code == 1
    assert told in failed.stdout
    assert "faults." in failed.stderr


def test_a_past_written_anew_is_found_by_a_certificate_or_a_head_that_somebody_kept(url: str, tmp_path: Path) -> None:
    append(url, *story())
    run("certificate", "4127", "--json", tmp_path / "c.json")
    head = run("audit", "verify").stdout.removeprefix("head ").strip()
    spoil(url, "DELETE FROM deletions", "DELETE FROM certificates")
    append(url, *(replace(entry, decided_by="1") for entry in story()))

    alone = run("audit", "verify")
    by_certificate = run("audit", "verify", "--certificate", tmp_path / "c.json")
    by_head = run("audit", "verify", "--head", head)

    assert alone.exit_code == 0
    assert "link 1 is not the one that was written down elsewhere" in by_certificate.stdout
    assert "link 6 was written down elsewhere and is not there" in by_head.stdout
    assert (by_certificate.exit_code, by_head.exit_code) == (1, 1)


def test_what_is_no_head_and_no_certificate_is_said_to_be_none(url: str, tmp_path: Path) -> None:
    (tmp_path / "no.json").write_text("{}")

    assert "POSITION:HASH" in run("audit", "verify", "--head", "12").stderr
    assert isinstance(run("audit", "verify", "--certificate", tmp_path / "no.json").exception, NotGenuine)
    assert url


def test_a_refusal_is_sentences_and_exit_code_1(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    migrate(url)
    monkeypatch.setattr("sys.argv", ["guichet", "certificate", "4127"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 1
    assert "the ledger of deletions knows no document of this ticket." in capsys.readouterr().err
