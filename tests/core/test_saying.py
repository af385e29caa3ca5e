"""What rules say and do beside routing: letters, notes, fields, an agent, a hold, and documents that are asked for."""

from dataclasses import replace
from decimal import Decimal

import pytest

from integration.core.changes import AddComment, AddTag, Assign, SetField, SetGroup
from integration.core.conditions import AmountWithin
from integration.core.policy import Action, Policy, RequiresIf, Retention
from integration.core.stand import Stand
from integration.core.ticket import Attachment, Kind, Mark, Requester, Role, Ticket
from tests.core.build import POLICY, after, complete_ticket, decided, of_kind, says, ticket

ACTION = Action(
    group="Facturation",
    assignee="marie@example.org",
    fields=(("Canal", "courrier"),),
    note="consigne",
    message="suite",
    hold=True,
)
SPEAKING = replace(
    POLICY,
    rules=(*POLICY.rules[:-1], replace(POLICY.rules[-1], then=ACTION)),
    retention=Retention("garder"),
)
WHOLE = "Compte : marie@example.org\nDate : 03/11/2026\nMontant : 49,90 €"


def requiring(policy: Policy = POLICY, *always: str) -> Policy:
    """Billing cases of 500 or more need a document; so do all of them when "document" is given."""
    more = RequiresIf(AmountWithin(at_least=Decimal(500)), ("document",))
    first = policy.categories[0]
    return replace(
        policy,
        categories=(replace(first, requires=(*first.requires, *always), requires_if=(more,)), *policy.categories[1:]),
    )


def with_file(case: Ticket, *, inline: bool = False) -> Ticket:
    """The last message carries a file."""
    file = Attachment("f1", "releve.pdf", "application/pdf", 10, inline=inline)
    return replace(case, comments=(*case.comments[:-1], replace(case.comments[-1], attachments=(file,))))


def test_a_rule_sets_fields_gives_the_ticket_to_an_agent_and_holds_its_files() -> None:
    changes = decided(complete_ticket(), SPEAKING).changes

    assert SetGroup("Facturation") in changes
    assert Assign("marie@example.org") in changes
    assert SetField("Canal", "courrier") in changes
    assert AddTag("garder") in changes
    assert decided(after(complete_ticket(), SPEAKING), SPEAKING).changes == ()


def test_without_retention_there_is_nothing_to_hold() -> None:
    without = replace(SPEAKING, retention=None)

    assert AddTag("garder") not in decided(complete_ticket(), without).changes


def test_what_an_agent_has_taken_keeps_its_fields_and_is_held_all_the_same() -> None:
    changes = decided(replace(complete_ticket(), assignee="7"), SPEAKING).changes

    assert of_kind(changes, Assign) == []
    assert "Canal" not in {change.title for change in of_kind(changes, SetField)}
    assert AddTag("garder") in changes


def test_a_rule_s_message_goes_out_as_a_letter_when_nothing_was_asked() -> None:
    [letter] = of_kind(decided(complete_ticket(), SPEAKING).changes, AddComment)

    assert (letter.public, letter.mark) == (True, Mark(Kind.MESSAGE, ("suite",)))
    assert letter.body.startswith("LETTRE SUITE compte = marie@example.org")
    assert letter.body.endswith("AVANT LE 22\u00a0novembre 2026")


def test_a_rule_s_message_and_thanks_are_one_letter() -> None:
    answered = says(after(ticket(), SPEAKING), Role.REQUESTER, WHOLE)
    [letter] = of_kind(decided(answered, SPEAKING).changes, AddComment)

    assert letter.mark == Mark(Kind.THANKS, ("suite",))
    assert letter.body.startswith("MERCI ")
    assert " SUITE compte" in letter.body
    assert decided(after(answered, SPEAKING), SPEAKING).changes == ()


@pytest.mark.parametrize("first", [complete_ticket(), ticket()])
def test_a_rule_s_message_is_said_once_even_when_the_case_arrives_again(first: Ticket) -> None:
    done = after(says(after(first, SPEAKING), Role.REQUESTER, WHOLE), SPEAKING)
    again = replace(done, tags=frozenset())

    assert of_kind(decided(again, SPEAKING).changes, AddComment) == []


def test_a_rule_s_message_does_not_cut_in_when_an_agent_talks_with_the_member() -> None:
    talking = says(complete_ticket(), Role.AGENT, "Bonjour, je regarde.")

    assert of_kind(decided(talking, SPEAKING).changes, AddComment) == []


