"""Building the case for an act out of what a source holds: the alliance, the decision, its rules and its mandate."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from functools import partial
from typing import Any, Protocol

from govflow.domain.actions import Action
from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.defaults import Default
from govflow.domain.issues import Issue
from govflow.domain.mandate_versions import ACCEPTED, SUPERSEDED, UNDER_CONSIDERATION, MandateVersion
from govflow.domain.mandates import Mandate
from govflow.domain.meetings import Meeting
from govflow.domain.minutes import Minutes
from govflow.domain.money import Balance, Holding
from govflow.domain.refusals import Refused
from govflow.domain.requirement_codes import refuse
from govflow.domain.subjects import Subject
from govflow.engine.cases import CLOCK, ENGINE, THE_CLOCK, THE_ENGINE, Actor, Case
from govflow.engine.defaults import DefaultCase
from govflow.engine.gatherings import ActionCase, MeetingCase, MinutesCase
from govflow.engine.issues import IssueCase
from govflow.engine.machine import Rules
from govflow.engine.mandating import MandateCase, terms_of
from govflow.engine.permissions import permitted
from govflow.engine.rulebook import Rulebook
from govflow.engine.waiting import waits_for

DECISION = "decision"
SETTLE = "decision.settle"
ABOUT_TO_REPLACE = (
    "awaiting_approval",
    "objection_window",
    "awaiting_linked",
)  # where an adopted decision waits to come into force
STANDING = frozenset({"in_force", "implemented", "reviewed"})
LAST_MINUTE = time(23, 59)  # of a meeting's day: what is open in it closes then at the latest
GatheringCase = MeetingCase | MinutesCase | ActionCase | MandateCase | IssueCase | DefaultCase


class Source(Protocol):
    """Where the values of one alliance are read from; the record's unit and view are sources."""

    def alliance(self) -> Alliance:
        """Return the alliance."""
        ...

    def decision(self, ref: str) -> Decision | None:
        """Return the decision of that reference, or None."""
        ...

    def meeting(self, ref: str) -> Meeting | None:
        """Return the meeting of that reference, or None."""
        ...

    def minutes(self, ref: str) -> Minutes | None:
        """Return the minutes of that reference, or None."""
        ...

    def action(self, ref: str) -> Action | None:
        """Return the action of that reference, or None."""
        ...

    def mandate(self, ref: str) -> MandateVersion | None:
        """Return the version of the mandate of that reference, or None."""
        ...

    def issue(self, ref: str) -> Issue | None:
        """Return the issue of that reference, or None."""
        ...

    def default(self, ref: str) -> Default | None:
        """Return the default of that reference, or None."""
        ...

    def defaults_going(self) -> tuple[Default, ...]:
        """Return the defaults that have not ended."""
        ...

    def mandates(self) -> tuple[MandateVersion, ...]:
        """Return every version of the mandate."""
        ...

    def decisions(self, *states: str) -> tuple[str, ...]:
        """Return the references of the decisions in one of ``states``."""
        ...

    def balances(self) -> tuple[Balance, ...]:
        """Return what decisions have committed, released and moved, by line and year."""
        ...

    def taken(self, line: str, year: str, other_than: str = "") -> int:
        """Return the pence that decisions other than ``other_than`` have taken of a line and year."""
        ...

    def following_from(self, ref: str) -> tuple[str, ...]:
        """Return the decisions that follow from the reserved matter of that reference."""
        ...

    def edition(self, digest: str) -> bytes | None:
        """Return the content of a stored edition, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for what: ``act`` (decision.agree), by a person's reference, the clock or the engine; ``participant`` narrows it."""

    act: str
    by: str
    data: Mapping[str, Any] = field(default_factory=dict)
    participant: str = ""

    @property
    def event(self) -> str:
        """Return the event of the workflow that the act names."""
        return self.act.partition(".")[2]


def rules_of(source: Source, book: Rulebook, subject: Subject | None, noun: str = DECISION) -> Rules:
    """Return the rules ``subject`` began with, or those a new one of that ``noun`` begins with."""
    if subject is not None and subject.workflow:
        return book.rules(subject.policy, subject.workflow, source.edition)
    alliance = source.alliance()
    workflow = alliance.workflow if noun == DECISION else book.library.workflows[noun].digest
    return book.rules(alliance.policy, workflow, source.edition)


