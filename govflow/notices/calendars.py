"""Meetings as calendars read them (RFC 5545): invitations, changes, cancellations, and feeds. The only owner of ``icalendar``.

The identity of a meeting never changes, its SEQUENCE counts its changes. Times are written in UTC: each meeting is an event of its
own, so no calendar has to work out a zone's clock changes from a description of it. What people read says the local time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from govflow.notices.composing import one_line
from govflow.notices.headers import is_mail_address

PRODUCT = "-//govflow//meetings//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
REPLIED = {"yes": "ACCEPTED", "no": "DECLINED", "perhaps": "TENTATIVE"}


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody invited: name, mail address, and what was replied ("" when nothing)."""

    name: str
    contact: str
    reply: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting as a calendar shows it; times are UTC. ``guest`` is the one the calendar goes to, None for one that anybody may read."""

    identity: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    place: str
    link: str
    says: str
    address: str
    cancelled: bool
    organiser: str
    guest: Guest | None = None


def invitation(one: Appointment) -> tuple[str, bytes]:
    """Return the method and content that invites its guest to a meeting, tells of a change, or cancels it."""
    method = CANCEL if one.cancelled else REQUEST
    return method, bytes(_calendar(method, [one]).to_ical())


def file(one: Appointment) -> bytes:
    """Return a meeting as a file to be put in a calendar: nobody is invited by it."""
    return bytes(_calendar(PUBLISH, [one]).to_ical())


def feed(name: str, appointments: Sequence[Appointment]) -> bytes:
    """Return a calendar of all ``appointments``, to be asked for again and again."""
    calendar = _calendar(PUBLISH, appointments)
    calendar.add("x-wr-calname", one_line(name))
    calendar.add("refresh-interval;value=duration", "PT1H")
    return bytes(calendar.to_ical())


def _calendar(method: str, appointments: Sequence[Appointment]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for one in appointments:
        calendar.add_component(_event(one, method))
    return calendar


def _event(one: Appointment, method: str) -> Event:
    event = Event()
    event.add("uid", one.identity)
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    event.add("dtstart", one.starts_at.astimezone(UTC))
    event.add("dtend", one.ends_at.astimezone(UTC))
    event.add("summary", one_line(one.title))
    event.add("description", "\n\n".join(one_line(part) for part in (one.says, one.address) if part))
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    place = " · ".join(one_line(part) for part in (one.place, one.link) if part)
    for name, value in (("location", place), ("url", one.address)):
        if value:
            event.add(name, value)
    _people(event, one, method)
    if not one.cancelled:
        event.add_component(_alarm(one_line(one.title)))
    return event


def _people(event: Event, one: Appointment, method: str) -> None:
    if not one.organiser:
        return
    event.add("organizer", vCalAddress(f"mailto:{one.organiser}"))
    guest = one.guest
    # Nobody gets the address of another; and one that is mistyped must not spoil the invitation.
    if method == PUBLISH or guest is None or not is_mail_address(guest.contact):
        return
    address = vCalAddress(f"mailto:{guest.contact.strip()}")
    address.params["CN"] = vText(one_line(guest.name))
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText(REPLIED.get(guest.reply, "NEEDS-ACTION"))
    address.params["RSVP"] = vText("FALSE")
    event.add("attendee", address, encode=False)


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(minutes=-30))
    return alarm
