"""What a Zendesk account has of the kinds a plan knows, told in the plan's words."""

from collections.abc import Iterator, Mapping
from typing import Any

from integration.core.provisioning.things import Found, Kind, Value
from integration.helpdesks.zendesk.provisioning.words import field_type, mark_in, with_titles
from integration.helpdesks.zendesk.session import ZendeskSession

Json = dict[str, Any]

_PAGES = 100  # of a hundred each


def look(session: ZendeskSession) -> tuple[Found, ...]:
    """Groups, fields, forms where the plan has them, macros, views and webhooks: a call for each hundred of a kind."""
    fields = tuple(_each(session, "ticket_fields"))
    titles = {int(field["id"]): str(field["title"]) for field in fields}
    return (
        *(Found(Kind.GROUP, _id(one), one["name"]) for one in _each(session, "groups") if not one.get("deleted")),
        *(_field(one) for one in fields if one.get("active", True) and one.get("removable", True)),
        *(_form(one, titles) for one in _forms(session)),
        *(_macro(one, titles) for one in _each(session, "macros")),
        *(_view(one, titles) for one in _each(session, "views")),
        *(_webhook(one) for one in _each(session, "webhooks")),
    )


def has_forms(session: ZendeskSession) -> bool:
    """Whether the account's plan has ticket forms of its own making."""
    features = settings(session).get("active_features") or {}
    return bool(features.get("ticket_forms"))


def settings(session: ZendeskSession) -> Json:
    """The account's settings; every agent may read them."""
    found: Json = session.fetch("/api/v2/account/settings").get("settings") or {}
    return found


def titles_by_id(found: tuple[Found, ...]) -> Mapping[str, int]:
    """The ids of the fields by title, the first of each."""
    return {one.title: int(one.id) for one in reversed(found) if one.kind is Kind.FIELD}


def _forms(session: ZendeskSession) -> Iterator[Json]:
    return _each(session, "ticket_forms") if has_forms(session) else iter(())


def _each(session: ZendeskSession, name: str) -> Iterator[Json]:
    for page in session.many_pages(f"/api/v2/{name}", {}, _PAGES):
        yield from page.get(name) or ()


def _field(one: Json) -> Found:
    options = tuple((str(option["value"]), str(option["name"])) for option in one.get("custom_field_options") or ())
    return Found(Kind.FIELD, _id(one), str(one["title"]), (("type", field_type(one["type"])), ("options", options)))


def _form(one: Json, titles: Mapping[int, str]) -> Found:
    fields = tuple(titles[number] for number in one.get("ticket_field_ids") or () if number in titles)
    return Found(Kind.FORM, _id(one), str(one["name"]), (("fields", fields),))


def _macro(one: Json, titles: Mapping[int, str]) -> Found:
    actions = tuple((with_titles(str(a["field"]), titles), _plain(a.get("value"))) for a in one.get("actions") or ())
    has = (("actions", actions), ("active", bool(one.get("active"))))
    return Found(Kind.MACRO, _id(one), str(one["title"]), has, mark_in(one.get("description")))


def _view(one: Json, titles: Mapping[int, str]) -> Found:
    every = (one.get("conditions") or {}).get("all") or ()
    conditions = tuple((with_titles(c["field"], titles), c["operator"], _plain(c.get("value"))) for c in every)
    shown = (one.get("execution") or {}).get("columns") or ()
    columns = tuple(with_titles(str(column["id"]), titles) for column in shown)
    has = (("all", conditions), ("columns", columns), ("active", bool(one.get("active"))))
    return Found(Kind.VIEW, _id(one), str(one["title"]), has, mark_in(one.get("description")))


def _webhook(one: Json) -> Found:
    names = ("endpoint", "http_method", "request_format", "status")
    has = tuple((name, str(one.get(name) or "")) for name in names)
    subscriptions = ("subscriptions", tuple(sorted(one.get("subscriptions") or ())))
    return Found(Kind.WEBHOOK, str(one["id"]), str(one["name"]), (*has, subscriptions), mark_in(one.get("description")))


def _id(one: Json) -> str:
    return str(one["id"])


def _plain(value: object) -> Value:
    return tuple(_plain(part) for part in value) if isinstance(value, list) else str(value or "")
