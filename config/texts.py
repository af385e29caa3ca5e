"""The messages beside the policy, messages/<language>.yaml: their shape, and every template tried at load."""

import re
import traceback
from collections.abc import Iterator
from typing import Annotated

from jinja2 import TemplateError, TemplateSyntaxError, meta, nodes
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from config.kinds import Id, Known, Text
from config.places import Document, Path, Place, entries
from config.sentences import hint, say, wrong
from config.shape import shaped
from integration.core.messages import environment
from integration.core.policy import DOCUMENT
from integration.core.samples import placeholders, samples

_SHORTEST_PHRASE = 40  # characters; shorter lines ("Merci pour votre réponse.") a member may well write


def _holding(*facts: str) -> AfterValidator:
    def check(found: str) -> str:
        if any(f"{{{fact}}}" not in found for fact in facts):
            raise wrong("must_hold", parts=" and ".join(f"{{{fact}}}" for fact in facts))
        return found

    return AfterValidator(check)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TemplatesPart(_Part):
    """One template for each thing Guichet says by itself, and under names of its own what rules say to members."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[Id, Text] = Field(init=False)

    ask: Text
    ask_care: Text
    thanks: Text
    thanks_care: Text
    message: Text
    message_care: Text
    remind: Text
    close: Text
    deleted: Text
    deleted_care: Text
    note: Text


class ItemsPart(_Part):
    """What the four items are called."""

    account: Text
    transaction_date: Text
    amount: Text
    description: Text


class WherePart(_Part):
    """Where a value was found."""

    field: Annotated[Text, _holding("title")]
    subject: Text
    comment: Text


class ReasonsPart(_Part):
    """Why a person takes over."""

    agent_speaks: Text
    on_hold: Text
    silent: Text
    repeated: Text
    enough: Text


class DocumentPart(_Part):
    """What a required document is called, what is said when it came, and how it is asked for."""

    label: Text
    received: Text
    question: Text


class WhyLeftPart(_Part):
    """Why documents are still there."""

    not_started: Text
    hold_tag: Text
    hold: Text
    reopened: Text
    not_meant: Text
    unanswered: Text
    unproven: Text
    stays: Text
    rights: Text
    refused: Text
    merged: Text
    raw_mail: Text
    no_address: Text
    no_addon: Text
    whole_ticket: Text
    ticket_rights: Text
    ticket_gone: Text


class DocumentsPart(_Part):
    """Where the documents of a case stand, for the note to agents."""

    to_delete: Annotated[Text, _holding("count")]
    deleting: Annotated[Text, _holding("count")]
    verified: Annotated[Text, _holding("count", "day")]
    reappeared: Annotated[Text, _holding("count")]
    not_deletable: Annotated[Text, _holding("count", "why")]
    on_hold: Annotated[Text, _holding("count", "why")]
    outside: Text
    why: WhyLeftPart

    def flat(self) -> tuple[tuple[str, str], ...]:
        """The words by the keys under which `word` knows them."""
        states = ((f"documents.{name}", text) for name, text in self if name != "why")
        return (*states, *((f"documents.why.{why}", text) for why, text in self.why))


class WordsPart(_Part):
    """The short words that templates are fed with."""

    items: ItemsPart
    pair: Annotated[Text, _holding("label", "value")]
    where: WherePart
    reasons: ReasonsPart
    document: DocumentPart
    documents: DocumentsPart
    clocks: dict[str, Text] = Field(default_factory=dict)

    def flat(self) -> tuple[tuple[str, str], ...]:
        """The words by the keys under which `word` knows them."""
        where = ((f"where.{place}", text) for place, text in self.where)
        reasons = ((f"reason.{reason}", text) for reason, text in self.reasons)
        clocks = ((f"clock.{clock}", text) for clock, text in self.clocks.items())
        document = (
            (DOCUMENT, self.document.label),
            (f"{DOCUMENT}.received", self.document.received),
            (f"{DOCUMENT}.question", self.document.question),
        )
        return (*self.items, ("pair", self.pair), *where, *reasons, *clocks, *document, *self.documents.flat())


class MessagesPart(_Part):
    """One language."""

    messages: TemplatesPart
    notes: dict[Id, Text] = Field(default_factory=dict, description="What rules say to agents.")
    words: WordsPart

    def templates(self) -> tuple[tuple[str, str], ...]:
        """Every template by the name under which `render` knows it."""
        own = ((f"message:{name}", text) for name, text in (self.messages.__pydantic_extra__ or {}).items())
        notes = ((f"note:{name}", text) for name, text in self.notes.items())
        return (*((name, getattr(self.messages, name)) for name in FIXED), *own, *notes)


FIXED = tuple(TemplatesPart.model_fields)
"""The messages that every language has; all others are the policy's own."""


