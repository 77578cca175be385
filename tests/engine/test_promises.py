"""The promises of the shipped workflow: they hold under every pack, and none of them is idle - break any guard and one breaks.

What "hold" means is said in ``govflow.engine.proving``: every path of the real engine in small worlds. The counter-examples that
these tests provoke are what ``govflow check`` would print.
"""

from dataclasses import replace

import pytest

from govflow.definitions.bundled import bundled
from govflow.definitions.library import load_library
from govflow.definitions.workflows import Move
from govflow.domain import facts as f
from govflow.domain.vocabulary import ENGINE_ACTS
from govflow.engine.proving import prove
from govflow.engine.registry import known_words
from govflow.engine.words import CONDITIONS, EFFECTS
from tests.engine import mutants

LIBRARY = load_library(bundled("workflows"), bundled("policies"), known_words())
DECISION = LIBRARY.workflows["decision"]
PLYMOUTH = LIBRARY.policies["plymouth"]
ADOPTED = "every eligible participant's agreement to this very version, by at least two, or the one that decides alone"
NOT_CLOSED = "its not having been closed before"


def with_moves(state, moves):
    return mutants.with_moves(DECISION, state, moves)


def without_guard(state, number, guard):
    return mutants.without_guard(DECISION, state, number, guard)


def first_broken(workflow, policy=PLYMOUTH, trying=""):
    """Return the first counter-example of ``workflow``, or None; looked for first where the event ``trying`` is tried."""
    for event in (trying, "") if trying else ("",):
        found = prove(workflow, policy, LIBRARY.calendar(policy), first_only=True, trying=event).counter_examples
        if found:
            return found[0]
    return None


@pytest.mark.parametrize("pack", sorted(LIBRARY.policies))
def test_every_promise_holds_under_every_pack(pack):
    policy = LIBRARY.policies[pack]
    proof = prove(DECISION, policy, LIBRARY.calendar(policy))
    assert proof.holds, "\n".join(
        [*map(str, proof.counter_examples), *map(str, proof.dead_ends), *proof.unclocked, *proof.unreached]
    )
    assert proof.states > 1000


@pytest.mark.parametrize(("state", "number", "guard"), list(mutants.guards(DECISION)))
def test_without_any_one_guard_a_promise_breaks(state, number, guard):
    """Settings that a guard needs (consensus, an objection window) are worlds of their own, so one pack is enough."""
    move = DECISION.states[state].moves[number]
    broken = first_broken(without_guard(state, number, guard), trying=move.do)
    assert broken, f"no promise needs {guard!r} at {move.do!r} in {state!r}: it is idle, or a promise is missing"
    assert broken.promise.split(" ")[0] in {move.do, "adopted", "in_force"}, broken


@pytest.mark.parametrize("state", [state.id for state in DECISION.states.values() if state.id not in {"adopted", "draft"}])
def test_a_move_that_skips_to_adoption_is_caught(state):
    """Whatever state it leaves, whoever may ask for it."""
    broken = first_broken(
        with_moves(state, [Move("withdraw", "people", (), (), (), "adopted", ""), *DECISION.states[state].moves])
    )
    assert broken is not None
    assert broken.promise.startswith("adopted is never reached without: ")


@pytest.mark.parametrize("ended", ["withdrawn", "lapsed", "superseded", "in_force", "reviewed"])
def test_a_move_that_reopens_what_is_closed_is_caught(ended):
    broken = first_broken(
        with_moves(ended, [*DECISION.states[ended].moves, Move("consult", "people", (), (), (), "circulated", "")])
    )
    assert broken is not None
    assert broken.promise == f"circulated is never reached without: {NOT_CLOSED}"


def test_a_chair_who_may_settle_by_hand_is_caught():
    by_hand = Move("open", "people", (), (), ("record the adoption",), "adopted", "")
    broken = first_broken(with_moves("open", [by_hand, *DECISION.states["open"].moves]))
    assert broken is not None
    assert broken.promise == f"adopted is never reached without: {ADOPTED}"


def test_a_table_that_lets_the_administrator_do_everything_is_still_safe():
    """No role skips the graph: what an act needs does not depend on who was allowed to try it."""
    acts = {act: roles if act in ENGINE_ACTS else (*roles, "administrator") for act, roles in PLYMOUTH.acts.items()}
    proof = prove(DECISION, replace(PLYMOUTH, acts=acts), LIBRARY.calendar(PLYMOUTH))
    assert proof.holds, "\n".join(map(str, proof.counter_examples))


