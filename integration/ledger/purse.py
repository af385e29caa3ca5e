"""What one process holds of a helpdesk's budget: calls it took in small batches from the books all processes share."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from integration.core.budget import LIFE, Account, Limit, Purpose, Told, batch_size, room, wait
from integration.core.errors import NoBudget
from integration.helpdesks.budget import Errand, errand
from integration.ledger.budgets import Books, Budgets

log = logging.getLogger("guichet.budget")


@dataclass(slots=True)
class _Held:
    """A batch in hand. `used_at` is when its last call was made."""

    number: int
    size: int
    left: int
    until: datetime
    used_at: datetime


class Purse:
    """Calls of one helpdesk, for all threads of this process. `limits` by bucket; of "ticket:12" by "ticket".

    A batch is in hand for one purpose only. What is left of it goes back when another one is taken; what a killed
    process held ends by itself.
    """

    def __init__(
        self, helpdesk: str, budgets: Budgets, limits: Mapping[str, Limit], now: Callable[[], datetime]
    ) -> None:
        self._helpdesk = helpdesk
        self._budgets = budgets
        self._limits = limits
        self._now = now
        self._lock = threading.Lock()
        self._held: dict[tuple[str, Purpose], _Held] = {}
        self._ended: list[_Held] = []
        self._news: dict[str, Told] = {}
        self._left: dict[str, int] = {}
        self._waiting: set[tuple[Purpose, str]] = set()

    def spend(self, *buckets: str) -> None:
        """One call that counts against each of these limits. Raises NoBudget when one of them has no room for it."""
        about = errand()
        with self._lock:
            now = self._now()
            short = [bucket for bucket in buckets if not self._has(bucket, about.purpose, now)]
            if short or (about.purpose, about.ticket_id) in self._waiting:
                self._take(short, about, now)
            for bucket in buckets:
                held = self._held[bucket, about.purpose]
                held.left, held.used_at = held.left - 1, now

    def told(self, bucket: str, told: Told) -> None:
        """Take note of what the helpdesk said; it is written with the next batch, at once when it is much less."""
        with self._lock:
            known = self._news.get(bucket)
            if known and known.at > told.at:
                return
            self._news[bucket] = told
            if told.remaining < self._left.get(bucket, told.calls) // 2:
                self._left[bucket] = told.remaining
                self._lay_down(bucket)
                self._write_now()

    def pause(self, bucket: str, until: datetime) -> None:
        """Make no call of that kind before `until`: the helpdesk refused one."""
        with self._lock:
            self._lay_down(bucket)
            self._write_now(lambda books: books.pause(bucket, until, self._now()))

    def _has(self, bucket: str, purpose: Purpose, now: datetime) -> bool:
        held = self._held.get((bucket, purpose))
        return bool(held and held.left > 0 and now < held.until)

    def _take(self, buckets: list[str], about: Errand, now: datetime) -> None:
        """Take a batch of each, or none at all and raise NoBudget."""
        with self._budgets.alone(self._helpdesk) as books:
            for bucket in buckets:
                self._put_away(bucket, about.purpose)
            self._forget_ended(now)
            self._write(books)
            books.forget_old(now)
            accounts = {bucket: books.standing(bucket).under(self._limit(bucket)) for bucket in buckets}
            longest = self._longest_wait(accounts, about.purpose, now)
            if longest is None:
                self._take_batches(books, accounts, about.purpose, now)
                if (about.purpose, about.ticket_id) in self._waiting:
                    books.waits_no_longer(about.purpose, about.ticket_id)
                    self._waiting.discard((about.purpose, about.ticket_id))
            else:
                books.waits(about.purpose, about.ticket_id, now, now + longest)
                self._waiting.add((about.purpose, about.ticket_id))
        if longest is not None:
            seconds = longest.total_seconds()
            raise NoBudget(f"No call to {self._helpdesk} is left for this ({about.purpose}) now.", seconds)

    def _longest_wait(self, accounts: Mapping[str, Account], purpose: Purpose, now: datetime) -> timedelta | None:
        without = [account for account in accounts.values() if room(account, purpose, now) == 0]
        return max((wait(account, purpose, now) for account in without), default=None)

    def _take_batches(self, books: Books, accounts: Mapping[str, Account], purpose: Purpose, now: datetime) -> None:
        for bucket, account in accounts.items():
            size, until = batch_size(account, purpose, now), now + LIFE
            self._held[bucket, purpose] = _Held(books.take(bucket, size, until), size, size, until, now)
            self._left[bucket] = room(account, Purpose.ANSWER, now) - size

    def _put_away(self, bucket: str, purpose: Purpose) -> None:
        held = self._held.pop((bucket, purpose), None)
        if held:
            self._ended.append(held)

    def _forget_ended(self, now: datetime) -> None:
        """Let go of batches that may be used no longer; the books only need to hear of calls that were not made."""
        for key in [key for key, held in self._held.items() if held.until <= now]:
            held = self._held.pop(key)
            if held.left:
                self._ended.append(held)

    def _lay_down(self, bucket: str) -> None:
        for purpose in Purpose:
            self._put_away(bucket, purpose)

    def _write_now(self, more: Callable[[Books], None] = lambda _books: None) -> None:
        """The same at once. The call was answered already, so a database that is away must not make it fail."""
        try:
            with self._budgets.alone(self._helpdesk) as books:
                self._write(books)
                more(books)
        except SQLAlchemyError as error:
            log.warning("budget not noted helpdesk=%s error=%s", self._helpdesk, type(error).__name__)

    def _write(self, books: Books) -> None:
        """Bring the books up to date with what this process knows."""
        for held in self._ended:
            books.give_back(held.number, held.size - held.left, held.used_at)
        self._ended.clear()
        for bucket, told in self._news.items():
            books.note(bucket, told)
        self._news.clear()

    def _limit(self, bucket: str) -> Limit:
        return self._limits[bucket.partition(":")[0]]
