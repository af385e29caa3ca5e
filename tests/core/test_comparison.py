"""Sums over many tickets: they add up however they are cut, and are held against the candidate's limits."""

from integration.core.comparison import Comparison, beyond, merged, summed
from integration.core.limits import Limit
from integration.core.outlook import Compared, Difference, Outlook
from integration.core.policy import Limits


def one(ticket: str, *differences: Difference, open_: bool = True, files: int = 0) -> Compared:
    return Compared(ticket, Outlook("c", "a"), Outlook("c", "b", files=files), frozenset(differences), open=open_)


SOME = (
    one("1", Difference.ROUTED),
    one("2", Difference.ROUTED, Difference.ASKED),
    one("3", Difference.ASKED, open_=False),
    one("4", Difference.DELETED, files=2),
    Compared("5", Outlook(), Outlook(), frozenset(), open=True),
)


def test_every_ticket_is_counted_once_for_each_difference() -> None:
    found = summed(SOME, examples=1)

    assert (found.tickets, found.cases, found.changed, found.asked_now, found.files) == (5, 4, 3, 1, 2)
    assert found.counts == {Difference.ROUTED: 2, Difference.ASKED: 2, Difference.DELETED: 1}
    assert found.examples == {Difference.ROUTED: ("1",), Difference.ASKED: ("2",), Difference.DELETED: ("4",)}
    assert found.routes == {("a", "b"): 2}


def test_sums_of_parts_are_the_sum_of_the_whole() -> None:
    for cut in range(len(SOME) + 1):
        parts = merged(summed(SOME[:cut], 2), summed(SOME[cut:], 2), 2)
        assert parts == summed(SOME, 2)
    assert merged(Comparison(), Comparison(unreadable=3), 2).unreadable == 3


def test_limits_are_reached_by_one_more_than_they_allow() -> None:
    limits = Limits(changed_tickets_per_run=30, messages_per_hour=200, deletions_per_run=50)
    within = Comparison(tickets=1000, changed=300, asked_now=200, files=50)
    beyond_all = Comparison(tickets=1000, changed=301, asked_now=201, files=51)

    assert beyond(within, limits) == ()
    assert [reached.limit for reached in beyond(beyond_all, limits)] == [Limit.CHANGED, Limit.MESSAGES, Limit.DELETIONS]
    assert beyond(beyond_all, limits)[1].reason == (
        "201 members with an open ticket would be asked; messages_per_hour allows 200."
    )


def test_a_few_tickets_may_all_be_changed() -> None:
    assert beyond(Comparison(tickets=20, changed=20), Limits()) == ()
    assert beyond(Comparison(tickets=21, changed=21), Limits())
