"""A certificate as one page of paper, in French with the English below it, signed to the byte."""

import re
from dataclasses import replace
from datetime import UTC, tzinfo
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from integration.certificates.lines import (
    FONT,
    GREY,
    INK,
    MARGIN,
    WIDTH,
    Look,
    cell,
    letters,
    line,
    named,
    rule_at,
    short,
    size_of,
    two,
)
from integration.certificates.signing import Signer, genuine
from integration.certificates.texts import COPY, FOOT, MORE, ONE, STATUS, TITLE, Both, french_day, rule, statement, told
from integration.certificates.written import content_hash
from integration.core.certificate import Certificate, Looked, Proven, Status
from integration.core.errors import NotGenuine

_FONTS = Path(__file__).with_name("fonts")
_PROVEN, _NOT_PROVEN = ("✓", (4, 120, 87)), ("●", (180, 83, 9))
_MARK = {
    Status.REMOVED: _PROVEN,
    Status.ABSENT: _PROVEN,
    Status.ANSWERED: _NOT_PROVEN,
    Status.OUTSIDE: _NOT_PROVEN,
}
_WIDTHS = (28, 44, 28, 27, 27, 20)
_LISTED = 8
"""How many documents the page lists; with more of them it would not be one page."""

_SIGNED = re.compile(rb"(.*\n)%GuichetCertificate (GC-\d+-\d+) (ed25519:[0-9a-f]{64}) ([0-9a-f]{128})\n", re.DOTALL)


def signed_pdf(certificate: Certificate, signer: Signer, zone: tzinfo) -> bytes:
    """The file that `check_pdf` accepts. Its last line, a comment to any reader of PDF, signs all bytes before it."""
    page = _page(certificate, signer.public, zone).rstrip(b"\n") + b"\n"
    signature = signer.sign(_signed(certificate.number.encode(), page))
    return page + f"%GuichetCertificate {certificate.number} {signer.public} {signature}\n".encode()


def check_pdf(file: bytes, public: str) -> str:
    """The certificate's number. Raises NotGenuine when any byte is another than was written, or another key signed."""
    parts = _SIGNED.fullmatch(file)
    if not parts:
        raise NotGenuine("This PDF carries no signature of Guichet's, or something was added after it.")
    page, number, key, signature = parts.groups()
    if key.decode() != public:
        raise NotGenuine("This certificate was signed with another key than the one given.")
    if not genuine(_signed(number, page), signature.decode(), public):
        raise NotGenuine("This certificate was changed after it was signed.")
    return number.decode()


def _signed(number: bytes, page: bytes) -> bytes:
    return b"guichet certificate pdf\0" + number + b"\0" + page


def _page(certificate: Certificate, public: str, zone: tzinfo) -> bytes:
    pdf = FPDF(format="A4")
    pdf.set_title(f"{TITLE[0]} {certificate.number}")
    pdf.set_lang("fr")
    pdf.set_creation_date(certificate.issued_at.astimezone(UTC))
    pdf.set_margins(MARGIN, 16, MARGIN)
    pdf.set_auto_page_break(auto=False)
    pdf.add_font(FONT, "", _FONTS / "DejaVuSans.ttf")
    pdf.add_font(FONT, "B", _FONTS / "DejaVuSans-Bold.ttf")
    pdf.add_page()
    _head(pdf, certificate, zone)
    read_at = min(one.checked_at for one in certificate.documents)
    _paragraph(pdf, statement(certificate, read_at.astimezone(zone)), 9.5)
    _title(pdf, ("Copies recherchées", "Copies looked for"))
    for looked in certificate.looked:
        _copy(pdf, looked)
    _documents(pdf, certificate.documents, zone)
    _foot(pdf, certificate, public)
    return bytes(pdf.output())