def case_of(source: Source, book: Rulebook, decision: Decision | None, asking: Asking, now: datetime) -> Case:
    """Return the case. Raises Refused when whoever asks may not do the act at all."""
    rules = rules_of(source, book, decision)
    alliance = source.alliance()
    actor = _actor(alliance, rules, decision, asking, now)
    cited = _cited(source, decision, asking)
    meeting = _meeting_of(source, decision, asking)
    return Case(
        decision=decision or Decision(),
        alliance=alliance,
        rules=rules,
        now=now,
        event=asking.event,
        actor=actor,
        data=_in_meeting(rules, decision, meeting, asking) if meeting else asking.data,
        mandate=terms_of(cited),
        governing=terms_of(_newest(source, cited)) if cited and cited.state == SUPERSEDED else None,
        taken=partial(source.taken, other_than=decision.ref if decision else ""),
        balances=source.balances,
        coming=partial(_coming, source),
        holding=partial(_holding, source, decision.ref if decision else ""),
        meeting=meeting,
        linked=_linked(source, rules, decision) if decision else (),
        default=source.default(decision.default_ref) if decision and decision.default_ref else None,
    )


def _linked(source: Source, rules: Rules, decision: Decision) -> tuple[Decision, ...]:
    """Return the reserved matter a decision follows from, or what follows from it where it is one."""
    kind = rules.policy.kind(decision.kind)
    refs = (decision.linked,) if decision.linked else source.following_from(decision.ref) if kind and kind.is_reserved else ()
    return tuple(found for ref in refs if (found := source.decision(ref)) is not None)


def _coming(source: Source) -> Mandate | None:
    """Return the variation that every participant has agreed to, and that is not in force yet; None while there is none."""
    for found in source.mandates():
        answer = source.decision(found.decision) if found.decision and found.state == UNDER_CONSIDERATION else None
        if found.state == ACCEPTED or (answer is not None and answer.state in ABOUT_TO_REPLACE):
            return terms_of(found)
    return None


def _holding(source: Source, asking: str, ref: str) -> Holding | None:
    """Return what decision ``ref`` holds that no other than ``asking`` counts on; None where there is no such decision."""
    found = source.decision(ref)
    if found is None:
        return None
    stands = found.state in STANDING
    held = found.holding if stands else Holding()
    agreed = [
        one for ref_ in source.decisions(*ABOUT_TO_REPLACE) if ref_ != asking and (one := source.decision(ref_)) is not None
    ]
    waiting = [one for one in agreed if one.supersedes == ref]
    releasing = [one for one in agreed if one.text.releases == ref]
    counted_on = sum(one.to_come for one in waiting) + sum(one.text.amount_pence or 0 for one in releasing)
    return replace(
        held,
        pence=held.pence - counted_on,
        waiting=tuple(one.ref for one in waiting),
        releasing=tuple(one.ref for one in releasing),
        gone="" if stands else found.successor or found.state,
    )


def _cited(source: Source, decision: Decision | None, asking: Asking) -> MandateVersion | None:
    """Return the mandate an asking is about: the one positions opened under while they stand, else the newest in its place."""
    ref = decision.mandate if decision else str(asking.data.get("mandate") or "")
    found = source.mandate(ref) if ref else None
    stands = decision is not None and decision.asked is not None and not decision.asked.lapsed
    return found if stands else _newest(source, found)


def _newest(source: Source, found: MandateVersion | None) -> MandateVersion | None:
    """Return the version that now stands in the place of ``found``."""
    while found is not None and found.state == SUPERSEDED and found.successor:
        found = source.mandate(found.successor)
    return found


def _meeting_of(source: Source, decision: Decision | None, asking: Asking) -> Meeting | None:
    """Return the meeting that an asking names, or in which the positions of ``decision`` are open. Raises Refused for none such."""
    named = str(asking.data.get("meeting") or "") if asking.event == "open" else ""
    asked = decision.asked if decision else None
    ref = named or (asked.meeting if asked is not None and asked.meeting and not asked.lapsed else "")
    found = source.meeting(ref) if ref else None
    if named and found is None:
        raise Refused((refuse("unknown-reference", field="meeting", value=named[:80]),))
    return found


