"""Performing an act: one unit of work - lock, load, decide, append, save, follow up - or nothing at all.

The only caller of the engine that writes. ``now`` is read after the lock is held, so the order of entries is the order of times.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from govflow.acts.checking import checked
from govflow.acts.house import House
from govflow.domain import facts as f
from govflow.domain.decisions import Decision
from govflow.domain.refusals import Refused
from govflow.domain.requirement_codes import refuse
from govflow.domain.working_days import Calendar
from govflow.engine import moving, rostering
from govflow.engine.cases import CLOCK, ENGINE, THE_CLOCK, Actor
from govflow.engine.casing import Asking, case_of, rules_of
from govflow.engine.moving import Moved
from govflow.engine.permissions import permitted
from govflow.record.ledger import Receipt
from govflow.record.units import Unit

SUPERSEDABLE = frozenset({"in_force", "implemented", "reviewed"})
MACHINES = frozenset({CLOCK, ENGINE})


@dataclass(frozen=True, slots=True)
class Act:
    """What a door hands in: the act's name, who does it, the subject's reference, the data, and an idempotency key.

    ``participant`` narrows the capacity of somebody who speaks for more than one; ``key`` makes sending it twice safe.
    """

    name: str
    by: str
    subject: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    participant: str = ""


def perform(house: House, alliance: str, act: Act) -> Receipt:
    """Do ``act`` in ``alliance`` and return its receipt. Raises Refused with all that is unmet; then nothing was recorded."""
    if act.by in MACHINES:
        raise Refused((refuse("not-allowed", who=(act.by,), roles="people"),))
    data = checked(act.name, act.data)
    with house.store.unit(alliance) as unit:
        seen = unit.seen(act.key) if act.key else None
        if seen is not None:
            return _same(seen, act)
        return _recorded(house, unit, _decided(house, unit, act, data), act.key)


def perform_clock(house: House, alliance: str, event: str, subject: str) -> Receipt | None:
    """Let the clock do ``event`` on ``subject`` if it is still due; None when something else came first."""
    with house.store.unit(alliance) as unit:
        now = house.clock.now()
        value = unit.alliance() if subject == unit.alliance().ref else unit.decision(subject)
        if value is None or value.due.get(event, now) > now or event not in value.due:
            return None
        if isinstance(value, Decision):
            case = case_of(unit, house.book, value, Asking(f"decision.{event}", CLOCK), now)
            return _recorded(house, unit, moving.move(case), "")
        return _recorded(house, unit, _leaving(house, unit, now), "")


def _decided(house: House, unit: Unit, act: Act, data: Mapping[str, Any]) -> Moved:
    now = house.clock.now()
    if not act.name.startswith("decision."):
        return rostering.change(_roster_case(house, unit, act, data, now))
    decision = _subject(unit, act)
    rules = rules_of(unit, house.book, decision)
    asking = Asking(act.name, act.by, _local(data, rules.calendar), act.participant)
    if decision is None:
        return _begun(house, unit, asking, now)
    return moving.move(case_of(unit, house.book, decision, asking, now))


def _subject(unit: Unit, act: Act) -> Decision | None:
    if act.name == "decision.propose":
        return None
    found = unit.decision(act.subject)
    if found is None:
        raise Refused((refuse("unknown-reference", field="subject", value=act.subject[:80] or "decision without a reference"),))
    return found


def _begun(house: House, unit: Unit, asking: Asking, now: datetime) -> Moved:
    data = dict(asking.data)
    replaced = data.get("supersedes")
    if replaced:
        found = unit.decision(replaced)
        if found is None or found.state not in SUPERSEDABLE:
            why = "there is no decision in force of that reference"
            raise Refused((refuse("invalid", field="supersedes", why=why, remedy="Give the reference of a decision in force."),))
    day = rules_of(unit, house.book, None).calendar.local_date(now)
    data["mandate"] = data["mandate"] if "mandate" in data else _mandate_in_force(unit, day)
    case = case_of(unit, house.book, None, Asking(asking.act, asking.by, data, asking.participant), now)
    return moving.begin(case, unit.next_ref("DEC"))


def _mandate_in_force(unit: Unit, day: date) -> str:
    return max((m.ref for m in unit.mandates() if m.valid_from <= day <= m.valid_until), default="")


def _roster_case(house: House, unit: Unit, act: Act, data: Mapping[str, Any], now: datetime) -> rostering.RosterCase:
    alliance, rules = unit.alliance(), rules_of(unit, house.book, None)
    actor = permitted(alliance, rules.policy, act.name, act.by, None, rules.calendar.local_date(now), act.participant)
    if not isinstance(actor, Actor):
        raise Refused((actor,))
    return rostering.RosterCase(alliance, rules.policy, rules.calendar, now, act.name, actor, data)


def _leaving(house: House, unit: Unit, now: datetime) -> Moved:
    alliance, rules = unit.alliance(), rules_of(unit, house.book, None)
    day = rules.calendar.local_date(now)
    over = [p for p in alliance.participants if p.standing == "leaving" and p.until is not None and p.until < day]
    left = tuple(f.ParticipantMoved(p.id, "left", p.until, p.reason) for p in over)
    case = rostering.RosterCase(alliance, rules.policy, rules.calendar, now, "participant.leave", THE_CLOCK)
    return rostering.roster_moved(case, left)


def _recorded(house: House, unit: Unit, moved: Moved, key: str) -> Receipt:
    receipt = unit.save(moved, key=key)
    for ref, data in _to_look_at(unit, moved):
        subject = unit.decision(ref)
        if subject is None:
            continue
        case = case_of(unit, house.book, subject, Asking("decision.settle", ENGINE, data), moved.at)
        following = moving.look_again(case)
        if following is not None:
            unit.save(following, cause=receipt.seq)
    return receipt


def _to_look_at(unit: Unit, moved: Moved) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Yield the other decisions that ``moved`` bears on: those it supersedes, and open ones whose electorate it touches."""
    after = moved.after
    if isinstance(after, Decision):
        if after.supersedes and any(isinstance(fact, f.Effective) for fact in moved.facts):
            yield after.supersedes, {"successor": after.ref}
    elif any(isinstance(fact, f.ParticipantMoved) for fact in moved.facts):
        for ref in unit.decisions("open"):
            yield ref, {}


def _local(data: Mapping[str, Any], calendar: Calendar) -> Mapping[str, Any]:
    """Return ``data`` with moments that carry no offset read as the alliance's local time."""
    naive = {k: v for k, v in data.items() if isinstance(v, datetime) and v.tzinfo is None}
    return {**data, **{k: calendar.at(v.date(), v.time()) for k, v in naive.items()}} if naive else data


def _same(seen: Receipt, act: Act) -> Receipt:
    """Return the first receipt of a repeated key. Raises Refused when the key now comes with another act or subject."""
    if seen.act == act.name and seen.actor == act.by and act.subject in {"", seen.subject}:
        return seen
    raise Refused((refuse("key-reused", field="key"),))
