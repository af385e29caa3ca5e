from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from integration.core.provisioning.draw import clear, draw
from integration.core.provisioning.things import HOLDS_DATA, Found, Kind, Plan, Step, Thing, Verb

GROUP = Thing(Kind.GROUP, "group:Facturation", "Facturation")
FIELD = Thing(Kind.FIELD, "field:amount", "Montant", (("type", "decimal"),))
CHOICE = Thing(
    Kind.FIELD,
    "field:category",
    "Motif",
    (("type", "select"), ("options", (("facturation", "Facturation"), ("remboursement", "Remboursement")))),
    frozenset({"options"}),
)
VIEW = Thing(Kind.VIEW, "view:late", "En retard", (("all", ("tag", "has", "guichet_en_retard")),))
TRIGGER = Thing(Kind.TRIGGER, "trigger:update", "Guichet", (("active", True),))


def verbs(plan: Plan) -> list[tuple[str, str]]:
    return [(step.verb.value, step.key) for step in plan.steps]


def carried_out(plan: Plan, found: tuple[Found, ...]) -> tuple[tuple[Found, ...], dict[str, str]]:
    """What the helpdesk has afterwards, and what is remembered."""
    there = {(one.kind, one.id): one for one in found}
    stored: dict[str, str] = {}
    for number, step in enumerate(plan.steps):
        id_ = step.id or f"new-{number}"
        if step.verb is Verb.REMOVE:
            del there[step.kind, id_]
            continue
        stored[step.key] = id_
        was = there.get((step.kind, id_), Found(step.kind, id_, step.title))
        title = dict(step.after).get("title", was.title)
        after = {**dict(was.has), **{name: value for name, value in step.after if name != "title"}}
        there[step.kind, id_] = replace(was, title=str(title), has=tuple(after.items()))
    return tuple(there.values()), stored


def test_on_an_empty_helpdesk_everything_is_made_and_what_others_name_comes_first() -> None:
    plan = draw((TRIGGER, VIEW, FIELD, GROUP), (), {})
    assert [step.kind for step in plan.steps] == [Kind.GROUP, Kind.FIELD, Kind.VIEW, Kind.TRIGGER]
    assert {step.verb for step in plan.steps} == {Verb.CREATE}
    assert plan.problems == ()


def test_a_group_and_a_field_of_that_title_are_adopted() -> None:
    found = (Found(Kind.GROUP, "7", "Facturation"), Found(Kind.FIELD, "8", "Montant", (("type", "decimal"),)))
    plan = draw((GROUP, FIELD), found, {})
    assert verbs(plan) == [("adopt", "group:Facturation"), ("adopt", "field:amount")]


def test_an_option_is_known_by_its_value_or_its_label_and_only_a_missing_one_is_added() -> None:
    options = (("motif_1", "Facturation"), ("remboursement", "Demande"))
    known = Found(Kind.FIELD, "8", "Motif", (("type", "select"), ("options", options)))
    assert verbs(draw((CHOICE,), (known,), {"field:category": "8"})) == [("keep", "field:category")]
    poorer = replace(known, has=(("type", "select"), ("options", options[:1])))
    step = draw((CHOICE,), (poorer,), {"field:category": "8"}).steps[0]
    assert step.verb is Verb.CHANGE
    assert dict(step.before) == {"options": options[:1]}


def test_a_field_of_the_wrong_type_is_a_persons_business() -> None:
    plan = draw((FIELD,), (Found(Kind.FIELD, "8", "Montant", (("type", "checkbox"),)),), {})
    assert plan.steps == ()
    assert plan.problems == (
        "The field 'Montant' is of type checkbox, and decimal is needed: rename it, or the policy's.",
    )


def test_two_groups_of_one_title_are_a_persons_business() -> None:
    plan = draw((GROUP,), (Found(Kind.GROUP, "1", "Facturation"), Found(Kind.GROUP, "2", "Facturation")), {})
    assert plan.steps == ()
    assert plan.problems == ("There are 2 groups titled 'Facturation' (ids 1, 2): rename all but one.",)


def test_somebody_elses_trigger_of_the_same_title_is_not_touched() -> None:
    plan = draw((TRIGGER,), (Found(Kind.TRIGGER, "3", "Guichet", (("active", False),)),), {})
    assert [(step.verb, step.title, step.id) for step in plan.steps] == [(Verb.CREATE, "Guichet (Guichet)", "")]


def test_ours_beside_somebody_elses_is_kept_the_next_time() -> None:
    found = (
        Found(Kind.TRIGGER, "3", "Guichet", (("active", False),)),
        Found(Kind.TRIGGER, "4", "Guichet (Guichet)", (("active", True),)),
    )
    assert verbs(draw((TRIGGER,), found, {"trigger:update": "4"})) == [("keep", "trigger:update")]


def test_a_trigger_just_as_wanted_is_adopted() -> None:
    plan = draw((TRIGGER,), (Found(Kind.TRIGGER, "3", "Guichet", (("active", True),)),), {})
    assert verbs(plan) == [("adopt", "trigger:update")]


