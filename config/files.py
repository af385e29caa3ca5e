"""The policy's files as they lie on disk or in the ledger: their names, their bytes, and the version made of both."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

Files = Mapping[str, bytes | None]
"""Bytes by name, the policy first ("policy.yaml", "messages/fr.yaml"); None for a file that cannot be read."""

Stamp = tuple[tuple[str, int, int], ...]

LARGEST = 1_000_000
"""Bytes of all files together: far more than anyone writes, and little enough to be kept for ever."""


def files_on_disk(path: Path) -> Files:
    """The policy in that file, and `messages/*.yaml` beside it."""
    return {_name(file, path): _bytes(file) for file in _beside(path)}


def stamp(path: Path) -> Stamp:
    """What changes whenever one of these files does, without reading them: name, time of change and size of each."""
    return tuple((_name(file, path), *_status(file)) for file in _beside(path))


def in_order(files: Files) -> Files:
    """The same files, the policy first, as they are loaded and hashed."""
    return dict(sorted(files.items(), key=lambda entry: (entry[0].startswith("messages/"), entry[0])))


def version_of(files: Files) -> str:
    """The version: 12 hex digits over every name and every byte."""
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(name.encode() + b"\0" + (content or b"") + b"\0")
    return digest.hexdigest()[:12]


def _beside(path: Path) -> tuple[Path, ...]:
    return (path, *sorted((path.parent / "messages").glob("*.yaml")))


def _name(file: Path, policy: Path) -> str:
    return file.relative_to(policy.parent).as_posix()


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _status(file: Path) -> tuple[int, int]:
    try:
        status = file.stat()
    except OSError:
        return (0, 0)
    return status.st_mtime_ns, status.st_size
