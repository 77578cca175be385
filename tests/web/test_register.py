"""The register: what is found, in which order, page by page, and as a file that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from werkzeug.test import TestResponse

from govflow.acts.searching import catch_up
from govflow.engine.rulebook import Rulebook
from govflow.reading import register as reading
from govflow.reading.register import GROUP_OF, Page, Reader, Wanted
from tests.stories import Story, a_draft, a_failed_decision, an_adopted_decision, an_open_decision, library
from tests.web.conftest import Site, soup
from web.register import GROUPS, SAYS
from web.spreadsheets import neutral


def found(story: Story, size: int = 25, **wanted: Any) -> Page:
    assert catch_up(story.house, story.alliance)
    with story.house.store.view(story.alliance) as view:
        return reading.page(view, story.house.book, Wanted(**wanted), Reader(story.cast.manager, story.clock.now()), size=size)


def refs(story: Story, **wanted: Any) -> list[str]:
    return [line.ref for line in found(story, **wanted).lines]


def titles(answer: TestResponse) -> list[str]:
    return [h.text.strip() for h in soup(answer).select("main h2")]


@pytest.fixture
def busy(site: Site) -> Site:
    """A draft, an open matter, one in force and one that failed, in this order of reference."""
    story = site.story
    an_adopted_decision(story, title="Day centre at night")
    a_failed_decision(story, title="100% outreach_team", kind="publication")
    ref = an_open_decision(story, title="Navigator for care leavers")
    story.agrees("health", ref)
    a_draft(story, title="=HYPERLINK(evil)")
    return site


def test_every_state_has_a_place_and_every_place_a_title() -> None:
    assert set(GROUP_OF) == set(library().workflows["decision"].states)
    assert set(GROUPS) == set(reading.GROUPS)


def test_the_newest_reference_comes_first(busy: Site) -> None:
    answer = busy.signed_in(busy.story.cast.manager).get("/decisions")
    assert titles(answer) == ["=HYPERLINK(evil)", "Navigator for care leavers", "100% outreach_team", "Day centre at night"]
    assert "No decision fits" not in answer.text


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"group": "in-force"}, ["DEC-0001"]),
        ({"group": "not-agreed"}, ["DEC-0002"]),
        ({"group": "deciding"}, ["DEC-0003"]),
        ({"group": "closed"}, []),
        ({"kind": "publication"}, ["DEC-0002"]),
        ({"year": 2026}, ["DEC-0004", "DEC-0003", "DEC-0002", "DEC-0001"]),
        ({"year": 2025}, []),
        ({"waiting": "housing"}, ["DEC-0003"]),
        ({"waiting": "health"}, []),
        ({"waiting": "housing", "group": "in-force"}, []),
        ({"text": "NAVIGATOR care"}, ["DEC-0003"]),
        ({"text": "dec-0002"}, ["DEC-0002"]),
        ({"text": "100%"}, ["DEC-0002"]),
        ({"text": "outreach_team"}, ["DEC-0002"]),
        ({"text": "_"}, []),
        ({"text": "navig"}, ["DEC-0003"]),
        ({"text": '"care leavers"'}, ["DEC-0003"]),
        ({"text": '"leavers care"'}, []),
        ({"text": "reviewed year"}, ["DEC-0002"]),
        ({"text": "nowhere"}, []),
        ({"sort": "change", "group": "preparing"}, ["DEC-0004"]),
    ],
)
def test_what_is_looked_for_is_found(busy: Site, asked: dict[str, Any], expected: list[str]) -> None:
    assert refs(busy.story, **asked) == expected


def test_a_seat_shows_what_its_participant_said(busy: Site) -> None:
    (line,) = found(busy.story, group="deciding").lines
    assert [m.participant for m in line.marks if m.choice == "agree"] == ["health"]
    assert {m.participant for m in line.marks if m.waits} == set(busy.story.cast.participants) - {"health"}
    (failed,) = found(busy.story, group="not-agreed").lines
    assert failed.marks[0].choice == "object", "what stands in the way comes first"
    assert not any(m.waits for m in failed.marks)


def test_an_excluded_participant_is_shown_as_left_out(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    story.do("declare_interest", story.cast.leads["hostel"], ref, kind="institutional", nature="It runs it.")
    story.do("rule_on_interest", story.cast.chair, ref, of=1, handling="exclude", reason="It has a stake.")
    (line,) = found(story, group="deciding").lines
    assert [m.participant for m in line.marks if m.choice == "excluded"] == ["hostel"]
    assert refs(story, waiting="hostel") == []


def pages(story: Story, **wanted: Any) -> Iterator[Page]:
    key = ""
    while True:
        one = found(story, size=2, after=key, **wanted)
        yield one
        key = one.after
        if not key:
            return


@pytest.mark.parametrize("sort", reading.SORTS)
def test_pages_follow_each_other_both_ways_and_miss_nothing(site: Site, sort: str) -> None:
    drafts = [a_draft(site.story) for _ in range(5)]
    site.story.do("consult", site.story.cast.manager, drafts[0])
    seen = list(pages(site.story, sort=sort))
    told = [[line.ref for line in one.lines] for one in seen]
    assert sorted(chain.from_iterable(told)) == sorted(drafts)
    assert [len(one) for one in told] == [2, 2, 1]
    back = found(site.story, size=2, sort=sort, before=seen[2].before)
    assert [line.ref for line in back.lines] == told[1]
    first = found(site.story, size=2, sort=sort, before=back.before)
    assert [line.ref for line in first.lines] == told[0]
    assert not first.before


def test_an_address_can_be_shared(busy: Site) -> None:
    answer = busy.signed_in(busy.story.cast.auditor).get("/decisions?text=centre&group=in-force&sort=change")
    page = soup(answer)
    assert page.select_one("#text")["value"] == "centre"
    assert page.select_one("#group option[selected]")["value"] == "in-force"
    assert "group=in-force" in page.find("a", string="Download these as CSV")["href"]


@pytest.mark.parametrize("asked", ["year=x", "year=9999", "group=nowhere", "sort=x&after=y", "sort=change&after=~", "waiting=x"])
def test_a_strange_address_is_answered(busy: Site, asked: str) -> None:
    assert busy.signed_in(busy.story.cast.auditor).get(f"/decisions?{asked}").status_code == 200


def test_squares_have_words(busy: Site) -> None:
    answer = busy.signed_in(busy.story.cast.leads["health"]).get("/decisions?group=deciding")
    squares = soup(answer).select_one(".govflow-seats")
    assert "Health agreed" in squares.select_one(".govuk-visually-hidden").text
    assert [s["title"] for s in squares.select(".govflow-seat--mine")] == [f"Health: {SAYS['agree']}"]


def test_the_file_holds_what_was_looked_for_and_no_formula(busy: Site) -> None:
    answer = busy.signed_in(busy.story.cast.chair).get("/decisions.csv?group=preparing")
    assert answer.mimetype == "text/csv"
    head, line = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert head[0] == "Reference"
    assert line[:2] == ["DEC-0004", "'=HYPERLINK(evil)"]
    assert all(cell.startswith('"') for cell in answer.text.removeprefix("\ufeff").splitlines()[1].split(",")[:2])


def test_a_round_that_has_not_begun_has_no_figures(site: Site) -> None:
    """Put again, and not opened yet: what was said in the round before is not shown as said now."""
    story = site.story
    ref = an_open_decision(story)
    story.all_agree(ref, "health")
    story.until(story.decision(ref).asked.closes_at)
    story.do("retable", story.cast.manager, ref, reason="Health was away.")
    assert (story.decision(ref).state, story.decision(ref).agreed) == ("circulated", 0)
    visitor = site.signed_in(story.cast.auditor)
    lines = csv.DictReader(io.StringIO(visitor.get("/decisions.csv").text.removeprefix("\ufeff")))
    (line,) = [one for one in lines if one["Reference"] == ref]
    assert (line["Agreed"], line["Objections"], line["Asked"]) == ("0", "0", "0")
    assert (line["Waiting for"], line["Positions"]) == ("", "not asked yet")
    page = soup(visitor.get(f"/decisions/{ref}")).text
    assert "Nobody is asked now." in page
    assert "0 of 8 agreed" in page or "agreed to version" not in page


@pytest.mark.parametrize(
    "cell",
    [
        "=1",
        "+1",
        "-1",
        "@x",
        "\tx",
        "\rx",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        " =1",
        ";=1+1",
        "\u2003=1",
        "\u200b=1",
        "\u00ad=1",
        "\u22121+1",
    ],
)
def test_no_cell_begins_a_formula(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


def test_no_formula_begins_after_what_parts_cells_elsewhere() -> None:
    assert neutral("Rent;=1+1") == "Rent;'=1+1"
    assert neutral("Rent\n@x") == "Rent\n'@x"


@pytest.mark.parametrize("cell", ["", "Plain", "1-2", "a=b", "– a note", "Rent; food", "-12.50"])
def test_plain_cells_stay(cell: str) -> None:
    assert neutral(cell) == cell


def test_the_register_needs_few_queries(busy: Site) -> None:
    from sqlalchemy import event

    found(busy.story)  # the first reading brings the index up to date
    asked: list[str] = []
    engine = busy.story.house.store.reader
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert isinstance(busy.story.house.book, Rulebook)
    found(busy.story)
    assert len(asked) <= 8, asked
