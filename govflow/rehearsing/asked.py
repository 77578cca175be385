"""Who ``everyone`` is: each seat holder who still owes an answer, or the deputy where the holder is away or barred."""

from datetime import date

from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.defaults import Default
from govflow.domain.issues import Issue
from govflow.domain.meetings import Meeting
from govflow.domain.minutes import Minutes
from govflow.domain.policies import Policy
from govflow.domain.subjects import Subject
from govflow.rehearsing.defaults import ANSWERS

APPROVALS = frozenset({"decision.ratify", "decision.decline"})


def everyone(alliance: Alliance, subject: Subject | None, act: str, policy: Policy, day: date) -> tuple[str, ...]:
    """Return who owes ``act``, by reference: for positions and approvals those still awaited, else every seat holder.

    For an issue those who speak for the participants concerned; for a default the others who have not done it.
    For minutes those who attended and have not accepted, for coming to a meeting those who are not there yet.
    """
    if isinstance(subject, Minutes):
        return subject.waiting if act == "minutes.accept" else tuple(a.person for a in subject.attendees)
    if isinstance(subject, Issue):
        return tuple(p for c in subject.concerned if (p := _speaker(alliance, None, c, subject.body, day)))
    if isinstance(subject, Default):
        done = {"default.give_notice": subject.joined, "default.judge": frozenset(subject.judged)}.get(act, frozenset())
        members = (p for p in alliance.members(subject.body) if p != subject.concerns and p not in done)
        return tuple(h for p in members if (h := alliance.holder(p, subject.body, day)))
    decision = subject if isinstance(subject, Decision) else None
    found = _seated(alliance, decision, act, policy, day)
    if isinstance(subject, Meeting) and act == "meeting.arrive":
        return tuple(person for person in found if not subject.is_here(person))
    return found


def _seated(alliance: Alliance, decision: Decision | None, act: str, policy: Policy, day: date) -> tuple[str, ...]:
    leadership = next((b.id for b in policy.bodies if b.level == "leadership"), "")
    body = decision.body if decision else leadership
    owing = _owing(alliance, decision, act, body)
    found = (_speaker(alliance, decision, participant, body, day) for participant in owing)
    return tuple(person for person in found if person)


def _owing(alliance: Alliance, decision: Decision | None, act: str, body: str) -> tuple[str, ...]:
    if decision is not None and act in APPROVALS:
        return tuple(a.participant for a in decision.awaited)
    if decision is not None and act in ANSWERS and decision.electorate:
        return tuple(p for p in decision.eligible_participants if decision.position_of(p) is None)
    return alliance.members(body)


def _speaker(alliance: Alliance, decision: Decision | None, participant: str, body: str, day: date) -> str:
    """Return who answers for ``participant``: its seat holder, unless away or barred and a deputy is named for the day."""
    holder = alliance.holder(participant, body, day)
    barred = decision is not None and holder in decision.barred
    if holder and not barred and not alliance.is_absent(participant, body, holder, day):
        return holder
    named = alliance.deputies_of(participant, body, day)
    return next((d.person for d in named), holder)
