"""Uploads, and where attachments are read."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from sandbox.acts import new_file
from sandbox.parts import the_store
from sandbox.records import Attachment, Upload
from sandbox.zendesk.door import api
from sandbox.zendesk.refusals import BadRequest, NotFound
from sandbox.zendesk.shapes import attachment_json

LIFE = timedelta(days=3)
LARGEST = 50 * 1024 * 1024
files = Blueprint("files", __name__)


@api.post("/uploads")
def upload() -> tuple[Response, int]:
    """Send a file ahead; `?token=` adds it to an earlier upload."""
    store, content = the_store(), request.get_data()
    name = request.args.get("filename", "")
    if not name or len(content) > LARGEST:
        raise BadRequest("AttachmentUnprocessable", "Attachment file could not be processed.", 422)
    file = new_file(store, name, request.headers.get("Content-Type", "application/octet-stream"), content)
    waiting = store.uploads.get(request.args.get("token", ""))
    if waiting is None:
        waiting = Upload(store.new_token(), [], store.stamp() + LIFE)
        store.uploads[waiting.token] = waiting
    waiting.attachments.append(file)
    shown = {
        "token": waiting.token,
        "expires_at": waiting.expires_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "attachments": [attachment_json(store, a) for a in waiting.attachments],
        "attachment": attachment_json(store, file),
    }
    answer = jsonify({"upload": shown})
    answer.content_type = "text/plain; charset=utf-8"  # as recorded, though it is JSON
    return answer, 201


@api.delete("/uploads/<token>")
def forget_upload(token: str) -> tuple[str, int]:
    """Throw away an upload that no comment carries yet."""
    if the_store().uploads.pop(token, None) is None:
        raise NotFound
    return "", 204


@api.get("/attachments/<int:attachment_id>")
def show_attachment(attachment_id: int) -> Response:
    """What is known of one file."""
    for file in _all_files():
        if file.id == attachment_id:
            return jsonify({"attachment": attachment_json(the_store(), file)})
    raise NotFound


@files.get("/attachments/token/<token>/")
def follow_file(token: str) -> AnyResponse:
    """As recorded, a file's address only leads to ANOTHER host (here: the machine's other name)."""
    store, file = the_store(), _file(token)
    host = store.url.replace("127.0.0.1", "localhost")
    if file is None:
        return Response("Not found", 404, content_type="text/plain")
    return redirect(f"{host}/attachment/{store.account_id}/{token}?name={quote(file.name)}&token=sandbox")


@files.get("/attachment/<int:account>/<token>")
def read_file(account: int, token: str) -> Response:
    """The bytes of a file; gone once it was redacted."""
    file = _file(token)
    if file is None or account != the_store().account_id:
        return Response("Not found", 404, content_type="text/plain")
    answer = Response(file.content, content_type=file.content_type)
    answer.headers["Content-Disposition"] = "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _file(token: str) -> Attachment | None:
    return next((file for file in _all_files() if file.token == token), None)


def _all_files() -> list[Attachment]:
    store = the_store()
    return [a for t in store.tickets.values() for c in t.comments for a in c.attachments]
