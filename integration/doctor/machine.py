"""The checks about this machine: settings, database, disk, engine, clock, the policies, the signing key."""

import shutil
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from integration.certificates.signing import kept_signer
from integration.core import findings
from integration.core.errors import PolicyError
from integration.core.findings import Finding, Grade
from integration.doctor.checking import House, tried
from integration.engine.rows import State
from integration.ledger.database import parse
from integration.settings import Settings
from integration.wiring import key_file, policy_in_force

_SILENT = timedelta(minutes=5)
"""The clock strikes its most frequent job every few seconds."""


def machine(house: House) -> Iterator[Finding]:
    """Every check that needs no helpdesk."""
    yield from quick(house.settings)
    yield from tried("database", "", "Deliveries and proofs are kept there.", lambda: _database(house))
    yield from tried("engine", "", "The queue carries every delivery.", lambda: _engine(house))
    yield from tried("clock_process", "", "Late cases and deletions are its work.", lambda: _clock(house))
    for whose in sorted({house.settings.own_policy(name) for name in house.settings.connections} or {""}):
        yield from _policy(house, whose)
    yield from tried("signing_key", "", "It signs certificates of deletion.", lambda: _key(house.settings))


def quick(settings: Settings) -> Iterator[Finding]:
    """The checks that cost next to nothing, for every look at /ready."""
    database = parse(settings.database_url)
    folder = Path(database.database or ".").parent if database.get_backend_name() == "sqlite" else Path()
    known = next((path for path in (folder, *folder.parents) if path.exists()), Path())
    yield findings.disk(shutil.disk_usage(known).free, str(folder))


def _database(house: House) -> Iterable[Finding]:
    house.ledger.cases_by_state()
    broken = house.ledger.deletions.verify({}).faults
    what = f"{len(broken)} links of the ledger of deletions are not as written." if broken else "The database answers."
    todo = "Run `guichet audit verify` and restore a backup that is whole." if broken else ""
    yield Finding("database", Grade.FAULT if broken else Grade.GOOD, what, "It holds the proofs of deletion.", todo)


def _engine(house: House) -> Iterable[Finding]:
    oldest = house.queue.waiting().oldest
    age = max(0.0, (house.now() - oldest).total_seconds()) if oldest else 0.0
    yield findings.backlog(age, house.settings.ready_within)
    yield findings.dead(house.queue.counts()[State.DEAD])


def _clock(house: House) -> Iterable[Finding]:
    runs = house.ledger.runs.latest().values()
    last = max((run.due_at for run in runs), default=None)
    silent = last is None or house.now() - last > _SILENT
    what = f"The last job was due at {last:%Y-%m-%d %H:%M:%S} UTC." if last else "No job ever ran."
    yield Finding(
        "clock_process",
        Grade.WARNING if silent else Grade.GOOD,
        what,
        "Reminders, late flags, deletions and catching up are the clock's and the worker's work.",
        "Start both: `guichet clock` and `guichet worker` (docs/running.md)." if silent else "",
    )


def _policy(house: House, whose: str) -> Iterator[Finding]:
    why = "It decides every case, and its examples are played at every load."
    try:
        policy = policy_in_force(house.settings, house.ledger, whose)
    except PolicyError as error:
        first = error.problems[0]
        what = f"{len(error.problems)} problems, the first: {first}"
        yield Finding("policy", Grade.FAULT, what, why, "Mend what `guichet check` says.", whose)
        return
    yield Finding("policy", Grade.GOOD, f"Version {policy.version} loads, and its examples hold.", why, "", whose)


def _key(settings: Settings) -> Iterable[Finding]:
    why = "Whoever has it can sign certificates of deletion."
    if settings.signing_key.get_secret_value():
        yield Finding("signing_key", Grade.GOOD, "The signing key is in the settings.", why)
    elif key_file(settings).exists():
        kept_signer(key_file(settings))
        yield Finding("signing_key", Grade.GOOD, "The signing key is there, for its owner's eyes only.", why)
    else:
        yield Finding("signing_key", Grade.GOOD, "There is no signing key yet; the first certificate makes it.", why)
