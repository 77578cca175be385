"""Performing an act: one unit of work - lock, load, decide, append, save, follow up - or nothing at all.

The only caller of the engine that writes. ``now`` is read after the lock is held, so the order of entries is the order of times.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from govflow.acts import participants
from govflow.acts.checking import checked
from govflow.acts.defaulting import check_readable
from govflow.acts.following import consequences
from govflow.acts.house import House
from govflow.acts.inviting import with_invitations
from govflow.acts.keeping import keep_rules
from govflow.acts.nudging import to_nudge
from govflow.acts.standing import mandate_in_force
from govflow.acts.telling import case_for
from govflow.domain.actions import Action
from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.defaults import Default
from govflow.domain.issues import Issue
from govflow.domain.mandate_versions import IN_FORCE, MandateVersion
from govflow.domain.meetings import Meeting
from govflow.domain.minutes import Minutes
from govflow.domain.refusals import Refused
from govflow.domain.requirement_codes import refuse
from govflow.domain.typed import TypedError, refuse_unreadable
from govflow.domain.working_days import Calendar
from govflow.engine import moving, planning, preparing_defaults, proposing, rostering
from govflow.engine.cases import CLOCK, ENGINE
from govflow.engine.casing import Asking, case_of, gathering_case, rules_of
from govflow.engine.guards.interests import misdeclared
from govflow.engine.linking import ENDED
from govflow.engine.machine import Rules
from govflow.engine.moving import Moved
from govflow.engine.reminding import owing
from govflow.engine.sharing import may_read
from govflow.record.ledger import Receipt, prefix
from govflow.record.units import Unit

OVER = frozenset({"withdrawn", "superseded", "expired"})  # of a version of the mandate
SUPERSEDABLE = frozenset({"in_force", "implemented", "reviewed"})
MACHINES = frozenset({CLOCK, ENGINE})
NAMING = ("subject", "about", "decision", "linked", "supersedes", "releases")  # where the data of an act names a decision
NOUN_OF: Mapping[type, str] = {
    Decision: "decision",
    MandateVersion: "mandate",
    Issue: "issue",
    Default: "default",
    Meeting: "meeting",
    Minutes: "minutes",
    Action: "action",
}
GATHERINGS = frozenset({"mandate", "issue", "default", "meeting", "minutes", "action"})
PREFIX: Mapping[str, str] = {"mandate": "MAN", "issue": "ISS", "default": "DEF", "meeting": "MTG", "action": "ACT"}
BEGINNING: Mapping[str, Callable[[Any, str], Moved]] = {
    "meeting.plan": planning.plan,
    "meeting.request": planning.plan,
    "action.open": planning.open_action,
    "mandate.draft": planning.draft_mandate,
    "issue.log": planning.log_issue,
    "default.prepare": preparing_defaults.prepare,
}


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
    with unit_of_acts(house, alliance) as acts:
        return acts.perform(act)


@dataclass(frozen=True, slots=True)
class UnitOfActs:
    """Several acts in one unit of work: all of them are recorded, or none."""

    house: House
    unit: Unit

    @property
    def alliance(self) -> Alliance:
        """Return the alliance as the acts so far have left it."""
        return self.unit.alliance()

    def perform(self, act: Act) -> Receipt:
        """Do ``act`` after those before it and return its receipt.

        Raises Refused, and has then recorded nothing of this act: the caller may go on, to find what else is refused.
        """
        if act.by in MACHINES:
            raise Refused((refuse("not-allowed", who=(act.by,), roles="people"),))
        _check_readable(act)
        data = checked(act.name, act.data)
        seen = self.unit.seen(act.key) if act.key else None
        if seen is not None:
            return _same(seen, act)
        _check_drafts(self.house, self.unit, act, data)
        receipt = _recorded(self.house, self.unit, _decided(self.house, self.unit, act, data), act.key)
        if act.name == "person.correct" and "contact" in data and data["person"] != act.by:
            self.unit.follow_address(data["person"], data["contact"].casefold(), act.by, receipt.at)
        return receipt


def _check_readable(act: Act) -> None:
    """Refuse references and keys that no database can look for."""
    for name, value in (("subject", act.subject), ("participant", act.participant), ("key", act.key)):
        try:
            refuse_unreadable(value)
        except TypedError as wrong:
            raise Refused((refuse("unknown-reference", field=name, value=ascii(value[:80])),)) from wrong


@contextmanager
def unit_of_acts(house: House, alliance: str) -> Iterator[UnitOfActs]:
    """Give a unit of work for several acts; when the block raises, nothing of it is recorded."""
    with house.store.unit(alliance) as unit:
        yield UnitOfActs(house, unit)


def perform_clock(house: House, alliance: str, event: str, subject: str) -> Receipt | None:
    """Let the clock do ``event`` on ``subject`` if it is still due; None when something else came first."""
    with house.store.unit(alliance) as unit:
        now = house.clock.now()
        value = unit.alliance() if subject == unit.alliance().ref else unit.subject(subject)
        if value is None or value.due.get(event, now) > now or event not in value.due:
            return None
        if isinstance(value, Alliance):
            return _recorded(house, unit, participants.by_clock(house, unit, event, now), "")
        asking = Asking(f"{NOUN_OF[type(value)]}.{event}", CLOCK)
        case = (
            case_of(unit, house.book, value, asking, now)
            if isinstance(value, Decision)
            else (gathering_case(unit, house.book, value, asking, now))
        )
        return _recorded(house, unit, moving.move(case), "")


def _check_drafts(house: House, unit: Unit, act: Act, data: Mapping[str, Any]) -> None:
    """Refuse a reference to somebody else's draft in the words for one that there is not."""
    named = {"subject": act.subject} | {name: str(data[name]) for name in NAMING if data.get(name)}
    for field_name, ref in named.items():
        found = unit.decision(ref) if prefix(ref) == "DEC" else None
        if found is None or found.shared:
            continue
        rules = rules_of(unit, house.book, found)
        if not may_read(unit.alliance(), rules.policy, act.by, found, rules.calendar.local_date(house.clock.now())):
            raise Refused((refuse("unknown-reference", field=field_name, value=ref[:80]),))