def test_a_case_for_a_person_gets_no_letter() -> None:
    given = says(after(ticket(), SPEAKING), Role.REQUESTER, "Je suis absent.")

    assert decided(given, SPEAKING).stand is Stand.PERSON
    assert of_kind(decided(given, SPEAKING).changes, AddComment) == []


def test_a_letter_in_a_case_of_care_has_its_own_frame() -> None:
    careful = replace(SPEAKING, rules=(), otherwise=ACTION)
    [letter] = of_kind(decided(ticket("remboursement", "Mon mari est gravement malade."), careful).changes, AddComment)

    assert letter.body.startswith("LETTRE DOUCE SUITE")


def test_the_rule_s_note_ends_the_note_once_the_case_has_arrived() -> None:
    assert after(complete_ticket(), SPEAKING).value("Note").endswith("\n\nCONSIGNE facturation")
    incomplete = after(ticket(Compte="marie@example.org"), replace(SPEAKING, rules=SPEAKING.rules[-1:]))
    assert "CONSIGNE" not in incomplete.value("Note")


def test_without_a_field_the_rule_s_note_is_part_of_the_one_internal_comment() -> None:
    quiet = replace(SPEAKING, rules=(replace(POLICY.rules[-1], then=replace(ACTION, message="")),))
    bare = replace(complete_ticket(), fields=tuple(one for one in complete_ticket().fields if one.title != "Note"))
    [note] = of_kind(decided(bare, quiet).changes, AddComment)

    assert not note.public
    assert note.body.endswith("CONSIGNE facturation")
    assert decided(after(bare, quiet), quiet).changes == ()


def test_a_document_is_asked_for_in_the_cases_that_need_one() -> None:
    large = complete_ticket(Montant="500")

    assert decided(complete_ticket(), requiring()).stand is Stand.COMPLETE
    assert decided(large, requiring()).missing == ("document:missing",)
    [question] = of_kind(decided(large, requiring()).changes, AddComment)
    assert "Un justificatif, s'il vous plaît ?" in question.body
    assert "manque justificatif" in after(large, requiring()).value("Note")
    assert decided(after(large, requiring()), requiring()).changes == ()


def test_a_document_may_be_required_in_every_case() -> None:
    assert decided(complete_ticket(), requiring(POLICY, "document")).missing == ("document:missing",)


def test_a_file_the_member_sends_is_the_answer() -> None:
    asked = after(complete_ticket(Montant="500"), requiring())
    answered = with_file(says(asked, Role.REQUESTER, ""))
    decision = decided(answered, requiring())

    assert decision.stand is Stand.COMPLETE
    [thanks] = of_kind(decision.changes, AddComment)
    assert "justificatif = reçu" in thanks.body
    assert "justificatif=reçu (message)" in after(answered, requiring()).value("Note")
    assert decided(after(answered, requiring()), requiring()).changes == ()


def test_a_file_sent_at_once_is_never_asked_for() -> None:
    assert decided(with_file(complete_ticket(Montant="500")), requiring()).stand is Stand.COMPLETE


def test_a_logo_in_a_signature_is_no_document() -> None:
    logo = with_file(complete_ticket(Montant="500"), inline=True)

    assert decided(logo, requiring()).missing == ("document:missing",)


def test_an_answer_without_the_document_goes_to_a_person() -> None:
    asked = after(complete_ticket(Montant="500"), requiring())
    answered = says(asked, Role.REQUESTER, "Je ne l'ai plus.")

    assert decided(answered, requiring()).stand is Stand.PERSON


def test_the_reasons_say_under_which_condition_a_document_is_required() -> None:
    by_id = {verdict.id: verdict for verdict in decided(complete_ticket(Montant="640"), requiring()).verdicts}

    assert by_id["requires_if:document"].met
    assert by_id["requires_if:document"].found == "640.00 EUR"
    assert not by_id["required:document"].met


def test_an_item_may_be_required_in_some_cases_only() -> None:
    first = POLICY.categories[0]
    more = RequiresIf(AmountWithin(at_least=Decimal(500)), ("account",))
    policy = replace(POLICY, categories=(replace(first, requires=("amount",), requires_if=(more,)),))

    assert decided(ticket(Montant="49.90"), policy).missing == ()
    assert decided(ticket(Montant="640"), policy).missing == ("account:missing",)


def test_the_document_is_asked_in_the_member_s_language() -> None:
    english = replace(complete_ticket(Montant="500"), requester=Requester("m", "en"))
    words = dict(POLICY.messages.words)
    words["en"] = (*words["en"], ("document.question", "A document, please?"))
    policy = replace(requiring(), messages=replace(POLICY.messages, words=tuple(words.items())))

    assert "A document, please?" in of_kind(decided(english, policy).changes, AddComment)[0].body
