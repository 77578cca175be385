"""What follows from an act in the same unit of work: other subjects it bears on are looked at, and what it calls for begins.

Each is an entry of its own, caused by the first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from govflow.acts.defaulting import of_answer as of_default_answer
from govflow.acts.defaulting import of_default, of_roster
from govflow.acts.holding import of_deadlock, of_issue, of_participants
from govflow.acts.house import House
from govflow.acts.keeping import keep_rules
from govflow.definitions.series import occurrences
from govflow.domain import facts as f
from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.defaults import Default
from govflow.domain.issues import Issue
from govflow.domain.mandate_versions import EXPIRED, IN_FORCE, SUPERSEDED, MandateVersion
from govflow.domain.meetings import Meeting
from govflow.domain.refusals import Refused
from govflow.domain.requirement_codes import refuse
from govflow.domain.sentences import day
from govflow.domain.translating import say
from govflow.engine import moving, planning, proposing
from govflow.engine.cases import CLOCK, ENGINE
from govflow.engine.casing import ABOUT_TO_REPLACE, Asking, case_of, gathering_case, rules_of
from govflow.engine.gatherings import MeetingCase
from govflow.engine.minuting import Happened, draft
from govflow.engine.moving import Moved
from govflow.record.units import Unit

Looked = tuple[str, Mapping[str, Any]]
OPEN = "open"


def consequences(house: House, unit: Unit, moved: Moved) -> Iterator[Moved]:
    """Yield what follows from ``moved``, one after the other; each must be saved before the next is asked for."""
    for ref, data in _to_look_at(unit, house, moved):
        subject = unit.decision(ref)
        if subject is None:
            continue
        following = moving.look_again(case_of(unit, house.book, subject, Asking("decision.settle", ENGINE, data), moved.at))
        if following is not None:
            yield following
    if isinstance(moved.after, Meeting):
        yield from _of_meeting(house, unit, moved, moved.after)
    if isinstance(moved.after, MandateVersion):
        yield from _of_mandate(house, unit, moved, moved.after)
    if isinstance(moved.after, Decision):
        yield from _of_decision(house, unit, moved, moved.after)
    if isinstance(moved.after, Alliance):
        yield from of_participants(house, unit, moved)
        yield from of_roster(house, unit, moved)
    if isinstance(moved.after, Issue):
        yield from of_issue(house, unit, moved, moved.after)
    if isinstance(moved.after, Default):
        yield from of_default(house, unit, moved, moved.after)


def _of_decision(house: House, unit: Unit, moved: Moved, decision: Decision) -> Iterator[Moved]:
    """Yield what it means for the mandate or the default that a decision answers, and the issue that its deadlock raises."""
    if moved.origin != moved.to:
        yield from _of_answer(house, unit, moved, decision)
        yield from of_default_answer(house, unit, moved, decision)
    yield from of_deadlock(house, unit, moved, decision)


def _to_look_at(unit: Unit, house: House, moved: Moved) -> Iterable[Looked]:
    """Yield the decisions that ``moved`` bears on: one it supersedes, those whose electorate it touches, those open in a meeting."""
    after = moved.after
    if isinstance(after, Decision):
        if any(isinstance(fact, f.Effective) for fact in moved.facts):
            yield from _of_coming_into_force(after)
        if moved.origin != moved.to or any(isinstance(fact, f.Unheld) for fact in moved.facts):
            yield from ((ref, {}) for ref in _waiting_for(unit, house, after))
        if moved.origin in ABOUT_TO_REPLACE and moved.to not in ABOUT_TO_REPLACE:
            yield from ((ref, {}) for ref in _in_the_same_place(unit, after))
    elif isinstance(after, Meeting):
        if any(isinstance(fact, f.Arrived | f.Departed | f.MeetingEnded) for fact in moved.facts):
            yield from ((item.decision, {"present": after.represented}) for item in after.items if item.decision)
    elif any(isinstance(fact, f.ParticipantMoved) for fact in moved.facts):
        for ref in unit.decisions(OPEN):
            yield ref, {}


def _waiting_for(unit: Unit, house: House, decision: Decision) -> Iterator[str]:
    """Yield the linked decisions that are agreed and wait for this one."""
    kind = rules_of(unit, house.book, decision).policy.kind(decision.kind)
    following = unit.following_from(decision.ref) if kind and kind.is_reserved else ()
    for ref in (decision.linked,) if decision.linked else following:
        found = unit.decision(ref)
        if found is not None and found.state == "awaiting_linked":
            yield ref


def _in_the_same_place(unit: Unit, decision: Decision) -> Iterator[str]:
    """Yield the decisions with open positions that would replace the same one, or give back its money: they wait for it no longer."""
    place = {decision.supersedes, decision.text.releases} - {""}
    for ref in unit.decisions(OPEN) if place else ():
        found = unit.decision(ref)
        if found is not None and place & {found.supersedes, found.text.releases}:
            yield ref


def _of_coming_into_force(decision: Decision) -> Iterable[Looked]:
    """Yield the decision that this one replaces, then this one, which takes that one's money over; and one whose money it gives back."""
    if decision.supersedes:
        yield decision.supersedes, {"successor": decision.ref}
        yield decision.ref, {"freed": decision.supersedes}
    if decision.text.releases:
        yield decision.text.releases, {"released_by": decision.ref, "pence": decision.text.amount_pence}


