"""Writes settings into the `.env` file: other lines stay as they are, and only its owner may read it."""

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

_PLAIN = re.compile(r"[A-Za-z0-9_./:@,+=*~^ -]*")


def put(path: Path, values: Mapping[str, str]) -> None:
    """Set these names to these values, each where it stands already or at the end; the file then has mode 600.

    Written beside the file and moved over it, so that a crash leaves the old one or the new one. Raises OSError, and
    ValueError for a value that no line can hold.
    """
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    for name, value in values.items():
        line = f"{name}={_quoted(value)}"
        places = [at for at, known in enumerate(lines) if _name(known) == name]
        lines = [known for at, known in enumerate(lines) if at not in places[1:]]
        if places:
            lines[places[0]] = line
        else:
            lines.append(line)
    _replace(path, "\n".join(lines) + "\n")


def read(path: Path) -> Mapping[str, str]:
    """The names that are set there, with their values; nothing where there is no file."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    pairs = ((_name(line), line.partition("=")[2].strip()) for line in lines)
    return {name: _bare(value) for name, value in pairs if name}


def _name(line: str) -> str:
    """The name a line sets, "" for a comment or an empty line."""
    name = line.partition("=")[0].strip().removeprefix("export ").strip()
    return name if "=" in line and name.isidentifier() else ""


def _quoted(value: str) -> str:
    if "\n" in value or "\r" in value or "\0" in value:
        raise ValueError("A setting is one line.")
    if _PLAIN.fullmatch(value) and value == value.strip():
        return value
    if "'" not in value:
        return f"'{value}'"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _bare(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1]
    if len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return value


def _replace(path: Path, text: str) -> None:
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".env-")  # mkstemp makes it with mode 600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
