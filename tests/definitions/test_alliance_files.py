"""Alliance files: what founders write down is read whole, and all that is wrong with it is told at once, with file and line."""

from pathlib import Path

import pytest

from govflow.acts.found_from_file import found_from_file
from govflow.definitions.alliance_files import read_alliance_file, template
from govflow.definitions.strict_yaml import DefinitionError
from govflow.record.verifying import verify

PEOPLE = """\ufeffOrganisation;Name;E-mail;Role\r
Harbour Health Trust;"Price, Hana";hana@trust.example;Leadership team\r
Harbour Health Trust;Lena Fox;lena@trust.example;management\r
"""


@pytest.fixture
def written(tmp_path):
    """Give a function that writes the template, changed, and returns what is wrong with it (or what it says)."""

    def write(*changes: tuple[str, str], sheet: str = "", more: str = ""):
        text = template()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "alliance.yaml"
        path.write_text(text + more, encoding="utf-8")
        if sheet:
            (tmp_path / "people.csv").write_text(sheet, encoding="utf-8", newline="")
        try:
            return read_alliance_file(path)
        except DefinitionError as wrong:
            return [str(one) for one in wrong.problems]

    return write


def line_of(text: str) -> int:
    """Return the line of the template that holds ``text``."""
    return next(n for n, line in enumerate(template().splitlines(), 1) if text in line)


def test_the_template_is_an_alliance_that_can_be_founded(written, house):
    found = written()
    founded = found_from_file(house, "harbour", found)
    assert [one.name for one in founded.invited] == ["Ada Lee", "Kay Okafor", "Hana Price", "Tom Byrne", "Mo Ade"]
    with house.store.view("harbour") as view:
        alliance, (mandate,) = view.alliance(), view.mandates()
        day = house.clock.now().date()
        assert alliance.in_office("chair", day) == ("PER-0002",)
        assert alliance.in_office("manager", day) == ("PER-0005",)
        assert not alliance.illustrative
        assert (mandate.state, mandate.content["envelope"][1]["holder"]) == ("draft", "harbour-health-trust")
    assert verify(house.store, "harbour").ok


def test_people_come_from_a_spreadsheet_as_it_saves_them(written):
    hana = "  - {name: Hana Price, email: hana@health.harbour.example, organisation: Harbour Health Trust, as: leadership}\n"
    found = written((hana, ""), ("# people_file", "people_file"), sheet=PEOPLE)
    assert [(row.name, row.part) for row in found.people][-2:] == [("Price, Hana", "leadership"), ("Lena Fox", "management")]


def test_a_mandate_may_say_only_what_is_known_and_may_be_left_out(written):
    text = template()
    mandate = text[text.index("mandate:\n  title") :]
    assert written((mandate, "")).mandate is None
    assert written((mandate, "mandate:\n  title: Our mandate\n")).mandate == {"title": "Our mandate"}


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("title: Harbour Alliance\n", "titel: Harbour Alliance\n", "title: Harbour", "has no key 'titel'; did you mean 'title'?"),
        ("email: ada@harbour.example", "email: ada", "administrator:", "'ada' is no e-mail address"),
        ("commissioner: yes", "commissioner: maybe", "Harbour Council, comm", "'commissioner' cannot be 'maybe'"),
        ("Quay Housing, hosts_manager", "Harbour Council, hosts_manager", "Quay Housing, hosts", "stands in an earlier row"),
        ("organisation: Quay Housing", "organisation: Quay Houses", "Tom Byrne", "There is no organisation called Quay Houses"),
        ("as: manager}", "as: manger}", "as: manager}", "Nobody can be invited for manger"),
        ("name: Mo Ade, email: mo@quay", "name: Mo Ade, email: tom@quay", "Mo Ade", "This is the address of Tom Byrne"),
        ("chair: kay@", "chair: kai@", "chair: kay", "did you mean 'kay@council.harbour.example'?"),
        ('amount: "50000.00"', "amount: 50 thousand", "health-outreach", "must be a sum of money"),
        ("holder: Harbour Health", "holder: Harbor Health", "health-outreach", "did you mean 'Harbour Health Trust'?"),
        ("until: 2032-03-31", "until: 2026-03-31", "until: 2032", "is before 'from'"),
        ("# people_file: people.csv", "people_file: nowhere.csv", "# people_file", "cannot be read"),
    ],
)
def test_each_mistake_is_told_with_its_line(written, old, new, line, says):
    problems = written((old, new))
    assert [one for one in problems if says in one and f"alliance.yaml:{line_of(line)}:" in one], problems


def test_all_mistakes_of_the_file_and_the_sheet_are_told_at_once_and_in_order(written):
    sheet = "organisation,name,email\nQuay Houses,Uma Nwosu,uma@quay.example\nQuay Housing,,sid@quay.example\n"
    problems = written(
        ("title: Harbour Alliance", "title:"),
        ("commissioner: yes", "commissioner: no"),
        ("# people_file", "people_file"),
        sheet=sheet,
    )
    where = [one.split(": ")[0].rsplit(":", 1) for one in problems]
    assert where == sorted(where, key=lambda one: (one[0], int(one[1])))
    assert {file for file, _ in where} == {"alliance.yaml", "people.csv"}
    assert ["people.csv", "2"] in where
    assert ["people.csv", "3"] in where


def test_a_sheet_that_cannot_be_read_says_what_to_do(written):
    assert "no column for the e-mail" in written(("# people_file", "people_file"), sheet="name,phone\nKay,1\n")[0]


def test_what_the_acts_refuse_is_told_with_its_line_and_nothing_is_founded(written, house):
    found = written(("policy: plymouth", "policy: nacg"))
    with pytest.raises(DefinitionError) as wrong:
        found_from_file(house, "harbour", found)
    assert f"alliance.yaml:{line_of('chair: kay')}:" in str(wrong.value)
    assert house.store.alliances() == ()


def test_a_file_that_is_none_is_named(tmp_path):
    with pytest.raises(DefinitionError):
        read_alliance_file(Path(tmp_path / "nowhere.yaml"))
