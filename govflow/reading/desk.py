"""The desk of one person: what waits for it, and every matter that is not at rest. Flat in what is at rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from govflow.domain.interests import NONE
from govflow.domain.mandate_versions import MandateVersion
from govflow.domain.sentences import clock_time, until_time
from govflow.domain.translating import say
from govflow.engine.asking import speakers
from govflow.engine.cases import Actor, Case
from govflow.engine.casing import rules_of
from govflow.engine.permissions import DEPUTY, capacities, permitted, stewards
from govflow.engine.reminding import notice_due
from govflow.engine.rulebook import Rulebook
from govflow.reading.decisions import can, decision_case, lacking, leads, words_of
from govflow.reading.drafts import readable_by
from govflow.reading.own_bodies import Promised, needs_notice, promised, waits_for
from govflow.reading.positions import sentence_for
from govflow.record.rows import TABLES
from govflow.record.tables.decisions import is_live
from govflow.record.units import View

SOON = timedelta(days=2)  # what closes within it can still be missed
# What waits for somebody, as the workflow's event that would end the waiting.
POSITION, APPROVAL, RULING, CONFIRMING, WORDING = "agree", "ratify", "rule_on_interest", "confirm_ruling", "confirm_editorial"
OBJECTION, OWN_NOTICE, CIRCULATE = "raise_objection", "notify_own_body", "circulate"
STEPS = ("open", "close", "retable", "resume")  # what the manager and the chair take further once nothing else is needed
BEGINNING = ("decision.propose", "meeting.plan")  # what somebody may begin from the desk
REASON = {"reason": "-"}


class Waiting(NamedTuple):
    """Something that waits for one person: the event that would end it, for which participant, until when."""

    ref: str
    title: str
    sentence: str
    event: str
    participant: str
    participant_title: str
    deputy: bool
    until: datetime | None
    closes: str
    soon: bool


class Matter(NamedTuple):
    """A matter that is not at rest: what it waits for, and since when.

    ``yours``: whoever looks is among those it waits for; ``kept_back`` says what keeps them from the next step for now.
    """

    ref: str
    title: str
    state_title: str
    waits_for: str
    since: str
    until: str
    soon: bool
    yours: bool = False
    kept_back: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """A person's desk. ``optional`` may be done and need not; ``matters`` is every open matter, where it is the person's to see to.

    ``reserved`` are the open matters that are the owner's, where the person acts for it.
    ``own_bodies`` is how many own bodies' decisions are awaited in the alliance, whosever they are; ``owed`` what own bodies of the
    person's organisation will owe once the alliance has agreed; ``may`` what the person may begin.
    """

    waiting: tuple[Waiting, ...]
    optional: tuple[Waiting, ...]
    matters: tuple[Matter, ...]
    reserved: tuple[Matter, ...] = ()
    own_bodies: int = 0
    owed: tuple[Promised, ...] = ()
    may: frozenset[str] = frozenset()

    @property
    def missing(self) -> tuple[Waiting, ...]:
        """Return what is about to be missed."""
        return tuple(one for one in (*self.waiting, *self.optional) if one.soon)

    @property
    def yours(self) -> int:
        """Return how many of the open matters are this person's to take further, besides those that are waiting now."""
        waiting = {one.ref for one in self.waiting}
        return sum(one.yours and one.ref not in waiting for one in self.matters)


class _Once:
    """A view that reads each mandate once; a desk looks at many decisions under the same one."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._mandates: dict[str, MandateVersion | None] = {}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a view has
        return getattr(self._view, name)

    def mandate(self, ref: str) -> MandateVersion | None:
        if ref not in self._mandates:
            self._mandates[ref] = self._view.mandate(ref)
        return self._mandates[ref]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whose desk it is, and what else is this person's to see to.

    ``every_matter``: whatever is open; ``owner``: what the mandate reserves.
    """

    person: str
    every_matter: bool = False
    owner: bool = False


def desk(view: View, book: Rulebook, visitor: Visitor, now: datetime) -> Desk:
    """Return the desk of ``visitor`` at ``now``."""
    source: Any = _Once(view)
    cases = [decision_case(source, book, ref, now) for ref in _live(view, readable_by(view, book, visitor.person, now))]
    found = [one for case in cases for one in _waiting(case, visitor.person)]
    found.sort(key=lambda one: (one.until is None, one.until or now, one.ref))
    ordered = sorted(cases, key=_soonest)
    theirs = [case for case in ordered if visitor.owner and case.kind is not None and case.kind.is_reserved]
    return Desk(
        waiting=tuple(one for one in found if one.event != OBJECTION),
        optional=tuple(one for one in found if one.event == OBJECTION),
        matters=tuple(_matter(case, visitor.person) for case in ordered) if visitor.every_matter else (),
        reserved=tuple(_matter(case, visitor.person) for case in theirs),
        own_bodies=sum(len(case.decision.awaited) for case in cases if leads(case, APPROVAL)),
        owed=tuple(one for one in promised(view, book, visitor.person, now) if one.mine),
        may=_may_begin(view, book, visitor.person, now),
    )


