import logging
from collections.abc import Iterator

import pytest

from integration.engine.logs import DeadLetter, Discreet, quiet


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    """DBOS's logger, put back as it was."""
    dbos = logging.getLogger("dbos")
    before = dbos.level, dbos.filters[:], dbos.handlers[:], dbos.propagate
    dbos.filters[:], dbos.handlers[:], dbos.propagate = [], [], True
    yield dbos
    dbos.level, dbos.filters[:], dbos.handlers[:], dbos.propagate = before


def _fails(log: logging.Logger, error: Exception) -> None:
    log.error("Exception encountered in background workflow:", exc_info=error)


def test_an_exception_is_named_but_its_words_are_kept_back(
    log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    quiet()
    _fails(log, ValueError("Mme Durand"))

    assert "background workflow: ValueError" in caplog.text
    assert "Durand" not in caplog.text
    assert "Traceback" not in caplog.text


def test_a_dead_letter_is_listed_not_logged(log: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    quiet()
    _fails(log, DeadLetter("no"))

    assert caplog.text == ""


def test_only_warnings_come_through_and_saying_it_twice_changes_nothing(
    log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    quiet()
    quiet()
    log.info("Initializing")
    log.warning("Contention")

    assert [record.message for record in caplog.records] == ["Contention"]
    assert sum(isinstance(one, Discreet) for one in log.filters) == 1
