"""What has to happen in each case of a simulated year, from the promise's own words and a calendar on the wall.

It knows nothing of how Guichet decides: seven and fourteen days, three, seven and fourteen, no night, no Sunday.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.year.plans import Plan, Way

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)

HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in (
        *("2027-11-01", "2027-11-11", "2027-12-25", "2028-01-01", "2028-04-17", "2028-05-01", "2028-05-08"),
        *("2028-05-25", "2028-06-05", "2028-07-14", "2028-08-15", "2028-11-01", "2028-11-11", "2028-12-25"),
    )
)
"""The days off in France from September 2027 to the end of 2028, as an almanac has them."""

Event = tuple[datetime, str]


@dataclass(frozen=True)
class Wanted:
    """What has to be seen on one ticket, in order, and whether its documents have to be gone."""

    events: tuple[Event, ...]
    over_at: datetime | None


def wanted(plan: Plan, down: tuple[datetime, datetime]) -> Wanted:
    """Everything that has to happen to a case that goes as planned."""
    asked = _asked(plan, down)
    answered = plan.files_at + plan.answers if plan.answers else None
    letters = _letters(asked, answered, down) if asked else []
    closed = next((at for at, what in letters if what == "closed"), None)
    starts = answered or plan.files_at
    decided = starts + plan.decides if plan.decides else None
    pause = (_wall(answered) - _wall(asked)) if asked and answered and answered > asked else timedelta()
    events = [(asked, "asked")] if asked else []
    events += letters
    if asked and answered and plan.way in (Way.ANSWERED, Way.LATE):
        events.append((answered, "thanked"))
    if plan.way is not Way.SILENT:
        events += _flags(plan.files_at, pause, decided)
    if decided and plan.accepts and plan.pays and plan.way is not Way.CARE:
        events += _flags(decided, timedelta(), decided + plan.pays)
    ends = [at for at in (closed, decided) if at]
    return Wanted(tuple(sorted(events)), min(ends) if ends else None)


def _asked(plan: Plan, down: tuple[datetime, datetime]) -> datetime | None:
    if plan.way in (Way.WHOLE, Way.CARE):
        return None
    asked = down[1] if down[0] <= plan.files_at < down[1] else plan.files_at
    return asked if plan.answers is None or plan.files_at + plan.answers > asked else None


def _letters(asked: datetime, answered: datetime | None, down: tuple[datetime, datetime]) -> list[Event]:
    """A letter that could not leave in time makes the next ones later: nobody gets two at once."""
    first = _sent(asked + 3 * DAY, down)
    second = _sent(max(asked + 7 * DAY, first + 4 * DAY), down)
    last = _sent(max(asked + 14 * DAY, second + 7 * DAY), down)
    plan = [(first, "reminded"), (second, "reminded"), (last, "closed")]
    return [(at, what) for at, what in plan if answered is None or at < answered]


def _flags(start: datetime, pause: timedelta, end: datetime | None) -> list[Event]:
    """The flags of one promise of seven and fourteen days, as long as it lasts; None: for ever."""
    warns, due = _later(start, 7, pause), _later(start, 14, pause)
    if end and end <= warns:
        return []
    if end and end <= due:
        return [(warns, "warned"), (end, "not warned")]
    late = [(warns, "warned"), (due, "late"), (due, "not warned")]
    return [*late, (end, "not late")] if end else late


def _later(start: datetime, days: int, pause: timedelta) -> datetime:
    """The same time of day on the wall, so many days later, and then as much more as was waited."""
    wall = _wall(start) + timedelta(days=days) + pause
    return max(wall.replace(tzinfo=PARIS, fold=fold).astimezone(UTC) for fold in (0, 1))


def _wall(at: datetime) -> datetime:
    return at.astimezone(PARIS).replace(tzinfo=None)


def _sent(at: datetime, down: tuple[datetime, datetime]) -> datetime:
    day = allowed(at)
    return allowed(down[1]) if down[0] <= day < down[1] else day


def allowed(at: datetime) -> datetime:
    """That instant, or the next one at which a member may be written to: from eight to eight, on a working day."""
    wall = at.astimezone(PARIS)
    if wall.time() >= time(20):
        wall = datetime.combine(wall.date() + DAY, time(8), PARIS)
    if wall.time() < time(8):
        wall = datetime.combine(wall.date(), time(8), PARIS)
    while wall.weekday() >= 5 or wall.date() in HOLIDAYS:
        wall = datetime.combine(wall.date() + DAY, time(8), PARIS)
    return wall.astimezone(UTC)
