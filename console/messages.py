"""`guichet messages preview`: everything Guichet can say under this policy, as members and agents would read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import click

from config.load import load_policy
from integration.core.errors import PolicyError
from integration.core.html import html_of
from integration.core.messages import Messages, render, word
from integration.core.policy import DOCUMENT
from integration.core.samples import samples
from integration.settings import Settings

# What each message is for, in French and in English; a policy's own texts come under "message:" and "note:".
_PURPOSES: Mapping[str, tuple[str, str]] = {
    "ask": ("ce qui manque est demandé au membre", "the member is asked for what is missing"),
    DOCUMENT: ("un document est demandé (`requires: document`)", "a document is asked for (`requires: document`)"),
    "ask_care": ("le même, avec tact (`care`)", "the same, with care"),
    "thanks": ("le dossier est complet après une question", "the case is complete after a question"),
    "thanks_care": ("le même, avec tact (`care`)", "the same, with care"),
    "message": ("la lettre qui porte le message d’une règle", "the letter that carries what a rule says"),
    "message_care": ("la même, avec tact (`care`)", "the same, with care"),
    "message:": ("le message d’une règle, dans sa lettre", "what a rule says, in its letter"),
    "remind": ("le membre n’a pas encore répondu", "the member has not answered yet"),
    "close": ("le dossier est fermé, faute de réponse", "the case is closed for want of an answer"),
    "deleted": ("les documents du membre sont supprimés", "the member's documents are deleted"),
    "deleted_care": ("le même, avec tact (`care`)", "the same, with care"),
    "note": ("la note pour les agents", "the note for agents"),
    "note:": ("ce qu’une règle ajoute à la note", "what a rule adds to the note"),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """One message in one language: what it is called, what it is for, and what it says in each sample case."""

    language: str
    name: str
    purpose: str
    texts: tuple[str, ...]


@click.group()
def messages() -> None:
    """Look at the messages that members and agents read."""


@messages.command()
@click.option(
    "--policy",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The policy file; its messages lie beside it. By default the one the service loads (GUICHET_POLICY).",
)
@click.option("--language", help="Only this language, such as fr. All of them when it is left out.")
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Write a page with the HTML form of the messages instead of printing them.",
)
def preview(file: Path | None, language: str | None, page: Path | None) -> None:
    """Print every message with invented cases. Exits 1 when the policy or its messages cannot be loaded."""
    spoken = _spoken(file or Settings().policy)
    known = [one for one, _ in spoken.texts]
    if language and language not in known:
        raise click.BadParameter(f"there are no messages in {language!r}, only in {', '.join(known)}.")
    seen = [one for tongue in ([language] if language else known) for one in previews(spoken, tongue)]
    if page is None:
        click.echo("\n\n".join(map(_printed, seen)))
        return
    page.write_text(_page(seen), "utf-8")
    click.echo(f"{len(seen)} messages are in {page}.")


def _spoken(file: Path) -> Messages:
    try:
        return load_policy(file).messages
    except PolicyError as error:
        for problem in error.problems:
            click.echo(problem)
        raise click.exceptions.Exit(1) from None


def previews(spoken: Messages, language: str) -> Iterator[Preview]:
    """Every message of one language, in the order of the file, each in all its sample cases."""
    for name, _ in dict(spoken.texts)[language]:
        texts = tuple(_read(spoken, name, language, sample) for sample in samples(name, language))
        yield Preview(language, name.rpartition(":")[2], _purpose(name, language), tuple(dict.fromkeys(texts)))
    asked = {**samples("ask", language)[0], "questions": (word(spoken, language, f"{DOCUMENT}.question"),)}
    yield Preview(language, DOCUMENT, _purpose(DOCUMENT, language), (render(spoken, "ask", language, asked),))


def _purpose(name: str, language: str) -> str:
    sort, colon, _ = name.partition(":")
    return _PURPOSES[sort + colon][0 if language == "fr" else 1]


def _read(spoken: Messages, name: str, language: str, sample: Mapping[str, object]) -> str:
    """A message as it is read: what a rule says to a member stands in its letter."""
    text = render(spoken, name, language, sample)
    return render(spoken, "message", language, {"text": text}) if name.startswith("message:") else text


def _printed(one: Preview) -> str:
    head = f"━━ {one.language} · {one.name} · {one.purpose} "
    texts = ("\n".join(f"  {line}".rstrip() for line in text.splitlines()) for text in one.texts)
    return f"{head:━<100}\n\n" + "\n\n  ┄┄┄\n\n".join(texts)


def _page(seen: list[Preview]) -> str:
    sections = "".join(
        f"<h2>{escape(f'{one.language} · {one.name} · {one.purpose}')}</h2>"
        + "".join(f'<article lang="{escape(one.language)}">{html_of(text)}</article>' for text in one.texts)
        for one in seen
    )
    return f"{_HEAD}{sections}\n"


_HEAD = """<!doctype html>
<meta charset="utf-8">
<title>Guichet: messages</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
h2 { font-size: 1rem; margin: 2.5rem 0 0.5rem; color: #555 }
article { border: 1px solid #ccc; border-radius: 6px; padding: 0.25rem 1.25rem; margin: 0.75rem 0 }
</style>
"""
