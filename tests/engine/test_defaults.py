"""The restricted route of default through the real acts: who takes which step, who reads it and is told, and what ends it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from govflow.acts.searching import catch_up
from govflow.domain import defaults
from govflow.domain.default_sentences import STANDS, of_default
from govflow.domain.defaults import OVER, Default, Judgment
from govflow.domain.refusals import Refused
from govflow.engine.defaults import all_judge, readers
from govflow.engine.reminding import concerned
from govflow.reading.defaults import may_read
from govflow.reading.rules import editions
from govflow.record.rows import TABLES
from tests.cast import LEADERSHIP
from tests.defaulting import SECRET, WHOM, case_of, default, leads, told
from tests.posting import delivered
from tests.stories import (
    a_default_not_put_right,
    a_departure,
    a_noticed_default,
    a_prepared_default,
    a_served_default,
    library,
)

PAUSE, CURE = timedelta(days=6), timedelta(days=16)


# --- preparing and confirming ------------------------------------------------------------------------------------------------------

PREPARING: list[tuple[dict[str, Any], str]] = [
    ({"ground": "late"}, "unknown-value"),
    ({"ground": ""}, "unknown-value"),
    ({"evidence": " "}, "evidence-missing"),
    ({"of": "nobody"}, "unknown-value"),
    ({"of": "council"}, "own-default"),
    ({"not_honest_mistake": False}, "ground-not-confirmed"),
    ({"grounds": [{"ground": "audit", "evidence": ""}]}, "evidence-missing"),
    ({"grounds": [{"ground": "records", "evidence": "Twice."}]}, "unknown-value"),
    ({"whose": "theirs"}, "unknown-value"),
]


@pytest.mark.parametrize(("data", "code"), PREPARING)
def test_what_a_default_must_rest_on(story, data, code):
    given = {"of": WHOM, "ground": "records", "evidence": "Asked twice.", "not_honest_mistake": True}
    assert story.refusals("default.prepare", story.cast.leads["council"], **given | data)[0] == code


def test_what_the_policy_leaves_out_is_said_in_its_own_words(story):
    ground = story.policy.ground("wilful-default")
    with pytest.raises(Refused, match="what the policy leaves out: An honest mistake, an error of judgement"):
        a_prepared_default(story, WHOM, ground="wilful-default", not_honest_mistake=False)
    assert ground.leaves_out.startswith("An honest mistake, an error of judgement")


@pytest.mark.parametrize("who", ["manager", "chair", "owner", "chief_executive", "observer", "administrator"])
def test_nobody_else_prepares_one(story, who):
    given = {"of": WHOM, "ground": "records", "evidence": "Asked twice.", "not_honest_mistake": True}
    codes = story.refusals("default.prepare", getattr(story.cast, who), **given)
    assert codes in {("not-allowed",), ("no-seat",)}


def test_several_grounds_are_kept_with_their_evidence(story):
    ref = a_prepared_default(story, WHOM, grounds=[{"ground": "insolvency", "evidence": "The order."}])
    found = default(story, ref)
    assert [(s.n, s.ground, s.curable) for s in found.stated_grounds] == [(1, "records", True), (2, "insolvency", False)]
    assert not found.curable


def test_confirming_waits_for_the_pause_and_for_somebody_else(story):
    ref = a_prepared_default(story, WHOM)
    second = story.cast.leads["health"]
    assert story.refusals("default.confirm", second, ref) == ("pause-not-over",)
    story.clock.advance(PAUSE)
    cast = story.cast
    assert story.refusals("default.confirm", cast.leads["council"], ref) == ("another-must-confirm",)
    assert story.refusals("default.confirm", cast.managers["health"], ref) == ("unknown-reference",)
    assert story.refusals("default.confirm", cast.leads[WHOM], ref) == ("unknown-reference",)
    assert story.refusals("default.confirm", second, ref) == ()
    found = default(story, ref)
    assert (found.state, found.confirmed_by, found.confirmed_participant) == ("confirmed", second, "health")


def test_a_new_seat_holder_of_the_preparer_does_not_confirm(story):
    ref = a_prepared_default(story, WHOM)
    story.clock.advance(PAUSE)
    lead, other = story.cast.leads["council"], story.cast.observer
    story.act("seat.end", story.cast.manager, participant="council", body=LEADERSHIP, person=lead)
    story.act("seat.fill", story.cast.manager, participant="council", body=LEADERSHIP, person=other)
    story.act("seat.confirm", story.cast.managers["council"], participant="council", body=LEADERSHIP, person=other)
    assert story.refusals("default.confirm", other, ref) == ("another-must-confirm",)


# --- who reads, who is told --------------------------------------------------------------------------------------------------------


def test_who_may_read_it_before_and_after_notice(story):
    cast = story.cast
    ref = a_prepared_default(story, WHOM)
    first = leads(story, WHOM) | {cast.chair, cast.manager, cast.owner}
    assert set(readers(case_of(story, ref))) == first
    assert told(story, ref, "default-prepared") == first - {cast.leads["council"]}
    other = a_noticed_default(story, "advice")
    assert default(story, ref).notice_at is None
    after = set(readers(case_of(story, other)))
    theirs = {cast.leads["advice"], cast.deputies["advice"]}
    assert after == leads(story) | {cast.chair, cast.owner} | theirs  # the manager sits for advice
    assert told(story, other, "default-notice") == after
    with story.house.store.view(story.alliance) as view:
        now = story.clock.now()
        asked = (view, story.house.book, view.default(other))
        assert [may_read(*asked, person, now) for person in (cast.leads["advice"], cast.manager)] == [True, False]


def test_to_whom_may_not_read_it_there_is_none(story):
    ref = a_prepared_default(story, WHOM)
    cast = story.cast
    for person in (cast.leads[WHOM], cast.deputies["health"], cast.managers["health"], cast.observer, cast.auditor):
        assert story.refusals("default.withdraw", person, ref, reason="x") == ("unknown-reference",)
    assert story.refusals("notice.nudge", cast.manager, subject=ref) == ("nothing-waits",)
    other = a_prepared_default(story, "advice")
    assert story.refusals("notice.nudge", cast.manager, subject=other) == ("unknown-reference",)
    with story.house.store.view(story.alliance) as view:
        assert "default" not in {kept.edition.title for kept in editions(view, story.house.book)}


def test_what_is_said_stays_there(story):
    """Not in the ledger's bodies, not in any message, not in the search; nor does a ledger say whom it concerns."""
    said = {"evidence": f"Asked twice. {SECRET}"}
    ref = a_served_default(story, WHOM, **said)
    story.act("default.cure", story.cast.leads[WHOM], ref, evidence=SECRET)
    story.act("default.be_heard", story.cast.leads[WHOM], ref, reason=SECRET)
    story.act("default.judge", story.cast.leads["health"], ref, cured=False, reason=SECRET)
    story.act("default.withdraw", story.cast.leads["health"], ref, reason=SECRET)
    found = default(story, ref)
    assert SECRET in found.notice
    assert SECRET in found.why
    with story.house.store.view(story.alliance) as view:
        bodies = {entry.seq: orjson.dumps(entry.content) for entry in view.entries_after(0)}
        prepared = next(e for e in view.entries(ref) if e.content["act"] == "default.prepare")
    assert not any(SECRET.encode() in body for body in bodies.values())
    assert not any(word in bodies[prepared.seq] for word in (b'"youth"', b"records"))
    messages = [m for m in delivered(story).messages if ref in m.subject]
    assert len({m.subject for m in messages}) >= 5
    assert not any(SECRET in m.text + m.html + m.subject or "Youth" in m.subject + m.text.split("\n", 1)[1] for m in messages)
    catch_up(story.house, story.alliance)
    with story.house.store.view(story.alliance) as view:
        assert SECRET not in str(view.rows(select(TABLES["search_rows"])))


