"""Puts the parts of a sandbox together into one Flask app."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, jsonify, request
from flask.json.provider import DefaultJSONProvider

from sandbox.calls import Calls
from sandbox.control import control
from sandbox.faults import Faults
from sandbox.front import stand_in_front
from sandbox.limits import Limits
from sandbox.pages import agent, member
from sandbox.pages.words import teach_words
from sandbox.parts import Parts, parts
from sandbox.scene import Scene, read_scene, set_the_scene
from sandbox.sender import Sender
from sandbox.store import Store
from sandbox.zammad.api import api as zammad_api
from sandbox.zammad.letters import Postmaster
from sandbox.zammad.refusals import no_route
from sandbox.zammad.sending import ZammadPost
from sandbox.zammad.triggers import TriggerRunner as ZammadTriggers
from sandbox.zendesk import api, oauth_door
from sandbox.zendesk.events import Announcer
from sandbox.zendesk.files import files
from sandbox.zendesk.sending import ZendeskPost
from sandbox.zendesk.triggers import TriggerRunner

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

UNLOCKED = {"zendesk.test_webhook"}  # waits for an answer from outside, which may itself call us


class Desk(Flask):
    """A Flask app whose views have the store for themselves; faults and long polls let go of it."""

    def dispatch_request(self) -> Any:
        """Run the view while nobody else reads or writes."""
        if request.endpoint in UNLOCKED:
            return super().dispatch_request()
        with parts().store.bell:
            return super().dispatch_request()


def create_app(scene: Scene | None = None, store: Store | None = None) -> Flask:
    """A whole sandbox with this scene (without one, the default scene)."""
    app = Desk(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 60 * 1024 * 1024
    app.json = json = DefaultJSONProvider(app)
    json.sort_keys, json.mimetype = False, "application/json; charset=utf-8"
    furnish(app, scene or read_scene(), store or Store())
    stand_in_front(app)
    teach_words(app)
    for blueprint in (api, zammad_api, oauth_door, files, control, member.pages, agent.pages):
        app.register_blueprint(blueprint)
    app.register_error_handler(404, _unknown_path)
    app.register_error_handler(405, _unknown_method)
    app.wsgi_app = without_suffix(app.wsgi_app)  # type: ignore[method-assign]  # the documented way to add a middleware
    return app


def furnish(app: Flask, scene: Scene, store: Store) -> Parts:
    """Give the app a store of its own with everything around it, and put up the scene."""
    sender = Sender(store, {"zendesk": ZendeskPost(store), "zammad": ZammadPost(store)})
    furniture = Parts(store, sender, Faults(store), Calls(store), Limits(store))
    app.extensions["sandbox"], app.extensions["scene"] = furniture, scene
    store.listeners += [Announcer(store, sender), TriggerRunner(store, sender)]
    store.listeners += [Postmaster(store), ZammadTriggers(store, sender)]
    set_the_scene(store, scene)
    return furniture


def _unknown_path(_: Exception) -> Response | tuple[Response, int] | tuple[str, int]:
    if request.path.startswith("/api/v1/"):
        return no_route()
    if request.path.startswith("/api/"):
        return jsonify({"error": "InvalidEndpoint", "description": "Not found"}), 404
    return "Cette page n’existe pas.", 404


def _unknown_method(error: Exception) -> Any:
    return no_route() if request.path.startswith("/api/v1/") else error


def without_suffix(inner: Callable[[dict[str, Any], StartResponse], Iterable[bytes]]) -> Any:
    """Let every API path come with or without `.json`; the path as it was is kept for links to further pages."""

    def outer(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        environ["sandbox.path"] = path
        if path.startswith("/api/v2/") and path.endswith(".json"):
            environ["PATH_INFO"] = path.removesuffix(".json")
        return inner(environ, start)

    return outer
