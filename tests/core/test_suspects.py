"""A suspended message is compared with how people speak of refunds, and with the policy's own words."""

from dataclasses import replace

import pytest

from integration.core.conditions import Wrote, every
from integration.core.suspects import resembles_request
from tests.core.build import POLICY

ANY_OF = every(Wrote(("obseques",)), Wrote(("mort*",)))
MOURNING = replace(POLICY, rules=(*POLICY.rules, replace(POLICY.rules[0], when=ANY_OF)))


@pytest.mark.parametrize(
    "words",
    [
        "Je voudrais être remboursée",
        "FACTURATION",
        "J’ai été débité deux fois",
        "un prélèvement que je ne comprends pas",
        "I want a refund",
        "you charged twice",
        "les obsèques de mon mari",
        "il est mort hier",
    ],
)
def test_these_look_like_a_request(words: str) -> None:
    assert resembles_request(words, MOURNING)


@pytest.mark.parametrize("words", ["", "Je suis absente jusqu’à lundi", "Out of office", "Gagnez un téléphone"])
def test_these_do_not(words: str) -> None:
    assert not resembles_request(words, MOURNING)