def _may_begin(view: View, book: Rulebook, person: str, now: datetime) -> frozenset[str]:
    alliance, rules = view.alliance(), rules_of(view, book, None)
    today = rules.calendar.local_date(now)
    return frozenset(a for a in BEGINNING if isinstance(permitted(alliance, rules.policy, a, person, None, today), Actor))


def _live(view: View, readable: ColumnElement[bool]) -> tuple[str, ...]:
    row = TABLES["decisions"].c
    return tuple(ref for (ref,) in view.rows(select(row.ref).where(view.mine("decisions"), is_live(), readable)))


def _waiting(case: Case, person: str) -> Iterator[Waiting]:
    """Return what waits for ``person`` in one matter."""
    decision = case.decision
    asked, mine = decision.asked, _mine(case, person)
    if mine and asked and not asked.lapsed and leads(case, POSITION) and case.now < asked.closes_at:
        silent = mine.intersection(case.tally().silent)
        yield from (_one(case, POSITION, p, person, asked.closes_at) for p in sorted(silent) if person in speakers(case, (p,)))
    for approval in decision.undecided if mine else ():
        if leads(case, APPROVAL) and person in speakers(case, (approval.participant,)):
            noticing = leads(case, OWN_NOTICE) and needs_notice(case, approval)
            due = notice_due(case, approval) if noticing else None
            until = due if due and due > case.now else approval.lapses_at
            yield _one(case, OWN_NOTICE if noticing else APPROVAL, approval.participant, person, until)
    for interest in (i for i in decision.interests if i.kind != NONE and not i.is_ruled):
        event = CONFIRMING if interest.handling else RULING
        if can(case, person, event, {"of": interest.n, **REASON}):
            yield _one(case, event, "", person, asked.closes_at if asked and not asked.lapsed else None)
    if decision.wording_proposed and can(case, person, WORDING, {}):
        yield _one(case, WORDING, "", person, asked.closes_at if asked else None)
    if leads(case, OBJECTION):
        asking = (p for p in decision.eligible_participants if p in mine and person in speakers(case, (p,)))
        yield from (_one(case, OBJECTION, p, person, decision.window_ends_at) for p in asking)
    for event in STEPS:
        if can(case, person, event, REASON):
            yield _one(case, event, "", person, min(decision.due.values(), default=None))


def _mine(case: Case, person: str) -> frozenset[str]:
    """Return the participants that ``person`` could speak for, by a seat or as a deputy, whatever the body and the dates."""
    alliance = case.alliance
    seats, deputies = alliance.seats, alliance.deputies
    return frozenset(s.participant for s in seats if s.person == person) | {d.participant for d in deputies if d.person == person}


def _one(case: Case, event: str, participant: str, person: str, until: datetime | None) -> Waiting:
    words = words_of(case)
    held = {
        c.role for c in capacities(case.alliance, case.policy, person, case.decision, case.day) if c.participant == participant
    }
    return Waiting(
        ref=case.decision.ref,
        title=case.decision.title,
        sentence=sentence_for(case, person),
        event=event,
        participant=participant,
        participant_title=case.title_of(participant) if participant else "",
        deputy=bool(participant) and held == {DEPUTY},
        until=until,
        closes=until_time(until, words.zone) if until else "",
        soon=until is not None and until - case.now <= SOON,
    )


def _soonest(case: Case) -> tuple[bool, datetime, datetime]:
    """Return the order of matters: what the clock ends soonest first, then what has stood longest."""
    until, since = min(case.decision.due.values(), default=None), case.decision.since or case.now
    return (until is None, until or since, since)


def _matter(case: Case, person: str) -> Matter:
    decision, words = case.decision, words_of(case)
    state = case.rules.workflow.states[decision.state]
    until, awaited = min(decision.due.values(), default=None), _awaited(case)
    own_bodies = "; ".join(waits_for(case, a) for a in decision.awaited if leads(case, APPROVAL))
    return Matter(
        ref=decision.ref,
        title=decision.title,
        state_title=say(state.title),
        waits_for=own_bodies or (words.titles(awaited) if awaited else say(state.asks or _elsewhere(decision.rung))),
        since=clock_time(decision.since, words.zone) if decision.since else "",
        until=until_time(until, words.zone) if until else "",
        soon=until is not None and until - case.now <= SOON,
        **_next_step(case, person),
    )


def _next_step(case: Case, person: str) -> dict[str, Any]:
    """Return whether it is for ``person`` to take a matter further, and what keeps that back for now."""
    decision = case.decision
    if leads(case, CIRCULATE):  # being written
        return {"yours": person in stewards(case.alliance, case.policy, decision, case.day) and not decision.rung}
    if _awaited(case):  # it is for those who are asked, until all have answered or the time is over
        return {}
    lacks = [found for event in STEPS if (found := lacking(case, person, event, REASON)) is not None]
    refused = next(iter(lacks), ()) if () not in lacks else ()
    return {"yours": bool(lacks), "kept_back": refused[0].says if refused else ""}


def _elsewhere(rung: str) -> str:
    """Return what a matter waits for on which nobody is asked for anything."""
    return "the no-fault ladder" if rung else "its proposer"


def _awaited(case: Case) -> tuple[str, ...]:
    """Return the participants whose position a matter waits for now."""
    asked = case.decision.asked
    return case.tally().silent if asked and not asked.lapsed and leads(case, POSITION) else ()
