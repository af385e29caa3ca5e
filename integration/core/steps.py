"""What Guichet wants to do with a case, by where it stands; what is already so is dropped by the caller."""

from integration.core import speech
from integration.core.changes import (
    AddComment,
    AddTag,
    Assign,
    Change,
    RemoveTag,
    SetField,
    SetGroup,
    SetPriority,
    SetStatus,
)
from integration.core.facts import Facts
from integration.core.policy import Action, Policy
from integration.core.reading import write_back
from integration.core.stand import Stand, agent_speaks, let_go
from integration.core.ticket import Kind, Mark, Status, Ticket


def steps(stand: Stand, facts: Facts) -> tuple[Change, ...]:
    """The wanted changes, in the order an agent would tell them."""
    match stand:
        case Stand.ASK:
            return _ask(facts)
        case Stand.WAITING:
            return _waiting(facts)
        case Stand.PERSON:
            return _to_person(facts)
        case Stand.COMPLETE:
            return _complete(facts)
        case _:
            return _tidy(facts)


def _ask(facts: Facts) -> tuple[Change, ...]:
    question = AddComment(speech.ask(facts), public=True, mark=Mark(Kind.ASK, facts.understood.codes))
    return (
        AddTag(facts.policy.tags.incomplete),
        *_copied(facts),
        SetStatus(Status.PENDING),
        question,
    )


def _waiting(facts: Facts) -> tuple[Change, ...]:
    """The member is waited for: reminded when it is time, and in the end no longer.

    The tag stays on what is let go: with it an answer that comes after all is known for one.
    """
    incomplete, ticket, policy = facts.policy.tags.incomplete, facts.ticket, facts.policy
    if facts.due is Kind.REMIND:
        reminder = AddComment(speech.remind(facts), public=True, mark=Mark(Kind.REMIND, facts.understood.codes))
        return (AddTag(incomplete), reminder)
    if facts.due is Kind.CLOSE:
        agent = policy.reminders.close_as
        closed = AddComment(speech.close(facts), public=True, mark=Mark(Kind.CLOSE, facts.understood.codes))
        given = (Assign(agent),) if agent and not ticket.assignee else ()
        return (AddTag(incomplete), *given, SetStatus(Status.SOLVED), closed)
    return (AddTag(incomplete),)


def _to_person(facts: Facts) -> tuple[Change, ...]:
    tags = facts.policy.tags
    fresh = tags.person not in facts.ticket.tags
    return (
        AddTag(tags.incomplete),
        AddTag(tags.person),
        *(_arrival(facts) if fresh else ()),
    )


def _complete(facts: Facts) -> tuple[Change, ...]:
    tags = facts.policy.tags
    fresh = tags.complete not in facts.ticket.tags
    return (
        RemoveTag(tags.incomplete),
        RemoveTag(tags.person),
        AddTag(tags.complete),
        *((*_copied(facts), *_arrival(facts), *_said(facts)) if fresh else ()),
    )


def _tidy(facts: Facts) -> tuple[Change, ...]:
    if let_go(facts.ticket, facts.policy):
        return ()
    return (RemoveTag(facts.policy.tags.incomplete), RemoveTag(facts.policy.tags.person))


def _copied(facts: Facts) -> tuple[Change, ...]:
    policy = facts.policy
    return write_back(facts.ticket, facts.understood, policy) if policy.write_back else ()


def _arrival(facts: Facts) -> tuple[Change, ...]:
    """The case reaches its team; one that waited for the member is opened, one that an agent has taken stays there."""
    opened = (SetStatus(Status.OPEN),) if facts.ticket.status is Status.PENDING else ()
    return (*opened, *_placed(facts.route.action, facts))


def _placed(action: Action, facts: Facts) -> tuple[Change, ...]:
    """Where the rule puts the case. What an agent has taken stays with that agent as it is; only tags are added."""
    tags = tuple(AddTag(tag) for tag in (*action.tags, *_hold(action, facts.policy)))
    if facts.ticket.assignee:
        return tags
    group = (SetGroup(action.group),) if action.group else ()
    agent = (Assign(action.assignee),) if action.assignee else ()
    priority = (SetPriority(action.priority),) if action.priority else ()
    fields = tuple(SetField(title, value) for title, value in action.fields)
    return (*group, *agent, *priority, *fields, *tags)


def _hold(action: Action, policy: Policy) -> tuple[str, ...]:
    return (policy.retention.hold_tag,) if action.hold and policy.retention else ()


def _said(facts: Facts) -> tuple[Change, ...]:
    """What the member reads as the case arrives: thanks if something was asked, the rule's own message, or both as one.

    An update carries one comment, and a member one letter. Nothing goes out where an agent is already writing.
    """
    if agent_speaks(facts.ticket):
        return ()
    message = _unsaid(facts)
    if _thanks_are_due(facts.ticket):
        about = (message,) if message else ()
        return (AddComment(speech.thanks(facts, message), public=True, mark=Mark(Kind.THANKS, about)),)
    if message:
        return (AddComment(speech.message(facts, message), public=True, mark=Mark(Kind.MESSAGE, (message,))),)
    return ()


def _thanks_are_due(ticket: Ticket) -> bool:
    kinds = {mark.kind for _, mark in ticket.marks()}
    return Kind.ASK in kinds and Kind.THANKS not in kinds


def _unsaid(facts: Facts) -> str:
    """The rule's message, "" when it has none or the member has read it: alone, or within thanks."""
    said = {name for _, mark in facts.ticket.marks() if mark.kind in {Kind.THANKS, Kind.MESSAGE} for name in mark.about}
    message = facts.route.action.message
    return "" if message in said else message
