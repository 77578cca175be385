"""Who is told of a meeting: by who sits and who is away on its day; once and whole where it is urgent; never on a day off; and no end
before the end.
"""

from datetime import UTC, datetime, timedelta

import pytest

from govflow.definitions.jurisdictions import calendar_for
from govflow.domain.refusals import Refused
from tests.gatherings import BODY, ZONE, a_meeting, meeting, pass_to
from tests.posting import delivered, outbox
from tests.sending import strict
from tests.stories import Story, an_open_decision
from tests.telling.passing import pass_time

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
URGENT = {"reason": "The hostel is flooded.", "legal": "Yes.", "safe": "Yes."}


def people(story: Story, kind: str, ref: str) -> list[str]:
    return sorted(row.person for row in outbox(story) if (row.kind, row.subject) == (kind, ref) and row.state != "cancelled")


def away(story: Story, since: str, until: str, participant: str = "hostel") -> None:
    cast = story.cast
    held = {"participant": participant, "body": BODY, "person": cast.leads[participant]}
    story.act("absence.notify", cast.leads[participant], since=since, until=until, **held)


def with_papers(story: Story) -> str:
    ref = a_meeting(story, days=112, at="2026-06-22 14:00")
    story.act("meeting.add_item", story.cast.manager, ref, title="Plans")
    return ref


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(("since", "until", "asked"), [("2026-06-18", "2026-06-25", True), ("2026-06-02", "2026-06-02", False)])
def test_a_deputy_is_asked_by_the_day_of_the_meeting_and_not_by_today(story: Story, since: str, until: str, asked: bool) -> None:
    ref, deputy = with_papers(story), story.cast.deputies["hostel"]
    pass_to(story, at(2026, 6, 1).date(), 10)
    away(story, since, until)
    pass_to(story, at(2026, 6, 2).date(), 10)
    story.act("meeting.send_notice", story.cast.manager, ref)
    story.act("meeting.send_papers", story.cast.manager, ref)
    for kind in ("meeting-notice", "meeting-papers"):
        assert (deputy in people(story, kind, ref)) is asked
        assert story.cast.leads["hostel"] in people(story, kind, ref)
    pass_time(story, at(2026, 6, 22, 13))
    assert (deputy in people(story, "meeting-tomorrow", ref)) is asked


def test_whoever_comes_to_be_asked_after_notice_gets_what_the_others_got(story: Story) -> None:
    cast, deputy = story.cast, story.cast.deputies["hostel"]
    ref, other = with_papers(story), a_meeting(story, days=50)
    story.act("meeting.send_notice", cast.manager, ref)
    story.act("meeting.send_papers", cast.manager, ref)
    story.act("meeting.send_notice", cast.manager, other)
    delivered(story)
    away(story, "2026-06-18", "2026-06-25")
    assert (people(story, "meeting-notice", ref).count(deputy), people(story, "meeting-papers", ref).count(deputy)) == (1, 1)
    assert deputy not in people(story, "meeting-notice", other), "it is on a day on which nobody is away"
    sent = delivered(story).messages
    assert {m.subject.split(":")[0] for m in sent} == {"Notice of a meeting", "Agenda and papers"}
    (invited,) = [strict.events(m.calendar[1])[0] for m in sent if m.calendar]
    story.act("deputy.end", cast.manager, participant="hostel", body=BODY, person=deputy)
    assert people(story, "meeting-off", ref) == [deputy]
    (gone,) = [m for m in delivered(story).messages if m.calendar]
    (event,) = strict.events((gone.calendar or ("", b""))[1])
    assert (event.method, event.status, event.uid) == ("CANCEL", "CANCELLED", invited.uid)


def test_a_change_that_is_taken_back_before_it_is_told_tells_nobody(story: Story) -> None:
    cast, deputy, ref = story.cast, story.cast.deputies["hostel"], with_papers(story)
    story.act("meeting.send_notice", cast.manager, ref)
    delivered(story)
    away(story, "2026-06-18", "2026-06-25")
    story.act("deputy.end", cast.manager, participant="hostel", body=BODY, person=deputy)
    sent = [m.subject.split(":")[0] for m in delivered(story).messages if m.to == story.roster().name_of(deputy)]
    assert [one for one in sent if "meeting" in one] == ["You are not expected at a meeting any more"]


