"""The policy in force: read anew when it changes, and the last good one for as long as the new one is broken."""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from config.files import Files, files_on_disk, in_order, stamp
from config.load import policy_from
from integration.core.errors import PolicyError, Problem
from integration.core.policy import Policy
from integration.ledger.policies import Policies, Why

log = logging.getLogger("guichet.policy")

LOOK_EVERY = timedelta(seconds=2)
"""How long a change may go unseen; a look is a handful of `stat` calls, or one row of the ledger."""

SHOWN = 10
"""How many problems the log tells; `guichet policy list` tells all."""


ON_DISK = Why("files", "", "the files on disk")


class Source(Protocol):
    """Where the policy comes from."""

    def stamp(self) -> object:
        """Something cheap that differs whenever the policy does."""
        ...

    def read(self) -> Files:
        """The policy's files."""
        ...

    def keep(self, version: str, files: Files, at: datetime) -> None:
        """Note that these files, which loaded well, are in force from now on."""
        ...


class OnDisk:
    """The files on disk rule; who changed them and why, git knows."""

    def __init__(self, policies: Policies, path: Path) -> None:
        self._policies, self._path = policies, path

    def stamp(self) -> object:
        """Names, times of change and sizes."""
        return stamp(self._path)

    def read(self) -> Files:
        """The files as they are now."""
        return files_on_disk(self._path)

    def keep(self, version: str, files: Files, at: datetime) -> None:
        """Every version that runs is kept; the first process that sees it says so."""
        self._policies.publish(version, readable(files), ON_DISK, at)


class InLedger:
    """The version published last rules; the files on disk are taken once, when nothing was ever in force."""

    def __init__(self, policies: Policies, path: Path) -> None:
        self._policies, self._path = policies, path

    def stamp(self) -> object:
        """The number of the last publication."""
        latest = self._policies.latest()
        return latest.id if latest else None

    def read(self) -> Files:
        """The published files, or those on disk to begin with."""
        latest = self._policies.latest()
        return in_order(self._policies.files(latest.version)) if latest else files_on_disk(self._path)

    def keep(self, version: str, files: Files, at: datetime) -> None:
        """What was published is kept already; only the first files are not."""
        if self._policies.latest() is None:
            self._policies.publish(version, readable(files), ON_DISK, at)


class PolicyInForce:
    """The policy to decide by. Thread-safe; raises PolicyError when it is broken from the start.

    Every version is kept in the ledger before it is decided by. `now` gives the time (aware); `helpdesk` is whose own
    policy it is, for the log.
    """

    def __init__(self, source: Source, now: Callable[[], datetime], helpdesk: str = "") -> None:
        self._source, self._now = source, now
        self._whose = helpdesk or "all"
        self._lock = threading.Lock()
        self._problems: tuple[Problem, ...] = ()
        self._stamp = source.stamp()
        self._policy = self._kept(source.read())
        self._look_at: datetime | None = now() + LOOK_EVERY

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the policy that was meant to take over; none when what is in force is what was meant."""
        return self._problems

    def current(self) -> Policy:
        """The last good policy. One thread at a time looks for a newer one; the others are not held up."""
        if self._is_due() and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._policy

    def look_now(self) -> None:
        """Look at the next call, however short ago the last look was; a signal's handler may call this."""
        self._look_at = None

    def _is_due(self) -> bool:
        return self._look_at is None or self._now() >= self._look_at

    def _look(self) -> None:
        self._look_at = self._now() + LOOK_EVERY
        try:
            found = self._source.stamp()
            if found != self._stamp:
                self._take_over(self._source.read())
                self._stamp = found
        except SQLAlchemyError as error:
            # The last good one stays, and the same change is looked at again; who needs the database says so itself.
            log.warning("cannot look for a new policy error=%s", type(error).__name__)

    def _take_over(self, files: Files) -> None:
        before = self._policy.version
        try:
            self._policy, self._problems = self._kept(files), ()
        except PolicyError as error:
            self._problems = error.problems
            told = f"the new policy is broken, version {before} stays in force"
            log.error("helpdesk=%s %s problems=%d", self._whose, told, len(self._problems))  # noqa: TRY400 - the problems say it all
            for problem in self._problems[:SHOWN]:
                log.error("%s", problem)  # noqa: TRY400 - as above
            return
        if self._policy.version != before:
            log.info("policy in force helpdesk=%s version=%s before=%s", self._whose, self._policy.version, before)

    def _kept(self, files: Files) -> Policy:
        policy = policy_from(files)
        self._source.keep(policy.version, files, self._now())
        return policy


def look_now(policies: Iterable[PolicyInForce]) -> None:
    """Have all of them look at their next call; a signal's handler may call this."""
    for policy in policies:
        policy.look_now()


def readable(files: Files) -> Mapping[str, bytes]:
    """The files of a policy that was loaded: all of them could be read, or it would not have been."""
    return {name: content for name, content in files.items() if content is not None}
