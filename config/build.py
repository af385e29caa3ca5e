"""From the checked files to the policy as the core knows it."""

from zoneinfo import ZoneInfo

from config.case_parts import CategoryPart, ChecksPart
from config.conditions import condition
from config.routing_parts import OtherwisePart, RulePart, ThenPart
from config.schema import ClockPart, PolicyPart
from config.texts import MessagesPart, phrases
from integration.core.claim import Checks, Reading
from integration.core.clocks import Clock, Length, Starts, Until
from integration.core.messages import Messages
from integration.core.policy import (
    Action,
    Category,
    Decisions,
    FieldTitles,
    Limits,
    Mode,
    Policy,
    RequiresIf,
    Retention,
    Rule,
)
from integration.core.ticket import Priority


def policy_of(part: PolicyPart, texts: dict[str, MessagesPart], version: str) -> Policy:
    """The frozen policy; its own language comes first among its messages, for it is the one to fall back to."""
    languages = sorted(texts, key=lambda language: (language != part.language, language))
    return Policy(
        version=version,
        language=part.language,
        timezone=ZoneInfo(part.timezone),
        fields=FieldTitles(**dict(part.fields)),
        categories=tuple(_category(id_, one) for id_, one in part.categories.items()),
        reading=_reading(part.checks, part.currency, tuple(p for text in languages for p in phrases(texts[text]))),
        rules=tuple(_rule(one) for one in part.routing),
        otherwise=_action(part.otherwise),
        clocks=tuple(_clock(id_, one) for id_, one in part.clocks.items()),
        messages=Messages(
            texts=tuple((language, texts[language].templates()) for language in languages),
            words=tuple((language, texts[language].words.flat()) for language in languages),
        ),
        decisions=Decisions(**dict(part.decisions)),
        write_back=part.write_back,
        ask_at_most=part.asking.at_most,
        mode=Mode(part.mode),
        limits=Limits(**dict(part.limits)),
        retention=Retention(part.retention.hold_tag) if part.retention else None,
        duplicates_within_days=part.duplicates.within if part.duplicates else None,
    )


def _category(id_: str, part: CategoryPart) -> Category:
    return Category(
        id=id_,
        when=part.when.category,
        requires=part.requires,
        clocks=part.clocks,
        care=part.care,
        requires_if=tuple(RequiresIf(condition(one.when), one.requires) for one in part.requires_if),
    )


def _reading(checks: ChecksPart, currency: str, own_texts: tuple[str, ...]) -> Reading:
    return Reading(
        currency=currency,
        checks=Checks(
            not_in_the_future=checks.transaction_date.not_in_the_future,
            not_older_than_months=checks.transaction_date.not_older_than,
            more_than=checks.amount.more_than,
            at_most=checks.amount.at_most,
            currencies=checks.amount.currencies or (currency,),
        ),
        account_patterns=checks.account.patterns,
        account_check=checks.account.check_digit,
        own_texts=own_texts,
    )


def _rule(part: RulePart) -> Rule:
    return Rule(part.id, condition(part.when), _action(part.then))


def _action(part: ThenPart | OtherwisePart) -> Action:
    return Action(
        group=part.group,
        priority=Priority(part.priority) if part.priority else None,
        tags=part.tags,
        assignee=part.assignee,
        fields=tuple(part.fields.items()),
        note=part.note,
        message=part.message,
        hold=part.hold,
    )


def _clock(id_: str, part: ClockPart) -> Clock:
    return Clock(id_, Starts(part.starts), Until(part.until), Length(part.warn), Length(part.due), part.field)
