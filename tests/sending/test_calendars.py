"""Invitations and feeds, read back by another parser than the one that wrote them."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject

from govflow.acts import feeds
from govflow.acts.accounts import SignedIn
from govflow.acts.telling import invitation_for
from tests.gatherings import ZONE, a_meeting, meeting
from tests.posting import ADDRESS, ORGANISER, Kept, delivered, outbox, post
from tests.stories import Story


def who(story: Story, person: str) -> SignedIn:
    return SignedIn(1, story.alliance, "Seaport", person, "Somebody", "", frozenset(), "t", "Europe/London", illustrative=True)


def read(content: bytes) -> Any:
    """Read a calendar; the parser would otherwise go on using the first zone of a name it ever saw."""
    vobject.icalendar.__dict__["__tzidMap"].clear()
    vobject.icalendar.registerTzid("UTC", ZoneInfo("UTC"))
    return vobject.readOne(content.decode())


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
    assert found[0].vtimezone.tzid.value == "Europe/London"
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


@pytest.mark.parametrize("clock", ["01:30", "14:00", "00:00"])
@pytest.mark.parametrize("day", ["2026-10-25", "2027-03-28", "2026-07-01"])
def test_calendars_agree_on_the_moment_whatever_the_clocks_do(story: Story, day: str, clock: str) -> None:
    ref = story.act("meeting.plan", story.cast.manager, body="leadership-team", at=f"{day} {clock}").subject
    story.act("meeting.send_notice", story.cast.manager, ref)
    event = invited(story, "meeting-notice")[0].vevent
    starts = meeting(story, ref).starts_at.astimezone(ZONE)
    assert event.dtstart.value.replace(tzinfo=None) == starts.replace(tzinfo=None), "the wall clock people agreed on"
    if (day, clock) != ("2026-10-25", "01:30"):  # which comes twice, and a calendar may take either
        assert event.dtstart.value.timestamp() == starts.timestamp()


def test_only_messages_about_dates_carry_an_invitation(story: Story, planned: str) -> None:
    rows = [r for r in outbox(story) if r.kind == "meeting-notice"]
    with story.house.store.view(story.alliance) as view:
        row = rows[0]._asdict()
        from govflow.record.outbox import Waiting

        message = Waiting(**{name: row[name] for name in Waiting._fields})
        assert invitation_for(view, story.house, message, ADDRESS, ORGANISER)
        assert invitation_for(view, story.house, message._replace(kind="meeting-tomorrow"), ADDRESS, ORGANISER) is None
    assert ZoneInfo("Europe/London") == ZONE
