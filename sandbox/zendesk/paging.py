"""Zendesk's two ways of giving long lists page by page: cursors (`page[size]`) and numbers (`page`, `per_page`)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from flask import request

from sandbox.parts import the_store
from sandbox.zendesk.refusals import BadRequest

LARGEST = 100


class Numbered(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> Any:
        """Its id."""
        ...


Item = TypeVar("Item", bound=Numbered)


def page_of(name: str, items: Sequence[Item], shape: Callable[[Item], Any]) -> dict[str, Any]:
    """One page of the items under this name, in the way the caller asked for."""
    if any(word.startswith("page[") for word in request.args):
        return cursor_page(name, items, shape)
    return numbered_page(name, items, shape)


def cursor_page(
    name: str, items: Sequence[Item], shape: Callable[[Item], Any], largest: int = LARGEST
) -> dict[str, Any]:
    """A page by cursor. As recorded, `links.next` is there even when `has_more` is false: loop on `has_more`."""
    size = max(1, min(_number("page[size]", LARGEST), largest))
    ids = [item.id for item in items]
    if after := request.args.get("page[after]"):
        start = _place(ids, after) + 1
    elif before := request.args.get("page[before]"):
        start = max(0, _place(ids, before) - size)
    else:
        start = 0
    shown = items[start : start + size]
    first, last = (_cursor(shown[0].id), _cursor(shown[-1].id)) if shown else (None, None)
    return {
        name: [shape(item) for item in shown],
        "meta": {"has_more": start + size < len(items), "after_cursor": last, "before_cursor": first},
        "links": {"prev": _link("page[before]", first), "next": _link("page[after]", last)},
    }


def numbered_page(name: str, items: Sequence[Item], shape: Callable[[Item], Any]) -> dict[str, Any]:
    """A page by number, with the total count."""
    size, number = max(1, min(_number("per_page", LARGEST), LARGEST)), max(1, _number("page", 1))
    start = (number - 1) * size
    more = start + size < len(items)
    return {
        name: [shape(item) for item in items[start : start + size]],
        "next_page": here(page=number + 1) if more else None,
        "previous_page": here(page=number - 1) if number > 1 else None,
        "count": len(items),
    }


def here(**changed: Any) -> str:
    """The address of the present call, `.json` and all, with some parameters changed."""
    path = request.environ.get("sandbox.path", request.path)
    return f"{the_store().url}{path}?{urlencode(request.args.to_dict() | changed)}"


def _link(word: str, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    kept = {key: value for key, value in request.args.items() if key not in ("page[after]", "page[before]")}
    path = request.environ.get("sandbox.path", request.path)
    return f"{the_store().url}{path}?{urlencode(kept | {word: cursor})}"


def _number(word: str, otherwise: int) -> int:
    given = request.args.get(word, "")
    return int(given) if given.isdigit() else otherwise


def _cursor(record_id: Any) -> str:
    return base64.urlsafe_b64encode(f"id:{record_id}".encode()).decode()


def _place(ids: list[Any], cursor: str) -> int:
    try:
        wanted = base64.urlsafe_b64decode(cursor).decode().removeprefix("id:")
        return [str(record_id) for record_id in ids].index(wanted)
    except (binascii.Error, ValueError):
        raise BadRequest("InvalidPaginationParameter", "the cursor is not valid") from None
