"""Tables as a spreadsheet and as Markdown read them."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime

from integration.core.chain import written

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their heads, in French with the English behind it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def as_csv(table: Table) -> bytes:
    """What French spreadsheets open by themselves: semicolons, UTF-8 with its mark; no cell is ever a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([table.heads, *(map(_no_formula, row) for row in table.rows)])
    return out.getvalue().encode("utf-8-sig")


def as_markdown(table: Table) -> str:
    """A table that also reads well as plain text; one sentence where it has no rows."""
    if not table.rows:
        return "Aucune ligne. / *No rows.*\n"
    lines = [table.heads, tuple("---" for _ in table.heads), *table.rows]
    return "".join(f"| {' | '.join(map(_one_line, row))} |\n" for row in lines)


def day(at: datetime | None) -> str:
    """The time in UTC, to the second; "" for none."""
    return written(at)[:19] + "Z" if at else ""


def both(french: str, english: str) -> str:
    """A text in French with the English behind it; the French with the no-break spaces that its signs want."""
    for sign in ":;":
        french = french.replace(f" {sign}", f"\u00a0{sign}")
    return f"{french} / {english}"


def _no_formula(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _one_line(cell: str) -> str:
    return " ".join(cell.replace("|", "\\|").splitlines())
