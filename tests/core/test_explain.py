"""A decision as a person reads it, section by section, in French and in English."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from integration.core.calendar import Calendar
from integration.core.changes import simulate
from integration.core.conditions import AmountWithin, How, Joined, OneOf, Trait, Wrote
from integration.core.decide import Case, decide
from integration.core.duplicates import Duplicate
from integration.core.explain import Explanation, Line, explain
from integration.core.explain.words import _ENGLISH, _FRENCH, condition_words
from integration.core.policy import Action, Mode, Policy, Reminders, RequiresIf, Retention, Rule
from integration.core.ticket import Attachment, Role, Status, Ticket
from tests.core.build import FILED, NOW, POLICY, after, complete_ticket, says, ticket


def explained(
    filed: Ticket,
    policy: Policy = POLICY,
    language: str = "fr",
    waits: str = "",
    duplicates: tuple[Duplicate, ...] = (),
) -> Explanation:
    case = Case(filed, duplicates)
    return explain(case, decide(case, policy, NOW), policy, NOW, language=language, waits=waits)


def lines(told: Explanation, section: str) -> list[str]:
    return [line.text for one in told.sections if one.id == section for line in one.lines]


def section(told: Explanation, id_: str) -> tuple[Line, ...]:
    return next(one.lines for one in told.sections if one.id == id_)


def test_a_complete_case_tells_what_was_found_and_where() -> None:
    told = explained(complete_ticket())

    assert (told.ticket, told.stand, told.rule, told.policy, told.mode) == (
        "1",
        "complete",
        "facturation",
        "v1",
        "live",
    )
    assert told.summary == "Le dossier est complet."
    assert lines(told, "found")[:2] == ["catégorie : facturation", "compte = marie@example.org (champ Compte)"]
    assert "montant = 49,90\u00a0€ (champ Montant)" in lines(told, "found")
    assert "description = … (message)" in lines(told, "found")
    assert lines(told, "missing") == []


def test_every_rule_tried_says_why_or_why_not() -> None:
    rules = section(explained(complete_ticket()), "rules")

    assert [(line.text, line.met) for line in rules] == [
        ("règle deuil : non", False),
        ("règle gros-montant : non", False),
        ("règle facturation : oui, elle l’emporte", True),
    ]
    amount = next(part for part in rules[1].parts if part.text.startswith("montant"))
    assert (amount.text, amount.met) == ("montant : 49.90 EUR (attendu : au moins 500)", False)


def test_trees_are_told_as_trees_and_the_rules_not_tried_are_counted() -> None:
    either = Joined(How.ANY, (AmountWithin(at_most=None, at_least=None), Wrote(("debite",))))
    rule = Rule("essai", Joined(How.ALL, (OneOf(Trait.CATEGORY, ("facturation",)), either)), Action("G"))
    rules = section(explained(complete_ticket(), replace(POLICY, rules=(rule, *POLICY.rules))), "rules")

    assert rules[0].met
    assert [part.text for part in rules[0].parts][1] == "l’un de"
    assert rules[0].parts[1].parts[1].text == "texte : debite (attendu : debite)"
    assert rules[-1].text == "3 règles plus loin n’ont pas été essayées"


def test_a_case_that_no_rule_matches_goes_to_the_last_resort() -> None:
    assert lines(explained(ticket("remboursement", "Je pars vivre à l’étranger.")), "rules")[-1] == (
        "aucune règle ne convient : `otherwise`"
    )


def test_what_is_missing_is_told_with_its_condition_and_the_question_that_would_be_asked() -> None:
    big = Rule("x", AmountWithin(at_least=None, at_most=None), Action())
    first = POLICY.categories[0]
    strict = replace(first, requires_if=(RequiresIf(big.when, ("document",)),))
    policy = replace(POLICY, categories=(strict, *POLICY.categories[1:]))
    told = explained(ticket(Montant="900"), policy)

    assert told.summary == "Il manque quelque chose : une question est à poser au membre."
    assert lines(told, "missing")[0] == "demandé en plus : document"
    assert any("Quel est le compte concerné" in line for line in lines(told, "missing"))
    public = next(line for line in section(told, "changes") if line.text == "message au membre :")
    assert public.parts[0].text.startswith("QUESTION")


def test_why_a_person_has_to_take_over_is_told() -> None:
    assert "un agent écrit déjà" in lines(explained(says(ticket(), Role.AGENT, "Je regarde.")), "missing")


def test_what_would_be_written_is_told_change_by_change() -> None:
    changes = section(explained(complete_ticket()), "changes")
    told = [line.text for line in changes]

    assert {"étiquette ajoutée : guichet_complet", "groupe : Facturation", "champ « Échéance » : 2026-11-22"} <= set(
        told
    )
    assert any(line.startswith("champ « Note »") for line in told)


def test_a_ticket_that_is_as_it_should_be_has_nothing_written() -> None:
    case = complete_ticket()
    done = simulate(case, decide(Case(case), POLICY, NOW).changes, NOW)

    assert lines(explained(done), "changes") == ["rien : le ticket est déjà comme il doit être"]


def test_in_shadow_nothing_is_written_and_the_explanation_says_so() -> None:
    told = explained(complete_ticket(), replace(POLICY, mode=Mode.SHADOW))

    assert told.mode == "shadow"
    assert "rien n’est écrit" in lines(told, "changes")[0]


def test_clocks_and_the_next_look_are_on_the_policys_wall_clock() -> None:
    told = explained(complete_ticket())

    assert lines(told, "clocks") == ["examen : à surveiller le 15/11/2026 10:30, à tenir le 22/11/2026 10:30"]
    assert lines(told, "next") == ["le ticket sera relu le 15/11/2026 10:30, ou dès qu’il change"]
    assert told.wake_at == FILED + timedelta(days=7)


def test_a_clock_that_ran_out_is_told_as_late_and_none_as_none() -> None:
    case, late = Case(complete_ticket()), NOW + timedelta(days=20)
    told = explain(case, decide(case, POLICY, late), POLICY, late)
    refused = explained(complete_ticket(Décision="refusee"))

    assert lines(told, "clocks") == ["examen : dépassé depuis le 22/11/2026 10:30"]
    assert lines(told, "next") == ["le ticket sera relu quand il change"]
    assert lines(refused, "clocks") == ["aucun délai ne court"]


@pytest.mark.parametrize(
    ("files", "status", "tags", "told"),
    [
        (0, Status.SOLVED, (), "aucune"),
        (2, Status.OPEN, (), "2 conservées jusqu’à la fin de l’examen"),
        (2, Status.SOLVED, ("garder",), "conservées : le ticket porte l’étiquette garder"),
        (
            2,
            Status.SOLVED,
            (),
            "2 à supprimer : l’examen est terminé",
        ),
    ],
)
def test_documents_are_told_without_a_reassuring_word(
    files: int, status: Status, tags: tuple[str, ...], told: str
) -> None:
    filed = replace(complete_ticket(), status=status, tags=frozenset(tags))
    sent = tuple(Attachment(str(number), "x.pdf", "application/pdf", 1) for number in range(files))
    filed = replace(filed, comments=(replace(filed.comments[0], attachments=sent),))

    assert lines(explained(filed, replace(POLICY, retention=Retention("garder"))), "documents") == [told]
    assert lines(explained(filed), "documents") == []


def test_a_case_that_waits_for_a_limit_says_which_and_duplicates_are_named() -> None:
    told = explained(
        complete_ticket(), waits="messages_per_hour", duplicates=(Duplicate("", "12"), Duplicate("", "15"))
    )

    assert "messages_per_hour" in lines(told, "next")[1]
    assert "doublon possible : tickets 12, 15" in lines(told, "found")


def test_tickets_that_are_left_alone_say_why() -> None:
    other = explained(ticket("autre"))
    closed = explained(replace(complete_ticket(), status=Status.CLOSED))

    assert lines(other, "found") == ["le champ « Motif » contient « autre », attendu : facturation | remboursement"]
    assert other.summary == "Ce ticket n’est dans aucune catégorie : Guichet n’y touche pas."
    assert closed.summary == "Le dossier est terminé."
    assert [one.id for one in closed.sections] == ["changes", "next", "policy"]


def test_english_is_english_throughout() -> None:
    told = explained(complete_ticket(), language="en")

    assert told.summary == "The case is complete."
    assert lines(told, "rules")[1] == "rule gros-montant: no"
    amount = section(told, "rules")[1].parts[-1]
    assert amount.text == "amount: 49.90 EUR (wanted: at least 500)"


def test_both_languages_have_the_same_phrases_and_only_our_own_words_are_translated() -> None:
    assert _FRENCH.keys() == _ENGLISH.keys()
    assert condition_words("fr", "transaction_date", "older than 30 days and before 2026-01-01") == (
        "il y a plus de 30 jours et avant le 2026-01-01"
    )
    assert condition_words("fr", "text", "at least") == "at least"


def test_an_empty_field_and_a_long_one_are_shown_as_such() -> None:
    rule = Rule("vide", OneOf(Trait.CATEGORY, ("facturation",)), Action("G", fields=(("Compte", ""),)))
    told = explained(complete_ticket(), replace(POLICY, rules=(rule,)))

    assert "champ « Compte » : rien" in lines(told, "changes")


def test_a_case_that_was_placed_keeps_its_rule_and_the_explanation_says_so() -> None:
    placed = after(complete_ticket(Montant="900"))
    case = Case(placed.with_field("Montant", "20"), routed="gros-montant")
    told = explain(case, decide(case, POLICY, NOW), POLICY, NOW, language="fr")
    earlier = Rule("avant", OneOf(Trait.CATEGORY, ("facturation",)), Action("G"))
    changed = replace(POLICY, rules=(earlier, *POLICY.rules))
    late = explain(case, decide(case, changed, NOW), changed, NOW, language="fr")

    assert lines(told, "rules")[1] == "règle gros-montant : elle a placé le dossier à son arrivée, et cela reste"
    assert lines(late, "rules")[0] == "règle avant : elle conviendrait aujourd’hui, mais le dossier est déjà placé"


def test_where_nothing_to_be_seen_says_why_a_person_has_it_nothing_is_made_up() -> None:
    told = explained(replace(ticket(), tags=frozenset({"guichet_a_relire"})))

    assert told.stand == "person"
    assert all(line.endswith("?") for line in lines(told, "missing"))


def test_a_text_of_several_lines_is_shown_below_its_field() -> None:
    rule = Rule("long", OneOf(Trait.CATEGORY, ("facturation",)), Action("G", fields=(("Compte", "a\nb"),)))
    written = section(explained(complete_ticket(), replace(POLICY, rules=(rule,))), "changes")
    account = next(line for line in written if line.text == "champ « Compte » : ")

    assert [part.text for part in account.parts] == ["a", "b"]


def test_a_clock_tells_how_its_dates_came_about() -> None:
    friday = frozenset({date(2026, 11, 13)})
    clock = replace(POLICY.clocks[0], business=True, rolls_over=True, pauses=True)
    policy = replace(POLICY, clocks=(clock, POLICY.clocks[1]), calendar=Calendar(holidays=friday))
    asked = simulate(ticket(), decide(Case(ticket()), policy, NOW).changes, NOW)

    (waits,) = section(told_at(asked, policy, NOW + timedelta(days=1)), "clocks")
    assert waits.text.startswith("examen : en pause ; si la réponse arrivait maintenant, à tenir le ")
    assert [part.text for part in waits.parts] == [
        "compté depuis le 08/11/2026 10:30",
        "en pause du 08/11/2026 10:31 au 09/11/2026 10:31",
        "jours fériés non comptés : 13/11/2026",
    ]


def test_a_date_that_was_moved_or_given_says_so() -> None:
    sunday = replace(POLICY.clocks[0], rolls_over=True)
    policy = replace(POLICY, clocks=(sunday, POLICY.clocks[1]))

    (moved,) = section(told_at(complete_ticket(), policy, NOW), "clocks")
    (given,) = section(told_at(complete_ticket(Échéance="2026-12-24"), policy, NOW), "clocks")
    assert moved.parts[-1].text == "reporté au jour ouvré suivant : le 22/11/2026 n’en est pas un"
    assert [part.text for part in given.parts] == ["la date est celle du champ, écrite par un agent"]


def test_working_days_without_a_holiday_on_the_way_name_none() -> None:
    policy = replace(POLICY, clocks=(replace(POLICY.clocks[0], business=True), POLICY.clocks[1]))

    (clock,) = section(told_at(complete_ticket(), policy, NOW), "clocks")
    assert [part.text for part in clock.parts] == ["compté depuis le 08/11/2026 10:30"]


def test_what_happens_without_an_answer_is_told() -> None:
    reminders = Reminders((timedelta(days=3),), timedelta(days=14))
    policy = replace(POLICY, reminders=reminders)
    billing = simulate(ticket(), decide(Case(ticket()), policy, NOW).changes, NOW)
    gentle = simulate(quiet := ticket("remboursement", ""), decide(Case(quiet), policy, NOW).changes, NOW)

    assert lines(told_at(billing, policy, NOW), "next")[1:] == [
        "sans réponse : rappel le 11/11/2026 10:31",
        "sans réponse : fermeture le 23/11/2026 08:00",
    ]
    assert lines(told_at(gentle, policy, NOW), "next")[1:] == [
        "sans réponse : une personne reprend le dossier le 22/11/2026 10:31"
    ]


def told_at(filed: Ticket, policy: Policy, now: datetime) -> Explanation:
    case = Case(filed)
    return explain(case, decide(case, policy, now), policy, now)
