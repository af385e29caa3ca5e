"""A sighting: a value seen in a text, with how surely it is the one of the transaction."""

from typing import NamedTuple

from integration.core.claim.levels import Level
from integration.core.claim.model import Finding, Item, Reason, Value

_WHY = {Level.LABELLED: "labelled", Level.CHARGED: "charged", Level.WEAK: "beside", Level.TERSE: "only_candidate"}
_SHORT = 40


class Sighting(NamedTuple):
    """One place that may say an item's value; several values when it can be read in several ways."""

    item: Item
    values: tuple[Value, ...]
    level: Level
    source: str
    start: int
    end: int
    written: str
    problem: Reason | None = None
    why: str = ""

    def finding(self, value: Value) -> Finding:
        """Make a finding of one of the values."""
        return Finding(
            self.item, value, self.source, self.start, self.end, self.why or _WHY.get(self.level, "doubtful")
        )

    def readings(self, sure: list[Value]) -> list[Finding]:
        """Make findings, keeping of several readings the one that is also written plainly elsewhere."""
        agreed = [value for value in self.values if value in sure]
        return [self.finding(value) for value in agreed or self.values]

    def corrected(self) -> "Sighting":
        """Return the same sighting, preferred because it corrects an earlier one."""
        return self._replace(why="latest_correction")


def short(written: str) -> str:
    """Make what a member wrote fit into a sentence."""
    line = " ".join(written.split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"


def same(one: Value, other: Value) -> bool:
    """Tell whether two values are one; addresses do not care for capitals."""
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return one == other
