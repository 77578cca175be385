"""Moves on a decision through their pages: offered to whom they are for, done once, refused in words with nothing typed lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.stories import (
    Story,
    a_circulated_decision,
    a_draft,
    a_failed_decision,
    a_policy,
    an_adopted_decision,
    an_open_decision,
)
from tests.web.conftest import Site, heading, soup
from web.moves import ELSEWHERE, MOVES, _asked

GIVEN = {"reason": "It is best for people.", "until-day": "1", "until-month": "6", "until-year": "2026"}


def titles(site: Site, person: str, ref: str) -> set[str]:
    answer = site.signed_in(person).get(f"/decisions/{ref}/do")
    return {a.text.strip() for a in soup(answer).select(".govuk-task-list__link")}


def test_every_move_of_people_has_a_page(site: Site) -> None:
    story = site.story
    moves = {m.do for s in story.case(a_draft(story)).rules.workflow.states.values() for m in s.moves if m.by == "people"}
    positions = {"agree", "agree_subject_to", "object", "abstain", "stand_aside"}
    assert moves - positions == set(MOVES) | set(ELSEWHERE)


def test_what_is_offered_depends_on_who_asks(site: Site) -> None:
    story = site.story
    ref = a_draft(story)
    assert {"Talk it over first", "Write the proposal", "Give notice"} <= titles(site, story.cast.manager, ref)
    assert titles(site, story.cast.observer, ref) == titles(site, story.cast.leads["health"], ref) == set()
    story.do("consult", story.cast.manager, ref)
    assert titles(site, story.cast.observer, ref) == set()
    assert "Ask a question" in titles(site, story.cast.leads["health"], ref)


def test_what_keeps_a_move_back_is_said_before_it_is_tried(site: Site) -> None:
    story = site.story
    ref = a_circulated_decision(story)
    answer = site.signed_in(story.cast.manager).get(f"/decisions/{ref}/do/open")
    assert "clear working days" in answer.text
    assert "positions can open on" in answer.text


def test_positions_are_opened_and_closed(site: Site) -> None:
    from tests.stories import NOTICE

    story = site.story
    ref = a_circulated_decision(story)
    story.clock.advance(NOTICE)
    browser = site.signed_in(story.cast.manager)
    browser.get(f"/decisions/{ref}/do/open")
    assert browser.send().status_code == 303
    assert story.decision(ref).state == "open"
    browser.get(f"/decisions/{ref}/do/close")
    answer = browser.send()
    assert answer.status_code == 422
    assert "have not answered" in soup(answer).select_one(".govuk-error-summary").text


def test_a_closing_time_of_ones_own(site: Site) -> None:
    from tests.stories import NOTICE

    story = site.story
    ref = a_circulated_decision(story)
    story.clock.advance(NOTICE)
    browser = site.signed_in(story.cast.manager)
    browser.get(f"/decisions/{ref}/do/open")
    day = {"closes_on-day": "30", "closes_on-month": "4", "closes_on-year": "2026", "closes_at": "12:30"}
    assert browser.send(**day).status_code == 303
    asked = story.decision(ref).asked
    assert asked is not None
    assert f"{asked.closes_at:%d %H:%M}" == "30 11:30"  # in UTC


@pytest.mark.parametrize("event", ["defer", "withdraw"])
def test_a_reason_is_asked_for_and_nothing_typed_is_lost(site: Site, event: str) -> None:
    story = site.story
    ref = a_circulated_decision(story)
    browser = site.signed_in(story.cast.chair)
    browser.get(f"/decisions/{ref}/do/{event}")
    answer = browser.send()
    assert answer.status_code == 422
    assert soup(answer).select_one(".govuk-error-summary a")["href"].startswith("#")
    assert browser.send(**GIVEN).status_code == 303
    assert story.decision(ref).state != "circulated"


def test_a_refusal_keeps_what_was_typed(site: Site) -> None:
    story = site.story
    ref = a_circulated_decision(story)
    browser = site.signed_in(story.cast.chair)
    browser.get(f"/decisions/{ref}/do/defer")
    answer = browser.send(**GIVEN | {"until-year": "2020"})
    assert answer.status_code == 422
    assert "must lie ahead" in answer.text
    assert soup(answer).select_one("#reason").text.strip() == GIVEN["reason"]
    assert soup(answer).select_one("#until-year")["value"] == "2020"


def test_sending_twice_records_once(site: Site) -> None:
    story = site.story
    ref = a_circulated_decision(story)
    browser = site.signed_in(story.cast.leads["health"])
    page = browser.get(f"/decisions/{ref}/do/ask")
    first = browser.send(text="What of weekends?")
    browser.seen = page
    assert browser.send(text="What of weekends?").status_code == first.status_code == 303
    assert len(story.decision(ref).contributions) == 1


def test_a_question_is_answered(site: Site) -> None:
    story = site.story
    ref = a_circulated_decision(story)
    story.do("ask", story.cast.leads["health"], ref, text="What of <b>weekends</b>?")
    browser = site.signed_in(story.decision(ref).proposer)
    answer = browser.get(f"/decisions/{ref}/do/answer")
    assert "What of &lt;b&gt;weekends" in answer.text
    assert browser.send(to="1", text="On call.").status_code == 303
    assert story.decision(ref).contributions[-1].said == "On call."


def test_wording_is_mended_by_two_people(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    browser = site.signed_in(story.cast.manager)
    page = browser.get(f"/decisions/{ref}/do/edit_wording")
    assert soup(page).select_one("#text").text.strip() == story.decision(ref).text.text
    assert browser.send(text="The team remains.").status_code == 303
    browser.get(f"/decisions/{ref}/do/confirm_editorial")
    assert "Ask the chair" in browser.send().text
    chair = site.signed_in(story.cast.chair)
    assert "The team remains." in chair.get(f"/decisions/{ref}/do/confirm_editorial").text
    assert chair.send().status_code == 303
    lead = site.signed_in(story.cast.leads["health"])
    lead.get(f"/decisions/{ref}/do/insist_material")
    assert lead.send(reason="It is not the same.").status_code == 303
    assert story.decision(ref).version == 2


def test_an_own_body_approves(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    story.says("agree_subject_to", story.cast.leads["council"], "council", ref)
    story.all_agree(ref, "council")
    browser = site.signed_in(story.cast.leads["council"])
    assert heading(browser.get(f"/decisions/{ref}/do/ratify")) == "Our own body has approved"
    today = story.clock.now()
    day = {"decided_on-day": str(today.day), "decided_on-month": str(today.month), "decided_on-year": str(today.year)}
    assert browser.send(reference="Cabinet 12", **day).status_code == 303
    assert story.decision(ref).state == "in_force"


def test_it_is_carried_out_and_reviewed(site: Site) -> None:
    story = site.story
    ref = an_adopted_decision(story)
    manager = site.signed_in(story.cast.manager)
    manager.get(f"/decisions/{ref}/do/complete")
    assert manager.send(outcome="The team stays.").status_code == 303
    lead = site.signed_in(story.cast.leads["health"])
    lead.get(f"/decisions/{ref}/do/review")
    assert lead.send(finding="Fewer admissions.", worked="partly").status_code == 303
    assert story.decision(ref).worked == "partly"


def test_what_was_not_agreed_is_put_again(site: Site) -> None:
    story = site.story
    ref = a_failed_decision(story)
    browser = site.signed_in(story.cast.chair)
    browser.get(f"/decisions/{ref}/do/retable")
    assert browser.send(reason="The figures are in.").status_code == 303
    assert story.decision(ref).state == "circulated"


def test_an_objection_within_the_window(site_of: Callable[..., Site]) -> None:
    site = site_of(a_policy(J="10 working days"))
    story: Story = site.story
    ref = an_adopted_decision(story)
    browser = site.signed_in(story.cast.leads["health"])
    browser.get(f"/decisions/{ref}/do/raise_objection")
    answer = browser.send(reason="It harms.", would_agree_if="A year's trial.")
    assert answer.status_code == 422
    assert "#principle" in {a["href"] for a in soup(answer).select(".govuk-error-summary a")}
    answer = browser.send(principle=story.policy.principles[0].id)
    assert answer.status_code == 303, answer.text
    assert story.decision(ref).state == "circulated"


def test_somebody_who_stands_in_for_two_says_for_whom(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    both = story.cast.leads["housing"]
    story.act(
        "seat.end", story.cast.administrator, participant="council", body="leadership-team", person=story.cast.leads["council"]
    )
    story.act("seat.fill", story.cast.administrator, participant="council", body="leadership-team", person=both)
    story.act("seat.confirm", story.cast.managers["council"], participant="council", body="leadership-team", person=both)
    story.clock.advance(timedelta(days=1))  # put in meanwhile, they answer from the next working day
    for participant in ("council", "housing"):
        story.says("agree_subject_to", both, participant, ref)
    story.all_agree(ref, "council", "housing")
    browser = site.signed_in(both)
    browser.get(f"/decisions/{ref}/do/decline")
    assert browser.send(reason="Not this year.").status_code == 422
    assert browser.send(participant="housing").status_code == 303
    refused = [a.participant for a in story.decision(ref).approvals if a.approved is False]
    assert refused == ["housing"]


def test_an_unknown_move_or_decision_is_no_page(site: Site) -> None:
    browser = site.signed_in(site.story.cast.manager)
    assert browser.get("/decisions/DEC-0099/do").status_code == 404
    assert browser.get(f"/decisions/{a_draft(site.story)}/do/settle").status_code == 404


def test_a_move_that_is_not_mine_says_so(site: Site) -> None:
    ref = a_circulated_decision(site.story)
    answer = site.signed_in(site.story.cast.observer).get(f"/decisions/{ref}/do/withdraw")
    assert answer.status_code == 200
    assert "not by you" in answer.text
    assert not soup(answer).select("main form")


def test_fields_are_known_by_the_names_of_acts() -> None:
    assert {"closes", "closes_at", "closes_on"} <= _asked(MOVES["open"].form)


def test_an_interest_is_declared_ruled_on_and_confirmed(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    story.agrees("hostel", ref)
    hostel, chair = site.signed_in(story.cast.leads["hostel"]), site.signed_in(story.cast.chair)
    hostel.get(f"/decisions/{ref}/interests/declare")
    assert hostel.send(kind="institutional", nature="It runs it.").status_code == 200
    assert hostel.send(checked="yes").status_code == 303
    page = chair.get(f"/decisions/{ref}/interests")
    assert "Not ruled on yet" in page.text
    chair.get(f"/decisions/{ref}/interests/1/rule")
    assert chair.send(handling="exclude").status_code == 422
    assert chair.send(handling="exclude", reason="It has a stake.").status_code == 303
    health = site.signed_in(story.cast.leads["health"])
    assert "Waits for the others" in health.get(f"/decisions/{ref}/interests").text
    health.get(f"/decisions/{ref}/interests/1/confirm")
    assert health.send().status_code == 303
    assert len(story.decision(ref).interests[0].confirmed_by) == 1


def test_nobody_rules_on_an_interest_of_ones_own(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    story.do("declare_interest", story.cast.leads["hostel"], ref, kind="personal", nature="A post.")
    browser = site.signed_in(story.cast.leads["hostel"])
    browser.get(f"/decisions/{ref}/interests/1/rule")
    answer = browser.send(handling="note_only", reason="Fine.")
    assert answer.status_code == 422
    assert "own interest" in answer.text
    assert "Fine." in answer.text


def test_only_who_may_rule_is_shown_the_way_to_rule(site: Site) -> None:
    story, cast = site.story, site.story.cast
    ref = an_open_decision(story)
    story.agrees("hostel", ref)  # a ruling that removes a position waits for the others
    story.do("declare_interest", cast.leads["hostel"], ref, kind="institutional", nature="It runs a service.")
    path = f"/decisions/{ref}/interests"
    assert "Rule on it" in site.signed_in(cast.chair).get(path).text
    assert "Rule on it" not in site.signed_in(cast.leads["health"]).get(path).text
    story.do("rule_on_interest", cast.chair, ref, of=1, handling="exclude", reason="It has a stake.")
    assert "Confirm this ruling" not in site.signed_in(cast.chair).get(path).text
    everything = {person: site.signed_in(person).get(f"/decisions/{ref}/do").text for person in (cast.chair, cast.leads["youth"])}
    assert "Rule on interests" not in everything[cast.leads["youth"]]
    assert "Confirm a ruling" in everything[cast.leads["youth"]]
    assert "Confirm a ruling" not in everything[cast.chair]


def test_notice_that_cannot_be_given_is_not_offered_as_if_it_could(site: Site) -> None:
    ref = an_open_decision(site.story)
    assert (
        "Notice cannot be given now, or not by you."
        in site.signed_in(site.story.cast.leads["health"]).get(f"/decisions/{ref}/circulate").text
    )


def test_a_form_sent_twice_does_it_once_and_sent_again_with_other_words_loses_none(site: Site) -> None:
    story = site.story
    ref = a_circulated_decision(story)
    browser = site.signed_in(story.cast.leads["health"])
    path = f"/decisions/{ref}/do/ask"
    browser.get(path)
    page = browser.seen
    for text, asked in (("Who pays?", 1), ("Who pays?", 1), ("Who pays for the minibus?", 2)):
        browser.seen = page  # back to the page as it was
        assert browser.send(text=text).status_code == 303
        assert len(story.decision(ref).contributions) == asked
