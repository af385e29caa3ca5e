"""Sends what waits in the outbox: one message for each channel, each notice once as far as can be known."""

from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from integration.core.errors import Refused, TryLater
from integration.core.notice_lines import Line, line, subject
from integration.ledger.outbox import Notice
from integration.ledger.runs import Report
from integration.notices import Courier
from jobs.turn import Turn

AT_ONCE, AT_MOST = 50, 1000
"""How many lines one message has, and how many one turn sends."""

LONGEST = timedelta(hours=1)
"""The longest wait between two attempts, of which each is twice the one before, from one minute."""


def notices(turn: Turn) -> Report:
    """Send them. What is still in the outbox afterwards was left undone."""
    waiting = sorted(turn.parts.ledger.outbox.waiting(turn.now, AT_MOST), key=attrgetter("channel"))
    by_channel = groupby(waiting, key=attrgetter("channel"))
    report = sum((_through(channel, tuple(some), turn) for channel, some in by_channel), Report(seen=len(waiting)))
    return replace(report, left=turn.parts.ledger.outbox.unsent()) if turn.apply else report


def _through(channel: str, waiting: tuple[Notice, ...], turn: Turn) -> Report:
    """All that waits for one channel, message by message until one cannot be sent."""
    courier = turn.couriers.get(channel)
    if courier is None:
        words = f"{len(waiting)} notices wait for the channel {channel}, which no setting (GUICHET_NOTICE_...) sets up."
        return Report(left=len(waiting), words=(words,))
    if not turn.apply:
        return Report(changed=len(waiting))
    sent = 0
    for start in range(0, len(waiting), AT_ONCE):
        try:
            sent += _send(waiting[start : start + AT_ONCE], courier, turn)
        except (TryLater, Refused) as error:
            return Report(changed=sent, left=len(waiting) - sent, words=(str(error),))
    return Report(changed=sent)


def _send(some: tuple[Notice, ...], courier: Courier, turn: Turn) -> int:
    """A crash after sending and before noting it sends again: rather twice than never."""
    outbox = turn.parts.ledger.outbox
    try:
        courier.send(*_letter(some, turn))
    except (TryLater, Refused):
        for notice in some:
            outbox.failed(notice, turn.now + min(LONGEST, timedelta(minutes=2 ** min(notice.tries, 6))))
        raise
    outbox.sent(some, turn.now)
    return len(some)


def _letter(some: tuple[Notice, ...], turn: Turn) -> tuple[str, str]:
    """The subject and the lines, each in the language of its helpdesk's policy."""
    desks = turn.parts.desks
    policies = {one: turn.parts.policy(one if one in desks else next(iter(desks))) for one in map(_whose, some)}
    lines = [
        line(
            Line(one.helpdesk, one.ticket_id, one.clock, one.kind, one.at),
            policies[one.helpdesk].language,
            policies[one.helpdesk].timezone,
        )
        for one in some
    ]
    return subject(len(some), policies[some[0].helpdesk].language), "\n".join(lines)


def _whose(notice: Notice) -> str:
    return notice.helpdesk
