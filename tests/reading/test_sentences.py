"""The one sentence that says where a decision stands, in every state."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from govflow.domain.sentences import clock_time, hour, until_time
from tests.stories import (
    a_circulated_decision,
    a_draft,
    a_failed_decision,
    a_policy,
    a_ruled_interest,
    an_adopted_decision,
    an_open_decision,
    library,
)

LONDON = ZoneInfo("Europe/London")
OPEN = "Open until all have agreed or Tuesday 24 March 2026, 5pm, whichever is first."


def test_the_sentence_of_an_open_decision_says_who_agreed_who_is_waited_for_and_until_when(story):
    """Six of eight; opened so that positions close on Thursday 5 March 2026, five o'clock."""
    story.at(datetime(2026, 3, 2, 9, tzinfo=UTC))
    urgent = {"reason": "It floods.", "legal": "Yes.", "safe": "Yes."}
    ref = a_draft(story)
    story.do("circulate", story.cast.manager, ref, papers=["p"], urgent=urgent)
    story.do("open", story.cast.chair, ref, closes="2026-03-05 17:00")
    story.do("amend", story.cast.manager, ref, text="Two.", reason="Heard.")
    story.do("amend", story.cast.manager, ref, text="Three.", reason="Heard.")
    story.all_agree(ref, "health", "housing")
    assert story.sentence(ref) == (
        "6 of 8 agreed to version 3. Waiting for Health and Housing. "
        "Open until all have agreed or Monday 16 March 2026, 5pm, whichever is first."
    )


def test_the_sentence_as_the_product_promises_it(story):
    ref = a_draft(story)
    urgent = {"reason": "It floods.", "legal": "Yes.", "safe": "Yes."}
    story.do("circulate", story.cast.manager, ref, papers=["p"], urgent=urgent)
    for text in ("Two.", "Three."):
        story.do("revise", story.cast.manager, ref, text=text)
    story.do("show_urgency", story.cast.manager, ref, urgent=urgent)  # of the words as they are now
    story.do("open", story.cast.chair, ref, closes="2026-03-05 17:00")
    story.all_agree(ref, "health", "housing")
    assert story.sentence(ref) == (
        "6 of 8 agreed to version 3. Waiting for Health and Housing. "
        "Open until all have agreed or Thursday 5 March 2026, 5pm, whichever is first."
    )


def test_other_answers_are_said_and_never_counted_as_waiting(story):
    ref = an_open_decision(story)
    for answer, participant in (("object", "health"), ("object", "housing"), ("abstain", "youth")):
        story.says(answer, story.cast.leads[participant], participant, ref)
    story.all_agree(ref, "health", "housing", "youth", "advice")
    assert story.sentence(ref) == (
        f"4 of 8 agreed to version 1. Health and Housing object. Youth abstains. Waiting for Advice. {OPEN}"
    )


def test_who_is_excluded_by_an_interest_is_said_and_not_counted(story):
    ref = an_open_decision(story)
    a_ruled_interest(story, ref, "health", "exclude")
    assert story.sentence(ref).startswith("0 of 7 agreed to version 1.")
    assert "Health is left out for an interest." in story.sentence(ref)


def deferred(story):
    ref = a_circulated_decision(story)
    story.do("defer", story.cast.chair, ref, until="2026-04-20", reason="We wait.")
    return ref


def withdrawn(story):
    ref = a_circulated_decision(story)
    story.do("withdraw", story.cast.chair, ref, reason="Overtaken.")
    return ref


def consulting(story):
    ref = a_draft(story)
    story.do("consult", story.cast.manager, ref)
    return ref


def awaiting(story):
    ref = an_open_decision(story)
    story.all_agree(ref, "council")
    story.says("agree_subject_to", story.cast.leads["council"], "council", ref)
    return ref


def deadlocked(story):
    ref = a_failed_decision(story)
    story.do("retable", story.cast.manager, ref, reason="Once more.")
    story.clock.advance(timedelta(days=8))
    story.do("open", story.cast.manager, ref)
    story.until(story.decision(ref).asked.closes_at)
    return ref


def lapsed(story):
    ref = a_circulated_decision(story)
    story.until(story.decision(ref).due["lapse"])
    return ref


def superseded(story):
    ref = an_adopted_decision(story)
    an_adopted_decision(story, supersedes=ref)
    return ref


@pytest.mark.parametrize(
    ("begin", "said"),
    [
        (a_draft, "Draft on Monday 2 March 2026."),
        (consulting, "Consulting on Monday 2 March 2026."),
        (a_circulated_decision, "Notice was given on Monday 2 March 2026 of version 1. Positions are not open yet."),
        (an_adopted_decision, "In force since Tuesday 10 March 2026. 8 of 8 agreed to version 1."),
        (awaiting, "8 of 8 agreed to version 1. Not in force: agreed, subject to the decision of Council (Board)."),
        (
            a_failed_decision,
            "Agreement was not reached. 7 of 8 agreed to version 1. It can be put again until Tuesday 24 March 2026, 5pm.",
        ),
        (
            deadlocked,
            "Not agreed at the last try allowed: 0 of 8 agreed to version 1. It is on the no-fault ladder.",
        ),
        (deferred, "Deferred until Monday 20 April 2026. Positions given before do not carry over."),
        (withdrawn, "Withdrawn on Monday 2 March 2026."),
        (lapsed, "Lapsed on Monday 30 March 2026."),
        (superseded, "Replaced by DEC-0002. It stays readable."),
    ],
)
def test_what_is_said_in_each_state(story, begin, said):
    assert story.sentence(begin(story)) == said


def test_what_is_said_in_the_objection_window(story_under):
    story = story_under(a_policy("plymouth", J="15 calendar days"))
    assert story.sentence(an_adopted_decision(story)) == (
        "8 of 8 agreed to version 1. Any participant may object until Wednesday 25 March 2026, 5pm; then it comes into force."
    )


def test_every_state_of_the_workflow_has_its_sentence():
    """States that only pass by (adopted) or come with meetings (inquorate) are said by their name."""
    from govflow.domain.sentences import SAID

    assert set(library().workflows["decision"].states) >= set(SAID)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 3, 5, 17, tzinfo=UTC), "Thursday 5 March 2026, 5pm"),
        (datetime(2026, 3, 5, 0, tzinfo=UTC), "Thursday 5 March 2026"),
        (datetime(2026, 3, 5, 12, tzinfo=UTC), "Thursday 5 March 2026, midday"),
        (datetime(2026, 7, 1, 16, 5, tzinfo=UTC), "Wednesday 1 July 2026, 5:05pm"),
    ],
)
def test_a_moment_is_written_as_people_say_it(at, said):
    assert clock_time(at, LONDON) == said


def test_midday_and_midnight_are_called_so_and_what_ends_at_midnight_ends_with_the_day_before():
    assert hour(time(0)) == "midnight"
    assert hour(time(12)) == "midday"
    assert hour(time(0, 30)) == "12:30am"
    midnight = datetime(2026, 6, 16, 23, tzinfo=UTC)  # in London, of Wednesday
    assert clock_time(midnight, LONDON) == "Wednesday 17 June 2026"
    assert until_time(midnight, LONDON) == "the end of Tuesday 16 June 2026"
    assert until_time(midnight - timedelta(hours=7), LONDON) == "Tuesday 16 June 2026, 5pm"


@pytest.mark.parametrize("begin", [an_open_decision, an_adopted_decision, a_failed_decision, deadlocked, awaiting])
def test_no_sentence_names_a_person_or_shows_an_identifier_of_one(story, begin):
    said = story.sentence(begin(story))
    assert "PER-" not in said
    assert "_" not in said
