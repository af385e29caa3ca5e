"""What Guichet decides, told as the situations members and agents bring about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from integration.core.changes import AddComment, AddTag, RemoveTag, SetField, SetGroup, SetPriority, SetStatus
from integration.core.stand import Stand
from integration.core.ticket import Field, Kind, Mark, Priority, Requester, Role, Status, Ticket
from tests.core.build import FILED, NOW, POLICY, after, complete_ticket, decided, of_kind, says, ticket


def test_a_complete_billing_case_is_routed_and_explained_in_one_go() -> None:
    decision = decided(complete_ticket())

    assert decision.stand is Stand.COMPLETE
    assert (decision.category, decision.rule, decision.missing) == ("facturation", "facturation", ())
    assert AddTag("guichet_complet") in decision.changes
    assert SetGroup("Facturation") in decision.changes
    assert SetField("Échéance", "2026-11-22") in decision.changes
    assert of_kind(decision.changes, AddComment) == []
    note = after(complete_ticket()).value("Note")
    assert "montant=49,90\u00a0€ (champ Montant)" in note
    assert "règle facturation groupe Facturation examen 22\u00a0novembre 2026" in note


def test_what_is_missing_is_asked_once_and_the_case_waits() -> None:
    decision = decided(ticket(Compte="marie@example.org"))

    assert decision.stand is Stand.ASK
    assert decision.missing == ("transaction_date:missing", "amount:missing")
    [question] = of_kind(decision.changes, AddComment)
    assert question.public
    assert question.mark == Mark(Kind.ASK, decision.missing)
    assert "Quel est le montant exact" in question.body
    assert "COMPRIS compte = marie@example.org" in question.body
    assert SetStatus(Status.PENDING) in decision.changes
    assert AddTag("guichet_incomplet") in decision.changes
    assert of_kind(decision.changes, SetGroup) == []


def test_while_the_member_has_not_answered_nothing_is_said_again() -> None:
    asked = after(ticket(Compte="marie@example.org"))

    assert decided(asked).stand is Stand.WAITING
    assert decided(asked).changes == ()


def test_an_answer_with_everything_is_thanked_once_routed_and_opened() -> None:
    answered = says(after(ticket()), Role.REQUESTER, "Compte : marie@example.org\nDate : 03/11/2026\nMontant : 49,90 €")
    decision = decided(answered)

    assert decision.stand is Stand.COMPLETE
    assert RemoveTag("guichet_incomplet") in decision.changes
    [thanks] = of_kind(decision.changes, AddComment)
    assert thanks.mark == Mark(Kind.THANKS)
    assert "AVANT LE 22\u00a0novembre 2026" in thanks.body
    assert SetField("Montant", "49.90") in decision.changes
    assert SetField("Date", "2026-11-03") in decision.changes
    assert SetField("Compte", "marie@example.org") in decision.changes
    assert decided(after(answered)).changes == ()


def test_the_note_still_says_that_a_value_came_from_the_message_after_it_was_copied() -> None:
    done = after(says(after(ticket()), Role.REQUESTER, "Compte : m@example.org\nDate : 03/11/2026\nMontant : 49,90 €"))

    assert "montant=49,90\u00a0€ (message)" in done.value("Note")


def test_an_amount_in_the_fields_needs_no_answer_in_words_and_opens_the_waiting_case() -> None:
    asked = after(ticket(Compte="marie@example.org", Date="2026-11-03"))
    decision = decided(asked.with_field("Montant", "49.90"))

    assert decision.stand is Stand.COMPLETE
    assert SetStatus(Status.OPEN) in decision.changes


def test_half_an_answer_brings_a_second_more_precise_question() -> None:
    answered = says(after(ticket()), Role.REQUESTER, "Compte : marie@example.org\nDate : 03/11/2026")
    decision = decided(answered)

    assert decision.stand is Stand.ASK
    assert decision.missing == ("amount:missing",)
    assert of_kind(decision.changes, AddComment)[0].body.endswith("ENCORE")


def test_an_answer_that_answers_nothing_goes_to_a_person_not_to_a_loop() -> None:
    answered = says(after(ticket()), Role.REQUESTER, "Je suis absent, je vous répondrai à mon retour.")
    decision = decided(answered)

    assert decision.stand is Stand.PERSON
    assert of_kind(decision.changes, AddComment) == []
    assert AddTag("guichet_a_relire") in decision.changes
    assert SetGroup("Facturation") in decision.changes
    assert "répondu sans apporter" in after(answered).value("Note")
    assert decided(after(answered)).changes == ()


def test_questions_end_after_the_number_the_policy_allows() -> None:
    policy = replace(POLICY, ask_at_most=1)
    answered = says(after(ticket(), policy), Role.REQUESTER, "Compte : marie@example.org")

    assert decided(answered, policy).stand is Stand.PERSON
    assert "assez de questions" in after(answered, policy).value("Note")


def test_guichet_does_not_cut_in_when_an_agent_talks_with_the_member() -> None:
    assert decided(says(ticket(), Role.AGENT, "Bonjour, je regarde.")).stand is Stand.PERSON
    assert "un agent écrit déjà" in after(says(ticket(), Role.AGENT, "Bonjour, je regarde.")).value("Note")
    assert decided(says(ticket(), Role.AGENT, "à voir", public=False)).stand is Stand.ASK


def test_a_ticket_on_hold_is_left_to_the_agent_who_put_it_there() -> None:
    held = replace(ticket(), status=Status.HOLD)

    assert decided(held).stand is Stand.PERSON
    assert "en attente" in after(held).value("Note")


def test_a_person_stays_in_charge_until_the_case_is_complete() -> None:
    given = after(says(after(ticket()), Role.REQUESTER, "Voilà."))
    more = says(given, Role.REQUESTER, "Compte : marie@example.org")

    assert decided(more).stand is Stand.PERSON
    assert of_kind(decided(more).changes, SetGroup) == []
    complete = says(more, Role.REQUESTER, "Date : 03/11/2026\nMontant : 49,90 €")
    assert RemoveTag("guichet_a_relire") in decided(complete).changes


def test_an_agent_who_was_already_talking_is_not_doubled_by_a_robot_s_thanks() -> None:
    talking = says(after(ticket()), Role.AGENT, "Bonjour, il me faut encore la date.")
    complete = says(talking, Role.REQUESTER, "Compte : m@example.org\nDate : 03/11/2026\nMontant : 49,90 €")

    assert decided(complete).stand is Stand.COMPLETE
    assert of_kind(decided(complete).changes, AddComment) == []


def test_a_case_once_complete_belongs_to_the_agents() -> None:
    moved = replace(after(complete_ticket()), group="Juridique").with_field("Montant", "")

    assert decided(moved).stand is Stand.COMPLETE
    assert of_kind(decided(moved).changes, SetGroup) == []
    assert of_kind(decided(moved).changes, AddComment) == []


def test_a_ticket_an_agent_has_taken_keeps_its_group_and_priority() -> None:
    taken = replace(complete_ticket(Montant="900"), assignee="7", group="Juridique")

    assert of_kind(decided(taken).changes, SetGroup) == []
    assert of_kind(decided(taken).changes, SetPriority) == []
    assert decided(taken).rule == "gros-montant"


def test_a_death_is_routed_with_tact_and_a_neutral_tag() -> None:
    filed = ticket("remboursement", "Mon père est décédé en octobre, je joins l'acte.")
    decision = decided(filed)

    assert decision.stand is Stand.COMPLETE
    assert decision.rule == "deuil"
    assert SetGroup("Cas particuliers") in decision.changes
    assert SetPriority(Priority.HIGH) in decision.changes
    assert AddTag("cas_particulier") in decision.changes


def test_a_case_of_care_is_asked_with_its_own_words() -> None:
    [question] = of_kind(decided(ticket("remboursement", "Bonjour")).changes, AddComment)

    assert question.body.startswith("QUESTION DOUCE")


def test_a_case_of_care_is_thanked_with_its_own_words() -> None:
    answered = says(after(ticket("remboursement", "Bonjour")), Role.REQUESTER, "Mon mari est gravement malade.")

    assert of_kind(decided(answered).changes, AddComment)[0].body.startswith("MERCI DOUX")


def test_a_rule_that_nothing_meets_falls_to_otherwise() -> None:
    filed = ticket("remboursement", "Je pars vivre à l'étranger pour raisons familiales.")

    assert decided(filed).rule == "otherwise"
    assert SetGroup("Service clients") in decided(filed).changes


def test_other_tickets_are_left_alone() -> None:
    without_field = replace(ticket(), fields=())

    for filed in (ticket("autre"), without_field):
        assert decided(filed).stand is Stand.OUTSIDE
        assert decided(filed).changes == ()


def test_the_category_is_known_by_its_label_as_well() -> None:
    filed = ticket()
    labelled = tuple(Field("Motif", "m_42", "Facturation") if f.title == "Motif" else f for f in filed.fields)

    assert decided(replace(filed, fields=labelled)).category == "facturation"


@pytest.mark.parametrize("status", [Status.CLOSED, Status.DELETED, Status.UNKNOWN])
def test_a_ticket_that_cannot_be_written_is_left_alone(status: Status) -> None:
    decision = decided(replace(ticket(), status=status))

    assert (decision.stand, decision.changes, decision.wake_at) == (Stand.OVER, (), None)


def test_a_ticket_solved_while_it_waited_loses_its_waiting_tags_and_is_not_asked() -> None:
    solved = replace(after(ticket()), status=Status.SOLVED)
    decision = decided(solved)

    assert decision.stand is Stand.OVER
    assert RemoveTag("guichet_incomplet") in decision.changes
    assert of_kind(decision.changes, AddComment) == []
    assert "solved" in after(solved).value("Note")
    assert decided(replace(complete_ticket(), status=Status.SOLVED)).changes == ()


def test_without_a_note_field_the_note_is_one_internal_comment() -> None:
    without = _without_note(complete_ticket())
    [note] = of_kind(decided(without).changes, AddComment)

    assert not note.public
    assert note.mark == Mark(Kind.NOTE)
    assert decided(after(without)).changes == ()
    reset = replace(after(without), tags=frozenset())
    assert of_kind(decided(reset).changes, AddComment) == []


def test_without_a_note_field_the_member_s_message_comes_first() -> None:
    asked = after(_without_note(ticket()))
    answered = says(asked, Role.REQUESTER, "Compte : m@example.org\nDate : 03/11/2026\nMontant : 49,90 €")

    assert [one.mark.kind for one in of_kind(decided(answered).changes, AddComment)] == [Kind.THANKS]


def test_a_member_who_writes_english_is_asked_in_english_and_others_in_the_policy_s_language() -> None:
    english = replace(ticket(), requester=Requester("m", "en"))
    dutch = replace(ticket(), requester=Requester("m", "nl"))

    assert "Which account is it" in of_kind(decided(english).changes, AddComment)[0].body
    assert "Quel est le compte" in of_kind(decided(dutch).changes, AddComment)[0].body


def test_an_amount_in_another_currency_is_not_copied_into_the_field() -> None:
    policy = replace(
        POLICY, reading=replace(POLICY.reading, checks=replace(POLICY.reading.checks, currencies=("EUR", "CHF")))
    )
    filed = ticket(
        description="J’ai été débitée deux fois.\nCompte : marie@example.org\nDate : 03/11/2026\nMontant : 49,90 CHF",
        Date="2026-11-03",
    )

    assert decided(filed, policy).stand is Stand.COMPLETE
    assert [
        change.title for change in of_kind(decided(filed, policy).changes, SetField) if change.title == "Montant"
    ] == []


def test_write_back_can_be_turned_off() -> None:
    filed = ticket(
        description="J’ai été débitée deux fois.\nCompte : marie@example.org\nDate : 03/11/2026\nMontant : 49,90 €"
    )
    titles = {change.title for change in of_kind(decided(filed, replace(POLICY, write_back=False)).changes, SetField)}

    assert titles == {"Note", "Échéance"}


def test_the_case_asks_to_be_woken_at_its_next_deadline() -> None:
    assert decided(complete_ticket()).wake_at == FILED + timedelta(days=7)
    assert decided(complete_ticket(), now=FILED + timedelta(days=8)).wake_at == FILED + timedelta(days=14)
    assert decided(complete_ticket(), now=FILED + timedelta(days=15)).wake_at is None


def test_a_decision_ends_the_examination_and_starts_the_payment() -> None:
    now = datetime(2026, 11, 12, 10, tzinfo=UTC)
    accepted = after(complete_ticket()).with_field("Décision", "acceptee")
    decision = decided(accepted, now=now)

    assert SetField("Paiement", "2026-11-26") in decision.changes
    assert decision.wake_at == now + timedelta(days=7)
    refused = after(complete_ticket()).with_field("Décision", "refusee")
    assert decided(refused, now=now).wake_at is None


def test_a_due_date_an_agent_moved_is_the_one_that_counts() -> None:
    moved = after(complete_ticket()).with_field("Échéance", "2026-12-24")

    assert decided(moved, now=FILED + timedelta(days=12)).wake_at == datetime(2026, 12, 17, 23, tzinfo=UTC)
    assert "24\u00a0décembre 2026" in after(moved).value("Note")


def test_verdicts_say_what_was_found_and_wanted_for_each_rule_tried() -> None:
    by_id = {verdict.id: verdict for verdict in decided(complete_ticket()).verdicts}

    assert by_id["category:facturation"].met
    assert not by_id["rule:deuil"].met
    assert (by_id["rule:gros-montant"].found, by_id["rule:gros-montant"].wanted) == ("49.90 EUR", "at least 500")
    assert by_id["rule:facturation"].met
    assert by_id["required:amount"].found == "49.90"


def _without_note(filed: Ticket) -> Ticket:
    return replace(filed, fields=tuple(field for field in filed.fields if field.title != "Note"))


def test_now_is_the_local_day_of_the_policy() -> None:
    late = datetime(2026, 11, 8, 23, 30, tzinfo=UTC)  # already the 9th in Paris
    filed = complete_ticket(Date=date(2026, 11, 9).isoformat())

    assert decided(filed, now=late).stand is Stand.COMPLETE
    assert decided(filed, now=NOW).missing == ("transaction_date:in_the_future",)


def test_answers_are_the_verdicts_without_a_word() -> None:
    for filed in (complete_ticket(), ticket(), ticket("autre"), ticket("remboursement", "Je pars vivre à l’étranger.")):
        decision = decided(filed)
        assert decision.answers == tuple((verdict.id, verdict.met) for verdict in decision.verdicts)