def test_a_new_seat_holder_is_asked_and_the_one_before_no_more(story: Story) -> None:
    cast, ref = story.cast, with_papers(story)
    story.act("meeting.send_notice", cast.manager, ref)
    story.act("person.invite", cast.administrator, name="Kay", contact="kay@example.org")
    kay, held = story.roster().people[-1].ref, {"participant": "health", "body": BODY}
    story.act("seat.end", cast.administrator, person=cast.leads["health"], **held)
    story.act("seat.fill", cast.administrator, person=kay, **held)
    assert kay not in people(story, "meeting-notice", ref), "the organisation has not said yet that Kay speaks for it"
    story.act("seat.confirm", cast.managers["health"], person=kay, **held)
    assert people(story, "meeting-notice", ref).count(kay) == 1
    # The deputy was asked while the seat was empty.
    assert people(story, "meeting-off", ref) == sorted([cast.leads["health"], cast.deputies["health"]])


def test_a_meeting_into_the_night_ends_no_sooner_than_planned(story: Story) -> None:
    cast = story.cast
    started, missed = (a_meeting(story, at="2026-03-19 22:00", minutes=240) for _ in range(2))
    pass_to(story, at(2026, 3, 19).date(), 22)
    story.act("meeting.start", cast.manager, started)
    for lead in cast.leads.values():
        story.act("meeting.arrive", cast.manager, started, person=lead)
    ends = at(2026, 3, 20, 2)
    for ref, event in ((started, "close"), (missed, "cancel")):
        assert meeting(story, ref).due[event] == ends
    pass_to(story, at(2026, 3, 20).date(), 1, 59)
    assert [meeting(story, ref).state for ref in (started, missed)] == ["in_session", "papers_sent"]
    pass_to(story, at(2026, 3, 20).date(), 2)
    assert [meeting(story, ref).state for ref in (started, missed)] == ["held", "cancelled"]


def test_a_move_that_changes_nothing_tells_nobody(story: Story) -> None:
    cast = story.cast
    ref = a_meeting(story, days=40, place="Room 1", link="https://meet.example.org/x", minutes="90")
    story.act("meeting.send_notice", cast.manager, ref)
    delivered(story)
    one = meeting(story, ref)
    same = {
        "at": f"{one.on} {one.clock}",
        "minutes": "90",
        "place": "Room 1",
        "link": "https://meet.example.org/x",
        "reason": "So.",
    }
    for data in (same, {"reason": "So."}):
        assert story.refusals("meeting.reschedule", cast.manager, ref, **data) == ("meeting-unchanged",)
    assert meeting(story, ref).sequence == 0
    assert not outbox(story, "due")
    for n, change in enumerate(({"minutes": "91"}, {"place": "Room 2"}, {"link": "https://meet.example.org/y"}), 1):
        story.act("meeting.reschedule", cast.manager, ref, **{**same, **change})
        assert meeting(story, ref).sequence == n


@pytest.mark.parametrize("minutes", ["0", "1441", "-5"])
def test_a_meeting_lasts_at_least_a_minute_and_at_most_a_day(story: Story, minutes: str) -> None:
    data = {"body": BODY, "at": "2026-06-22 14:00", "minutes": minutes}
    assert story.refusals("meeting.plan", story.cast.manager, **data) == ("invalid",)
    assert story.refusals("meeting.reschedule", story.cast.manager, a_meeting(story), minutes=minutes, reason="So.") == (
        "invalid",
    )