def _head(pdf: FPDF, certificate: Certificate, zone: tzinfo) -> None:
    pdf.set_fill_color(4, 120, 87)
    pdf.rect(0, 0, 210, 4, style="F")
    line(pdf, WIDTH, TITLE[0], Look(19, 9, bold=True))
    line(pdf, WIDTH, TITLE[1], Look(11, 6, colour=GREY))
    pdf.ln(2)
    case, at = certificate.case, certificate.issued_at.astimezone(zone)
    facts = (
        (("Certificat", "Certificate"), certificate.number),
        (("Demande", "Ticket"), f"n°\u00a0{case.ticket_id} ({case.helpdesk})"),
        (("Établi le", "Issued on"), f"{french_day(at)} ({zone})"),
        (("Examen clos par", "Review ended by"), ", ".join(map(rule, certificate.rules)) or "–"),
        (("Décidé par (identifiant)", "Decided by (id)"), ", ".join(certificate.decided_by) or "–"),
        (("Politique", "Policy"), ", ".join(certificate.policy_versions) or "–"),
    )
    for name, value in facts:
        named(pdf, 66, name, Look(8.5))
        line(pdf, WIDTH - 66, short(value, 74), Look(8.5, bold=True))
    pdf.ln(3)


def _copy(pdf: FPDF, looked: Looked) -> None:
    mark, colour = _MARK[looked.status]
    number = f" ({looked.number})" if looked.number else ""
    top, plain = pdf.get_y(), Look(7.5)
    cell(pdf, 6, mark, Look(9, colour=colour))
    two(pdf, 48, (f"{COPY[looked.copy][0]}{number}", COPY[looked.copy][1]), replace(plain, bold=True))
    two(pdf, 40, STATUS[looked.status], replace(plain, bold=True, colour=colour))
    two(pdf, WIDTH - 94, told(looked), plain)
    rule_at(pdf, top + 8.4)


def _documents(pdf: FPDF, documents: tuple[Proven, ...], zone: tzinfo) -> None:
    _title(pdf, ("Documents supprimés", "Deleted documents"))
    heads = (
        ("Identifiant", "Id"),
        ("Nature", "Kind"),
        ("Empreinte du nom", "Hash of the name"),
        ("Absent le", "Absent on"),
        ("Relu le", "Read again on"),
        ("Lectures", "Readings"),
    )
    top = pdf.get_y()
    for width, head in zip(_WIDTHS, heads, strict=True):
        two(pdf, width, head, Look(7, bold=True))
    rule_at(pdf, top + 7.4)
    for one in documents[:_LISTED]:
        for width, text in zip(_WIDTHS, _row(one, zone), strict=True):
            cell(pdf, width, text, Look(7))
        pdf.ln(4.6)
    if (more := len(documents) - _LISTED) > 0:
        line(pdf, WIDTH, " / ".join(words.format(count=more) for words in MORE), Look(7, colour=GREY))


def _row(one: Proven, zone: tzinfo) -> tuple[str, ...]:
    days = (f"{at.astimezone(zone):%d/%m/%Y %H:%M}" for at in (one.verified_at, one.checked_at))
    about = f"{ONE[one.copy][0]}{f', {size_of(one.size)}' if one.size else ''}"
    return (short(one.attachment_id, 16), about, f"{one.name_hash[:12]}…", *days, str(one.readings))


def _foot(pdf: FPDF, certificate: Certificate, public: str) -> None:
    pdf.set_y(-47)
    rule_at(pdf, pdf.get_y() + 1)
    head, small = certificate.head, Look(6.5, 3.8)
    for label, value in (
        ("Registre / Ledger", f"{head.position} · {head.hash}"),
        ("Contenu / Content", f"sha256 {content_hash(certificate)}"),
        ("Clé publique / Public key", public),
    ):
        cell(pdf, 40, label, replace(small, colour=GREY))
        line(pdf, WIDTH - 40, value, small)
    pdf.ln(1.5)
    _paragraph(pdf, FOOT, 7)


def _title(pdf: FPDF, title: Both) -> None:
    pdf.ln(3)
    named(pdf, WIDTH, title, Look(10.5, 6, bold=True))
    rule_at(pdf, pdf.get_y() + 6.6)


def _paragraph(pdf: FPDF, text: Both, size: float) -> None:
    for words, colour in zip(text, (INK, GREY), strict=True):
        letters(pdf, Look(size, colour=colour))
        pdf.multi_cell(WIDTH, size * 0.5, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        pdf.ln(0.8)
