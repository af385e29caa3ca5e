"""The officer's pack in its parts: tables no spreadsheet runs, durations in words, tickets that are gone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.load import load_policy
from console.dpo.answer import answer
from console.dpo.facts import Desk, Facts
from console.dpo.keeping import keeping, residual, span
from console.dpo.pack import pack
from console.dpo.tables import Table, as_csv, as_markdown, both, day
from integration.core.chain import Head
from integration.core.documents import Document, Sort, State
from integration.core.errors import TicketGone
from integration.core.policy import Retention
from integration.core.ticket import Ticket
from integration.ledger.database import connect
from integration.ledger.documents import Planned
from integration.ledger.holds import Hold
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from tests.config.small import SHIPPED

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
POLICY = replace(load_policy(SHIPPED / "policy.yaml"), retention=Retention(), duplicates_within_days=None)
DOCUMENT = Document("9001", "41", Sort.ATTACHMENT, State.NOT_DELETABLE, "solved", NOW, NOW, why="rights")
HOLD = Hold(1, "z", "7", "litige", "juridique", NOW, NOW + timedelta(days=30))


def desk(kind: str = "zendesk", **changes: object) -> Desk:
    return Desk("z", kind, "example.org", replace(POLICY, **changes))  # type: ignore[arg-type] # the tests' own words


def facts(*desks: Desk) -> Facts:
    planned = (Planned("z", "7", DOCUMENT),)
    return Facts(NOW, desks or (desk(),), 400, ("chat",), (HOLD,), planned, (), Head(3, "ab"))


class Gone:
    """A helpdesk that has none of the tickets any more."""

    def read(self, ticket_id: str) -> Ticket:
        raise TicketGone(f"Ticket {ticket_id} is gone.")

    def said(self, ticket_id: str) -> tuple[()]:
        raise NotImplementedError

    def find(self, since: datetime) -> object:
        raise NotImplementedError


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-1", "@cmd", "\t=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert as_csv(Table(("a",), ((cell,),))).decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")


def test_a_cell_cannot_leave_its_row() -> None:
    table = Table(("a", "b"), (("x | y\nz", "w;v"),))

    assert as_markdown(table).splitlines() == ["| a | b |", "| --- | --- |", "| x \\| y z | w;v |"]
    assert as_csv(table).decode("utf-8-sig") == 'a;b\r\n"x | y\nz";"w;v"\r\n'


def test_an_empty_table_says_so() -> None:
    assert as_markdown(Table(("a",), ())) == "Aucune ligne. / *No rows.*\n"


def test_times_and_typography() -> None:
    assert (day(NOW), day(None)) == ("2026-11-23T09:00:00Z", "")
    assert both("Durée : un an ; deux", "Time: a year; two") == "Durée\u00a0: un an\u00a0; deux / Time: a year; two"


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (timedelta(0), ("tout de suite", "at once")),
        (timedelta(hours=24), ("24 h", "24 h")),
        (timedelta(days=14), ("14 jours", "14 days")),
    ],
)
def test_how_long(length: timedelta, told: tuple[str, str]) -> None:
    assert span(length) == told


def rows(*desks: Desk) -> str:
    return as_markdown(keeping(facts(*desks)))


def test_the_retention_table_follows_the_policy() -> None:
    short = Retention(grace=timedelta(days=3), categories=("circonstances",), check_again_after=())

    assert "tout de suite" in rows(desk())
    assert "Après l’examen\u00a0: 3 jours\u00a0; absence relue après –" in rows(desk(retention=short))
    assert "retention: circonstances (guichet_conservation)" in rows(desk(retention=short))
    assert "Guichet n’en supprime aucun" in rows(desk(retention=None))
    assert "Empreintes de doublons" not in rows(desk())
    assert "Empreintes de messages suspendus" in rows(desk())
    assert "90 jours après la fin" in rows(desk(duplicates_within_days=90))


def test_each_kind_of_helpdesk_has_copies_of_its_own_out_of_reach() -> None:
    zendesk, zammad = (as_markdown(residual((desk(kind),))) for kind in ("zendesk", "zammad"))

    assert "Conversations annexes" in zendesk
    assert "Conversations annexes" not in zammad
    assert "Octets communs" in zammad
    assert all("Sauvegardes" in told and "E-mails déjà envoyés" in told for told in (zendesk, zammad))


def test_the_record_names_what_the_configuration_knows_and_asks_for_the_rest() -> None:
    files = pack(facts(desk("zammad")))
    record = files["registre.md"].decode()

    assert "exploitant de / the operator of example.org" in record
    assert "Compte, Date de la transaction, Montant" in record
    assert f"{POLICY.version} (mode live)" in record
    assert record.count("- ✎") == 3
    assert "ids only*: chat" in record
    assert "3:ab" in files["LISEZMOI.md"].decode()


def test_registers_hold_ids_and_codes() -> None:
    files = {name: content.decode("utf-8-sig") for name, content in pack(facts()).items()}

    assert "z;7;9001;attachment;not_deletable;rights;2026-11-23T09:00:00Z" in files["documents-restants.csv"]
    assert "z;7;litige;juridique;2026-11-23T09:00:00Z;2026-12-23T09:00:00Z;;" in files["gels.csv"]
    assert files["certificats.md"] == "Aucune ligne. / *No rows.*\n"


def test_a_ticket_that_the_helpdesk_deleted_is_answered_with_what_is_left(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'l.db'}"
    migrate(url)
    engine = connect(url)
    ledger = Ledger(engine)
    ledger.documents.keep("z", "7", (DOCUMENT,))
    told = answer(facts(), desk(), "55", ["12", "7"], Gone(), ledger).decode()  # type: ignore[arg-type] # reads nothing
    engine.dispose()

    assert told.index("*Ticket* 7 — supprimée du helpdesk") < told.index("*Ticket* 12 — supprimée du helpdesk")
    assert "rien / *nothing*" in told
    assert "Document 9001: not_deletable (rights), échéance / due 2026-11-23T09:00:00Z" in told
    assert "jusqu’au / until 2026-12-23T09:00:00Z (juridique: litige)" in told
