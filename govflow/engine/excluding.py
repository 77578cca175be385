"""What follows when a participant is excluded: what of it ends that day, and what of it others have to look at. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from govflow.domain.actions import Action
from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.mandates import Mandate
from govflow.domain.participants import EXCLUDED
from govflow.domain.seats import Deputy, Office, Seat, covers
from govflow.engine import rostering
from govflow.engine.cases import THE_ENGINE
from govflow.engine.defaults import CHAIRING, DefaultCase
from govflow.engine.moving import Moved
from govflow.engine.participants import departures
from govflow.engine.roster_cases import RosterCase

ONE_DAY = timedelta(days=1)
PREPARING = frozenset({"draft", "consulting", "circulated", "not_reached", "inquorate", "deferred"})


@dataclass(frozen=True, slots=True)
class Consequences:
    """What an exclusion on a day ends, and what of the participant's is left for others; references and ids.

    ``asked_again`` are decisions whose positions lapse, ``awaiting`` those that wait for its own body and so will lapse, ``proposals``
    what it put forward and is still on its way; ``handed_to`` are the people who take its open ``actions`` on.
    """

    seats: tuple[Seat, ...]
    deputies: tuple[Deputy, ...]
    offices: tuple[Office, ...]
    asked_again: tuple[str, ...]
    awaiting: tuple[str, ...]
    proposals: tuple[str, ...]
    actions: tuple[str, ...]
    handed_to: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]


def consequences(  # noqa: PLR0913, PLR0917 - each is a different thing that it bears on
    alliance: Alliance,
    participant: str,
    on: date,
    decisions: Iterable[Decision] = (),
    actions: Iterable[Action] = (),
    mandate: Mandate | None = None,
) -> Consequences:
    """Return what follows when ``participant`` is excluded on ``on``, from what stands before; ``lines`` are (line, year) it holds.

    ``decisions`` and ``actions`` are those to be looked through.
    """
    found = tuple(decisions)
    return Consequences(
        seats=tuple(s for s in alliance.seats if s.participant == participant and _goes_on(s, on)),
        deputies=tuple(d for d in alliance.deputies if d.participant == participant and _goes_on(d, on)),
        offices=_offices(alliance, participant, on),
        asked_again=tuple(d.ref for d in found if d.state == "open" and participant in d.electorate),
        awaiting=tuple(d.ref for d in found if participant in {a.participant for a in d.awaited}),
        proposals=tuple(d.ref for d in found if d.participant == participant and d.state in PREPARING),
        actions=tuple(a.ref for a in actions if a.participant == participant and a.closed_at is None),
        handed_to=alliance.in_office("manager", on),
        lines=tuple((e.line, e.year) for e in mandate.envelope if e.holder == participant) if mandate else (),
    )


def _goes_on(held: Seat | Deputy | Office, on: date) -> bool:
    return held.until is None or held.until >= on


def _offices(alliance: Alliance, participant: str, on: date) -> tuple[Office, ...]:
    """Return the offices that name it, and the chair where somebody who sits for it holds that; others keep whoever holds them."""
    sitting = {s.person for s in alliance.seats if s.participant == participant and covers(s.since, s.until, on)}
    chairing = (o for o in alliance.offices if o.role in CHAIRING and o.person in sitting)
    named = (o for o in alliance.offices if o.participant == participant)
    return tuple(o for o in dict.fromkeys((*named, *chairing)) if _goes_on(o, on))


def exclude(case: DefaultCase) -> Moved:
    """Return the end of an excluded participant's part in the alliance: its standing, its seats, its deputies and its offices."""
    participant, last = case.default.concerns, case.day - ONE_DAY
    facts = departures(case.alliance, {participant: last}, decision=case.default.decision, standing=EXCLUDED)
    roster = RosterCase(case.alliance, case.policy, case.rules.calendar, case.now, "participant.exclude", THE_ENGINE)
    return rostering.roster_moved(roster, facts)
