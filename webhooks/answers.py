"""What a caller is told: one table from errors to HTTP, one plain sentence each, never a redirect."""

import logging
import traceback

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from integration.core.errors import BadPayload, BadSignature, CannotRecord, GuichetError, NotConfigured

log = logging.getLogger("guichet.webhooks")

RETRY_AFTER = "30"
"""Seconds. Zendesk sends again after a 503 only when this is under 60 (and after a 500 never)."""

STATUS: dict[type[GuichetError], int] = {
    BadSignature: 401,
    BadPayload: 400,
    NotConfigured: 503,
    CannotRecord: 503,
}

SENTENCES = {
    404: "There is nothing at this address. Webhooks go to /webhooks/ and the helpdesk's name.",
    405: "This address takes another method: webhooks are sent with POST.",
    413: "The body is too large for a webhook; it was not read.",
}


def install(app: Flask) -> None:
    """Answer every error of this app from the tables above."""
    app.register_error_handler(GuichetError, refused)
    app.register_error_handler(HTTPException, plain)
    app.register_error_handler(Exception, broken)


def refused(error: GuichetError) -> Response:
    """One of our own errors; a 503 asks the sender to come back, a shut door included: it will be opened one day."""
    status = STATUS.get(type(error), 503)
    return _say(status, str(error))


def plain(error: HTTPException) -> Response:
    """What Flask itself refuses."""
    status = error.code or 500
    return _say(status, SENTENCES.get(status, error.description or error.name))


def broken(error: Exception) -> Response:
    """A fault of ours: nothing was recorded, so the sender must come back. The log tells where, never the words."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    log.error("fault error=%s at=%s:%s", type(error).__name__, last.filename, last.lineno)
    return _say(503, "Guichet could not take this call because of a fault of its own; please send it again.")


def _say(status: int, sentence: str) -> Response:
    answer = jsonify({"error": sentence})
    answer.status_code = status
    if status == 503:
        answer.headers["Retry-After"] = RETRY_AFTER
    return answer
