"""What was asked of a case, what was found and what was wanted: the reasons of a decision, one by one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """One question the policy asked of a case and its answer.

    `id` names the part of the policy ("category:facturation", "required:amount", "rule:deuil"). `found` and `wanted`
    are words for a person and may hold what the member wrote: they are shown, never stored. `children` are the parts of
    a condition, each with its own verdict.
    """

    id: str
    met: bool
    found: str = ""
    wanted: str = ""
    children: tuple["Verdict", ...] = ()
