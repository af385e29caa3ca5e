"""Past tickets for the commands that try a policy: since when, and from the helpdesk with a bar to watch."""

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import click

from integration.core.ticket import Ticket
from integration.helpdesks.contract import ReadOnly
from integration.settings import Settings
from integration.trial.gather import found, gather
from integration.wiring import clock, desks

_SPAN = re.compile(r"([1-9][0-9]{0,3}) ?(d|days?|w|weeks?)")


class Since(click.ParamType[datetime]):
    """An option such as 90d or 12 weeks, read as an instant (aware) in the past."""

    name = "90d"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Count back from now."""
        match = _SPAN.fullmatch(str(value).strip())
        if match is None:
            self.fail(f"{value!r} is not a span: write it as 90d or 12w.", param, ctx)
        days = int(match[1]) * (7 if match[2].startswith("w") else 1)
        return clock() - timedelta(days=days)


@contextmanager
def from_helpdesk(settings: Settings, helpdesk: str | None, since: datetime) -> Iterator[Iterator[Ticket | None]]:
    """Every ticket filed since then, read one after the other; None for one that could not be read.

    Raises NotConfigured when it is not clear which helpdesk is meant.
    """
    desk = ReadOnly.of(desks(settings)[settings.named(helpdesk)])
    ids = found(desk, since)
    with click.progressbar(ids, label=f"{len(ids)} tickets", file=sys.stderr) as shown:
        yield gather(shown, desk, time.sleep)
