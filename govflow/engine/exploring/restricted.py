"""The small worlds of a default: three participants, of whom one is concerned; of a ground with time to put it right and one without.

What the others decide is a turn of the world here: that it is unanimous without the one concerned is the decision's own promise.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.defaults import OVER, Default
from govflow.domain.participants import LEFT
from govflow.domain.policies import Policy
from govflow.domain.seats import Deputy, Seat
from govflow.engine import preparing_defaults
from govflow.engine.cases import ENGINE, Actor, Capacity
from govflow.engine.defaults import DefaultCase
from govflow.engine.exploring.casts import DEPUTY, PARTICIPANTS, SEAT, SINCE, alliance, body_of, person, with_standing
from govflow.engine.exploring.roaming import Ground, Spot, Turning
from govflow.engine.exploring.tries import BLANK, WHY, Try
from govflow.engine.exploring.worlds import START
from govflow.engine.machine import Rules
from govflow.engine.moving import Moved
from govflow.engine.permissions import SEAT_HOLDER

OWNER, PREPARER, ANOTHER = PARTICIPANTS
ANSWER = "DEC-0001"
LONGER = timedelta(days=30)
REASONED = (Try({"reason": WHY}), Try({"reason": BLANK}, "without a reason"))


def grounds(policy: Policy, rules: Rules) -> tuple[Ground, ...]:
    """Return the worlds in which a default is explored under ``policy``."""
    team, owners = body_of(policy, "leadership"), body_of(policy, "owner")
    if team is None:
        return ()
    everyone = _people(policy, team.id, owners.id if owners else "")
    gone = Turning("The one concerned leaves", with_standing(everyone, ANOTHER, LEFT))
    curable = next((g.id for g in policy.grounds if g.curable), "")
    final = next((g.id for g in policy.grounds if not g.curable), "")
    plain = Ground("a default that can be put right", "default", rules, everyone, _cast(), START, _Begin(ANOTHER, curable), _case,
                   _tries, _key, _answers(ANOTHER))  # fmt: skip
    found = [
        plain,
        replace(plain, title="a default whose participant leaves", turns=(gone,)),
        replace(plain, title="a default of the owner", begins=_Begin(OWNER, curable), turns=_answers(OWNER)),
    ]
    without = replace(plain, title="a default that leaves no time to put it right", begins=_Begin(ANOTHER, final))
    return (*found, *((without,) if final else ()))


def _cast() -> tuple[str, ...]:
    return (
        *(person(p, SEAT) for p in PARTICIPANTS),
        person(ANOTHER, DEPUTY),
        person(OWNER, DEPUTY),
        "chair",
        "manager",
        "administrator",
    )


def _people(policy: Policy, team: str, owners: str) -> Alliance:
    """Return everybody: the first participant is the owner, and the alliance manager is a deputy of the one that is concerned."""
    found = alliance(policy, team)
    members = tuple(replace(p, bodies=(team, owners) if p.id == OWNER and owners else (team,)) for p in found.participants)
    seats = [s for s in found.seats if s.body == team]
    if owners:
        seats.append(Seat(len(seats) + 1, OWNER, owners, "owner", SINCE, None, ""))
    named = ((ANOTHER, person(ANOTHER, DEPUTY)), (OWNER, person(OWNER, DEPUTY)), (ANOTHER, "manager"))
    deputies = tuple(Deputy(n, p, team, ref, SINCE, None, "") for n, (p, ref) in enumerate(named, 1))
    return replace(found, participants=members, seats=tuple(seats), deputies=deputies)


def _answers(whom: str) -> tuple[Turning, ...]:
    """Return what may come of the others' decision; the second is none about this participant."""
    kinds = (("in_force", whom), ("in_force", PREPARER), ("open", whom), ("lapsed", whom), ("deadlocked", whom))
    says = "The decision about {}'s default is now {}"
    told = tuple(
        Turning(says.format(who.title(), state), None, "exclude", {"answer": state, "about": who}, ("exclusion_proposed",))
        for state, who in kinds
    )
    return (Turning("The others' decision begins", None, "consider", {"decision": ANSWER}, ("exclusion_proposed",)), *told)


class _Begin:
    """How a world begins: the second participant prepares a default of ``whom``, on one ground."""

    def __init__(self, whom: str, ground: str) -> None:
        self.whom, self.ground = whom, ground

    def __call__(self, ground: Ground) -> tuple[DefaultCase, Moved]:
        actor = Actor(person(PREPARER, SEAT), Capacity(SEAT_HOLDER, PREPARER, ""))
        data = {"of": self.whom, "ground": self.ground, "evidence": "Said", "not_honest_mistake": True}
        case = _case(ground, Spot(Default(), ground.starts, ground.alliance), "prepare", actor, data)
        return case, preparing_defaults.prepare(case, "DEF-0001")


def _case(ground: Ground, spot: Spot, event: str, actor: Actor, data: Mapping[str, Any]) -> DefaultCase:
    default = spot.subject
    answer = None
    if actor.person == ENGINE and data.get("answer") and default.decision:
        answer = Decision(ref=ANSWER, state=data["answer"], kind=default.answer_kind, concerns=data["about"])
    return DefaultCase(default, spot.alliance, ground.rules, spot.now, event, actor, data, decision=answer)


def _tries(event: str, default: Default) -> tuple[Try, ...]:
    return tuple(TRIES[event](default)) if event in TRIES else REASONED


def _nothing(_: Default) -> Iterator[Try]:
    yield Try({})


def _serving(default: Default) -> Iterator[Try]:
    given = default.notice_at or START
    yield Try({"how": "By hand"})
    yield Try({"how": "By hand", "on": given.date() - timedelta(days=3)}, "on a day before the notice")


def _extending(default: Default) -> Iterator[Try]:
    """Try one longer time, once: what holds of it holds of every other."""
    until = default.cure_until
    if until is None or default.served_on is None or until.date() - default.served_on > LONGER:
        return
    yield Try({"until": default.served_on + LONGER + timedelta(days=7)})
    yield Try({"until": default.served_on}, "with a day that gives no more time")


def _curing(default: Default) -> Iterator[Try]:
    if not default.said_put_right:
        yield Try({"evidence": "Done"})
    yield Try({"evidence": BLANK}, "without saying what was done")


def _hearing(default: Default) -> Iterator[Try]:
    if not any(not one.put_right for one in default.hearings):
        yield Try({"reason": WHY})
    yield Try({"reason": BLANK}, "without a word")


def _judging(_: Default) -> Iterator[Try]:
    yield Try({"cured": True, "reason": WHY}, "that it was put right")
    yield Try({"cured": False, "reason": WHY}, "that it was not put right")
    yield Try({"cured": False, "reason": BLANK}, "that it was not put right, without a reason")


TRIES = {
    "confirm": _nothing,
    "give_notice": _nothing,
    "serve": _serving,
    "extend": _extending,
    "cure": _curing,
    "be_heard": _hearing,
    "judge": _judging,
}


def _key(default: Default) -> Hashable:
    """Return what bears on all that can follow; a default that is over is one."""
    if default.state in OVER:
        return default.ended_how
    longer = (
        default.cure_until is not None
        and default.served_on is not None
        and default.cure_until.date() - default.served_on > LONGER
    )
    return (
        default.joined,
        tuple(sorted(default.judged.items())),
        tuple(sorted((e.participant, e.until) for e in default.cure_extensions)),
        longer,
        default.said_put_right,
        any(not one.put_right for one in default.hearings),
        default.decision,
    )
