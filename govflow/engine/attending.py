"""Who belongs to a meeting, and in what part: shared by guards, effects and moments of meetings and minutes."""

from datetime import date

from govflow.domain.alliances import MANAGER, Alliance
from govflow.domain.meetings import Attendance, Meeting
from govflow.domain.policies import Policy
from govflow.domain.quorum import lacking
from govflow.domain.seats import covers
from govflow.domain.subjects import Part, Subject
from govflow.domain.unanimity import ALONE, Rule
from govflow.engine.cases import Asked, decides_alone
from govflow.engine.gatherings import MeetingCase, MinutesCase
from govflow.engine.permissions import stands

SEAT_HOLDER, DEPUTY, GUEST = "seat holder", "deputy", "guest"


def people(case: Asked) -> tuple[str, ...]:
    """Return whom a meeting of the subject's body concerns: seat holders, deputies of those who are away, chair, manager, observers."""
    return expected(case.alliance, case.subject, case.day)


def expected(alliance: Alliance, subject: Subject, today: date) -> tuple[str, ...]:
    """Return the same of an alliance as it is or was: of a meeting by who sits, and who is away, on the day it is held."""
    body, day = subject.body, subject.on if isinstance(subject, Meeting) and subject.on else today
    found: list[str] = []
    for participant in alliance.members(body):
        holder = alliance.holder(participant, body, day)
        found += [holder] if holder else []
        if not holder or alliance.is_absent(participant, body, holder, day):
            found += deputies(alliance, participant, body, day)
    managing = (*alliance.in_office(MANAGER, today), *alliance.in_office(MANAGER, day))  # who manages it now, and who will then
    offices = (*alliance.in_office("chair", day, body), *managing, *alliance.in_office("observer", day))
    return tuple(dict.fromkeys([*found, *offices]))


def managers(case: Asked) -> tuple[str, ...]:
    """Return who holds the office of alliance manager."""
    return case.alliance.in_office("manager", case.day)


def deputies(alliance: Alliance, participant: str, body: str, day: date) -> tuple[str, ...]:
    """Return who is named to stand in for a seat on ``day``."""
    return tuple(d.person for d in alliance.deputies_of(participant, body, day))


def part_of(alliance: Alliance, body: str, person: str, participant: str, day: date) -> tuple[str, str]:
    """Return in what role ``person`` comes, and for which participant (``participant`` where it speaks for several)."""
    for p in (participant,) if participant else alliance.members(body):
        if alliance.holder(p, body, day) == person:
            return SEAT_HOLDER, p
    for p in (participant,) if participant else alliance.members(body):
        if person in deputies(alliance, p, body, day):
            return DEPUTY, p
    office = next(iter(alliance.offices_of(person, day)), None)
    return (office.role, office.participant) if office else (GUEST, "")


def waited_for(case: MinutesCase) -> tuple[str, ...]:
    """Return who has still to accept the minutes; nobody waits for somebody whose time with their participant has ended."""
    attended = {a.person: a.participant for a in case.minutes.attendees}
    still = (p for p in case.minutes.waiting if stands(case.alliance, case.policy, Part("attendee", attended[p]), p, case.day))
    return tuple(still)


def holds_something(alliance: Alliance, person: str, day: date) -> bool:
    """Say whether somebody has a seat, an office or a naming as deputy today: whose has ended belongs to no meeting."""
    named = any(covers(d.since, d.until, day) for d in alliance.deputyships(person))
    return named or bool(alliance.seats_of(person, day) or alliance.offices_of(person, day))


def rule_of(alliance: Alliance, policy: Policy, members: tuple[str, ...], body: str) -> Rule:
    """Return the quorum of ``body`` under the policy, with its named roles as participants; one that decides alone needs itself."""
    if decides_alone(policy, body):
        return Rule(least=ALONE)
    tagged = {p for tag in policy.quorum.named for p in alliance.tagged(tag)}
    named = tuple(p for p in members if p in tagged or p in policy.quorum.named)
    return Rule(quorum=policy.options["D"], at_least=policy.quorum.at_least, named=named)


def absent(case: MeetingCase, here: tuple[Attendance, ...] | None = None) -> tuple[str, ...]:
    """Return the participants whose absence keeps the meeting from having a quorum."""
    members = case.alliance.members(case.meeting.body)
    present = case.meeting.represented if here is None else tuple(a.participant for a in here)
    return lacking(members, present, rule_of(case.alliance, case.policy, members, case.meeting.body))


def speaking_for_nobody(case: MeetingCase) -> tuple[Attendance, ...]:
    """Return who is in the meeting for a participant that takes no part any more: it has left, or is suspended."""
    members = case.alliance.members(case.meeting.body)
    speaking = (a for a in case.meeting.here if a.role in {SEAT_HOLDER, DEPUTY} and a.participant)
    return tuple(a for a in speaking if a.participant not in members)


def participant_of(case: Asked, person: str) -> str:
    """Return the participant somebody belongs to, by a seat, a deputyship or an office; "" for none."""
    for body in (b.id for b in case.policy.bodies):
        role, participant = part_of(case.alliance, body, person, "", case.day)
        if participant and role:
            return participant
    return ""
