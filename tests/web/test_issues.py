"""The pages of issues: what those who take part read and do, what others are shown, and what a policy hides."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from govflow.definitions.policies import policy_content, policy_from_content
from tests.engine.test_issues import agreed, climb, issue, log
from tests.stories import START, Story, a_circulated_decision, a_policy, an_open_decision
from tests.web.conftest import Browser, Site, heading, soup

ISSUE = "/issues/ISS-0001"


def said(browser: Browser, path: str = ISSUE) -> str:
    return " ".join(soup(browser.get(path)).main.get_text(" ", strip=True).split())


def send(browser: Browser, step: str, **typed: Any) -> int:
    """Fill in the form of an act as a browser does, and return the status of the answer."""
    browser.get(f"{ISSUE}/do/{step}")
    return browser.send(**typed).status_code


def offered(browser: Browser) -> list[str]:
    browser.get(ISSUE)
    return [
        a["href"].rpartition("/")[2] for a in soup(browser.seen).select("section[aria-labelledby=ways] a") if "/do/" in a["href"]
    ]


@pytest.fixture
def member(site: Site) -> Browser:
    return site.signed_in(site.story.cast.leads["housing"])


def invited(story: Story, name: str = "Facilitator") -> str:
    story.act("person.invite", story.cast.administrator, name=name)
    return story.roster().people[-1].ref


def test_an_issue_is_read_and_resolved_on_its_page(site: Site, member: Browser) -> None:
    log(site.story)
    page = said(member)
    for shown in (
        "The van was not there.",
        "Nine people",
        "A rota",
        "Health has not said",
        "it is here now, until",
        "Nobody has offered one yet.",
    ):
        assert shown in page
    steps = soup(member.seen).select(".govflow-ladder li")
    assert [s.get("aria-current") for s in steps] == ["step", *[None] * len(site.story.policy.ladder[1:]), None]
    assert offered(member) == ["offer_option", "step_up", "close"]
    assert send(member, "offer_option", option="A rota, kept by both.") == 303
    assert send(member, "accept_option", option="1") == 303
    assert "Housing accepts way forward 1" in said(member)
    assert send(site.signed_in(site.story.cast.leads["health"]), "accept_option", option="1") == 303
    assert issue(site.story, "ISS-0001").state == "resolved"
    assert "Everyone concerned accepted way forward 1." in said(member)
    assert offered(member) == []


def test_steps_left_say_when_and_why(site: Site, member: Browser) -> None:
    log(site.story)
    assert send(site.signed_in(site.story.cast.chair), "triage", reason="Those closest to the work know.") == 303
    assert site.story.until(issue(site.story, "ISS-0001").due["step_up"]) == ["step_up"]
    member = site.signed_in(site.story.cast.leads["health"])
    page = said(member)
    assert "Chair took it on: Those closest to the work know." in page
    assert "Its time here was over." in page
    assert "The next step would be: considered a second time." in page
    assert "left" not in soup(member.seen).select(".govflow-ladder li")[2].text


def test_what_is_missing_comes_back_beside_its_field(site: Site, member: Browser) -> None:
    log(site.story)
    climb(site.story, "ISS-0001", "reconsidered")
    assert send(member, "step_up", reason="") == 422
    assert "Say why." in soup(member.seen).select_one("#reason-error").text
    assert send(member, "offer_option", option="Again the rota.") == 422
    assert "say what that is" in soup(member.seen).select_one("#new-error").text
    assert "Again the rota." in soup(member.seen).select_one("[name=option]").text
    assert send(member, "offer_option", option="Again the rota.", new="Both keep it.") == 303
    assert send(member, "accept_option") == 422


def test_the_wording_of_what_is_said_is_looked_at(site: Site, member: Browser) -> None:
    log(site.story)
    assert send(member, "step_up", reason="Health failed to come.", look="yes") == 200
    assert "failed to" in soup(member.seen).select_one("#wording-reason").text
    assert issue(site.story, "ISS-0001").state == "logged"


def test_a_way_forward_may_change_what_the_decision_says(site: Site, member: Browser) -> None:
    about = a_circulated_decision(site.story)
    log(site.story, about=about)
    member.get(f"{ISSUE}/do/offer_option")
    assert soup(member.seen).select_one("[name=text]").text.strip() == "The team stays."
    assert member.send(option="Nothing else.").status_code == 303
    assert send(member, "offer_option", option="Until March.", text="The team stays until March.") == 303
    one, two = issue(site.story, "ISS-0001").offered_options
    assert (one.changes, two.title, two.text) == (False, "", "The team stays until March.")
    said(member)
    first, second = soup(member.seen).select(".govflow-option")
    assert not first.select("ins")
    assert " ".join(second.select_one("ins").text.split()) == "[put in: stays until March.]"


def test_who_speaks_for_several_says_for_which(site: Site) -> None:
    story, both = site.story, site.story.cast.leads["health"]
    seat = {"participant": "housing", "body": "leadership-team"}
    story.act("seat.end", story.cast.administrator, **seat, person=story.cast.leads["housing"])
    story.act("seat.fill", story.cast.administrator, **seat, person=both, since="2026-03-03")
    story.act("seat.confirm", story.cast.managers["housing"], **seat, person=both)
    story.at(START + timedelta(days=1))
    log(story, both, **{"with": ["health", "housing"]})
    browser = site.signed_in(both)
    send(browser, "offer_option", option="A rota.", participant="housing")
    assert send(browser, "accept_option", option="1") == 422
    assert send(browser, "accept_option", option="1", participant="housing") == 303
    assert "Health has not said" in said(browser)


def test_others_are_shown_only_that_it_exists(site: Site) -> None:
    log(site.story, about=a_circulated_decision(site.story))
    browser = site.signed_in(site.story.cast.observer)
    page = said(browser)
    assert "An issue about DEC-0001" in page
    assert "It moves on by itself on" in page
    assert "You are shown that it exists" in page
    assert "Housing" not in page
    assert browser.get(f"{ISSUE}/do/offer_option").status_code == 404
    assert "ISS-0001" in said(browser, "/issues")


@pytest.mark.parametrize(("shown", "sees"), [("everyone", True), ("leadership_team", False), ("those_concerned", False)])
def test_a_policy_says_to_whom_it_is_shown_that_there_is_one(site_of: Callable[..., Site], shown: str, sees: bool) -> None:
    site = site_of(policy_from_content(policy_content(replace(a_policy(), issues_shown=shown))))
    log(site.story, about=a_circulated_decision(site.story))
    browser = site.signed_in(site.story.cast.observer)
    assert browser.get(ISSUE).status_code == (200 if sees else 404)
    assert ("ISS-0001" in said(browser, "/issues")) == sees
    assert ("ISS-0001" in said(browser, "/decisions/DEC-0001")) == sees
    assert "An issue about this decision is open." in said(browser, "/decisions/DEC-0001")


def test_a_facilitator_sees_the_issue_alone_while_it_is_on_the_rung(site: Site) -> None:
    story = site.story
    ref, guest = log(story, about=a_circulated_decision(story)), invited(story)
    climb(story, ref, "facilitated")
    browser = site.signed_in(guest)
    assert browser.get("/").headers["Location"] == "/issues"
    assert "No issue is open that you are shown." in said(browser, "/issues")
    manager = site.signed_in(story.cast.manager)
    assert send(manager, "appoint", person=guest, terms="") == 422
    assert send(manager, "appoint", person=guest, terms="Three talks.") == 303
    assert "Facilitator: Facilitator Three talks." in said(manager)
    assert ref in said(browser, "/issues")
    page = said(browser)
    assert "DEC-0001 Make outreach permanent" in page
    assert not [a for a in soup(browser.seen).select("a") if a["href"].startswith(("/decisions", "/notices", "/people"))]
    assert offered(browser) == ["offer_option", "step_up"]
    assert send(browser, "offer_option", option="Try it for a quarter.") == 303
    for path in (
        "/decisions",
        "/decisions/DEC-0001",
        "/meetings",
        "/money",
        "/people",
        "/actions",
        "/mandates",
        "/notices",
        "/how-we-decide",
    ):
        assert browser.get(path).status_code == 403, path
    assert browser.get("/account").status_code == 200
    assert [a.text.strip() for a in soup(browser.seen).select("nav a")] == ["Issues"]
    story.act("issue.step_up", story.cast.manager, ref, reason="A mediator is asked for.")
    assert browser.get(ISSUE).status_code == 404


def test_the_desk_says_what_an_issue_asks(site: Site, member: Browser) -> None:
    story = site.story
    log(story, story.cast.leads["health"], **{"with": ["housing"]})
    assert "Offer a way forward ISS-0001" in said(member, "/")
    manager = site.signed_in(story.cast.manager)
    desk = said(manager, "/")
    assert "Every open issue (1)" in desk
    assert "Waits for the chair, to sort it" in desk
    assert "Sort an issue ISS-0001" not in desk
    assert "Sort an issue ISS-0001" in said(site.signed_in(story.cast.chair), "/")
    assert "The van" not in desk
    send(member, "offer_option", option="A rota.")
    assert "Say which way forward you accept ISS-0001" in said(member, "/")
    send(member, "accept_option", option="1")
    assert "ISS-0001" not in said(member, "/").partition("What others did")[0]
    climb(story, "ISS-0001", "to_close")
    assert "Close an issue" in said(site.signed_in(story.cast.chair), "/")


def test_what_an_issue_holds_says_so_and_carries_on_afterwards(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story, title="Ten beds")
    member = site.signed_in(story.cast.leads["housing"])
    log(story, about=ref)
    story.all_agree(ref)
    page = said(member, f"/decisions/{ref}")
    assert "An issue about this decision is open." in page
    assert "Services carry on as they are." in page
    assert "It is held while issue ISS-0001 is open." in page
    assert "Held by an issue" in said(member, "/decisions")
    assert "This issue holds it." in said(member)
    story.act("issue.offer_option", story.cast.manager, "ISS-0001", option="As it is.")
    agreed(story, "ISS-0001")
    assert "An issue about this decision" not in said(member, f"/decisions/{ref}")
    assert f"{ref} is held no longer" in said(member)


@pytest.mark.parametrize("who", ["chair", "owner"])
def test_at_the_end_of_the_ladder_it_is_closed_with_reasons(site: Site, who: str) -> None:
    story = site.story
    log(story)
    climb(story, "ISS-0001", "to_close")
    browser = site.signed_in(getattr(story.cast, who))
    assert heading(browser.get(f"{ISSUE}/do/close")) == "Close it"
    assert browser.send(reason="Both can work with it.").status_code == 303
    assert issue(story, "ISS-0001").state == "closed_unresolved"
    assert browser.get(f"{ISSUE}").status_code == 200
    assert "Both can work with it." not in browser.seen.text
    assert "Both can work with it." in said(site.signed_in(story.cast.leads["housing"]))


def test_turning_away_asks_where_it_belongs(site: Site) -> None:
    log(site.story)
    chair, manager = site.signed_in(site.story.cast.chair), site.signed_in(site.story.cast.manager)
    assert send(chair, "turn_away", reason="It is for the lead.", route="") == 422
    assert send(chair, "turn_away", reason="It is for the lead.", route="safeguarding") == 303
    route = site.story.policy.route("safeguarding")
    assert f"It was sent where it belongs: {route.title}. {route.address}" in said(manager)


def test_words_for_everybody_need_the_consent_of_everyone_concerned(site: Site, member: Browser) -> None:
    story = site.story
    log(story)
    story.act("issue.offer_option", story.cast.manager, "ISS-0001", option="A rota.")
    agreed(story, "ISS-0001")
    chair, other = site.signed_in(story.cast.chair), site.signed_in(story.cast.observer)
    assert offered(chair) == ["publish"]
    assert send(chair, "publish", summary="There is a rota now.") == 303
    assert "There is a rota now." not in said(other) + said(chair)
    assert "Words for everybody, waiting for consent There is a rota now." in said(member)
    assert "Consent to words for everybody" in said(member, "/")
    member.get(f"{ISSUE}/do/consent")
    send(chair, "publish", summary="From May there is a rota.")
    assert member.send().status_code == 409, "others than those that were read"
    assert "From May there is a rota." in member.seen.text
    assert member.send().status_code == 303
    assert send(site.signed_in(story.cast.leads["health"]), "consent") == 303
    assert "What everyone concerned says of it From May there is a rota." in said(other)
    assert "A rota." not in other.seen.text.replace("From May there is a rota.", "")
    assert offered(chair) == []
