"""No sentence is left over, and none is missing a fact."""

import re

from config.sentences import SENTENCES, hint
from tests.config.small import SHIPPED


def test_every_sentence_is_said_somewhere() -> None:
    rooms = [file for file in SHIPPED.glob("*.py") if file.name != "sentences.py"]
    source = "".join(file.read_text("utf-8") for file in rooms)
    assert [code for code in SENTENCES if f'"{code}"' not in source] == []


def test_every_sentence_that_is_said_exists() -> None:
    for file in SHIPPED.glob("*.py"):
        said = re.findall(r'\b(?:say|wrong)\(\s*"(\w+)"', file.read_text("utf-8"))
        assert set(said) <= set(SENTENCES), file.name


def test_a_hint_only_when_something_is_near() -> None:
    assert hint("GROUPE", ["group", "priority"]) == ' (did you mean "group"?)'
    assert hint("retention", ["group", "priority"]) == ""
    assert hint("x", []) == ""
