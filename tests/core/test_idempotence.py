"""Deciding again right after applying changes nothing, whatever the ticket looks like."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from integration.core.changes import already
from integration.core.conditions import AmountWithin, Condition, HasDocuments, IsMissing, OneOf, Owner, Tagged, Trait
from integration.core.duplicates import Duplicate
from integration.core.policy import Action, Policy, RequiresIf, Retention, Rule
from integration.core.ticket import Attachment, Field, Priority, Requester, Role, Status, Ticket
from tests.core.build import FILED, POLICY, after, again, comment, decided, ticket
from tests.core.some_conditions import CONDITIONS as SOME_CONDITIONS

WORDS = st.sampled_from(
    [
        "Bonjour",
        "Compte : marie@example.org",
        "Date : 03/11/2026",
        "Montant : 49,90 €",
        "Montant : 900 €",
        "Montant : 19,99 € ou 24,99 €",
        "le 31/11/2026",
        "Mon père est décédé.",
        "J'ai été prélevé deux fois.",
        "",
    ]
)
AUTHORS = st.sampled_from([Role.REQUESTER, Role.AGENT, Role.OTHER])
TAGS = st.frozensets(
    st.sampled_from(
        ["guichet_incomplet", "guichet_complet", "guichet_a_relire", "guichet_doublon", "vip", "cas_particulier"]
    )
)

DUPLICATES = st.sampled_from([(), (Duplicate("", "12"),), (Duplicate("", "12"), Duplicate("zammad", "15"))])
FILES = st.sampled_from([(), (Attachment("f", "f.pdf", "application/pdf", 1),)])

ACTIONS = st.builds(
    Action,
    group=st.sampled_from(["", "Facturation", "Juridique"]),
    priority=st.sampled_from([None, Priority.HIGH]),
    tags=st.sampled_from([(), ("vip",), ("cas_particulier",)]),
    assignee=st.sampled_from(["", "marie@example.org"]),
    fields=st.sampled_from([(), (("Canal", "courrier"),)]),
    note=st.sampled_from(["", "consigne"]),
    message=st.sampled_from(["", "suite"]),
    hold=st.booleans(),
)
CONDITIONS: st.SearchStrategy[Condition] = st.sampled_from(
    [
        Tagged(Owner.TICKET, ("vip",)),
        OneOf(Trait.GROUP, ("facturation",)),
        OneOf(Trait.STATUS, ("new",)),
        AmountWithin(at_least=Decimal(500)),
        HasDocuments(),
        IsMissing(),
    ]
)
REQUIREMENTS = st.sampled_from(
    [
        (),
        (RequiresIf(AmountWithin(at_least=Decimal(500)), ("document",)),),
        (RequiresIf(HasDocuments(wanted=False), ("document", "account")),),
    ]
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Policies whose rules look at what they change themselves."""
    rules = draw(st.lists(st.tuples(CONDITIONS, ACTIONS), max_size=3))
    billing, *others = POLICY.categories
    billing = replace(billing, requires=("amount",), requires_if=draw(REQUIREMENTS))
    return replace(
        POLICY,
        categories=(billing, *others),
        rules=tuple(Rule(f"regle-{number}", when, then) for number, (when, then) in enumerate(rules)),
        otherwise=draw(ACTIONS),
        retention=draw(st.sampled_from([None, Retention("garder")])),
    )


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    base = ticket()
    fields = {
        "Motif": draw(st.sampled_from(["facturation", "remboursement", "autre", ""])),
        "Compte": draw(st.sampled_from(["", "marie@example.org", "??"])),
        "Date": draw(st.sampled_from(["", "2026-11-03", "2026-02-31", "2030-01-01", "demain"])),
        "Montant": draw(st.sampled_from(["", "49,90", "49.9", "900", "-3", "beaucoup"])),
        "Décision": draw(st.sampled_from(["", "acceptee", "partielle", "refusee", "peut-etre"])),
        "Note": draw(st.sampled_from(["", "écrit par quelqu'un"])),
        "Échéance": draw(st.sampled_from(["", "2026-12-24", "n'importe quoi"])),
        "Paiement": draw(st.sampled_from(["", "2026-12-24"])),
    }
    absent = draw(st.sets(st.sampled_from(sorted(fields))))
    said = draw(st.lists(st.tuples(AUTHORS, st.lists(WORDS, max_size=3), st.booleans()), min_size=1, max_size=4))
    return replace(
        base,
        status=draw(st.sampled_from(Status)),
        priority=draw(st.sampled_from(Priority)),
        requester=Requester("m", draw(st.sampled_from(["fr", "en", "nl", ""]))),
        group=draw(st.sampled_from(["", "Facturation", "Juridique"])),
        assignee=draw(st.sampled_from(["", "7"])),
        tags=draw(TAGS),
        fields=tuple(Field(title, value) for title, value in fields.items() if title not in absent),
        comments=tuple(
            replace(comment(f"c{number}", author, "\n".join(words), public=public), attachments=draw(FILES))
            for number, (author, words, public) in enumerate(said)
        ),
    )


@given(tickets(), st.integers(0, 20), DUPLICATES)
def test_deciding_again_on_the_result_emits_nothing(
    filed: Ticket, days: int, duplicates: tuple[Duplicate, ...]
) -> None:
    now = FILED + timedelta(days=days)
    assert again(filed, POLICY, now, duplicates) == ()


@given(tickets(), policies())
def test_rules_that_say_and_write_settle_at_once(filed: Ticket, policy: Policy) -> None:
    assert again(filed, policy) == ()


@given(tickets(), policies(), st.text(max_size=10), FILES)
def test_rules_that_say_and_write_settle_after_any_answer(
    filed: Ticket, policy: Policy, words: str, files: tuple[Attachment, ...]
) -> None:
    asked = after(filed, policy)
    answer = replace(comment("answer", Role.REQUESTER, words), attachments=files)

    assert again(replace(asked, comments=(*asked.comments, answer)), policy) == ()


@given(tickets(), DUPLICATES, DUPLICATES)
def test_duplicates_that_come_and_go_settle_at_once(
    filed: Ticket, before: tuple[Duplicate, ...], now: tuple[Duplicate, ...]
) -> None:
    assert again(after(filed, duplicates=before), duplicates=now) == ()


@given(tickets(), st.text(max_size=40))
def test_after_any_answer_deciding_settles_again_at_once(filed: Ticket, words: str) -> None:
    answered = after(filed)
    answered = replace(answered, comments=(*answered.comments, comment("answer", Role.REQUESTER, words)))

    assert again(answered) == ()


@given(tickets())
def test_no_change_is_emitted_that_alters_nothing(filed: Ticket) -> None:
    assert not [change for change in decided(filed).changes if already(filed, change)]


@given(tickets(), SOME_CONDITIONS, ACTIONS, ACTIONS, st.integers(0, 20 * 24))
def test_whatever_a_rule_asks_it_settles_at_once(
    filed: Ticket, when: Condition, then: Action, otherwise: Action, hours: int
) -> None:
    policy = replace(POLICY, rules=(Rule("regle", when, then),), otherwise=otherwise)

    assert again(filed, policy, FILED + timedelta(hours=hours)) == ()
