"""The words of a case: what the member is asked or thanked for, and the one note that explains it to agents."""

from datetime import date, datetime

from integration.core import receipts
from integration.core.claim import Finding, Item
from integration.core.claim.asking import phrase, phrase_value
from integration.core.clocks import Running
from integration.core.documents import State
from integration.core.facts import Facts
from integration.core.messages import render, word
from integration.core.policy import DOCUMENT
from integration.core.stand import Hindrance, Stand, hindrance
from integration.core.ticket import Kind


def ask(facts: Facts) -> str:
    """The question to the member: what was understood, and one sentence for each thing that is missing."""
    language = _language(facts)
    context = {
        "understood": _understood(facts, language),
        "questions": _questions(facts, language),
        "again": any(mark.kind is Kind.ASK for _, mark in facts.ticket.marks()),
    }
    return render(facts.policy.messages, _named("ask", facts), language, context)


def _questions(facts: Facts, language: str) -> list[str]:
    questions = [phrase(question, language) for question in facts.understood.questions]
    if facts.understood.document is False:
        questions.append(word(facts.policy.messages, language, "document.question"))
    return questions


def thanks(facts: Facts, template: str = "") -> str:
    """The thanks to a member whose case became complete, with the date until which it will be examined.

    `template` names the policy's own message that goes out with it, "" for none: one letter, not two.
    """
    language = _language(facts)
    text = _own(facts, template, language) if template else ""
    context = {"understood": _understood(facts, language), "due": _due(facts, language), "text": text}
    return render(facts.policy.messages, _named("thanks", facts), language, context)


def message(facts: Facts, template: str) -> str:
    """The policy's own message by itself, with the greeting and the signature of every other."""
    language = _language(facts)
    context = {"text": _own(facts, template, language)}
    return render(facts.policy.messages, _named("message", facts), language, context)


def remind(facts: Facts) -> str:
    """The reminder to a member who owes an answer: the same questions, and when the case will be closed, if it will."""
    closes = next((one.at for one in facts.ahead if one.kind is Kind.CLOSE), None)
    language = _language(facts)
    until = _day(closes.astimezone(facts.policy.timezone).date(), language) if closes else ""
    context = {"questions": _questions(facts, language), "until": until}
    return render(facts.policy.messages, "remind", language, context)


def close(facts: Facts) -> str:
    """The kind word with which a case is closed that the member did not answer: an answer opens it again."""
    language = _language(facts)
    return render(facts.policy.messages, "close", language, {"questions": _questions(facts, language)})


def deleted(facts: Facts) -> str:
    """The word to the member that the documents are gone, with the day and a reference."""
    language, timezone = _language(facts), facts.policy.timezone
    context = {
        "day": _day(receipts.deleted_on(facts.documents, timezone), language),
        "reference": receipts.reference(facts.ticket, facts.documents, timezone),
    }
    return render(facts.policy.messages, _named("deleted", facts), language, context)


def _own(facts: Facts, template: str, language: str) -> str:
    context = {"understood": _understood(facts, language), "due": _due(facts, language)}
    return render(facts.policy.messages, f"message:{template}", language, context)


def _due(facts: Facts, language: str) -> str:
    """The date the member is promised; none that has gone by already."""
    return _day(facts.running[0].due_on, language) if facts.running and not facts.running[0].late else ""


def note(facts: Facts, stand: Stand) -> str:
    """The note for agents. It names no hour and no "today", so that it changes only when the case does.

    What the rule has to say to agents follows, once the case has reached them.
    """
    language, messages = facts.policy.language, facts.policy.messages
    context = {
        "state": _STATES[stand],
        "category": facts.category.id,
        "found": _found(facts, language),
        "missing": _missing(facts, language),
        "rule": facts.route.rule,
        "group": facts.route.action.group,
        "clocks": [_clock(facts, one, language) for one in facts.running] if stand is not Stand.OVER else [],
        "holder": facts.ticket.group or facts.route.action.group,
        "assigned": bool(facts.ticket.assignee),
        "reason": _reason(facts, stand),
        "duplicates": [str(one) for one in facts.duplicates],
        "documents": _documents(facts, language),
    }
    own = facts.route.action.note if _STATES[stand] != "incomplete" else ""
    names = ("note", f"note:{own}") if own else ("note",)
    return "\n\n".join(render(messages, name, language, context) for name in names)


