"""Sums, times, days, numbers and addresses as people write them, in the boxes of the pages; what is refused leads to its box."""

from datetime import date

import pytest

from tests.stories import a_draft, an_open_decision
from tests.web.conftest import Browser, Site, soup

DAY = {"day-day": "11", "day-month": "6", "day-year": "2026"}


def wrong(browser: Browser) -> list[tuple[str, str]]:
    page = soup(browser.seen)
    found = [(li.text.strip(), li.a["href"]) for li in page.select(".govuk-error-summary__list li")]
    for _, href in found:
        assert page.select_one(f"main form [id='{href[1:]}']"), href
    return found


def at(site: Site, ref: str) -> str:
    with site.story.house.store.view(site.story.alliance) as view:
        found = view.meeting(ref)
    assert found is not None
    return found.starts_at.strftime("%H:%M")  # UTC: an hour before the clocks of June


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("9:30", "08:30"), ("9.30", "08:30"), ("2pm", "13:00"), ("2.30 pm", "13:30"), (" 14:00 ", "13:00"), ("midday", "11:00"),
        ("0930", "08:30"),
    ],
)  # fmt: skip
def test_a_time_is_read_as_it_is_written(site: Site, typed: str, utc: str) -> None:
    browser = site.signed_in(site.story.cast.manager)
    browser.get("/meetings/plan")
    assert browser.send(body="leadership-team", **DAY, clock=typed).status_code == 303
    assert at(site, "MTG-0001") == utc


@pytest.mark.parametrize("typed", ["14:00Z", "14:00+05:00", "14:00-0100", "14:00 GMT", "25:00", "half two", "9"])
def test_a_time_that_is_none_or_has_a_zone_is_refused_at_its_own_box_as_it_was_typed(site: Site, typed: str) -> None:
    browser = site.signed_in(site.story.cast.manager)
    browser.get("/meetings/plan")
    assert browser.send(body="leadership-team", **DAY, clock=typed).status_code == 422
    ((says, href),) = wrong(browser)
    assert href == "#clock"
    assert says.startswith("“Time”: ")
    assert "such as 14:00" in says
    assert soup(browser.seen).select_one("#clock")["value"] == typed


@pytest.mark.parametrize("typed", ["1e3", "12.5", "1", "9999", "-2", "twelve"])
def test_how_many_times_is_a_number_that_a_series_can_have(site: Site, typed: str) -> None:
    browser = site.signed_in(site.story.cast.manager)
    browser.get("/meetings/plan")
    assert browser.send(body="leadership-team", **DAY, repeats="monthly", times=typed).status_code == 422
    ((says, href),) = wrong(browser)
    assert href == "#times"
    assert says.startswith("“How many times?”: must be ")
    assert browser.send(body="leadership-team", **DAY, repeats="", times=typed).status_code == 303, "not asked of one meeting"


def test_how_many_times_may_stand_between_spaces(site: Site) -> None:
    browser = site.signed_in(site.story.cast.manager)
    browser.get("/meetings/plan")
    assert browser.send(body="leadership-team", **DAY, repeats="monthly", times=" 5 ").status_code == 200, (
        "the days are looked over"
    )
    assert browser.send(checked="yes").status_code == 303
    with site.story.house.store.view(site.story.alliance) as view:
        assert [view.meeting(f"MTG-000{n}") is not None for n in range(1, 7)] == [True] * 5 + [False]


@pytest.mark.parametrize(
    ("typed", "part"), [(("31", "2", "2026"), "day"), (("5", "13", "2026"), "month"), (("5", "3", "26"), "year")]
)
def test_the_part_of_a_day_that_is_wrong_gets_the_focus(site: Site, typed: tuple[str, str, str], part: str) -> None:
    browser = site.signed_in(site.story.cast.manager)
    browser.get("/meetings/plan")
    day = dict(zip(("day-day", "day-month", "day-year"), typed, strict=True))
    assert browser.send(body="leadership-team", clock="14:00", **day).status_code == 422
    ((says, href),) = wrong(browser)
    assert href == f"#day-{part}"
    assert says.startswith("“Day”: there is no such day")


def test_a_month_can_be_written_by_its_name(site: Site) -> None:
    browser = site.signed_in(site.story.cast.manager)
    browser.get("/meetings/plan")
    assert browser.send(body="leadership-team", clock="2pm", **{**DAY, "day-month": "June"}).status_code == 303
    with site.story.house.store.view(site.story.alliance) as view:
        assert view.meeting("MTG-0001").starts_at.date() == date(2026, 6, 11)


