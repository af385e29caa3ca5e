"""What Guichet wants to do with a case, by where it stands; what is already so is dropped by the caller."""

from integration.core import speech
from integration.core.changes import AddComment, AddTag, Change, RemoveTag, SetGroup, SetPriority, SetStatus
from integration.core.facts import Facts
from integration.core.policy import Action
from integration.core.promises import shown
from integration.core.reading import write_back
from integration.core.stand import Stand, agent_speaks
from integration.core.ticket import Kind, Mark, Status, Ticket


def steps(stand: Stand, facts: Facts) -> tuple[Change, ...]:
    """The wanted changes, in the order an agent would tell them."""
    match stand:
        case Stand.ASK:
            return _ask(facts)
        case Stand.WAITING:
            return (AddTag(facts.policy.tags.incomplete),)
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


def _to_person(facts: Facts) -> tuple[Change, ...]:
    tags = facts.policy.tags
    fresh = tags.person not in facts.ticket.tags
    return (
        AddTag(tags.incomplete),
        AddTag(tags.person),
        *shown(facts.ticket, facts.running),
        *(_arrival(facts) if fresh else ()),
    )


def _complete(facts: Facts) -> tuple[Change, ...]:
    tags = facts.policy.tags
    fresh = tags.complete not in facts.ticket.tags
    return (
        RemoveTag(tags.incomplete),
        RemoveTag(tags.person),
        AddTag(tags.complete),
        *shown(facts.ticket, facts.running),
        *((*_copied(facts), *_arrival(facts), *_thanks(facts)) if fresh else ()),
    )


def _tidy(facts: Facts) -> tuple[Change, ...]:
    return (RemoveTag(facts.policy.tags.incomplete), RemoveTag(facts.policy.tags.person))


def _copied(facts: Facts) -> tuple[Change, ...]:
    policy = facts.policy
    return write_back(facts.ticket, facts.understood, policy) if policy.write_back else ()


def _arrival(facts: Facts) -> tuple[Change, ...]:
    """The case reaches its team; one that waited for the member is opened, one that an agent has taken stays there."""
    opened = (SetStatus(Status.OPEN),) if facts.ticket.status is Status.PENDING else ()
    return (*opened, *_placed(facts.route.action, facts.ticket))


def _placed(action: Action, ticket: Ticket) -> tuple[Change, ...]:
    tags = tuple(AddTag(tag) for tag in action.tags)
    if ticket.assignee:
        return tags
    group = (SetGroup(action.group),) if action.group else ()
    priority = (SetPriority(action.priority),) if action.priority else ()
    return (*group, *priority, *tags)


def _thanks(facts: Facts) -> tuple[Change, ...]:
    kinds = {mark.kind for _, mark in facts.ticket.marks()}
    if Kind.ASK not in kinds or Kind.THANKS in kinds or agent_speaks(facts.ticket):
        return ()
    return (AddComment(speech.thanks(facts), public=True, mark=Mark(Kind.THANKS)),)
