"""The no-fault ladder through the real acts: who takes part and who is told on each rung, what resolves, what holds a decision."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import orjson
import pytest
from sqlalchemy import select

from govflow.acts.searching import catch_up
from govflow.definitions.policies import policy_content, policy_from_content
from govflow.domain.issue_sentences import STANDS, of_issue
from govflow.domain.issues import ENDED, HELPS, Concerned, Issue
from govflow.domain.ladder import TO_CLOSE
from govflow.domain.requirement_codes import CODES
from govflow.domain.vocabulary import RUNGS
from govflow.reading.timeline import timeline
from govflow.record.ledger import Receipt
from govflow.record.rows import TABLES
from govflow.record.verifying import verify
from tests.posting import delivered, outbox
from tests.stories import (
    NOTICE,
    START,
    Story,
    a_circulated_decision,
    a_draft,
    a_founded_alliance,
    a_policy,
    a_reserved_matter,
    a_suspension,
    an_open_decision,
    library,
)

SECRET = "geheim"
SAID = {"happened": f"The van was not there. {SECRET}", "affected": f"Nine people {SECRET}", "would_help": f"A rota {SECRET}"}
EVERYONE_CONCERNED = ("health", "housing")


def log(story: Story, by: str = "", **data: object) -> str:
    """Let Housing's leadership member (or ``by``) log an issue that concerns Health too; return its reference."""
    given = {**SAID, "with": ["health"], **data}
    return story.act("issue.log", by or story.cast.leads["housing"], **given).subject


def issue(story: Story, ref: str) -> Issue:
    with story.house.store.view(story.alliance) as view:
        found = view.issue(ref)
    assert found is not None
    return found


def climb(story: Story, ref: str, rung: str) -> None:
    """Take an issue to ``rung``, step by step."""
    while (at := issue(story, ref).state) != rung:
        by = story.cast.chair if at == RUNGS[0] else story.cast.manager  # the chair sorts it first (option O)
        story.act("issue.step_up", by, ref, reason="It needs the next rung.")


def agreed(story: Story, ref: str, option: int = 1) -> None:
    for participant in issue(story, ref).concerned:
        story.act("issue.accept_option", story.cast.leads[participant], ref, option=option)


def told(story: Story, ref: str, kind: str) -> set[str]:
    return {row.person for row in outbox(story) if (row.subject, row.kind) == (ref, kind)}


def people(story: Story, *groups: str) -> set[str]:
    """Return the people of groups of the cast; ``concerned`` are the leadership members of Health and Housing."""
    cast, concerned = story.cast, {story.cast.leads[p] for p in EVERYONE_CONCERNED}
    known = {
        "concerned": concerned, "their managers": {cast.managers[p] for p in EVERYONE_CONCERNED}, "manager": {cast.manager},
        "management team": set(cast.managers.values()), "leadership team": set(cast.leads.values()), "chair": {cast.chair},
        "owner": {cast.owner}, "guest": {cast.observer},
    }  # fmt: skip
    return set().union(*(known[name] for name in groups))


TOLD = [
    ("with_management_team", ("concerned", "manager", "their managers", "management team")),
    ("with_leadership_team", ("concerned", "manager", "leadership team", "chair")),
    ("reconsidered", ("concerned", "manager", "leadership team", "chair")),
    ("deadlocked", ("concerned", "manager", "leadership team", "chair")),
    ("facilitated", ("concerned", "manager", "leadership team", "chair")),
    ("with_chief_executives", ("concerned", "manager")),
    ("appointing_mediator", ("concerned", "manager")),
    ("mediation", ("concerned", "manager")),
    (TO_CLOSE, ("concerned", "manager", "leadership team", "chair", "owner")),
]


@pytest.mark.parametrize(("rung", "who"), TOLD)
def test_the_clock_takes_it_on_and_tells_the_people_of_the_rung_and_those_concerned(story, rung, who):
    ref = log(story)
    climb(story, ref, RUNGS[[*RUNGS, TO_CLOSE].index(rung) - 1])
    before = {row.n for row in outbox(story)}
    due = issue(story, ref).due["step_up"]
    assert story.until(due) == ["step_up"]
    assert issue(story, ref).state == rung
    moved = {row.person for row in outbox(story) if row.kind == "issue-moved" and row.n not in before}
    assert moved == people(story, *who)


