"""Every `guichet` command that a document names is there, with the options it is shown with."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from console.cli import guichet

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
    *(f"docs/{one.name}" for one in sorted((ROOT / "docs").glob("*.md"))),
)


def _shown(page: str) -> Iterator[str]:
    """What is written as code: indented or fenced lines without their comments, and spans within a line."""
    text = (ROOT / page).read_text("utf-8")
    spans = re.findall(r"(?<!`)`guichet\s([^`]+)`(?!`)", text)
    lines = re.findall(r"^(?: {4}|\$ )?(?:\S*/)?guichet ([a-z].*)$", text, re.MULTILINE)
    for shown in (*spans, *(line.split("  #")[0] for line in lines)):
        yield " ".join(shown.split())


def _lacking(shown: str) -> str:
    """The first word of it that the command line does not know, "" when there is none."""
    command: click.Command = guichet
    for word in re.sub(r"['’\"].*?['’\"]", "TEXT", shown).split():
        options = [option for parameter in command.params for option in parameter.opts]
        if word.startswith("--"):
            if word.split("=")[0] not in (*options, "--help"):
                return word
        elif isinstance(command, click.Group) and word.islower():
            known = [command.commands[one] for one in word.split("|") if one in command.commands]
            if len(known) < len(word.split("|")):
                return word
            command = known[0] if len(known) == 1 else click.Command("any")
    return ""


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_are_there(page: str) -> None:
    assert {shown: lacking for shown in _shown(page) if (lacking := _lacking(shown))} == {}


def test_a_command_that_is_not_there_would_be_told() -> None:
    assert _lacking("jobs hurry") == "hurry"
    assert _lacking("hold add 12 --for ever") == "--for"
    assert _lacking("policy list|show|bury") == "list|show|bury"
    assert _lacking("hold add 12 --until '90 days'") == ""
