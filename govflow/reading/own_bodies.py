"""Own bodies' decisions as pages show them: the clock of each in steps, what it waits for, all that are due, what a kind asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from govflow.domain.decisions import Approval
from govflow.domain.own_bodies import (
    CALL_IN_ENDS,
    DECIDED,
    EARLIEST,
    EFFECTIVE,
    GENERAL_EXCEPTION,
    KEY,
    KINDS,
    NOTICE,
    NOTICED,
    ROUTES,
    SPECIAL_URGENCY,
    Known,
    clock,
    earliest_day,
)
from govflow.domain.positions import SUBJECT_TO, Position
from govflow.domain.sentences import clock_time, day
from govflow.domain.translating import mark, say
from govflow.domain.working_days import ONE_DAY
from govflow.engine.asking import deciding
from govflow.engine.cases import Case
from govflow.engine.reminding import notice_due
from govflow.engine.rulebook import Rulebook
from govflow.reading.decisions import decision_case, words_of
from govflow.reading.records import person
from govflow.record.rows import TABLES
from govflow.record.tables.decisions import ASKED, is_live
from govflow.record.units import View

Plain = dict[str, Any]
AWAITING = "awaiting_approval"
SOON = timedelta(days=7)  # a body that must still decide does not meet every day
PUBLIC_BODY = "public-body"  # the tag of participants whose own law may ask for a formal decision of theirs
AWAITED, NO_LONGER, APPROVED, DECLINED = mark("awaited"), mark("awaited no longer"), mark("approved"), mark("not approved")
CALLED_IN, IN_CALL_IN = mark("called in, to be decided again"), mark("decided, and can still be called in")
TITLES: Mapping[str, str] = {
    NOTICED: mark("Notice published"),
    EARLIEST: mark("First day it may decide"),
    DECIDED: mark("Decided"),
    CALL_IN_ENDS: mark("Last day of call-in"),
    EFFECTIVE: mark("Takes effect"),
}
WHY: Mapping[str, str] = {
    NOTICE: mark("{days} clear days: published today, it allows the decision from {on}."),
    GENERAL_EXCEPTION: mark("When notice in full is impracticable. {days} clear days: published today, from {on}."),
    SPECIAL_URGENCY: mark(
        "When even that is impracticable, and the scrutiny chair agrees that it cannot wait. No days of notice."
    ),
}


class Step(NamedTuple):
    """One step of a clock: what it is called, its day in words, whether it has come, and whether it is the one that comes next."""

    title: str
    on: str
    done: bool
    next: bool


class Due(NamedTuple):
    """One own body's decision that the alliance waits for; ``until`` (UTC) is when the waiting ends, by its call-in or by lapsing.

    ``late`` says in words which day has gone by, "" where none has; ``mine`` is whether it is of a participant of whoever looks.
    """

    ref: str
    title: str
    participant: str
    body: str
    kind: str
    waits_for: str
    steps: tuple[Step, ...]
    until: datetime
    ends: str
    in_call_in: bool
    soon: bool
    late: str
    mine: bool


def due(view: View, book: Rulebook, person: str, now: datetime) -> tuple[Due, ...]:
    """Return every own body's decision that is awaited: those of the participants of ``person`` first, then the soonest."""
    row = TABLES["decisions"].c
    refs = view.rows(select(row.ref).where(view.mine("decisions"), is_live(), row.state == AWAITING))
    cases = [decision_case(view, book, ref, now) for (ref,) in refs]
    found = [_due(case, one, person) for case in cases for one in case.decision.awaited]
    return tuple(sorted(found, key=lambda one: (not one.mine, one.until, one.ref, one.participant)))


class Promised(NamedTuple):
    """A position that agrees subject to an own body's decision, while the others are still asked: what its participant owes by then.

    ``today`` says what its clock would be if everything were begun today.
    """

    ref: str
    title: str
    participant: str
    says: str
    today: str
    mine: bool


