"""Rules that would never get a case: told at load, since nothing in a policy should be silently without effect."""

from collections.abc import Mapping

from config.case_parts import CategoryPart
from config.condition_parts import WhenPart
from config.conditions import condition
from config.places import Document, Path
from config.routing_parts import RulePart
from config.sentences import say
from integration.core.judging import described
from integration.core.policy import Policy
from integration.core.reaching import impossible, taken


def blame_unreachable(document: Document, rules: tuple[RulePart, ...], policy: Policy) -> None:
    """Blame every rule that contradicts itself, and every one to which the rules before it leave nothing."""
    takers = taken(policy)
    for index, part in enumerate(rules):
        path: Path = ("routing", index)
        if blame_impossible(document, (*path, "when"), part.when, policy):
            continue
        before = takers.get(part.id)
        if before:
            lines = {rule.id: document.value(("routing", at, "id")).line for at, rule in enumerate(rules)}
            named = " and ".join(f'"{id_}" (line {lines[id_]})' for id_ in before)
            document.blame(document.value((*path, "id")), say("shadowed", earlier=named))


def blame_idle_requirements(document: Document, categories: Mapping[str, CategoryPart], policy: Policy) -> None:
    """Blame every requirement under a condition that can never hold."""
    for name, category in categories.items():
        for index, part in enumerate(category.requires_if):
            blame_impossible(document, ("categories", name, "requires_if", index, "when"), part.when, policy)


def blame_impossible(document: Document, path: Path, when: WhenPart, policy: Policy) -> bool:
    """Blame what can never hold in a condition, as deep inside it as can be; tells whether there was something."""
    inner = [
        blame_impossible(document, (*path, key, index), part, policy)
        for key, parts in (("all", when.all), ("any", when.any), ("none", when.none))
        for index, part in enumerate(parts)
    ]
    if any(inner):
        return True
    clash = tuple(described(part) for part in impossible(condition(when), policy))
    if clash:
        code = "contradiction" if len(clash) > 1 else "never_holds"
        document.blame(document.value(path), say(code, one=clash[0], other=clash[-1]))
    return bool(clash)
