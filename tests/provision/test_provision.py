import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from integration.core.errors import Refused
from integration.core.provisioning.things import Found, Kind, Step, Thing, Verb
from integration.helpdesks.contract import Right
from integration.ledger.database import connect
from integration.ledger.migrate import migrate
from integration.ledger.provisioned import Provisioned
from integration.provision import NotApproved, Site, apply, destroy, plan, read, tear_down, written
from tests.core.build import POLICY

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOOK = Thing(Kind.WEBHOOK, "webhook:guichet", "Guichet", (("endpoint", "https://guichet.example/webhooks/zendesk"),))


@dataclass
class Meadow:
    """A ground in memory: it makes what it is told, and may stop before a given step."""

    there: dict[str, Found] = field(default_factory=dict)
    refuses: str = ""
    done: list[str] = field(default_factory=list)

    def look(self) -> tuple[Found, ...]:
        return tuple(self.there.values())

    def needs(self, blueprint: tuple[Thing, ...], _found: tuple[Found, ...], _receiver: str) -> tuple[Thing, ...]:
        return (*blueprint, HOOK)

    def carry_out(self, step: Step, _ids: Mapping[str, str]) -> str:
        if self.refuses and step.key == self.refuses:
            raise Refused("The right to make webhooks is missing.")
        self.done.append(step.key)
        if step.verb is Verb.REMOVE:
            del self.there[step.id]
            return step.id
        id_ = step.id or f"{len(self.there) + 100}"
        was = self.there.get(id_, Found(step.kind, id_, step.title))
        self.there[id_] = replace(was, has=tuple({**dict(was.has), **dict(step.after)}.items()))
        return id_

    def secret(self, _webhook_id: str) -> str:
        return "s3cret"

    def rights(self) -> tuple[Right, ...]:
        return ()


@pytest.fixture
def memory(tmp_path: Path) -> Provisioned:
    url = f"sqlite:///{tmp_path}/guichet.db"
    migrate(url)
    return Provisioned(connect(url))


@pytest.fixture
def ground() -> Meadow:
    return Meadow()


@pytest.fixture
def site(ground: Meadow, memory: Provisioned) -> Site:
    return Site("zendesk", ground, POLICY, "https://guichet.example/webhooks/zendesk", memory, lambda: NOW)


def test_after_applying_there_is_nothing_to_do(site: Site, ground: Meadow) -> None:
    approved = plan(site)
    done = list(apply(site, approved))
    assert [step.key for step in done] == [step.key for step in approved.todo]
    assert "webhook:guichet" in ground.done
    assert plan(site).todo == ()
    assert list(apply(site, plan(site))) == []


def test_a_run_that_was_stopped_goes_on_with_the_same_plan(site: Site, ground: Meadow) -> None:
    approved = plan(site)
    first = next(iter(apply(site, approved)))
    rest = list(apply(site, approved))
    assert [first.key, *(step.key for step in rest)] == [step.key for step in approved.todo]


def test_a_thing_made_but_not_noted_is_only_noted(site: Site, memory: Provisioned, ground: Meadow) -> None:
    approved = plan(site)
    first = next(iter(apply(site, approved)))
    memory.forget("zendesk", first.key)
    rest = list(apply(site, approved))
    assert rest[0].verb is Verb.ADOPT
    assert len(ground.there) == len(approved.todo)


def test_a_thing_begun_and_not_ended_is_ended_without_another_plan(site: Site, ground: Meadow) -> None:
    approved = plan(site)
    field = next(step for step in approved.todo if step.key == "field:category")
    ground.there["7"] = Found(Kind.FIELD, "7", field.title, (("type", "select"),))
    rest = {step.key: step for step in apply(site, approved)}
    assert rest["field:category"].verb is Verb.ADOPT
    assert dict(rest["field:category"].after) == {"options": dict(field.after)["options"]}


def test_a_right_that_is_missing_stops_there_and_says_so(site: Site, ground: Meadow) -> None:
    ground.refuses = "webhook:guichet"
    with pytest.raises(Refused, match="right to make webhooks"):
        list(apply(site, plan(site)))
    ground.refuses = ""
    list(apply(site, plan(site)))
    assert plan(site).todo == ()


def test_nothing_is_done_when_the_helpdesk_moved_since(site: Site, ground: Meadow) -> None:
    approved = plan(site)
    ground.there["7"] = Found(Kind.FIELD, "7", "Montant", (("type", "checkbox"),))
    with pytest.raises(NotApproved, match="is of type checkbox"):
        list(apply(site, approved))
    ground.there["7"] = Found(Kind.GROUP, "7", HOOK.title)
    ground.there["8"] = Found(Kind.WEBHOOK, "8", "Old", key="webhook:guichet")
    with pytest.raises(NotApproved, match=r"changed since this plan was made \(change webhook:guichet\): plan again"):
        list(apply(site, approved))
    assert ground.done == []


def test_a_plan_survives_its_file(site: Site) -> None:
    approved = plan(site)
    assert read(written(approved, site), site) == approved


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("{}", "This file is no plan"), ("not json", "This file is no plan"), ("[1]", "This file is no plan")],
)
def test_what_is_no_plan_is_refused(site: Site, text: str, sentence: str) -> None:
    with pytest.raises(NotApproved, match=sentence):
        read(text, site)


def test_an_altered_plan_and_one_for_another_helpdesk_are_refused(site: Site) -> None:
    text = written(plan(site), site)
    body = json.loads(text)
    body["steps"][0]["title"] = "Autre"
    with pytest.raises(NotApproved, match="altered"):
        read(json.dumps(body), site)
    with pytest.raises(NotApproved, match="for the helpdesk 'zendesk', not for 'zammad'"):
        read(text, replace(site, helpdesk="zammad"))


def test_destroying_removes_what_is_ours_and_names_what_holds_data(site: Site, ground: Meadow) -> None:
    ground.there["1"] = Found(Kind.VIEW, "1", "D'un autre")
    list(apply(site, plan(site)))
    approved, left = destroy(site)
    gone = list(tear_down(site, approved))
    assert "webhook:guichet" in [step.key for step in gone]
    assert {one.kind for one in left} == {Kind.GROUP, Kind.FIELD}
    assert "1" in ground.there
    assert {one.kind for one in ground.look()} == {Kind.GROUP, Kind.FIELD, Kind.VIEW}
    assert destroy(site)[0].todo == ()
