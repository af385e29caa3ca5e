"""Adding up what two policies disagree about over many tickets, and holding the sum against the candidate's limits."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from integration.core.limits import ALWAYS, Limit, Reached
from integration.core.outlook import CHANGING, Compared, Difference
from integration.core.policy import Limits

Routes = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sum over some tickets, small however many they are.

    `cases` of the tickets are in a category of either policy; `changed` ones would have been written to otherwise;
    `asked_now` members could be asked at once, because their tickets are still open; `files` would newly have to go.
    `counts` are tickets for each difference, `examples` the ids of the first few, `routes` tickets by the rule before
    and the rule after. `unreadable` lines of a file were no ticket.
    """

    tickets: int = 0
    cases: int = 0
    changed: int = 0
    asked_now: int = 0
    files: int = 0
    unreadable: int = 0
    counts: Mapping[Difference, int] = field(default_factory=dict)
    examples: Mapping[Difference, tuple[str, ...]] = field(default_factory=dict)
    routes: Routes = field(default_factory=dict)


def summed(compared: Iterable[Compared], examples: int) -> Comparison:
    """The sum over these tickets, with up to so many example ids for each difference."""
    sums = Counter[str]()
    counts, routes, shown = Counter[Difference](), Counter[tuple[str, str]](), dict[Difference, tuple[str, ...]]()
    for one in compared:
        found = one.differences
        sums["tickets"] += 1
        sums["cases"] += bool(one.before.category or one.after.category)
        sums["changed"] += not CHANGING.isdisjoint(found)
        sums["asked_now"] += one.open and Difference.ASKED in found
        sums["files"] += max(0, one.after.files - one.before.files)
        if Difference.ROUTED in found:
            routes[one.before.rule, one.after.rule] += 1
        for difference in found:
            counts[difference] += 1
            shown[difference] = (*shown.get(difference, ()), one.ticket)[:examples]
    return Comparison(**sums, counts=dict(counts), examples=shown, routes=dict(routes))


def merged(one: Comparison, other: Comparison, examples: int) -> Comparison:
    """Both sums as one."""
    shown = {
        difference: (*one.examples.get(difference, ()), *other.examples.get(difference, ()))[:examples]
        for difference in {*one.examples, *other.examples}
    }
    return Comparison(
        tickets=one.tickets + other.tickets,
        cases=one.cases + other.cases,
        changed=one.changed + other.changed,
        asked_now=one.asked_now + other.asked_now,
        files=one.files + other.files,
        unreadable=one.unreadable + other.unreadable,
        counts=dict(Counter(one.counts) + Counter(other.counts)),
        examples=shown,
        routes=dict(Counter(one.routes) + Counter(other.routes)),
    )


def beyond(comparison: Comparison, limits: Limits) -> tuple[Reached, ...]:
    """Every limit of the candidate that carrying this out at once would break, each with its sentence."""
    most = max(ALWAYS, comparison.tickets * limits.changed_tickets_per_run // 100)
    held = (
        (Limit.CHANGED, comparison.changed, most, f"of {comparison.tickets} tickets would be treated otherwise"),
        (Limit.MESSAGES, comparison.asked_now, limits.messages_per_hour, "members with an open ticket would be asked"),
        (Limit.DELETIONS, comparison.files, limits.deletions_per_run, "more documents would have to be deleted"),
    )
    return tuple(
        Reached(limit, f"{found} {words}; {limit} allows {allowed}.")
        for limit, found, allowed, words in held
        if found > allowed
    )
