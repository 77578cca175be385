"""Calendars of meetings: one as a file, and private feeds that follow every change. A feed tells nothing but meetings."""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import timedelta

from govflow.acts.accounts import SignedIn
from govflow.acts.house import House
from govflow.acts.telling import appointment, case_for
from govflow.engine import attending
from govflow.engine.attending import holds_something
from govflow.engine.casing import rules_of
from govflow.notices.calendars import Appointment, feed, file
from govflow.notices.sending import Post
from govflow.record import feeds as kept
from govflow.record.accounts import account_of
from govflow.record.feeds import Feed
from govflow.record.units import View

WHOLE = "/all"  # beside the person's reference: a feed of every meeting of the alliance, not only of the person's own
BEHIND = timedelta(days=400)  # how far back a feed goes


def make(house: House, who: SignedIn, *, whole: bool) -> str:
    """Make a private address for a calendar of one's meetings, or of all; return its token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    person = f"{who.person}{WHOLE}" if whole else who.person
    kept.add(house.store, Feed(_hash(token), who.alliance, person, house.clock.now()))
    return token


def of_person(house: House, who: SignedIn) -> Sequence[Feed]:
    """Return the addresses somebody has made."""
    return kept.of_person(house.store, who.alliance, who.person)


def revoke(house: House, who: SignedIn, token_hash: str) -> None:
    """Revoke one of one's own addresses; another's stays."""
    kept.revoke(house.store, who.alliance, who.person, token_hash, house.clock.now())


def read(house: House, token: str, post: Post) -> bytes | None:
    """Return the calendar behind ``token`` as things stand, None when there is none, or its person has no access any more."""
    found = kept.find(house.store, _hash(token))
    if found is None:
        return None
    ref, _, whole = found.person.partition("/")
    account = account_of(house.store, found.alliance, ref)
    if account is not None and account.disabled:
        return None
    with house.store.view(found.alliance) as view:
        alliance = view.alliance()
        person = alliance.person(ref)
        if person is None or not person.active or (whole and not _belongs(house, view, ref)):
            return None
        shown = list(_appointments(view, house, "" if whole else ref, post))
    return feed(f"{alliance.title}: meetings", shown)


def _belongs(house: House, view: View, person: str) -> bool:
    """Say whether somebody holds anything in the alliance today: all its meetings are for those alone."""
    day = rules_of(view, house.book, None).calendar.local_date(house.clock.now())
    return holds_something(view.alliance(), person, day)


def one_meeting(house: House, alliance: str, ref: str, post: Post) -> bytes | None:
    """Return one meeting as a file for a calendar, or None."""
    with house.store.view(alliance) as view:
        if view.meeting(ref) is None:
            return None
        case = case_for(view, house, ref, house.clock.now())
        return file(appointment(case, post.base_url, post.organiser, house.clock.now()))


def _appointments(view: View, house: House, person: str, post: Post) -> Iterator[Appointment]:
    """Yield the meetings of ``person`` ("" for everybody's), those of the last year and all ahead."""
    now = house.clock.now()
    for ref in view.meetings_since(now - BEHIND):
        case = case_for(view, house, ref, now)
        if not person or person in attending.people(case):
            yield appointment(case, post.base_url, post.organiser, case.meeting.since or now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
