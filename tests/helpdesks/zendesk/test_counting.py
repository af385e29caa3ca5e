"""Zendesk's limits: which ones a call counts against, and what the answers say, over the sandbox and on the wire."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import responses

from integration.core.budget import Purpose, Told
from integration.core.changes import AddTag
from integration.core.errors import NoBudget, TryLater
from integration.helpdesks.budget import CALLS, UPDATES, of_ticket, on_errand
from integration.helpdesks.zendesk.auth import ApiToken
from integration.helpdesks.zendesk.counting import buckets_of, limits, refused_by, told
from integration.helpdesks.zendesk.desk import ZendeskDesk
from integration.helpdesks.zendesk.session import ZendeskSession
from integration.ledger.budgets import Budgets
from integration.ledger.database import connect
from integration.ledger.migrate import migrate
from integration.ledger.purse import Purse
from tests.helpdesks.town import Town
from tests.helpdesks.zendesk.samples import NOW, TICKET, URL, access

SECOND = timedelta(seconds=1)
ACCOUNT = {"ratelimit-limit": "400", "ratelimit-remaining": "17", "ratelimit-reset": "48"}


class Recorder:
    """A budget that writes everything down and refuses when it is told to."""

    def __init__(self) -> None:
        self.spent: list[tuple[str, ...]] = []
        self.news: list[tuple[str, Told]] = []
        self.pauses: list[tuple[str, datetime]] = []
        self.left = 1000

    def spend(self, *buckets: str) -> None:
        if self.left == 0:
            raise NoBudget("No call is left.", 7.0)
        self.left -= 1
        self.spent.append(buckets)

    def told(self, bucket: str, told: Told) -> None:
        self.news.append((bucket, told))

    def pause(self, bucket: str, until: datetime) -> None:
        self.pauses.append((bucket, until))

    @contextmanager
    def turn(self) -> Iterator[None]:
        yield


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def counted(recorder: Recorder) -> Iterator[ZendeskSession]:
    with ZendeskSession(URL, ApiToken("guichet@example.com", "word"), lambda: NOW, recorder) as session:
        yield session


@pytest.mark.parametrize(
    ("method", "path", "buckets"),
    [
        ("GET", "/api/v2/tickets/12", (CALLS,)),
        ("PUT", "/api/v2/tickets/12.json", (CALLS, UPDATES, of_ticket("12"))),
        ("PUT", "/api/v2/tickets/12/comments/5/attachments/7/redact", (CALLS, UPDATES, of_ticket("12"))),
        ("put", "/api/v2/comment_redactions/5", (CALLS, of_ticket("34"))),
        ("POST", "/api/v2/triggers", (CALLS,)),
    ],
)
def test_a_call_counts_against_the_limits_it_has(method: str, path: str, buckets: tuple[str, ...]) -> None:
    assert buckets_of(method, path, "34") == buckets


def test_a_redaction_outside_of_any_ticket_counts_as_a_call() -> None:
    assert buckets_of("PUT", "/api/v2/comment_redactions/5", "") == (CALLS,)


def test_our_limits_stay_below_zendesks() -> None:
    ours = limits(200)

    assert ours[CALLS].calls == 200
    assert ours["ticket"].calls < 30
    assert ours["ticket"].window == timedelta(minutes=10)
    assert (ours[UPDATES].calls, limits(2500)[UPDATES].calls) == (100, 300)


def test_headers_that_cannot_be_read_tell_nothing() -> None:
    rubbish = {**ACCOUNT, "ratelimit-reset": "soon", "zendesk-ratelimit-tickets-update": "total=100; resets=9"}

    assert list(told(rubbish, (CALLS, UPDATES), NOW)) == []


def test_an_answer_says_where_each_limit_stands(
    counted: ZendeskSession, recorder: Recorder, zendesk: responses.RequestsMock
) -> None:
    headers = {
        **ACCOUNT,
        "zendesk-ratelimit-tickets-update": "total=100; remaining=99; resets=9",
        "zendesk-ratelimit-per-ticket-updates": "total=30; remaining=29; resets=468",
    }
    zendesk.put(TICKET, json={}, headers=headers)

    counted.put(TICKET, json={})

    assert recorder.spent == [(CALLS, UPDATES, of_ticket("12"))]
    assert recorder.news == [
        (CALLS, Told(400, 17, NOW + 48 * SECOND, NOW)),
        (UPDATES, Told(100, 99, NOW + 9 * SECOND, NOW)),
        (of_ticket("12"), Told(30, 29, NOW + 468 * SECOND, NOW)),
    ]


def test_a_refusal_makes_the_limit_pause_that_is_used_up(
    counted: ZendeskSession, recorder: Recorder, zendesk: responses.RequestsMock
) -> None:
    of_one = {"zendesk-ratelimit-per-ticket-updates": "total=30; remaining=0; resets=468"}
    zendesk.put(TICKET, status=429, json={}, headers={**ACCOUNT, **of_one, "Retry-After": "468"})
    zendesk.get(TICKET, status=429, json={}, headers={"Retry-After": "30"})

    for method in ("PUT", "GET"):
        with pytest.raises(TryLater):
            counted.request(method, TICKET)

    assert recorder.pauses == [(of_ticket("12"), NOW + 468 * SECOND), (CALLS, NOW + 30 * SECOND)]
    assert refused_by({}, (CALLS, UPDATES), NOW) == CALLS


def test_a_call_without_budget_is_not_sent(
    counted: ZendeskSession, recorder: Recorder, zendesk: responses.RequestsMock
) -> None:
    recorder.left = 0

    with pytest.raises(NoBudget) as raised:
        counted.get(TICKET)

    assert (raised.value.after, raised.value.counts) == (7.0, False)
    assert len(zendesk.calls) == 0


def test_every_call_to_the_helpdesk_is_taken_from_the_budget(town: Town, recorder: Recorder) -> None:
    desk = ZendeskDesk(access(town), budget=recorder)
    ticket_id = town.member_files()
    town.forget_calls()

    with on_errand(Purpose.ANSWER, ticket_id):
        desk.apply(desk.read(ticket_id), (AddTag("vip"),), "key")

    calls = [call for call in town.calls() if not call[1].startswith("/oauth")]
    assert len(recorder.spent) == len(calls)
    assert recorder.spent[-1] == (CALLS, UPDATES, of_ticket(ticket_id))
    assert {bucket for bucket, _ in recorder.news} == {CALLS, UPDATES, of_ticket(ticket_id)}


def test_a_helpdesk_that_others_call_as_well_never_refuses_a_call(town: Town, sqlite_url: str) -> None:
    migrate(sqlite_url)
    engine = connect(sqlite_url)
    ticket_id = town.member_files()
    others = ZendeskDesk(access(town))
    others.survey()
    purse = Purse("zendesk", Budgets(engine), limits(200), lambda: datetime.now(UTC))
    ours = ZendeskDesk(access(town), budget=purse)
    ours.survey()
    town.post("limits", requests=40)  # the counting begins anew
    for _ in range(10):
        others.read(ticket_id)

    made = 0
    with on_errand(Purpose.ANSWER, ticket_id):
        while made < 40:
            try:
                ours.read(ticket_id)
            except NoBudget:
                break
            made += 2

    engine.dispose()
    # A refused call would have raised another error; some calls are left to those under way.
    assert 8 <= made <= 20
