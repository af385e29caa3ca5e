"""Holding a policy against the helpdesk it is connected to: every group, field and option it names must exist there."""

from collections.abc import Iterator

from config.sentences import hint, say
from integration.core.folding import fold
from integration.core.policy import Policy
from integration.helpdesks.contract import Survey


def check_against(policy: Policy, survey: Survey) -> tuple[str, ...]:
    """One sentence for each thing the policy names and the helpdesk lacks or has twice; none when all is well."""
    return (*_groups(policy, survey), *_fields(policy, survey), *_options(policy, survey))


def _groups(policy: Policy, survey: Survey) -> Iterator[str]:
    named = (action.group for action in (*(rule.then for rule in policy.rules), policy.otherwise))
    for group in dict.fromkeys(named):
        if group and group not in survey.groups:
            yield say("no_group_there", found=group, hint=hint(group, survey.groups))


def _fields(policy: Policy, survey: Survey) -> Iterator[str]:
    titles = [field.title for field in survey.fields]
    for part, title in _named(policy):
        count = titles.count(title)
        if count == 0:
            yield say("no_field_there", found=title, part=part, hint=hint(title, titles))
        elif count > 1:
            yield say("title_there_twice", found=title, part=part, count=count)


def _named(policy: Policy) -> Iterator[tuple[str, str]]:
    """The fields the policy names: where it names them, and their title."""
    titles = policy.fields
    parts = {
        "category": titles.category,
        "account": titles.account,
        "transaction_date": titles.transaction_date,
        "amount": titles.amount,
        "description": titles.description,
        "decision": titles.decision,
        "note": titles.note,
    }
    yield from ((f"fields: {part}", title) for part, title in parts.items() if title)
    yield from ((f"clocks: {clock.id}", clock.field) for clock in policy.clocks if clock.field)


def _options(policy: Policy, survey: Survey) -> Iterator[str]:
    categories = [(f"categories: {one.id}", value) for one in policy.categories for value in one.when]
    decided = policy.decisions
    decisions = [
        (f"decisions: {meaning}", value)
        for meaning, values in (
            ("accepted", decided.accepted),
            ("partly", decided.partly),
            ("refused", decided.refused),
        )
        for value in values
    ]
    for title, wanted in ((policy.fields.category, categories), (policy.fields.decision, decisions)):
        yield from _missing_options(title, wanted, survey)


def _missing_options(title: str, wanted: list[tuple[str, str]], survey: Survey) -> Iterator[str]:
    """Only a field that is there once and has options can lack one; a text field takes any value."""
    fields = [field for field in survey.fields if field.title == title]
    options = [fold(word) for word in (*fields[0].options, *fields[0].labels)] if len(fields) == 1 else []
    for part, value in wanted:
        if options and value not in options:
            yield say("no_option_there", title=title, found=value, part=part, hint=hint(value, options))
