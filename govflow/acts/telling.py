"""What a message says: the subject as it stands now, for one person; nothing where it is needed no longer."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from govflow.acts.house import House
from govflow.acts.participants import look_case, said
from govflow.domain.actions import Action
from govflow.domain.alliances import REF, Alliance
from govflow.domain.decisions import Decision
from govflow.domain.default_sentences import of_default, title_of_default
from govflow.domain.defaults import Default
from govflow.domain.gathering_sentences import labels, of_action, of_meeting, of_minutes
from govflow.domain.issue_sentences import of_issue_to_anybody, title_of_issue
from govflow.domain.issues import Issue
from govflow.domain.mandate_sentences import of_mandate
from govflow.domain.mandate_versions import MandateVersion
from govflow.domain.meetings import Meeting
from govflow.domain.minutes import Minutes
from govflow.domain.reminders import GATHERED
from govflow.domain.seats import Person
from govflow.domain.sentences import Words
from govflow.domain.sentences import sentence as sentence_of
from govflow.domain.subjects import Subject
from govflow.domain.translating import say
from govflow.engine import attending
from govflow.engine.cases import ENGINE
from govflow.engine.casing import Asking, case_of, gathering_case
from govflow.engine.defaults import readers
from govflow.engine.reminding import CONCERNED, concerned
from govflow.engine.routes import route_of
from govflow.notices.calendars import Appointment, Guest, invitation
from govflow.notices.composing import Contact, Telling
from govflow.notices.headers import NOWHERE, is_mail_address
from govflow.record.outbox import Waiting
from govflow.record.units import View

NOUNS = {
    "DEC": "decision",
    "MAN": "mandate",
    "MTG": "meeting",
    "MIN": "minutes",
    "ACT": "action",
    "ISS": "issue",
    "DEF": "default",
}
PLACES = {
    "DEC": "decisions",
    "MAN": "mandates",
    "MTG": "meetings",
    "MIN": "minutes",
    "ACT": "actions",
    "ISS": "issues",
    "DEF": "defaults",
}
PEOPLE = "people"  # where how the participants stand is shown
CHOICES = "notices"  # where somebody chooses how to be told
INVITING = frozenset({"meeting-notice", "meeting-moved", "meeting-cancelled", "meeting-off"})
OVER = frozenset({"meeting-notice", "meeting-papers", "meeting-moved", "meeting-off", "late-item"})  # of no use once it is over
TO_THE_EXPECTED = frozenset({"meeting-notice", "meeting-papers", "meeting-off"})  # who is asked may change before it is sent


def case_for(view: View, house: House, ref: str, now: datetime) -> Any:  # noqa: ANN401 - a case of the subject's kind
    """Return a subject with its rules as it stands. Raises LookupError where there is none."""
    if ref == REF:
        return look_case(view, house, now)
    subject: Subject | None = view.subject(ref)
    if subject is None:
        raise LookupError(f"there is no {ref}")
    if isinstance(subject, Decision):
        return case_of(view, house.book, subject, Asking("decision.settle", ENGINE), now)
    return gathering_case(view, house.book, subject, Asking(f"{NOUNS[ref.partition('-')[0]]}.look", ENGINE), now)


def telling_for(view: View, house: House, message: Waiting, base_url: str) -> Telling | None:
    """Return what a message says now, None when it is needed no longer. Raises LookupError."""
    alliance, now = view.alliance(), house.clock.now()
    person = alliance.person(message.person)
    case = case_for(view, house, message.subject, now)
    if person is None or not person.active or not is_needed(case, message):
        return None
    if message.kind in GATHERED and view.tells_later(message.n):
        return None
    title, sentence = (
        said(view, case, message) if message.subject == REF else (title_of(view, case.subject), says(case, alliance))
    )
    if not sentence:
        return None
    place = PLACES.get(message.subject.partition("-")[0], "")
    page = PEOPLE if message.subject == REF else f"{place}/{message.subject}" if place else ""
    return Telling(
        kind=message.kind,
        name=person.called or message.person,
        contact=contact_of(view, person),
        ref=say("entry {n}", n=message.entry) if message.subject == REF else message.subject,
        title=title,
        sentence=sentence,
        alliance=alliance.title,
        entry=message.entry or 0,
        address=f"{base_url}/{page}" if base_url and page else "",
        size=view.head.size,
        root=view.head.root,
        note=where_it_belongs(house, case) if message.kind == "issue-turned-away" else "",
        illustrative=alliance.illustrative,
        choices=f"{base_url}/{CHOICES}" if base_url else "",
    )


def who_answers(view: View, now: datetime) -> tuple[Contact, ...]:
    """Return whom an answer to a message reaches: the alliance's managers, where their addresses are known."""
    alliance = view.alliance()
    day = now.astimezone(ZoneInfo(alliance.zone)).date()
    managers = (alliance.person(ref) for ref in dict.fromkeys(alliance.in_office("manager", day)))
    known = ((p, contact_of(view, p)) for p in managers if p)
    return tuple(Contact(p.called or p.ref, contact) for p, contact in known if contact)


