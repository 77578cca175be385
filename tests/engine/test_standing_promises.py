"""Who rules, whose standing has ended, and who speaks for an organisation: each rule proved, and its proof lost without it.

These rules stand in the engine and not in a workflow's file, so that an alliance under an older edition keeps to them as well.
"""

import pytest

from govflow.domain.seats import Placed
from govflow.engine import permissions, placing
from govflow.engine.asking import deciding
from govflow.engine.guards import interests, positions
from govflow.engine.words import GUARDS
from tests.engine.test_promises import DECISION, first_broken

ENDED = "a standing of whoever asks that has not ended"
ITS_WORD = "the word of the organisation itself for whoever was put in since positions opened, and a working day since it came"
HOLDER = "the seat's holder, or a deputy named for the day whose holder is away or barred"


def _any_seat_rules(case):
    """Let whoever sits for a participant that decides rule, in whatever body they sit."""
    line = interests.next_in_line(case)
    able = case.actor.person in (line or ()) or (line is None and case.actor.capacity.participant in deciding(case))
    return None if able else interests.refuse("not-allowed", who=("This person",), roles="another")


def test_without_a_position_in_the_body_that_decides_the_proof_of_who_rules_is_lost(monkeypatch):
    monkeypatch.setitem(GUARDS, "the ruler may rule", _any_seat_rules)
    broken = first_broken(DECISION, trying="rule_on_interest")
    assert broken is not None
    assert broken.promise.startswith("rule_on_interest never happens without: ")
    assert "in another body rules on the interest" in str(broken)


@pytest.mark.parametrize("event", ["revise", "amend", "withdraw", "defer", "answer"])
def test_with_standing_that_is_remembered_the_proof_that_it_ends_is_lost(event, monkeypatch):
    monkeypatch.setattr(permissions, "stands", lambda *_: True)
    broken = first_broken(DECISION, trying=event)
    assert broken is not None
    assert broken.promise.endswith(f" never happens without: {ENDED}")


@pytest.mark.parametrize(
    ("of", "name", "wrong", "promise"),
    [
        (positions, "_put_in_meanwhile", lambda *_: None, ITS_WORD),
        (Placed, "stands", property(lambda _: True), HOLDER),
        (placing, "its_word", lambda *_: (), ITS_WORD),
    ],
    ids=["answering at once", "speaking without its word", "a door that does not say who put them in"],
)
def test_without_its_own_word_the_proof_that_only_an_organisation_speaks_for_it_is_lost(of, name, wrong, promise, monkeypatch):
    monkeypatch.setattr(of, name, wrong)
    broken = first_broken(DECISION, trying="agree")
    assert broken is not None
    assert broken.promise == f"agree never happens without: {promise}"


def test_with_confirmations_by_whoever_put_them_in_the_proof_is_lost(monkeypatch):
    """The chair's word is for the next opening: were it the organisation's own, an objection could be turned around within this one."""
    told = placing.who_confirms
    monkeypatch.setattr(placing, "who_confirms", lambda case, one: (told(case, one)[0], placing.OWN))
    broken = first_broken(DECISION, trying="agree")
    assert broken is not None
    assert broken.promise == f"agree never happens without: {ITS_WORD}"
