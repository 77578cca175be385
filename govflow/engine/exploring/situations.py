"""When two situations are the same: time as what has come and what has not, participants as alike where nothing marks them."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime

from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Approval, Decision
from govflow.domain.interests import Interest
from govflow.engine.exploring.worlds import World


@dataclass(frozen=True, slots=True)
class Place:
    """A situation: the decision, the time, and the alliance as it is by now. ``since`` is when exploring began."""

    world: int
    decision: Decision
    now: datetime
    alliance: Alliance
    turned: int = 0
    since: datetime | None = None


def signatures(world: World, place: Place) -> Mapping[str, Hashable]:
    """Return for each participant everything that sets it apart; those with equal ones may change places."""
    decision = place.decision
    asked, positions = decision.electorate, {p.participant: p for p in decision.positions if p.current}
    approvals = {a.participant: _approval(a, place.now) for a in decision.approvals}
    found: dict[str, Hashable] = {}
    for participant in world.participants:
        given = positions.get(participant)
        found[participant] = (
            world.marks.get(participant, ""),
            participant in asked,
            (given.choice, given.deputy) if given else "",
            str(approvals.get(participant, "")),
            tuple(_interest(i, participant) for i in decision.interests),
        )
    return found


def _approval(one: Approval, now: datetime) -> Hashable:
    """Return what is so of an own body's decision: its notice, and whether that is full, the decision, its call-in, and the last one."""
    noticed = (one.route, one.earliest_on is not None and one.earliest_on <= now.date())
    decided = (one.decided_on is not None, one.call_in_ends_at is not None and one.call_in_ends_at <= now)
    called_in = one.called_in_at is not None and (now - one.called_in_at).days
    return (one.approved, *noticed, *decided, called_in)


def _interest(interest: Interest, participant: str) -> Hashable:
    mine = interest.participant == participant
    return (mine, interest.ruled_by_participant == participant, participant in interest.confirmed_by, *_shape(interest))


def _shape(interest: Interest) -> tuple[Hashable, ...]:
    by = interest.person.partition("/")[2]
    return (interest.kind, by, interest.handling, interest.confirmations, len(interest.confirmed_by))


def key(world: World, place: Place, notice_full: bool) -> Hashable:  # noqa: FBT001
    """Return what a situation comes to for everything that may happen next."""
    decision, now = place.decision, place.now
    asked, given = decision.asked, decision.circulation
    return (
        place.world,
        place.turned,
        decision.state,
        min(decision.version, 2),
        decision.failures,
        notice_full,
        tuple((event, at <= now) for event, at in decision.due.items()),
        decision.settles_at is not None and decision.settles_at > now,
        (bool(asked.lapsed), bool(asked.meeting)) if asked else "",
        (given.urgent, given.by_role, bool(given.safe), given.interests_asked, given.version == decision.version)
        if given
        else "",
        (bool(decision.wording_proposed), decision.wording_by_role, decision.edited_round == decision.round_no),
        any(c.what == "question" for c in decision.contributions),
        bool(decision.rung),
        bool(decision.held_by),
        bool(decision.directed),
        _days_over(world, place),
        tuple(sorted(map(repr, signatures(world, place).values()))),
    )


def _days_over(world: World, place: Place) -> int:
    since = place.since or place.now
    return sum((place.now - since).days >= days for days in world.waits)
