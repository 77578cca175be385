"""Positions in a meeting: who must be there, late items, leaving. The engine alone is asked; its door comes with meetings."""

from dataclasses import replace
from functools import cache

import pytest

from govflow.engine import moving
from govflow.engine.cases import Case
from tests.cast import Cast
from tests.houses import a_story
from tests.pure import codes, does, under
from tests.stories import NOTICE, REASON, a_circulated_decision, a_policy

MEETING = "MTG-0001"


@cache
def noticed() -> tuple[Case, Cast]:
    """Return a decision whose notice has run, as the engine sees it, and the cast."""
    story = a_story(members=4)
    ref = a_circulated_decision(story)
    story.clock.advance(NOTICE)
    return story.case(ref), story.cast


def opened(case: Case, cast: Cast) -> Case:
    return does(case, "open", cast.manager, meeting=MEETING, present=cast.participants)


@pytest.mark.parametrize(("option", "absent", "expected"), [
    ("each_participant", (), ()),
    ("each_participant", ("health",), ("quorum-not-met",)),
    ("n_of_participants", ("health",), ()),
])  # fmt: skip
def test_positions_open_in_a_meeting_where_whoever_is_needed_is_represented(option, absent, expected):
    case, cast = noticed()
    present = tuple(p for p in cast.participants if p not in absent)
    case = under(case, a_policy("plymouth", D=option))
    assert codes(case, "open", cast.chair, meeting=MEETING, present=present) == expected


@pytest.mark.parametrize(("option", "consented", "may"), [
    ("all_members_present_and_consent", 4, True),
    ("all_members_present_and_consent", 3, False),
    ("all_present_consent", 3, True),
    ("all_present_consent", 2, False),
    ("none", 4, False),
])  # fmt: skip
def test_a_late_item_is_decided_with_the_consent_that_option_f_asks_for(option, consented, may):
    case, cast = noticed()
    case = under(case, a_policy("plymouth", F=option, D="n_of_participants"))
    present = cast.participants if option == "all_members_present_and_consent" else cast.participants[:3]
    given = {"meeting": MEETING, "present": present, "late": True, "consented": cast.participants[:consented]}
    assert codes(case, "open", cast.chair, **given) == (() if may else ("late-item-not-consented",))


def test_nobody_consents_by_not_being_there():
    case, cast = noticed()
    case = under(case, a_policy("plymouth", F="all_present_consent", D="n_of_participants"))
    given = {"meeting": MEETING, "present": (), "late": True, "consented": ()}
    assert "late-item-not-consented" in codes(case, "open", cast.chair, **given)


def test_when_quorum_is_lost_nothing_is_decided_and_it_counts_as_no_failure():
    """The awkward case A2: positions already given do not carry over."""
    case, cast = noticed()
    case = opened(case, cast)
    for participant in cast.participants[:3]:
        case = does(case, "agree", cast.leads[participant], version=1, reason=REASON)
    moved = moving.look_again(replace(case, data={"quorum_lost": True}).by_engine("lose_quorum"))
    lost = moving.look_again(replace(case.by_engine("lose_quorum"), data={"quorum_lost": True}))
    assert moved is None  # what a person sends along is not heard
    assert lost is not None
    assert (lost.after.state, lost.after.failures, lost.after.agreed) == ("inquorate", 0, 0)
    again = does(replace(case, decision=lost.after), "retable", cast.manager, reason="They had to go.")
    assert again.decision.state == "circulated"


def test_no_objection_window_follows_what_was_decided_in_a_meeting():
    case, cast = noticed()
    case = opened(under(case, a_policy("plymouth", J="15 calendar days")), cast)
    for participant in cast.participants:
        case = does(case, "agree", cast.leads[participant], version=1, reason=REASON)
    assert case.decision.state == "in_force"
