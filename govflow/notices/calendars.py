"""Meetings as calendars read them (RFC 5545): invitations, changes, cancellations, and feeds. The only owner of ``icalendar``.

The identity of a meeting never changes, its SEQUENCE counts its changes; the time zone is written for the time it is needed only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vText

from govflow.notices.composing import one_line
from govflow.notices.headers import is_mail_address

PRODUCT = "-//govflow//meetings//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
REPLIED = {"yes": "ACCEPTED", "no": "DECLINED", "perhaps": "TENTATIVE"}
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody invited: name, mail address, and what was replied ("" when nothing)."""

    name: str
    contact: str
    reply: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting as a calendar shows it; times are UTC, ``zone`` is where it is held."""

    identity: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    zone: str
    place: str
    link: str
    says: str
    address: str
    cancelled: bool
    organiser: str
    guests: tuple[Guest, ...] = ()


def invitation(one: Appointment) -> tuple[str, bytes]:
    """Return the method and content that invites to a meeting, tells of a change, or cancels it."""
    method = CANCEL if one.cancelled else REQUEST
    calendar = _calendar(method, [one])
    return method, bytes(calendar.to_ical())


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
    for zone in dict.fromkeys(one.zone for one in appointments):
        days = [one.starts_at.date() for one in appointments if one.zone == zone]
        calendar.add_component(_timezone(zone, min(days), max(days)))
    for one in appointments:
        calendar.add_component(_event(one, method))
    return calendar


def _timezone(zone: str, first: date, last: date) -> Timezone:
    return Timezone.from_tzid(zone, first_date=first - A_DAY, last_date=last + 2 * A_DAY)


def _event(one: Appointment, method: str) -> Event:
    event, zone = Event(), ZoneInfo(one.zone)
    event.add("uid", one.identity)
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    event.add("dtstart", one.starts_at.astimezone(zone))
    event.add("dtend", one.ends_at.astimezone(zone))
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
    if method == PUBLISH:
        return
    for guest in one.guests:
        if not is_mail_address(guest.contact):
            continue  # one that is mistyped must not spoil the invitation of all
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
