"""Where the helpdesks call: verify, record, 202. Nothing is decided here."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from integration.core.errors import BadPayload, BadSignature, CannotRecord, NotConfigured
from integration.core.event import Ignored
from integration.helpdesks.contract import Door
from integration.pipeline import Puts, accept
from webhooks.metrics import Counted

log = logging.getLogger("guichet.webhooks")

WORDS: Mapping[type[Exception], str] = {
    BadSignature: "bad_signature",
    BadPayload: "bad_payload",
    NotConfigured: "not_configured",
    CannotRecord: "cannot_record",
}


@dataclass(frozen=True, slots=True)
class Receiver:
    """What a door needs: who verifies, where it is recorded, the time, and the counters."""

    doors: Mapping[str, Door]
    queue: Puts
    now: Callable[[], datetime]
    counted: Counted


def blueprint(receiver: Receiver) -> Blueprint:
    """The webhook addresses of each helpdesk: /webhooks/NAME, and below it `created` and `updated`.

    Zammad does not say in its call what happened, so that its two triggers call two addresses.
    """
    webhooks = Blueprint("webhooks", __name__)

    @webhooks.post("/webhooks/<helpdesk>", defaults={"path": ""})
    @webhooks.post("/webhooks/<helpdesk>/<any(created, updated):path>")
    def receive(helpdesk: str, path: str) -> ResponseReturnValue:
        if helpdesk not in receiver.doors:
            return jsonify({"error": f"No helpdesk named {helpdesk!r} is configured here."}), 404
        return _receive(receiver, helpdesk, path)

    return webhooks


def _receive(receiver: Receiver, helpdesk: str, path: str) -> ResponseReturnValue:
    body = request.get_data(cache=False)  # the raw bytes: the signature is over these, not over parsed JSON
    headers = {name.lower(): value for name, value in request.headers.items()}
    now = receiver.now()
    try:
        event = receiver.doors[helpdesk].receive(headers, body, now, path)
        if isinstance(event, Ignored):
            receiver.counted.received(helpdesk, "ignored")
            return jsonify({"status": "ignored"}), 202
        accept(event, helpdesk, receiver.queue, now)
    except tuple(WORDS) as error:
        receiver.counted.received(helpdesk, WORDS[type(error)])
        log.warning("refused helpdesk=%s reason=%s", helpdesk, WORDS[type(error)])
        raise
    receiver.counted.received(helpdesk, "recorded")
    log.info("recorded helpdesk=%s delivery=%s ticket=%s", helpdesk, event.delivery_id, event.ticket_id)
    return jsonify({"status": "recorded"}), 202
