"""What holds for every helpdesk, whichever it is; a new adapter joins by adding its name to DESKS."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from integration.core.changes import (
    AddComment,
    AddTag,
    Assign,
    Change,
    RedactAttachment,
    RemoveTag,
    SetAssignee,
    SetField,
    SetGroup,
    SetPriority,
    SetStatus,
    differing,
    simulate,
)
from integration.core.errors import Refused, TicketGone, TicketMoved, TryLater
from integration.core.ticket import Kind, Mark, Priority, Role, Status
from integration.helpdesks.contract import AgentInfo, Helpdesk, ReadOnly, Said
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.desk import ZammadDesk
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.desk import ZendeskDesk
from tests.helpdesks.town import AGENT, BOT_TOKEN, CLIENT_ID, CLIENT_SECRET, Town


def zendesk(town: Town) -> Helpdesk:
    return ZendeskDesk(ZendeskAccess(town.url, client_id=CLIENT_ID, client_secret=CLIENT_SECRET))


def zammad(town: Town, version: str) -> Helpdesk:
    town.becomes("zammad", version=version)
    return ZammadDesk(ZammadAccess(town.url, BOT_TOKEN))


DESKS: dict[str, Callable[[Town], Helpdesk]] = {
    "zendesk": zendesk,
    **{f"zammad-{version}": partial(zammad, version=version) for version in ("5.5", "6.5", "7.0")},
}

ASK = AddComment(
    "Bonjour,\n\nIl nous manque :\n- le montant\n\nMerci 🙏", public=True, mark=Mark(Kind.ASK, ("amount",))
)
STEP: tuple[Change, ...] = (
    AddTag("guichet_incomplet"),
    SetGroup("Cas particuliers"),
    SetField("Compte", "00123"),
    SetField("Motif", "remboursement"),
    SetStatus(Status.PENDING),
    SetPriority(Priority.HIGH),
    ASK,
)


@pytest.fixture(params=DESKS)
def desk(request: pytest.FixtureRequest, town: Town) -> Helpdesk:
    return DESKS[request.param](town)


def test_a_ticket_is_read_with_its_whole_conversation(desk: Helpdesk, town: Town) -> None:
    ticket_id = town.member_files(
        subject="Prélèvement en double",
        description="Bonjour,\nje ne comprends pas ce prélèvement. 🤔",
        fields={"Compte": "104512", "Montant": "42,10"},
        attachments=[{"name": "releve.pdf", "content_type": "application/pdf", "text": "contenu"}],
    )
    noted = {"comment": "À voir avec la comptabilité", "public": False, "tags": {"add": ["vip"]}}
    town.agent(ticket_id, assignee=AGENT, status="open", **noted)
    town.member_replies(ticket_id, "Avez-vous des nouvelles ?")

    ticket = desk.read(ticket_id)

    assert (ticket.id, ticket.subject, ticket.status) == (ticket_id, "Prélèvement en double", Status.OPEN)
    assert "vip" in ticket.tags
    assert [(comment.author, comment.public, comment.body) for comment in ticket.comments] == [
        (Role.REQUESTER, True, "Bonjour,\nje ne comprends pas ce prélèvement. 🤔"),
        (Role.AGENT, False, "À voir avec la comptabilité"),
        (Role.REQUESTER, True, "Avez-vous des nouvelles ?"),
    ]
    (attachment,) = ticket.comments[0].attachments
    assert (attachment.name, attachment.content_type, attachment.size) == ("releve.pdf", "application/pdf", 7)
    assert (ticket.value("Compte"), ticket.value("Montant"), ticket.value("Date de la transaction")) == (
        "104512",
        "42,10",
        "",
    )
    motif = ticket.field("Motif")
    assert motif
    assert (motif.value, motif.label) == ("facturation", "Facturation")
    assert ticket.requester.language in {"fr", ""}  # Zammad knows it of those who chose one


def test_an_agent_who_only_comments_is_known_for_one(desk: Helpdesk, town: Town) -> None:
    ticket_id = town.member_files(description="Bonjour, une question.")
    town.agent(ticket_id, comment="Bonjour, je regarde cela.", public=True)

    assert desk.read(ticket_id).comments[-1].author is Role.AGENT


def test_times_are_aware(desk: Helpdesk, town: Town) -> None:
    ticket = desk.read(town.member_files())

    for time in (ticket.created_at, ticket.updated_at, ticket.comments[0].created_at):
        assert time.tzinfo is UTC


def test_reading_twice_gives_the_same(desk: Helpdesk, town: Town) -> None:
    ticket_id = town.member_files()

    assert desk.read(ticket_id) == desk.read(ticket_id)


def test_a_whole_step_is_written_and_shown(desk: Helpdesk, town: Town) -> None:
    before = desk.read(town.member_files())

    applied = desk.apply(before, STEP, "k1")

    after = applied.ticket
    assert differing(after, tuple(change for change in STEP if change != ASK)) == ()
    assert after == desk.read(before.id)
    assert "guichet_incomplet" in after.tags
    said = after.comments[-1]
    assert (said.id, said.author, said.public) == (applied.comment_id, Role.GUICHET, True)
    assert (said.mark, said.key) == (ASK.mark, "k1")


def test_what_was_simulated_is_what_comes_true(desk: Helpdesk, town: Town) -> None:
    before = desk.read(town.member_files())
    foreseen = simulate(before, STEP, datetime(2026, 11, 22, tzinfo=UTC))

    after = desk.apply(before, STEP, "k1").ticket

    assert (after.status, after.priority, after.group) == (foreseen.status, foreseen.priority, foreseen.group)
    assert {field.title: field.value for field in after.fields} == {f.title: f.value for f in foreseen.fields}
    assert [(c.author, c.public, c.mark) for c in after.comments] == [
        (c.author, c.public, c.mark) for c in foreseen.comments
    ]


@pytest.mark.parametrize("public", [True, False])
def test_a_comment_is_seen_by_whom_it_is_for(desk: Helpdesk, town: Town, public: bool) -> None:
    before = desk.read(town.member_files())

    applied = desk.apply(before, (replace(ASK, public=public),), "k1")

    assert applied.ticket.comments[-1].public is public
    assert town.seen(before.id)["comments"][-1]["public"] is public


@pytest.mark.parametrize("mark", [Mark(Kind.MESSAGE, ("gros-montant",)), Mark(Kind.THANKS, ("gros-montant",))])
def test_what_a_rule_said_is_remembered_beside_the_comment(desk: Helpdesk, town: Town, mark: Mark) -> None:
    before = desk.read(town.member_files())

    desk.apply(before, (replace(ASK, mark=mark),), "k1")

    assert [known for _, known in desk.read(before.id).marks()] == [mark]


def test_a_written_ticket_can_be_written_again_at_once(desk: Helpdesk, town: Town) -> None:
    once = desk.apply(desk.read(town.member_files()), (AddTag("un"),), "k1").ticket

    twice = desk.apply(once, (AddTag("deux"), RemoveTag("un")), "k2").ticket

    assert {"un", "deux"} & twice.tags == {"deux"}
    assert twice == desk.read(twice.id)


def test_an_assignee_comes_and_goes(desk: Helpdesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    given = desk.apply(ticket, (SetGroup("Facturation"), Assign(AGENT)), "k1").ticket

    left = desk.apply(given, (SetAssignee(""),), "k2").ticket
    taken = desk.apply(left, (SetAssignee(given.assignee),), "k3").ticket

    assert (left.assignee, taken.assignee) == ("", given.assignee)
    assert town.seen(ticket.id)["assignee"] == "Mathilde Aubry"


@pytest.mark.parametrize("agent", [AGENT, "mathilde AUBRY"])
def test_a_ticket_is_given_to_an_agent_by_address_or_name(desk: Helpdesk, town: Town, agent: str) -> None:
    before = desk.read(town.member_files())

    applied = desk.apply(before, (SetGroup("Facturation"), Assign(agent)), "k1").ticket

    assert applied.assignee not in {"", agent}
    assert town.seen(before.id)["assignee"] == "Mathilde Aubry"
    assert differing(applied, (Assign(agent),)) == ()


@pytest.mark.parametrize("agent", ["camille.roussel@courriel.example", "Personne"])
def test_a_ticket_is_given_to_nobody_who_is_no_agent(desk: Helpdesk, town: Town, agent: str) -> None:
    with pytest.raises(Refused, match="no agents") as refused:
        desk.apply(desk.read(town.member_files()), (Assign(agent),), "k1")

    assert agent not in str(refused.value)


def test_an_option_may_be_named_by_its_label(desk: Helpdesk, town: Town) -> None:
    wanted = (SetField("Motif", "Remboursement"),)
    after = desk.apply(desk.read(town.member_files()), wanted, "k1").ticket

    assert after.value("Motif") == "remboursement"
    assert differing(after, wanted) == ()


def test_a_field_is_emptied(desk: Helpdesk, town: Town) -> None:
    ticket = desk.read(town.member_files(fields={"Compte": "104512"}))

    after = desk.apply(ticket, (SetField("Compte", ""), SetField("Motif", "")), "k1").ticket

    assert (after.value("Compte"), after.value("Motif")) == ("", "")
    assert after == desk.read(ticket.id)


def test_nothing_to_change_is_no_call(desk: Helpdesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.forget_calls()

    applied = desk.apply(ticket, (SetStatus(ticket.status), SetGroup(ticket.group)), "k1")

    assert (applied.ticket, applied.comment_id) == (ticket, "")
    assert town.calls() == []


def test_a_ticket_that_moved_is_not_overwritten(desk: Helpdesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.agent(ticket.id, tags={"add": ["par_un_agent"]})

    with pytest.raises(TicketMoved):
        desk.apply(ticket, STEP, "k1")

    seen = town.seen(ticket.id)
    assert set(seen["tags"]) == ticket.tags | {"par_un_agent"}
    assert len(seen["comments"]) == 1


def test_a_moved_ticket_is_read_and_written_again(desk: Helpdesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.agent(ticket.id, tags={"add": ["par_un_agent"]})

    desk.apply(desk.read(ticket.id), (AddTag("neuf"),), "k1")

    assert set(town.seen(ticket.id)["tags"]) == ticket.tags | {"par_un_agent", "neuf"}


@pytest.mark.parametrize("ticket_id", ["999999999", "abc", "", "../users/1", "-1", "٣"])
def test_a_ticket_that_does_not_exist_is_gone(desk: Helpdesk, town: Town, ticket_id: str) -> None:
    with pytest.raises(TicketGone):
        desk.read(ticket_id)


def test_a_deleted_ticket_is_gone(desk: Helpdesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.agent_deletes(ticket.id)

    with pytest.raises(TicketGone):
        desk.read(ticket.id)
    with pytest.raises(TicketGone):
        desk.apply(ticket, STEP, "k1")


def test_what_we_said_is_found_again(desk: Helpdesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.agent(ticket.id, comment="Bonjour", public=True)
    ticket = desk.apply(desk.read(ticket.id), (AddTag("sans_un_mot"),), "k0").ticket
    asked = desk.apply(ticket, (ASK,), "k1")
    thanks = AddComment("Merci", public=True, mark=Mark(Kind.THANKS))
    thanked = desk.apply(asked.ticket, (thanks,), "k2")

    assert desk.said(ticket.id) == (
        Said(asked.comment_id, "k1", ASK.mark),
        Said(thanked.comment_id, "k2", thanks.mark),
    )


def test_a_write_whose_answer_was_lost_is_found_by_its_key(desk: Helpdesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.fault("drop", method="PUT", stage="after")

    with pytest.raises(TryLater) as raised:
        desk.apply(ticket, STEP, "k1")

    assert raised.value.counts
    assert [said.key for said in desk.said(ticket.id)] == ["k1"]
    assert desk.read(ticket.id).comments[-1].key == "k1"
    assert len(town.seen(ticket.id)["comments"]) == 2


def test_a_write_that_never_arrived_is_not_found(desk: Helpdesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.fault("drop", method="PUT", stage="before")

    with pytest.raises(TryLater):
        desk.apply(ticket, STEP, "k1")

    assert desk.said(ticket.id) == ()
    assert desk.read(ticket.id) == ticket


def test_a_rate_limit_says_when_to_come_back_and_is_no_failure(desk: Helpdesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.fault("status", status=429, retry_after=7)

    with pytest.raises(TryLater) as raised:
        desk.apply(ticket, STEP, "k1")

    assert (raised.value.after, raised.value.counts) == (7.0, False)
    assert desk.said(ticket.id) == ()


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_helpdesk_that_is_ill_is_asked_later(desk: Helpdesk, town: Town, status: int) -> None:
    ticket_id = town.member_files()
    town.fault("status", status=status)

    with pytest.raises(TryLater) as raised:
        desk.read(ticket_id)

    assert raised.value.counts
    assert desk.read(ticket_id).id == ticket_id


@pytest.mark.parametrize("desk", ["zendesk"], indirect=True)
def test_one_file_of_several_is_removed_where_that_can_be(desk: Helpdesk, town: Town) -> None:
    files = [
        {"name": "certificat.pdf", "content_type": "application/pdf", "text": "un"},
        {"name": "autre.pdf", "content_type": "application/pdf", "text": "deux"},
    ]
    ticket = desk.read(town.member_files(attachments=files))
    comment = ticket.comments[0]
    wanted = RedactAttachment(comment.id, comment.attachments[0].id)

    desk.redact(ticket, (wanted,))

    left = [file for file in desk.read(ticket.id).comments[0].attachments if not file.removed]
    assert [file.name for file in left] == ["autre.pdf"]
    assert wanted.attachment_id in desk.removed(ticket.id).events
    shown = town.seen(ticket.id)["comments"][0]["attachments"]
    assert [(file["name"], file["redacted"]) for file in shown] == [("redacted.txt", True), ("autre.pdf", False)]


def test_a_file_is_removed_for_good(desk: Helpdesk, town: Town) -> None:
    wanted, other = (
        {"name": name, "content_type": "application/pdf", "text": name} for name in ("certificat.pdf", "autre.pdf")
    )
    ticket = desk.read(town.member_files(attachments=[wanted]))
    town.member_replies(ticket.id, "Encore un papier.", attachments=[other])
    comment = ticket.comments[0]
    file = comment.attachments[0]

    desk.redact(ticket, (RedactAttachment(comment.id, file.id),))

    files = [[one.name for one in said.attachments if not one.removed] for said in desk.read(ticket.id).comments]
    assert files == [[], ["autre.pdf"]]
    removed = desk.removed(ticket.id)
    assert file.id in removed.events or not removed.kept


def test_files_are_nowhere_else(desk: Helpdesk, town: Town) -> None:
    assert desk.elsewhere(desk.read(town.member_files())) == ()


def test_the_survey_says_what_a_policy_can_name(desk: Helpdesk, town: Town) -> None:
    town.member_files()  # an agent of Zammad sees what there is by a ticket's form

    survey = desk.survey()

    assert survey.user_id == desk.user_id() != ""
    assert survey.role in {"admin", "agent"}
    assert {"Facturation", "Cas particuliers"} <= set(survey.groups)
    fields = {field.title: field for field in survey.fields}
    assert fields["Motif"].options == ("facturation", "remboursement", "autre")
    assert fields["Motif"].labels == ("Facturation", "Remboursement", "Autre")
    assert fields["Compte"].options == ()
    assert AgentInfo("Mathilde Aubry", AGENT) in survey.agents


def test_tickets_are_found_by_the_day_they_were_filed_and_only_tickets(desk: Helpdesk, town: Town) -> None:
    filed = [town.member_files(description=f"Bonjour, erreur {number}.") for number in range(3)]
    town.agent_closes(filed[1])
    today = datetime.now(UTC)

    assert list(desk.find(today)) == filed
    assert list(desk.find(today + timedelta(days=1))) == []


def test_what_moved_is_found_closed_tickets_as_well(desk: Helpdesk, town: Town) -> None:
    filed = [town.member_files(description=f"Bonjour, erreur {number}.") for number in range(3)]
    town.agent_closes(filed[1])
    town.agent(filed[2], tags={"add": ["vip"]})
    last = max(desk.read(ticket_id).updated_at for ticket_id in filed)

    found = {moved.ticket_id: moved.updated_at for moved in desk.moved(last - timedelta(hours=1))}

    assert found == {ticket_id: desk.read(ticket_id).updated_at for ticket_id in filed}
    assert list(desk.moved(last + timedelta(hours=1))) == []


def test_a_members_answer_moves_a_ticket(desk: Helpdesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.member_replies(ticket.id, "Avez-vous des nouvelles ?")

    (moved,) = desk.moved(ticket.updated_at)

    assert moved.updated_at > ticket.updated_at


def test_what_is_neither_solved_nor_closed_is_found(desk: Helpdesk, town: Town) -> None:
    new, pending, closed = (town.member_files(description=f"Bonjour, erreur {number}.") for number in range(3))
    desk.apply(desk.read(pending), (SetStatus(Status.PENDING),), "k1")
    town.agent_closes(closed)

    assert set(desk.unsolved()) == {new, pending}


def test_nothing_is_set_aside_by_itself(desk: Helpdesk, town: Town) -> None:
    town.member_files()

    assert list(desk.suspended()) == []


def test_a_desk_to_look_at_has_no_way_to_write(desk: Helpdesk, town: Town) -> None:
    ticket_id = town.member_files()
    looking = ReadOnly.of(desk)

    assert looking.read(ticket_id).id == ticket_id
    assert looking.said(ticket_id) == ()
    assert not hasattr(looking, "apply")


def test_the_tickets_of_one_requester_are_found_and_no_other(desk: Helpdesk, town: Town) -> None:
    first, second = town.member_files(), town.member_files()
    town.member_files(requester={"name": "Denis Arnaud", "email": "denis.arnaud@courriel.example"})
    town.post("clock", advance=300)

    assert sorted(desk.requested_by(desk.read(first).requester.id)) == sorted([first, second])


@pytest.mark.parametrize("name", ["", "camille.roussel@courriel.example", "Camille", "7 status<solved"])
def test_a_requester_is_named_by_number_only(desk: Helpdesk, name: str) -> None:
    with pytest.raises(Refused, match="number"):
        list(desk.requested_by(name))
