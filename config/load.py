"""Loading the policy and its messages: all of it right, or every problem with its line and column."""

from pathlib import Path

from config.across import blame_across, written
from config.build import policy_of
from config.examples import blame_examples
from config.files import LARGEST, Files, files_on_disk, version_of
from config.kinds import Known
from config.places import Document, Place, entries, read
from config.reach import blame_idle_requirements, blame_unreachable
from config.schema import PolicyPart
from config.sentences import say
from config.shape import shaped
from config.templates import blame_templates, own_names
from config.texts import blame_clock_words, checked
from integration.core.errors import PolicyError, Problem
from integration.core.policy import Policy


def load_policy(path: Path) -> Policy:
    """The policy in that file, with the messages in `messages/<language>.yaml` beside it; raises as `policy_from`."""
    return policy_from(files_on_disk(path))


def policy_from(files: Files) -> Policy:
    """The policy in these files.

    Raises PolicyError with all problems at once; the files are then named as the admin knows them, "policy.yaml" and
    "messages/fr.yaml". Its examples are played last, once nothing else is wrong.
    """
    _refuse_too_large(files)
    document, *languages = (_read(name, content) for name, content in files.items())
    part = _checked_policy(document, languages)
    texts = {_language(one): text for one in languages if (text := checked(one)) is not None}
    if part is None or any(one.problems for one in (document, *languages)):
        raise _all_problems(document, *languages)
    policy = policy_of(part, texts, version_of(files))
    blame_idle_requirements(document, part.categories, policy)
    blame_unreachable(document, part.routing, policy)
    blame_examples(document, part.examples, policy)
    if document.problems:
        raise _all_problems(document)
    return policy


def _refuse_too_large(files: Files) -> None:
    if sum(len(content or b"") for content in files.values()) > LARGEST:
        raise PolicyError((Problem(next(iter(files)), 1, 1, say("too_large", largest=f"{LARGEST:,}")),))


def _read(name: str, content: bytes | None) -> Document:
    document = Document(name)
    try:
        if content is not None:
            return read(name, content.decode("utf-8-sig"))
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
        blame_templates(one, document, known)
    return shaped(document, PolicyPart, known)


def _known(document: Document, languages: list[Document]) -> Known:
    return Known(
        categories=frozenset(entries(document.data, "categories")),
        clocks=frozenset(entries(document.data, "clocks")),
        decisions=frozenset(entries(document.data, "decisions")),
        languages=frozenset(_language(one) for one in languages),
        fields=frozenset(entries(document.data, "fields")),
        written=written(document.data),
        messages=own_names(languages, "messages"),
        notes=own_names(languages, "notes"),
        closes="close_after" in entries(document.data, "asking"),
        retention=bool(entries(document.data, "retention")),
    )


def _language(document: Document) -> str:
    return Path(document.file).stem


def _all_problems(*documents: Document) -> PolicyError:
    return PolicyError(tuple(problem for one in documents for problem in sorted(one.problems, key=_order)))


def _order(problem: Problem) -> tuple[int, int]:
    return problem.line, problem.column