@pytest.mark.parametrize("rung", [*RUNGS, TO_CLOSE])
def test_before_a_rung_ends_those_who_take_part_are_reminded(story, rung):
    ref = log(story)
    climb(story, ref, rung)
    with story.house.store.view(story.alliance) as view:
        rows = [row for row in view.rows(select(TABLES["reminders"])) if row.ref == ref and row.state == "due"]
    (due,) = issue(story, ref).due.values()
    assert sorted(row.kind for row in rows) == [*(["issue-unsorted"] if rung == RUNGS[0] else []), "rung-ends"]
    assert all(timedelta() < due - row.due_at <= timedelta(days=5) for row in rows)


MAY_ACCEPT = {
    "management": {"logged", "with_management_team"},
    "leadership": {*RUNGS, TO_CLOSE},
    "chief": {"with_chief_executives"},
}


@pytest.mark.parametrize("rung", [*RUNGS, TO_CLOSE])
@pytest.mark.parametrize("who", MAY_ACCEPT)
def test_who_speaks_for_a_participant_on_which_rung(story, who, rung):
    cast = story.cast
    person = {"management": cast.managers["council"], "leadership": cast.leads["council"], "chief": cast.chief_executive}[who]
    ref = log(story, **{"with": ["council"]})
    story.act("issue.offer_option", story.cast.manager, ref, option="A rota.")
    climb(story, ref, rung)
    codes = story.refusals("issue.accept_option", person, ref, option=1)
    assert codes == (() if rung in MAY_ACCEPT[who] else ("no-seat",))


@pytest.mark.parametrize(("rung", "role"), HELPS.items())
def test_whoever_is_appointed_has_a_part_while_the_rung_lasts(story, rung, role):
    ref, guest = log(story), story.cast.observer
    climb(story, ref, rung)
    assert story.refusals("issue.offer_option", guest, ref, option="Talk.") == ("not-allowed",)
    story.act("issue.appoint", story.cast.chair, ref, person=guest, terms="Three talks.")
    assert [(p.role, p.participant) for p in issue(story, ref).parts_of(guest)] == [(role, "")]
    assert told(story, ref, "issue-helper") == people(story, "concerned", "manager", "guest") | (
        people(story, "leadership team") if rung == "facilitated" else set()
    )
    assert story.refusals("issue.offer_option", guest, ref, option="Talk.") == ()
    climb(story, ref, TO_CLOSE if rung != "facilitated" else "with_chief_executives")
    assert issue(story, ref).parts_of(guest) == ()
    assert story.refusals("issue.step_up", guest, ref, reason="More talks.") != ()


def test_somebody_appointed_later_takes_the_place_of_whoever_was_before(story):
    ref = log(story)
    climb(story, ref, "mediation")
    for person in (story.cast.observer, story.cast.auditor):
        story.act("issue.appoint", story.cast.manager, ref, person=person, terms="Two days.")
    assert issue(story, ref).parts_of(story.cast.observer) == ()
    assert issue(story, ref).parts_of(story.cast.auditor)


@pytest.mark.parametrize("rung", [*RUNGS, TO_CLOSE])
def test_on_every_rung_one_way_forward_that_everybody_accepts_resolves_it(story, rung):
    ref = log(story)
    climb(story, ref, rung)
    for text in ("One.", "Another."):
        story.act("issue.offer_option", story.cast.manager, ref, option=text, new="All of it.")
    story.act("issue.accept_option", story.cast.leads["housing"], ref, option=1)
    story.act("issue.accept_option", story.cast.leads["health"], ref, option=2)
    assert issue(story, ref).state == rung
    story.act("issue.accept_option", story.cast.leads["housing"], ref, option=2)
    ended = issue(story, ref)
    assert (ended.state, ended.option, ended.ended_on_rung, dict(ended.due)) == ("resolved", 2, rung, {})


@pytest.mark.parametrize("who", ["chair", "owner"])
def test_after_the_last_rung_chair_or_owner_close_it_with_a_reason(story, who):
    ref = log(story)
    climb(story, ref, TO_CLOSE)
    person = getattr(story.cast, who)
    assert story.refusals("issue.close", person, ref) == ("reason-missing",)
    story.act("issue.close", person, ref, reason="It need not be resolved.")
    ended = issue(story, ref)
    assert (ended.state, ended.why, ended.option) == ("closed_unresolved", "It need not be resolved.", 0)


