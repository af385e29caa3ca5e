"""Turning the policy's message templates into words for a member or an agent, in that person's language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment


@dataclass(frozen=True, slots=True)
class Messages:
    """Every text Guichet can say.

    `texts` is ((language, ((name, template source), ...)), ...): Jinja2, plain text; the policy's own templates are
    named "message:<name>" and "note:<name>". `words` has the same shape and holds the short words that the templates
    are fed with. The first language is the one to fall back to.
    """

    texts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    words: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


def render(messages: Messages, name: str, language: str, context: Mapping[str, object]) -> str:
    """One message as plain text, in that language or else in the first one.

    `name` and the keys of `context` are those of `samples.PLACEHOLDERS`. What the context holds is data and is never
    read as a template, whatever a member wrote. A template that asks for something else raises jinja2.UndefinedError,
    which cannot happen with a policy that was checked at load.
    """
    source = _of(messages.texts, language)[name]
    return _compiled(source).render(context).strip()


def word(messages: Messages, language: str, key: str, **facts: str) -> str:
    """One short word or phrase, each `{fact}` in it replaced by what is given; raises KeyError for an unknown key.

    Keys: the four items ("account", ...), "document", "document.received", "document.question", "pair" (label and
    value), "where.field" (title), "where.subject", "where.comment", "reason.<hindrance>". A clock without a word of its
    own ("clock.<id>") is called by its id.
    """
    words = _of(messages.words, language)
    if key.startswith("clock."):
        return words.get(key, key.removeprefix("clock."))
    # in one pass: a fact that itself looks like a place to fill in stays as it is
    return re.sub(r"\{(\w+)\}", lambda place: facts.get(place[1], place[0]), words[key])


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The one place templates run in: no access to the inside of Python, nothing undefined passes unseen."""
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # the messages are plain text; the adapter that makes HTML of them escapes
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=128)
def _compiled(source: str) -> Template:
    return environment().from_string(source)


def _of(languages: tuple[tuple[str, tuple[tuple[str, str], ...]], ...], language: str) -> dict[str, str]:
    by_language = dict(languages)
    return dict(by_language[language] if language in by_language else languages[0][1])
