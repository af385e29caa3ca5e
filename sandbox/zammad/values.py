"""What Zammad makes of a value sent for a custom field: little is refused, much is lost without a word."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sandbox.office import Json
from sandbox.zammad.attributes import choices
from sandbox.zammad.names import moment
from sandbox.zammad.refusals import hidden, unprocessable

Keep = Callable[[Json, Any], Any]
BIGGEST = 2_147_483_647


def kept(record: Json, value: Any) -> Any:
    """The value as the column of this attribute keeps it."""
    keep: Keep = KEPT.get(record["data_type"], _text)
    return None if value is None else keep(record, value)


def _text(record: Json, value: Any) -> str:
    text, longest = str(value), record["data_option"].get("maxlength")
    if longest and len(text) > int(longest):
        raise unprocessable(f"{_titled(record)} is longer than the allowed length {longest}")
    return text


def _titled(record: Json) -> str:
    """The column's name as messages say it."""
    return str(record["name"]).replace("_", " ").capitalize()


def _date(_: Json, value: Any) -> str | None:
    """ISO is cut to the day, `03/11/2026` is the third of November, anything else is nothing."""
    text = str(value)
    if found := re.match(r"(\d{4})-(\d{2})-(\d{2})", text):
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _datetime(_: Json, value: Any) -> str | None:
    """With an offset it becomes UTC, without one it is taken for UTC; anything else is nothing."""
    try:
        when = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment(when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC))


def _integer(record: Json, value: Any) -> int | None:
    """The digits in front, else 0; only what is out of bounds is refused."""
    if value == "":
        return None
    found = re.match(r"\s*[-+]?\d+", str(value))
    number = int(found.group()) if found else 0
    option = record["data_option"]
    least, most = option.get("min"), option.get("max") or BIGGEST
    if number > most:
        raise unprocessable(f"{_titled(record)} is larger than the allowed maximum value of {most}")
    if least is not None and number < least:
        raise unprocessable(f"{_titled(record)} is smaller than the allowed minimum value of {least}")
    return number


def _choice(record: Json, value: Any) -> Any:
    known = choices(record)
    for one in value if isinstance(value, list) else [value]:
        if one not in known and one != "":
            raise hidden(422, f"Invalid value '{one}' for field '{record['name']}'!")
    return value


def _boolean(_: Json, value: Any) -> bool:
    return value in (True, "true", "1", 1)


KEPT: dict[str, Keep] = {
    "date": _date,
    "datetime": _datetime,
    "integer": _integer,
    "boolean": _boolean,
    "select": _choice,
    "tree_select": _choice,
    "multiselect": _choice,
}
