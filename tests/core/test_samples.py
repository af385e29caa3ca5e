"""The invented contexts are whole: whatever a template may ask for, every one of them gives."""

import pytest

from integration.core.samples import PLACEHOLDERS, placeholders, samples


@pytest.mark.parametrize("language", ["fr", "en", "de"])
@pytest.mark.parametrize("name", sorted(PLACEHOLDERS))
def test_every_sample_gives_all_that_its_message_may_ask_for(name: str, language: str) -> None:
    assert {frozenset(context) for context in samples(name, language)} == {placeholders(name)}


def test_the_policy_s_own_templates_are_known_by_their_sort() -> None:
    assert placeholders("message:suite") == {"understood", "due"}
    assert samples("note:consigne") == samples("note")


def test_a_message_that_nobody_says_has_no_samples() -> None:
    with pytest.raises(KeyError):
        samples("farewell")
