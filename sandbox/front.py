"""What happens around every call: mishaps before and after it, and its line in the log."""

from __future__ import annotations

from flask import Flask, Response, g, request

from sandbox import faults
from sandbox.faults import Fault
from sandbox.parts import parts
from sandbox.zendesk import refusals

OOPS = "<!DOCTYPE html>\n<html><head><title>{0}</title></head><body><h1>{0} Server Error</h1></body></html>\n"
SENTENCES = {401: "Couldn't authenticate you", 403: "Forbidden", 404: "RecordNotFound", 429: "TooManyRequests"}


def stand_in_front(app: Flask) -> None:
    """Put the mishaps and the log around every call of this app."""
    app.before_request(meet_before)
    app.after_request(meet_after)


def kind_of(path: str) -> str:
    """Whether a call is for the API, for OAuth, for the control API or for a page."""
    for start, kind in (("/api/", "api"), ("/oauth/", "oauth"), ("/sandbox", "control")):
        if path.startswith(start):
            return kind
    return "page"


def meet_before() -> Response | None:
    """The mishap before anything is done, if there is one."""
    g.stopped, g.era = False, parts().calls.era
    if kind_of(request.path) not in ("api", "oauth"):
        return None
    request.get_data()  # the whole call is here before anything happens to it
    fault = parts().faults.take(request.method, request.path, "before")
    answer = _suffer(fault) if fault else None
    g.stopped = answer is not None
    return answer


def meet_after(response: Response) -> Response:
    """The mishap once everything is done, if there is one; then the line in the log."""
    kind = kind_of(request.path)
    if kind == "control":
        return response
    if kind in ("api", "oauth") and not g.stopped:
        fault = parts().faults.take(request.method, request.path, "after")
        response = (_suffer(fault) if fault else None) or response
    status = 0 if response.headers.get("X-Sandbox-Dropped") else response.status_code
    user = g.get("user")
    query = request.query_string.decode()
    if g.era == parts().calls.era:
        who, ticket = user.id if user else None, g.get("ticket_id")
        parts().calls.add(kind, request.method, request.path, query, status, who, ticket)
    return response


def _suffer(fault: Fault) -> Response | None:
    """Go through a mishap; an answer ends the call, None lets it go on."""
    connection = faults.socket_of(request.environ)
    if fault.kind == "latency":
        faults.delay(fault.seconds)
    elif fault.kind == "gate":
        if not parts().faults.stop_at(fault.name, lambda: faults.is_gone(connection)):
            return _dropped()
    elif fault.kind == "drop":
        faults.cut(connection)
        return _dropped()
    else:
        return _broken(fault)
    return None


def _dropped() -> Response:
    """Stands for no answer at all: by now nobody listens any more."""
    return Response("", 502, headers={"X-Sandbox-Dropped": "yes", "Connection": "close"})


def _broken(fault: Fault) -> Response:
    """An error answer: HTML for server errors, as real ones have; JSON otherwise."""
    if fault.body is not None:
        answer = Response(fault.body, fault.status)
    elif fault.status >= 500:
        answer = Response(OOPS.format(fault.status), fault.status, content_type="text/html; charset=utf-8")
    else:
        answer = refusals.answer(fault.status, SENTENCES.get(fault.status, "Error"))
    if fault.retry_after is not None:
        answer.headers["Retry-After"] = str(fault.retry_after)
    return answer
