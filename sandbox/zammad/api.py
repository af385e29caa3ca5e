"""All of Zammad's paths: importing this room's parts puts them into the blueprint."""

from sandbox.zammad import (
    addon,
    articles,
    attachments,
    attributes,
    history,
    hooks,
    keys,
    overviews,
    packages,
    people,
    search,
    shelves,
    tags,
    teams,
    tickets,
)
from sandbox.zammad.door import api

__all__ = [
    "addon",
    "api",
    "articles",
    "attachments",
    "attributes",
    "history",
    "hooks",
    "keys",
    "overviews",
    "packages",
    "people",
    "search",
    "shelves",
    "tags",
    "teams",
    "tickets",
]
