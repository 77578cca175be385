"""Sheets of people: rows of organisation, name, e-mail address and role, as a spreadsheet copies or saves them.

Cells are parted by tabs, commas or semicolons. The first row names the columns, in any order; what it does not know is left out.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from govflow.domain.invitations import LEADERSHIP, part_called, plain_words

# What a column is called, in the words of ``plain_words``, and what stands in it.
COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(
        ("organisation", "organization", "organisation name", "organization name", "member organisation", "company", "employer"),
        "organisation",
    ),
    **dict.fromkeys(("name", "full name", "person", "person name", "contact name"), "name"),
    **dict.fromkeys(("first name", "given name", "forename", "firstname"), "first"),
    **dict.fromkeys(("surname", "last name", "family name", "lastname"), "last"),
    **dict.fromkeys(("email", "e mail", "email address", "e mail address", "mail"), "email"),
    **dict.fromkeys(("role", "part", "body", "seat", "what for", "invited as", "team"), "part"),
}
WITHOUT_HEADER = ("organisation", "name", "email", "part")
SEPARATORS = ("\t", ";", ",")
HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # what Excel writes first, to be told the separator
NOT_SEEN = str.maketrans(
    dict.fromkeys("\ufeff\u200b\u200c\u200d\u2060\u00ad")
)  # what comes along with text copied from elsewhere

ROW_NAMES = "Begin with a row that names the columns: organisation, name, e-mail, role."
MARKS = "The quotation marks in this row do not match."
MARKS_REMEDY = "Put both marks around the whole of a cell, or take them out."


class SheetRow(NamedTuple):
    """One person of a sheet, with the line it begins on (from 1). ``part`` is a word of ``PARTS``, or what was typed."""

    line: int
    name: str
    email: str
    organisation: str
    part: str


class SheetProblem(NamedTuple):
    """What keeps a sheet from being read: the line, the sentence, and what to do."""

    line: int
    says: str
    remedy: str


class SheetRefused(Exception):  # noqa: N818 - an answer, not a fault
    """A sheet could not be read; it carries every problem, in the order of the lines."""

    def __init__(self, problems: Sequence[SheetProblem]) -> None:
        super().__init__(" ".join(f"Line {one.line}: {one.says} {one.remedy}" for one in problems))
        self.problems = tuple(problems)


class _Line(NamedTuple):
    line: int
    cells: tuple[str, ...]


def read_people(text: str) -> tuple[SheetRow, ...]:
    """Return the people of a sheet. Raises SheetRefused with all that keeps it from being read.

    Where no column says what somebody is invited as, everybody is for the leadership team.
    """
    lines = list(_lines(text))
    if not lines:
        return ()
    columns, rows = _columns(lines)
    crowded = [
        SheetProblem(
            row.line,
            f"This row has {len(row.cells)} cells, and the first row names {len(columns)} columns.",
            "Put quotation marks around a cell that holds the separator.",
        )
        for row in rows
        if any(row.cells[len(columns) :])
    ]
    if crowded:
        raise SheetRefused(crowded)
    return tuple(_row(row, columns) for row in rows)


def _lines(text: str) -> Iterator[_Line]:
    """Yield every line in which something stands, its cells without what surrounds them."""
    hint = HINT.match(text.lstrip("\ufeff"))
    body = text.lstrip("\ufeff")[hint.end() if hint else 0 :]
    before = 1 if hint else 0
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=hint[1] if hint else _separator(body), strict=True)
    ended = 0
    try:
        for cells in reader:
            begins, ended = ended + 1 + before, reader.line_num
            clean = tuple(_clean(cell) for cell in cells)
            if any(clean):
                yield _Line(begins, clean)
    except csv.Error:
        raise SheetRefused((SheetProblem(ended + 1 + before, MARKS, MARKS_REMEDY),)) from None


def _separator(text: str) -> str:
    """Return what parts the cells of the first line: a tab where there is one, else what stands there more often."""
    first = re.sub(r'"[^"]*"', "", next((line for line in text.splitlines() if line.strip()), ""))
    return "\t" if "\t" in first else max(SEPARATORS[1:], key=lambda mark: (first.count(mark), mark == ","))


def _columns(lines: Sequence[_Line]) -> tuple[tuple[str, ...], Sequence[_Line]]:
    """Return what stands in each column ("" for nothing we know), and the rows below the header."""
    first = lines[0]
    found = tuple(COLUMNS.get(plain_words(cell), "") for cell in first.cells)
    if not any(found):
        if len(first.cells) > 2 and "@" in first.cells[2]:  # noqa: PLR2004 - the third, as in WITHOUT_HEADER
            return WITHOUT_HEADER[: max(len(row.cells) for row in lines)], lines
        raise SheetRefused((SheetProblem(first.line, "It cannot be told what the columns are.", ROW_NAMES),))
    problems = [
        SheetProblem(first.line, f"Two columns are called {_called(first, found, column)}.", "Take one of them out.")
        for column, following in pairwise(sorted(filter(None, found)))
        if column == following
    ]
    if not {"name", "first", "last"} & set(found):
        problems.append(SheetProblem(first.line, "There is no column for the name.", ROW_NAMES))
    if "email" not in found:
        problems.append(SheetProblem(first.line, "There is no column for the e-mail address.", ROW_NAMES))
    if problems:
        raise SheetRefused(problems)
    return found, lines[1:]


def _called(header: _Line, found: Sequence[str], column: str) -> str:
    return " and ".join(cell for cell, known in zip(header.cells, found, strict=True) if known == column)


def _row(row: _Line, columns: Sequence[str]) -> SheetRow:
    cells = {column: cell for column, cell in zip(columns, row.cells, strict=False) if column}
    name = cells.get("name") or " ".join(filter(None, (cells.get("first"), cells.get("last"))))
    part = part_called(cells.get("part", "")) if "part" in columns else LEADERSHIP
    return SheetRow(row.line, name, cells.get("email", ""), cells.get("organisation", ""), part)


def _clean(cell: str) -> str:
    return " ".join(cell.translate(NOT_SEEN).split())
