"""Whether a message that the helpdesk set aside looks like a request for a refund; rather one too many."""

from collections.abc import Iterator

from integration.core.conditions import Wrote, leaves
from integration.core.folding import fold, mentions
from integration.core.policy import Policy

WORDS = (
    "rembours*",
    "factur*",
    "preleve*",
    "debite*",
    "double debit",
    "retract*",
    "refund*",
    "reimburs*",
    "billing*",
    "invoice*",
    "overcharged",
    "charged twice",
    "chargeback*",
    "direct debit*",
)
"""How people speak of it in French and English, folded; the policy's own words come on top."""


def resembles_request(words: str, policy: Policy) -> bool:
    """Whether the message mentions a refund, a category of the policy, or what one of its routing rules looks for."""
    text = fold(words)
    return any(mentions(text, word) for word in _words(policy))


def _words(policy: Policy) -> Iterator[str]:
    yield from WORDS
    for category in policy.categories:
        yield from category.when
    for leaf in (leaf for rule in policy.rules for leaf in leaves(rule.when)):
        if isinstance(leaf, Wrote):
            yield from leaf.words
