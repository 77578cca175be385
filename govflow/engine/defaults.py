"""Defaults: the case of an act on one, who the others are, who may read it, and where it stands. Pure functions.

Whoever may not read a default is not told that there is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from govflow.domain import defaults
from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.defaults import Default
from govflow.domain.participants import GONE
from govflow.domain.seats import Deputy, Office, Seat, covers
from govflow.engine.cases import Actor, Asked, NounCase
from govflow.engine.mandating import LEADERSHIP_LEVEL, OWNER_LEVEL

if TYPE_CHECKING:
    from govflow.engine.machine import Rules

EXCLUSION, SUSPENSION = "exclusion", "suspension-of-activities"  # the kinds of decision that answer a default
FAILED = frozenset({"withdrawn", "lapsed", "not_reached", "deadlocked"})
UNSEEN = frozenset({"draft", "consulting"})
BINDING = frozenset({"in_force", "implemented", "reviewed", "superseded"})
CHAIRING = ("chair", "deputy chair")


@dataclass(frozen=True, slots=True)
class DefaultCase(NounCase):
    """One asking for an act on a default; ``decision`` is the others' answer, ``going`` the defaults that have not ended."""

    noun: ClassVar[str] = "default"
    apply: ClassVar[Any] = staticmethod(defaults.apply)

    default: Default
    alliance: Alliance
    rules: "Rules"
    now: datetime
    event: str
    actor: Actor
    data: Mapping[str, Any] = field(default_factory=dict)
    decision: Decision | None = None
    going: tuple[Default, ...] = ()


def leadership(case: Asked) -> str:
    """Return the body of the leadership team."""
    return next((b.id for b in case.policy.bodies if b.level == LEADERSHIP_LEVEL), "")


def owner_body(case: Asked) -> str:
    """Return the body in which the owner sits."""
    return next((b.id for b in case.policy.bodies if b.level == OWNER_LEVEL), "")


def is_owner(case: Asked, participant: str) -> bool:
    """Say whether a participant is the owner, which is not excluded from what it owns."""
    return any(p.id == participant and owner_body(case) in p.bodies for p in case.alliance.participants)


def others(case: DefaultCase) -> tuple[str, ...]:
    """Return the participants that decide today, without the one concerned."""
    return tuple(p for p in case.alliance.members(case.default.body) if p != case.default.concerns)


def holder(case: DefaultCase, participant: str) -> str:
    """Return who holds a participant's seat in the leadership team today, "" when nobody does."""
    return case.alliance.holder(participant, case.default.body, case.day)


def holders(case: DefaultCase, participants: tuple[str, ...]) -> tuple[str, ...]:
    """Return who holds the leadership seats of ``participants``; of none who belongs to the one concerned."""
    return tuple(p for p in (holder(case, one) for one in participants) if p and not belongs(case, p))


def speaks_for_one(case: DefaultCase) -> bool:
    """Say whether the actor holds the leadership seat of one of the others."""
    mine = case.actor.capacity.participant
    return mine in others(case) and holder(case, mine) == case.actor.person


def belongs(case: DefaultCase, person: str) -> bool:
    """Say whether somebody holds a seat, a deputyship or an office of the one concerned."""
    return person in people_of(case.alliance, case.default.concerns, case)


def people_of(alliance: Alliance, participant: str, case: Asked) -> frozenset[str]:
    """Return everybody who holds a seat, a deputyship or an office of ``participant`` today."""
    every: tuple[Seat | Deputy | Office, ...] = (*alliance.seats, *alliance.deputies, *alliance.offices)
    return frozenset(one.person for one in every if one.participant == participant and covers(one.since, one.until, case.day))


def concerned(case: DefaultCase) -> tuple[str, ...]:
    """Return those who speak for the one concerned: of the leadership team, deputies for it, and chief executives.

    Once it is excluded, those who did on the day before.
    """
    default, day = case.default, case.day
    if default.state == defaults.EXCLUDED and default.ended_at is not None:
        day = min(day, case.rules.calendar.local_date(default.ended_at) - timedelta(days=1))
    seats: tuple[Seat | Deputy, ...] = (*case.alliance.seats, *case.alliance.deputies)
    here = (s for s in seats if s.stands and (s.participant, s.body) == (default.concerns, default.body))
    speaking = [s.person for s in here if covers(s.since, s.until, day)]
    offices = (o for o in case.alliance.offices if o.stands and o.participant == default.concerns)
    chiefs = (o for o in offices if o.role == "chief executive")
    speaking += [o.person for o in chiefs if covers(o.since, o.until, day)]
    active = frozenset(p.ref for p in case.alliance.people if p.active)
    return tuple(p for p in dict.fromkeys(speaking) if p in active)


def serving(case: DefaultCase) -> tuple[str, ...]:
    """Return who may serve the notice: the alliance manager and the chair, unless they belong to the one concerned."""
    offices = (*case.alliance.in_office("manager", case.day), *case.alliance.in_office("chair", case.day, case.default.body))
    return tuple(p for p in dict.fromkeys(offices) if not belongs(case, p))


def leading(case: DefaultCase) -> tuple[str, ...]:
    """Return those of the others who read it from the beginning: leadership, chair, alliance manager and the owner."""
    owner = owner_body(case)
    sitting = (case.alliance.holder(p, owner, case.day) for p in case.alliance.members(owner))
    owners = tuple(p for p in sitting if p and not belongs(case, p))
    return tuple(dict.fromkeys([*holders(case, others(case)), *serving(case), *owners]))


def readers(case: DefaultCase) -> tuple[str, ...]:
    """Return who may read the default; those it concerns only once the notice stands. Nobody else is told that there is one."""
    return tuple(dict.fromkeys([*leading(case), *(concerned(case) if case.default.notice_at else ())]))


def is_gone(case: DefaultCase) -> bool:
    """Say whether the one concerned is no longer in the alliance."""
    found = case.alliance.participant(case.default.concerns)
    return found is None or found.standing in GONE


def agreed_day(case: DefaultCase) -> datetime | None:
    """Return until when (UTC) all the others agree that there is time to put it right, where that is later than it is; else None."""
    agreed = {e.participant: e.until for e in case.default.cure_extensions}
    days = {agreed.get(p) for p in others(case)}
    day = days.pop() if len(days) == 1 else None
    until = case.rules.calendar.at(day, case.policy.closing) if day is not None else None
    later = until is not None and until > max(case.now, case.default.cure_until or case.now)
    return until if later else None


def all_judge(case: DefaultCase, *, cured: bool) -> bool:
    """Say whether every one of the others says that it was put right, or not; silence says neither."""
    every = others(case)
    return bool(every) and all(case.default.judged.get(p) is cured for p in every)
