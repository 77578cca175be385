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

# A cell that begins with one of these would be worked out by a spreadsheet; full-width forms are read as the plain ones.
FORMULA = frozenset("=+-@\t\r")
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
    start = unicodedata.normalize("NFKC", cell.lstrip(" \u00a0\u3000")[:1])
    return f"'{cell}" if {start[:1], cell[:1]} & FORMULA else cell
