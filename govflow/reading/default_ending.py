"""What follows from an exclusion for others to look at: what ended that day, and what of the participant's is left for them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import select

from govflow.domain import defaults as d
from govflow.domain.alliances import Alliance
from govflow.domain.seats import Deputy, Office, Seat
from govflow.engine.defaults import EXCLUSION
from govflow.engine.excluding import Consequences, consequences
from govflow.reading.authority import mandate_in_force
from govflow.reading.gatherings import Plain, Seen
from govflow.record.rows import TABLES
from govflow.record.tables.actions import is_open_action
from govflow.record.tables.decisions import is_live
from govflow.record.units import View

ONE_DAY = timedelta(days=1)
Held = TypeVar("Held", Seat, Deputy, Office)


def what_follows(view: View, found: Seen) -> Plain | None:
    """Return what an exclusion comes to, once it was decided, or what it would while the others are asked; None otherwise."""
    default: d.Default = found.case.default
    if default.state == d.EXCLUDED and default.ended_at is not None:
        on = found.case.rules.calendar.local_date(default.ended_at)
        ended = _found(view, _before(found.alliance, default.concerns, on), default.concerns, on)
        return _shown(found, replace(ended, asked_again=_asked_again(view, default.ref)), done=True)
    if default.state == d.PROPOSED and default.answer_kind == EXCLUSION:
        return _shown(found, _found(view, found.alliance, default.concerns, found.case.day), done=False)
    return None


def _found(view: View, alliance: Alliance, participant: str, on: date) -> Consequences:
    decisions = (view.decision(ref) for ref in _refs(view, "decisions", is_live()))
    actions = (view.action(ref) for ref in _refs(view, "actions", is_open_action()))
    return consequences(
        alliance,
        participant,
        on,
        [one for one in decisions if one is not None],
        [one for one in actions if one is not None],
        mandate_in_force(view, on),
    )


def _refs(view: View, table: str, condition: Any) -> tuple[str, ...]:  # noqa: ANN401 - a condition of a query
    row = TABLES[table].c
    return tuple(ref for (ref,) in view.rows(select(row.ref).where(view.mine(table), condition).order_by(row.ref)))


def _before(alliance: Alliance, participant: str, on: date) -> Alliance:
    """Return the alliance with what ended the day before ``on`` as it was: nothing else keeps what an exclusion ended."""
    seats, deputies = _going_on(alliance.seats, on), _going_on(alliance.deputies, on)
    theirs = {s.person for s in seats if s.participant == participant}
    offices = tuple(o for o in _going_on(alliance.offices, on) if o.participant == participant or o.person in theirs)
    return replace(alliance, seats=seats, deputies=deputies, offices=offices)


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


def _shown(found: Seen, ends: Consequences, *, done: bool) -> Plain:
    bodies = {b.id: b.title for b in found.case.policy.bodies}
    return {
        "done": done,
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
