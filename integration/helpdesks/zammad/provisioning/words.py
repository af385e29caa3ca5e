"""Zammad's words for what the blueprint needs, and the plan's words for what Zammad shows.

Where Zammad has the id of a group, a state or a webhook, the plan has its name, and `{title}` for the column of a
field: what a plan has yet to make has no id. https://docs.zammad.org/en/latest/api/trigger.html (conditions).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from integration.core.errors import Refused
from integration.core.folding import fold
from integration.core.provisioning.blueprint import DAY, DECIMAL, LINES, SELECT, TEXT
from integration.core.provisioning.things import Value

Json = dict[str, Any]

TYPES = {TEXT: "input", LINES: "textarea", DAY: "date", DECIMAL: "input", SELECT: "select"}
FITTING = {TEXT: ("textarea", "integer"), DAY: ("input",), SELECT: ("tree_select",)}
"""What does as well. Not a whole number for an amount: Zammad cuts the cents off without a word."""

HOOK, SECOND_HOOK = "webhook:guichet", "webhook:guichet-updated"
ROLE = "role:guichet"

_AND = "AND"
_NESTED = frozenset({_AND, "OR", "NOT"})
_MARK = re.compile(r"\[guichet:([^\]]+)\]")
_TITLE = re.compile(r"(?:ticket\.)?\{(.+)\}")
_RULE = frozenset({"name", "operator", "value"})
_ONE_TEXT = frozenset({"ticket.tags", "ticket.action", "article.id"})  # where Zammad has no list of values


@dataclass(frozen=True, slots=True)
class Names:
    """The ids of what conditions and orders refer to, by the names a plan has for them; things made are added."""

    groups: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    hooks: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)

    def listed(self, attribute: str) -> Mapping[str, str]:
        """Those that the values of this attribute are ids of; none where values are just values."""
        return {"ticket.group_id": self.groups, "ticket.state_id": self.states}.get(attribute, {})

    def column(self, words: str) -> str:
        """The column in place of `{title}`. Raises Refused for a title that is no field's."""
        found = _TITLE.fullmatch(words)
        if not found:
            return words
        return words.replace(f"{{{found[1]}}}", _found(self.columns, found[1], "ticket field"))

    def title(self, words: str) -> str:
        """`{title}` in place of a column; one that is no field's stays as it is."""
        table, dot, column = words.rpartition(".")
        title = _name(self.columns, column)
        return words if title == column or table not in {"", "ticket"} else f"{table}{dot}{{{title}}}"


def marked(sentence: str, key: str) -> str:
    """A note that says whose it is, to people and to us."""
    return f"{sentence} [guichet:{key}]"


def mark_in(note: object) -> str:
    """Our key in a note, "" when there is none."""
    found = _MARK.search(str(note or ""))
    return found[1] if found else ""


def column_for(key: str) -> str:
    """The column of a field that we make: never one of Zammad's own, and known by its beginning."""
    return "guichet_" + re.sub(r"[^a-z0-9_]", "_", fold(key.partition(":")[2]))


def leaf(attribute: str, operator: str, *values: str, **more: str) -> Value:
    """One condition on one attribute."""
    return (attribute, operator, tuple(sorted(values)), tuple(sorted(more.items())))


def together(operator: str, *parts: Value) -> Value:
    """Conditions of which all (AND) or one (OR) must hold; their order means nothing."""
    return (operator, *sorted(parts, key=str))


def condition_told(condition: Json, names: Names) -> Value:
    """A condition of Zammad's, simple or expert, in the plan's words."""
    if "conditions" in condition:
        inner = (condition_told(one, names) for one in condition["conditions"])
        return together(str(condition.get("operator") or _AND), *inner)
    if "name" in condition and "operator" in condition:
        return _leaf_told(str(condition["name"]), condition, names)
    return together(_AND, *(_leaf_told(name, rule, names) for name, rule in condition.items()))


def condition_written(value: Value, names: Names) -> Json:
    """The condition to send: a simple one, which every admin can edit, where that can say it."""
    operator, *parts = items(value)
    rules = [_leaf_written(part, names) for part in parts if not _is_nested(part)]
    if operator == _AND and len({rule["name"] for rule in rules}) == len(parts):
        return {rule.pop("name"): rule for rule in rules}
    inner = [condition_written(part, names) for part in parts if _is_nested(part)]
    # A field that is just getting its title back has two of them here.
    once = [rule for place, rule in enumerate(rules) if rule not in rules[:place]]
    return {"operator": operator, "conditions": [*once, *inner]}


def orders_told(perform: Json, names: Names) -> Value:
    """What a trigger or a macro does, in the plan's words."""
    return tuple(sorted((_order_told(name, order, names) for name, order in perform.items()), key=str))


def orders_written(value: Value, names: Names) -> Json:
    """What a trigger or a macro is to do, as Zammad has it."""
    sent: Json = {}
    for order in items(value):
        name, more = items(order)
        said = {str(key): str(word) for key, word in map(items, items(more))}
        if "webhook_id" in said:
            said["webhook_id"] = _found(names.hooks, said["webhook_id"], "webhook")
        sent[names.column(str(name))] = said
    return sent


def items(value: Value | None) -> tuple[Value, ...]:
    """The parts of a list; none where there is no list."""
    return value if isinstance(value, tuple) else ()


def texts(value: Value | None) -> tuple[str, ...]:
    """The words of a list."""
    return tuple(str(one) for one in items(value))


def pairs(value: Value | None) -> tuple[tuple[str, str], ...]:
    """The pairs of words of a list, such as options."""
    return tuple((str(one[0]), str(one[1])) for one in items(value) if isinstance(one, tuple))


def choice(word: str, options: Iterable[tuple[str, str]]) -> str:
    """The stored value of the option that a word of the policy means, by value or label; else the word itself."""
    return next((value for value, label in options if word in {fold(value), fold(label)}), word)


def _is_nested(part: Value) -> bool:
    return items(part)[0] in _NESTED


def _leaf_told(name: str, rule: Json, names: Names) -> Value:
    values = rule.get("value")
    if name == "ticket.tags":
        values = [tag.strip() for tag in str(values or "").split(",") if tag.strip()]
    listed = values if isinstance(values, list) else [] if values in (None, "") else [values]
    known = names.listed(name)
    more = {key: str(word) for key, word in rule.items() if key not in _RULE and word not in (None, "", [])}
    return leaf(names.title(name), str(rule.get("operator")), *(_name(known, _plain(one)) for one in listed), **more)


def _leaf_written(part: Value, names: Names) -> Json:
    attribute, operator, values, more = items(part)
    name = names.column(str(attribute))
    known = names.listed(name)
    ids = sorted((_found(known, word, name) for word in texts(values)), key=int) if known else list(texts(values))
    sent: Json = {"name": name, "operator": str(operator), "value": ",".join(ids) if name in _ONE_TEXT else ids}
    return sent | dict(pairs(more))


def _order_told(name: str, order: Json, names: Names) -> Value:
    said = {key: _plain(word) for key, word in order.items() if word not in (None, "", [])}
    if "webhook_id" in said:
        said["webhook_id"] = _name(names.hooks, said["webhook_id"])
    return (names.title(name), tuple(sorted(said.items())))


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(_plain, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _name(ids: Mapping[str, str], id_: str) -> str:
    return next((name for name, known in ids.items() if known == id_), id_)


def _found(ids: Mapping[str, str], name: str, what: str) -> str:
    """The id of that name: Zammad would store anything, and what it stored would never work."""
    if name not in ids:
        raise Refused(f"Zammad has no {what} {name!r} (any more), and something to be made refers to it: plan again.")
    return ids[name]