def test_the_notice_says_every_ground_as_the_policy_does_and_all_the_evidence(story):
    ref = a_noticed_default(story, WHOM, grounds=[{"ground": "audit", "evidence": "The visit of May."}])
    notice = default(story, ref).notice
    for ground in ("records", "audit"):
        assert story.policy.ground(ground).means in notice
    for said in ("Asked for twice.", "The visit of May.", "Notice to Youth", "10 working days", "Youth may be heard"):
        assert said in notice
    assert "Advice, Council, Health, Hostel, Housing, Outreach and Recovery" in notice


DUE = [
    (a_prepared_default, "default-confirm-due", {"council", WHOM}),
    (a_noticed_default, "default-serve-due", None),
    (a_served_default, "default-cure-ends", set()),
    (a_default_not_put_right, "default-propose-due", {WHOM}),
]


@pytest.mark.parametrize(("bring", "kind", "without"), DUE)
def test_before_a_time_ends_those_who_can_do_something_are_reminded(story, bring, kind, without):
    ref = bring(story, WHOM)
    with story.house.store.view(story.alliance) as view:
        every, now = view.rows(select(TABLES["reminders"])), story.clock.now()
        rows = [row for row in every if row.ref == ref and row.due_at > now]
    assert {row.kind for row in rows} == {kind}
    expected = {story.cast.manager, story.cast.chair} if without is None else leads(story, *without)
    reminded = set(concerned(case_of(story, ref), kind))
    assert reminded - {story.cast.deputies[WHOM]} == expected


