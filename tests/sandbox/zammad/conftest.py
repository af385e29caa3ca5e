import pytest

from sandbox.clock import Clock
from tests.sandbox.zammad.desk import ZammadDesk


@pytest.fixture
def desk(clock: Clock) -> ZammadDesk:
    """A Zammad 5.5 with the default scene at noon."""
    return ZammadDesk(clock)