def _of_mandate(house: House, unit: Unit, moved: Moved, mandate: MandateVersion) -> Iterator[Moved]:
    """Yield what follows from an act on the mandate: the decision that answers it, the version it replaces, decisions under that."""
    if any(isinstance(fact, f.MandateIssued) for fact in moved.facts):
        begun = _answer(house, unit, moved, mandate)
        yield begun
        yield from _look(house, unit, mandate.ref, {"decision": begun.ref}, moved)
    if moved.to == "returned" and moved.actor != ENGINE and mandate.decision:
        yield _withdrawn(house, unit, moved, mandate)
    if moved.to == IN_FORCE and mandate.varies:
        yield from _look(house, unit, mandate.varies, {"successor": mandate.ref}, moved)
    if moved.to in {SUPERSEDED, EXPIRED}:
        for ref in unit.decisions(OPEN):
            decision = unit.decision(ref)
            if decision is not None and decision.mandate == mandate.ref:
                found = moving.look_again(case_of(unit, house.book, decision, Asking("decision.settle", ENGINE), moved.at))
                if found is not None:
                    yield found


def _answer(house: House, unit: Unit, moved: Moved, mandate: MandateVersion) -> Moved:
    """Begin the decision by which the leadership team answers the mandate; the owner proposes it."""
    policy = rules_of(unit, house.book, None).policy
    kind = next(k.id for k in policy.kinds if "mandate" in k.changes)
    issued = mandate.issued
    again = f", issued for the {ordinal(issued.n)} time" if issued and issued.n > 1 else ""
    number = f"version {mandate.version}{again}"
    title = say("Accept version {n} of the mandate{again}: {title}", n=mandate.version, again=again, title=mandate.title)
    text = say(
        "The alliance accepts the mandate {ref}, {number}, as the owner issued it, from {begins} to {ends}. Its digest is {digest}.",
        ref=mandate.ref, number=number, begins=_day(mandate.valid_from), ends=_day(mandate.valid_until), digest=mandate.digest,
    )  # fmt: skip
    data = {
        "kind": kind,
        "title": title,
        "text": text,
        "mandate": mandate.ref,
        "changes": ("mandate",),
        "statement": mandate.statement,
        "shared": True,  # its words are the owner's, who issued them to everybody
    }
    asking = Asking("decision.propose", moved.actor, data, moved.participant)
    return proposing.begin(case_of(unit, house.book, None, asking, moved.at), unit.next_ref("DEC"))


def _day(on: date | None) -> str:
    return day(on) if on else ""


def ordinal(n: int) -> str:
    """Return a number as a place in a row: second, third, 4th."""
    return {1: "first", 2: "second", 3: "third"}.get(n, f"{n}th")


def _withdrawn(house: House, unit: Unit, moved: Moved, mandate: MandateVersion) -> Moved:
    """Withdraw the decision that answered a mandate which was returned: whoever returns it withdraws that too."""
    comments = mandate.issued.comments if mandate.issued else ""
    asking = Asking("decision.withdraw", moved.actor, {"reason": comments})
    return moving.move(case_of(unit, house.book, unit.decision(mandate.decision), asking, moved.at))


