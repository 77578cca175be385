"""The desk: what waits for each person, soonest first, one press from the right place; nothing for whom nothing waits."""

from datetime import timedelta

from tests.stories import (
    NOTICE,
    a_circulated_decision,
    a_draft,
    a_failed_decision,
    a_reserved_matter,
    an_adopted_decision,
    an_open_decision,
)
from tests.web.conftest import Browser, Site, soup


def waiting(site: Site, person: str) -> list[str]:
    page = soup(site.signed_in(person).get("/"))
    return [a.text for a in page.select(".govflow-card__title a")]


def test_an_empty_desk_says_so(site: Site) -> None:
    page = soup(site.signed_in(site.story.cast.manager).get("/")).main.text
    assert "Nothing waits for you." in page
    assert "No matter is open." in page


def test_a_position_waits_for_those_who_have_not_answered(site: Site) -> None:
    story, cast = site.story, site.story.cast
    ref = an_open_decision(story)
    assert waiting(site, cast.leads["health"]) == ["Record the position of Health"]
    assert waiting(site, cast.deputies["health"]) == []
    assert waiting(site, cast.observer) == []
    story.agrees("health", ref)
    assert waiting(site, cast.leads["health"]) == []


def test_the_soonest_is_first_and_what_is_about_to_be_missed_is_said(site: Site) -> None:
    story, cast = site.story, site.story.cast
    late, early = an_open_decision(story, title="Late"), an_open_decision(story, title="Early")
    first = story.decision(late).asked.closes_at
    assert first < story.decision(early).asked.closes_at
    story.clock.set(first - timedelta(hours=20))
    page = soup(site.signed_in(cast.leads["health"]).get("/"))
    assert [p.text.partition(" · ")[0] for p in page.select(".govflow-card__meta")][:2] == [late, early]
    assert "1 thing closes within two days." in page.text
    assert "that is soon" in page.select_one(".govflow-card--urgent").text


def test_an_approval_waits_for_the_participant_whose_body_decides(site: Site) -> None:
    story, cast = site.story, site.story.cast
    ref = an_open_decision(story)
    story.says("agree_subject_to", cast.leads["council"], "council", ref)
    story.all_agree(ref, "council")
    assert waiting(site, cast.leads["council"]) == ["Record what Council's own body decided"]
    assert waiting(site, cast.leads["health"]) == []


def test_an_interest_waits_for_the_chair_and_a_ruling_for_the_others(site: Site) -> None:
    story, cast = site.story, site.story.cast
    ref = an_open_decision(story)
    story.agrees("hostel", ref)
    story.do("declare_interest", cast.leads["hostel"], ref, kind="institutional", nature="It runs a service.")
    assert waiting(site, cast.chair) == ["Rule on a declared interest"]
    story.do("rule_on_interest", cast.chair, ref, of=1, handling="exclude", reason="It has a stake.")
    assert waiting(site, cast.chair) == []
    assert "Confirm a ruling on an interest, or leave it" in waiting(site, cast.leads["health"])
    assert "Confirm a ruling on an interest, or leave it" not in waiting(site, cast.leads["hostel"])


def test_a_wording_waits_for_the_other_of_chair_and_manager(site: Site) -> None:
    story, cast = site.story, site.story.cast
    ref = an_open_decision(story)
    story.do("edit_wording", cast.manager, ref, text="The team stays!")
    assert waiting(site, cast.chair) == ["Confirm that a change of wording keeps the meaning"]
    assert waiting(site, cast.manager) == []


def test_the_manager_and_chair_are_told_when_the_next_step_can_be_taken(site: Site) -> None:
    story, cast = site.story, site.story.cast
    a_circulated_decision(story)
    assert waiting(site, cast.manager) == []
    story.clock.advance(NOTICE)
    assert waiting(site, cast.manager) == waiting(site, cast.chair) == ["Open positions"]
    a_failed_decision(story)
    assert "Put it again" in waiting(site, cast.manager)


def test_the_manager_sees_every_open_matter_and_what_it_waits_for(site: Site) -> None:
    story, cast = site.story, site.story.cast
    refs = [a_draft(story), an_open_decision(story), an_adopted_decision(story)]
    story.all_agree(refs[1], "health", "youth")
    found = [row.text for row in soup(site.signed_in(cast.manager).get("/")).select(".govflow-matter")]
    assert [ref for ref in refs if any(ref in row for row in found)] == refs[:2]
    assert any("Waits for Health and Youth" in row for row in found)
    assert not soup(site.signed_in(cast.leads["health"]).get("/")).select(".govflow-matter")


