"""The policy in force: a good change takes over, a broken one is told and changes nothing."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.files import files_on_disk
from config.load import load_policy
from integration.core.errors import PolicyError
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.policies import Policies, Why
from integration.policies import LOOK_EVERY, InLedger, OnDisk, PolicyInForce, readable
from tests.config.small import SMALL, edited, written

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MARIE = Why("console", "marie", "essai")
OTHER = edited(SMALL, "Service clients", "Accueil")
BROKEN = edited(SMALL, "routing:", "rooting:")


@dataclass
class House:
    """A policy file, a ledger and a clock that stands still."""

    folder: Path
    policies: Policies
    time: datetime = NOW

    def __post_init__(self) -> None:
        self.file = written(self.folder)

    def on_disk(self) -> PolicyInForce:
        return PolicyInForce(OnDisk(self.policies, self.file), lambda: self.time)

    def in_ledger(self) -> PolicyInForce:
        return PolicyInForce(InLedger(self.policies, self.file), lambda: self.time)

    def change(self, text: str) -> None:
        """Save the file with another time of change, as a second later would have."""
        later = self.file.stat().st_mtime_ns + 10**9
        self.file.write_text(text, "utf-8")
        os.utime(self.file, ns=(later, later))

    def wait(self) -> None:
        self.time += LOOK_EVERY

    def publish(self, text: str) -> str:
        other = written(self.folder / "published", text)
        files = files_on_disk(other)
        version = load_policy(other).version
        self.policies.publish(version, readable(files), MARIE, self.time)
        return version


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    migrate(url)
    ledger = Ledger(connect(url))
    yield House(tmp_path / "config", ledger.policies)
    ledger.close_down()


def versions(house: House) -> list[str]:
    return [one.version for one in house.policies.history(10)]


def test_a_changed_file_takes_over_and_both_versions_are_kept(house: House) -> None:
    policy = house.on_disk()
    before = policy.current()
    house.change(OTHER)
    assert policy.current() is before  # looked at a moment ago

    house.wait()
    after = policy.current()
    assert after.otherwise.group == "Accueil"
    assert versions(house) == [after.version, before.version]
    assert house.policies.files(after.version)["policy.yaml"] == house.file.read_bytes()
    latest = house.policies.latest()
    assert latest is not None
    assert (latest.source, latest.at) == ("files", house.time)


def test_a_changed_message_takes_over_too(house: House) -> None:
    policy = house.on_disk()
    before = policy.current().version
    message = house.folder / "messages" / "fr.yaml"
    message.write_text(message.read_text("utf-8") + "# plus long\n", "utf-8")
    house.wait()

    assert policy.current().version != before


def test_a_broken_change_leaves_the_last_good_one_and_is_told_once(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    policy = house.on_disk()
    good = policy.current()
    house.change(BROKEN)
    for _ in range(3):
        house.wait()
        assert policy.current() is good

    assert [str(problem) for problem in policy.problems] == [
        'policy.yaml:1:1: the key "routing" is missing',
        'policy.yaml:12:1: unknown key "rooting" (did you mean "routing"?)',
    ]
    assert caplog.text.count(f"version {good.version} stays in force") == 1
    assert versions(house) == [good.version]


def test_once_mended_all_is_well_again(house: House) -> None:
    policy = house.on_disk()
    house.change(BROKEN)
    house.wait()
    policy.current()
    assert policy.problems
    house.change(SMALL)
    house.wait()
    policy.current()

    assert policy.problems == ()
    assert len(versions(house)) == 1


def test_a_policy_that_goes_missing_is_a_broken_one(house: House) -> None:
    policy = house.on_disk()
    good = policy.current()
    house.file.unlink()
    house.wait()

    assert policy.current() is good
    assert [str(problem) for problem in policy.problems] == [
        "policy.yaml:1:1: this file cannot be read: check its path and its rights"
    ]


def test_a_signal_makes_it_look_at_once(house: House) -> None:
    policy = house.on_disk()
    house.change(OTHER)
    policy.look_now()

    assert policy.current().otherwise.group == "Accueil"


def test_broken_from_the_start_it_refuses(house: House) -> None:
    house.change(BROKEN)

    with pytest.raises(PolicyError, match="rooting"):
        house.on_disk()
    assert versions(house) == []


def test_while_one_thread_looks_the_others_are_not_held_up(house: House) -> None:
    reached, free = threading.Event(), threading.Event()

    class Slow(OnDisk):
        def stamp(self) -> object:
            if threading.current_thread().name == "slow":
                reached.set()
                assert free.wait(20)
            return super().stamp()

    policy = PolicyInForce(Slow(house.policies, house.file), lambda: house.time)
    house.change(OTHER)
    house.wait()
    thread = threading.Thread(target=policy.current, name="slow")
    thread.start()
    assert reached.wait(20)
    house.wait()
    assert policy.current().otherwise.group == "Service clients"

    free.set()
    thread.join()
    assert policy.current().otherwise.group == "Accueil"


def test_with_the_console_as_source_the_first_files_are_imported_once(house: House) -> None:
    first = house.in_ledger().current()
    house.change(OTHER)

    policy = house.in_ledger()
    house.wait()
    assert policy.current().version == first.version
    assert versions(house) == [first.version]


def test_with_the_console_as_source_what_is_published_takes_over(house: House) -> None:
    policy = house.in_ledger()
    version = house.publish(OTHER)
    house.wait()

    assert policy.current().version == version
    assert policy.current().otherwise.group == "Accueil"
    assert house.in_ledger().current().version == version
    assert len(versions(house)) == 2


def test_what_was_published_over_a_reading_is_not_undone(house: House) -> None:
    """Between reading one version and noting it, another is published: the newer one stays the latest."""
    policy = house.in_ledger()
    first = house.publish(OTHER)
    second = house.publish(edited(SMALL, "Service clients", "Guichet"))
    house.wait()
    policy.current()

    assert versions(house)[:2] == [second, first]


def test_when_the_ledger_is_away_the_last_good_one_stays(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    policy = house.in_ledger()
    good = policy.current()
    (tmp_path / "ledger.db").rename(tmp_path / "away.db")
    house.policies._engine.dispose()
    house.wait()

    assert policy.current() is good
    assert "cannot look for a new policy" in caplog.text
    assert policy.problems == ()


def test_a_change_that_cannot_be_noted_is_looked_at_again(house: House, tmp_path: Path) -> None:
    policy = house.on_disk()
    good = policy.current()
    house.policies._engine.dispose()
    (tmp_path / "ledger.db").rename(tmp_path / "away.db")
    house.change(OTHER)
    house.wait()
    assert policy.current() is good

    house.policies._engine.dispose()
    (tmp_path / "ledger.db").unlink(missing_ok=True)
    (tmp_path / "away.db").rename(tmp_path / "ledger.db")
    house.time += timedelta(minutes=1)
    assert policy.current().otherwise.group == "Accueil"


def test_more_than_a_megabyte_is_refused(house: House) -> None:
    house.change(SMALL + "# " + "x" * 1_000_000 + "\n")

    with pytest.raises(PolicyError, match=r"policy\.yaml:1:1: the policy and its messages are larger than 1,000,000"):
        house.on_disk()