def test_whoever_has_joined_or_judged_is_reminded_no_more(story):
    ref = a_prepared_default(story, WHOM)
    story.clock.advance(PAUSE)
    story.act("default.confirm", story.cast.leads["health"], ref)
    story.act("default.give_notice", story.cast.leads["health"], ref)
    assert set(concerned(case_of(story, ref), "default-join-due")) == leads(story, WHOM, "health")
    other = a_served_default(story, "hostel")
    story.until(story.clock.now() + CURE)
    story.act("default.judge", story.cast.leads["health"], other, cured=True, reason="It is there.")
    assert set(concerned(case_of(story, other), "default-judge-due")) == leads(story, "hostel", "health")


# --- time to put it right ----------------------------------------------------------------------------------------------------------


def test_the_time_to_put_it_right_runs_from_the_day_of_service(story):
    ref = a_noticed_default(story, WHOM)
    given = default(story, ref).notice_at.date()
    assert story.refusals("default.serve", story.cast.manager, ref, how="By post.", on=str(given - timedelta(days=1))) == (
        "invalid",
    )
    story.clock.advance(timedelta(days=3))
    assert story.refusals("default.serve", story.cast.manager, ref, how="By post.", on=str(given + timedelta(days=9))) == (
        "invalid",
    )
    assert story.refusals("default.serve", story.cast.manager, ref, on=str(given)) == ("invalid",)
    story.act("default.serve", story.cast.manager, ref, how="By post.", on=str(given))
    found = default(story, ref)
    assert (found.state, found.served_on) == ("curing", given)
    assert found.cure_until == datetime(2026, 3, 20, 17, tzinfo=UTC)  # ten working days from Sunday 8 March


def test_more_time_needs_the_same_day_of_all_the_others_and_lapses_what_was_judged(story):
    ref = a_served_default(story, WHOM)
    story.until(story.clock.now() + CURE)
    others = [p for p in story.cast.participants if p != WHOM]
    for participant in others[:-1]:
        story.act("default.judge", story.cast.leads[participant], ref, cured=False, reason="Not yet.")
    for participant in others:
        assert default(story, ref).judgments
        story.act("default.extend", story.cast.leads[participant], ref, until="2026-04-30")
    found = default(story, ref)
    assert (found.cure_until, found.judgments) == (datetime(2026, 4, 30, 16, tzinfo=UTC), ())
    assert set(found.due) == {"cure_ends", "end"}
    assert told(story, ref, "default-extended") >= {story.cast.leads[WHOM]}
    assert story.refusals("default.extend", story.cast.leads["health"], ref, until="2026-04-30") == ("invalid",)


def test_what_was_put_right_later_is_judged_afresh(story):
    ref = a_served_default(story, WHOM)
    story.act("default.cure", story.cast.leads[WHOM], ref, evidence="January.")
    for participant in story.cast.participants[:3]:
        story.act("default.judge", story.cast.leads[participant], ref, cured=True, reason="It is there.")
    story.act("default.be_heard", story.cast.leads[WHOM], ref, reason="More will come.")
    assert len(default(story, ref).judgments) == 3
    story.act("default.cure", story.cast.leads[WHOM], ref, evidence="February.")
    assert default(story, ref).judgments == ()