def promised(view: View, book: Rulebook, person: str, now: datetime) -> tuple[Promised, ...]:
    """Return what own bodies will owe once the alliance has agreed: first that of the participants of ``person``.

    Where positions are hidden until one has answered, nobody reads here what others said.
    """
    row = TABLES["decisions"].c
    refs = view.rows(select(row.ref).where(view.mine("decisions"), is_live(), row.state == ASKED).order_by(row.ref))
    cases = [decision_case(view, book, ref, now) for (ref,) in refs]
    found = [_promised(case, p, person) for case in cases for p in case.decision.current_positions if p.choice == SUBJECT_TO]
    hidden = {case.decision.ref for case in cases if case.policy.hide_positions}
    return tuple(sorted((one for one in found if one.mine or one.ref not in hidden), key=lambda one: not one.mine))


def _promised(case: Case, position: Position, person: str) -> Promised:
    return Promised(
        ref=case.decision.ref,
        title=case.decision.title,
        participant=case.title_of(position.participant),
        says=owed(case, position),
        today=kinds(case).get(position.own_body_kind, ""),
        mine=position.participant in {s.participant for s in case.alliance.seats_of(person, case.day)},
    )


def owed(case: Case, position: Position) -> str:
    """Return what a participant owes that agreed subject to its own body's decision."""
    words = {
        "title": case.title_of(position.participant),
        "body": position.own_body,
        "kind": say(KINDS.get(position.own_body_kind, position.own_body_kind)),
        "day": _day(position.expected),
    }
    by = mark("{title} owes the decision of its own body, {body} ({kind}), by {day}.")
    some_day = mark("{title} owes the decision of its own body, {body} ({kind}). It gave no day.")
    counts = say("It is asked for once the alliance has agreed, and nothing is in force before it is recorded.")
    return f"{say(by if position.expected else some_day, **words)} {counts}"


def _due(case: Case, one: Approval, person: str) -> Due:
    until, late = one.call_in_ends_at or one.lapses_at, _late(case, one)
    return Due(
        ref=case.decision.ref,
        title=case.decision.title,
        participant=case.title_of(one.participant),
        body=one.own_body,
        kind=say(KINDS.get(one.own_body_kind, one.own_body_kind)),
        waits_for=waits_for(case, one),
        steps=steps(case, one),
        until=until,
        ends=clock_time(until, words_of(case).zone),
        in_call_in=one.call_in_ends_at is not None,
        soon=one.call_in_ends_at is None and not late and until - case.now <= SOON,
        late=late,
        mine=any(seat.participant == one.participant for seat in case.alliance.seats_of(person, case.day)),
    )


def _late(case: Case, one: Approval) -> str:
    """Return in words the day an own body has let go by: of the notice it needs, or of the decision that was planned."""
    planned, notice = one.decide_on or one.expected, notice_due(case, one)
    if one.decided_on is not None:
        return ""
    if planned and planned < case.day:
        return say("It was expected by {day}.", day=day(planned))
    if notice and notice < case.now:
        return say("Notice was needed by {day} for the day that was expected.", day=_day(_local(case, notice)))
    return ""


def approvals(case: Case, recorded: list[Plain]) -> list[Plain]:
    """Return the own bodies' decisions of a record as its page shows them, each with the steps of its clock."""
    return [one | _shown(case, approval) for one, approval in zip(recorded, case.decision.approvals, strict=True)]


def _shown(case: Case, one: Approval) -> Plain:
    days = ("expected", "decided_on", "announced_on", "decide_on")
    return {name: _day(getattr(one, name)) for name in days} | {
        "stand": say(_stand(case, one)),
        "kind": say(KINDS.get(one.own_body_kind, one.own_body_kind)),
        "route": say(ROUTES[one.route]) if one.route else "",
        "steps": steps(case, one) if one in case.decision.awaited or one.approved else (),
        "called_in_on": _day(_local(case, one.called_in_at)),
        "notice_by": person(case, one.notice_by),
        "by": person(case, one.by),
        "called_in_by": person(case, one.called_in_by, one.called_in_at),
    }


def _stand(case: Case, one: Approval) -> str:
    if one.approved is not None:
        return APPROVED if one.approved else DECLINED
    if one not in case.decision.awaited:
        return NO_LONGER
    if one.decided_on is not None:
        return IN_CALL_IN
    return CALLED_IN if one.called_in_at is not None else AWAITED


def clocks(case: Case) -> tuple[tuple[str, tuple[Step, ...]], ...]:
    """Return the clock of each own body that is awaited, by its participant's title."""
    return tuple((case.title_of(one.participant), steps(case, one)) for one in case.decision.awaited)


