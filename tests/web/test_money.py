"""The money pages: every figure is the record's to the penny, and leads to the acts behind it."""

import csv
import io

import pytest

from tests.stories import a_draft, an_adopted_decision, an_open_decision
from tests.web.conftest import Browser, Site, heading, soup

LINE, YEAR = "youth", "2026-27"
MONEY = {"kind": "subcontract", "line": LINE, "year": YEAR}


def words(browser: Browser, path: str) -> str:
    return " ".join(soup(browser.get(path)).main.get_text(" ", strip=True).split())


def row(browser: Browser, path: str, name: str) -> list[str]:
    """Return the cells of a table's row, without what only screen readers are told."""
    page = soup(browser.get(path))
    for hidden in page.select(".govuk-visually-hidden"):
        hidden.decompose()
    found = next(r for r in page.select("tbody tr") if r.th.get_text(strip=True) == name)
    return [cell.get_text(" ", strip=True) for cell in found.select("th, td")]


@pytest.fixture
def spent(site: Site) -> Site:
    an_adopted_decision(site.story, title="A youth worker", amount="120000.10", **MONEY)
    moved = {"kind": "budget-move", "to_line": "outreach", "to_year": "2026-27"}
    an_adopted_decision(site.story, title="More outreach", amount="79999.90", **{**MONEY, **moved})
    return site


def test_a_year_shows_what_is_left_of_every_line(spent: Site) -> None:
    reader = spent.signed_in(spent.story.cast.observer)
    path = f"/money?year={YEAR}"
    assert row(reader, path, LINE) == [LINE, "£300,000", "£500,000", "−£79,999.90", "£120,000.10", "devolved"]
    assert row(reader, path, "outreach")[1:5] == ["£1,029,999.90", "£950,000", "£79,999.90", "£0"]
    assert row(reader, path, "health-inclusion")[5] == "aligned, held by Health"
    assert row(reader, path, "All devolved lines")[1:5] == ["£7,579,999.90", "£7,700,000", "£0", "£120,000.10"]
    assert row(reader, path, "All aligned lines")[1:5] == ["£620,000", "£620,000", "£0", "£0"]
    assert f"{LINE}: £120,000.10 committed, £300,000 left." in soup(reader.get(path)).select_one("svg desc").text


def test_every_figure_leads_to_what_is_behind_it(spent: Site) -> None:
    reader = spent.signed_in(spent.story.cast.auditor)
    page = soup(reader.get(f"/money?year={YEAR}"))
    links = {a["href"] for a in page.select("table a")}
    assert links >= {f"/money/{LINE}/{YEAR}", f"/money/outreach/{YEAR}"}
    said = words(reader, f"/money/{LINE}/{YEAR}")
    for figure in ("Envelope £500,000", "Committed −£120,000.10", "Moved out −£79,999.90", "Left £300,000"):
        assert figure in said
    behind = soup(reader.get(f"/money/{LINE}/{YEAR}"))
    newest, first = behind.select("tbody tr")
    assert "More outreach" in newest.text
    assert "A youth worker" in first.text
    assert "£379,999.90" in first.text  # what was left after it
    entry = first.select("a")[-1]["href"]
    decision, anchor = entry.split("#")
    assert soup(reader.get(decision)).select_one(f"#{anchor}") is not None
    assert f"/money/{LINE}/{YEAR}" in {a["href"] for a in soup(reader.get(decision)).select("#money ~ ul a, section a")}


def test_postings_are_shown_a_page_at_a_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govflow.reading.money.PAGE", 2)
    monkeypatch.setattr("govflow.reading.money.Wanted.__new__.__defaults__", ("", 2))
    for n in range(3):
        an_adopted_decision(site.story, title=f"Matter {n}", amount="1.00", **MONEY)
    reader = site.signed_in(site.story.cast.observer)
    page = soup(reader.get(f"/money/{LINE}/{YEAR}"))
    assert len(page.select("tbody tr")) == 2
    older = soup(reader.get(page.select_one(".govuk-pagination__next a")["href"]))
    assert "Matter 0" in older.select_one("tbody").text
    assert "£499,999" in older.select_one("tbody").text
    assert older.select_one(".govuk-pagination__prev a")["href"] == f"/money/{LINE}/{YEAR}"
    assert len(soup(reader.get(f"/money/{LINE}/{YEAR}?older=nonsense")).select("tbody tr")) == 2


