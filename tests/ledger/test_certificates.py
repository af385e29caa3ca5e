"""The register of certificates: nothing in it without the chain, nothing in the chain without it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from integration.core.chain import Kind
from integration.ledger.certificates import Registered
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from tests.certificates.proof import LATER, story
from tests.core.test_certificate import DOCUMENT
from tests.ledger.test_deletions import tamper

ONE = Registered("GC-2026-000005", "zendesk", "4127", LATER, "ab" * 32, 5, "cd" * 32, "ed25519:ef")


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    migrate(database_url)
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def ledger(engine: sa.Engine) -> Ledger:
    ledger = Ledger(engine)
    for entry in story():
        ledger.deletions.append(entry)
    ledger.certificates.register(ONE)
    return ledger


def change(engine: sa.Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_what_was_registered_is_listed_and_stands_in_the_chain(ledger: Ledger) -> None:
    last = ledger.deletions.of("zendesk", "4127")[-1]

    assert ledger.certificates.listed() == (ONE,)
    assert (last.position, last.entry.kind) == (6, Kind.CERTIFIED)
    assert dict(last.entry.evidence) == {"certificate": ONE.number, "content": ONE.content_hash, "key": ONE.key}
    assert ledger.deletions.verify().faults == ()
    assert ledger.certificates.faults() == ()


def test_the_same_number_twice_is_refused_whole(ledger: Ledger) -> None:
    with pytest.raises(IntegrityError):
        ledger.certificates.register(replace(ONE, content_hash="00"))

    assert ledger.deletions.head().position == 6


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM certificates", "in the chain and not in the register"),
        ("UPDATE certificates SET content_hash = 'ff'", "the register has another content than the chain"),
        ("UPDATE certificates SET number = 'GC-2026-000099'", "GC-2026-000099 is in the register and not in the chain"),
    ],
)
def test_a_register_that_somebody_touched_is_found(
    ledger: Ledger, engine: sa.Engine, statement: str, fault: str
) -> None:
    change(engine, statement)

    assert fault in " ".join(ledger.certificates.faults())


def test_a_link_about_it_that_is_gone_is_found_from_both_sides(ledger: Ledger, engine: sa.Engine) -> None:
    tamper(engine, "DELETE FROM deletions WHERE position = 6")

    assert "not in the chain" in ledger.certificates.faults()[0]


def test_where_merges_copied_documents_to(ledger: Ledger) -> None:
    ledger.documents.keep("zendesk", "4127", (DOCUMENT, replace(DOCUMENT, id="9002")))
    ledger.documents.copied("zendesk", "4127", "5000", LATER)
    ledger.documents.keep("zendesk", "4127", (replace(DOCUMENT, id="9003"),))

    assert ledger.certificates.copied_to("zendesk", "4127") == ("5000",)
    assert ledger.certificates.copied_to("zammad", "4127") == ()
