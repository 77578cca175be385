"""Small worlds in which others put somebody in for a participant while positions are open: the door to the roster, then answers."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from govflow.domain.alliances import Alliance
from govflow.domain.policies import Policy
from govflow.domain.refusals import Refused
from govflow.domain.working_days import Calendar
from govflow.engine import rostering
from govflow.engine.cases import Actor, Capacity
from govflow.engine.exploring.casts import DEPUTY, FIRST, SEAT, TEAM, person, with_deputy, with_standing, without_seat
from govflow.engine.exploring.making import Maker
from govflow.engine.exploring.worlds import START, Turn, World
from govflow.engine.roster_cases import RosterCase

MANAGER, CHAIR = "manager", "chair"
HOLDER, STRANGER, ANOTHER = (person(FIRST, part) for part in (SEAT, DEPUTY, TEAM))
# Ways of asking that other worlds try.
ODD = frozenset(
    {"without a reason", "changing nothing", "altering what the mandate reserves", "emptying a part of the statement"}
)
Acts = tuple[tuple[str, str, Mapping[str, Any]], ...]


def placed_worlds(make: Maker) -> Iterator[World]:
    """Give the worlds of what the manager does to a participant's seat while positions are open, alone and with whose word."""
    seat = {"participant": FIRST, "body": make.body}
    filled: Acts = (("seat.end", MANAGER, {**seat, "person": HOLDER}), ("seat.fill", MANAGER, {**seat, "person": STRANGER}))
    word = {**seat, "person": STRANGER}
    named: Acts = (("deputy.name", MANAGER, word), ("absence.notify", MANAGER, {**seat, "person": HOLDER}))
    alone = make.people
    for one in alone.seats:
        alone = without_seat(alone, FIRST, one.body) if one.person == ANOTHER else alone
    deputy = with_deputy(make.people, make.body, absent=False)
    for name, before, acts in (
        ("a seat filled by others", make.people, filled),
        ("a seat filled by others, and confirmed", make.people, (*filled, ("seat.confirm", ANOTHER, word))),
        ("a seat filled by others, and confirmed by the chair", alone, (*filled, ("seat.confirm", CHAIR, word))),
        ("a deputy named by others", make.people, named),
        ("a deputy named by others, and confirmed", make.people, (*named, ("deputy.confirm", ANOTHER, word))),
        ("an absence notified by others", deputy, named[1:]),
    ):
        turn = Turn("The manager changes who speaks for Council", alliance=_after(make.policy, before, acts))
        given: dict[str, Any] = {"alliance": before, "turns": (turn,), "marks": {FIRST: "put in"}, "waits": (1, 2)}
        yield make.world(name, make.opened(), ("agree",), still=True, depth=3, **given)


def _after(policy: Policy, before: Alliance, acts: Acts) -> Alliance:
    """Return the alliance after what people do to it, the day after positions opened."""
    calendar = Calendar(ZoneInfo(policy.zone), lambda _day: False)
    opened = calendar.at(calendar.after_clear_days(calendar.local_date(START), policy.clocks["notice"].n), time(10, 0))
    for act, by, data in acts:
        before = _done(policy, calendar, before, opened + timedelta(days=1), (act, by, data))
    return before


def _done(
    policy: Policy, calendar: Calendar, before: Alliance, at: datetime, act: tuple[str, str, Mapping[str, Any]]
) -> Alliance:
    name, by, data = act
    case = RosterCase(before, policy, calendar, at, name, Actor(by, Capacity(by)), data)
    try:
        after = rostering.change(case).after
    except Refused:
        return before
    return after if isinstance(after, Alliance) else before


def ended_worlds(make: Maker) -> Iterator[World]:
    """Give the worlds in which whoever put a proposal forward has nothing left by which they could."""
    events = ("revise", "answer", "amend", "defer", "withdraw")
    for standing in ("left", "suspended"):
        gone = with_standing(make.people, FIRST, standing)
        for body in {one.body for one in gone.seats} if standing == "left" else ():
            gone = without_seat(gone, FIRST, body)
        yield from _ended(make, f"a proposer whose organisation is {standing}", gone, events)
    yield from _ended(make, "a proposer out of the seat", without_seat(make.people, FIRST, make.body), events)


def _ended(make: Maker, name: str, gone: Alliance, events: tuple[str, ...]) -> Iterator[World]:
    turn = Turn("The proposer's standing ends", alliance=gone)
    given: dict[str, Any] = {"turns": (turn,), "marks": {FIRST: "proposer"}, "depth": 2, "skip": ODD, "proposer": HOLDER}
    yield make.world(f"{name}, before notice", (), events, **given)
    yield make.world(f"{name}, while it is open", make.opened(), events, still=True, **given)
