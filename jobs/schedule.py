"""The schedule: which job is struck when, read from `config/schedule.yaml`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from apscheduler.triggers.cron import CronTrigger
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError

from integration.core.errors import PolicyError, Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """One job and its cron words, in UTC: five of them, or six when the first one is for seconds."""

    job: str
    cron: str

    def trigger(self) -> CronTrigger:
        """A cron trigger, never an interval: its instants are the same in every process that reads this schedule.

        Raises ValueError when the words are none.
        """
        words = self.cron.split()
        if len(words) != 6:
            return CronTrigger.from_crontab(self.cron, timezone="UTC")
        second, minute, hour, day, month, weekday = words
        return CronTrigger(
            second=second,
            minute=minute,
            hour=hour,
            day=day,
            month=month,
            day_of_week=weekday,
            timezone="UTC",
        )

    def after(self, at: datetime) -> datetime | None:
        """The first instant after `at` (aware) at which the job is due; None when there is none any more."""
        due: datetime | None = self.trigger().get_next_fire_time(at, at)
        return due.astimezone(UTC) if due else None


def load_schedule(path: Path, jobs: Collection[str]) -> tuple[Entry, ...]:
    """Read the schedule. Raises PolicyError with every problem, each at its line."""
    try:
        read = YAML().load(path.read_text("utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PolicyError((Problem(path.name, line, 1, "This is not readable YAML."),)) from None
    except OSError as error:
        sentence = f"This file cannot be read ({error.strerror}); GUICHET_SCHEDULE says where it lies."
        raise PolicyError((Problem(path.name, 1, 1, sentence),)) from None
    if not isinstance(read, CommentedMap):
        raise PolicyError((Problem(path.name, 1, 1, "Expected one line for each job, `name: cron words`."),))
    places = {job: read.lc.key(job) for job in read}
    entries = tuple(Entry(str(job), str(cron)) for job, cron in read.items())
    problems = tuple(
        Problem(path.name, places[entry.job][0] + 1, places[entry.job][1] + 1, sentence)
        for entry in entries
        if (sentence := _wrong(entry, jobs))
    )
    if problems:
        raise PolicyError(problems)
    return entries


def _wrong(entry: Entry, jobs: Collection[str]) -> str:
    if entry.job not in jobs:
        return f"There is no job named {entry.job!r}; the jobs are: {', '.join(sorted(jobs))}."
    try:
        entry.trigger()
    except ValueError:
        return f"{entry.cron!r} is not a cron line such as '*/5 * * * *' ([second] minute hour day month weekday)."
    return ""
