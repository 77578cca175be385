"""Working days, clear days and closing times: tables typed by hand, and what must hold on every day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.mandates import is_one_year, is_over
from govflow.domain.working_days import Calendar, Span

LONDON = ZoneInfo("Europe/London")
# The public holidays of England around the days looked at.
HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in [
        "2026-01-01",
        "2026-04-03",
        "2026-04-06",
        "2026-05-04",
        "2026-05-25",
        "2026-08-31",
        "2026-12-25",
        "2026-12-28",
        "2027-01-01",
        "2027-03-26",
        "2027-03-29",
        "2027-05-03",
        "2027-05-31",
        "2027-08-30",
        "2027-12-27",
        "2027-12-28",
    ]
)
ENGLAND = Calendar(LONDON, HOLIDAYS.__contains__)
CLOSING = time(17, 0)

days = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))
counts = st.integers(min_value=0, max_value=60)


def day(text):
    return date.fromisoformat(text)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "n", "last"),
    [
        ("2026-03-02", 0, "2026-03-02"),
        ("2026-03-02", 1, "2026-03-03"),
        ("2026-03-06", 1, "2026-03-09"),
        ("2026-03-07", 1, "2026-03-09"),
        ("2026-03-02", 10, "2026-03-16"),
        # Easter: Good Friday 3 April, Easter Monday 6 April
        ("2026-04-01", 2, "2026-04-07"),
        ("2026-04-02", 1, "2026-04-07"),
        # Christmas Day is a Friday, so Boxing Day's substitute is Monday 28 December
        ("2026-12-18", 5, "2026-12-29"),
        ("2026-12-24", 1, "2026-12-29"),
        ("2026-12-24", 4, "2027-01-04"),
        ("2026-12-31", 1, "2027-01-04"),
    ],
)
def test_working_days_are_added(first, n, last):
    assert ENGLAND.add_working_days(day(first), n) == day(last)


@pytest.mark.parametrize(
    ("first", "last", "clear"),
    [
        ("2026-03-02", "2026-03-02", 0),
        ("2026-03-02", "2026-03-03", 0),
        ("2026-03-02", "2026-03-04", 1),
        ("2026-03-02", "2026-03-09", 4),
        ("2026-03-02", "2026-03-10", 5),
        ("2026-03-09", "2026-03-02", 0),
        ("2026-04-02", "2026-04-07", 0),
        ("2026-04-01", "2026-04-10", 4),
        ("2026-12-24", "2026-12-30", 1),
        ("2026-12-24", "2027-01-06", 5),
    ],
)
def test_clear_days_leave_out_both_ends(first, last, clear):
    assert ENGLAND.clear_days_between(day(first), day(last)) == clear


@pytest.mark.parametrize(
    ("given_on", "n", "earliest"),
    [
        ("2026-03-02", 5, "2026-03-10"),
        ("2026-03-06", 5, "2026-03-16"),
        ("2026-03-07", 5, "2026-03-16"),
        ("2026-03-30", 5, "2026-04-09"),
        ("2026-12-21", 5, "2026-12-31"),
        ("2026-12-23", 5, "2027-01-05"),
    ],
)
def test_notice_of_clear_days_ends_on_the_first_working_day_after_them(given_on, n, earliest):
    assert ENGLAND.after_clear_days(day(given_on), n) == day(earliest)


@pytest.mark.parametrize(
    ("now", "span", "due"),
    [
        # Winter: London keeps UTC. Summer: an hour ahead, so 17:00 is 16:00 UTC.
        ("2026-03-02T09:00", "10 working days", "2026-03-16T17:00"),
        ("2026-03-16T09:00", "10 working days", "2026-03-30T16:00"),
        ("2026-10-20T09:00", "5 working days", "2026-10-27T17:00"),
        ("2026-03-02T09:00", "5 clear working days", "2026-03-10T00:00"),
        ("2026-03-25T09:00", "5 clear working days", "2026-04-01T23:00"),
        ("2026-03-02T09:00", "90 days", "2026-05-31T16:00"),
        # Minutes and hours are absolute, also over the change of the clocks
        ("2026-03-29T00:50", "15 minutes", "2026-03-29T01:05"),
        ("2026-10-25T00:30", "2 hours", "2026-10-25T02:30"),
        # Late in the evening in UTC it is already the next day in London
        ("2026-06-01T23:30", "1 working day", "2026-06-03T16:00"),
    ],
)
def test_a_span_ends_at_the_closing_time_where_the_alliance_is(now, span, due):
    n, unit = span.split(" ", 1)
    assert ENGLAND.due(utc(now), Span(int(n), unit.removesuffix("s") + "s"), CLOSING) == utc(due)


def test_a_closing_time_that_the_clocks_skip_is_the_first_minute_after():
    assert ENGLAND.at(day("2026-03-29"), time(1, 30)) == utc("2026-03-29T01:00")


def test_a_closing_time_that_comes_twice_is_the_first_of_the_two():
    assert ENGLAND.at(day("2026-10-25"), time(1, 30)) == utc("2026-10-25T00:30")


def test_the_day_is_the_alliances_not_utcs():
    assert ENGLAND.local_date(utc("2026-06-30T23:30")) == day("2026-07-01")
    assert ENGLAND.local_date(utc("2026-12-31T23:30")) == day("2026-12-31")


def test_a_calendar_without_working_days_is_an_error_not_an_endless_search():
    with pytest.raises(ValueError, match="no 1 working days"):
        Calendar(LONDON, lambda _: True).add_working_days(day("2026-03-02"), 1)


@given(days, counts)
def test_adding_and_counting_agree(first, n):
    """Between a day and its n-th working day lie n - 1 clear ones; after n clear ones comes the (n + 1)-th."""
    assert ENGLAND.clear_days_between(first, ENGLAND.add_working_days(first, n)) == max(n - 1, 0)
    earliest = ENGLAND.after_clear_days(first, n)
    assert ENGLAND.clear_days_between(first, earliest) == n
    assert ENGLAND.is_working(earliest)


@given(days, counts, counts)
def test_adding_in_two_steps_is_adding_at_once(first, n, more):
    assert ENGLAND.add_working_days(ENGLAND.add_working_days(first, n), more) == ENGLAND.add_working_days(first, n + more)


@given(days, days)
def test_the_end_of_notice_is_the_earliest_day_that_gives_it(first, last):
    """One day sooner is never enough: what is refused as too short really is."""
    earliest = ENGLAND.after_clear_days(first, 5)
    enough = ENGLAND.clear_days_between(first, last) >= 5
    assert enough == (last >= earliest) or not ENGLAND.is_working(last)


@given(days, st.times())
def test_a_local_time_lies_on_its_day_and_never_before_it_was_asked(where, clock_time):
    asked = clock_time.replace(second=0, microsecond=0)
    found = ENGLAND.at(where, asked).astimezone(LONDON)
    assert found.date() == where
    assert timedelta(0) <= found.replace(tzinfo=None) - datetime.combine(where, asked) <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("sent", "counts"),
    [
        ("2026-03-03 16:59", "2026-03-03"),
        ("2026-03-03 17:00", "2026-03-03"),
        ("2026-03-03 17:01", "2026-03-04"),
        ("2026-03-06 17:30", "2026-03-09"),
        ("2026-03-07 10:00", "2026-03-09"),
        ("2026-03-08 23:59", "2026-03-09"),
        ("2026-06-05 16:59", "2026-06-05"),  # in summer time
        ("2026-06-05 17:30", "2026-06-08"),
    ],
)
def test_notice_after_hours_or_on_a_day_off_counts_from_the_next_working_day(sent, counts):
    moment = datetime.fromisoformat(sent).replace(tzinfo=LONDON)
    assert ENGLAND.counts_from(moment.astimezone(UTC), time(17, 0)) == date.fromisoformat(counts)


@pytest.mark.parametrize(
    ("year", "on", "begins", "over"),
    [
        ("2025-26", "2026-03-31", 4, False),
        ("2025-26", "2026-04-01", 4, True),
        ("2025-26", "2026-04-01", 7, False),
        ("2025-26", "2026-07-01", 7, True),
        ("2099-00", "2026-04-01", 4, False),
    ],
)
def test_a_financial_year_is_over_after_its_last_day(year, on, begins, over):
    assert is_over(year, date.fromisoformat(on), begins) is over


@pytest.mark.parametrize(
    ("year", "one"), [("2026-27", True), ("2099-00", True), ("2026-28", False), ("2026", False), ("26-27", False)]
)
def test_a_year_is_one_financial_year(year, one):
    assert is_one_year(year) is one
