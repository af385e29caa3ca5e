"""Lines on a page: how they look, and how a French text and its English stand together."""

from dataclasses import dataclass, replace

from fpdf import FPDF

from integration.certificates.texts import Both

FONT = "DejaVu"
MARGIN, WIDTH = 18, 174
"""Millimetres, of an A4 page's 210."""

INK, GREY, RULE = (31, 41, 55), (107, 114, 128), (209, 213, 219)

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """How a line looks: the size of its letters in points, the height of the line in millimetres."""

    size: float
    height: float = 4.8
    bold: bool = False
    colour: Colour = INK


def two(pdf: FPDF, width: float, text: Both, look: Look) -> None:
    """The French, and the English small below it; then to the right, at the same height."""
    left, top = pdf.get_x(), pdf.get_y()
    cell(pdf, width, text[0], replace(look, height=3.8))
    pdf.set_xy(left, top + 3.6)
    cell(pdf, width, text[1], Look(look.size - 1, 3.6, colour=GREY))
    pdf.set_xy(left + width, top)


def named(pdf: FPDF, width: float, text: Both, look: Look) -> None:
    """The French, and the English behind it in grey."""
    letters(pdf, look)
    taken = pdf.get_string_width(f"{text[0]} ")
    cell(pdf, taken, f"{text[0]} ", look)
    cell(pdf, width - taken, f"/ {text[1]}", replace(look, bold=False, colour=GREY))


def line(pdf: FPDF, width: float, text: str, look: Look) -> None:
    """A text that ends its line."""
    cell(pdf, width, text, look)
    pdf.ln(look.height)


def cell(pdf: FPDF, width: float, text: str, look: Look) -> None:
    """A text on one line; one that is too wide is set smaller."""
    letters(pdf, look)
    if (taken := pdf.get_string_width(text)) > width:
        pdf.set_font_size(look.size * width / taken)
    pdf.cell(width, look.height, text)


def letters(pdf: FPDF, look: Look) -> None:
    """From here on letters look like this, and a cell begins exactly where it stands."""
    pdf.c_margin = 0
    pdf.set_font(FONT, "B" if look.bold else "", look.size)
    pdf.set_text_color(*look.colour)


def rule_at(pdf: FPDF, at: float) -> None:
    """A thin line across the page at that height; what comes next stands below it."""
    pdf.set_draw_color(*RULE)
    pdf.set_line_width(0.2)
    pdf.line(MARGIN, at, MARGIN + WIDTH, at)
    pdf.set_xy(MARGIN, at + 0.8)


def short(text: str, most: int) -> str:
    """At most so many characters, with an ellipsis where some were left out."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def size_of(size: int) -> str:
    """A size in bytes as the French tell it: 600 o, 12 ko, 1,4 Mo."""
    if size < 1_000:
        return f"{size}\u00a0o"
    return f"{size / 1_000:.0f}\u00a0ko" if size < 1_000_000 else f"{size / 1_000_000:.1f}\u00a0Mo".replace(".", ",")
