"""Zammad's language of conditions, as triggers, searches, overviews and scheduler jobs speak it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.office import Json
from sandbox.records import Comment, Ticket, User
from sandbox.store import Store
from sandbox.zammad.letters import letter_of
from sandbox.zammad.names import SENDERS, TYPES, id_of
from sandbox.zammad.refusals import hidden, unprocessable
from sandbox.zammad.shapes import ticket_json

KNOWN = {
    *("id", "action", "created_at", "updated_at", "created_by_id", "updated_by_id", "close_at", "escalation_at"),
    *("last_close_at", "last_contact_at", "article_count", "execution_time"),
}
RANGES = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": 2_592_000, "year": 31_536_000}
TIMES = ("created_at", "updated_at", "pending_time", "close_at", "last_close_at", "escalation_at", "last_contact_at")


@dataclass(frozen=True)
class Moment:
    """In what situation a condition is asked: what just happened, which articles count, who asks, when."""

    now: datetime
    action: str = ""
    changes: frozenset[str] = frozenset()
    articles: tuple[Comment, ...] = ()
    user: User | None = None


@dataclass
class Row:
    """One ticket as conditions see it."""

    store: Store
    ticket: Ticket
    when: Moment
    columns: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.columns = ticket_json(self.store, self.ticket)


def matches(store: Store, ticket: Ticket, condition: Json, when: Moment) -> bool:
    """Whether a condition, simple or expert, holds for a ticket."""
    return _holds(Row(store, ticket, when), condition)


def names_in(condition: Json) -> set[str]:
    """The attributes a condition names, with their `ticket.` or `article.` in front."""
    if "conditions" in condition:
        return {name for inner in condition["conditions"] for name in names_in(inner)}
    return {str(condition["name"])} if "name" in condition else set(condition)


def check_condition(store: Store, condition: Json) -> None:
    """Refuse a condition that names what a ticket does not have; 5.5 stores it and it never holds."""
    own = {record["name"] for record in store.office.shelves["attributes"].values()}
    for name in names_in(condition):
        table, _, column = name.partition(".")
        if table == "ticket" and column not in own | KNOWN:
            raise unprocessable(f"The condition names '{name}', which is unknown.")


def _holds(row: Row, condition: Json) -> bool:
    if "conditions" in condition:
        found = [_holds(row, inner) for inner in condition["conditions"]]
        if condition.get("operator") == "OR":
            return any(found)
        return not any(found) if condition.get("operator") == "NOT" else all(found)
    if "name" in condition and "operator" in condition:
        return _met(row, str(condition["name"]), condition)
    return all(_met(row, name, rule) for name, rule in condition.items())


def _met(row: Row, name: str, rule: Json) -> bool:
    operator, (table, _, column) = str(rule.get("operator")), name.partition(".")
    if operator == "has changed":
        return column in row.when.changes
    if name == "ticket.action":
        return _is([row.when.action], operator, rule.get("value"), name)
    if name == "ticket.tags":
        return _tagged(row.ticket.tags, operator, str(rule.get("value") or ""), name)
    if table == "article":
        return _article(row, column, operator, rule, name)
    if table != "ticket" or column not in row.columns:
        raise hidden(422, f"PG::UndefinedColumn: ERROR:  column {table}s.{column} does not exist")
    value = _wanted(row, rule)
    if column in TIMES or "absolute" in operator or "relative" in operator:
        return _timed(row, row.columns[column], operator, rule, name)
    return _is([row.columns[column]], operator, value, name)


def _wanted(row: Row, rule: Json) -> Any:
    """The value, or whom `pre_condition` means."""
    who = rule.get("pre_condition")
    if who == "not_set":
        return ["1", ""]
    if who == "current_user.id":
        return [str(row.when.user.id)] if row.when.user else []
    return rule.get("value")


def _is(held: list[Any], operator: str, value: Any, name: str) -> bool:
    listed = [_text(one) for one in value] if isinstance(value, list) else [_text(value)]
    texts = [_text(one) for one in held]
    tests = {
        "is": lambda: any(text in listed for text in texts),
        "is not": lambda: not any(text in listed for text in texts),
        "contains": lambda: any(listed[0] in text for text in texts),
        "contains not": lambda: not any(listed[0] in text for text in texts),
        "starts with": lambda: any(text.startswith(listed[0]) for text in texts),
        "ends with": lambda: any(text.endswith(listed[0]) for text in texts),
    }
    if operator not in tests:
        raise hidden(500, f"Invalid operator '{operator}' for '{name}'")
    return tests[operator]()


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _tagged(tags: list[str], operator: str, value: str, name: str) -> bool:
    wanted, held = {part.strip() for part in value.split(",")}, set(tags)
    tests = {
        "contains one": bool(wanted & held),
        "contains all": wanted <= held,
        "contains one not": not wanted & held,
        "contains all not": not wanted <= held,
    }
    if operator not in tests:
        raise hidden(500, f"Invalid operator '{operator}' for '{name}'")
    return tests[operator]


def _article(row: Row, column: str, operator: str, rule: Json, name: str) -> bool:
    articles = row.when.articles
    if column == "action" and row.store.office.at_least("6.0"):
        return _is(["create" if articles else "none"], operator, rule.get("value"), name)
    held = []
    for comment in articles:
        letter = letter_of(row.store, row.ticket, comment)
        known = {
            "id": comment.id,
            "type_id": id_of(TYPES, letter.kind),
            "sender_id": id_of(SENDERS, letter.sender),
            "internal": not comment.public,
            "body": comment.text,
            "subject": letter.subject,
            "from": letter.from_,
        }
        if column not in known:
            raise hidden(422, f"PG::UndefinedColumn: ERROR:  column ticket_articles.{column} does not exist")
        held.append(known[column])
    return bool(held) and _is(held, operator, rule.get("value"), name)


def _timed(row: Row, held: str | None, operator: str, rule: Json, name: str) -> bool:
    if held is None:
        return False
    at, now = datetime.fromisoformat(held), row.when.now
    if operator.endswith("(absolute)"):
        limit = datetime.fromisoformat(str(rule["value"]))
        return at < limit if operator.startswith("before") else at > limit
    step = timedelta(seconds=int(rule.get("value") or 0) * RANGES.get(str(rule.get("range")), 60))
    tests = {
        "before (relative)": at < now - step,
        "after (relative)": at > now + step,
        "within last (relative)": now - step <= at <= now,
        "within next (relative)": now <= at <= now + step,
    }
    if operator not in tests:
        raise hidden(500, f"Invalid operator '{operator}' for '{name}'")
    return tests[operator]
