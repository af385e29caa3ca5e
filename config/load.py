"""Loading the policy and its messages: all of it right, or every problem with its line and column."""

import hashlib
from pathlib import Path

from config.across import blame_across
from config.build import policy_of
from config.examples import blame_examples
from config.kinds import Known
from config.places import Document, Place, entries, read
from config.schema import PolicyPart
from config.sentences import say
from config.shape import shaped
from config.texts import blame_clock_words, checked
from integration.core.errors import PolicyError, Problem
from integration.core.policy import Policy


def load_policy(path: Path) -> Policy:
    """The policy in that file, with the messages in `messages/<language>.yaml` beside it.

    Raises PolicyError with all problems at once; the files are then named as the admin knows them, "policy.yaml" and
    "messages/fr.yaml". Its examples are played last, once nothing else is wrong.
    """
    sources = {file: _bytes(file) for file in (path, *sorted((path.parent / "messages").glob("*.yaml")))}
    document, *languages = (_read(file, source, path.parent) for file, source in sources.items())
    part = _checked_policy(document, languages)
    texts = {_language(one): text for one in languages if (text := checked(one)) is not None}
    if part is None or any(one.problems for one in (document, *languages)):
        raise _all_problems(document, *languages)
    policy = policy_of(part, texts, _version(sources, path.parent))
    blame_examples(document, part.examples, policy)
    if document.problems:
        raise _all_problems(document)
    return policy


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _read(file: Path, source: bytes | None, folder: Path) -> Document:
    name = file.relative_to(folder).as_posix()
    document = Document(name)
    try:
        if source is not None:
            return read(name, source.decode("utf-8-sig"))
        document.blame(Place(1, 1), say("no_file"))
    except UnicodeDecodeError:
        document.blame(Place(1, 1), say("not_utf8"))
    return document


def _checked_policy(document: Document, languages: list[Document]) -> PolicyPart | None:
    if document.data is None:
        return None
    known = _known(document, languages)
    blame_across(document)
    for one in languages:
        blame_clock_words(one, known)
    return shaped(document, PolicyPart, known)


def _known(document: Document, languages: list[Document]) -> Known:
    return Known(
        categories=frozenset(entries(document.data, "categories")),
        clocks=frozenset(entries(document.data, "clocks")),
        decisions=frozenset(entries(document.data, "decisions")),
        languages=frozenset(_language(one) for one in languages),
    )


def _language(document: Document) -> str:
    return Path(document.file).stem


def _all_problems(*documents: Document) -> PolicyError:
    return PolicyError(tuple(problem for one in documents for problem in sorted(one.problems, key=_order)))


def _order(problem: Problem) -> tuple[int, int]:
    return problem.line, problem.column


def _version(sources: dict[Path, bytes | None], folder: Path) -> str:
    digest = hashlib.sha256()
    for file, source in sources.items():
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + (source or b"") + b"\0")
    return digest.hexdigest()[:12]
