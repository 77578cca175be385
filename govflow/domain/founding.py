"""Applying facts to the alliance itself: participants, people, seats, deputies, absences, offices."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from govflow.domain import facts as f
from govflow.domain.alliances import Alliance
from govflow.domain.participants import JOINED, LEAVING, SUSPENDED, Participant
from govflow.domain.seats import WAITS, Absence, Deputy, FormerName, Office, Person, Seat

Apply = Callable[[Alliance, Any, datetime], Alliance]
HELD = {"seat": "seats", "deputy": "deputies", "absence": "absences", "office": "offices"}


def apply(alliance: Alliance, fact: f.Fact, at: datetime) -> Alliance:
    """Return ``alliance`` after ``fact``, established at ``at`` (UTC). Raises KeyError for a fact that is not about the alliance."""
    return ALLIANCE[fact.kind](alliance, fact, at)


def _founded(a: Alliance, x: f.AllianceFounded, at: datetime) -> Alliance:
    return replace(
        a,
        title=x.title,
        zone=x.zone,
        jurisdiction=x.jurisdiction,
        policy=x.policy,
        workflow=x.workflow,
        illustrative=x.illustrative,
        founded_at=at,
    )


def _renamed(a: Alliance, x: f.AllianceRenamed, _: datetime) -> Alliance:
    return replace(a, title=x.title)


def _participant_joined(a: Alliance, x: f.ParticipantJoined, _: datetime) -> Alliance:
    before = a.participant(x.participant)
    used = before.decisions if before else ()
    new = Participant(x.participant, x.title, x.bodies, x.tags, JOINED, None, "", decisions=used)
    return replace(a, participants=(*(p for p in a.participants if p.id != x.participant), new))


def _participant_moved(a: Alliance, x: f.ParticipantMoved, _: datetime) -> Alliance:
    return replace(a, participants=tuple(_standing(p, x) if p.id == x.participant else p for p in a.participants))


def _standing(p: Participant, x: f.ParticipantMoved) -> Participant:
    """Return a participant in its new standing; a notice that stands goes on while it is suspended."""
    leaves_on = x.until if x.standing == LEAVING else p.leaves_on if x.standing == SUSPENDED else None
    used = (*p.decisions, x.decision) if x.decision and x.standing != LEAVING else p.decisions
    return replace(
        p, standing=x.standing, until=x.until, reason=x.reason, leaves_on=leaves_on, decision=x.decision, decisions=used
    )


def _person_invited(a: Alliance, x: f.PersonInvited, _: datetime) -> Alliance:
    return replace(a, people=(*a.people, Person(x.person, x.name, x.contact, active=True)))


def _person_corrected(a: Alliance, x: f.PersonCorrected, at: datetime) -> Alliance:
    return _put_right(a, x.person, at, lambda before: replace(before, name=x.name, contact=x.contact))


def _person_shown_as(a: Alliance, x: f.PersonShownAs, at: datetime) -> Alliance:
    return _put_right(a, x.person, at, lambda before: replace(before, shown_as=x.shown_as))


def _put_right(a: Alliance, person: str, at: datetime, corrected: Callable[[Person], Person]) -> Alliance:
    """Put a person's particulars right; what was said under the name they were shown by before stays said under it."""
    before = a.person(person)
    if before is None:
        return a
    after = corrected(before)
    people = tuple(after if p.ref == person else p for p in a.people)
    # An act may change the name and how it is shown at one moment: nobody was ever known by what stood between the two.
    known_by_it = all((n.person, n.until) != (person, at) for n in a.former_names)
    if after.called == before.called or not known_by_it:
        return replace(a, people=people)
    return replace(a, people=people, former_names=(*a.former_names, FormerName(person, before.called, at)))


def _person_ended(a: Alliance, x: f.PersonEnded, _: datetime) -> Alliance:
    return replace(a, people=tuple(replace(p, active=False) if p.ref == x.person else p for p in a.people))


def _seat_filled(a: Alliance, x: f.SeatFilled, _: datetime) -> Alliance:
    return replace(a, seats=(*a.seats, Seat(x.n, x.participant, x.body, x.person, x.since, x.until, "")))


def _seat_ended(a: Alliance, x: f.SeatEnded, _: datetime) -> Alliance:
    return replace(a, seats=tuple(replace(s, until=x.until, reason=x.reason) if s.n == x.n else s for s in a.seats))


def _deputy_named(a: Alliance, x: f.DeputyNamed, _: datetime) -> Alliance:
    return replace(a, deputies=(*a.deputies, Deputy(x.n, x.participant, x.body, x.person, x.since, x.until, "")))


def _deputy_ended(a: Alliance, x: f.DeputyEnded, _: datetime) -> Alliance:
    return replace(a, deputies=tuple(replace(d, until=x.until, reason=x.reason) if d.n == x.n else d for d in a.deputies))


def _absence_notified(a: Alliance, x: f.AbsenceNotified, _: datetime) -> Alliance:
    return replace(a, absences=(*a.absences, Absence(x.n, x.participant, x.body, x.person, x.since, x.until, x.reason)))


def _absence_ended(a: Alliance, x: f.AbsenceEnded, _: datetime) -> Alliance:
    return replace(a, absences=tuple(replace(b, until=x.until) if b.n == x.n else b for b in a.absences))


def _office_given(a: Alliance, x: f.OfficeGiven, _: datetime) -> Alliance:
    return replace(a, offices=(*a.offices, Office(x.n, x.role, x.person, x.body, x.participant, x.since, x.until)))


def _office_ended(a: Alliance, x: f.OfficeEnded, _: datetime) -> Alliance:
    return replace(a, offices=tuple(replace(o, until=x.until) if o.n == x.n else o for o in a.offices))


def _speaks_by(a: Alliance, x: f.SpeaksBy, at: datetime) -> Alliance:
    name = HELD[x.held]
    held: dict[str, Any] = {name: tuple(_by_word(one, x, at) if one.n == x.n else one for one in getattr(a, name))}
    return replace(a, **held)


def _by_word(one: Any, x: f.SpeaksBy, at: datetime) -> Any:  # noqa: ANN401 - a seat, a deputy, an absence, an office
    """Return what somebody holds by the word that came; it keeps who put them in."""
    return replace(one, word=x.word, put_by=one.put_by or x.by, stands_at=None if x.word == WAITS else at)


def _nudged(a: Alliance, _: f.Nudged, __: datetime) -> Alliance:
    return a  # it changes nothing that stands; the record says that it was done


def _timers_set(a: Alliance, x: f.TimersSet, _: datetime) -> Alliance:
    return replace(a, due=x.due)


ALLIANCE: Mapping[str, Apply] = {
    "AllianceFounded": _founded,
    "AllianceRenamed": _renamed,
    "ParticipantJoined": _participant_joined,
    "ParticipantMoved": _participant_moved,
    "PersonInvited": _person_invited,
    "PersonCorrected": _person_corrected,
    "PersonShownAs": _person_shown_as,
    "PersonEnded": _person_ended,
    "SeatFilled": _seat_filled,
    "SeatEnded": _seat_ended,
    "DeputyNamed": _deputy_named,
    "DeputyEnded": _deputy_ended,
    "AbsenceNotified": _absence_notified,
    "AbsenceEnded": _absence_ended,
    "OfficeGiven": _office_given,
    "OfficeEnded": _office_ended,
    "SpeaksBy": _speaks_by,
    "Nudged": _nudged,
    "TimersSet": _timers_set,
}
