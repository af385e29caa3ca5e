from datetime import UTC, datetime

import pytest

from sandbox.clock import Clock
from tests.sandbox.desk import Desk

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at noon until it is moved."""
    clock = Clock()
    clock.set(NOON, frozen=True)
    return clock


@pytest.fixture
def desk(clock: Clock) -> Desk:
    """A sandbox with the default scene at noon."""
    return Desk(clock)
