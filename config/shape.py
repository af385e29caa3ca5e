"""Holding what a file says against its shape, and putting what is wrong into plain sentences with their places."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.kinds import Known
from config.places import Document, Path, Place
from config.sentences import SENTENCES, hint, say

_Model = TypeVar("_Model", bound=BaseModel)

# What pydantic calls a wrong type, and what an admin is told.
_TYPES: Mapping[str, str] = {
    "string_type": "not_text",
    "int_type": "not_whole",
    "bool_type": "not_yes_no",
    "tuple_type": "not_list",
    "model_type": "not_map_here",
    "model_attributes_type": "not_map_here",
    "dict_type": "not_map_here",
    "too_short": "empty",
    "greater_than_equal": "too_low",
    "less_than_equal": "too_high",
}


def shaped(document: Document, model: type[_Model], known: Known) -> _Model | None:
    """The document as its model, or None with every deviation blamed on its line and column."""
    try:
        return model.model_validate(document.data, context=known)
    except ValidationError as error:
        for detail in filter(_new, error.errors()):
            document.blame(_place(document, detail), _sentence(detail, model))
        return None


def _new(detail: ErrorDetails) -> bool:
    """Whether this was not blamed already: a value left out when it was read, a list's only item for itself."""
    if detail["type"] == "missing":
        return True
    return detail["input"] is not None and not (detail["type"] == "too_short" and detail["input"])


def _place(document: Document, detail: ErrorDetails) -> Place:
    path: Path = detail["loc"]
    if detail["type"] == "missing":
        return document.key(path[:-1]) if path[:-1] else Place(1, 1)
    if detail["type"] == "extra_forbidden":
        return document.key(path)
    return document.key(path[:-1]) if path[-1:] == ("[key]",) else document.value(path)


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    kind, path, facts = detail["type"], detail["loc"], detail.get("ctx", {})
    last = str(path[-1]) if path else ""
    match kind:
        case "extra_forbidden":
            return say("unknown_key", key=last, hint=hint(last, _keys(model, path[:-1])))
        case "missing":
            return say("missing_key", key=last)
        case "literal_error":
            return _not_one_of(detail["input"], str(facts["expected"]))
    if kind in SENTENCES:
        return detail["msg"]
    return say(_TYPES.get(kind, "other"), **{"what": detail["msg"], **facts})


def _not_one_of(found: object, expected: str) -> str:
    words = re.findall(r"'([^']*)'", expected)
    listed = " or ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
    return say("not_one_of", found=found, hint=hint(str(found), words), expected=listed)


def _keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that may be written at a place of the model."""
    for step in path:
        field = next((one for name, one in model.model_fields.items() if step in {name, one.alias}), None)
        # a step that is no field is the name of an entry, or the number of an item, of the part reached before it
        model = _part_of(field.annotation) or model if field else model
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _part_of(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((part for inner in get_args(annotation) if (part := _part_of(inner))), None)