ANSWERS = (True, False, None)
ALL = "abcd"


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_all_the_others_or_nothing_for_every_way_to_judge(n):
    """Exhaustive: put right only where all say so, not put right only where all say that; with nobody neither."""
    at = datetime(2026, 3, 2, tzinfo=UTC)
    for answers in product(ANSWERS, repeat=n):
        said = tuple(Judgment(p, a, "PER-0001", "", at) for p, a in zip(ALL, answers, strict=False) if a is not None)
        case: Any = SimpleNamespace(
            default=Default(concerns="z", judgments=(*said, Judgment("z", True, "PER-0009", "", at))),
            alliance=SimpleNamespace(members=lambda _body, n=n: (*ALL[:n], "z")),
        )
        assert all_judge(case, cured=True) is (set(answers) == {True})
        assert all_judge(case, cured=False) is (set(answers) == {False})


def test_with_no_others_nothing_is_judged():
    case: Any = SimpleNamespace(default=Default(concerns="z"), alliance=SimpleNamespace(members=lambda _body: ("z",)))
    assert not all_judge(case, cured=True)
    assert not all_judge(case, cured=False)


@given(st.lists(st.tuples(st.sampled_from(ALL), st.booleans()), max_size=12))
def test_what_a_participant_says_last_is_what_it_says(said):
    at, found = datetime(2026, 3, 2, tzinfo=UTC), Default(ref="DEF-0001")
    for participant, cured in said:
        found = defaults.apply(found, defaults.f.CureJudged(participant, cured, "PER-0001"), at)
    assert found.judged == dict(said)
    assert len(found.judgments) == len(dict(said))


STATES = {
    "prepared": (a_prepared_default, "time_over"),
    "notice_given": (a_noticed_default, "time_over"),
    "curing": (a_served_default, "time_over"),
    "not_cured": (a_default_not_put_right, "time_over"),
}


@pytest.mark.parametrize("state", STATES)
def test_left_alone_it_ends_and_nothing_follows(story, state):
    bring, how = STATES[state]
    ref = bring(story, WHOM)
    assert default(story, ref).state == state
    story.until(story.clock.now() + timedelta(days=120))
    found = default(story, ref)
    assert (found.state, found.ended_how, dict(found.due)) == ("ended", how, {})
    assert story.roster().participant(WHOM).decides


@pytest.mark.parametrize("state", STATES)
def test_when_it_leaves_by_itself_it_ends(story, state):
    ref = STATES[state][0](story, WHOM)
    a_departure(story, WHOM)
    assert (default(story, ref).state, default(story, ref).ended_how) == ("ended", "gone")


def test_a_participant_that_leaves_is_waited_for_no_longer(story):
    ref = a_served_default(story, WHOM)
    story.until(story.clock.now() + CURE)
    for participant in story.cast.participants:
        if participant not in {WHOM, "hostel"}:
            story.act("default.judge", story.cast.leads[participant], ref, cured=False, reason="Nothing came.")
    assert default(story, ref).state == "curing"
    a_departure(story, "hostel")
    assert default(story, ref).state == "not_cured"


def test_every_state_has_its_words():
    workflow = library().workflows["default"]
    assert set(STANDS) == set(workflow.states)
    assert {s.id for s in workflow.states.values() if not s.moves} == OVER


@pytest.mark.parametrize("state", sorted(STANDS))
def test_the_sentence_says_where_it_stands(state):
    due = {"end": datetime(2026, 3, 16, 17, tzinfo=UTC)} if state not in OVER else {}
    said = of_default(Default(state=state, due=due), ZoneInfo("Europe/London"))
    assert said.startswith(STANDS[state])
    assert ("ends by itself on Monday 16 March 2026, 5pm" in said) is bool(due)


def test_the_time_left_to_put_it_right_is_said():
    due = {"cure_ends": datetime(2026, 3, 16, 17, tzinfo=UTC), "end": datetime(2026, 3, 30, 16, tzinfo=UTC)}
    said = of_default(replace(Default(state="curing", due=due), served_on=date(2026, 3, 2)), ZoneInfo("Europe/London"))
    assert "That time ends on Monday 16 March 2026, 5pm." in said
