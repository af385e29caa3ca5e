"""What an account holds at the start: read from a scene file, or nothing but an admin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from sandbox import accounts, rules
from sandbox.law import Law
from sandbox.office import VERSIONS
from sandbox.records import Client, Form, Token
from sandbox.store import Store
from sandbox.zammad import law as zammad_law
from sandbox.zammad import settling
from sandbox.zendesk.webhooks import new_webhook

LAWS: dict[str, Law] = {"zendesk": rules, "zammad": zammad_law}
DEFAULT = Path(__file__).with_name("scene.yaml")
SUBSCRIPTIONS = [
    f"zen:event-type:ticket.{name}"
    for name in (
        "created",
        "comment_added",
        "status_changed",
        "custom_field_changed",
        "tags_changed",
        "merged",
        "soft_deleted",
        "attachment_linked_to_comment",
    )
]
EMPTY: dict[str, Any] = {
    "people": [{"name": "Guichet", "email": "guichet@adherents.example", "role": "admin"}],
    "client": {
        "identifier": "guichet-sandbox",
        "secret": "sandbox-secret",
        "owner": "guichet@adherents.example",
    },
    "api_token": "sandbox-token",
}


@dataclass(frozen=True)
class Scene:
    """What to put into the store, and where the webhook of the scene goes."""

    content: dict[str, Any]
    webhook_url: str | None = None
    webhook_secret: str | None = None
    helpdesk: str = "zendesk"
    version: str | None = None  # of Zammad: 5.5, 6.5, 7.0

    def with_webhook(self, url: str | None, secret: str | None) -> Scene:
        """The same scene, with this webhook."""
        return replace(self, webhook_url=url, webhook_secret=secret)

    def of(self, helpdesk: str | None, version: str | None = None) -> Scene:
        """The same scene at this helpdesk, whose version counts where there are several."""
        if helpdesk not in (None, *LAWS):
            raise ValueError(f"there is no helpdesk {helpdesk}; there are {', '.join(LAWS)}")
        if version not in (None, *VERSIONS):
            raise ValueError(f"there is no version {version}; there are {', '.join(VERSIONS)}")
        return replace(self, helpdesk=helpdesk or self.helpdesk, version=version or self.version)


def read_scene(path: Path | None = None) -> Scene:
    """The scene of a YAML or JSON file; without a file, the default one."""
    content = YAML(typ="safe", pure=True).load(path or DEFAULT)
    if not isinstance(content, dict):
        raise TypeError(f"{path} holds no scene: an object with people, groups, fields, … is wanted")
    return Scene(content)


def set_the_scene(store: Store, scene: Scene) -> None:
    """Forget everything and put up this scene."""
    content = scene.content
    with store.bell:
        store.clear()
        store.become(scene.helpdesk, LAWS[scene.helpdesk])
        store.office.version = scene.version or store.office.version
        store.account_id = content.get("account_id", store.account_id)
        for name in content.get("groups", []):
            accounts.add_group(store, name)
        form = Form(store.next_id(), "Demande", [], store.stamp())
        store.forms[form.id] = form
        for given in content.get("fields", []):
            accounts.add_field(store, given)
        for person in content.get("people", []):
            _add_person(store, person)
        _add_credentials(store, content)
        if scene.helpdesk == "zammad":
            settling.settle(store, content)
        if scene.webhook_url:
            add_webhook(store, scene.webhook_url, scene.webhook_secret)
        store.bell.notify_all()


def add_webhook(store: Store, url: str, secret: str | None = None, subscriptions: list[str] | None = None) -> str:
    """A webhook that goes to this address, signed with this secret (a fresh one if none is given); its id.

    On Zammad there are two, with a trigger each: the path says whether a ticket is new (`…/created`, `…/updated`).
    """
    if store.helpdesk == "zammad":
        return settling.add_webhook(store, url, secret)
    admin = next(user for user in store.users.values() if user.role == "admin")
    given = {
        "name": "Guichet",
        "endpoint": url,
        "http_method": "POST",
        "request_format": "json",
        "status": "active",
        "subscriptions": subscriptions or SUBSCRIPTIONS,
        "secret": secret,
    }
    return new_webhook(store, given, admin.id).id


def _add_person(store: Store, given: dict[str, Any]) -> None:
    known = ("locale", "time_zone", "member_number", "may_redact", "tags")
    more: dict[str, Any] = {name: given[name] for name in known if name in given}
    groups = [group.id for name in given.get("groups", []) if (group := store.group_named(name))]
    if "organization" in given:
        more["organization_id"] = accounts.organization_named(store, given["organization"])
    accounts.add_user(store, given["name"], given["email"], given.get("role", "end-user"), group_ids=groups, **more)


def _add_credentials(store: Store, content: dict[str, Any]) -> None:
    if client := content.get("client"):
        owner = store.user_with_email(client["owner"])
        if owner is None:
            raise ValueError(f"the client's owner {client['owner']} is not among the people of the scene")
        store.clients[client["identifier"]] = Client(client["identifier"], client["secret"], owner.id)
    if token := content.get("api_token"):
        store.tokens[token] = Token(token, 0, frozenset({"read", "write"}))