def test_what_is_ours_is_known_by_our_marker_when_the_ledger_is_new() -> None:
    found = (Found(Kind.VIEW, "5", "Retards", VIEW.wanted, key="view:late"),)
    step = draw((VIEW,), found, {}).steps[0]
    assert (step.verb, step.id, step.before, step.after) == (
        Verb.CHANGE,
        "5",
        (("title", "Retards"),),
        (("title", "En retard"),),
    )


def test_what_only_the_marker_tells_to_be_ours_is_noted() -> None:
    found = (Found(Kind.VIEW, "5", "En retard", VIEW.wanted, key="view:late"),)
    assert verbs(draw((VIEW,), found, {})) == [("adopt", "view:late")]
    assert verbs(draw((VIEW,), found, {"view:late": "5"})) == [("keep", "view:late")]


def test_a_field_that_a_person_deleted_is_made_again() -> None:
    assert verbs(draw((FIELD,), (), {"field:amount": "8"})) == [("create", "field:amount")]


def test_what_is_ours_and_no_longer_wanted_is_removed_last_but_never_what_holds_data() -> None:
    kept = tuple(Found(Kind.VIEW, f"v{n}", f"v{n}", key=f"view:{n}") for n in range(8))
    wanted = tuple(Thing(Kind.VIEW, f"view:{n}", f"v{n}") for n in range(8))
    gone = (
        Found(Kind.VIEW, "5", "En retard", key="view:late"),
        Found(Kind.FIELD, "8", "Ancien", key="field:old"),
        Found(Kind.TRIGGER, "9", "Ancien"),
        Found(Kind.TRIGGER, "10", "D'un autre"),
    )
    plan = draw(wanted, (*kept, *gone), {"trigger:old": "9"})
    assert verbs(plan)[-2:] == [("remove", "trigger:old"), ("remove", "view:late")]
    assert plan.problems == ()


def test_a_plan_that_removes_too_much_is_refused() -> None:
    found = tuple(Found(Kind.VIEW, f"{n}", f"v{n}", key=f"view:{n}") for n in range(3))
    plan = draw((Thing(Kind.VIEW, "view:0", "v0"), Thing(Kind.VIEW, "view:1", "v1")), found, {})
    assert [problem[:40] for problem in plan.problems] == ["1 of the 3 things that are ours would be"]


def test_clearing_removes_everything_of_ours_and_names_what_it_leaves() -> None:
    found = (
        Found(Kind.VIEW, "5", "En retard", key="view:late"),
        Found(Kind.FIELD, "8", "Montant"),
        Found(Kind.GROUP, "9", "D'un autre"),
    )
    plan, left = clear(found, {"field:amount": "8"})
    assert verbs(plan) == [("remove", "view:late")]
    assert [one.title for one in left] == ["Montant"]


def test_the_checksum_changes_with_every_step_and_with_what_was_found() -> None:
    empty, one = draw((), (), {}), draw((GROUP,), (), {})
    adopted = draw((GROUP,), (Found(Kind.GROUP, "7", "Facturation"),), {})
    assert len({empty.checksum, one.checksum, adopted.checksum}) == 3
    assert one.checksum == draw((GROUP,), (), {}).checksum


def test_a_step_that_keeps_does_nothing() -> None:
    assert draw((GROUP,), (Found(Kind.GROUP, "7", "Facturation"),), {"group:Facturation": "7"}).todo == ()
    assert Step(Verb.ADOPT, Kind.GROUP, "group:x", "x").does


_kinds = st.sampled_from(list(Kind))
_things = st.builds(
    lambda kind, name, title, level: Thing(kind, f"{kind}:{name}", title, (("level", level),)),
    _kinds,
    st.sampled_from("abc"),
    st.sampled_from("xyz"),
    st.integers(0, 2),
)
_wanted = st.lists(_things, max_size=6, unique_by=(lambda one: one.key, lambda one: (one.kind, one.title)))
_found = st.lists(
    st.builds(
        lambda kind, id_, title, level: Found(kind, str(id_), title, (("level", level),)),
        _kinds,
        st.integers(0, 9),
        st.sampled_from("xyz"),
        st.integers(0, 2),
    ),
    max_size=6,
    unique_by=lambda one: (one.kind, one.id),
)


@given(_wanted, _found)
def test_drawn_again_after_it_was_carried_out_the_plan_is_empty(wanted: list[Thing], found: list[Found]) -> None:
    plan = draw(wanted, found, {})
    after, stored = carried_out(plan, tuple(found))
    again = draw([thing for thing in wanted if thing.key in stored], after, stored)
    assert again.todo == ()
    assert again.problems == ()


@given(_wanted, _found)
def test_nothing_that_is_not_ours_is_changed_or_removed(wanted: list[Thing], found: list[Found]) -> None:
    for step in draw(wanted, found, {}).steps:
        assert step.verb is not Verb.REMOVE
        if step.verb is Verb.CHANGE or (step.verb is Verb.ADOPT and step.after):
            assert step.kind in HOLDS_DATA


def test_a_field_whose_type_does_as_well_is_adopted_as_it_is() -> None:
    plan = draw((FIELD,), (Found(Kind.FIELD, "8", "Montant", (("type", "text"),)),), {})
    assert [(step.verb, step.after) for step in plan.steps] == [(Verb.ADOPT, ())]
