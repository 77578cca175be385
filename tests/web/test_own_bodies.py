"""Own bodies' decisions on the screens: the whole clock, the forms of its acts, whose desk they are on, and what a position asks."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.stories import a_draft, an_awaited_decision, an_open_decision
from tests.web.conftest import Site, soup

URGENT = {"route": "special_urgency", "published_on": "2026-03-10", "reason": "The scrutiny chair agreed."}


def steps(site: Site, ref: str, person: str) -> list[str]:
    page = soup(site.signed_in(person).get(f"/decisions/{ref}"))
    return [" ".join(li.text.split()) for li in page.select("[aria-labelledby=approvals] li")]


def day(name: str, on: str) -> dict[str, str]:
    year, month, number = on.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


def waiting(site: Site, person: str) -> list[str]:
    return [a.text for a in soup(site.signed_in(person).get("/")).select(".govflow-card__title a")]


def test_the_page_shows_the_whole_clock_from_notice_to_effect(site: Site) -> None:
    story, cast = site.story, site.story.cast
    ref = an_awaited_decision(story, "council")
    lead = cast.leads["council"]
    assert steps(site, ref, cast.observer) == [
        "Notice published – this comes next Tuesday 10 March 2026 at the soonest",
        "First day it may decide Wednesday 8 April 2026 at the soonest",
        "Decided Wednesday 8 April 2026 at the soonest",
        "Last day of call-in Wednesday 15 April 2026 at the soonest",
        "Takes effect Thursday 16 April 2026 at the soonest",
    ]
    story.do("notify_own_body", lead, ref, route="notice", published_on="2026-03-10", decide_on="2026-04-21")
    assert steps(site, ref, cast.observer)[:3] == [
        "Notice published – done Tuesday 10 March 2026",
        "First day it may decide – this comes next Wednesday 8 April 2026",
        "Decided planned for Tuesday 21 April 2026",
    ]
    story.at(datetime(2026, 4, 22, 9, tzinfo=UTC))
    story.do("ratify", lead, ref, reference="CAB/26/17", decided_on="2026-04-21")
    assert steps(site, ref, cast.observer)[2:] == [
        "Decided – done Tuesday 21 April 2026",
        "Last day of call-in – this comes next Tuesday 28 April 2026",
        "Takes effect Wednesday 29 April 2026",
    ]
    story.until(datetime(2026, 4, 29, 9, tzinfo=UTC))
    found = steps(site, ref, cast.observer)
    assert story.decision(ref).state == "in_force"
    assert len(found) == 5
    assert all("– done" in line for line in found)


def test_what_is_no_key_decision_has_a_short_clock(site: Site) -> None:
    ref = an_awaited_decision(site.story, "health", body="Board", decision_kind="board", expected="2026-04-07")
    assert steps(site, ref, site.story.cast.observer) == [
        "Decided – this comes next planned for Tuesday 7 April 2026",
        "Takes effect Tuesday 7 April 2026 at the soonest",
    ]


def test_what_was_declined_or_is_awaited_no_longer_has_no_clock(site: Site) -> None:
    story = site.story
    ref = an_awaited_decision(story, "council", "health")
    story.do("decline", story.cast.leads["council"], ref, reason="Cabinet will not.")
    page = soup(site.signed_in(story.cast.observer).get(f"/decisions/{ref}")).select_one("[aria-labelledby=approvals]")
    assert page.select("ol") == []
    assert "not approved" in page.text
    assert "awaited no longer" in page.text


def test_notice_is_recorded_on_a_form_that_keeps_what_was_typed(site: Site) -> None:
    story = site.story
    ref = an_awaited_decision(story, "council")
    browser = site.signed_in(story.cast.leads["council"])
    page = soup(browser.get(f"/decisions/{ref}/do/notify_own_body"))
    assert [i["value"] for i in page.select("input[name=route]")] == ["notice", "general_exception", "special_urgency"]
    assert "28 clear days: published today, it allows the decision from Wednesday 8 April 2026." in page.text
    answer = browser.send(route="general_exception", reference="GE/4", **day("published_on", "2026-03-10"))
    assert answer.status_code == 422
    assert [a["href"] for a in soup(answer).select(".govuk-error-summary a")] == ["#reason"]
    assert soup(answer).select_one("#reference")["value"] == "GE/4"
    assert soup(answer).select_one("#published_on-day")["value"] == "10"
    assert soup(answer).select_one("input[value=general_exception]").has_attr("checked")
    answer = browser.send(route="general_exception", reason="The grant ends.", **day("decide_on", "2026-03-12"))
    assert answer.status_code == 422
    assert soup(answer).select_one(".govuk-error-summary a")["href"].startswith("#decide_on")
    assert "allows the decision on 16 March 2026 at the soonest" in answer.text
    assert browser.send(route="general_exception", **day("decide_on", "2026-03-16")).status_code == 303
    (awaited,) = story.decision(ref).awaited
    assert (awaited.route, awaited.notice_reference, str(awaited.decide_on)) == ("general_exception", "GE/4", "2026-03-16")


def test_a_decision_dated_within_its_notice_is_refused_at_its_field(site: Site) -> None:
    story = site.story
    ref = an_awaited_decision(story, "council")
    browser = site.signed_in(story.cast.leads["council"])
    page = soup(browser.get(f"/decisions/{ref}/do/ratify"))
    assert "Notice published – this comes next" in page.select_one("main [aria-current=step]").text
    answer = browser.send(reference="CAB/1", **day("decided_on", "2026-03-10"))
    assert answer.status_code == 422
    assert soup(answer).select_one(".govuk-error-summary a")["href"].startswith("#decided_on")
    assert "needs notice of 28 clear days, and none is recorded" in answer.text
    assert soup(answer).select_one("#reference")["value"] == "CAB/1"
    story.do("notify_own_body", story.cast.leads["council"], ref, **URGENT)
    assert browser.send().status_code == 303
    assert story.decision(ref).state == "awaiting_approval"


def test_a_call_in_is_recorded_and_shown(site: Site) -> None:
    story, lead = site.story, site.story.cast.leads["council"]
    ref = an_awaited_decision(story, "council")
    story.do("notify_own_body", lead, ref, **URGENT)
    story.do("ratify", lead, ref, reference="CAB/1", decided_on="2026-03-10")
    browser = site.signed_in(lead)
    assert "called in" in browser.get(f"/decisions/{ref}/do").text
    browser.get(f"/decisions/{ref}/do/call_in")
    assert browser.send().status_code == 422
    assert browser.send(reason="Five members asked.").status_code == 303
    page = soup(browser.get(f"/decisions/{ref}")).select_one("[aria-labelledby=approvals]").text
    assert "called in, to be decided again" in page
    assert "Five members asked." in page


def test_each_stage_offers_what_can_be_done_in_it_to_whose_body_it_is(site: Site) -> None:
    story, cast = site.story, site.story.cast
    lead, ref = cast.leads["council"], an_awaited_decision(story, "council")

    def offered(person: str) -> set[str]:
        page = soup(site.signed_in(person).get(f"/decisions/{ref}"))
        own = {"notify_own_body", "ratify", "call_in", "decline"}
        return {a["href"].rpartition("/")[2] for a in page.select("[aria-labelledby=ways] a")} & own

    assert offered(lead) == {"notify_own_body", "ratify", "decline"}
    assert offered(cast.leads["health"]) == offered(cast.manager) == set()
    story.do("notify_own_body", lead, ref, **URGENT)
    story.do("ratify", lead, ref, reference="CAB/1", decided_on="2026-03-10")
    assert offered(lead) == {"call_in", "decline"}
    story.do("call_in", lead, ref, reason="Five members asked.")
    assert offered(lead) == {"notify_own_body", "ratify", "decline"}


def cards(site: Site, person: str) -> list[str]:
    page = soup(site.signed_in(person).get("/own-decisions"))
    return [" ".join(card.get_text(" ").split()) for card in page.select(".govflow-card")]


def test_what_is_due_in_the_alliance_is_one_page(site: Site) -> None:
    story, cast = site.story, site.story.cast
    ref = an_awaited_decision(story, "council", expected="2026-04-21")
    page = soup(site.signed_in(cast.observer).get("/own-decisions"))
    (card,) = page.select(".govflow-card")
    assert card.h3.text == "Council: Cabinet"
    assert card.select_one(f"a[href='/decisions/{ref}']").text.startswith(ref)
    said = " ".join(card.get_text(" ").split())
    assert "Kind key decision Waits for Council: notice of its key decision Lapses on Thursday 18 June 2026, 5pm" in said
    assert len(card.select("ol li")) == 5
    assert card.select(".govuk-tag") == []
    assert page.h2.text == "Of every organisation"
    story.do("notify_own_body", cast.leads["council"], ref, **URGENT)
    story.do("ratify", cast.leads["council"], ref, reference="CAB/1", decided_on="2026-03-10")
    (said,) = cards(site, cast.observer)
    assert "Waits for Council: call-in, until the end of Tuesday 17 March 2026 Counts from Wednesday 18 March 2026" in said


def test_ones_own_are_first_then_the_soonest(site: Site) -> None:
    story, cast = site.story, site.story.cast
    later = an_awaited_decision(story, "council", "health", expected="2026-08-12", decision_kind="board")
    sooner = an_awaited_decision(story, "health", "housing", expected="2026-05-12", decision_kind="board")
    found = [
        (card.partition(":")[0], ref) for card in cards(site, cast.leads["council"]) for ref in (later, sooner) if ref in card
    ]
    assert found == [("Council", later), ("Health", sooner), ("Housing", sooner), ("Health", later)]
    headings = [h.text for h in soup(site.signed_in(cast.leads["council"]).get("/own-decisions")).main.select("h2")]
    assert headings == ["Of your organisation", "Of the other organisations"]


def test_what_is_soon_and_what_is_late_is_marked(site: Site) -> None:
    story, cast = site.story, site.story.cast
    an_awaited_decision(story, "council", expected="2026-03-30")
    an_awaited_decision(story, "health", decision_kind="board", expected="2026-04-10")

    def marks() -> list[str]:
        return [card.partition("Cabinet ")[2].partition("Belongs to")[0].strip() for card in cards(site, cast.observer)]

    assert marks() == ["Late Notice was needed by Sunday 1 March 2026 for the day that was expected.", ""]
    story.until(datetime(2026, 4, 13, 9, tzinfo=UTC))
    assert marks() == ["Late It was expected by Monday 30 March 2026.", "Late It was expected by Friday 10 April 2026."]


def test_what_lapses_within_a_week_is_soon(site: Site) -> None:
    story = site.story
    ref = an_awaited_decision(story, "housing", decision_kind="board")
    (awaited,) = story.decision(ref).awaited
    story.at(awaited.lapses_at - timedelta(days=7, minutes=1))
    assert "Soon" not in cards(site, story.cast.observer)[0]
    story.at(awaited.lapses_at - timedelta(days=7))
    assert cards(site, story.cast.observer)[0].startswith("Housing: Cabinet Soon Belongs to")


def test_nothing_due_is_said(site: Site) -> None:
    page = soup(site.signed_in(site.story.cast.observer).get("/own-decisions")).main
    assert "No own body's decision is awaited." in page.text
    assert page.select(".govflow-card") == []


def test_the_desks_of_manager_and_commissioner_and_the_register_lead_to_it(site: Site) -> None:
    story, cast = site.story, site.story.cast
    links = lambda person, path: [  # noqa: E731 - read again each time
        a.text for a in soup(site.signed_in(person).get(path)).select("main a[href='/own-decisions']")
    ]
    assert links(cast.manager, "/") == []
    an_awaited_decision(story, "council", "health")
    assert links(cast.manager, "/") == links(cast.owner, "/") == ["Own bodies' decisions due (2)"]
    assert links(cast.leads["youth"], "/") == []
    assert links(cast.observer, "/decisions") == ["Own bodies' decisions due"]


def test_what_is_due_is_on_the_desk_of_the_seat_and_of_the_manager(site: Site) -> None:
    story, cast = site.story, site.story.cast
    lead = cast.leads["council"]
    ref = an_awaited_decision(story, "council")
    matters = lambda: soup(site.signed_in(cast.manager).get("/")).main.text  # noqa: E731 - read again each time
    assert waiting(site, lead) == ["Record the notice of Council's own decision"]
    assert waiting(site, cast.leads["health"]) == waiting(site, cast.deputies["council"]) == []
    assert "Council: notice of its key decision" in matters()
    story.do("notify_own_body", lead, ref, route="general_exception", published_on="2026-03-10", reason="The grant ends.")
    assert waiting(site, lead) == ["Record what Council's own body decided"]
    assert "Council: its own decision, from Monday 16 March 2026" in matters()
    story.at(datetime(2026, 3, 16, 12, tzinfo=UTC))
    story.do("ratify", lead, ref, reference="CAB/1", decided_on="2026-03-16")
    assert waiting(site, lead) == []
    assert "Council: call-in, until the end of Monday 23 March 2026" in matters()


@pytest.mark.parametrize(("participant", "public"), [("council", True), ("health", True), ("youth", False)])
def test_a_public_body_is_asked_whether_a_formal_decision_of_its_own_is_needed(
    site: Site, participant: str, public: bool
) -> None:
    story = site.story
    ref = an_open_decision(story)
    page = soup(site.signed_in(story.cast.leads[participant]).get(f"/decisions/{ref}/position")).main.text
    assert ("Does this need a formal decision of yours, and which kind?" in page) is public


def test_a_proposal_being_prepared_says_which_public_bodies_will_be_asked(site: Site) -> None:
    story = site.story
    ref = a_draft(story)
    proposer = story.decision(ref).proposer
    browser = site.signed_in(proposer)
    for path in (f"/decisions/{ref}", f"/decisions/{ref}/write"):
        page = " ".join(soup(browser.get(path)).main.text.split())
        assert (
            "and which kind? This is asked of: Council and Health. If it is a key decision: Needs notice of 28 clear days" in page
        )


def test_looking_over_a_position_says_the_days_of_the_kind_chosen(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    browser = site.signed_in(story.cast.leads["council"])
    browser.get(f"/decisions/{ref}/position")
    own = {"body": "Cabinet", "decision_kind": "key"}
    page = soup(browser.send(choice="agree_subject_to", reason="Right for people.", **own)).main.text
    assert "it takes effect on Thursday 16 April 2026" in page


def test_the_register_finds_it_under_those_whose_body_has_still_to_decide(site: Site) -> None:
    story, lead = site.story, site.story.cast.leads["council"]
    ref = an_awaited_decision(story, "council")
    found = lambda: ref in soup(site.signed_in(lead).get("/decisions?waiting=council")).main.text  # noqa: E731 - read again
    assert found()
    story.do("notify_own_body", lead, ref, **URGENT)
    story.do("ratify", lead, ref, reference="CAB/1", decided_on="2026-03-10")
    assert not found()


def test_each_kind_of_decision_says_its_days(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    page = soup(site.signed_in(story.cast.leads["council"]).get(f"/decisions/{ref}/position"))
    key, officer, board = ((page.select_one(f"#{i['id']}-item-hint").text) for i in page.select("input[name=decision_kind]"))
    assert "notice of 28 clear days: if that is published today, the earliest day is Wednesday 8 April 2026" in key
    assert "Call-in then ends on Wednesday 15 April 2026, and it takes effect on Thursday 16 April 2026." in key
    assert "no notice and no call-in here" in officer
    assert "no notice and no call-in here" in board
