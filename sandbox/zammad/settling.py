"""Makes an account Zammad's: roles, the user "-", rights on groups, tokens, object attributes, webhook and triggers."""

from __future__ import annotations

from typing import Any

from sandbox import accounts
from sandbox.office import NOBODY, Key, Profile
from sandbox.records import User
from sandbox.store import Store
from sandbox.zammad import attributes, hooks, rights
from sandbox.zammad.names import moment

Json = dict[str, Any]
BOT = "guichet-bot@adherents.example"
BOT_TOKEN = "sandbox-bot-token"  # noqa: S105 - the sandbox's own
ADMIN_LIKE = ["admin", "ticket.agent", "user_preferences.access_token", "guichet.purge"]
BOT_LIKE = ["ticket.agent", "guichet.purge"]
SETTINGS: dict[str, Any] = {
    "ui_ticket_zoom_article_delete_timeframe": 600,
    "product_name": "Zammad",
    "fqdn": "zammad.example.com",
    "http_type": "http",
    "ticket_trigger_recursive": False,
    "api_token_access": True,
    "api_password_access": True,
    "tag_new": True,
}


def settle(store: Store, content: Json) -> None:
    """Give the account of a scene what only Zammad has. The scene's people, groups and fields are there already."""
    office = store.office
    _roles(store)
    store.users[NOBODY] = User(NOBODY, "-", "", "system", store.stamp())
    office.profiles[NOBODY] = Profile("-", [], active=False, firstname="-", lastname="")
    for group in store.groups.values():
        office.group_more[group.id] = {"address": f"groupe-{group.id}@adherents.example"}
    for user in list(store.users.values()):
        profile = rights.profile_of(office, user)
        of_all = user.role == "admin"
        profile.rights = {number: ["full"] for number in (store.groups if of_all else user.group_ids)}
    attributes.build_in(store)
    for field in store.fields.values():
        attributes.adopt(store, field)
    for name, value in SETTINGS.items():
        _setting(store, name, value)
    _credentials(store, content)


def add_webhook(store: Store, url: str, secret: str | None) -> str:
    """A signed webhook for new and one for changed tickets (the path tells them apart), each with its trigger."""
    secret = secret or store.new_token()
    hook: Json = {}
    for word, action in (("created", "create"), ("updated", "update")):
        given = {"name": f"Guichet {word}", "endpoint": f"{url.rstrip('/')}/{word}", "signature_token": secret}
        hook = hooks.add(store, given, NOBODY)
        condition = _condition(store, action)
        more = {"activator": "action", "execution_condition_mode": "always"} if store.office.at_least("6.0") else {}
        record = {"name": f"Guichet {word}", "condition": condition, "active": True, "disable_notification": True}
        perform = {"notification.webhook": {"webhook_id": hook["id"]}}
        store.office.put("triggers", record | more | {"perform": perform, "note": "", **stamps(store, NOBODY)})
    return str(hook["id"])


def stamps(store: Store, user_id: int) -> Json:
    """Who made a record and when."""
    now = moment(store.stamp())
    return {"updated_by_id": user_id, "created_by_id": user_id, "created_at": now, "updated_at": now}


def _condition(store: Store, action: str) -> Json:
    """A condition that holds for every change; on 5.5 each field has to be named for that."""
    groups = [str(number) for number in store.groups]
    both: list[Json] = [
        {"name": "ticket.action", "operator": "is", "value": action},
        {"name": "ticket.group_id", "operator": "is", "value": groups},
    ]
    if action == "update":
        bots = [str(key.user_id) for key in store.office.keys.values() if key.permissions == BOT_LIKE]
        mine = {"name": "ticket.updated_by_id", "operator": "is not", "pre_condition": "specific", "value": bots}
        names = ["state_id", "group_id", "owner_id", "priority_id", "title", "customer_id", "pending_time"]
        names += [field.key or "" for field in store.fields.values()]
        changed = [{"name": f"ticket.{name}", "operator": "has changed", "value": []} for name in names]
        article = {"name": "article.id", "operator": "is not", "value": "0"}
        both += [mine, {"operator": "OR", "conditions": [article, *changed]}]
    return {"operator": "AND", "conditions": both}


def _roles(store: Store) -> None:
    agent = ["user_preferences", "ticket.agent", "chat.agent", "cti.agent", "knowledge_base.reader"]
    customer = ["user_preferences.password", "user_preferences.language", "ticket.customer"]
    admin = ["admin", "user_preferences", "report", "knowledge_base.editor", "guichet.purge"]
    for name, permissions in (("Admin", admin), ("Agent", agent), ("Customer", customer)):
        add_role(store, name, permissions, NOBODY, default=name == "Customer")
    groups = {str(number): ["read", "create", "change"] for number in store.groups}
    add_role(store, "Guichet", ["ticket.agent", "guichet.purge"], NOBODY, groups=groups)


def add_role(
    store: Store,
    name: str,
    permissions: list[str],
    by: int,
    *,
    default: bool = False,
    groups: dict[str, list[str]] | None = None,
) -> Json:
    """A new role."""
    record = {"name": name, "preferences": {}, "default_at_signup": default, "active": True, "note": None}
    lists = {"permissions": permissions, "knowledge_base_permission_ids": [], "group_ids": groups or {}}
    return store.office.put("roles", record | stamps(store, by) | lists)


def _setting(store: Store, name: str, value: Any) -> None:
    state = {"state_current": {"value": value}, "state_initial": {"value": value}, "options": {}, "frontend": True}
    told = {"title": name, "name": name, "area": "Core", "description": "", "preferences": {"permission": ["admin.ui"]}}
    now = moment(store.stamp())
    store.office.put("settings", told | state | {"created_at": now, "updated_at": now})


def _credentials(store: Store, content: Json) -> None:
    """The scene's token belongs to its first admin; the bot, an agent of its own role, has another one."""
    admin = next(user for user in store.users.values() if user.role == "admin")
    bot = accounts.add_user(store, "Guichet Robot", BOT, "agent")
    store.office.profiles[bot.id] = Profile("guichet-bot", [store.office.named("roles", "Guichet")["id"]])  # type: ignore[index]  # made above
    now = store.stamp()
    if token := content.get("api_token"):
        store.office.keys[token] = Key(1, admin.id, "admin", ADMIN_LIKE, now)
    store.office.keys[BOT_TOKEN] = Key(2, bot.id, "guichet", BOT_LIKE, now)
