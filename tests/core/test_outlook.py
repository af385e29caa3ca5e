"""Two policies over past tickets: what differs, and what of the past must not count."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from integration.core.claim import Item
from integration.core.clocks import Clock, Length, Starts, Until
from integration.core.conditions import OneOf, Trait
from integration.core.outlook import CHANGING, Difference, as_filed, compare, last_said, outlook
from integration.core.policy import Action, Policy, Retention, Rule
from integration.core.ticket import Attachment, Priority, Role, Status, Ticket
from tests.core.build import FILED, NOW, POLICY, after, complete_ticket, says, ticket
from tests.core.test_idempotence import tickets

LATER = NOW + timedelta(days=10)


def differs(filed: Ticket, candidate: Policy, current: Policy = POLICY) -> set[Difference]:
    return set(compare(filed, current, candidate, LATER).differences)


def routing(group: str) -> Policy:
    return replace(POLICY, rules=(Rule("tout", OneOf(Trait.CATEGORY, ("facturation",)), Action(group)),))


def requiring(*items: Item) -> Policy:
    first = replace(POLICY.categories[0], requires=items)
    return replace(POLICY, categories=(first, *POLICY.categories[1:]))


def promising(days: int) -> Policy:
    return replace(
        POLICY, clocks=(Clock("examen", Starts.SUBMITTED, Until.DECISION, Length(1), Length(days), "Échéance"),)
    )


@given(tickets())
def test_a_policy_does_not_differ_from_itself(filed: Ticket) -> None:
    assert differs(filed, POLICY) == set()


@given(tickets())
def test_what_was_written_since_does_not_count(filed: Ticket) -> None:
    before, _ = outlook(filed, POLICY, NOW)
    since, _ = outlook(after(filed), POLICY, NOW)

    assert (before.category, before.asked, before.overdue) == (since.category, since.asked, since.overdue)


def test_another_group_is_another_routing() -> None:
    assert differs(complete_ticket(), routing("Ailleurs")) == {Difference.ROUTED}
    assert differs(complete_ticket(), routing("Facturation")) == set()


def test_a_case_long_since_routed_and_solved_is_routed_as_on_its_first_day() -> None:
    done = replace(after(complete_ticket()), status=Status.CLOSED, group="Juridique", assignee="7")

    assert differs(done, routing("Ailleurs")) == {Difference.ROUTED}


def test_more_to_ask_and_less_to_ask() -> None:
    only_account = complete_ticket(Date="", Montant="")

    assert differs(only_account, POLICY, requiring(Item.ACCOUNT)) == {Difference.ASKED}
    assert differs(only_account, requiring(Item.ACCOUNT)) == {Difference.NOT_ASKED}


def test_only_members_whose_ticket_is_open_could_be_asked_now() -> None:
    asked = ticket()
    policy = requiring()

    assert compare(asked, policy, POLICY, LATER).open
    for closed in (
        replace(asked, status=Status.SOLVED),
        replace(asked, status=Status.CLOSED),
        replace(asked, tags=frozenset({"guichet_complet"})),
        replace(asked, tags=frozenset({"guichet_a_relire"})),
    ):
        assert not compare(closed, policy, POLICY, LATER).open


def test_a_shorter_promise_is_overdue_sooner_though_the_due_date_was_written_down() -> None:
    dated = after(complete_ticket())

    assert dated.value("Échéance")
    assert differs(dated, promising(5)) == {Difference.OVERDUE}
    assert differs(dated, POLICY, promising(5)) == {Difference.NOT_OVERDUE}


def test_files_that_newly_have_to_go_and_those_that_no_longer_do() -> None:
    sent = (Attachment("a", "x.pdf", "application/pdf", 1),)
    solved = replace(complete_ticket(), status=Status.SOLVED)
    solved = replace(solved, comments=(replace(solved.comments[0], attachments=sent),))
    deleting = replace(POLICY, retention=Retention())

    assert differs(solved, deleting) == {Difference.DELETED}
    assert differs(solved, POLICY, deleting) == {Difference.NOT_DELETED}


def test_a_category_more_and_a_category_less() -> None:
    wider = replace(
        POLICY, categories=(replace(POLICY.categories[0], when=("facturation", "autre")), POLICY.categories[1])
    )

    assert Difference.TAKEN_IN in differs(ticket("autre"), wider)
    assert Difference.LEFT_OUT in differs(ticket("autre"), POLICY, wider)
    assert differs(ticket("encore autre"), wider) == set()
    assert {Difference.TAKEN_IN, Difference.LEFT_OUT} <= CHANGING


def test_policies_that_read_otherwise_read_for_themselves() -> None:
    stricter = replace(POLICY.reading.checks, currencies=("CHF",))
    candidate = replace(POLICY, reading=replace(POLICY.reading, checks=stricter))

    assert differs(complete_ticket(), candidate) == {Difference.ASKED}


def test_as_filed_is_what_the_member_made_of_it() -> None:
    lived = says(
        after(says(ticket("remboursement", "Mon père est décédé."), Role.AGENT, "Bonjour.")), Role.REQUESTER, "Merci"
    )
    lived = replace(lived, priority=Priority.URGENT, group="X", assignee="7", status=Status.SOLVED)
    filed = as_filed(replace(lived, tags=lived.tags | {"vip", "cas_particulier"}), POLICY)

    assert [comment.author for comment in filed.comments] == [Role.REQUESTER, Role.REQUESTER]
    assert (filed.status, filed.priority, filed.group, filed.assignee) == (Status.NEW, Priority.NONE, "", "")
    assert filed.tags == {"vip"}
    assert filed.field("Note") is None


def test_a_past_ticket_is_read_at_the_time_the_member_last_wrote() -> None:
    answered = replace(ticket(), comments=(*ticket().comments, replace(ticket().comments[0], created_at=LATER)))

    assert last_said(answered) == LATER
    assert last_said(replace(ticket(), comments=())) == FILED
