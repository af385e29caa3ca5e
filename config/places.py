"""YAML read with the line and column of every key and value, so that each problem can be shown where it is.

Only the plain part of YAML 1.2 is taken: maps, lists, texts, numbers, true and false. Numbers with a point become
decimals from their own digits, dates stay text, and anchors, aliases and tags are refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from ruamel.yaml import YAML
from ruamel.yaml.composer import ComposerError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from config.sentences import say
from integration.core.errors import Problem

Path = tuple[str | int, ...]
_YAML = "tag:yaml.org,2002:"
_PLAIN = frozenset(_YAML + kind for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written; both count from 1. `block` is set for a text that begins on the next line."""

    line: int
    column: int
    block: bool = False


@dataclass(slots=True)
class Document:
    """What a file says, where each part of it is written, and what is wrong with it so far."""

    file: str
    lines: tuple[str, ...] = ()
    data: object = None
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def key(self, path: Path) -> Place:
        """The place of the key that leads there, or of the nearest thing around it."""
        return self._nearest(path, self.keys)

    def value(self, path: Path) -> Place:
        """The place of the value found there, or of the nearest thing around it."""
        return self._nearest(path, self.values)

    def blame(self, place: Place, sentence: str) -> None:
        """Note a problem, once."""
        problem = Problem(self.file, place.line, place.column, sentence)
        if problem not in self.problems:
            self.problems.append(problem)

    def _nearest(self, path: Path, places: Mapping[Path, Place]) -> Place:
        if path in places:
            return places[path]
        return next((self.values[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.values), Place(1, 1))


def read(file: str, text: str) -> Document:
    """Read one file; a file that is no YAML at all gives no data and one problem."""
    document = Document(file, tuple(text.splitlines()))
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        document.blame(_mark(error, text), _said(error))
        return document
    except RecursionError:
        document.blame(Place(1, 1), say("too_deep"))
        return document
    if node is None:
        document.blame(Place(1, 1), say("empty_file"))
    elif not isinstance(node, MappingNode):
        document.blame(_start(node), say("not_a_map"))
    else:
        document.data = _taken(document, node, ())
    return document


def entries(data: object, key: str) -> Mapping[str, object]:
    """The group of lines under a key, empty when there is none or it is something else."""
    group = data.get(key) if isinstance(data, dict) else None
    return group if isinstance(group, dict) else {}


def _taken(document: Document, node: Node, path: Path) -> object:
    document.values[path] = _start(node)
    tag = node.tag or ""
    if node.anchor:
        document.blame(_start(node), say("alias"))
        return None
    if tag not in _PLAIN:
        document.blame(_start(node), say("yaml_tag", tag=tag.replace(_YAML, "!!")))
        return None
    if isinstance(node, MappingNode):
        return {key: _taken(document, value, (*path, key)) for key, value in _pairs(document, node, path)}
    if isinstance(node, SequenceNode):
        return tuple(_taken(document, item, (*path, index)) for index, item in enumerate(node.value))
    if tag == _YAML + "null":
        document.blame(_start(node), say("empty"))
        return None
    return _scalar(tag, str(node.value))


def _pairs(document: Document, node: MappingNode, path: Path) -> Iterator[tuple[str, Node]]:
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            document.blame(_start(key), say("odd_key"))
        elif (here := (*path, key.value)) in document.keys:
            document.blame(_start(key), say("twice", key=key.value, line=document.keys[here].line))
        else:
            document.keys[here] = _start(key)
            yield key.value, value


def _scalar(tag: str, text: str) -> object:
    try:
        match tag.removeprefix(_YAML):
            case "bool":
                return text.lower() == "true"
            case "int":
                digits = text.replace("_", "")
                return int(digits, 0 if digits.lstrip("+-")[:2] in {"0x", "0o"} else 10)
            case "float":
                number = Decimal(text.replace("_", ""))
                return number if number.is_finite() else text
    except (ValueError, InvalidOperation):
        pass  # a number YAML knows and Python does not, such as .inf: the schema says what is wanted instead
    return text


def _start(node: Node) -> Place:
    mark = node.start_mark
    return Place(mark.line + 1, mark.column + 1, block=getattr(node, "style", None) in {"|", ">"})


def _mark(error: YAMLError, text: str) -> Place:
    if isinstance(error, ReaderError):
        before = text[: error.position].split("\n")
        return Place(len(before), len(before[-1]) + 1)
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


def _said(error: YAMLError) -> str:
    if isinstance(error, ComposerError) and "alias" in str(error.problem):
        return say("alias")
    if isinstance(error, ReaderError):
        return say("syntax", what=f"{error.reason} (character {error.character:#x})")
    parts = (error.context, error.problem) if isinstance(error, MarkedYAMLError) else (str(error),)
    return say("syntax", what=": ".join(part for part in parts if part))
