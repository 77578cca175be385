"""Invitations, feeds and files, read back by two other parsers than the one that wrote them."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject

from govflow.acts import accounts, feeds
from govflow.acts.accounts import SignedIn
from govflow.acts.delivering import deliver
from govflow.acts.telling import invitation_for
from govflow.notices.calendars import feed, file, invitation
from govflow.notices.composing import Message
from govflow.notices.sending import Post
from tests.gatherings import ZONE, a_meeting, meeting
from tests.posting import ADDRESS, ORGANISER, Kept, delivered, outbox, post
from tests.sending import strict
from tests.sending.test_every_message import APPOINTMENT
from tests.stories import Story, library

A_DAY = timedelta(days=1)


def who(story: Story, person: str) -> SignedIn:
    return SignedIn(1, story.alliance, "Seaport", person, "Somebody", "", frozenset(), "t", "Europe/London", illustrative=True)


def read(content: bytes) -> Any:
    """Read a calendar; the parser would otherwise go on using the first zone of a name it ever saw."""
    vobject.icalendar.__dict__["__tzidMap"].clear()
    vobject.icalendar.registerTzid("UTC", ZoneInfo("UTC"))
    return vobject.readOne(content.decode())


def both(content: bytes) -> list[tuple[str, datetime, datetime]]:
    """Return the events of a calendar, which two parsers must read alike: identity, beginning and end."""
    mine = [(one.uid, one.starts, one.ends) for one in strict.events(content)]
    theirs = [(e.uid.value, e.dtstart.value, e.dtend.value) for e in read(content).vevent_list]
    assert theirs == mine
    return mine


def invited(story: Story, kind: str) -> list[Any]:
    """Return the calendars that went with messages of a kind."""
    sender = delivered(story)
    return [read(m.calendar[1]) for m in sender.messages if m.calendar]


@pytest.fixture
def planned(story: Story) -> str:
    ref = a_meeting(story, days=40, place="Room 1", link="https://meet.example.org/x")
    story.act("meeting.send_notice", story.cast.manager, ref)
    return ref


def test_an_invitation_says_when_where_and_in_which_zone(story: Story, planned: str) -> None:
    found = invited(story, "meeting-notice")
    assert len(found) == len([r for r in outbox(story) if r.kind == "meeting-notice"])
    event = found[0].vevent
    starts = meeting(story, planned).starts_at
    assert event.dtstart.value.astimezone(ZONE) == starts
    assert event.dtend.value - event.dtstart.value == timedelta(hours=2)
    assert event.location.value == "Room 1 · https://meet.example.org/x"
    assert event.sequence.value == "0"
    assert found[0].method.value == "REQUEST"
    assert event.dtstart.value.utcoffset() == timedelta(0)
    assert "2pm" in event.description.value, "what people read is the local time"
    assert f"{ADDRESS}/meetings/{planned}" in event.description.value


def test_a_moved_meeting_keeps_its_identity_and_a_cancelled_one_is_withdrawn(story: Story, planned: str) -> None:
    first = invited(story, "meeting-notice")[0].vevent
    story.act("meeting.reschedule", story.cast.manager, planned, at="2026-05-14 10:00", reason="Half of us are away.")
    moved = invited(story, "meeting-moved")[0]
    assert (moved.vevent.uid.value, moved.vevent.sequence.value) == (first.uid.value, "1")
    assert moved.vevent.dtstart.value.astimezone(ZONE) == datetime(2026, 5, 14, 10, tzinfo=ZONE)
    story.act("meeting.cancel", story.cast.manager, planned, reason="Nothing to decide.")
    gone = invited(story, "meeting-cancelled")[0]
    assert (gone.method.value, gone.vevent.status.value, gone.vevent.uid.value) == ("CANCEL", "CANCELLED", first.uid.value)
    assert int(gone.vevent.sequence.value) > 1


def test_a_private_feed_follows_a_moved_meeting_and_ends_when_it_is_revoked(story: Story, planned: str) -> None:
    me, box = who(story, story.cast.leads["health"]), post(Kept())
    token = feeds.make(story.house, me, whole=False)
    assert read(feeds.read(story.house, token, box)).vevent.dtstart.value.astimezone(ZONE) == meeting(story, planned).starts_at
    story.act("meeting.reschedule", story.cast.manager, planned, at="2026-05-14 10:00", reason="Half of us are away.")
    event = read(feeds.read(story.house, token, box)).vevent
    assert event.dtstart.value.astimezone(ZONE) == datetime(2026, 5, 14, 10, tzinfo=ZONE)
    assert event.sequence.value == "1"
    assert feeds.read(story.house, "x" * 43, box) is None
    (kept,) = feeds.of_person(story.house, me)
    feeds.revoke(story.house, who(story, story.cast.leads["council"]), kept.token_hash)
    assert feeds.read(story.house, token, box) is not None, "nobody revokes another's"
    feeds.revoke(story.house, me, kept.token_hash)
    assert feeds.read(story.house, token, box) is None


def test_a_feed_ends_with_the_persons_access(story: Story, planned: str) -> None:
    me, box = who(story, story.cast.observer), post(Kept())
    token = feeds.make(story.house, me, whole=True)
    assert feeds.read(story.house, token, box)
    story.act("person.end", story.cast.administrator, person=story.cast.observer)
    assert feeds.read(story.house, token, box) is None


def zones() -> list[str]:
    """Return the time zones of every pack and of every place whose days off are known."""
    countries = {where.country for where in library().jurisdictions.values()}
    lines = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text().splitlines()
    of_places = {line.split("\t")[2] for line in lines if line[:2] in countries}
    return sorted({policy.zone for policy in library().policies.values()} | of_places)


@pytest.mark.parametrize("zone", zones())
def test_two_parsers_read_the_same_moment_in_every_zone_on_any_day_of_ten_years(zone: str) -> None:
    """Noon of every eleventh day, and of the days around each change of the clocks every few hours."""
    place, starts = ZoneInfo(zone), []
    day = datetime(2025, 1, 1, 12, tzinfo=place)
    while day.year < 2035:
        after = day + 11 * A_DAY
        starts.append(day)
        if day.utcoffset() != after.utcoffset():
            starts += [(day.astimezone(UTC) + timedelta(minutes=30 * n)) for n in range(0, 48 * 11, 35)]
        day = after
    moments = [one.astimezone(UTC) for one in starts]
    shown = [
        replace(APPOINTMENT, identity=f"{n}@example.org", starts_at=at, ends_at=at + A_DAY / 12) for n, at in enumerate(moments)
    ]
    for content in (feed("All", shown), file(shown[0]), invitation(shown[-1])[1]):
        found = both(content)
        assert {(uid, begins, ends) for uid, begins, ends in found} <= {(a.identity, a.starts_at, a.ends_at) for a in shown}
        assert b"VTIMEZONE" not in content
    assert len(both(feed("All", shown))) == len(moments)


def test_a_feed_of_all_meetings_ends_with_the_seat_and_any_feed_with_a_closed_account(story: Story, planned: str) -> None:
    cast, box = story.cast, post(Kept())
    leaver, closed = who(story, cast.managers["health"]), who(story, cast.leads["health"])
    whole, own = feeds.make(story.house, leaver, whole=True), feeds.make(story.house, closed, whole=False)
    assert feeds.read(story.house, whole, box)
    assert feeds.read(story.house, own, box)
    story.act("seat.end", cast.administrator, participant="health", body="management-team", person=cast.managers["health"])
    assert feeds.read(story.house, whole, box) is None
    accounts.open_account(story.house, story.alliance, closed.person, "closed@example.org")
    boss = replace(who(story, cast.manager), roles=frozenset({"manager"}))
    accounts.set_disabled(story.house, boss, closed.person, disabled=True)
    assert feeds.read(story.house, own, box) is None


@pytest.mark.parametrize("clock", ["01:30", "14:00", "00:00"])
@pytest.mark.parametrize("day", ["2026-10-25", "2027-03-28", "2026-07-01"])
def test_calendars_agree_on_the_moment_whatever_the_clocks_do(story: Story, day: str, clock: str) -> None:
    ref = story.act("meeting.plan", story.cast.manager, body="leadership-team", at=f"{day} {clock}").subject
    story.act("meeting.send_notice", story.cast.manager, ref)
    starts = meeting(story, ref).starts_at
    assert starts is not None
    skipped = (day, clock) == ("2027-03-28", "01:30")  # which there is not: the clocks go from one to two
    assert f"{starts.astimezone(ZONE):%Y-%m-%d %H:%M}" == f"{day} {'02:00' if skipped else clock}", "as people agreed"
    sent = [m.calendar[1] for m in delivered(story).messages if m.calendar]
    me = who(story, story.cast.leads["health"])
    token = feeds.make(story.house, me, whole=False)
    kept = [feeds.read(story.house, token, post(Kept())), feeds.one_meeting(story.house, story.alliance, ref, post(Kept()))]
    for content in (*sent, *kept):
        assert content is not None
        ((_, begins, _),) = both(content)
        assert begins == starts


def test_no_setting_changes_the_identity_of_a_meeting(story: Story, planned: str) -> None:
    """The notice goes out under one domain, all that follows under another: a calendar knows it for the same meeting."""
    me, seen = who(story, story.cast.leads["health"]), []
    token = feeds.make(story.house, me, whole=True)
    settings = [
        ("https://a.example.org", "gov@old.example"),
        ("https://b.example.net", "gov@new.example"),
        ("", "gov@none.example"),
    ]
    for address, organiser in settings:
        box = Post(address, Kept(), organiser)
        seen += [feeds.read(story.house, token, box), feeds.one_meeting(story.house, story.alliance, planned, box)]
        seen += [m.calendar[1] for m in sent_by(story, box) if m.calendar]
        if address:
            at = "2026-05-14 10:00" if "a." in address else "2026-05-15 10:00"
            story.act("meeting.reschedule", story.cast.manager, planned, at=at, reason="Half of us are away.")
    story.act("meeting.cancel", story.cast.manager, planned, reason="Nothing to decide.")
    seen += [m.calendar[1] for m in sent_by(story, Post("https://c.example.org", Kept(), "gov@third.example")) if m.calendar]
    found = [one for content in seen if content for one in strict.events(content)]
    assert {one.method for one in found} == {"PUBLISH", "REQUEST", "CANCEL"}
    assert len({one.uid for one in found}) == 1
    assert [one.sequence for one in found] == sorted(one.sequence for one in found)


def sent_by(story: Story, box: Post) -> list[Message]:
    while list(deliver(story.house, box)):
        pass
    assert isinstance(box.sender, Kept)
    return box.sender.messages


def test_what_leaves_shows_nobody_the_address_of_another(story: Story) -> None:
    """The notice, the move, the cancellation, the file and the feed: at most the address of whoever gets it."""
    cast, known = story.cast, {}
    for person in {*cast.leads.values(), cast.chair, cast.observer}:
        known[person] = f"{person.lower()}@people.example"
        story.act("person.correct", cast.administrator, person=person, contact=known[person], reason="Now known.")
    ref = a_meeting(story, days=40)
    story.act("meeting.send_notice", cast.manager, ref)
    messages = list(delivered(story).messages)
    story.act("meeting.reschedule", cast.manager, ref, at="2026-05-14 10:00", reason="Half of us are away.")
    messages += delivered(story).messages
    open_files = [feeds.one_meeting(story.house, story.alliance, ref, post(Kept()))]
    for person in (cast.leads["health"], cast.observer):
        open_files.append(feeds.read(story.house, feeds.make(story.house, who(story, person), whole=True), post(Kept())))
    story.act("meeting.cancel", cast.manager, ref, reason="Nothing to decide.")
    messages += delivered(story).messages
    open_files.append(feeds.one_meeting(story.house, story.alliance, ref, post(Kept())))
    with_calendar = [m for m in messages if m.calendar]
    assert {m.contact for m in with_calendar} >= set(known.values())
    for message in with_calendar:
        method, content = message.calendar or ("", b"")
        ((event),) = strict.events(content)
        assert event.addresses == ((message.contact,) if message.contact else ()), method
        assert set(re.findall(rb"[\w.-]+@people.example", strict.look_at_calendar(content))) <= {message.contact.encode()}
        assert not (set(known.values()) - {message.contact}) & set(
            re.findall(r"[\w.-]+@people.example", message.text + message.html)
        )
    for content in open_files:
        assert content is not None
        assert b"METHOD:PUBLISH" in content
        assert b"people.example" not in content


def test_only_messages_about_dates_carry_an_invitation(story: Story, planned: str) -> None:
    rows = [r for r in outbox(story) if r.kind == "meeting-notice"]
    with story.house.store.view(story.alliance) as view:
        row = rows[0]._asdict()
        from govflow.record.outbox import Waiting

        message = Waiting(**{name: row[name] for name in Waiting._fields})
        assert invitation_for(view, story.house, message, ADDRESS, ORGANISER)
        assert invitation_for(view, story.house, message._replace(kind="meeting-tomorrow"), ADDRESS, ORGANISER) is None
    assert ZoneInfo("Europe/London") == ZONE
