"""From the checked files to the policy as the core knows it."""

from datetime import time
from zoneinfo import ZoneInfo

from config import holidays
from config.case_parts import CategoryPart, ChecksPart
from config.clock_parts import AlarmPart, AskingPart, CalendarPart, ClockPart
from config.conditions import condition
from config.routing_parts import OtherwisePart, RulePart, ThenPart
from config.safety_parts import RetentionPart
from config.schema import PolicyPart
from config.texts import MessagesPart, phrases
from integration.core.calendar import Calendar
from integration.core.claim import Checks, Reading
from integration.core.clocks import Alarm, Clock, Starts, Until
from integration.core.judging import DAYS
from integration.core.messages import Messages
from integration.core.policy import (
    Action,
    Category,
    Decisions,
    FieldTitles,
    Limits,
    Mode,
    Policy,
    Reminders,
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
        calendar=_calendar(part.calendar),
        reminders=_reminders(part.asking),
        mode=Mode(part.mode),
        limits=Limits(**dict(part.limits)),
        retention=_retention(part.retention) if part.retention else None,
        duplicates_within_days=part.duplicates.within if part.duplicates else None,
    )


def _retention(part: RetentionPart) -> Retention:
    return Retention(
        hold_tag=part.hold_tag,
        grace=part.grace,
        categories=part.categories,
        agents_files="agents_files" in part.also,
        signature_images="signature_images" in part.also,
        check_again_after=part.check_again_after,
        receipt=part.receipt,
        deletes_tickets=part.zammad_without_addon == "delete_ticket",
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
    return Clock(
        id=id_,
        starts=Starts(part.starts),
        until=Until(part.until),
        warn=part.warn,
        due=part.due,
        field=part.field,
        business=part.days == "business",
        pauses=part.pause_while is not None,
        rolls_over=part.roll_over,
        statutory=part.statutory,
        at_warn=_alarm(part.at_warn),
        at_due=_alarm(part.at_due),
    )


def _alarm(part: AlarmPart) -> Alarm:
    priority = Priority(part.priority) if part.priority else None
    return Alarm(priority, part.group, part.assignee, part.tags, part.notify)


def _calendar(part: CalendarPart) -> Calendar:
    free = part.holidays
    return Calendar(
        weekdays=frozenset(DAYS.index(day) for day in part.working_days),
        holidays=(holidays.days(free.country, free.region) | frozenset(free.extra)) - frozenset(free.removed),
        opens=part.hours.start if part.hours else time(),
        closes=part.hours.end if part.hours else None,
    )


def _reminders(part: AskingPart) -> Reminders:
    quiet = part.quiet
    return Reminders(part.remind_after, part.close_after, quiet.start, quiet.end, part.close_as)
