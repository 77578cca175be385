"""Tables as CSV that a spreadsheet opens and takes for nothing but text and figures."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Response

from web.downloads import download
from web.here import zone

# A cell that begins with one of these would be worked out by a spreadsheet; full-width forms and the minus sign of print are read as
# the plain ones, and what is not seen before them does not count. Where the semicolon parts cells, what follows it begins one.
FORMULA = frozenset("=+-@\t\r\n;")
MINUS = {0x2212: "-"}
WITHIN = re.compile(r"([;\t\r\n]\s*)(?=[=+@-])")
UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cf", "Cc"})
FIGURE = re.compile(r"-?[0-9]+\.[0-9]{2}")


def both(at: datetime | None) -> tuple[str, str]:
    """Return a moment for two columns: by the alliance's clocks, which people read, and in UTC, which is the same everywhere."""
    if at is None:
        return "", ""
    local, utc = at.astimezone(zone()), at.astimezone(UTC)
    return local.strftime("%Y-%m-%d %H:%M"), utc.isoformat(timespec="seconds")


def sheet(name: str, rows: Iterable[Iterable[object]]) -> Response:
    """Return ``rows``, the first of them the head, as a file to be saved under ``name``."""
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([neutral(str(cell)) for cell in row] for row in rows)
    return download(("\ufeff" + file.getvalue()).encode(), "text/csv", name)


def neutral(cell: str) -> str:
    """Return ``cell`` so that no spreadsheet takes it for a formula: with an apostrophe before what begins like one and is no figure."""
    if FIGURE.fullmatch(cell):
        return cell
    seen = "".join(sign for sign in cell if not (sign == " " or unicodedata.category(sign) in UNSEEN))[:1]
    start = unicodedata.normalize("NFKC", seen.translate(MINUS))[:1]
    return f"'{cell}" if {start, cell[:1]} & FORMULA else WITHIN.sub(r"\1'", cell)
