"""What an account of Zammad's holds besides people, groups and tickets."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]
NOBODY = 1  # the id of the user "-", who owns what nobody owns and does what the helpdesk does by itself
VERSIONS = ("5.5", "6.5", "7.0")  # of Zammad, whose differences are known
SHELVES = (
    *("webhooks", "triggers", "overviews", "macros", "jobs", "core_workflows", "packages", "data_privacy_tasks"),
    *("roles", "attributes", "settings", "tag_names"),
)


@dataclass
class Profile:
    """What Zammad knows of a user besides what every helpdesk knows."""

    login: str
    role_ids: list[int]
    rights: dict[int, list[str]] = field(default_factory=dict)  # by group id: read, create, change, overview, full
    password: str = "sandbox-password"  # noqa: S105 - invented people of a sandbox
    failed: int = 0
    active: bool = True
    firstname: str | None = None
    lastname: str | None = None
    more: Json = field(default_factory=dict)


@dataclass
class Key:
    """A token of the API: whose it is, what it opens, until when."""

    id: int
    user_id: int
    label: str
    permissions: list[str]
    created_at: datetime
    expires_at: datetime | None = None


@dataclass
class Office:
    """Shelves of simple records by id, and the few things that have a place of their own."""

    version: str = "5.5"
    addon: str | None = "1.0.0"  # the version of our add-on, None without it
    auto_reply: bool = False  # the seed trigger that answers every customer by mail
    fqdn: str = "zammad.example.com"
    profiles: dict[int, Profile] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    group_more: dict[int, Json] = field(default_factory=dict)
    shelves: dict[str, dict[int, Json]] = field(default_factory=lambda: {name: {} for name in SHELVES})
    files: dict[str, int] = field(default_factory=dict)  # ids of stored contents by their sha256
    previews: set[str] = field(default_factory=set)  # names in the cache of resized images
    numbers: dict[str, Iterator[int]] = field(default_factory=dict)

    def next_on(self, shelf: str) -> int:
        """The next free id of a shelf; ids are never used again."""
        return next(self.numbers.setdefault(shelf, itertools.count(max(self.shelves[shelf], default=0) + 1)))

    def put(self, shelf: str, record: Json) -> Json:
        """Put a new record on a shelf, under the id it gets."""
        number = self.next_on(shelf)
        self.shelves[shelf][number] = {"id": number} | record
        return self.shelves[shelf][number]

    def named(self, shelf: str, name: object) -> Json | None:
        """The first record of this name."""
        return next((record for record in self.shelves[shelf].values() if record.get("name") == name), None)

    def file_id(self, sha: str) -> int:
        """The id under which this content is stored; the same bytes are stored once."""
        return self.files.setdefault(sha, len(self.files) + 1)

    def at_least(self, version: str) -> bool:
        """Whether this Zammad is of that version or newer."""
        return _parts(self.version) >= _parts(version)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
