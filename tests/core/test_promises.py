"""The clocks of a case: what starts, stops and ends them, what is shown, and what is remembered in between."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from integration.core.changes import SetField, simulate
from integration.core.clocks import Clock, Length, Starts, Until
from integration.core.decide import Case, Decision, decide
from integration.core.policy import Policy
from integration.core.stand import Stand
from integration.core.ticket import Comment, Kind, Mark, Role, Status, Ticket
from integration.core.traces import Memory, Span, Trace, unwritten
from tests.core.build import FILED, NOW, POLICY, complete_ticket, ticket

DAY = timedelta(days=1)
EXAMEN = Clock("examen", Starts.SUBMITTED, Until.DECISION, Length(7), Length(14), "Échéance", pauses=True)
PAIEMENT = Clock("paiement", Starts.ACCEPTED, Until.SOLVED, Length(7), Length(14), "Paiement")
PAUSING = replace(POLICY, clocks=(EXAMEN, PAIEMENT))
COMPLETING = replace(POLICY, clocks=(replace(EXAMEN, starts=Starts.COMPLETED), PAIEMENT))


def look(case: Ticket, memory: Memory, now: datetime, policy: Policy = PAUSING) -> tuple[Ticket, Memory, Decision]:
    """One pass: the ticket as it is written, and what is remembered for the next."""
    decision = decide(Case(case, memory=memory), policy, now)
    incomplete = now if decision.stand in {Stand.ASK, Stand.WAITING, Stand.PERSON} else None
    completed = decision.completed_at or memory.completed_at
    kept = memory.traces if decision.traces is None else decision.traces
    return simulate(case, decision.changes, now), Memory(kept, completed, incomplete), decision


def answers(case: Ticket, words: str, at: datetime, author: Role = Role.REQUESTER) -> Ticket:
    new = Comment(f"c{len(case.comments)}", author, f"{author}-id", True, words, at)
    return replace(case, comments=(*case.comments, new), status=Status.OPEN, status_raw="open")


def due(decision: Decision, clock: str = "examen") -> datetime:
    assert decision.wake_at
    assert decision.traces is not None
    assert clock in {trace.clock for trace in decision.traces}
    return decision.wake_at


def missing_amount() -> Ticket:
    return complete_ticket(Montant="")


def test_the_time_a_member_takes_to_answer_does_not_count() -> None:
    asked, memory, _ = look(missing_amount(), Memory(), NOW)
    answered = answers(asked, "Montant : 49,90 €", NOW + 5 * DAY)
    done, _, decision = look(answered, memory, NOW + 5 * DAY)

    assert decision.stand is Stand.COMPLETE
    assert done.value("Échéance") == "2026-11-27"
    assert due(decision) == FILED + 12 * DAY
    assert "AVANT LE 27\u00a0novembre 2026" in done.comments[-1].body


def test_a_paused_clock_shows_no_date_and_wakes_nobody() -> None:
    asked, memory, decision = look(missing_amount(), Memory(), NOW)
    again, _, later = look(asked, memory, NOW + 20 * DAY)

    assert decision.wake_at is None
    assert (later.stand, later.wake_at, later.changes) == (Stand.WAITING, None, ())
    assert again.value("Échéance") == ""


def test_a_case_that_was_late_before_it_was_asked_stays_late() -> None:
    asked, memory, _ = look(missing_amount(), Memory(), FILED + 15 * DAY)
    _, _, later = look(asked, memory, FILED + 18 * DAY)

    assert "guichet_en_retard" in asked.tags
    assert later.changes == ()


def test_a_pause_ends_when_somebody_else_brings_what_was_missing_and_stays_ended() -> None:
    asked, memory, _ = look(missing_amount(), Memory(), NOW)
    filled = asked.with_field("Montant", "49.90")
    done, memory, first = look(filled, memory, NOW + 3 * DAY)
    _, memory, second = look(done, memory, NOW + 6 * DAY)

    assert first.stand is Stand.COMPLETE
    assert due(first) == due(second) == FILED + 10 * DAY
    assert memory.traces[0].stops == (Span(NOW, NOW + 3 * DAY),)


def test_an_agent_who_writes_to_the_member_ends_the_pause() -> None:
    asked, memory, _ = look(missing_amount(), Memory(), NOW)
    spoken = answers(asked, "Je m'en occupe.", NOW + 2 * DAY, Role.AGENT)
    _, _, decision = look(spoken, memory, NOW + 2 * DAY)

    assert due(decision) == FILED + 9 * DAY


def test_a_statutory_clock_is_never_paused() -> None:
    law = replace(EXAMEN, pauses=False, statutory=True)
    _, memory, decision = look(missing_amount(), Memory(), NOW, replace(POLICY, clocks=(law,)))

    assert due(decision) == FILED + 7 * DAY
    assert memory.traces[0].stops == ()


def test_an_agents_own_date_wins_and_our_own_older_one_moves_on() -> None:
    case, memory, _ = look(complete_ticket(), Memory(), NOW)
    assert case.value("Échéance") == "2026-11-22"

    shorter = replace(PAUSING, clocks=(replace(EXAMEN, due=Length(10)), PAIEMENT))
    moved, _, _ = look(case, memory, NOW + DAY, shorter)
    assert moved.value("Échéance") == "2026-11-18"

    own = case.with_field("Échéance", "2026-12-24")
    kept, memory, decision = look(own, memory, NOW + DAY, shorter)
    assert kept.value("Échéance") == "2026-12-24"
    assert decision.wake_at == datetime(2026, 12, 21, 23, tzinfo=UTC)
    assert memory.traces[0].shown == date(2026, 11, 22)


def test_with_the_ledger_lost_a_date_on_the_ticket_is_an_agents() -> None:
    case, _, _ = look(complete_ticket(Échéance="2026-12-24"), Memory(), NOW)

    assert case.value("Échéance") == "2026-12-24"


def test_what_is_no_date_is_left_alone() -> None:
    case, _, decision = look(complete_ticket(Échéance="bientôt"), Memory(), NOW)

    assert case.value("Échéance") == "bientôt"
    assert due(decision) == FILED + 7 * DAY


def test_a_refund_granted_starts_its_clock_once() -> None:
    granted = complete_ticket(Décision="acceptee")
    case, memory, first = look(granted, Memory(), NOW)
    _, _, second = look(case, memory, NOW + 3 * DAY)

    assert case.value("Paiement") == "2026-11-22"
    assert first.wake_at == second.wake_at == NOW + 7 * DAY


def test_a_grant_taken_back_takes_its_date_along_and_a_new_one_counts_anew() -> None:
    case, memory, _ = look(complete_ticket(Décision="acceptee"), Memory(), NOW)
    undecided, memory, decision = look(case.with_field("Décision", ""), memory, NOW + 2 * DAY)
    assert SetField("Paiement", "") in decision.changes
    assert [trace.clock for trace in memory.traces] == ["examen"]

    again, _, _ = look(undecided.with_field("Décision", "acceptee"), memory, NOW + 4 * DAY)
    assert again.value("Paiement") == "2026-11-26"


def test_the_time_a_case_was_solved_does_not_count_when_it_is_opened_again() -> None:
    case, memory, _ = look(complete_ticket(Décision="acceptee"), Memory(), NOW)
    solved = replace(case, status=Status.SOLVED, status_raw="solved")
    solved, memory, _ = look(solved, memory, NOW + 3 * DAY)
    again, memory, decision = look(answers(solved, "Et mon virement ?", NOW + 23 * DAY), memory, NOW + 23 * DAY)

    assert decision.wake_at == NOW + 27 * DAY
    assert again.value("Paiement") == "2026-12-12"
    assert "guichet_en_retard" not in again.tags
    trace = next(trace for trace in memory.traces if trace.clock == "paiement")
    assert (trace.ended_at, trace.stops) == (None, (Span(NOW + 3 * DAY, NOW + 23 * DAY),))


def test_a_recovered_ticket_counts_from_when_the_member_wrote() -> None:
    recovered = replace(complete_ticket(), submitted_at=FILED - 5 * DAY)
    _, _, decision = look(recovered, Memory(), NOW)

    assert due(decision) == FILED + 2 * DAY


def test_a_clock_from_completion_starts_with_the_word_that_completed_the_case() -> None:
    asked, memory, decision = look(missing_amount(), Memory(), NOW, COMPLETING)
    assert decision.traces == ()

    answered = answers(asked, "Montant : 49,90 €", NOW + 5 * DAY)
    done, memory, first = look(answered, memory, NOW + 6 * DAY, COMPLETING)
    _, _, second = look(answers(done, "Merci !", NOW + 8 * DAY), memory, NOW + 8 * DAY, COMPLETING)

    assert first.completed_at == NOW + 5 * DAY
    assert first.wake_at == second.wake_at == NOW + 12 * DAY
    assert decide(Case(done), COMPLETING, NOW + 9 * DAY).completed_at == NOW + 5 * DAY


def test_a_case_completed_by_somebody_else_is_complete_from_then_on() -> None:
    asked, memory, _ = look(missing_amount(), Memory(), NOW, COMPLETING)
    _, _, decision = look(asked.with_field("Montant", "49.90"), memory, NOW + 4 * DAY, COMPLETING)

    assert decision.completed_at == NOW + 4 * DAY


def test_a_case_that_was_complete_at_once_is_so_since_it_was_filed() -> None:
    _, _, decision = look(complete_ticket(), Memory(), NOW + DAY, COMPLETING)

    assert decision.completed_at == FILED


def test_a_reminder_alone_says_that_an_answer_is_owed() -> None:
    asked, memory, _ = look(missing_amount(), Memory(), NOW)
    reminded = replace(
        asked.comments[-1], id="r", mark=Mark(Kind.REMIND, ("amount:missing",)), created_at=NOW + 2 * DAY
    )
    more = replace(asked, comments=(*asked.comments, reminded))
    answered = answers(more, "Montant : 49,90 €", NOW + 5 * DAY)

    assert due(look(answered, memory, NOW + 5 * DAY)[2]) == FILED + 12 * DAY


def test_what_was_not_written_is_not_remembered_as_shown() -> None:
    before = Trace("examen", FILED, date(2026, 11, 22))
    after = replace(before, shown=date(2026, 11, 24), late_at=NOW, stops=(Span(FILED, NOW),))
    fresh = Trace("paiement", NOW, date(2026, 11, 22), warned_at=NOW)

    assert unwritten((after, fresh), (before,)) == (replace(before, stops=(Span(FILED, NOW),)), Trace("paiement", NOW))


MOVES = st.lists(st.sampled_from(["answer", "agent", "grant", "undecide", "solve", "wait", "fill"]), max_size=8)


@given(MOVES, st.lists(st.integers(1, 90), min_size=8, max_size=8), st.sampled_from([PAUSING, COMPLETING, POLICY]))
@settings(deadline=None, max_examples=60)  # several passes in one example
def test_whatever_happens_every_pass_settles_and_what_is_remembered_stays_in_order(
    moves: list[str], hours: list[int], policy: Policy
) -> None:
    case, memory, now = missing_amount(), Memory(), NOW
    case, memory, _ = look(case, memory, now, policy)
    for move, gone in zip(moves, hours, strict=False):
        now += timedelta(hours=gone)
        case = _moved(case, move, now)
        case, memory, _ = look(case, memory, now, policy)
        assert look(case, memory, now, policy)[2].changes == ()
        for trace in memory.traces:
            assert all(stop.start <= stop.end <= now for stop in trace.stops)
            assert trace.late_at is None or trace.ended_at is None


def _moved(case: Ticket, move: str, now: datetime) -> Ticket:  # noqa: PLR0911 - one for each move
    match move:
        case "answer":
            return answers(case, "Montant : 49,90 €", now)
        case "agent":
            return answers(case, "Bonjour", now, Role.AGENT)
        case "grant":
            return case.with_field("Décision", "acceptee")
        case "undecide":
            return case.with_field("Décision", "")
        case "solve":
            return replace(case, status=Status.SOLVED, status_raw="solved")
        case "fill":
            return case.with_field("Montant", "12.00")
    return case


def test_a_ticket_outside_every_category_is_not_remembered_anew() -> None:
    assert decide(Case(ticket(motif="autre")), PAUSING, NOW).traces is None
