"""The JSON of a certificate: what it holds, and that no byte of it can be changed unseen."""

import json

import pytest

from integration.certificates.signing import Signer
from integration.certificates.written import check_json, content, content_hash, links, signed_json
from integration.core.chain import Head, check
from integration.core.errors import NotGenuine
from tests.certificates.proof import certificate, story

SIGNER = Signer("01" * 32)
GIVEN = certificate(story(), story("9002", "inline_image"))
FILE = signed_json(GIVEN, SIGNER)


def test_what_was_written_is_read() -> None:
    said = check_json(FILE, SIGNER.public)

    assert said == json.loads(json.dumps(content(GIVEN)))
    assert said["issued_at"] == "2026-08-02T08:05:00.000000+00:00"
    assert said["documents"][0]["attachment_id"] == "9001"
    assert {one["copy"] for one in said["looked_for"]} >= {"attachment", "raw_mail", "backups", "sent_mail"}


def test_the_links_it_carries_are_the_chain_s_own() -> None:
    carried = links(check_json(FILE, SIGNER.public))

    assert carried == GIVEN.links
    assert check(carried).head == Head(GIVEN.head.position, GIVEN.head.hash)


def test_every_byte_counts() -> None:
    # Each of the signature's, and of the rest one of every line at least.
    for place in {*range(0, len(FILE), 11), *range(len(FILE) - 400, len(FILE))}:
        changed = bytearray(FILE)
        changed[place] ^= 1
        with pytest.raises(NotGenuine):
            check_json(bytes(changed), SIGNER.public)


@pytest.mark.parametrize("file", [FILE + b"\n", FILE[:-1], b" " + FILE, FILE[: len(FILE) // 2], b"", b"{}", b"[1]"])
def test_nor_may_anything_be_added_or_cut(file: bytes) -> None:
    with pytest.raises(NotGenuine):
        check_json(file, SIGNER.public)


def test_the_same_content_said_twice_is_no_way_in() -> None:
    doubled = FILE.replace(b'"number": "GC', b'"number": "GC-1999-000001",\n    "number": "GC', 1)

    with pytest.raises(NotGenuine):
        check_json(doubled, SIGNER.public)


def test_whoever_signs_with_another_key_is_found() -> None:
    with pytest.raises(NotGenuine, match="another key"):
        check_json(signed_json(GIVEN, Signer("02" * 32)), SIGNER.public)


def test_a_key_named_in_the_file_proves_nothing() -> None:
    forged = signed_json(GIVEN, Signer("02" * 32)).replace(Signer("02" * 32).public.encode(), SIGNER.public.encode())

    with pytest.raises(NotGenuine, match="changed after"):
        check_json(forged, SIGNER.public)


def test_a_signer_who_lies_about_the_chain_is_found_as_well() -> None:
    said = json.loads(json.dumps(content(GIVEN)))
    said["chain"]["links"][0]["entry"]["size"] = 1
    signature = SIGNER.sign(
        b"guichet certificate json\0" + json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    )
    whole = {"certificate": said, "signature": {"algorithm": "Ed25519", "key": SIGNER.public, "value": signature}}

    with pytest.raises(NotGenuine, match="links of the chain"):
        check_json(json.dumps(whole, sort_keys=True, indent=2).encode() + b"\n", SIGNER.public)


def test_the_hash_of_the_content_says_which_certificate_it_is() -> None:
    assert content_hash(GIVEN) == content_hash(GIVEN)
    assert content_hash(GIVEN) != content_hash(certificate())
