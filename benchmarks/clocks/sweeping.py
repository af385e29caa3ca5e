"""Helpdesk calls of a nightly sweep, counted where they leave; over the sandbox, the real adapter and corridor.

So many tickets (1,000; a number given as argument instead), half of them incomplete. The first night finds them all,
as after the webhooks were lost; in the second one nothing differs.
"""

import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests

from config.load import load_policy
from integration.core.delivery import Delivery
from integration.helpdesks.budget import CALLS, UPDATES, Unlimited
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.desk import ZendeskDesk
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.pipeline import Parts, process
from jobs.sweep import SPACING, sweep
from jobs.turn import Turn

TICKETS = 1_000
PER_MINUTE = 200
FULL = 10_000


class Counting(Unlimited):
    """Lets every call go and counts it."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def spend(self, *buckets: str) -> None:
        """Count a call, and an update by itself."""
        self.counts.update(bucket for bucket in buckets if bucket in {CALLS, UPDATES})


class Line:
    """A queue that only remembers."""

    def __init__(self) -> None:
        self.deliveries: list[Delivery] = []

    def put(self, delivery: Delivery, delay: float = 0.0) -> None:  # noqa: ARG002 - the queue's own argument
        """Keep it."""
        self.deliveries.append(delivery)

    def purge(self, before: datetime, *, ticks: bool = False) -> int:  # noqa: ARG002 - as above
        """Forget nothing."""
        return 0


def main() -> None:
    """Print the calls of two nights, and what they mean for ten thousand tickets."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else TICKETS
    with tempfile.TemporaryDirectory() as folder, _sandbox() as url:
        _file(url, count)
        counting = Counting()
        access = ZendeskAccess(url, "guichet-sandbox", "sandbox-secret")
        ledger = _ledger(f"sqlite:///{folder}/guichet.db")
        desk, policy = ZendeskDesk(access, budget=counting), load_policy(Path("config/policy.yaml"))
        parts = Parts({"zendesk": desk}, ledger, lambda _: policy, lambda: datetime.now(UTC))
        print(f"a sweep of {count} tickets, helpdesk calls")
        for night in ("first, nobody had seen them", "next, nothing differs"):
            _night(night, parts, counting, count)
        ledger.close_down()


def _night(night: str, parts: Parts, counting: Counting, count: int) -> None:
    counting.counts.clear()
    line, began = Line(), time.perf_counter()
    sweep(Turn(parts, line, datetime.now(UTC)))
    finding = counting.counts[CALLS]
    for delivery in line.deliveries:
        process(delivery, parts)
    calls, writes = counting.counts[CALLS], counting.counts[UPDATES]
    each = (calls - finding) / len(line.deliveries)
    whole = finding * FULL / count + each * FULL
    print(f"  {night:<28} {calls:>6} = {finding} to find them + {each:.2f} for each; {writes} writes", end="")
    print(f" ({time.perf_counter() - began:.0f} s here)")
    hours = timedelta(minutes=whole / (PER_MINUTE / 2)), timedelta(seconds=FULL * SPACING)
    told = [f"{one / timedelta(hours=1):.1f} h" for one in hours]
    print(
        f"    {FULL} tickets: {whole:.0f} calls; half of {PER_MINUTE} a minute lets them through in {told[0]},", end=""
    )
    print(f" spaced by {SPACING:.0f} s they take {told[1]}")


@contextmanager
def _sandbox() -> Iterator[str]:
    command = [sys.executable, "-m", "sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def _ledger(url: str) -> Ledger:
    migrate(url)
    return Ledger(connect(url))


def _file(url: str, count: int) -> None:
    with requests.Session() as session:
        for number in range(count):
            complete = f"Prélevé 49,90 € le 03/11/2026, compte {104500 + number}."
            text = complete if number % 2 else "Une erreur sur ma facture."
            member = {"name": f"Membre {number}", "email": f"membre{number}@courriel.example"}
            ticket = {"requester": member, "motif": "Facturation", "description": text}
            session.post(f"{url}/sandbox/member/tickets", json=ticket, timeout=30).raise_for_status()


if __name__ == "__main__":
    main()
