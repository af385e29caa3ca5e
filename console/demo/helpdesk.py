"""The sandbox's control API in helpdesk words: what members and agents do and see, without a browser."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests

from console.demo.dialects import DIALECTS, Dialect

Json = dict[str, Any]
OURS = frozenset({"Guichet", "Guichet Robot"})
PATIENCE = 60.0
"""Seconds to wait for something that Guichet should do; a wait that runs out is a failed expectation."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket as people see it."""

    ticket: Json

    @property
    def id(self) -> int:
        """The ticket's number."""
        return int(self.ticket["id"])

    @property
    def tags(self) -> frozenset[str]:
        """Its tags."""
        return frozenset(self.ticket["tags"])

    def field(self, title: str) -> str:
        """A field's value, "" when empty."""
        return str(self.ticket["fields"].get(title) or "")

    def messages(self, *, by: str, public: bool = True) -> list[str]:
        """What was written by "guichet", by the "member" or by an "agent", oldest first."""
        return [one["text"] for one in self.ticket["comments"] if one["public"] is public and _by(one, by)]

    def __getitem__(self, word: str) -> Any:
        return self.ticket[word]


class Helpdesk:
    """The sandbox seen from outside: every call is one HTTP request to it."""

    def __init__(self, url: str, dialect: Dialect = DIALECTS["zendesk"]) -> None:
        self.url, self.dialect = url, dialect
        self._session = requests.Session()

    @property
    def kind(self) -> str:
        """What kind of helpdesk it is, which is its name as well."""
        return self.dialect.name

    def member_files(self, *, motif: str, description: str, **rest: Any) -> Seen:
        """A member fills in the contact form."""
        marie = {**MARIE, "email": self.dialect.address}
        body = {"requester": marie, "subject": "Ma demande", "motif": motif, "description": description, **rest}
        return Seen(self._post("member/tickets", body))

    def member_replies(self, ticket: int, text: str) -> Seen:
        """The member answers in the conversation."""
        return Seen(self._post(f"member/tickets/{ticket}/reply", {"text": text}))

    def member_fills_in(self, ticket: int, fields: Mapping[str, str]) -> Seen:
        """The member changes fields, without a word."""
        return Seen(self._post(f"member/tickets/{ticket}/fields", dict(fields)))

    def agent_does(self, ticket: int, **what: Any) -> Seen:
        """An agent changes the ticket in the inbox."""
        return Seen(self._post(f"agent/tickets/{ticket}", what))

    def ticket(self, ticket: int) -> Seen:
        """The ticket as it is now."""
        return Seen(self._get(f"tickets/{ticket}"))

    def wait(self, **what: Any) -> None:
        """Wait until all that is named holds; raises TimeoutError with what was waited for."""
        answer = self._session.get(
            f"{self.url}/sandbox/wait", params={"timeout": PATIENCE, **what}, timeout=PATIENCE + 5
        )
        if answer.status_code == 408:
            raise TimeoutError(f"waited {PATIENCE:.0f} s in vain for {what}")
        answer.raise_for_status()

    def wait_at_gate(self, name: str, arrived: int = 1) -> None:
        """Wait until a call of Guichet's stands at a gate."""
        params = {"timeout": PATIENCE, "arrived": arrived}
        answer = self._session.get(f"{self.url}/sandbox/gates/{name}/wait", params=params, timeout=PATIENCE + 5)
        answer.raise_for_status()

    def open_gate(self, name: str) -> None:
        """Let the calls at a gate pass."""
        self._post(f"gates/{name}/open", {})

    def disturb(self, ticket: int, **fault: Any) -> None:
        """Disturb Guichet's calls about one ticket: gate, status, latency, drop."""
        self._post("faults", {"path": f"{self.dialect.tickets}/{ticket}", **fault})

    def hold_webhooks(self) -> None:
        """Keep back what the helpdesk would send."""
        self._post("webhooks/hold", {})

    def release_webhooks(self, order: str = "as_is") -> None:
        """Send what was kept back, in an order."""
        self._post("webhooks/release", {"order": order, "one_by_one": True})

    def mishap(self, **what: Any) -> None:
        """Have webhooks doubled, lost, delayed or reordered."""
        self._post("webhooks/mishaps", what)

    def calls(self, *, ticket: int, since: int = 0) -> list[Json]:
        """The API calls Guichet made about a ticket, after the call numbered `since`."""
        found: Sequence[Json] = self._get("calls", kind="api", since=since)["calls"]
        return [one for one in found if str(one["ticket_id"]) == str(ticket)]

    def last_call(self) -> int:
        """The number of the newest API call."""
        return int(self._get("calls")["last"])

    def deliveries(self, ticket: int) -> list[Json]:
        """The webhook calls made about a ticket."""
        found: Sequence[Json] = self._get("deliveries")["deliveries"]
        return [one for one in found if str(one["ticket_id"]) == str(ticket)]

    def send_again(self, delivery: str, times: int) -> None:
        """Send one webhook call again, to the letter."""
        self._post(f"deliveries/{delivery}/again", {"times": times})

    def is_idle(self) -> bool:
        """Whether the helpdesk has nothing left to send."""
        return bool(self._get("deliveries")["idle"])

    def reset(self) -> None:
        """Lift every disturbance; tickets and webhooks start anew."""
        self._post("reset", {})

    def _get(self, path: str, **params: Any) -> Any:
        answer = self._session.get(f"{self.url}/sandbox/{path}", params=params, timeout=PATIENCE)
        return _checked(answer)

    def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        return _checked(self._session.post(f"{self.url}/sandbox/{path}", json=body, timeout=PATIENCE))


MARIE = {"name": "Marie Lefèvre", "locale": "fr"}


def wait_for(address: str, within: float) -> None:
    """Wait until a server answers at an address; raises TimeoutError."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            if requests.get(address, timeout=5).ok:
                return
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.05)  # a server that is starting has no other way to tell
    raise TimeoutError(f"nothing answered at {address} within {within:.0f} s")


def _by(comment: Json, who: str) -> bool:
    if who == "guichet":
        return comment["author"] in OURS
    return bool(comment["author"] not in OURS and (comment["role"] == "end-user") is (who == "member"))


def _checked(answer: requests.Response) -> Any:
    if not answer.ok:
        raise RuntimeError(f"the sandbox answered {answer.status_code}: {answer.text[:300]}")
    return answer.json() if answer.content else None
