"""The policies that ran, as the ledger keeps them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from integration.ledger.database import connect
from integration.ledger.migrate import migrate
from integration.ledger.policies import Policies, Published, Why

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MARIE = Why("console", "marie", "un groupe de plus")
ONE = {"policy.yaml": "# é\r\nlanguage: fr\n".encode(), "messages/fr.yaml": b"\xef\xbb\xbfmessages: {}\n"}
TWO = {"policy.yaml": b"language: en\n"}


@pytest.fixture
def policies(database_url: str) -> Iterator[Policies]:
    migrate(database_url)
    engine = connect(database_url)
    yield Policies(engine)
    engine.dispose()


def test_files_are_kept_to_the_byte(policies: Policies) -> None:
    policies.publish("v1", ONE, MARIE, NOW)

    assert policies.files("v1") == ONE
    assert policies.files("v2") == {}


def test_history_says_who_when_and_why_the_newest_first(policies: Policies) -> None:
    assert policies.latest() is None
    for hours, (version, files) in enumerate([("v1", ONE), ("v2", TWO), ("v1", ONE)]):
        assert policies.publish(version, files, MARIE, NOW + hours * HOUR)

    assert [one.version for one in policies.history(10)] == ["v1", "v2", "v1"]
    assert [one.version for one in policies.history(2)] == ["v1", "v2"]
    assert policies.latest() == Published(3, "v1", "console", "marie", "un groupe de plus", NOW + 2 * HOUR)


def test_what_is_in_force_already_is_not_noted_again(policies: Policies) -> None:
    assert policies.publish("v1", ONE, MARIE, NOW)
    assert not policies.publish("v1", ONE, MARIE, NOW + HOUR)
    assert len(policies.history(10)) == 1


def test_processes_that_see_a_change_at_the_same_moment_note_it_once(policies: Policies) -> None:
    threads = [Thread(target=policies.publish, args=("v1", ONE, MARIE, NOW)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(policies.history(10)) == 1


def test_a_version_is_found_by_its_first_digits(policies: Policies) -> None:
    policies.publish("abc1", ONE, MARIE, NOW)
    policies.publish("abd2", TWO, MARIE, NOW)

    assert policies.beginning_with("ab") == ("abc1", "abd2")
    assert policies.beginning_with("abc") == ("abc1",)
    assert policies.beginning_with("%") == ()


def test_a_helpdesks_own_policy_has_a_history_of_its_own(policies: Policies) -> None:
    own = policies.of("marque-b")
    policies.publish("v1", ONE, MARIE, NOW)
    own.publish("v2", TWO, MARIE, NOW)

    assert [one.version for one in policies.history(10)] == ["v1"]
    assert [one.version for one in own.history(10)] == ["v2"]
    assert own.publish("v1", ONE, MARIE, NOW)  # in force for the others, not here
    assert own.of("").files("v2") == TWO
