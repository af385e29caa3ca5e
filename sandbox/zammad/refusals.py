"""Zammad's error answers as recorded: causes that are hidden from everybody but admins among them."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, g, jsonify, request

from sandbox.parts import the_store
from sandbox.rules import Refused


class Fault(Exception):
    """An error answer: its status, its text, and whether Zammad tells the text to everybody ("nice" messages)."""

    def __init__(self, status: int, text: str, *, nice: bool = True) -> None:
        super().__init__(text)
        self.status, self.text, self.nice = status, text, nice


def forbidden(text: str = "Not authorized") -> Fault:
    """The caller is known, but may not."""
    return Fault(403, text)


def unknown(kind: str, number: object) -> Fault:
    """There is no such record."""
    return Fault(404, f"Couldn't find {kind} with 'id'={number}")


def unprocessable(text: str) -> Fault:
    """The values are refused, and everybody is told why."""
    return Fault(422, text)


def hidden(status: int, text: str) -> Fault:
    """Something is refused or breaks; the cause stands in Zammad's log, and only admins see it in the answer."""
    return Fault(status, text, nice=False)


def answer(fault: Fault) -> Response:
    """The answer as JSON, or as a page when the caller asked for one."""
    if request.headers.get("Accept", "").startswith("text/html"):
        page = f'<!DOCTYPE html>\n<html class="dark">\n<meta charset="utf-8">\n<title>{fault.status}</title>\n</html>\n'
        return Response(page, fault.status, content_type="text/html; charset=utf-8")
    body = {"error": fault.text}
    if fault.nice:
        body["error_human"] = fault.text
    elif not g.get("sees_causes") and not _is_told(fault):
        body["error"] = f"Error ID {secrets.token_urlsafe(6)}: Please contact your administrator."
    response = jsonify(body)
    response.status_code = fault.status
    if fault.status in (401, 403):
        response.headers["X-Failure"] = fault.text
    return response


def _is_told(fault: Fault) -> bool:
    """Since 6.0 agents see too which attribute is wrong or missing."""
    return fault.status == 422 and the_store().office.at_least("6.0") and "value" in fault.text


def no_route() -> Response:
    """There is no such path, or it does not take this method."""
    if request.method == "PATCH":
        response = jsonify({"status": 404, "error": "Not Found"})
        response.status_code = 404
        return response
    return answer(Fault(404, f"No route matches [{request.method}] {request.path}"))


def learn_refusals(api: Blueprint) -> None:
    """Teach a blueprint to turn exceptions into these answers."""
    api.register_error_handler(Fault, answer)
    api.register_error_handler(Refused, _refused)


def _refused(error: Refused) -> Response:
    return answer(hidden(422, next(text for texts in error.problems.values() for text in texts)))
