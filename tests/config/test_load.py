"""What is loaded is what was written."""

import shutil
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from config.load import load_policy
from integration.core.claim import Checks, Item
from integration.core.clocks import Alarm, Clock, Length, Starts, Until
from integration.core.conditions import AmountWithin, OneOf, Trait, Wrote, every, leaves
from integration.core.policy import Action, Category, Decisions, Policy
from integration.core.ticket import Priority
from tests.config.small import SMALL, edited, written


def test_the_shipped_policy_loads(shipped: Policy) -> None:
    assert [category.id for category in shipped.categories] == ["facturation", "circonstances"]
    assert [rule.id for rule in shipped.rules] == ["deuil", "maladie", "gros-montant", "facturation"]
    assert [language for language, _ in shipped.messages.texts] == ["fr", "en"]
    assert shipped.fields.transaction_date == "Date de la transaction"
    assert shipped.decisions == Decisions(
        ("guichet_decision_acceptee",), ("guichet_decision_partielle",), ("guichet_decision_refusee",)
    )


def test_every_category_that_takes_care_is_marked(shipped: Policy) -> None:
    care = {category.id: category.care for category in shipped.categories}
    assert care == {"facturation": False, "circonstances": True}


def test_each_part_becomes_what_it_says(tmp_path: Path) -> None:
    policy = load_policy(written(tmp_path))
    assert policy.timezone == ZoneInfo("Europe/Paris")
    assert policy.categories == (
        Category("facturation", ("facturation",), (Item.AMOUNT,), ("examen", "paiement"), care=False),
        Category("autre", ("remboursement", "autre"), (), (), care=False),
    )
    assert [rule.when for rule in policy.rules] == [
        every(OneOf(Trait.CATEGORY, ("facturation",)), AmountWithin(at_least=Decimal(500))),
        Wrote(("deces", "deced*")),
    ]
    assert policy.rules[0].then == Action("Niveau 2", Priority.HIGH, ("gros_dossier",))
    assert policy.otherwise == Action("Service clients")
    assert policy.clocks == (
        Clock("examen", Starts.SUBMITTED, Until.DECISION, warn=Length(7), due=Length(14), at_due=Alarm(Priority.HIGH)),
        Clock("paiement", Starts.SUBMITTED, Until.SOLVED, warn=Length(7), due=Length(14), at_due=Alarm(Priority.HIGH)),
    )


def test_what_is_left_out_has_a_safe_default(tmp_path: Path) -> None:
    policy = load_policy(written(tmp_path))
    assert policy.write_back is True
    assert policy.ask_at_most == 3
    assert policy.reading.currency == "EUR"
    assert policy.reading.checks == Checks(
        not_in_the_future=True, not_older_than_months=None, more_than=Decimal(0), at_most=None, currencies=("EUR",)
    )


def test_settings_of_reading_and_asking(tmp_path: Path) -> None:
    extra = """\
currency: CHF
write_back: false
asking: {at_most: 5}
checks:
  account: {patterns: "[0-9]{6}", check_digit: luhn}
  transaction_date: {not_in_the_future: false, not_older_than: 2 years}
  amount: {more_than: "0,50", at_most: 1 234.56, currencies: [CHF, EUR]}
examples:"""
    policy = load_policy(written(tmp_path, edited(SMALL, "examples:", extra)))
    assert (policy.write_back, policy.ask_at_most, policy.reading.currency) == (False, 5, "CHF")
    assert (policy.reading.account_patterns, policy.reading.account_check) == (("[0-9]{6}",), "luhn")
    assert policy.reading.checks == Checks(
        not_in_the_future=False,
        not_older_than_months=24,
        more_than=Decimal("0.50"),
        at_most=Decimal("1234.56"),
        currencies=("CHF", "EUR"),
    )


def test_numbers_keep_their_own_digits(tmp_path: Path) -> None:
    policy = load_policy(written(tmp_path, edited(SMALL, "at_least: 500", "at_least: 0.10, at_most: 1_000.1")))
    amount = next(leaf for leaf in leaves(policy.rules[0].when) if isinstance(leaf, AmountWithin))
    assert (str(amount.at_least), str(amount.at_most)) == ("0.10", "1000.1")


def test_the_policy_s_language_is_the_one_to_fall_back_to(tmp_path: Path) -> None:
    policy = load_policy(written(tmp_path, edited(SMALL, "language: fr", "language: en")))
    assert [language for language, _ in policy.messages.texts] == ["en", "fr"]
    assert [language for language, _ in policy.messages.words] == ["en", "fr"]


def test_the_version_is_of_the_bytes_of_policy_and_messages(tmp_path: Path) -> None:
    first = load_policy(written(tmp_path / "a")).version
    moved = load_policy(written(tmp_path / "b")).version
    comment = load_policy(written(tmp_path / "c", SMALL + "# une remarque\n")).version
    file = written(tmp_path / "d")
    with (tmp_path / "d" / "messages" / "en.yaml").open("a", encoding="utf-8") as english:
        english.write("# a remark\n")
    assert first == moved
    assert len({first, comment, load_policy(file).version}) == 3
    assert len(first) == 12


def test_a_third_language_needs_only_its_file(tmp_path: Path) -> None:
    file = written(tmp_path)
    shutil.copy(tmp_path / "messages" / "en.yaml", tmp_path / "messages" / "de.yaml")
    assert [language for language, _ in load_policy(file).messages.texts] == ["fr", "de", "en"]


def test_our_own_sentences_are_known_when_a_member_quotes_them(shipped: Policy) -> None:
    own = shipped.reading.own_texts
    assert "Il vous suffit de répondre à ce message." in " ".join(own)
    assert "Just reply to this message." in " ".join(own)
    assert "Merci pour votre réponse." not in own  # a member may write that too
    assert not any("{" in phrase or "%" in phrase for phrase in own)


def test_a_file_saved_with_a_byte_order_mark_loads(tmp_path: Path) -> None:
    file = written(tmp_path)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert load_policy(file).language == "fr"
