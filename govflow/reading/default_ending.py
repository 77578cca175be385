"""What follows from an exclusion for others to look at: what ended that day, and what of the participant's is left for them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import select

from govflow.domain import defaults as d
from govflow.domain.alliances import Alliance
from govflow.domain.seats import Deputy, Seat
from govflow.engine.excluding import Consequences, consequences
from govflow.reading.authority import mandate_in_force
from govflow.reading.gatherings import Plain, Seen
from govflow.record.rows import TABLES
from govflow.record.tables.actions import is_open_action
from govflow.record.tables.decisions import is_live
from govflow.record.units import View

ONE_DAY = timedelta(days=1)
Held = TypeVar("Held", Seat, Deputy)


def came_to(view: View, found: Seen) -> Consequences:
    """Return what the exclusion ended that a default came to, and what of it still stands for others to look at."""
    default: d.Default = found.case.default
    on = found.case.rules.calendar.local_date(default.ended_at)
    left = left_for_others(view, _before(found.alliance, default.concerns, on), default.concerns, on)
    return replace(left, asked_again=_asked_again(view, default.ref))


def left_for_others(view: View, alliance: Alliance, participant: str, on: date) -> Consequences:
    """Return what an exclusion of ``participant`` on ``on`` ends, and leaves for others, from everything that goes on."""
    decisions = (view.decision(ref) for ref in _refs(view, "decisions", is_live()))
    actions = (view.action(ref) for ref in _refs(view, "actions", is_open_action()))
    live, open_actions = [one for one in decisions if one is not None], [one for one in actions if one is not None]
    return consequences(alliance, participant, on, live, open_actions, mandate_in_force(view, on))


def _refs(view: View, table: str, condition: Any) -> tuple[str, ...]:  # noqa: ANN401 - a condition of a query
    row = TABLES[table].c
    return tuple(ref for (ref,) in view.rows(select(row.ref).where(view.mine(table), condition).order_by(row.ref)))


def _before(alliance: Alliance, participant: str, on: date) -> Alliance:
    """Return the alliance with what ended the day before ``on`` as it was: nothing else keeps what an exclusion ended."""
    seats, deputies = _going_on(alliance.seats, on), _going_on(alliance.deputies, on)
    theirs = {s.person for s in seats if s.participant == participant}
    offices = (
        replace(o, until=None) if o.until == on - ONE_DAY and (o.participant == participant or o.person in theirs) else o
        for o in alliance.offices
    )
    return replace(alliance, seats=seats, deputies=deputies, offices=tuple(offices))


def _going_on(held: Iterable[Held], on: date) -> tuple[Held, ...]:
    return tuple(replace(one, until=None) if one.until == on - ONE_DAY else one for one in held)


def _asked_again(view: View, ref: str) -> tuple[str, ...]:
    """Return the decisions whose positions lapsed by it: what was caused by the end of its part in the alliance."""
    entries = [view.entries(ref)[-1].seq]
    caused = _caused_by(view, entries)
    return tuple(sorted(subject for _, subject in _caused_by(view, [seq for seq, _ in caused]) if subject.startswith("DEC-")))


def _caused_by(view: View, entries: list[int]) -> list[tuple[int, str]]:
    row = TABLES["ledger_entries"].c
    asked = select(row.seq, row.subject).where(view.mine("ledger_entries"), row.cause.in_(entries)).order_by(row.seq)
    return [(seq, subject) for seq, subject in view.rows(asked)]


def in_words(found: Seen, ends: Consequences) -> Plain:
    """Return the consequences with names and titles in the place of references to people and bodies."""
    bodies = {b.id: b.title for b in found.case.policy.bodies}
    return {
        "seats": [(found.name(s.person), bodies.get(s.body, s.body)) for s in ends.seats],
        "deputies": [(found.name(one.person), bodies.get(one.body, one.body)) for one in ends.deputies],
        "offices": [(found.name(o.person), o.role) for o in ends.offices],
        "asked_again": ends.asked_again,
        "awaiting": ends.awaiting,
        "proposals": ends.proposals,
        "actions": ends.actions,
        "handed_to": [found.name(p) for p in ends.handed_to],
        "lines": ends.lines,
    }