def _decided(house: House, unit: Unit, act: Act, data: Mapping[str, Any]) -> Moved:
    now, noun = house.clock.now(), act.name.partition(".")[0]
    if noun in GATHERINGS:
        return _gathered(house, unit, act, data, now)
    if act.name == "notice.nudge":
        check_readable(unit, house, data["subject"], act.by, now)
        data = {
            **data,
            "people": to_nudge(unit, owing(case_for(unit, house, _existing(unit, data["subject"]), now)), data["subject"], now),
        }
    if noun != "decision":
        return rostering.change(participants.roster_case(house, unit, act, data, now))
    decision = _subject(unit, act)
    rules = rules_of(unit, house.book, decision)
    asking = Asking(act.name, act.by, _local(data, rules.calendar), act.participant)
    if decision is None:
        return _begun(house, unit, asking, now)
    case = case_of(unit, house.book, decision, asking, now)
    wrong = misdeclared(case) if act.name == "decision.declare_interest" else None
    if wrong is not None:
        raise Refused((wrong,))
    return moving.move(case)


def _gathered(house: House, unit: Unit, act: Act, data: Mapping[str, Any], now: datetime) -> Moved:
    """Return what an act on a meeting, minutes or an action comes to."""
    noun = act.name.partition(".")[0]
    if act.name == "mandate.vary":
        return _varied(house, unit, act, data, now)
    subject = None if act.name in BEGINNING else unit.subject(act.subject)
    if act.name not in BEGINNING and NOUN_OF.get(type(subject)) != noun:
        raise Refused((refuse("unknown-reference", field="subject", value=act.subject[:80] or f"{noun} without a reference"),))
    if act.name == "mandate.draft":
        _check_alone(unit)
    check_readable(unit, house, act.subject, act.by, now)
    rules = rules_of(unit, house.book, subject, noun)
    asking = Asking(act.name, act.by, _local(data, rules.calendar), act.participant)
    case: Any = gathering_case(unit, house.book, subject, asking, now)
    if subject is not None:
        return moving.move(case)
    keep_rules(unit, rules)
    return BEGINNING[act.name](case, unit.next_ref(PREFIX[noun]))


def _check_alone(unit: Unit) -> None:
    """Refuse a second mandate beside one that stands or is on its way: what changes it is a variation."""
    there = next((m.ref for m in unit.mandates() if m.state not in OVER), "")
    if there:
        why = f"there is a mandate already ({there})"
        raise Refused((refuse("invalid", field="subject", why=why, remedy="Vary that one, or end it first."),))


