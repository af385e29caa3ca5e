"""Zendesk's error answers, with the bodies as recorded."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox.acts import Moved
from sandbox.limits import TooMany
from sandbox.rules import Refused

LIMIT_SENTENCES = {
    "requests": "Number of allowed API requests per minute exceeded",
    "ticket_updates": "Number of allowed updates of this ticket exceeded",
    "account_updates": "Number of allowed ticket updates per minute exceeded",
    "incremental": "Number of allowed incremental export API requests per minute exceeded",
    "search_export": "Number of allowed search export requests per minute exceeded",
}


class NotFound(Exception):
    """There is no such record, or the caller may not know of it: the same answer."""


class Forbidden(Exception):
    """The caller is known, but may not."""


class Unauthenticated(Exception):
    """The caller is not known; `expired` when the bearer token no longer works."""

    def __init__(self, *, bearer: bool = False) -> None:
        super().__init__("bearer" if bearer else "basic")
        self.bearer = bearer


class BadRequest(Exception):
    """The request itself makes no sense; error word and sentence."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error, self.description, self.status = error, description, status


def answer(status: int, error: Any, description: str | None = None, **more: Any) -> Response:
    """An error answer: `{"error", "description", …}` with this status."""
    body = {"error": error} | ({"description": description} if description else {}) | more
    response = jsonify(body)
    response.status_code = status
    return response


def learn_refusals(api: Blueprint) -> None:
    """Teach a blueprint to turn exceptions into these answers."""
    api.register_error_handler(NotFound, lambda _: answer(404, "RecordNotFound", "Not found"))
    api.register_error_handler(Forbidden, lambda error: answer(403, "Forbidden", str(error)))
    api.register_error_handler(Unauthenticated, _unauthenticated)
    api.register_error_handler(BadRequest, lambda error: answer(error.status, error.error, error.description))
    api.register_error_handler(Moved, lambda _: answer(409, "UpdateConflict", MOVED))
    api.register_error_handler(Refused, _refused)
    api.register_error_handler(TooMany, _too_many)


MOVED = (
    "Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data and try again."
)


def _unauthenticated(error: Unauthenticated) -> Response:
    if not error.bearer:
        return answer(401, "Couldn't authenticate you")
    sentence = "The access token provided is expired, revoked, malformed or invalid for other reasons."
    return answer(401, "invalid_token", error_description=sentence)


def _refused(error: Refused) -> Response:
    details = {name: [{"description": text} for text in texts] for name, texts in error.problems.items()}
    return answer(422, "RecordInvalid", "Record validation errors", details=details)


def _too_many(error: TooMany) -> Response:
    response = answer(429, "APIRateLimitExceeded", LIMIT_SENTENCES[error.name])
    response.headers["Retry-After"] = str(error.retry_after)
    return response