def test_an_urgent_meeting_promises_no_day_that_is_past_and_mails_its_agenda_once(story: Story) -> None:
    """Four items and a paper in the first half hour: one notice and one agenda to each, and no late item."""
    cast = story.cast
    ref = story.act("meeting.plan", cast.manager, body=BODY, at="2026-03-03 16:00", urgent=URGENT).subject
    messages = []
    with story.house.store.view(story.alliance) as view:
        assert view.meeting(ref).notice_due < story.clock.now()
    for minute in range(0, 60, 10):
        passed = pass_time(story, story.clock.now() + timedelta(seconds=5))
        messages += passed.sender.messages
        if minute < 40:
            story.act("meeting.add_item", cast.manager, ref, title=f"Item {minute}")
        pass_time(story, story.clock.now() + timedelta(minutes=9), passed)
        messages += [m for m in passed.sender.messages if m not in messages]
    messages += pass_time(story, story.clock.now() + 2 * HOUR).sender.messages
    about = [m.subject.split(":")[0] for m in {id(m): m for m in messages}.values() if ref in m.subject]
    everybody = len(people(story, "meeting-notice", ref))
    assert about.count("Notice of a meeting") == about.count("Agenda and papers") == everybody
    assert "A late item" not in about
    assert [item.late for item in meeting(story, ref).items] == [False] * 4
    assert not [m.text for m in messages if "go out by" in m.text or "goes out by" in m.text]
    noticed = next(m for m in messages if m.subject.startswith("Notice of a meeting"))
    assert "agenda and papers follow as soon as they are put together" in " ".join(noticed.text.split())


def test_late_items_are_told_together_and_an_empty_agenda_not_at_all(story: Story) -> None:
    cast = story.cast
    ref = story.act("meeting.plan", cast.manager, body=BODY, at="2026-03-03 16:00", urgent=URGENT).subject
    passed = pass_time(story, story.clock.now() + 2 * HOUR)
    assert meeting(story, ref).state == "papers_sent"
    assert not [m for m in passed.sender.messages if m.subject.startswith("Agenda and papers")], "there was nothing in it"
    for n in range(3):
        story.act("meeting.add_item", cast.manager, ref, title=f"Item {n}")
        pass_time(story, story.clock.now() + 2 * MINUTE, passed)
    pass_time(story, story.clock.now() + HOUR, passed)
    late = [m.to for m in passed.sender.messages if m.subject.startswith("A late item")]
    assert len(late) == len(set(late)) == len(people(story, "meeting-notice", ref))


def working(story: Story, moment: datetime) -> bool:
    return calendar_for(story.policy).is_working(moment.astimezone(ZONE).date())


def test_no_reminder_comes_on_a_day_off_and_none_of_what_is_held(story: Story) -> None:
    """Positions that close on the Monday after Easter's week, a review on a Sunday, a meeting on a Monday."""
    cast = story.cast
    ref = an_open_decision(story, review_on="2026-06-14")
    pass_time(story, at(2026, 3, 10, 12))
    story.do("amend", cast.manager, ref, text="Other words.", reason="So.", review_on="2026-06-14")
    held = an_open_decision(story)
    story.act(
        "issue.log",
        cast.leads["health"],
        about=held,
        happened="It was rushed.",
        affected="All.",
        would_help="Time.",
        matters="Yes.",
    )
    assert story.decision(held).is_held
    a_meeting(story, at="2026-05-11 14:00")  # a Monday
    pass_time(story, at(2026, 7, 1, 12))
    told = [row for row in outbox(story) if row.kind in REMINDERS]
    assert {row.kind for row in told} >= {"position-last-day", "position-half-way", "meeting-tomorrow"}
    assert [row for row in told if not working(story, row.created_at)] == []
    assert not [row for row in told if row.subject == held and row.kind.startswith("position-") and row.state == "sent"]
    tomorrow = {row.created_at for row in told if row.kind == "meeting-tomorrow"}
    assert at(2026, 5, 8, 14) in tomorrow


REMINDERS = {"position-half-way", "position-last-day", "opening-due", "review-due", "meeting-tomorrow", "mandate-expiring"}


def test_that_positions_can_be_opened_is_said_the_day_after_they_could_first(story: Story) -> None:
    from tests.stories import a_circulated_decision

    ref = a_circulated_decision(story)  # on Monday 2 March; it can open on Tuesday 10 March
    pass_time(story, at(2026, 3, 11, 12))
    assert {row.created_at for row in outbox(story) if row.kind == "opening-due"} == {at(2026, 3, 11, 9).astimezone(UTC)}
    assert set(people(story, "opening-due", ref)) == {story.cast.manager, story.cast.chair}


def test_a_move_of_nothing_is_refused_in_words(story: Story) -> None:
    with pytest.raises(Refused, match="Nothing is changed"):
        story.act("meeting.reschedule", story.cast.manager, a_meeting(story), reason="So.")
