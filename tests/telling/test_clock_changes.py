"""Reminders across every change of the clocks from 2025 to 2040: each once, and none on the wrong side."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from govflow.definitions.jurisdictions import calendar_for
from govflow.engine.reminding import day_before
from tests.gatherings import ZONE, meeting
from tests.posting import outbox
from tests.stories import Story, a_policy
from tests.telling.passing import pass_time

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CALENDAR = calendar_for(a_policy("plymouth"))


def changes() -> Iterator[date]:
    """Yield the days on which the clocks change, found by looking at every day's length."""
    day = date(2025, 1, 1)
    while day < date(2041, 1, 1):
        midnights = [datetime.combine(d, time(0), tzinfo=ZONE).astimezone(UTC) for d in (day, day + DAY)]
        if midnights[1] - midnights[0] != DAY:
            yield day
        day += DAY


def test_the_clocks_change_twice_a_year() -> None:
    found = list(changes())
    assert len(found) == 32
    assert {(d.month, d.weekday()) for d in found} == {(3, 6), (10, 6)}


@pytest.mark.parametrize("changing", list(changes()), ids=str)
def test_every_minute_of_the_day_is_reminded_once_and_never_early(changing: date) -> None:
    """A meeting at every minute of the day of the change, and of the day after: its reminder is a day of the wall clock before."""
    for on in (changing, changing + DAY):
        due = []
        for minute in range(1440):
            wall = time(minute // 60, minute % 60)
            starts = CALENDAR.at(on, wall)
            remind = day_before(CALENDAR, starts)
            local = remind.astimezone(ZONE)
            held = starts.astimezone(ZONE)
            assert local.date() == on - DAY
            # The same time on the clock, or the first minute that exists where the clocks skip it.
            wanted = held.replace(tzinfo=None) - DAY
            assert timedelta(0) <= local.replace(tzinfo=None) - wanted <= timedelta(hours=1)
            assert remind < starts
            assert timedelta(hours=23) <= starts - remind <= timedelta(hours=25)
            due.append(remind)
        assert due == sorted(due), "who meets later is never reminded earlier"
        assert len(set(due)) >= 1440 - 60, "only an hour that is skipped falls together"


@pytest.mark.parametrize("changing", [date(2026, 3, 29), date(2026, 10, 25)], ids=str)
def test_meetings_through_the_night_of_the_change_are_each_reminded_once(story: Story, changing: date) -> None:
    """The same through the record, with a worker that wakes when something is due: every tenth minute from midnight to four."""
    refs = {}
    for minute in range(0, 240, 10):
        at = f"{changing} {minute // 60:02d}:{minute % 60:02d}"
        refs[story.act("meeting.plan", story.cast.manager, body="leadership-team", at=at).subject] = at
    passed = pass_time(story, datetime.combine(changing, time(5), tzinfo=ZONE))
    told = [row for row in outbox(story) if row.kind == "meeting-tomorrow"]
    people = {row.person for row in told}
    assert len(told) == len(refs) * len(people)
    assert len({(row.subject, row.person) for row in told}) == len(told)
    for row in told:
        starts = meeting(story, row.subject).starts_at
        assert starts is not None
        assert row.created_at == day_before(CALENDAR, starts)
        assert row.sent_at >= row.due_at
    assert {came for _, came in passed.reminders} <= {"done"}
