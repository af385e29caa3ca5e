"""The page of paper: one page, good French and English, signed to the byte."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from integration.certificates.lines import size_of
from integration.certificates.paper import check_pdf, signed_pdf
from integration.certificates.signing import Signer
from integration.certificates.texts import COPY, STATUS, french_day, rule, told
from integration.certificates.written import content_hash
from integration.core.certificate import Case, Copy, Looked, Status
from integration.core.errors import NotGenuine
from tests.certificates.proof import certificate, story

SIGNER = Signer("01" * 32)
PARIS = ZoneInfo("Europe/Paris")
GIVEN = certificate(story(), story("9002", "inline_image"))
FILE = signed_pdf(GIVEN, SIGNER, PARIS)


def text(file: bytes) -> str:
    (page,) = PdfReader(io.BytesIO(file)).pages
    return " ".join(page.extract_text().replace("\u00a0", " ").split())


def test_the_page_says_in_both_languages_what_is_proven() -> None:
    said = text(FILE)

    assert "Certificat de suppression" in said
    assert "Certificate of deletion" in said
    assert "GC-2026-000010" in said
    assert "Les 2 documents que le registre connaît pour la demande n° 4127 ont été supprimés" in said
    assert "relue sans eux, la dernière fois le 2 août 2026 à 09:05" in said
    assert "The 2 documents that the ledger knows of ticket 4127 were deleted" in said
    assert "2 août 2026 à 10:05 (Europe/Paris)" in said
    assert "décision : refusé / decision: refused" in said
    assert content_hash(GIVEN) in said
    assert SIGNER.public in said


def test_what_is_outside_reach_is_on_the_page() -> None:
    said = text(FILE)

    for copy in (Copy.RAW_MAIL, Copy.SEARCH_INDEX, Copy.SIDE_CONVERSATION, Copy.BACKUPS, Copy.SENT_MAIL):
        assert COPY[copy][0] in said
    assert said.count(STATUS[Status.OUTSIDE][0]) == 5


def test_one_document_is_told_in_the_singular() -> None:
    said = text(signed_pdf(certificate(), SIGNER, PARIS))

    assert "Le document que le registre connaît pour la demande n° 4127 a été supprimé du" in said
    assert "The document that the ledger knows of ticket 4127 was deleted" in said


def test_sixty_files_and_several_merges_still_fit_on_one_page() -> None:
    sorts = ("attachment", "inline_image", "chat_file", "merged_copy")
    many = [story(str(9000 + number), sorts[number % 4]) for number in range(60)]

    said = text(signed_pdf(certificate(*many, copied_to=("5000", "5001")), SIGNER, PARIS))

    assert "et 52 autres, énumérés dans le certificat au format JSON" in said
    assert "Dans la demande n° 5001, que ce certificat ne couvre pas." in said


def test_no_name_of_a_file_is_on_the_page() -> None:
    assert "martin" not in text(FILE)
    assert b"martin" not in FILE


def test_the_signature_holds_and_names_the_certificate() -> None:
    assert check_pdf(FILE, SIGNER.public) == "GC-2026-000010"


def test_every_changed_byte_is_found() -> None:
    for place in [*range(0, len(FILE) - 400, 97), *range(len(FILE) - 400, len(FILE))]:
        changed = bytearray(FILE)
        changed[place] ^= 1
        with pytest.raises(NotGenuine):
            check_pdf(bytes(changed), SIGNER.public)


@pytest.mark.parametrize("file", [FILE + b"more", FILE[:-1], FILE + b"\n", b"%PDF-1.4\n", b""])
def test_nothing_can_be_added_or_cut(file: bytes) -> None:
    with pytest.raises(NotGenuine, match="no signature"):
        check_pdf(file, SIGNER.public)


def test_another_key_is_found() -> None:
    with pytest.raises(NotGenuine, match="another key"):
        check_pdf(signed_pdf(GIVEN, Signer("02" * 32), PARIS), SIGNER.public)


def test_french_dates_have_their_first() -> None:
    assert french_day(datetime(2026, 8, 1, 9, 5, tzinfo=PARIS)) == "1er août 2026 à 09:05"
    assert french_day(datetime(2026, 12, 24, 18, 0, tzinfo=PARIS)) == "24 décembre 2026 à 18:00"


def test_every_status_of_every_copy_has_its_words() -> None:
    for case in (Case("zendesk", "zendesk", "4127"), Case("zammad", "zammad", "4127")):
        for looked in certificate(case=case).looked:
            french, english = told(looked)
            assert french != english
    assert told(Looked(Copy.RAW_MAIL, Status.OUTSIDE, why="not_read"))[0] == "Non relu : rien n’est affirmé.".replace(
        " :", "\u00a0:"
    )
    assert told(Looked(Copy.RAW_MAIL, Status.ABSENT)) != told(Looked(Copy.INLINE_IMAGE, Status.ABSENT))
    assert rule("retention:other") == "retention:other"


def test_sizes_are_told_as_the_french_do() -> None:
    assert [size_of(size) for size in (600, 12_345, 1_400_000)] == ["600\u00a0o", "12\u00a0ko", "1,4\u00a0Mo"]
