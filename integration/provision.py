"""Plan, apply, destroy: from what the policy needs to a helpdesk that has it, one approved step at a time."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from integration.core.errors import GuichetError
from integration.core.policy import Policy
from integration.core.provisioning.blueprint import blueprint
from integration.core.provisioning.draw import clear, draw
from integration.core.provisioning.things import Found, Kind, Plan, Properties, Step, Value, Verb
from integration.helpdesks.contract import Ground
from integration.ledger.provisioned import Provisioned

FORMAT = 1
"""Of the plan's file; another one is not read."""


class NotApproved(GuichetError):
    """What would be done is not what was approved: nothing was done."""


@dataclass(frozen=True, slots=True)
class Site:
    """One helpdesk to furnish. `receiver` is the public address of its webhook door."""

    helpdesk: str
    ground: Ground
    policy: Policy
    receiver: str
    memory: Provisioned
    now: Callable[[], datetime]


def plan(site: Site) -> Plan:
    """What there is to do now. Raises as `Ground` does."""
    found = site.ground.look()
    wanted = site.ground.needs(blueprint(site.policy), found, site.receiver)
    return draw(wanted, found, site.memory.ids(site.helpdesk))


def apply(site: Site, approved: Plan) -> Iterator[Step]:
    """Carry the approved plan out, telling each step once it is done and remembered.

    Stopped at any step, it goes on from there when it is called again with the same plan. Raises NotApproved, before
    anything is done, when the helpdesk moved since so that other steps than those approved are needed.
    """
    current = plan(site)
    _approve(current, approved)
    yield from _carried_out(site, current.todo)


def destroy(site: Site) -> tuple[Plan, tuple[Found, ...]]:
    """What would be removed because it is ours, and what would be left because it holds data."""
    return clear(site.ground.look(), site.memory.ids(site.helpdesk))


def tear_down(site: Site, approved: Plan) -> Iterator[Step]:
    """Remove what `destroy` showed, and forget it. Raises NotApproved as `apply` does."""
    current, _ = destroy(site)
    _approve(current, approved)
    yield from _carried_out(site, current.todo)


def _carried_out(site: Site, steps: tuple[Step, ...]) -> Iterator[Step]:
    ids = dict(site.memory.ids(site.helpdesk))
    for step in steps:
        ids[step.key] = site.ground.carry_out(step, ids)
        if step.verb is Verb.REMOVE:
            site.memory.forget(site.helpdesk, step.key)
        else:
            site.memory.remember(site.helpdesk, step.key, ids[step.key], site.now())
        yield step


def _approve(current: Plan, approved: Plan) -> None:
    if current.problems:
        raise NotApproved(" ".join(current.problems))
    known = {step.key: step for step in approved.steps}
    other = [step for step in current.todo if not _is_part(step, known.get(step.key))]
    if other:
        steps = ", ".join(f"{step.verb} {step.key}" for step in other)
        raise NotApproved(f"The helpdesk or the policy changed since this plan was made ({steps}): plan again.")


def _is_part(step: Step, approved: Step | None) -> bool:
    """A step is approved as it stands; what an earlier run began and could not end or note need only be ended."""
    if approved is None:
        return False
    begun = step.verb is Verb.ADOPT and approved.verb in {Verb.CREATE, Verb.ADOPT}
    return step == approved or (begun and set(step.after) <= set(approved.after))


def written(approved: Plan, site: Site) -> str:
    """The plan as a file to be read by a person and handed to `apply`."""
    body = {
        "format": FORMAT,
        "helpdesk": site.helpdesk,
        "checksum": approved.checksum,
        "steps": [asdict(step) for step in approved.steps],
        "problems": approved.problems,
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def read(text: str, site: Site) -> Plan:
    """The plan in a file. Raises NotApproved when it is not one, was altered, or is for another helpdesk."""
    try:
        body = json.loads(text)
        found = Plan(tuple(_step(one) for one in body["steps"]), tuple(body["problems"]))
        whole = body["format"] == FORMAT and body["checksum"] == found.checksum
        helpdesk = body["helpdesk"]
    except (ValueError, KeyError, TypeError):
        raise NotApproved("This file is no plan: write one with `guichet plan --out FILE`.") from None
    if not whole:
        raise NotApproved("This plan was altered after it was made: plan again.")
    if helpdesk != site.helpdesk:
        raise NotApproved(f"This plan is for the helpdesk {helpdesk!r}, not for {site.helpdesk!r}.")
    return found


def _step(stored: Mapping[str, Any]) -> Step:
    return Step(
        verb=Verb(stored["verb"]),
        kind=Kind(stored["kind"]),
        key=stored["key"],
        title=stored["title"],
        id=stored["id"],
        before=_properties(stored["before"]),
        after=_properties(stored["after"]),
    )


def _properties(stored: list[list[Any]]) -> Properties:
    return tuple((name, _value(value)) for name, value in stored)


def _value(stored: Any) -> Value:
    return tuple(_value(one) for one in stored) if isinstance(stored, list) else stored
