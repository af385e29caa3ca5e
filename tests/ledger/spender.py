"""A process that spends a shared budget as fast as it may, and says each call it made; a test kills it."""

import os
import sys
import time
from datetime import UTC, datetime, timedelta

from integration.core.budget import Limit, Purpose
from integration.core.errors import NoBudget
from integration.helpdesks.budget import CALLS, on_errand
from integration.ledger.budgets import Budgets
from integration.ledger.database import connect
from integration.ledger.purse import Purse


def main(url: str, purpose: str, calls: int) -> None:
    """Write "call" for each call that may be made and "none" once there is no budget; then wait to be killed."""
    limits = {CALLS: Limit(calls, timedelta(minutes=1))}
    purse = Purse("desk", Budgets(connect(url)), limits, lambda: datetime.now(UTC))
    with on_errand(Purpose(purpose)):
        try:
            while True:
                purse.spend(CALLS)
                os.write(1, b"call\n")
        except NoBudget:
            os.write(1, b"none\n")
            time.sleep(60)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
