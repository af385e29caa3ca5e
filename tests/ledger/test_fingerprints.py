"""Fingerprints in the ledger: who shares one, who still has to hear of it, and what is forgotten when."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from integration.ledger.database import connect
from integration.ledger.fingerprints import AT_MOST, Fingerprints, Other, Untold
from integration.ledger.migrate import migrate

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LONG_AGO = NOW - 90 * DAY
A, B, C = Other("z", "1"), Other("z", "2"), Other("zammad", "1")


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    migrate(database_url)
    opened = connect(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def prints(engine: sa.Engine) -> Fingerprints:
    return Fingerprints(engine)


def see(prints: Fingerprints, it: Other, fingerprint: str = "f", *, closed: bool = False, now: datetime = NOW) -> None:
    prints.see(it, fingerprint, closed=closed, seen_at=now, now=now)


def test_the_pepper_is_made_once(engine: sa.Engine, prints: Fingerprints) -> None:
    pepper = prints.pepper()

    assert len(pepper) == 64
    assert Fingerprints(engine).pepper() == pepper


def test_when_another_process_makes_the_pepper_at_the_same_moment_its_pepper_is_taken(
    engine: sa.Engine, prints: Fingerprints, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(_bytes: int) -> str:
        monkeypatch.setattr(secrets, "token_hex", lambda _: "theirs")
        Fingerprints(engine).pepper()
        return "ours"

    monkeypatch.setattr(secrets, "token_hex", meanwhile)

    assert prints.pepper() == "theirs"


def test_others_are_those_with_the_same_fingerprint_in_any_helpdesk(prints: Fingerprints) -> None:
    for it in (A, B, C):
        see(prints, it)
    see(prints, Other("z", "9"), "another")

    assert prints.others(A, "f", LONG_AGO) == (B, C)
    assert prints.others(C, "f", LONG_AGO) == (A, B)
    assert prints.others(A, "", LONG_AGO) == ()


def test_a_case_that_is_over_counts_for_a_while_and_an_open_one_always(prints: Fingerprints) -> None:
    see(prints, A, now=LONG_AGO - DAY)
    see(prints, B, now=LONG_AGO - DAY, closed=True)
    see(prints, C, now=LONG_AGO + DAY, closed=True)

    assert prints.others(Other("z", "9"), "f", LONG_AGO) == (A, C)


def test_time_runs_from_when_a_case_was_last_seen_open(prints: Fingerprints) -> None:
    see(prints, A, now=LONG_AGO - 10 * DAY)
    see(prints, A, now=LONG_AGO + DAY)
    prints.close(A)

    assert prints.others(B, "f", LONG_AGO) == (A,)
    assert prints.others(B, "f", LONG_AGO + 2 * DAY) == ()


def test_a_change_is_told_once(prints: Fingerprints) -> None:
    see(prints, A)
    prints.tell(A)
    see(prints, B, now=NOW + DAY)

    assert prints.untold(B, LONG_AGO) == Untold(NOW + DAY, (A,))
    prints.tell(B)
    see(prints, B, now=NOW + 2 * DAY)
    assert prints.untold(B, LONG_AGO) is None
    assert prints.untold(A, LONG_AGO) is None


def test_until_it_is_told_a_change_keeps_its_time_and_those_it_left(prints: Fingerprints) -> None:
    for it in (A, B):
        see(prints, it)
        prints.tell(it)
    see(prints, C, "g")
    see(prints, B, "h", now=NOW + DAY)
    see(prints, B, "g", now=NOW + 2 * DAY)
    see(prints, B, "g", now=NOW + 3 * DAY)

    assert prints.untold(B, LONG_AGO) == Untold(NOW + 2 * DAY, (A, C))


def test_a_case_that_opens_again_is_news(prints: Fingerprints) -> None:
    for it in (A, B):
        see(prints, it, closed=it is B)
        prints.tell(it)
    see(prints, B, now=NOW + DAY)

    assert prints.untold(B, LONG_AGO) == Untold(NOW + DAY, (A,))


def test_what_is_no_longer_known_is_told_and_then_forgotten(prints: Fingerprints) -> None:
    for it in (A, B):
        see(prints, it)
        prints.tell(it)
    see(prints, B, "", now=NOW + DAY)

    assert prints.others(A, "f", LONG_AGO) == ()
    assert prints.untold(B, LONG_AGO) == Untold(NOW + DAY, (A,))
    prints.tell(B)
    assert prints.untold(B, LONG_AGO) is None


def test_a_ticket_of_which_nothing_is_known_leaves_no_row(prints: Fingerprints, engine: sa.Engine) -> None:
    see(prints, A, "")
    prints.tell(A)
    prints.close(A)

    assert rows(engine) == 0


def test_what_can_be_nobody_s_duplicate_is_pruned(prints: Fingerprints, engine: sa.Engine) -> None:
    see(prints, A, now=LONG_AGO - DAY)
    see(prints, B, now=LONG_AGO - DAY, closed=True)
    prints.prune(LONG_AGO)

    assert rows(engine) == 1


def test_those_known_for_longest_are_named_and_not_more_than_anybody_reads(prints: Fingerprints) -> None:
    many = [Other("z", f"{number}") for number in range(AT_MOST + 5)]
    for minutes, it in enumerate(many):
        see(prints, it, now=NOW + timedelta(minutes=minutes))

    assert prints.others(A, "f", LONG_AGO) == tuple(one for one in many if one != A)[:AT_MOST]


def rows(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(sa.text("SELECT count(*) FROM fingerprints")).scalar_one())
