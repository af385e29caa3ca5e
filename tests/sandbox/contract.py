"""Checks answers against Zendesk's OpenAPI file and against recorded answers, both kept beside the repository."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT202012

RECORDINGS = Path(__file__).resolve().parents[3] / "shared" / "recordings" / "zendesk"
SPEC = RECORDINGS / "openapi.relaxed.yaml"
HOME = "urn:zendesk"


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C loader only where it is built
    """YAML's own value tag (`=`) occurs in the file and is read as text."""


Loader.add_constructor("tag:yaml.org,2002:value", lambda _loader, node: node.value)


def recording(name: str) -> dict[str, Any]:
    """The recorded exchange of this name; skips the test when the recordings are not at hand."""
    path = RECORDINGS / f"{name}.json"
    if not path.exists():
        pytest.skip("the recordings are not beside the repository")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def specification() -> dict[str, Any] | None:
    """The OpenAPI file as JSON schemas, or None when it is not at hand."""
    if not SPEC.exists():
        return None
    spec = yaml.load(SPEC.read_text(encoding="utf-8"), Loader)  # noqa: S506 - a safe loader
    _mend(spec["components"]["schemas"])
    return dict(_without_nullable(spec))


def _mend(schemas: dict[str, Any]) -> None:
    """Widen what is narrower than real answers are.

    Values of audit events were recorded as lists (of tags), values of custom fields as true and as lists; exported
    tickets that were deleted have a status of their own.
    """
    del schemas["AuditObject"]["properties"]["events"]["items"]["properties"]["value"]
    ticket = schemas["TicketObject"]["properties"]
    ticket["custom_fields"]["items"]["properties"].pop("value")
    ticket["status"]["enum"].append("deleted")


def _without_nullable(node: Any) -> Any:
    """OpenAPI 3.0 says `nullable`, JSON schema says `or null`."""
    if isinstance(node, list):
        return [_without_nullable(item) for item in node]
    if not isinstance(node, dict):
        return node
    plain = {
        key: _without_nullable(value) for key, value in node.items() if key not in ("nullable", "example", "examples")
    }
    return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") is True else plain


@lru_cache(maxsize=1)
def _registry() -> Registry[Any]:
    empty: Registry[Any] = Registry()
    filled: Registry[Any] = empty.with_resource(HOME, DRAFT202012.create_resource(specification() or {}))
    return filled


@lru_cache(maxsize=1)
def _paths() -> list[tuple[re.Pattern[str], str]]:
    """Path patterns, fixed words before parameters, so that `users/me` is not taken for a user."""
    templates = sorted((specification() or {"paths": {}})["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", template)), template) for template in templates]


def check(method: str, path: str, status: int, body: Any) -> bool:
    """Fail if the OpenAPI file describes this answer otherwise; False when it says nothing about it."""
    template = next((t for pattern, t in _paths() if pattern.fullmatch(path.removesuffix(".json"))), None)
    spec = specification()
    if spec is None or template is None:
        return False
    described = spec["paths"][template].get(method.lower(), {}).get("responses", {}).get(str(status))
    if not described or "application/json" not in described.get("content", {}):
        return False
    pointer = "/".join(("paths", _escaped(template), method.lower(), "responses", str(status), "content"))
    schema = {"$ref": f"{HOME}#/{pointer}/application~1json/schema"}
    problems = list(Draft202012Validator(schema, registry=_registry()).iter_errors(body))
    assert not problems, "\n".join(f"{cause.json_path}: {cause.message}"[:300] for cause in _causes(problems)[:8])
    return True


def _causes(problems: list[ValidationError]) -> list[ValidationError]:
    """The innermost problems, which say what is really wrong."""
    return [cause for p in problems for cause in (_causes(p.context) if p.context else [p])]


def _escaped(template: str) -> str:
    return template.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")


def assert_shaped_like(recorded: Any, ours: Any, where: str = "$", ignore: frozenset[str] = frozenset()) -> None:
    """Same keys, same types, all the way down; a null on either side says nothing of the type."""
    if recorded is None or ours is None:
        return
    assert type(recorded) is type(ours), f"{where}: {recorded!r} was recorded, ours is {ours!r}"
    if isinstance(recorded, dict):
        missing = set(recorded) - set(ours) - ignore
        added = set(ours) - set(recorded) - ignore
        assert not missing, f"{where}: we lack {missing}"
        assert not added, f"{where}: we add {added}"
        for key in set(recorded) & set(ours) - ignore:
            assert_shaped_like(recorded[key], ours[key], f"{where}.{key}", ignore)
    elif isinstance(recorded, list) and recorded and ours:
        assert_shaped_like(recorded[0], ours[0], f"{where}[0]", ignore)
