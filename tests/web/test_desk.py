"""The desk: what waits for each person, soonest first, one press from the right place; nothing for whom nothing waits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from govflow.definitions.policies import policy_content, policy_from_content
from tests.engine.test_issues import log
from tests.gatherings import a_meeting, an_action, held
from tests.stories import (
    NOTICE,
    a_circulated_decision,
    a_draft,
    a_failed_decision,
    a_reserved_matter,
    an_adopted_decision,
    an_open_decision,
    library,
    statement,
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


def reads(browser: Browser) -> None:
    """Press the button under what changed."""
    browser.get("/")
    assert browser.send().status_code == 303


def test_at_the_first_visit_everybody_sees_what_others_did_of_late(site: Site) -> None:
    ref = an_adopted_decision(site.story)
    text = news(site.signed_in(site.story.cast.chair))
    assert "What others did recently" in text
    assert ref in text
    assert "agreed" in text


def test_a_busy_alliance_never_says_that_nothing_happened(site: Site) -> None:
    """What the newest entries are about does not matter: here they are all about a meeting and people."""
    story, cast = site.story, site.story.cast
    agreed = an_adopted_decision(story, title="The night shelter")
    meeting = a_meeting(story)
    for n in range(45):
        story.act("meeting.add_item", cast.manager, meeting, title=f"Item {n}", what="report")
        story.act("person.invite", cast.administrator, name=f"Guest {n}")
    for person in (cast.owner, cast.administrator, cast.deputies["health"], cast.leads["health"]):
        page = soup(site.signed_in(person).get("/")).main.text
        assert "Nothing has happened" not in page
        assert meeting in page
        assert agreed in page


def test_every_kind_of_matter_is_told_of_once_and_newest_first(site: Site) -> None:
    story, cast = site.story, site.story.cast
    decision = a_circulated_decision(story, title="Ten beds")
    story.act("participant.join", cast.manager, participant="harbour", title="Harbour Trust", bodies=["leadership-team"])
    story.act("mandate.vary", cast.owner)
    minutes = held(story, a_meeting(story))
    an_action(story, cast.leads["youth"])
    log(story)
    page = soup(site.signed_in(cast.auditor).get("/")).select_one("[aria-labelledby=news]")
    told = [one.select_one("a").text.split()[0] for one in page.select(".govflow-said")]
    assert told[:7] == ["ISS-0001", "ACT-0001", minutes, "MTG-0001", "MAN-0002", "Who", decision]
    assert "took an organisation in: Harbour Trust." in page.text
    assert "gave notice, with the papers" in page.text
    assert "ended it" in page.text, "who came is told only where nothing else happened"


def test_ones_own_acts_are_no_news(site: Site) -> None:
    story, cast = site.story, site.story.cast
    ref = a_draft(story, title="The nurse")
    lead = cast.leads[cast.participants[-1]]
    mine = site.signed_in(lead)
    assert ref not in news(mine)
    story.do("consult", lead, ref)
    story.do("ask", cast.leads["health"], ref, text="Who pays?")
    story.do("revise", lead, ref, text="A nurse.")
    assert "asked a question" in news(mine)
    assert "wrote a new version" in news(site.signed_in(cast.chair))


def test_it_stays_until_the_person_says_that_they_have_read_it(site: Site) -> None:
    story, cast = site.story, site.story.cast
    old = an_open_decision(story, title="The old matter")
    first = site.signed_in(cast.leads["health"])
    reads(first)
    assert "Nothing has happened since" in news(first)
    new = a_circulated_decision(story, title="The new matter")
    second = site.browser()
    second.sign_in(f"{cast.leads['health'].lower()}@example.org")
    for browser in (first, second, second):  # neither looking nor signing in again uses it up
        text = news(browser)
        assert "What others did since you last read" in text
        assert new in text
        assert old not in text
    second.get("/")
    late = a_circulated_decision(story, title="Came while it was read")
    second.send()
    assert late in news(first)
    assert new not in news(first)
    assert second.post("/read", {"upto": "x"}).status_code == 303
    second.post("/read", {"upto": "99999"})
    last = a_circulated_decision(story, title="The last matter")
    assert last in news(first), "nobody has read what is still to come"


def test_more_than_fits_is_said_and_one_press_away(site: Site) -> None:
    story = site.story
    for n in range(12):
        a_draft(story, title=f"Matter {n}")
    browser = site.signed_in(story.cast.chair)
    assert news(browser).count("proposed it") == 8
    assert "There is more than is shown here." in news(browser)
    assert soup(browser.get("/")).select_one("[aria-labelledby=news] a[href*='sort=']")


def test_an_issue_is_told_of_as_far_as_somebody_may_know_of_it(site_of: Callable[..., Site]) -> None:
    policy = library().policies["plymouth"]
    hidden = policy_from_content(policy_content(replace(policy, issues_shown="those_concerned")))
    site = site_of(hidden)
    story, cast = site.story, site.story.cast
    ref = log(story)
    story.act("issue.offer_option", cast.leads["housing"], ref, option="A rota.")
    assert "offered a way forward" in news(site.signed_in(cast.leads["health"]))
    assert ref not in news(site.signed_in(cast.leads["youth"]))
    shown = site_of(policy)
    ref = log(shown.story)
    shown.story.act("issue.offer_option", cast.leads["housing"], ref, option="A rota.")
    text = news(shown.signed_in(cast.leads["youth"]))
    assert ref in text
    assert "offered a way forward" not in text


def test_a_position_that_is_hidden_is_not_told(site_of: Callable[..., Site]) -> None:
    policy = library().policies["plymouth"]
    site = site_of(policy_from_content(policy_content(replace(policy, hide_positions=True))))
    story = site.story
    ref = an_open_decision(story)
    story.says("object", story.cast.leads["health"], "health", ref)
    text = news(site.signed_in(story.cast.leads["youth"]))
    assert "gave a position" in text
    assert "objected" not in text


def test_the_commissioner_sees_first_what_was_decided_since(site: Site) -> None:
    story, cast = site.story, site.story.cast
    agreed, failed = an_adopted_decision(story), a_failed_decision(story)
    draft = a_circulated_decision(story)
    browser = site.signed_in(cast.owner)
    for _ in range(2):  # at the first visit, and at the next
        page = soup(browser.get("/"))
        decided = page.select_one("[aria-labelledby=decided]").text
        assert agreed in decided
        assert failed in decided
        assert draft not in decided
        assert draft in page.select_one("[aria-labelledby=news]").text
        assert agreed not in page.select_one("[aria-labelledby=news]").text
        browser = site.browser()
        browser.sign_in(f"{cast.owner.lower()}@example.org")
    reads(browser)
    assert "Nothing was decided since" in browser.get("/").text


def test_what_was_decided_is_shown_however_much_happened_after_it(site: Site) -> None:
    story, cast = site.story, site.story.cast
    agreed = an_adopted_decision(story)
    for n in range(45):
        a_circulated_decision(story, title=f"Matter {n}")
    action = an_action(story, cast.leads["youth"])
    story.act("action.complete", cast.leads["youth"], action, text="Done.")  # an action is open too, and no decision
    page = soup(site.signed_in(cast.owner).get("/"))
    assert agreed in page.select_one("[aria-labelledby=decided]").text
    assert page.select_one("[aria-labelledby=news]").text.count("gave notice") == 6


def test_the_manager_is_told_what_is_theirs_and_what_keeps_it_back(site: Site) -> None:
    story, cast = site.story, site.story.cast
    a_circulated_decision(story)
    story.act(
        "decision.propose", cast.manager, kind="key-issue", title="A nurse", text="One nurse.", statement=statement(story.policy)
    )
    page = soup(site.signed_in(cast.manager).get("/"))
    assert "Nothing waits for you" not in page.text
    assert "2 open matters below are yours to take further, now or later." in page.text
    first, second = [" ".join(row.text.split()) for row in page.select(".govflow-matter")]
    assert "Waits for the alliance manager and the chair (you)" in first
    assert "Not yet: Notice was given" in first
    assert "positions can open on Tuesday 10 March 2026" in first
    assert "Waits for its proposer (you)" in second
    assert "Not yet" not in second


def test_the_commissioner_sees_the_mandate_what_is_reserved_and_who_decided_on_which_money(site: Site) -> None:
    story, cast = site.story, site.story.cast
    reserved = a_reserved_matter(story)
    an_adopted_decision(story, kind="budget-allocation", amount="180000.00", line="outreach", year="2026-27")
    story.act("mandate.vary", cast.owner)
    page = soup(site.signed_in(cast.owner).get("/"))
    assert "Decided by: Leadership team · £180,000 of outreach 2026-27" in page.select_one("[aria-labelledby=decided]").text
    assert [reserved in one.text for one in page.select("[aria-labelledby=reserved] li")] == [True]
    mandates = [one.text for one in page.select("[aria-labelledby=mandates] .govflow-said")]
    assert ["in force, from" in mandates[0], "being written by the owner" in mandates[1], len(mandates)] == [True, True, 2]


def test_nobody_else_has_the_commissioners_sections(site: Site) -> None:
    a_reserved_matter(site.story)
    for person in (site.story.cast.manager, site.story.cast.leads["health"]):
        assert soup(site.signed_in(person).get("/")).select("[aria-labelledby=reserved], [aria-labelledby=mandates]") == []
