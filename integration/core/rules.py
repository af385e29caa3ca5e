"""Routing: the first rule that a case meets says where it goes."""

from dataclasses import dataclass, field

from integration.core.judging import judge
from integration.core.meeting import meets
from integration.core.policy import Action, Policy, Rule
from integration.core.subject import Subject
from integration.core.verdict import Verdict

OTHERWISE = "otherwise"
"""What the last resort is called where a rule's id is expected."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where the case goes and by which rule ("otherwise" when none was met); `tried` are the rules up to that one."""

    rule: str
    action: Action
    subject: Subject = field(repr=False)
    tried: tuple[Rule, ...] = ()

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdict on each rule tried. Told when somebody asks: finding the rule takes a tenth of the time."""
        return tuple(judge(rule.when, self.subject, f"rule:{rule.id}") for rule in self.tried)

    @property
    def answers(self) -> tuple[tuple[str, bool], ...]:
        """Each rule tried, by the id of its verdict, and whether it is the one; nothing is asked again for it."""
        return tuple((f"rule:{rule.id}", rule.id == self.rule) for rule in self.tried)


def route(subject: Subject, policy: Policy, settled: str = "") -> Route:
    """The first rule that is met, in the order the admin wrote them.

    `settled` is the rule by which the case reached its team: as long as the policy has it, it stays the answer,
    whatever the hour, the tags or the group have become since.
    """
    kept = bool(settled) and (settled == OTHERWISE or any(rule.id == settled for rule in policy.rules))
    for index, rule in enumerate(policy.rules):
        if rule.id == settled if kept else meets(rule.when, subject):
            return Route(rule.id, rule.then, subject, policy.rules[: index + 1])
    return Route(OTHERWISE, policy.otherwise, subject, policy.rules)
