"""The Flask app of door 1: webhooks in, and whether the house is well."""

import logging

from flask import Flask, Response, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from integration.core.findings import Grade
from integration.doctor.machine import quick
from integration.log import to_stderr
from integration.policies import PolicyInForce
from integration.settings import Settings
from integration.wiring import Web, build_web
from webhooks import answers
from webhooks.metrics import Counted, Records
from webhooks.receiver import Receiver, blueprint

log = logging.getLogger("guichet.webhooks")


def create_app(settings: Settings | None = None, web: Web | None = None) -> Flask:
    """The one way to build the app, in production (`gunicorn 'webhooks.app:create_app()'`) and in tests.

    Raises PolicyError and NotConfigured at once: a service with a broken policy does not start.
    """
    settings = settings or Settings()
    to_stderr(settings.log_level)
    web = web or build_web(settings)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.url_map.strict_slashes = False  # a redirect would lose the body of a POST
    app.url_map.merge_slashes = False
    registry = CollectorRegistry()
    registry.register(Records(web.watch))
    app.register_blueprint(blueprint(Receiver(web.doors, web.queue, web.now, Counted(registry))))
    _register_health(app, web, settings)
    _register_metrics(app, registry)
    answers.install(app)
    return app


def _register_health(app: Flask, web: Web, settings: Settings) -> None:
    @app.get("/health")
    def health() -> ResponseReturnValue:
        """Say that the process is alive, by which policies it decides, and what keeps newer ones from taking over."""
        helpdesks = {name: _told(policy) for name, policy in web.policies.items()}
        broken = any(told["broken"] for told in helpdesks.values())
        return jsonify({"status": "degraded" if broken else "ok", "helpdesks": helpdesks})

    @app.get("/ready")
    def ready() -> ResponseReturnValue:
        """Say whether calls can be recorded, and whether what was recorded is being worked on."""
        broken = [one for one in quick(settings) if one.grade is Grade.FAULT]
        problems = [*web.watch.problems(settings.ready_within), *(f"{one.what} {one.todo}" for one in broken)]
        status = 503 if problems else 200
        return jsonify({"status": "not ready" if problems else "ready", "problems": problems}), status


def _told(policy: PolicyInForce) -> dict[str, object]:
    current = policy.current()
    return {"policy": current.version, "mode": current.mode, "broken": [str(problem) for problem in policy.problems]}


def _register_metrics(app: Flask, registry: CollectorRegistry) -> None:
    @app.get("/metrics")
    def metrics() -> Response:
        """Give the figures in Prometheus' text format."""
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
