from collections.abc import Iterator

import pytest

from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from tests.jobs.house import House, Searched


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    """One Zendesk, an empty ledger."""
    migrate(sqlite_url)
    ledger = Ledger(connect(sqlite_url))
    yield House(ledger, {"zendesk": Searched()})
    ledger.close_down()
