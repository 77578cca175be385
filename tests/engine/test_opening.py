"""Opening: notice in clear working days, urgency by two people, filled seats, interests asked, time to answer."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govflow.domain.refusals import Refused
from govflow.engine.cases import Case
from tests.cast import LEADERSHIP
from tests.houses import a_story
from tests.posting import outbox
from tests.pure import codes
from tests.stories import START, a_circulated_decision, a_draft, a_policy, library

URGENT = {"reason": "The hostel is flooded.", "legal": "Yes: counsel has seen it.", "safe": "Yes."}


def day(number, hour=9):
    return START.replace(day=number, hour=hour)


@pytest.mark.parametrize(("opened", "may"), [(2, False), (3, False), (9, False), (10, True), (11, True)])
def test_notice_on_monday_the_second_opens_on_tuesday_the_tenth_and_not_before(story, opened, may):
    """Five clear working days: neither the day of notice nor the day of opening counts, nor a weekend."""
    ref = a_circulated_decision(story)
    story.at(day(opened, hour=23) if not may else day(opened, hour=0))
    assert story.refused("open", story.cast.manager, ref) == (() if may else ("notice-too-short",))


@cache
def circulated() -> tuple[Case, str]:
    """Return a circulated decision as the engine sees it, and the manager."""
    story = a_story()
    return story.case(a_circulated_decision(story)), story.cast.manager


@settings(max_examples=150)
@given(st.dates(date(2026, 3, 2), date(2027, 1, 31)), st.integers(0, 13))
def test_positions_open_exactly_when_five_clear_working_days_lie_between(began, after):
    """Counted day by day, with the bank holidays of the place; notice on a day off is notice of the next working day."""
    case, manager = circulated()
    noon = datetime.combine(began, time(12), UTC)
    given = replace(case, now=noon, decision=replace(case.decision, notice_from=noon))
    working = case.rules.calendar.is_working
    counts = next(n for n in range(14) if working(began + timedelta(days=n)))
    clear = sum(working(began + timedelta(days=n)) for n in range(counts + 1, after))
    assert ("notice-too-short" in codes(given, "open", manager, now=noon + timedelta(days=after))) is (clear < 5)


@pytest.mark.parametrize("missing", ["reason", "legal", "safe"])
def test_urgency_says_why_and_whether_it_is_legal_and_safe(story, missing):
    """Half an urgency sends no notice to anybody; what is sent as ordinary notice can be shown to be urgent, by halves neither."""
    ref, half = a_draft(story), {**URGENT, missing: " "}
    with pytest.raises(Refused) as refused:
        story.do("circulate", story.cast.manager, ref, papers=["p"], urgent=half)
    (one,) = refused.value.refusals
    assert (one.code, one.field) == ("urgency-not-shown", f"urgent.{missing}")
    assert story.decision(ref).state == "draft"
    assert not [row for row in outbox(story) if row.subject == ref]
    story.do("circulate", story.cast.manager, ref, papers=["p"])
    assert story.refused("show_urgency", story.cast.manager, ref, urgent=half) == ("urgency-not-shown",)
    assert story.refused("show_urgency", story.cast.manager, ref) == ("urgency-not-shown",)


def test_a_refusal_names_everything_that_urgency_lacks_and_the_day_it_opens_anyway(story):
    ref = a_draft(story)
    with pytest.raises(Refused, match=r"why it cannot wait, whether it is legal, whether it is safe"):
        story.do("circulate", story.cast.manager, ref, papers=["p"], urgent={"reason": " "})
    story.do("circulate", story.cast.manager, ref, papers=["p"], urgent=URGENT)
    with pytest.raises(Refused) as refused:
        story.do("open", story.cast.manager, ref)
    (one,) = refused.value.refusals
    assert "the agreement of the chair" in one.says
    assert "positions can open anyway from Tuesday 10 March 2026" in one.remedy


@pytest.mark.parametrize(("shows", "opens"), [("manager", "chair"), ("chair", "manager")])
def test_urgency_shown_after_notice_tells_everybody_and_still_takes_two(story, shows, opens):
    ref = a_circulated_decision(story)
    first, second = getattr(story.cast, shows), getattr(story.cast, opens)
    assert story.refused("show_urgency", story.cast.leads["health"], ref, urgent=URGENT) == ("not-allowed",)
    shown = story.do("show_urgency", first, ref, urgent=URGENT)
    assert (shown.state, shown.circulation.urgent, shown.circulation.safe) == ("circulated", True, "Yes.")
    told = {row.person for row in outbox(story) if row.kind == "made-urgent"}
    assert told == {*story.cast.leads.values(), story.cast.manager, story.cast.chair} - {first}
    assert story.refused("open", first, ref) == ("urgency-not-shown",)
    assert story.refused("open", second, ref) == ()


def test_urgency_takes_chair_and_manager_as_two_people(story):
    ref = a_draft(story)
    story.do("circulate", story.cast.manager, ref, papers=["p"], urgent=URGENT)
    assert story.refused("open", story.cast.manager, ref) == ("urgency-not-shown",)
    assert story.refused("open", story.cast.chair, ref) == ()
    again = a_draft(story)
    story.do("circulate", story.cast.chair, again, papers=["p"], urgent=URGENT)
    assert story.refused("open", story.cast.chair, again) == ("urgency-not-shown",)
    assert story.refused("open", story.cast.manager, again) == ()


def test_one_person_in_both_offices_is_not_two(story):
    story.act("chair.appoint", story.cast.owner, person=story.cast.manager, body=LEADERSHIP)
    ref = a_draft(story)
    story.do("circulate", story.cast.manager, ref, papers=["p"], urgent=URGENT)
    assert story.refused("open", story.cast.manager, ref) == ("urgency-not-shown",)


def test_one_person_who_changes_office_in_between_is_not_two(story):
    """It circulates as chair and would open as manager: still one person alone."""
    ref = a_draft(story)
    story.do("circulate", story.cast.chair, ref, papers=["p"], urgent=URGENT)
    case = story.case(ref)
    offices = tuple(replace(o, role="manager", body="") for o in case.alliance.offices if o.person == story.cast.chair)
    case = replace(case, alliance=replace(case.alliance, offices=offices))
    assert codes(case, "open", story.cast.chair) == ("urgency-not-shown",)


def test_urgency_shortens_notice_and_never_unanimity(story):
    ref = a_draft(story)
    story.do("circulate", story.cast.manager, ref, papers=["p"], urgent=URGENT)
    story.do("open", story.cast.chair, ref, closes="2026-03-02 12:00")
    assert story.all_agree(ref, "youth").state == "open"
    assert story.until(day(2, hour=12)) == ["close"]
    assert story.decision(ref).state == "not_reached"


def test_shorter_time_to_answer_needs_urgency_that_is_shown(story):
    """To call it urgent and wait the full notice is no way round: the time to answer is shortened by two people too."""
    ref = a_draft(story)
    story.do("circulate", story.cast.manager, ref, papers=["p"], urgent=URGENT)
    story.at(day(10))
    assert story.refused("open", story.cast.manager, ref, closes="2026-03-10 12:00") == ("urgency-not-shown",)
    assert story.refused("open", story.cast.manager, ref) == ()


@pytest.mark.parametrize(
    ("closes", "may"),
    [
        ("2026-03-24 16:59", False),
        ("2026-03-24 17:00", True),
        ("2026-04-01 09:00", True),
        ("2026-03-09 17:00", False),
    ],
)
def test_everyone_has_the_policys_whole_time_to_answer(story, closes, may):
    ref = a_circulated_decision(story)
    story.at(day(10))
    assert story.refused("open", story.cast.manager, ref, closes=closes) == (() if may else ("invalid",))


def test_positions_close_ten_working_days_later_at_five_local_time(story):
    ref = a_circulated_decision(story)
    story.at(datetime(2026, 3, 23, 9, tzinfo=UTC))
    closes = story.do("open", story.cast.manager, ref).asked.closes_at
    assert closes == datetime(2026, 4, 8, 16, tzinfo=UTC)  # summer time began, and Good Friday and Easter Monday lie between


def test_no_seat_is_empty_when_positions_open(story):
    ref = a_circulated_decision(story)
    story.act("seat.end", story.cast.manager, participant="health", body=LEADERSHIP, person=story.cast.leads["health"])
    story.at(day(10))
    assert story.refused("open", story.cast.manager, ref) == ("seat-empty",)
    story.act("person.end", story.cast.manager, person=story.cast.leads["housing"])
    assert story.refused("open", story.cast.manager, ref) == ("seat-empty",)


def test_interests_are_asked_before_positions_open(story):
    ref = a_draft(story)
    story.do("circulate", story.cast.manager, ref, papers=["p"], ask_interests=False)
    story.at(day(10))
    assert story.refused("open", story.cast.manager, ref) == ("interests-not-asked",)
    for participant, person in story.cast.leads.items():
        assert story.decision(ref).state == "circulated", participant
        story.do("declare_interest", person, ref, kind="none")
    assert story.refused("open", story.cast.manager, ref) == ()


@pytest.mark.parametrize(
    ("option", "urgent", "expected"),
    [
        ("off", False, ("meeting-required",)),
        ("off", True, ("meeting-required",)),
        ("exceptional_only", False, ("meeting-required",)),
        ("exceptional_only", True, ()),
        ("written_unanimous", False, ()),
    ],
)
def test_outside_a_meeting_only_as_option_i_allows(story_under, option, urgent, expected):
    story = story_under(a_policy("plymouth", I=option))
    ref = a_draft(story)
    story.do("circulate", story.cast.manager, ref, papers=["p"], **({"urgent": URGENT} if urgent else {}))
    story.at(day(10))
    assert story.refused("open", story.cast.chair, ref) == expected


def test_a_claim_of_urgency_alone_does_not_open_what_is_decided_in_meetings(story_under):
    story = story_under(a_policy("plymouth", I="exceptional_only"))
    ref = a_draft(story)
    story.do("circulate", story.cast.manager, ref, papers=["p"], urgent=URGENT)
    story.at(day(10))
    assert story.refused("open", story.cast.manager, ref) == ("meeting-required",)


@pytest.mark.parametrize(
    ("at", "may"), [(datetime(2030, 3, 29, 12, tzinfo=UTC), True), (datetime(2030, 4, 2, 12, tzinfo=UTC), False)]
)
def test_positions_open_within_the_mandates_term_only(story, at, may):
    story.at(datetime(2030, 3, 20, 9, tzinfo=UTC))
    ref = a_circulated_decision(story)
    story.at(at)
    assert story.refused("open", story.cast.manager, ref) == (() if may else ("mandate-not-in-force",))


def test_what_is_missing_is_told_all_at_once(story):
    ref = a_draft(story, statement={"affected": "Everybody."}, kind="subcontract", amount="10.00", line="nowhere", year="2026-27")
    codes_ = story.refused("circulate", story.cast.manager, ref, for_decision=False)
    assert set(codes_) == {"rationale-incomplete", "outside-mandate", "papers-missing", "decision-not-flagged"}


def test_the_calendar_is_the_one_of_the_policys_place():
    calendar = library().calendar(library().policies["plymouth"])
    assert not calendar.is_working(date(2026, 4, 3))  # Good Friday
