"""The proof that every web process knows a field: what only a wire can show."""

import json
from typing import Any

import pytest
import requests
import responses

from integration.core.errors import Refused, TryLater
from integration.helpdesks.zammad.provisioning.probing import TIMES, TITLE, prove
from integration.helpdesks.zammad.session import ZammadSession
from tests.helpdesks.zammad.samples import ACCOUNT, API

Answer = tuple[int, dict[str, str], str]


class Zammad:
    """Web processes that answer in turn; those of `stale` were started before the field was made."""

    def __init__(self, mock: responses.RequestsMock, stale: tuple[int, ...] = (), processes: int = 3) -> None:
        self.written: list[Any] = []
        self.headers: set[str] = set()
        self._stale, self._processes, self._held = stale, processes, ""
        mock.post(f"{API}/tickets", json={"id": 77}, status=201)
        mock.add_callback(responses.PUT, f"{API}/tickets/77", self._put)
        mock.add_callback(responses.GET, f"{API}/tickets/77", lambda _: self._told(self._held))

    def _put(self, request: requests.PreparedRequest) -> Answer:
        self.headers.add(request.headers["Connection"])
        value = json.loads(request.body or "{}")["compte"]
        self.written.append(value)
        if len(self.written) % self._processes in self._stale:
            return self._told(None)
        self._held = value
        return self._told(value)

    def _told(self, value: str | None) -> Answer:
        return 200, {}, json.dumps({"id": 77, "compte": value})


def field(type_: str = "input", **options: str) -> dict[str, Any]:
    return {"name": "compte", "display": "Compte", "data_type": type_, "data_option": {"options": options}}


def test_a_field_is_written_several_times_over_connections_of_their_own(
    zammad: responses.RequestsMock, session: ZammadSession
) -> None:
    seen = Zammad(zammad)
    zammad.delete(f"{API}/tickets/77", body=b"")
    prove(session, ACCOUNT, field(), "2")
    assert seen.written == [f"essai {turn}" for turn in range(1, TIMES + 1)]
    assert seen.headers == {"close"}
    assert session.headers["Connection"] == "keep-alive"


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_process_of_three_that_does_not_know_the_field_is_found(
    zammad: responses.RequestsMock, session: ZammadSession, place: int
) -> None:
    Zammad(zammad, stale=(place,))
    zammad.delete(f"{API}/tickets/77", body=b"")
    with pytest.raises(Refused, match=r"made the field 'Compte' and then lost .* Restart Zammad, and apply again"):
        prove(session, ACCOUNT, field(), "2")


def test_a_ticket_that_we_may_not_delete_is_left_closed(zammad: responses.RequestsMock, session: ZammadSession) -> None:
    Zammad(zammad)
    zammad.delete(f"{API}/tickets/77", json={"error": "Not authorized"}, status=403)
    prove(session, ACCOUNT, field(), "2")
    filed = json.loads(zammad.calls[0].request.body or "{}")
    assert filed == {"title": TITLE} | {
        "group_id": 2,
        "customer_id": int(ACCOUNT.user_id),
        "state_id": 4,
    }


@pytest.mark.parametrize(
    ("attribute", "values"),
    [
        (field("date"), ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05"]),
        (field("select", a="A", b="B"), ["a", "b", "a", "b", "a"]),
    ],
)
def test_only_what_a_field_takes_is_written(
    zammad: responses.RequestsMock, session: ZammadSession, attribute: dict[str, Any], values: list[str]
) -> None:
    seen = Zammad(zammad)
    zammad.delete(f"{API}/tickets/77", body=b"")
    prove(session, ACCOUNT, attribute, "2")
    assert seen.written == values


def test_an_answer_that_never_came_leaves_no_ticket(zammad: responses.RequestsMock, session: ZammadSession) -> None:
    zammad.post(f"{API}/tickets", json={"id": 77}, status=201)
    zammad.put(f"{API}/tickets/77", body=requests.ConnectionError())
    gone = zammad.delete(f"{API}/tickets/77", body=b"")
    with pytest.raises(TryLater):
        prove(session, ACCOUNT, field(), "2")
    assert gone.call_count == 1