def _varied(house: House, unit: Unit, act: Act, data: Mapping[str, Any], now: datetime) -> Moved:
    """Return the beginning of a new version beside the one in force; only one is on its way at a time."""
    ref = act.subject or mandate_in_force(unit, rules_of(unit, house.book, None).calendar.local_date(now))
    found = unit.mandate(ref)
    if found is None or found.state != IN_FORCE:
        raise Refused((refuse("unknown-reference", field="subject", value=ref[:80] or "mandate in force"),))
    going = [m.ref for m in unit.mandates() if m.varies == found.ref and m.state not in OVER]
    if going:
        why = f"a variation of it is on its way ({going[0]})"
        raise Refused((refuse("invalid", field="subject", why=why, remedy="Go on with that one, or withdraw it."),))
    case: Any = gathering_case(unit, house.book, None, Asking(act.name, act.by, data, act.participant), now)
    keep_rules(unit, case.rules)
    return planning.draft_mandate(case, unit.next_ref(PREFIX["mandate"]), found)


def _existing(unit: Unit, ref: str) -> str:
    if unit.subject(ref) is None:
        raise Refused((refuse("unknown-reference", field="subject", value=ref[:80]),))
    return ref


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
    rules = rules_of(unit, house.book, None)
    _check_route(unit, rules, data)
    if data.get("linked"):
        _check_linked(unit, rules, data["linked"])
    day = rules.calendar.local_date(now)
    data["mandate"] = data["mandate"] if "mandate" in data else mandate_in_force(unit, day)
    case = case_of(unit, house.book, None, Asking(asking.act, asking.by, data, asking.participant), now)
    return proposing.begin(case, unit.next_ref("DEC"))


def _check_route(unit: Unit, rules: Rules, data: Mapping[str, Any]) -> None:
    """Refuse to propose by hand what only a default that was not put right asks for, or a mandate that is issued: each is answered once."""
    kind, whom = rules.policy.kind(data["kind"]), unit.alliance().participant(data.get("concerns") or "")
    if kind is not None and kind.about == "default" and whom is not None:
        raise Refused((refuse("no-default-case", field="kind", whom=whom.title),))
    if kind is not None and "mandate" in kind.changes:
        why, remedy = "the decision that answers a mandate begins by itself when it is issued", "Answer that one."
        raise Refused((refuse("invalid", field="kind", why=why, remedy=remedy),))


def _check_linked(unit: Unit, rules: Rules, ref: str) -> None:
    """Refuse to link a proposal to anything but a reserved matter that is still to come into force."""
    found = unit.decision(ref)
    kind = rules.policy.kind(found.kind) if found else None
    if found is None or kind is None or not kind.is_reserved or found.state in ENDED | SUPERSEDABLE | {"superseded"}:
        why = "there is no reserved matter of that reference that is still to come into force"
        raise Refused((refuse("invalid", field="linked", why=why, remedy="Give the reference of the owner's decision."),))


def _recorded(house: House, unit: Unit, moved: Moved, key: str) -> Receipt:
    receipt = unit.save(with_invitations(house, unit, moved), key=key)
    _follow(house, unit, moved, receipt.seq)
    return receipt


def _follow(house: House, unit: Unit, moved: Moved, cause: int) -> None:
    """Save what follows from ``moved``, and what follows from that."""
    for following in consequences(house, unit, moved):
        _follow(house, unit, following, unit.save(with_invitations(house, unit, following), cause=cause).seq)


def _local(data: Mapping[str, Any], calendar: Calendar) -> Mapping[str, Any]:
    """Return ``data`` with moments that carry no offset read as the alliance's local time."""
    naive = {k: v for k, v in data.items() if isinstance(v, datetime) and v.tzinfo is None}
    return {**data, **{k: calendar.at(v.date(), v.time()) for k, v in naive.items()}} if naive else data


def _same(seen: Receipt, act: Act) -> Receipt:
    """Return the first receipt of a repeated key. Raises Refused when the key now comes with another act or subject."""
    if seen.act == act.name and seen.actor == act.by and act.subject in {"", seen.subject}:
        return seen
    raise Refused((refuse("key-reused", field="key"),))