def steps(case: Case, one: Approval) -> tuple[Step, ...]:
    """Return the steps of one own body's clock; a day that has not come is said as planned, or as the soonest there is."""
    known = replace(one.known, call_in_ends=_local(case, one.call_in_ends_at, ONE_DAY.days))
    found = clock(case.rules.law, case.rules.calendar, known, case.day).steps
    done = {name: _is_done(case, one, name, on) for name, on in found}
    following = next((name for name, _ in found if not done[name]), "")
    return tuple(
        Step(say(TITLES[name]), _when(one, name, on, done=done[name]), done[name], name == following) for name, on in found
    )


def _is_done(case: Case, one: Approval, name: str, on: date) -> bool:
    published, decided = one.published_on is not None, one.decided_on is not None
    had = {NOTICED: published, EARLIEST: published, DECIDED: decided, CALL_IN_ENDS: decided, EFFECTIVE: one.approved is True}
    return had[name] and (on < case.day if name == CALL_IN_ENDS else on <= case.day)


def _when(one: Approval, name: str, on: date, *, done: bool) -> str:
    fixed = {NOTICED: one.published_on, EARLIEST: one.published_on, DECIDED: one.decided_on}
    if done or fixed.get(name, one.decided_on) is not None:
        return day(on)
    planned = name == DECIDED and one.known.decide_on == on
    return say(mark("planned for {day}") if planned else mark("{day} at the soonest"), day=day(on))


def waits_for(case: Case, one: Approval) -> str:
    """Return what an awaited own body is waited for, in a few words after its participant's title."""
    title = case.title_of(one.participant)
    if one.call_in_ends_at:
        until = _day(_local(case, one.call_in_ends_at, ONE_DAY.days))
        return say("{title}: call-in, until the end of {day}", title=title, day=until)
    if needs_notice(case, one):
        return say("{title}: notice of its {kind}", title=title, kind=say(KINDS[one.own_body_kind]))
    if one.earliest_on and one.earliest_on > case.day:
        return say("{title}: its own decision, from {day}", title=title, day=day(one.earliest_on))
    return say("{title}: its own decision", title=title)


def needs_notice(case: Case, one: Approval) -> bool:
    """Say whether notice of an own body's decision has still to be published."""
    return one.published_on is None and one.decided_on is None and bool(case.rules.law.routes(one.own_body_kind))


def public_bodies(case: Case) -> tuple[str, ...]:
    """Return the titles of those asked that are public bodies: each is asked whether it needs a formal decision of its own."""
    return tuple(case.title_of(p) for p in deciding(case) if is_public(case, p))


def is_public(case: Case, participant: str) -> bool:
    """Say whether a participant is a public body."""
    return participant in case.alliance.tagged(PUBLIC_BODY)


def routes(case: Case) -> tuple[tuple[str, str, str], ...]:
    """Return the routes by which notice of a key decision can be given here: each with its title and what it asks for."""
    law = case.rules.law
    return tuple(
        (
            route,
            say(ROUTES[route]).capitalize(),
            say(WHY[route], days=law.clear_days(route), on=day(earliest_day(law, route, case.day))),
        )
        for route in law.routes(KEY)
    )


def kinds(case: Case) -> Mapping[str, str]:
    """Return by kind of decision what its clock would be if everything were begun today."""
    return {kind: " ".join(_asked(case, kind)) for kind in KINDS}


def _asked(case: Case, kind: str) -> Iterator[str]:
    law = case.rules.law
    found = clock(law, case.rules.calendar, Known(kind), case.day)
    if found.earliest:
        notice = mark("Needs notice of {days} clear days: if that is published today, the earliest day is {on}.")
        yield say(notice, days=law.clear_days(NOTICE), on=day(found.earliest))
    if found.call_in_ends:
        call_in = mark("Call-in then ends on {ends}, and it takes effect on {on}.")
        yield say(call_in, ends=day(found.call_in_ends), on=day(found.effective))
    if not found.earliest and not found.call_in_ends:
        yield say("Takes effect once it is recorded: no notice and no call-in here.")


def _local(case: Case, at: datetime | None, days_before: int = 0) -> date | None:
    return case.rules.calendar.local_date(at) - days_before * ONE_DAY if at else None


def _day(on: date | None) -> str:
    return day(on) if on else ""
