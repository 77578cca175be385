"""What goes to many people and cannot be taken back is looked over first: who gets what, and nothing is sent before."""

from datetime import timedelta
from typing import Any

from govflow.reading.planned import MOST
from tests.gatherings import a_meeting, begun, meeting
from tests.posting import outbox
from tests.stories import Story, a_circulated_decision, a_draft, an_open_decision
from tests.web.conftest import Browser, Site, heading, soup

URGENT = {"urgent__reason": "Frost.", "urgent__legal": "Yes.", "urgent__safe": "Yes."}


def told(story: Story, kind: str) -> list[str]:
    return sorted(row.person for row in outbox(story) if row.kind == kind)


def lines(browser: Browser) -> str:
    return " ".join(soup(browser.seen).main.text.split())


def test_notice_of_a_decision_says_who_gets_it_before_it_is_sent(site: Site) -> None:
    story = site.story
    ref, browser = a_draft(story), site.signed_in(story.cast.manager)
    browser.get(f"/decisions/{ref}/circulate")
    half = browser.send(papers="Plan", urgent__reason="Frost.")
    assert (half.status_code, heading(half)) == (422, "Papers and notice"), "half an urgency is not even looked over"
    assert "whether it is legal, whether it is safe" in lines(browser)
    assert soup(half).select_one(".govuk-error-summary a")["href"] == "#urgent__legal"
    shown = browser.send(papers="Plan", **URGENT)
    assert (shown.status_code, heading(shown)) == (200, "Check before notice is given")
    for words in (ref, "Plan", "Frost.", "Leadership member, Health", "Chair", "Positions can open from Tuesday 10 March 2026"):
        assert words in lines(browser), words
    assert told(story, "notice") == []
    assert heading(browser.send(back="yes")) == "Papers and notice"
    assert soup(browser.seen).select_one("#papers").text.strip() == "Plan"
    browser.send()
    assert browser.send(checked="yes").status_code == 303
    assert set(told(story, "notice")) == {*story.cast.leads.values(), story.cast.chair}


def test_urgency_is_shown_later_and_the_chair_finds_nothing_missing(site: Site) -> None:
    story = site.story
    ref, browser = a_circulated_decision(story), site.signed_in(story.cast.manager)
    browser.get(f"/decisions/{ref}/do/show_urgency")
    assert browser.send(urgent__reason="Frost.").status_code == 422
    assert [a["href"] for a in soup(browser.seen).select(".govuk-error-summary a")] == ["#urgent__legal", "#urgent__safe"]
    assert browser.send(**URGENT).status_code == 303
    page = browser.get(f"/decisions/{ref}").text
    assert "the agreement of the chair" in page
    assert "positions can open anyway from Tuesday 10 March 2026" in page
    chair = site.signed_in(story.cast.chair).get(f"/decisions/{ref}").text
    assert "the agreement of" not in chair, "opening it is the agreement"


def test_a_reminder_by_hand_says_who_owes_and_has_a_brake(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    story.all_agree(ref, "health", "council")
    browser, about = site.signed_in(story.cast.manager), f"/notices/about/{ref}"
    browser.get(about)
    assert "Leadership member, Health: not reminded by hand yet" in lines(browser)
    shown = browser.send()
    assert heading(shown) == f"Check before anybody is reminded about {ref}"
    assert ("Leadership member, Council" in shown.text, "Leadership member, Hostel" in shown.text) == (True, False)
    assert told(story, "nudge") == []
    assert browser.send(checked="yes").status_code == 303
    two = sorted(story.cast.leads[p] for p in ("council", "health"))
    assert told(story, "nudge") == two
    page = browser.get(about)
    assert "last reminded by hand on Tuesday 10 March 2026" in lines(browser)
    assert "Remind those who still owe something" not in page.text
    again = browser.post(about, {"checked": "yes"})
    assert again.status_code == 422
    assert "were reminded on" in again.text
    assert told(story, "nudge") == two, "a second within a day goes to nobody"
    assert story.refusals("notice.nudge", story.cast.chair, subject=ref) == ("reminded-lately",)
    story.clock.advance(timedelta(days=1))
    story.act("notice.nudge", story.cast.chair, subject=ref)
    assert len(told(story, "nudge")) == 4


def test_ending_a_meeting_says_what_it_means_first(site: Site) -> None:
    story = site.story
    ref = a_meeting(story)
    story.act("meeting.add_item", story.cast.manager, ref, title="Plans")
    begun(story, ref)
    browser = site.signed_in(story.cast.manager)
    shown = browser.post(f"/meetings/{ref}/end")
    assert heading(shown) == "Check before the meeting is ended"
    assert "The meeting did not come to: Plans." in lines(browser)
    assert meeting(story, ref).state == "in_session"
    assert soup(shown).select_one("main a")["href"] == f"/meetings/{ref}/session"
    assert browser.send(checked="yes").status_code == 303
    assert meeting(story, ref).state == "held"


def plan(site: Site, **typed: str) -> tuple[Browser, Any]:
    browser = site.signed_in(site.story.cast.manager)
    browser.get("/meetings/plan")
    return browser, browser.send(**{"body": "leadership-team", "day-year": "2026", "clock": "14:00"} | typed)


def test_the_days_of_a_series_are_shown_before_it_is_planned(site: Site) -> None:
    browser, shown = plan(site, **{"day-day": "30", "day-month": "4", "repeats": "monthly", "times": " 5 "})
    assert (shown.status_code, heading(shown)) == (200, "Check the days")
    for words in ("Thursday 30 April 2026", "Thursday 28 May 2026", "Thursday 25 June 2026", "Thursday 27 August 2026"):
        assert words in lines(browser)
    assert "Most months have no fifth such weekday: the series is on the last one of each month." in lines(browser)
    with site.story.house.store.view(site.story.alliance) as view:
        assert view.meeting("MTG-0001") is None
    assert browser.send(checked="yes").status_code == 303
    assert [str(meeting(site.story, f"MTG-{n:04d}").on) for n in (1, 2, 5)] == ["2026-04-30", "2026-05-28", "2026-08-27"]


def test_what_is_odd_about_a_day_is_said_and_an_ordinary_one_is_planned_at_once(site: Site) -> None:
    browser, _ = plan(site, **{"day-day": "25", "day-month": "12"})
    assert "Friday 25 December 2026 is a day off. It stays as you gave it." in lines(browser)
    browser.get("/meetings/plan")
    skipped = {"body": "leadership-team", "day-day": "29", "day-month": "3", "day-year": "2026", "clock": "01:30"}
    browser.send(**skipped)
    assert "There is no 01:30 on Sunday 29 March 2026, as the clocks go forward then: it begins at 02:00." in lines(browser)
    browser.get("/meetings/plan")
    ordinary = browser.send(**skipped | {"day-day": "30", "clock": "14:00"})
    assert ordinary.status_code == 303
    for times in ("1e3", "12.5", "1", "9999", "-3", str(MOST + 1)):
        browser.get("/meetings/plan")
        refused = browser.send(**skipped | {"day-day": "30", "clock": "14:00", "repeats": "monthly", "times": times})
        assert refused.status_code == 422
        assert soup(refused).select_one(".govuk-error-summary a")["href"] == "#times"
        assert "“How many times?”: must be " in refused.text
