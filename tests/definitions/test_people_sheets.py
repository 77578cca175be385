"""Sheets of people: whatever a spreadsheet copies or saves is read, and what cannot be is said with its line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.definitions.people_sheets import SheetRefused, SheetRow, read_people
from govflow.domain.invitations import PARTS

ADA = SheetRow(2, "Ada Lee", "ada@x.example", "Open Door", "leadership")


@pytest.mark.parametrize(
    "text",
    [
        "organisation,name,e-mail,role\nOpen Door,Ada Lee,ada@x.example,Leadership team\n",
        "Organisation\tName\tE-mail address\tRole\r\nOpen Door\tAda Lee\tada@x.example\tLeadership Team Member\r\n",
        "ROLE;EMAIL;NAME;ORGANISATION\r\nleadership;ada@x.example;Ada Lee;Open Door",
        "\ufeffE-Mail:,Organization,Full name\nada@x.example,Open Door,Ada Lee",
        'First name,Surname,Phone,Email,Organisation\n"Ada",Lee,"01234, ext 5",ada@x.example,"Open Door"',
        "name\temail\torganisation\n Ada\u00a0 Lee \tada@x.example\u200b\tOpen Door",
        'Name;Mail;Company\r\n"Ada Lee";ada@x.example;"Open\nDoor"',
        "name,email,organisation,part\n\n".replace("\n\n", "\n") + "Ada Lee,ada@x.example,Open Door,Lead,,,\n,,,\n",
    ],
)
def test_a_sheet_is_read_however_it_was_saved(text: str) -> None:
    assert read_people(text) == (ADA,)


def test_lines_are_counted_as_people_see_them() -> None:
    text = 'sep=;\r\n\r\nname;email;organisation\r\n"Ada\nLee";a@x.example;One\r\n\r\nBo;b@x.example;Two\r\n'
    assert [(row.line, row.name) for row in read_people(text)] == [(4, "Ada Lee"), (7, "Bo")]


def test_without_a_first_row_of_names_the_usual_order_is_taken() -> None:
    assert read_people("Open Door\tAda Lee\tada@x.example") == (ADA._replace(line=1),)
    assert read_people("Open Door,Ada Lee,ada@x.example,Observer")[0].part == "observer"
    assert read_people(" \n\r\n") == ()


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("Management team", "management"), ("AMT member", "management"), ("Commissioner", "commissioner"), ("Owner", "commissioner"),
        ("Alliance Manager", "manager"), ("Chief Executive Officer", "chief executive"), ("lived-experience", "lived experience"),
        ("Auditor", "auditor"), ("Admin", "administrator"), ("Board member", "Board member"), ("", ""),
    ],
)  # fmt: skip
def test_a_role_is_known_by_its_usual_names_or_kept_as_typed(typed: str, part: str) -> None:
    (row,) = read_people(f"name,email,role\nAda,a@x.example,{typed}")
    assert row.part == part


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("Ada Lee,Open Door\nBo,Open Door", 1, "cannot be told what the columns are"),
        ("ada@x.example,Ada Lee,Open Door", 1, "cannot be told what the columns are"),
        ("organisation,e-mail\nOpen Door,a@x.example", 1, "no column for the name"),
        ("organisation,name\nOpen Door,Ada", 1, "no column for the e-mail address"),
        ("name,full name,email\nAda,Ada,a@x.example", 1, "Two columns are called name and full name"),
        ("name,email\nAda,a@x.example\nLee, Bo,b@x.example", 3, "3 cells"),
        ('name,email\nAda,a@x.example\n"Bo,b@x.example\nCy,c@x.example', 3, "quotation marks"),
        ('name,email\nAda,a@x.example\n"Bo" Lee,b@x.example', 3, "quotation marks"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line_and_what_to_do(text: str, line: int, says: str) -> None:
    with pytest.raises(SheetRefused, match=f"Line {line}: .*{says}") as refused:
        read_people(text)
    assert [one.line for one in refused.value.problems] == [line]
    assert refused.value.problems[0].remedy


def test_every_crowded_row_is_named() -> None:
    with pytest.raises(SheetRefused) as refused:
        read_people("name,email\na,b,c\nd,e@x.example\nf,g,h")
    assert [one.line for one in refused.value.problems] == [2, 4]


WORD = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="\u00ad"), min_size=1, max_size=12
)
CELL = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
ROWS = st.lists(st.tuples(CELL, CELL, CELL, st.sampled_from(PARTS)), min_size=1, max_size=6)
HEADERS = ("Name", "E-mail", "Organisation", "Role")


@given(ROWS, st.permutations(range(4)), st.sampled_from("\t,;"), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_what_a_spreadsheet_writes_is_what_is_read(
    rows: list[tuple[str, ...]], order: list[int], mark: str, end: str, bom: str
) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=mark, lineterminator=end)
    writer.writerows([cells[place] for place in order] for cells in (HEADERS, *rows))
    assert [tuple(row[1:]) for row in read_people(bom + written.getvalue())] == rows
