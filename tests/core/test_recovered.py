"""A ticket made of a message that had been set aside is known by its words, as far as words can tell."""

from dataclasses import replace
from datetime import timedelta

import pytest

from integration.core.recovered import believable, fingerprint, fingerprints
from integration.core.ticket import Comment, Role
from tests.core.build import FILED, comment, ticket

WORDS = "Bonjour,\n\nj’ai été débitée DEUX fois : merci de me rembourser."
BARE = "bonjour j'ai ete debitee deux fois merci de me rembourser"
PEPPER = b"poivre"


def said(words: str) -> Comment:
    return comment("c1", Role.REQUESTER, words)


def test_what_a_mail_and_its_ticket_write_differently_is_the_same() -> None:
    assert fingerprint(WORDS, PEPPER) == fingerprint(
        "bonjour j'ai ete debitee deux fois merci de me rembourser", PEPPER
    )
    assert fingerprint(WORDS, PEPPER) != fingerprint(WORDS, b"sel")
    assert fingerprint(WORDS, PEPPER) != fingerprint(WORDS.replace("DEUX", "trois"), PEPPER)


def test_too_few_words_are_nobodys() -> None:
    assert fingerprint("Remboursez-moi !", PEPPER) == ""
    assert fingerprints(replace(ticket(), subject="", comments=(said("Merci."),)), PEPPER) == frozenset()
    assert fingerprints(replace(ticket(), comments=()), PEPPER) == frozenset()


@pytest.mark.parametrize("subject", ["Facture", ""])
def test_a_ticket_is_known_with_its_subject_or_without(subject: str) -> None:
    made = replace(ticket(), subject="Facture", comments=(said(WORDS),))

    assert fingerprint(f"{subject}\n{WORDS}", PEPPER) in fingerprints(made, PEPPER)


@pytest.mark.parametrize(("days", "believed"), [(0, True), (14, True), (15, False), (-1, False)])
def test_what_came_in_after_the_ticket_or_long_before_is_another_message(days: int, *, believed: bool) -> None:
    assert believable(FILED - timedelta(days=days), ticket()) is believed


def test_what_was_never_set_aside_is_not_believed() -> None:
    assert not believable(None, ticket())
