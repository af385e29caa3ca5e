"""Zendesk's HTTP dialect over the store: paths, JSON shapes, errors and webhooks as recorded from the real one."""

from sandbox.zendesk import (
    account,
    activity,
    comments,
    exports,
    fields,
    files,
    oauth,
    people,
    redactions,
    search,
    suspended,
    tags,
    tickets,
    triggers,
    views,
    webhooks,
)
from sandbox.zendesk.door import api
from sandbox.zendesk.oauth import oauth_door

__all__ = [
    "account",
    "activity",
    "api",
    "comments",
    "exports",
    "fields",
    "files",
    "oauth",
    "oauth_door",
    "people",
    "redactions",
    "search",
    "suspended",
    "tags",
    "tickets",
    "triggers",
    "views",
    "webhooks",
]