def _everybody(case):
    """Freeze an electorate that leaves nobody out, not even on its own exit."""
    round_ = EVERYBODY(case)[-1]
    return (replace(round_, electorate=case.alliance.members(case.decision.body), left_out=()),)


def _no_call_in(case):
    """Let what an own body decided count at once, whatever call-in its law knows."""
    taken = DECIDED(case)[0]
    approved = f.ApprovalGiven(taken.participant, approved=True, reference=taken.reference, decided_on=taken.decided_on, by="")
    return (replace(taken, call_in_ends_at=None), approved)


def _another_issue(case):
    """Hold a decision for whatever issue is open, however soon after the last."""
    return bool(case.data.get("issue")) and case.data["issue"] != case.decision.held_by


EVERYBODY = EFFECTS["freeze the electorate"]
DECIDED = EFFECTS["record its decision"]
SABOTAGE = {
    "freeze the electorate": (EFFECTS, _everybody, "own default or exit"),
    "lapse the positions": (EFFECTS, lambda case: (), "every position lapsing"),
    "release the money": (EFFECTS, lambda case: (), "the money being released"),
    "make settlement wait": (EFFECTS, lambda case: (), "a working day in which everyone can see what changed"),
    "ask everyone again": (EFFECTS, lambda case: (), "the whole time to answer again"),
    "record the adoption": (
        EFFECTS,
        lambda case: (f.Adopted(1, 1, ("council",), (), ""),),
        "only answers that stand being counted",
    ),
    "bring it into force": (EFFECTS, lambda case: (f.Effective(case.decision.version),), "the money that it moves arriving"),
    "give back the money asked for": (
        EFFECTS,
        lambda case: (f.MoneyPosted("released", "services", "2025-26", case.decision.holding.pence + 1, "DEC-0002"),),
        "what was asked for being given back",
    ),
    "an own body is awaited": (CONDITIONS, lambda case: False, "the approval of every own body that must still decide"),
    "every awaited body has approved": (CONDITIONS, lambda case: True, "the approval of every own body that must still decide"),
    "record its decision": (EFFECTS, _no_call_in, "call-in being over for every own body that decided"),
    "record what call-in left standing": (
        EFFECTS,
        lambda case: (f.ApprovalGiven("council", approved=True, reference="", decided_on=None, by=""),),
        "the approval of every own body that must still decide",
    ),
    "the policy gives an objection window": (CONDITIONS, lambda case: False, "the objection window having ended"),
    "an issue about it is open": (CONDITIONS, _another_issue, "the pause after the last issue"),
    "count the failure": (
        EFFECTS,
        lambda case: (f.RoundClosed(case.decision.round_no, case.decision.failures + 1, ()),),
        "a failure being counted only where somebody's agreement was missing",
    ),
    "the tries are used up": (CONDITIONS, lambda case: True, "as many failures in a row as the policy allows"),
}


@pytest.mark.parametrize("sentence", SABOTAGE)
def test_a_word_of_the_engine_that_goes_wrong_is_caught(sentence, monkeypatch):
    """Observers are written apart from the engine, so they notice when it errs and not only when a file does."""
    register, wrong, about = SABOTAGE[sentence]
    monkeypatch.setitem(register, sentence, wrong)
    broken = first_broken(DECISION)
    assert broken is not None
    assert about in broken.promise


def test_a_situation_that_nothing_leaves_and_a_wait_without_a_clock_are_reported():
    stuck = replace(
        DECISION.states["deferred"], asks="", moves=(Move("ask", "people", (), (), ("record the question",), "deferred", ""),)
    )
    waiting = replace(DECISION.states["draft"], asks="the proposer")
    broken = replace(DECISION, promises=(), states={**DECISION.states, "deferred": stuck, "draft": waiting})
    proof = prove(broken, PLYMOUTH, LIBRARY.calendar(PLYMOUTH))
    assert not proof.holds
    assert [way[-1] for way in proof.dead_ends] == ["deferred: nothing can happen from here"]
    assert proof.unclocked == ("draft",)


def test_a_counter_example_can_be_read_by_anybody():
    lines = str(first_broken(without_guard("open", 0, "a reason is given"))).splitlines()
    assert lines[0] == "agree never happens without: a reason"
    assert lines[-2].endswith(". Council's seat holder agrees without a reason")
    assert "  => agree -> open without a reason (council agrees; " in lines[-1]
