"""A sandbox in the test's own process, spoken to through its HTTP interface without a network."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sandbox.app import create_app, furnish
from sandbox.clock import Clock
from sandbox.parts import Parts
from sandbox.scene import read_scene
from sandbox.store import Store
from tests.sandbox import contract

SCENE = read_scene()
ADMIN = "guichet@adherents.example"
AGENT = "mathilde.aubry@adherents.example"
MEMBER = "camille.roussel@courriel.example"


@lru_cache(maxsize=1)
def the_app() -> Flask:
    """One app for all tests, since its hundred paths take their time; each test furnishes it anew."""
    return create_app(SCENE)


class Desk:
    """Calls the API as an admin unless told otherwise, checking every answer against the OpenAPI file on the way."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.store = Store(clock)
        self.app = the_app()
        self.client: FlaskClient = self.app.test_client()
        self.parts: Parts = furnish(self.app, SCENE, self.store)

    def api(
        self, method: str, path: str, body: Any = None, *, who: str = ADMIN, headers: dict[str, str] | None = None
    ) -> TestResponse:
        """One call of the Zendesk API."""
        secret = base64.b64encode(f"{who}/token:sandbox-token".encode()).decode()
        given = {"Authorization": f"Basic {secret}"} | (headers or {})
        answer = self.client.open(f"/api/v2/{path}", method=method, json=body, headers=given)
        if answer.is_json and 200 <= answer.status_code < 300:
            contract.check(method, f"/api/v2/{path.split('?', maxsplit=1)[0]}", answer.status_code, answer.json)
        return answer

    def ok(self, method: str, path: str, body: Any = None, *, who: str = ADMIN) -> Any:
        """The JSON of a call that must succeed."""
        answer = self.api(method, path, body, who=who)
        assert 200 <= answer.status_code < 300, (answer.status_code, answer.get_data(as_text=True))
        return answer.json

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
        """The ticket as the API shows it now."""
        found: dict[str, Any] = self.ok("GET", f"tickets/{ticket_id}")["ticket"]
        return found

    def put(self, ticket_id: int = 1, *, who: str = ADMIN, **ticket: Any) -> TestResponse:
        """Update a ticket."""
        return self.api("PUT", f"tickets/{ticket_id}", {"ticket": ticket}, who=who)

    def field(self, title: str) -> int:
        """The id of the field of this title."""
        field = self.store.field_titled(title)
        assert field
        return field.id
