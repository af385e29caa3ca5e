"""A sandbox of Zammad's in the test's own process, spoken to through its HTTP interface without a network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sandbox.app import furnish
from sandbox.clock import Clock
from sandbox.parts import Parts
from sandbox.scene import read_scene
from sandbox.store import Store
from tests.sandbox.desk import AGENT, MEMBER, the_app

BOT, ADMIN = "sandbox-bot-token", "sandbox-token"
AGENTS_PASSWORD = "sandbox-password"
RECORDINGS = Path(__file__).resolve().parents[4] / "shared" / "recordings" / "zammad"


def recording(name: str) -> dict[str, Any]:
    """The recorded scenario whose file begins so; skips the test when the recordings are not at hand."""
    found = sorted(RECORDINGS.glob(f"{name}-*.json"))
    if not found:
        pytest.skip("the recordings are not beside the repository")
    scenario: dict[str, Any] = json.loads(found[0].read_text(encoding="utf-8"))
    return scenario


def exchange(name: str, note: str) -> dict[str, Any]:
    """The exchange of a scenario whose note begins so."""
    found: dict[str, Any] = next(e for e in recording(name)["exchanges"] if e["note"].startswith(note))
    return found


def error_of(answer: TestResponse) -> str:
    """What an answer says is wrong."""
    return str(answer.get_json()["error"])


class ZammadDesk:
    """Calls the API with the bot's token unless told otherwise."""

    def __init__(self, clock: Clock | None = None, version: str = "5.5") -> None:
        self.store = Store(clock)
        self.app = the_app()
        self.client: FlaskClient = self.app.test_client()
        self.parts: Parts = furnish(self.app, read_scene().of("zammad", version), self.store)

    def api(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str = BOT,
        login: str = "",
        headers: dict[str, str] | None = None,
    ) -> TestResponse:
        """One call of the API, with a token or as somebody who has a password."""
        given = {"Authorization": f"Token token={token}"} if not login else {}
        auth = (login, AGENTS_PASSWORD) if login else None
        return self.client.open(f"/api/v1/{path}", method=method, json=body, headers=given | (headers or {}), auth=auth)

    def ok(self, method: str, path: str, body: Any = None, *, token: str = BOT, login: str = "") -> Any:
        """The JSON of a call that must succeed."""
        answer = self.api(method, path, body, token=token, login=login)
        assert 200 <= answer.status_code < 300, (answer.status_code, answer.get_data(as_text=True))
        return answer.json

    def admin(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON of an admin's call that must succeed."""
        return self.ok(method, path, body, token=ADMIN)

    def put(self, ticket_id: int = 1, **ticket: Any) -> Any:
        """Update a ticket; what the answer shows."""
        return self.ok("PUT", f"tickets/{ticket_id}", ticket)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON of a call of the control API that must succeed."""
        answer = self.client.open(f"/sandbox{path}", method=method, json=body)
        assert 200 <= answer.status_code < 300, (answer.status_code, answer.get_data(as_text=True))
        return answer.json if answer.is_json else None

    def file(self, **more: Any) -> dict[str, Any]:
        """A member files a ticket; how the control API tells it."""
        given = {
            "requester": {"email": MEMBER},
            "subject": "Double débit",
            "motif": "Facturation",
            "description": "Bonjour,\n\nj’ai été débitée deux fois.",
        }
        found: dict[str, Any] = self.control("POST", "/member/tickets", given | more)
        return found

    def ticket(self, ticket_id: int = 1) -> dict[str, Any]:
        """The ticket with names, as the API shows it now."""
        found: dict[str, Any] = self.ok("GET", f"tickets/{ticket_id}?expand=true")
        return found

    def articles(self, ticket_id: int = 1) -> list[dict[str, Any]]:
        """The articles of a ticket."""
        found: list[dict[str, Any]] = self.ok("GET", f"ticket_articles/by_ticket/{ticket_id}")
        return found

    def found(self, condition: dict[str, Any], **more: Any) -> list[int]:
        """The ids of the tickets that a condition finds, by id."""
        asked = {"condition": condition, "expand": True, "sort_by": "id", "order_by": "asc"}
        return [ticket["id"] for ticket in self.ok("POST", "tickets/search", asked | more)]


__all__ = ["ADMIN", "AGENT", "BOT", "MEMBER", "ZammadDesk", "error_of", "exchange", "recording"]
