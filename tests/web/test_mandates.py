"""The mandate on its pages: written part by part, issued, compared, answered; what is refused comes back with all that was typed."""

import re
from typing import Any

import pytest

from tests.stories import Story, library
from tests.web.conftest import Browser, Site, heading, soup

TITLE = "A mandate for two years"
OUTCOME = {
    "id": "fewer-rough-sleepers", "title": "Fewer people sleep rough", "measure": "people found on one night", "baseline": "31",
    "target": "12", "direction": "down", "source": "outreach counts",
}  # fmt: skip


def send(browser: Browser, path: str, **typed: Any) -> int:
    """Fill in a form as a browser does, hidden fields and all, and return the status of the answer."""
    page = soup(browser.get(path))
    fields = {one["name"]: one.get("value", "") for one in page.select_one("main form").select("input[type=hidden]")}
    browser.seen = browser.client.post(path, data={**fields, **typed})
    return browser.seen.status_code


def days(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


def said(browser: Browser, path: str) -> str:
    return " ".join(soup(browser.get(path)).main.get_text(" ", strip=True).split())


@pytest.fixture
def owner(site: Site) -> Browser:
    return site.signed_in(site.story.cast.owner)


def everything(owner: Browser, ref: str, story: Story) -> None:
    """Write every part of a draft through its forms."""
    write = f"/mandates/{ref}/write"
    assert send(owner, f"{write}/term", title=TITLE, **days("since", 1, 4, 2026), **days("until", 31, 3, 2028)) == 303
    assert send(owner, f"{write}/outcomes/1", **OUTCOME) == 303
    assert send(owner, f"{write}/risk/1", category="safety of people", threshold="6", level="leadership") == 303
    line = {
        "line": "outreach",
        "holding": "devolved",
        "demand_led": "no",
        "year_2026_27": "950000.00",
        "year_2027_28": "960000.50",
    }
    assert send(owner, f"{write}/envelope/1", **line) == 303
    held = {
        "line": "health-inclusion",
        "holding": "aligned",
        "holder": "health",
        "demand_led": "yes",
        "year_2026_27": "620000.00",
    }
    assert send(owner, f"{write}/envelope/2", **held) == 303
    assert send(owner, f"{write}/reserved", reserved="statutory homelessness duties\n\nemergencies") == 303
    assert send(owner, f"{write}/limits", manager="0.00", management="50000.00") == 303
    parts = dict.fromkeys(("affected", "evidence", "options", "cost", "lawful", "interests"), "Said in full.")
    grid = {f"principles__{p.id}__how": "It serves it." for p in library().policies["plymouth"].principles}
    assert send(owner, f"{write}/statement", **parts, **grid) == 303


def test_a_mandate_is_written_part_by_part_and_issued(site: Site, owner: Browser) -> None:
    story = site.story
    story.act("mandate.expire", story.cast.owner, "MAN-0001", reason="A new one is due.")
    assert "Nothing can be adopted until another" in said(owner, "/mandates/MAN-0001")
    assert send(owner, "/mandates/new/draft") == 303
    assert owner.seen.headers["Location"].endswith("/mandates/MAN-0002/write")
    assert said(owner, "/mandates/MAN-0002/write").count("To do") == 7
    everything(owner, "MAN-0002", story)
    assert "To do" not in said(owner, "/mandates/MAN-0002/write")
    page = said(owner, "/mandates/MAN-0002")
    for shown in (
        TITLE,
        "£950,000",
        "£960,000.50",
        "aligned, held by Health, demand-led",
        "emergencies",
        "up to £50,000 at once",
    ):
        assert shown in page
    assert send(owner, "/mandates/MAN-0002/do/issue", reason="It is time.") == 303
    page = said(owner, "/mandates/MAN-0002")
    assert "is before the leadership team, which answers it by DEC-0001" in page
    decision = story.decision("DEC-0001")
    assert (decision.kind, decision.mandate, decision.proposer) == ("mandate-response", "MAN-0002", story.cast.owner)
    assert decision.text.statement["affected"] == "Said in full."
    assert TITLE in decision.title


def test_a_variation_shows_what_it_changes(site: Site, owner: Browser) -> None:
    assert send(owner, "/mandates/new/vary") == 303
    path = "/mandates/MAN-0002/write"
    rows = [a["href"] for a in soup(owner.get(f"{path}/envelope")).select("dd a")]
    assert len(rows) == 9, "the lines of the one in force, with all their years"
    first = soup(owner.get(rows[0]))
    typed = {one["name"]: one.get("value", "") for one in first.select("main form")[0].select("input[type=text]")}
    changed = {**typed, "holding": "devolved", "demand_led": "yes", "year_2026_27": "1150000.01"}
    assert send(owner, rows[0], **changed) == 303
    assert send(owner, rows[8], take_out="yes") == 303
    page = said(owner, "/mandates/MAN-0002")
    assert "Financial envelope: prescribing 2026-27, amount £1,150,000 £1,150,000.01" in page
    assert "Financial envelope: health-inclusion 2025-26, amount £620,000 –" in page


@pytest.mark.parametrize(
    ("part", "typed", "field", "says"),
    [
        ("term", {"title": "T", **days("since", 1, 4, 2028), **days("until", 31, 3, 2027)}, "until-day", "ends before it begins"),
        ("term", {"title": "T", **days("since", 31, 2, 2028), **days("until", 31, 3, 2029)}, "since-day", "no such day"),
        ("term", {"title": "T", **days("since", 1, 13, 2028), **days("until", 31, 3, 2029)}, "since-month", "no such day"),
        ("outcomes/6", {**OUTCOME, "id": "Bad Name"}, "id", "“Short name”: must be a short name"),
        ("outcomes/6", {**OUTCOME, "id": "fewer-admissions"}, "id", "“Short name”: fewer-admissions is there already"),
        (
            "risk/5",
            {"category": "x", "threshold": "26", "level": "owner"},
            "threshold",
            "“From which score does it go up?”: must be from 1 to 25",
        ),
        (
            "envelope/10",
            {"line": "x", "holding": "aligned", "year_2026_27": "1.00"},
            "holder",
            "“If it is aligned: who holds it?”",
        ),
        (
            "envelope/10",
            {"line": "x", "holding": "devolved", "year_2026_27": "1.000"},
            "year_2026_27",
            "“2026-27”: must be a sum of money",
        ),
        ("limits", {"manager": "lots", "management": "0.00"}, "manager", "must be a sum of money. Write it such as 180000"),
        ("reserved", {"reserved": ""}, "reserved", "at least one"),
    ],
)
def test_what_cannot_be_saved_comes_back_as_it_was_typed(
    site: Site, owner: Browser, part: str, typed: dict[str, str], field: str, says: str
) -> None:
    send(owner, "/mandates/new/vary")
    assert send(owner, f"/mandates/MAN-0002/write/{part}", **typed) == 422
    page = soup(owner.seen)
    assert [link["href"] for link in page.select(".govuk-error-summary__list a")] == [f"#{field}"]
    assert page.select_one(f"main form [id='{field}']")
    assert says in page.select_one(".govuk-error-summary").get_text(" ", strip=True)
    for name, value in typed.items():
        shown = page.select_one(f'main form [name="{name}"]')
        assert shown is not None, name
        if shown.name == "input" and shown.get("type") != "radio":
            assert shown.get("value", "") == value, name


def test_two_who_write_at_once_lose_nothing(site: Site, owner: Browser) -> None:
    send(owner, "/mandates/new/vary")
    path = "/mandates/MAN-0002/write/reserved"
    first = soup(owner.get(path))
    fields = {one["name"]: one.get("value", "") for one in first.select("main form input[type=hidden]")}
    site.story.act("mandate.revise", site.story.cast.owner, "MAN-0002", reserved=["another thing"])
    answer = owner.client.post(path, data={**fields, "reserved": "mine"})
    assert answer.status_code == 409
    assert "mine" in answer.text
    with site.story.house.store.view(site.story.alliance) as view:
        assert view.mandate("MAN-0002").content["reserved"] == ["another thing"]


def test_only_the_owner_writes_and_issues(site: Site, owner: Browser) -> None:
    send(owner, "/mandates/new/vary")
    for person in (site.story.cast.manager, site.story.cast.leads["health"]):
        browser = site.signed_in(person)
        assert browser.get("/mandates/MAN-0002/write").status_code == 403
        assert browser.get("/mandates/new/vary").status_code == 403
        pages = browser.get("/mandates/MAN-0002").text + browser.get("/mandates").text
        assert not re.search("Write on it|Issue it|Vary the mandate", pages)
        assert heading(browser.get("/mandates/MAN-0001"))


def test_the_chair_returns_it_with_comments_and_its_answer_is_withdrawn(site: Site, owner: Browser) -> None:
    send(owner, "/mandates/new/vary")
    story = site.story
    grid = {p.id: {"effect": "serves", "how": "It does."} for p in library().policies["plymouth"].principles}
    whole = {**dict.fromkeys(("affected", "evidence", "options", "cost", "lawful", "interests"), "Said."), "principles": grid}
    story.act("mandate.revise", story.cast.owner, "MAN-0002", reserved=["emergencies"], statement=whole)
    story.act("mandate.issue", story.cast.owner, "MAN-0002")
    chair = site.signed_in(story.cast.chair)
    assert send(chair, "/mandates/MAN-0002/do/return", comments="") == 422
    assert send(chair, "/mandates/MAN-0002/do/return", comments="Name the duties too.") == 303
    assert story.decision("DEC-0001").state == "withdrawn"
    assert "Name the duties too." in said(owner, "/mandates/MAN-0002")