def _in_meeting(rules: Rules, decision: Decision | None, meeting: Meeting, asking: Asking) -> Mapping[str, Any]:
    """Return the data of an asking with what the meeting says to it: who is there, and for a late item who consented."""
    if asking.event == "open" and asking.data.get("meeting") == meeting.ref and decision is not None:
        return _opening(rules, decision, meeting, asking.data)
    noted = meeting.noted(asking.data["noted"]) if "noted" in asking.data else None
    if "noted" in asking.data and (noted is None or (noted.decision, noted.choice) != (decision and decision.ref, asking.event)):
        raise Refused((refuse("nothing-waits", field="noted", why="no such position was written down"),))
    return asking.data


def _opening(rules: Rules, decision: Decision, meeting: Meeting, data: Mapping[str, Any]) -> Mapping[str, Any]:
    item = meeting.item_for(decision.ref)
    if meeting.started_at is None or meeting.ended_at is not None:
        raise Refused((refuse("meeting-not-running", field="meeting", meeting=meeting.ref),))
    if item is None:
        raise Refused((refuse("not-on-agenda", field="meeting", decision=decision.ref, meeting=meeting.ref),))
    today = rules.calendar.local_date(meeting.started_at)
    closes = data.get("closes") or rules.calendar.at(today, LAST_MINUTE)
    consented = meeting.consented(item.n)
    return {**data, "present": meeting.represented, "late": item.late, "consented": consented, "closes": closes}


def gathering_case(source: Source, book: Rulebook, subject: Any, asking: Asking, now: datetime) -> GatheringCase:  # noqa: ANN401
    """Return the case of an asking about what is no decision (None: one that begins). Raises Refused as ``case_of``."""
    noun = asking.act.partition(".")[0]
    rules = rules_of(source, book, subject, noun)
    alliance = source.alliance()
    common: dict[str, Any] = {"alliance": alliance, "rules": rules, "now": now, "event": asking.event, "data": asking.data}
    common["actor"] = _actor(alliance, rules, subject, asking, now)
    if noun == "mandate":
        answer = source.decision(subject.decision) if subject and subject.decision else None
        return MandateCase(mandate=subject or MandateVersion(), answer=answer, balances=source.balances, **common)
    if noun == "issue":
        about = subject.about if subject else str(asking.data.get("about") or "")
        contested, earlier = (source.decision(about), source.issue(about)) if about else (None, None)
        return IssueCase(issue=subject or Issue(), contested=contested, earlier=earlier, **common)
    if noun == "default":
        answer = source.decision(subject.decision) if subject and subject.decision else None
        going = () if subject else source.defaults_going()
        return DefaultCase(default=subject or Default(), decision=answer, going=going, **common)
    if noun == "action":
        return ActionCase(action=subject or Action(), **common)
    if noun == "minutes":
        return MinutesCase(minutes=subject or Minutes(), meeting=source.meeting(subject.meeting) if subject else None, **common)
    meeting = subject or Meeting()
    decided = [source.decision(i.decision) for i in meeting.items if i.decision]
    here = tuple(d for d in decided if d and _is_open_in(d, meeting.ref))
    named = str(asking.data.get("decision") or "")
    settling = ((d.ref, case_of(source, book, d, Asking(SETTLE, ENGINE), now)) for d in here)
    agreed = tuple(ref for ref, found in settling if waits_for(found)) if asking.event == "close" else ()
    contested = source.decision(named) if named else None
    return MeetingCase(meeting=meeting, open_here=here, decision=contested, agreed_here=agreed, **common)


def _is_open_in(decision: Decision, meeting: str) -> bool:
    asked = decision.asked
    return decision.state == "open" and asked is not None and asked.meeting == meeting


def _actor(alliance: Alliance, rules: Rules, subject: Subject | None, asking: Asking, now: datetime) -> Actor:
    if asking.by in {CLOCK, ENGINE}:
        return THE_CLOCK if asking.by == CLOCK else THE_ENGINE
    day = rules.calendar.local_date(now)
    found = permitted(alliance, rules.policy, asking.act, asking.by, subject, day, asking.participant)
    if isinstance(found, Actor):
        return found
    raise Refused((found,))
