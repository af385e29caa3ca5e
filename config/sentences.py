"""Every sentence an admin can read about a broken policy, in one place so that they can be reviewed and translated."""

import difflib
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pydantic_core import PydanticCustomError

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        # the files themselves
        "no_file": "this file cannot be read: check its path and its rights",
        "not_utf8": "this file is not UTF-8: save it again as UTF-8",
        "syntax": "this is not YAML: {what}",
        "too_large": "the policy and its messages are larger than {largest} bytes together: shorten them",
        "empty_file": "this file is empty",
        "not_a_map": "this file must be a list of `key: value` lines",
        "alias": "anchors and aliases (&, *) are not part of the policy language: write the value out, or quote it",
        "too_deep": "this file is nested too deeply to be a policy",
        "yaml_tag": "`{tag}` is not part of the policy language: write the value without it",
        "odd_key": "a key must be a word",
        "twice": 'the key "{key}" is written twice (first on line {line}): keep one of them',
        # keys and types
        "unknown_key": 'unknown key "{key}"{hint}',
        "missing_key": 'the key "{key}" is missing',
        "empty": "this is empty: give it a value, or take the line away",
        "not_text": "this must be text: put it in quotes",
        "not_whole": "this must be a whole number",
        "not_yes_no": "this must be true or false",
        "not_list": "this must be a list, such as [one, two]",
        "not_map_here": "this must be a group of `key: value` lines",
        "not_one_of": '"{found}" is not known here{hint}; it must be {expected}',
        "too_low": "this must be at least {ge}",
        "too_high": "this must be at most {le}",
        "other": "this is not understood: {what}",
        # single words
        "not_id": '"{found}" cannot be an id: use lower-case letters, digits, "-" and "_", and start with a letter',
        "reserved_id": '"otherwise" names the last resort and cannot be the id of a rule',
        "not_days": '"{found}" is not a number of days: write it as "7 days" or "2 weeks"',
        "not_lasting": '"{found}" is not a length of time: write it as "7 days", "2 weeks" or "16 hours"',
        "not_span": '"{found}" is not a length of time: write it as "12 hours", "3 days" or "2 weeks"',
        "not_clock": '"{found}" is not a time of the day: write it as "18:00", in quotes',
        "not_missing": "this must be true, false, or a list of what must be missing, among {known}",
        "unknown_item": '"{found}" is not known here{hint}; it must be one of {known}',
        "not_values": 'this must be a value or a list of values; "*" stands for anything, "" for nothing',
        "not_months": '"{found}" is not a number of months: write it as "13 months" or "1 year"',
        "not_percent": '"{found}" is not a share: write it as 30%, from 1% to 100%',
        "not_amount": '"{found}" is not an amount: write it as 500 or "49,90", two decimals at most and no currency',
        "not_day": '"{found}" is not a day: write it as 2026-03-12',
        "not_tag": '"{found}" cannot be a tag: use lower-case letters without spaces, commas or quotes',
        "not_language": '"{found}" is not a language: write it as fr or en',
        "own_tag": 'the tag "{found}" is Guichet\'s own: choose another one',
        "telling_tag": (
            'the tag "{found}" tells of a death or an illness, and tags travel into reports and e-mails: '
            "use a neutral one, such as guichet_cas_particulier"
        ),
        "star": '"{found}" cannot be searched for: "*" may only stand at the end of a word',
        "no_letters": '"{found}" holds no letter or digit to look for',
        "timezone": '"{found}" is not a time zone{hint}; write it as Europe/Paris',
        "currency": '"{found}" is not a currency{hint}; write it as EUR',
        "language": 'there are no messages in "{found}"{hint}: add messages/{found}.yaml',
        "pattern": "this account pattern is not a regular expression: {what}",
        # names that point elsewhere in the policy
        "unknown_category": 'there is no category "{found}"{hint}',
        "unknown_clock": 'there is no clock "{found}"{hint}',
        "unknown_message": 'there is no message "{found}"{hint}: write it under `messages` in every language',
        "unknown_note": 'there is no note "{found}"{hint}: write it under `notes` in every language',
        "no_retention": "there is nothing to hold back: say under `retention` what is deleted, and when",
        "no_field_part": 'this needs the field "{part}": name it under `fields`',
        "no_decisions": "this never happens: say under `decisions` which options of the decision field mean {wanted}",
        "idle_clock": 'no category uses the clock "{found}": name it under the `clocks` of one, or take it away',
        "rule_twice": 'the rule id "{found}" is used twice (first on line {line}): each rule needs its own',
        "value_twice": '"{found}" already belongs to the category "{other}": a ticket can only be in one',
        "title_twice": 'the field "{found}" already plays the part "{other}": each part needs its own field',
        "title_taken": 'the field "{found}" plays the part "{other}": a rule cannot write it',
        "decision_twice": '"{found}" already means "{other}": a decision can only mean one thing',
        # things that would never work as meant
        "empty_when": "this condition is empty and would match every case: say what it matches, or use `otherwise`",
        "empty_then": "this rule does nothing: give it a group, an agent, a priority, tags, fields or something to say",
        "not_value": "this must be one value: a text, a number, or true or false",
        "required_anyway": '"{found}" is required of every case already: take it away here',
        "care_document": (
            "`care` never asks for a document, which can be too much to ask of somebody in grief or illness: "
            "take the document or the `care` away"
        ),
        "moving_condition": (
            "what is required can only depend on what the member brings: "
            '"{found}" can change while the member is answering'
        ),
        "empty_amount": "this amount has no bounds: say at_least, at_most or both",
        "contradiction": "this can never match: `{one}` and `{other}` never hold together",
        "never_holds": "this can never match, because of `{one}`: no case of this policy is like that",
        "shadowed": "this rule never gets a case: {earlier} before it takes them all",
        "no_such_amount": "no amount is at least {low} and at most {high}: this can never match",
        "empty_dates": "these dates have no bounds: say before, after, older_than or within",
        "no_such_day": "no day is after {after} and before {before}: this can never match",
        "no_such_past": (
            "no day is more than {older_than} days ago and at most {within} days ago: this can never match"
        ),
        "empty_age": "this age has no bounds: say at_least, at_most or both",
        "no_such_age": "no ticket is that old and that young at once: this can never match",
        "no_such_hour": "from {found} to {found} is no time at all: write two different hours",
        "no_amount_left": "no amount is more than {low} and at most {high}: every amount would be refused",
        "not_in_order": "these times must come one after the other, such as [1 hour, 24 hours]",
        "warn_late": "the warning ({warn}) must come before the due date ({due})",
        "two_units": "the warning and the due date must both be in days, or both in hours",
        "statutory": "a statutory clock counts calendar days and is stopped by nothing: take `{found}` away",
        "endless_pause": (
            "a member who never answers would stop this clock for ever: say under `asking` after how long the case is "
            "closed (`close_after`)"
        ),
        "hours_over_midnight": "working hours must begin and end on the same day",
        "country": '"{found}" is not a country whose holidays are known{hint}; write it as FR',
        "region": '"{found}" is not a region with holidays of its own{hint}; there are: {listed}',
        "no_holiday": "{found} is not a public holiday there: there is nothing to remove",
        "letters_in_order": "each reminder must come after the one before it, and `close_after` after the last",
        "never_closes": "no case is ever closed without `close_after`: add it, or take `close_as` away",
        # messages
        "must_hold": "this must hold {parts}",
        "template": "this message is not a valid template: {what}",
        "placeholder": 'unknown placeholder "{found}" in the message "{name}"{hint}',
        "unrendered": 'the message "{name}" cannot be written with a sample case: {what}',
        "says_nothing": 'the message "{name}" says nothing for a sample case',
        "no_text": 'the message "{name}" has no place for what a rule says: write {{{{ text }}}} where it belongs',
        "not_translated": 'the {sort} "{found}", which a rule names, is missing in this language',
        "idle_template": 'no rule names the {sort} "{found}"{hint}: name it in one, or take it away',
        "clock_word": 'there is no clock "{found}" in the policy{hint}: take this word away',
        # examples
        "needs_day": "an example with a transaction_date needs `day`, the day it is played, such as day: 2026-03-20",
        "expects_nothing": "this example expects nothing: say which group, priority, tags, missing, message or rule",
        "unexpected": "example {number} expected {part} {wanted}, but found {found} (rule: {rule}, played on {day})",
        # the connected helpdesk
        "no_group_there": 'the helpdesk has no group "{found}"{hint}',
        "two_agents_there": (
            "the helpdesk has {count} agents with the name given ({part}): name one by e-mail address"
        ),
        "no_agent_there": "the helpdesk has no agent with the name or address given ({part})",
        "no_brand_there": 'the helpdesk has no brand "{found}"{hint}',
        "means_nothing_there": 'the helpdesk knows no "{found}" ({part}): write something else',
        "no_field_there": 'the helpdesk has no field "{found}" ({part}){hint}',
        "title_there_twice": 'the helpdesk has {count} fields called "{found}" ({part}): rename all but one',
        "no_option_there": 'the helpdesk\'s field "{title}" has no option "{found}" ({part}){hint}',
    }
)


def say(code: str, **facts: object) -> str:
    """One sentence with its facts filled in."""
    return SENTENCES[code].format(**facts)


def wrong(code: str, **facts: object) -> PydanticCustomError:
    """The same sentence as an error that a validator raises."""
    return PydanticCustomError(code, "{sentence}", {"sentence": say(code, **facts)})


def hint(word: str, known: Iterable[str]) -> str:
    """A suggestion among the known words, such as ' (did you mean "group"?)', or "" when none is near."""
    by_folded = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    return f' (did you mean "{by_folded[near[0]]}"?)' if near else ""
