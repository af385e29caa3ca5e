"""The log: one line each on standard error, ids and times only."""

import logging

CHATTY = ("apscheduler", "alembic")
"""Libraries whose every step is no news."""


def to_stderr(level: str) -> None:
    """Send the house's log lines to standard error; saying it again changes nothing."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