def _clock(facts: Facts, running: Running, language: str) -> dict[str, str]:
    """One clock for the note: when it is due, and how it stands in words that stay true; a paused one has no date."""
    state = {"paused": running.paused, "late": running.late, "warned": running.warned}
    since = (running.due_at if running.late else running.warn_at).astimezone(facts.policy.timezone)
    return {
        "name": word(facts.policy.messages, language, f"clock.{running.clock.id}"),
        "due": "" if running.paused else _day(running.due_on, language),
        "counted": _day(running.counted_on, language) if running.counted_on != running.due_on else "",
        "state": next((name for name, holds in state.items() if holds), "running"),
        "since": _instant(since, language),
    }


def _documents(facts: Facts, language: str) -> list[str]:
    """One line for each place where documents stand, with how many, why, and since which day they are gone.

    Where any are gone, a last line names what nobody can remove: the first lines must not be read as "everywhere".
    """
    messages = facts.policy.messages
    lines = [
        word(
            messages,
            language,
            f"documents.{state}",
            count=str(count),
            why=word(messages, language, f"documents.why.{why}") if why else "",
            day=_day(day, language) if day else "",
        )
        for state, why, day, count in receipts.told(facts.documents, facts.policy.timezone)
    ]
    gone = any(one.state is State.VERIFIED for one in facts.documents)
    return [*lines, word(messages, language, "documents.outside")] if gone else lines


def _found(facts: Facts, language: str) -> list[dict[str, str]]:
    messages, understood = facts.policy.messages, facts.understood
    found = [
        {
            "label": word(messages, language, one.item),
            "value": phrase_value(one, language),
            "where": _where(facts, one, source),
        }
        for one, source in zip(understood.findings, understood.sources, strict=True)
        if one.item is not Item.DESCRIPTION
    ]
    if understood.document:
        words = {"label": "document", "value": "document.received", "where": "where.comment"}
        found.append({part: word(messages, language, key) for part, key in words.items()})
    return found


def _missing(facts: Facts, language: str) -> list[str]:
    items: list[str] = [question.item for question in facts.understood.questions]
    if facts.understood.document is False:
        items.append(DOCUMENT)
    return [word(facts.policy.messages, language, item) for item in items]


_STATES = {
    Stand.ASK: "incomplete",
    Stand.WAITING: "incomplete",
    Stand.PERSON: "person",
    Stand.COMPLETE: "complete",
    Stand.OVER: "solved",
}


def _named(name: str, facts: Facts) -> str:
    return f"{name}_care" if facts.category.care else name


def _language(facts: Facts) -> str:
    known = {language for language, _ in facts.policy.messages.texts}
    wanted = facts.ticket.requester.language
    return wanted if wanted in known else facts.policy.language


def _understood(facts: Facts, language: str) -> list[str]:
    messages = facts.policy.messages
    told = (found for found in facts.understood.findings if found.item is not Item.DESCRIPTION)
    pairs = [(word(messages, language, found.item), phrase_value(found, language)) for found in told]
    if facts.understood.document:
        pairs.append((word(messages, language, DOCUMENT), word(messages, language, "document.received")))
    return [word(messages, language, "pair", label=label, value=value) for label, value in pairs]


def _reason(facts: Facts, stand: Stand) -> str:
    """Why a person must take over, or why the case was closed; "" when nothing that is still to be seen says so."""
    why = hindrance(facts.ticket, facts.understood, facts.policy) if stand is Stand.PERSON else None
    if stand is Stand.OVER and facts.due is Kind.CLOSE:
        why = Hindrance.SILENT
    return word(facts.policy.messages, facts.policy.language, f"reason.{why}") if why else ""


def _where(facts: Facts, found: Finding, source: str) -> str:
    """The place in words; a comment's id says nothing to an agent who reads the conversation."""
    titles = facts.policy.fields
    title = {Item.ACCOUNT: titles.account, Item.TRANSACTION_DATE: titles.transaction_date, Item.AMOUNT: titles.amount}
    place = source.partition(":")[0]
    return word(facts.policy.messages, facts.policy.language, f"where.{place}", title=title.get(found.item, ""))


def _instant(local: datetime, language: str) -> str:
    day = _day(local.date(), language)
    return f"{day} à {local:%H\u00a0h\u00a0%M}" if language == "fr" else f"{day}, {local:%H:%M}"


def _day(day: date, language: str) -> str:
    return phrase_value(Finding(Item.TRANSACTION_DATE, day, "clock", 0, 0, "computed"), language)