def where_it_belongs(house: House, case: Any) -> str:  # noqa: ANN401 - an IssueCase
    """Return to which route an issue was sent, and what to do there first."""
    route = route_of(house.book, case.policy, case.subject.route)
    return say("{title}. What to do first: {address}", title=route.title, address=route.address) if route else ""


def is_needed(case: Any, message: Waiting) -> bool:  # noqa: ANN401
    """Say whether a message is still of use: whoever has answered is asked no more, and a meeting that is over needs no notice."""
    if message.kind in CONCERNED and message.person not in concerned(case, message.kind):
        return False
    subject = None if message.subject == REF else case.subject
    if isinstance(subject, Default) and message.person not in readers(case):
        return False
    if message.kind in TO_THE_EXPECTED and isinstance(subject, Meeting):
        asked = message.person in attending.people(case)
        if asked == (message.kind == "meeting-off"):
            return False  # what changed between this and its sending is told by a message of its own
    return not (message.kind in OVER and isinstance(subject, Meeting) and subject.ended_at is not None)


def title_of(view: View, subject: Any) -> str:  # noqa: ANN401
    """Return what a subject is called."""
    if isinstance(subject, Minutes):
        meeting = view.meeting(subject.meeting)
        return say("Minutes of {title}", title=meeting.title if meeting else subject.meeting)
    if isinstance(subject, Issue):
        return title_of_issue(subject)
    if isinstance(subject, Default):
        return title_of_default()
    return str(subject.what if isinstance(subject, Action) else subject.title)


def says(case: Any, alliance: Alliance) -> str:  # noqa: ANN401
    """Return the computed sentence of a subject: the same as on its page; of an issue, what anybody may know of it."""
    subject, zone = case.subject, ZoneInfo(case.policy.zone)

    def named(at: datetime | None) -> Callable[[str], str]:
        return lambda person: alliance.named(person, at)

    def cited(at: datetime | None) -> Callable[[str], str]:
        return lambda person: alliance.cited(person, at)

    sentences: Mapping[type, Callable[[], str]] = {
        Decision: lambda: sentence_of(subject, Words(case.title_of, zone)),
        Meeting: lambda: of_meeting(subject, zone, case.now),
        Minutes: lambda: of_minutes(subject, labels(subject, named(subject.issued_at), case.title_of), zone),
        MandateVersion: lambda: of_mandate(subject),
        # A mail stays where it is when access to the issue has ended.
        Issue: lambda: of_issue_to_anybody(subject, zone, case.policy.ladder),
        Default: lambda: of_default(subject, zone),
        Action: lambda: of_action(subject, cited(subject.closed_at), case.day),
    }
    return sentences[type(subject)]()


def invitation_for(view: View, house: House, message: Waiting, base_url: str, organiser: str) -> tuple[str, bytes] | None:
    """Return the invitation that goes with a message about a meeting's date, None with any other."""
    if message.kind not in INVITING:
        return None
    case = case_for(view, house, message.subject, house.clock.now())
    person, meeting = case.alliance.person(message.person), case.meeting
    answer = next((r.answer for r in meeting.replies if r.person == message.person), "")
    guest = Guest(person.name, contact_of(view, person), answer) if person else None
    shown = appointment(case, base_url, organiser, message.created_at)
    return invitation(replace(shown, guest=guest, cancelled=shown.cancelled or message.kind == "meeting-off"))


def contact_of(view: View, person: Person) -> str:
    """Return the address mail about the alliance goes to: the one that is given, else the one the person signs in with; "" for none."""
    usable = (one for one in (person.contact, view.sign_in_address(person.ref)) if is_mail_address(one))
    return next(usable, person.contact)


def appointment(case: Any, base_url: str, organiser: str, changed_at: datetime) -> Appointment:  # noqa: ANN401 - a MeetingCase
    """Return a meeting as calendars show it, as anybody may read it."""
    meeting: Meeting = case.meeting
    starts = meeting.starts_at or changed_at
    return Appointment(
        identity=identity(meeting.ref, case.alliance),
        sequence=meeting.sequence,
        title=f"{case.alliance.title}: {meeting.title}",
        starts_at=starts,
        ends_at=meeting.ends_at or starts,
        changed_at=changed_at,
        place=meeting.place,
        link=meeting.link,
        says=of_meeting(meeting, ZoneInfo(meeting.zone), case.now),
        address=f"{base_url}/meetings/{meeting.ref}" if base_url else "",
        cancelled=meeting.state == "cancelled",
        organiser=organiser,
    )


def identity(ref: str, alliance: Alliance) -> str:
    """Return the identity of a meeting in every calendar, for ever.

    It rests on the founding and on nothing that can be set or changed, such as a name, an address or a domain: a cancellation that
    came under another identity would take away no meeting.
    """
    founded = hashlib.sha256(f"{alliance.founded_at}".encode()).hexdigest()[:12]
    return f"{ref.lower()}-{founded}@{NOWHERE}"