@pytest.mark.parametrize("who", ["chair", "owner"])
def test_before_that_neither_closes_it_for_those_concerned(story, who):
    ref = log(story)
    climb(story, ref, "mediation")
    assert story.refusals("issue.close", getattr(story.cast, who), ref, reason="Enough.") == ("not-concerned",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"happened": ""}, "invalid"),
        ({"affected": " "}, "invalid"),
        ({"would_help": None}, "invalid"),
        ({"with": ["nobody"]}, "unknown-value"),
        ({"about": "MTG-0001"}, "unknown-reference"),
        ({"about": "ISS-0009"}, "unknown-reference"),
        ({"who_did_it": "them"}, "unknown-value"),
    ],
)
def test_what_an_issue_must_say(story, data, code):
    assert code in CODES
    given = {**SAID, "with": ["health"], **data}
    assert set(story.refusals("issue.log", story.cast.leads["housing"], **given)) == {code}


@pytest.mark.parametrize(
    "ladder", [("logged",), ("logged", "mediation"), ("logged", "facilitated", "with_management_team"), RUNGS]
)
def test_left_alone_it_climbs_its_own_ladder_and_is_closed(story_under, ladder):
    content = orjson.loads(policy_content(replace(a_policy(), ladder=ladder, first_rung=ladder[-1])))
    story = story_under(policy_from_content(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)))
    ref = log(story)
    done = story.until(story.clock.now() + timedelta(days=400))
    assert done == [*["step_up"] * len(ladder), "close"]
    assert [c.rung for c in issue(story, ref).climbs] == list(ladder)
    assert issue(story, ref).state == "closed_unresolved"


def test_an_issue_is_finished_under_the_ladder_it_began_with(story):
    """Its policy and its workflow, as the file said it whole, are kept in the record."""
    found = issue(story, log(story))
    assert (found.policy, found.workflow) == (story.policy.digest, library().workflows["issue"].digest)
    with story.house.store.view(story.alliance) as view:
        assert view.edition(found.workflow)


def test_what_holds_a_decision_and_lets_it_go(story):
    ref = a_circulated_decision(story)
    first, second = log(story, about=ref), log(story, about=ref)
    assert story.decision(ref).held_by == first
    story.act("issue.turn_away", story.cast.chair, first, route="fraud", reason="Money is missing.")
    assert story.decision(ref).held_by == second
    for participant in EVERYONE_CONCERNED:
        story.act("issue.close", story.cast.leads[participant], second, reason="We see it differently.")
    assert story.decision(ref).held_by == ""


def test_a_deadlock_raises_its_issue_in_the_same_unit_of_work(story_under):
    story = story_under(a_policy("plymouth", G="refer_at_once"))
    ref = an_open_decision(story)
    story.says("object", story.cast.leads["health"], "health", ref, would_agree_if="It ends in May.")
    story.until(story.decision(ref).asked.closes_at)
    raised = issue(story, "ISS-0001")
    assert (raised.about, raised.state, raised.concerned) == (ref, "facilitated", tuple(sorted(story.cast.participants)))
    assert raised.would_help == "Health would agree if: It ends in May."
    assert story.decision(ref).held_by == raised.ref
    assert told(story, raised.ref, "issue-logged") >= set(story.cast.leads.values())
    assert story.sentence(ref).endswith("It is on the no-fault ladder.")


def test_another_issue_about_a_deadlocked_decision_neither_brings_it_back_nor_ends_it(story_under):
    story = story_under(a_policy("plymouth", G="refer_at_once"))
    ref = an_open_decision(story)
    story.until(story.decision(ref).asked.closes_at)
    other = log(story, about=ref)
    story.act("issue.offer_option", story.cast.manager, other, option="Other words.", text="Other words.")
    agreed(story, other)
    assert (issue(story, other).state, story.decision(ref).state) == ("resolved", "deadlocked")


