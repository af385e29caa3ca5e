"""The statement of the day as people read it, in French or in English: plain text, numbers and ids."""

from collections.abc import Iterator, Mapping
from datetime import date

from integration.core.statement import Gap, Line, Statement

SHOWN = 20
"""So many ids are listed; the rest is counted."""

_Words = Mapping[str, str]

_FR: _Words = {
    "title": "Relevé du {day}, {helpdesk}",
    "at": "Établi le {at}",
    "total": "Demandes de remboursement",
    Line.INCOMPLETE: "incomplètes\u00a0: une réponse du membre est attendue",
    Line.PERSON: "à reprendre par un agent",
    Line.COMPLETE: "complètes, dans les délais",
    Line.WARNED: "bientôt en retard",
    Line.OVERDUE: "en retard",
    Line.DECIDED: "décidées",
    "found": "Connues par",
    "arrived": "Arrivées ce jour",
    "none": "aucune",
    "webhook": "webhook",
    "catch_up": "rattrapage",
    "sweep": "balayage",
    "": "origine inconnue",
    "suspended": "Messages suspendus qui ressemblent à une demande, à relire par un agent",
    "documents": "Documents",
    "held": "à supprimer",
    "deleted": "supprimés",
    "deleted_that_day": "dont ce jour",
    "not_deletable": "non supprimables",
    "on_hold": "conservés sur demande",
    "balanced": "Le compte est juste. Demandes non résolues dans {helpdesk}\u00a0: {count}, toutes connues ici.",
    "under_way": "À peine arrivées et en cours de lecture\u00a0: {count}.",
    "unbalanced": "ÉCART\u00a0: les demandes de {helpdesk} et celles de Guichet diffèrent.",
    "wrong_sum": "ÉCART\u00a0: les lignes de ce relevé ne font pas le total.",
    "not_asked": "ÉCART POSSIBLE\u00a0: {helpdesk} n’a pas pu être interrogé. {problem}",
    Gap.UNSEEN: "jamais vues par Guichet",
    Gap.ENDED: "terminées dans le helpdesk, encore ouvertes ici",
    Gap.REOPENED: "rouvertes dans le helpdesk, terminées ici",
    Gap.UNREAD: "différentes, et illisibles pour le moment",
    "more": "et {count} de plus",
    "colon": "\u00a0: ",
}
_EN: _Words = {
    "title": "Statement of {day}, {helpdesk}",
    "at": "Made on {at}",
    "total": "Refund requests",
    Line.INCOMPLETE: "incomplete: the member owes an answer",
    Line.PERSON: "to be taken up by an agent",
    Line.COMPLETE: "complete, on time",
    Line.WARNED: "late soon",
    Line.OVERDUE: "overdue",
    Line.DECIDED: "decided",
    "found": "Known by",
    "arrived": "Arrived on that day",
    "none": "none",
    "webhook": "webhook",
    "catch_up": "catching up",
    "sweep": "sweep",
    "": "unknown origin",
    "suspended": "Suspended messages that look like a request, for an agent to read",
    "documents": "Documents",
    "held": "to be deleted",
    "deleted": "deleted",
    "deleted_that_day": "on that day",
    "not_deletable": "not deletable",
    "on_hold": "on hold",
    "balanced": "It balances. Unsolved requests in {helpdesk}: {count}, all of them known here.",
    "under_way": "Just arrived and being read: {count}.",
    "unbalanced": "GAP: the requests of {helpdesk} and those of Guichet differ.",
    "wrong_sum": "GAP: the lines of this statement do not make its total.",
    "not_asked": "POSSIBLE GAP: {helpdesk} could not be asked. {problem}",
    Gap.UNSEEN: "never seen by Guichet",
    Gap.ENDED: "over in the helpdesk, still open here",
    Gap.REOPENED: "reopened in the helpdesk, over here",
    Gap.UNREAD: "different, and unreadable for now",
    "more": "and {count} more",
    "colon": ": ",
}


def told(statement: Statement, language: str) -> str:
    """The statement in that language ("fr", else English)."""
    words = _FR if language == "fr" else _EN
    return "\n".join((*_title(statement, words), *_tickets(statement, words), "", *_verdict(statement, words))) + "\n"


def title(statement: Statement, language: str) -> str:
    """Its first line, as a subject."""
    return next(_title(statement, _FR if language == "fr" else _EN))


def _title(statement: Statement, words: _Words) -> Iterator[str]:
    yield words["title"].format(day=_day(statement.day, words), helpdesk=statement.helpdesk)
    at = f"{_day(statement.at.date(), words)}, {statement.at:%H:%M %Z}"
    yield words["at"].format(at=at)


def _tickets(statement: Statement, words: _Words) -> Iterator[str]:
    yield ""
    yield _row(words["total"], statement.total)
    for line, count in statement.lines.items():
        ids = _ids(statement.overdue, words) if line == Line.OVERDUE and count else ""
        yield _row(f"  {words[line]}", count) + (f"   ({ids})" if ids else "")
    yield _said(words["found"], statement.found, words)
    yield _said(words["arrived"], statement.arrived, words)
    if statement.compared and statement.compared.suspended:
        suspended = statement.compared.suspended
        yield f"{words['suspended']}{words['colon']}{len(suspended)} ({_ids(suspended, words)})"
    documents = statement.documents
    counts = {name: getattr(documents, name) for name in ("held", "deleted", "not_deletable", "on_hold")}
    parts = [f"{words[name]} {count}" for name, count in counts.items()]
    parts[1] += f" ({words['deleted_that_day']} {documents.deleted_that_day})"
    yield f"{words['documents']}{words['colon']}{', '.join(parts)}"


def _verdict(statement: Statement, words: _Words) -> Iterator[str]:
    compared, name = statement.compared, statement.helpdesk
    if compared is None:
        yield words["not_asked"].format(helpdesk=name, problem=statement.problem)
    elif compared.gaps:
        yield words["unbalanced"].format(helpdesk=name)
        for gap in Gap:
            ids = tuple(id_ for kind, id_ in compared.gaps if kind is gap)
            if ids:
                yield f"  {words[gap]}{words['colon']}{len(ids)} ({_ids(ids, words)})"
    elif not statement.balanced:
        yield words["wrong_sum"]
    else:
        yield words["balanced"].format(helpdesk=name, count=compared.unsolved)
        if compared.under_way:
            yield words["under_way"].format(count=compared.under_way)


def _said(label: str, counts: Mapping[str, int], words: _Words) -> str:
    said = ", ".join(f"{words.get(name, name)} {count}" for name, count in counts.items())
    return f"{label}{words['colon']}{said or words['none']}"


def _row(label: str, count: int) -> str:
    return f"{label:<56}{count:>7}"


def _ids(ids: tuple[str, ...], words: _Words) -> str:
    shown = ", ".join(ids[:SHOWN])
    return f"{shown}, {words['more'].format(count=len(ids) - SHOWN)}" if len(ids) > SHOWN else shown


def _day(day: date, words: _Words) -> str:
    return f"{day:%d/%m/%Y}" if words is _FR else day.isoformat()
