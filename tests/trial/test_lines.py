"""A ticket in a file is decided as the ticket itself, and holds no more than that needs."""

from dataclasses import replace

import pytest
from hypothesis import given

from integration.core.outlook import outlook
from integration.core.ticket import Attachment, Requester, Role, Ticket
from integration.trial.lines import line_of, spare, ticket_of
from tests.core.build import NOW, POLICY, comment, complete_ticket
from tests.core.test_idempotence import tickets


@given(tickets())
def test_a_ticket_comes_back_from_its_line_as_it_went(filed: Ticket) -> None:
    line = line_of(filed)

    assert ticket_of(line) == spare(filed)
    assert line.count(b"\n") == 1


@given(tickets())
def test_what_a_file_leaves_out_changes_no_decision(filed: Ticket) -> None:
    assert outlook(ticket_of(line_of(filed)), POLICY, NOW) == outlook(filed, POLICY, NOW)


def test_addresses_names_of_files_and_what_others_wrote_are_left_out() -> None:
    first = replace(
        comment("c0", Role.REQUESTER, "Mon message"),
        attachments=(Attachment("a", "certificat-cancer.pdf", "application/pdf", 1, "https://files.example/a"),),
    )
    agent = comment("c1", Role.AGENT, "Dossier de Zénobie")
    note = comment("c2", Role.AGENT, "elle appelle souvent", public=False)
    filed = replace(
        complete_ticket(),
        requester=Requester("77", "fr", "zenobie@example.org"),
        assignee="8812",
        comments=(first, agent, note),
    )
    line = line_of(filed).decode()

    assert "Mon message" in line
    for left_out in ("zenobie", "Zénobie", "appelle", "cancer", "files.example", "8812", "requester-id"):
        assert left_out not in line


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"null",
        b'{"secret": "Tartempion"}',
        line_of(complete_ticket()).replace(b"new", b"newest"),
        line_of(complete_ticket()).replace(b"Z", b""),
    ],
)
def test_a_line_that_is_no_ticket_is_refused_without_a_word_of_it(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"^not a ticket") as refused:
        ticket_of(line)

    assert "Tartempion" not in str(refused.value)