def test_what_is_said_in_an_issue_stays_there(story):
    """Not in the ledger's bodies, not in any message, not in the search, not on the page of the decision it is about."""
    about = a_circulated_decision(story)
    ref = log(story, about=about)
    story.act("issue.offer_option", story.cast.manager, ref, option=SECRET, title=SECRET, text=SECRET, new=SECRET)
    story.act("issue.close", story.cast.leads["health"], ref, reason=SECRET)
    story.act("issue.step_up", story.cast.chair, ref, reason=SECRET)
    agreed(story, ref)
    case = story.case(about)
    with story.house.store.view(story.alliance) as view:
        bodies = [orjson.dumps(entry.content) for entry in view.entries_after(0)]
        lines = timeline(view, case)
    assert not any(SECRET.encode() in body for body in bodies)
    messages = delivered(story).messages
    assert {m.subject for m in messages} >= {f"An issue is resolved: An issue about {about} ({ref})"}
    assert not any(SECRET in m.text + m.html + m.subject for m in messages)
    assert all((f"/issues/{ref}" in m.text) == (ref in m.subject) for m in messages), "a link where it can be read, and no more"
    assert SECRET not in str(lines)
    catch_up(story.house, story.alliance)
    with story.house.store.view(story.alliance) as view:
        assert SECRET not in str(view.rows(select(TABLES["search_rows"])))


def test_on_both_databases_a_whole_climb_is_proved_by_the_record(house_on_both):
    story = a_founded_alliance(house_on_both)
    about = a_circulated_decision(story)
    ref = log(story, about=about)
    climb(story, ref, "mediation")
    story.act("issue.appoint", story.cast.manager, ref, person=story.cast.observer, terms="Two days.")
    receipt = story.act("issue.offer_option", story.cast.observer, ref, option="A rota.", key="once")
    assert isinstance(receipt, Receipt)
    assert story.act("issue.offer_option", story.cast.observer, ref, option="A rota.", key="once") == receipt
    agreed(story, ref)
    assert story.decision(about).held_by == ""
    assert verify(story.house.store, story.alliance).problems == ()


def test_an_issue_about_what_follows_holds_back_the_reserved_matter_too(story):
    """Linked decisions come into force together, so what is held is not settled."""
    scope = a_reserved_matter(story)
    flats = a_draft(story, linked=scope)
    for ref in (scope, flats):
        story.do("circulate", story.cast.manager, ref, papers=["Paper 1"])
    story.clock.advance(NOTICE)
    for ref in (scope, flats):
        story.do("open", story.cast.manager, ref)
    story.all_agree(flats)
    held = log(story, about=flats)
    story.do("agree", story.cast.owner, scope, version=1, reason="It is ours to decide.")
    assert [story.decision(ref).state for ref in (scope, flats)] == ["awaiting_linked", "awaiting_linked"]
    for participant in EVERYONE_CONCERNED:
        story.act("issue.close", story.cast.leads[participant], held, reason="It is settled.")
    assert [story.decision(ref).state for ref in (scope, flats)] == ["in_force", "in_force"]


@pytest.mark.parametrize("state", sorted(STANDS))
def test_the_sentence_says_where_an_issue_stands(state):
    found = Issue(state=state, due={"step_up": START}, concerned_participants=(Concerned("health", accepts=1),))
    said = of_issue(found, str.title, ZoneInfo("Europe/London"), RUNGS)
    if state in ENDED:
        assert said == STANDS[state]
        return
    by_itself = {
        "mediation": "It goes back to the leadership team and the owner on Monday 2 March 2026, 9am.",
        TO_CLOSE: "It is closed by itself on Monday 2 March 2026, 9am.",
    }.get(state, "It moves on by itself on Monday 2 March 2026, 9am.")
    assert said == f"{STANDS[state]} A way forward is accepted by Health. {by_itself}"


def test_every_state_of_an_issue_has_its_words():
    assert set(STANDS) == set(library().workflows["issue"].states)


@pytest.mark.parametrize(("event", "state"), [("accept_option", "resolved"), ("close", "closed_unresolved")])
def test_a_participant_that_has_left_is_waited_for_no_longer(story, event, state):
    ref = log(story)
    story.act("issue.offer_option", story.cast.manager, ref, option="A rota.")
    data = {"option": 1} if event == "accept_option" else {"reason": "We see it differently."}
    a_suspension(story, "health")
    story.act(f"issue.{event}", story.cast.leads["housing"], ref, **data)
    assert issue(story, ref).state == "logged"
    story.act("participant.resume", story.cast.manager, participant="health", reason="It goes on.")
    story.act(
        "participant.give_notice", story.cast.leads["health"], participant="health", until="2026-07-01", reason="It closes."
    )
    story.until(story.clock.now() + timedelta(days=130))
    assert issue(story, ref).state == state