def checked(document: Document) -> MessagesPart | None:
    """One language's texts, with every problem blamed; None when its shape is broken."""
    part = shaped(document, MessagesPart, Known()) if document.data is not None else None
    if part is None:
        return None
    for name, source in part.templates():
        _try(document, name, source)
    return part


def blame_clock_words(document: Document, known: Known) -> None:
    """Blame the words for clocks that the policy does not have; one that has no word is called by its id."""
    for clock in entries(entries(document.data, "words"), "clocks"):
        if clock not in known.clocks:
            place = document.key(("words", "clocks", clock))
            document.blame(place, say("clock_word", found=clock, hint=hint(clock, known.clocks)))


def phrases(part: MessagesPart) -> tuple[str, ...]:
    """The lines of the messages to members that only Guichet writes, by which a quoted message is recognised."""
    sources = [source for name, source in part.templates() if name.partition(":")[0] != "note"]
    sources.append(part.words.document.question)
    lines = (line.strip() for source in sources for line in re.split(r"\n|\{%.*?%\}|\{\{.*?\}\}", source))
    return tuple(dict.fromkeys(line for line in lines if len(line) >= _SHORTEST_PHRASE))


def _try(document: Document, name: str, source: str) -> None:
    start = document.value(_path(name))
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        document.blame(_line(start, error.lineno), say("template", what=error.message))
        return
    used = meta.find_undeclared_variables(tree)
    known = placeholders(name)
    for found in sorted(used - known):
        lines = (node.lineno for node in tree.find_all(nodes.Name) if node.name == found)
        place = _word(document, start, min(lines), found)
        document.blame(place, say("placeholder", found=found, name=_shown(name), hint=hint(found, known)))
    if "text" in known - used:
        document.blame(start, say("no_text", name=name))
    for place, sentence in () if used - known else _failures(name, source, start):
        document.blame(place, sentence)


def _path(name: str) -> Path:
    sort, own, inner = name.partition(":")
    return ("notes" if own and sort == "note" else "messages", inner or name)


def _shown(name: str) -> str:
    """A template's name as it stands in the file."""
    return name.rpartition(":")[2]


def _failures(name: str, source: str, start: Place) -> Iterator[tuple[Place, str]]:
    template = environment().from_string(source)
    for sample in samples(name):
        try:
            if not template.render(sample).strip():
                yield start, say("says_nothing", name=_shown(name))
                return
        except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            frames = traceback.extract_tb(error.__traceback__)
            line = next((frame.lineno for frame in reversed(frames) if frame.filename == "<template>"), None)
            yield _line(start, line or 1), say("unrendered", name=_shown(name), what=str(error))
            return


def _line(start: Place, line: int) -> Place:
    """A line of a template in its file; only a block ("|") keeps its own lines, and begins on the next one."""
    return Place(start.line + line, 1) if start.block else start


def _word(document: Document, start: Place, line: int, word: str) -> Place:
    place = _line(start, line)
    return place if place is start else Place(place.line, document.lines[place.line - 1].find(word) + 1)
