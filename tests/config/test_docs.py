"""Every example of docs/writing-policies.md is loaded: none can teach what does not work."""

import re
from pathlib import Path

import pytest

from config.case_parts import AccountChecks, AmountChecks, CategoryPart, DateChecks, FieldsPart, RequiresIfPart
from config.clock_parts import AlarmPart, AskingPart, CalendarPart, ClockPart, HolidaysPart
from config.condition_parts import WhenPart
from config.part import Part
from config.routing_parts import ActionPart, RulePart
from config.safety_parts import LimitsPart, RetentionPart
from config.schema import DecisionsPart, DuplicatesPart, ExampleExpect, ExamplePart, ExampleTicket, PolicyPart
from tests.config.small import MESSAGES, edited, problems, with_texts, written

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "writing-policies.md").read_text("utf-8")
BLOCKS = re.findall(r"<!-- policy: (whole|part|broken)(?:: (.*?))? -->\n```yaml\n(.*?)```", GUIDE, re.DOTALL)
OWN = re.findall(r"<!-- messages -->\n```yaml\n(.*?)```", GUIDE, re.DOTALL)
SECTION = re.compile(r"^(\w+):.*?(?=^\w+:|\Z)", re.MULTILINE | re.DOTALL)


def _with(part: str) -> str:
    """The guide's whole policy with these parts in place of its own."""
    whole = next(text for kind, _, text in BLOCKS if kind == "whole")
    sections = {match[1]: match[0] for text in (whole, part) for match in SECTION.finditer(text)}
    return "".join(sections.values())


def _file(folder: Path, text: str) -> Path:
    """That policy in a file, with the guide's own messages beside it where a rule names them."""
    if "message: " not in text:
        return written(folder, _with(text))
    said, _, notes = OWN[0].partition("notes:\n")
    texts = edited(MESSAGES, "messages:\n", said) + "notes:\n" + notes
    return with_texts(folder, _with(text), texts, texts)


def test_every_block_is_marked() -> None:
    assert GUIDE.count("```yaml") == len(BLOCKS) + len(OWN) > 10
    assert [kind for kind, _, _ in BLOCKS].count("whole") == 1


@pytest.mark.parametrize("text", [text for kind, _, text in BLOCKS if kind != "broken"])
def test_what_is_taught_loads(tmp_path: Path, text: str) -> None:
    assert problems(_file(tmp_path, text)) == []


@pytest.mark.parametrize(("told", "text"), [(told, text) for kind, told, text in BLOCKS if kind == "broken"])
def test_what_is_shown_as_broken_is_told_as_shown(tmp_path: Path, told: str, text: str) -> None:
    assert [problem.split(": ", 1)[1] for problem in problems(_file(tmp_path, text))] == [told]


def test_the_guide_names_every_condition() -> None:
    assert [
        name for name in WhenPart.model_fields if not re.search(rf"`{name}[:`]|^ +-? ?{name}:", GUIDE, re.MULTILINE)
    ] == []


def test_the_guide_names_every_part_of_the_language() -> None:
    assert [name for name in PolicyPart.model_fields if not re.search(rf"`{name}`|^{name}:", GUIDE, re.MULTILINE)] == []


PARTS: tuple[type[Part], ...] = (
    *(FieldsPart, CategoryPart, RequiresIfPart, AccountChecks, DateChecks, AmountChecks, DecisionsPart, DuplicatesPart),
    *(ClockPart, AlarmPart, CalendarPart, HolidaysPart, AskingPart, LimitsPart, RetentionPart),
    *(RulePart, ActionPart, ExamplePart, ExampleTicket, ExampleExpect),
)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_the_guide_names_every_word_of_every_part(part: type[Part]) -> None:
    words = (field.alias or name for name, field in part.model_fields.items())
    assert [word for word in words if not re.search(rf"`{word}[:`]|[{{,\n-] *{word}:", GUIDE)] == []
