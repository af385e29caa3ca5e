"""The words of a case: what the member is asked or thanked for, and the one note that explains it to agents."""

from datetime import date

from integration.core.claim import Finding, Item
from integration.core.claim.asking import phrase, phrase_value
from integration.core.facts import Facts
from integration.core.messages import render, word
from integration.core.stand import Stand, hindrance
from integration.core.ticket import Kind


def ask(facts: Facts) -> str:
    """The question to the member: what was understood, and one sentence for each thing that is missing."""
    language = _language(facts)
    context = {
        "understood": _understood(facts, language),
        "questions": [phrase(question, language) for question in facts.understood.questions],
        "again": any(mark.kind is Kind.ASK for _, mark in facts.ticket.marks()),
    }
    return render(facts.policy.messages, _named("ask", facts), language, context)


def thanks(facts: Facts) -> str:
    """The thanks to a member whose case became complete, with the date until which it will be examined."""
    language = _language(facts)
    due = _day(facts.running[0].due_on, language) if facts.running else ""
    context = {"understood": _understood(facts, language), "due": due}
    return render(facts.policy.messages, _named("thanks", facts), language, context)


def note(facts: Facts, stand: Stand) -> str:
    """The note for agents. It names no hour and no "today", so that it changes only when the case does."""
    language, messages = facts.policy.language, facts.policy.messages
    context = {
        "state": _STATES[stand],
        "category": facts.category.id,
        "found": [
            {
                "label": word(messages, language, found.item),
                "value": phrase_value(found, language),
                "where": _where(facts, found, source),
            }
            for found, source in zip(facts.understood.findings, facts.understood.sources, strict=True)
            if found.item is not Item.DESCRIPTION
        ],
        "missing": [word(messages, language, question.item) for question in facts.understood.questions],
        "rule": facts.route.rule,
        "group": facts.route.action.group,
        "clocks": [
            {"name": word(messages, language, f"clock.{one.clock.id}"), "due": _day(one.due_on, language)}
            for one in facts.running
        ],
        "reason": _reason(facts, stand),
        "duplicates": [str(one) for one in facts.duplicates],
    }
    return render(messages, "note", language, context)


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
    return [
        word(
            messages, language, "pair", label=word(messages, language, found.item), value=phrase_value(found, language)
        )
        for found in told
    ]


def _reason(facts: Facts, stand: Stand) -> str:
    """Why a person must take over; "" when nothing that is still to be seen says so."""
    why = hindrance(facts.ticket, facts.understood, facts.policy) if stand is Stand.PERSON else None
    return word(facts.policy.messages, facts.policy.language, f"reason.{why}") if why else ""


def _where(facts: Facts, found: Finding, source: str) -> str:
    """The place in words; a comment's id says nothing to an agent who reads the conversation."""
    titles = facts.policy.fields
    title = {Item.ACCOUNT: titles.account, Item.TRANSACTION_DATE: titles.transaction_date, Item.AMOUNT: titles.amount}
    place = source.partition(":")[0]
    return word(facts.policy.messages, facts.policy.language, f"where.{place}", title=title.get(found.item, ""))


def _day(day: date, language: str) -> str:
    return phrase_value(Finding(Item.TRANSACTION_DATE, day, "clock", 0, 0, "computed"), language)