def _of_answer(house: House, unit: Unit, moved: Moved, decision: Decision) -> Iterator[Moved]:
    """Yield what the state of a decision means for the mandate that it answers."""
    mandate = unit.mandate(decision.mandate) if decision.mandate else None
    if mandate is not None and mandate.decision == decision.ref:
        yield from _look(house, unit, mandate.ref, {}, moved)


def _look(house: House, unit: Unit, ref: str, data: Mapping[str, Any], moved: Moved) -> Iterator[Moved]:
    """Let the engine look again at a version of the mandate."""
    case: Any = gathering_case(unit, house.book, unit.mandate(ref), Asking("mandate.look", ENGINE, data), moved.at)
    found = moving.look_again(case)
    if found is not None:
        yield found


def _of_meeting(house: House, unit: Unit, moved: Moved, meeting: Meeting) -> Iterator[Moved]:
    if any(isinstance(fact, f.MeetingPlanned) for fact in moved.facts) and meeting.rule and meeting.series == meeting.ref:
        yield from _series(house, unit, moved, meeting)
    if any(isinstance(fact, f.MeetingEnded) for fact in moved.facts) and meeting.attendances:
        yield _minutes(house, unit, moved, meeting)


def _series(house: House, unit: Unit, moved: Moved, first: Meeting) -> Iterator[Moved]:
    """Plan the rest of a series, each meeting by itself: it can be moved, or cancelled, and the others stay."""
    asking = Asking("meeting.plan", ENGINE, {})
    case: Any = gathering_case(unit, house.book, None, asking, moved.at)
    starts = first.starts_at or moved.at
    for at in rest_of_series(first.rule, case, starts):
        data = {"body": first.body, "title": first.title, "starts_at": at, "minutes": first.minutes}
        data |= {"place": first.place, "link": first.link, "called_by": first.called_by}
        yield planning.plan(replace(case, data=data), unit.next_ref("MTG"), first.ref)


def rest_of_series(rule: str, case: MeetingCase, first: Any) -> tuple[Any, ...]:  # noqa: ANN401 - moments
    """Return the moments (UTC) of a series after its first. Raises Refused for a rule that gives none."""
    try:
        return tuple(at for at in occurrences(rule, first, case.rules.calendar) if at > first)
    except ValueError as wrong:
        why, remedy = (
            f"cannot be followed: {wrong}",
            "Give a weekday or day, and how often, such as FREQ=MONTHLY;BYDAY=2TH;COUNT=12.",
        )
        raise Refused((refuse("invalid", field="rule", why=why, remedy=remedy),)) from wrong


def _minutes(house: House, unit: Unit, moved: Moved, meeting: Meeting) -> Moved:
    """Begin the minutes of a meeting that has ended, from what happened in it."""
    by = CLOCK if moved.actor == CLOCK else ENGINE
    case: Any = gathering_case(unit, house.book, None, Asking("minutes.draft", by), moved.at)
    keep_rules(unit, case.rules)
    decisions = {i.decision: d for i in meeting.items if i.decision and (d := unit.decision(i.decision)) is not None}
    previous = unit.last_meeting(meeting.body, meeting.ref)
    since = previous.ended_at if previous and previous.ended_at else meeting.planned_at
    written = tuple(d for ref in unit.adopted_since(since) if (d := unit.decision(ref)) is not None)
    actions = tuple(a for ref in unit.actions_of(meeting.ref) if (a := unit.action(ref)) is not None)
    overdue = tuple(a for ref in unit.overdue(case.day) if (a := unit.action(ref)) is not None)
    happened = Happened(
        meeting=meeting,
        alliance=unit.alliance(),
        policy=case.policy,
        on_agenda=decisions,
        in_writing=tuple(d for d in written if d.asked and not d.asked.meeting and d.body == meeting.body),
        actions=actions,
        overdue=overdue,
    )
    return planning.draft_minutes(replace(case, meeting=meeting), unit.next_ref("MIN"), draft(happened))