def test_both_can_be_taken_along_as_csv(spent: Site) -> None:
    reader = spent.signed_in(spent.story.cast.owner)
    year = list(csv.reader(io.StringIO(reader.get(f"/money.csv?year={YEAR}").text.removeprefix("\ufeff"))))
    assert [LINE, YEAR, "devolved", "", "no", "500000.00", "-79999.90", "120000.10", "300000.00"] in year
    line = list(csv.reader(io.StringIO(reader.get(f"/money/{LINE}/{YEAR}.csv").text.removeprefix("\ufeff"))))
    assert [cells[2:5] for cells in line[1:]] == [
        ["Moved out", "-79999.90", "300000.00"],
        ["Committed", "-120000.10", "379999.90"],
    ]


@pytest.mark.parametrize("path", ["/money/nonsense/2026-27", "/money/youth/1999-00", "/money/nonsense/2026-27.csv"])
def test_there_is_nothing_behind_a_line_that_is_not_there(site: Site, path: str) -> None:
    assert site.signed_in(site.story.cast.observer).get(path).status_code == 404


def test_the_year_is_the_running_one_unless_another_is_asked_for(site: Site) -> None:
    reader = site.signed_in(site.story.cast.observer)
    assert heading(reader.get("/money")) == "Money in 2025-26"
    assert heading(reader.get("/money?year=2029-30")) == "Money in 2029-30"
    assert heading(reader.get("/money?year=nonsense")) == "Money in 2025-26"


def test_money_is_in_the_menu_beside_the_mandate(site: Site) -> None:
    reader = site.signed_in(site.story.cast.observer)
    menu = [a["href"] for a in soup(reader.get("/money")).select("header nav a, nav[aria-label='Menu'] a")]
    assert menu.index("/money") == menu.index("/mandates") + 1
    assert "/money" in {a["href"] for a in soup(reader.get("/mandates/MAN-0001")).select("main a")}


def test_a_proposal_that_moves_money_is_begun_and_written_on_its_form(site: Site) -> None:
    proposer = site.signed_in(site.story.cast.leads["health"])
    fields = {f["name"] for f in soup(proposer.get("/decisions/new/budget-move")).select("main [name]")}
    assert {"amount", "line", "year", "to_line", "to_year"} <= fields
    assert "releases" not in fields
    plain = {f["name"] for f in soup(proposer.get("/decisions/new/subcontract")).select("main [name]")}
    assert not plain & {"to_line", "to_year", "releases"}
    assert "releases" in {f["name"] for f in soup(proposer.get("/decisions/new/budget-release")).select("main [name]")}
    moved = {"kind": "budget-move", "amount": "5.00", "line": LINE, "year": YEAR, "to_line": "outreach", "to_year": YEAR}
    ref, manager = a_draft(site.story, **moved), site.signed_in(site.story.cast.manager)
    task = soup(manager.get(f"/decisions/{ref}/write/money"))
    assert task.select_one("#to_line option[selected]")["value"] == "outreach"
    assert "£5 of youth 2026-27, to outreach 2026-27" in words(manager, f"/decisions/{ref}")


def test_whoever_holds_aligned_money_is_told_what_their_agreement_needs(site: Site) -> None:
    ref = an_open_decision(site.story, kind="subcontract", amount="5.00", line="health-inclusion", year=YEAR)
    assert site.story.refused("agree", site.story.cast.leads["health"], ref, version=1, reason="Good.") == (
        "holder-decision-needed",
    )
    holder = site.signed_in(site.story.cast.leads["health"])
    page = soup(holder.get(f"/decisions/{ref}/position"))
    assert {"agree", "agree_subject_to"} <= {one["value"] for one in page.select("input[name=choice]")}
    assert "Health holds it" in words(site.signed_in(site.story.cast.manager), f"/decisions/{ref}")
