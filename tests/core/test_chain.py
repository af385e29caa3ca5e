"""The chain of deletions: whatever is done to a link is found, and where."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from integration.core.chain import GENESIS, Checked, Entry, Head, Kind, Link, bare_type, check, link, name_hash

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ENTRY = Entry(
    kind=Kind.VERIFIED,
    helpdesk="zendesk",
    ticket_id="4",
    comment_id="41",
    attachment_id="411",
    name_hash="ab" * 32,
    size=600,
    content_type="application/pdf",
    why="decision",
    rule="retention",
    policy_version="12ab",
    decided_by="agent:7",
    at=NOW,
    evidence=(("comment", "absent"), ("audit", "redaction:99")),
)


def chain(number: int) -> list[Link]:
    links: list[Link] = []
    head = Head()
    for ticket in range(1, number + 1):
        links.append(link(head, replace(ENTRY, ticket_id=str(ticket))))
        head = Head(links[-1].position, links[-1].hash)
    return links


def faults(links: list[Link], known: dict[int, str] | None = None) -> list[tuple[int, str]]:
    return [(fault.position, fault.what) for fault in check(links, known).faults]


def test_a_whole_chain_has_no_fault_and_tells_its_end() -> None:
    links = chain(4)

    assert check(links) == Checked(Head(4, links[3].hash))
    assert links[0].before == GENESIS


def test_an_empty_chain_is_whole() -> None:
    assert check([]) == Checked(Head())


CHANGES: list[Callable[[Entry], Entry]] = [
    lambda entry: replace(entry, kind=Kind.REQUESTED),
    lambda entry: replace(entry, helpdesk="zammad"),
    lambda entry: replace(entry, ticket_id="9"),
    lambda entry: replace(entry, comment_id="9"),
    lambda entry: replace(entry, attachment_id="9"),
    lambda entry: replace(entry, name_hash="cd"),
    lambda entry: replace(entry, size=None),
    lambda entry: replace(entry, content_type="image/png"),
    lambda entry: replace(entry, why="closed"),
    lambda entry: replace(entry, rule="other"),
    lambda entry: replace(entry, policy_version="9"),
    lambda entry: replace(entry, decided_by="agent:8"),
    lambda entry: replace(entry, at=entry.at + timedelta(microseconds=1)),
    lambda entry: replace(entry, evidence=entry.evidence[:1]),
]


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_of_an_entry_is_found_at_its_place(change: Callable[[Entry], Entry]) -> None:
    links = chain(4)
    links[1] = replace(links[1], entry=change(links[1].entry))

    assert faults(links) == [(2, "changed")]


def test_a_change_whose_hash_was_computed_anew_shows_in_the_link_after() -> None:
    links = chain(4)
    links[1] = link(Head(1, links[0].hash), replace(links[1].entry, size=1))

    assert faults(links) == [(3, "not_following")]


def test_a_link_that_was_removed_is_named() -> None:
    links = chain(5)

    assert faults([links[0], *links[3:]]) == [(2, "missing"), (3, "missing")]


def test_a_link_that_was_slipped_in_is_found() -> None:
    links = chain(4)
    forged = link(Head(2, links[1].hash), replace(ENTRY, ticket_id="99"))
    after = [replace(one, position=one.position + 1) for one in links[2:]]

    assert faults([*links[:2], forged, *after]) == [(4, "changed"), (5, "changed")]


def test_links_that_changed_places_are_found() -> None:
    links = chain(4)
    swapped = [links[0], replace(links[2], position=2), replace(links[1], position=3), links[3]]

    assert faults(swapped) == [(2, "changed"), (3, "changed"), (4, "not_following")]


def test_an_end_that_was_cut_off_is_found_by_what_others_wrote_down_only() -> None:
    links = chain(4)

    assert faults(links[:2]) == []
    assert faults(links[:2], {4: links[3].hash}) == [(4, "cut_off")]


def test_a_past_that_was_written_anew_is_found_by_what_others_wrote_down_only() -> None:
    links, anew = chain(4), [link(Head(), replace(ENTRY, size=1))]
    for one in links[1:]:
        anew.append(link(Head(anew[-1].position, anew[-1].hash), one.entry))

    assert faults(anew) == []
    assert faults(anew, {3: links[2].hash, 9: "x"}) == [(3, "rewritten"), (9, "cut_off")]
    assert faults(links, {3: links[2].hash}) == []


def test_the_same_instant_has_the_same_hash_wherever_it_is_told() -> None:
    paris = ENTRY.at.astimezone(timezone(timedelta(hours=1)))

    assert link(Head(), replace(ENTRY, at=paris)).hash == link(Head(), ENTRY).hash


@pytest.mark.parametrize("text", ["Marie Martin", "marie@example.org", "décès", "a\nb", "certificat.pdf de Marie"])
def test_no_sentence_and_no_address_gets_in(text: str) -> None:
    forbidden: list[Callable[[], Entry]] = [
        lambda: replace(ENTRY, why=text),
        lambda: replace(ENTRY, ticket_id=text),
        lambda: replace(ENTRY, rule=text),
        lambda: replace(ENTRY, decided_by=text),
    ]
    for entry in forbidden:
        with pytest.raises(ValueError, match="ids, hashes and codes only") as refused:
            entry()
        assert text not in str(refused.value)


def test_nor_in_the_evidence() -> None:
    with pytest.raises(ValueError, match="`evidence`"):
        replace(ENTRY, evidence=(("comment", "Marie Martin wrote"),))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="a time with a zone"):
        replace(ENTRY, at=NOW.replace(tzinfo=None))


def test_a_name_is_kept_as_a_peppered_hash() -> None:
    assert name_hash(b"one", "acte.pdf") == name_hash(b"one", "acte.pdf")
    assert name_hash(b"one", "acte.pdf") != name_hash(b"two", "acte.pdf")
    assert len(name_hash(b"one", "acte de décès.pdf")) == 64


@pytest.mark.parametrize(
    ("told", "bare"),
    [
        ("application/pdf", "application/pdf"),
        ('Image/JPEG; name="Marie Martin.jpg"', "image/jpeg"),
        ("image/svg+xml", "image/svg+xml"),
        ("Marie Martin", ""),
        ("", ""),
    ],
)
def test_of_a_content_type_only_the_type_is_kept(told: str, bare: str) -> None:
    assert bare_type(told) == bare