def amount_page(site: Site) -> tuple[str, Browser]:
    lead = site.story.cast.leads[site.story.cast.participants[-1]]
    ref = a_draft(site.story, kind="budget-allocation", amount="1.00", line="youth", year="2026-27")
    return ref, site.signed_in(lead)


@pytest.mark.parametrize("typed", ["£180,000", "180,000.00", "180000.0", " 180000 ", "180 000", "£ 180,000"])
def test_a_sum_is_read_as_it_is_written_and_shown_in_pounds(site: Site, typed: str) -> None:
    ref, browser = amount_page(site)
    browser.get(money_path(browser, ref))
    assert browser.send(amount=typed, line="youth", year="2026-27").status_code == 303
    assert site.story.decision(ref).text.amount_pence == 18_000_000
    assert "£180,000" in browser.get(f"/decisions/{ref}").text


@pytest.mark.parametrize("typed", ["180k", "1.234", "180.000,00", "-5", "lots"])
def test_what_is_no_sum_is_refused_with_an_example_as_it_was_typed(site: Site, typed: str) -> None:
    ref, browser = amount_page(site)
    browser.get(money_path(browser, ref))
    assert browser.send(amount=typed, line="youth", year="2026-27").status_code == 422
    ((says, href),) = wrong(browser)
    assert href == "#amount"
    assert says == "“Amount”: must be a sum of money. Write it such as 180000, £180,000 or 180,000.50."
    assert soup(browser.seen).select_one("#amount")["value"] == typed


def money_path(browser: Browser, ref: str) -> str:
    """Return the page on which the money of a proposal is written."""
    links = [a["href"] for a in soup(browser.get(f"/decisions/{ref}/write")).select("main a[href*='/write/']")]
    return next(one for one in links if soup(browser.get(one)).select_one("[name=amount]"))


@pytest.mark.parametrize(
    "typed",
    ["kay@example,org", "Anna <a@x.org>", "a@x.org, evil@y.org", "not an address", "a@x.org\nATTENDEE:b@y.org", "a@x.org\x0bb"],
)
def test_an_address_is_looked_at_where_it_is_typed(site: Site, typed: str) -> None:
    browser = site.signed_in(site.story.cast.manager)
    people = len(site.story.roster().people)
    browser.get("/people/do/person.invite")
    assert browser.send(name="Anna Reed", contact=typed).status_code == 422
    assert wrong(browser) == [
        ("“E-mail address”: is not an e-mail address. Write one address, such as name@example.org.", "#contact")
    ]
    person = site.story.cast.leads["health"]
    browser.get(f"/people/{person}/correct")
    assert browser.send(contact=typed).status_code == 422
    browser.get(f"/people/{person}/account")
    assert browser.send(email=typed).status_code == 422
    assert len(site.story.roster().people) == people
    assert site.story.roster().person(person).contact != typed


@pytest.mark.parametrize(
    "typed", ["\u202aFarid Amini\u202c", "\ufeffFarid Amini", "Farid\u200b \u200eAmini\u200e", "Farid\x0bAmini"]
)
def test_a_pasted_name_is_taken_without_what_nobody_sees(site: Site, typed: str) -> None:
    browser = site.signed_in(site.story.cast.manager)
    browser.get("/people/do/person.invite")
    assert browser.send(name=typed, contact="\u202afarid@example.org\u202c").status_code == 303
    invited = site.story.roster().people[-1]
    assert (invited.name, invited.contact) == ("Farid Amini", "farid@example.org")


def test_what_turns_a_name_round_is_refused_with_the_words_around_it(site: Site) -> None:
    browser = site.signed_in(site.story.cast.manager)
    browser.get("/people/do/person.invite")
    assert browser.send(name="Farid \u202eAmini").status_code == 422
    ((says, href),) = wrong(browser)
    assert href == "#name"
    assert "between “Farid” and “Amini”" in says


def test_an_objection_names_no_slug_and_what_is_to_be_chosen_once(site: Site) -> None:
    ref = an_open_decision(site.story)
    browser = site.signed_in(site.story.cast.leads["council"])
    browser.get(f"/decisions/{ref}/position")
    assert browser.send(choice="object", reason="It costs too much.", would_agree_if="It costs less.").status_code == 422
    ((says, href),) = wrong(browser)
    assert href == "#principle"
    assert "Choose one of the options of “Which principle is at stake?”." in says
    assert not any(principle.id in says for principle in site.story.policy.principles)
    assert browser.send(choice="agree_subject_to", reason="Good.").status_code == 422
    assert wrong(browser) == [
        ("Fill in “Which body of yours must still decide?”.", "#body"),
        ("Fill in “What kind of decision is it there?”.", "#decision_kind"),
    ]