def news(browser: Browser) -> str:
    return soup(browser.get("/")).select_one("[aria-labelledby=news]").text


def test_at_the_first_visit_everybody_sees_what_changed_lately(site: Site) -> None:
    ref = an_adopted_decision(site.story)
    text = news(site.signed_in(site.story.cast.observer))
    assert "What changed lately" in text
    assert ref in text
    assert "agreed" in text


def test_a_later_visit_shows_what_changed_since_the_one_before(site: Site) -> None:
    story, cast = site.story, site.story.cast
    old = an_open_decision(story, title="The old matter")
    first = site.signed_in(cast.leads["health"])
    first.get("/")
    new = a_draft(story, title="The new matter")
    second = site.browser()
    second.sign_in(f"{cast.leads['health'].lower()}@example.org")
    for _ in range(2):  # looking twice does not use it up
        text = news(second)
        assert "What changed since your last visit" in text
        assert new in text
        assert old not in text
    third = site.browser()
    third.sign_in(f"{cast.leads['health'].lower()}@example.org")
    assert "Nothing has changed since then." in news(third)
    assert new in news(second), "another device is another visit"


def test_more_than_fits_is_said_and_one_press_away(site: Site) -> None:
    story = site.story
    site.signed_in(story.cast.observer).get("/")
    for n in range(12):
        a_draft(story, title=f"Matter {n}")
    browser = site.browser()
    browser.sign_in(f"{story.cast.observer.lower()}@example.org")
    assert news(browser).count("proposed it") == 8
    assert "There is more than is shown here." in news(browser)
    assert soup(browser.get("/")).select_one("[aria-labelledby=news] a[href*='sort=']")


def test_the_commissioner_sees_first_what_was_decided_since(site: Site) -> None:
    story, cast = site.story, site.story.cast
    site.signed_in(cast.owner).get("/")
    agreed, failed = an_adopted_decision(story), a_failed_decision(story)
    draft = a_draft(story)
    browser = site.browser()
    browser.sign_in(f"{cast.owner.lower()}@example.org")
    page = soup(browser.get("/"))
    decided = page.select_one("[aria-labelledby=decided]").text
    assert agreed in decided
    assert failed in decided
    assert draft not in decided
    assert draft in page.select_one("[aria-labelledby=news]").text
    assert agreed not in page.select_one("[aria-labelledby=news]").text


def test_what_was_decided_is_shown_however_much_happened_after_it(site: Site) -> None:
    story, cast = site.story, site.story.cast
    site.signed_in(cast.owner).get("/")
    agreed = an_adopted_decision(story)
    for n in range(45):
        a_draft(story, title=f"Matter {n}")
    browser = site.browser()
    browser.sign_in(f"{cast.owner.lower()}@example.org")
    page = soup(browser.get("/"))
    assert agreed in page.select_one("[aria-labelledby=decided]").text
    assert page.select_one("[aria-labelledby=news]").text.count("proposed it") == 7


def test_the_commissioner_sees_the_mandate_what_is_reserved_and_who_decided_on_which_money(site: Site) -> None:
    story, cast = site.story, site.story.cast
    site.signed_in(cast.owner).get("/")
    reserved = a_reserved_matter(story)
    an_adopted_decision(story, kind="budget-allocation", amount="180000.00", line="outreach", year="2026-27")
    story.act("mandate.vary", cast.owner)
    browser = site.browser()
    browser.sign_in(f"{cast.owner.lower()}@example.org")
    page = soup(browser.get("/"))
    assert "Decided by: Leadership team · £180,000 of outreach 2026-27" in page.select_one("[aria-labelledby=decided]").text
    assert [reserved in one.text for one in page.select("[aria-labelledby=reserved] li")] == [True]
    mandates = [one.text for one in page.select("[aria-labelledby=mandates] .govflow-said")]
    assert ["in force, from" in mandates[0], "being written by the owner" in mandates[1], len(mandates)] == [True, True, 2]


def test_nobody_else_has_the_commissioners_sections(site: Site) -> None:
    a_reserved_matter(site.story)
    for person in (site.story.cast.manager, site.story.cast.leads["health"]):
        assert soup(site.signed_in(person).get("/")).select("[aria-labelledby=reserved], [aria-labelledby=mandates]") == []
