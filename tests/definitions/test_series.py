"""Rules of repetition: bounded work whatever is asked, refusals in words, and days as people mean them."""

from contextlib import suppress
from datetime import UTC, datetime
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.definitions.jurisdictions import calendar_for
from govflow.definitions.series import MOST, occurrences
from tests.stories import a_policy

CALENDAR = calendar_for(a_policy("plymouth"))
START = datetime(2026, 6, 11, 13, tzinfo=UTC)  # a Thursday, 2pm
FEBRUARY = datetime(2027, 2, 11, 14, tzinfo=UTC)

REFUSED = {
    "FREQ=MONTHLY;INTERVAL=0;BYMONTHDAY=31;COUNT=12": "INTERVAL",
    "FREQ=MONTHLY;INTERVAL=-1;COUNT=12": "INTERVAL",
    "FREQ=WEEKLY;INTERVAL=;COUNT=3": "INTERVAL",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6;COUNT=3": "BYSETPOS",
    "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2;COUNT=3": "BYSETPOS",
    "FREQ=MONTHLY;BYDAY=6MO;COUNT=3": "BYDAY",
    "FREQ=WEEKLY;BYDAY=2TH;COUNT=3": "BYDAY",
    "FREQ=MONTHLY;BYMONTHDAY=32;COUNT=3": "BYMONTHDAY",
    "FREQ=MONTHLY;BYMONTHDAY=0;COUNT=3": "BYMONTHDAY",
    "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1;COUNT=3": "no weekday",
    "FREQ=WEEKLY;BYMONTHDAY=3;COUNT=3": "BYMONTHDAY",
    "FREQ=MONTHLY;COUNT=9999": "at most|from 2 to 60",
    "FREQ=MONTHLY;COUNT=61": "from 2 to 60",
    "FREQ=MONTHLY;COUNT=1": "from 2 to 60",
    "FREQ=WEEKLY;UNTIL=20301231": "more than 60",
    "FREQ=MONTHLY": "how often",
    "FREQ=MONTHLY;COUNT=3;UNTIL=20301231": "how often",
    "FREQ=MONTHLY;UNTIL=20261331": "UNTIL",
    "FREQ=MONTHLY;UNTIL=20200101": "no day after the first",
    "FREQ=MONTHLY;FREQ=WEEKLY;COUNT=3": "once",
    "FREQ=DAILY;COUNT=3": "weekly or monthly",
}


@pytest.mark.parametrize("rule", REFUSED)
def test_what_cannot_be_followed_is_refused_in_words_at_once(rule):
    began = monotonic()
    with pytest.raises(ValueError, match=REFUSED[rule]):
        occurrences(rule, START, CALENDAR)
    assert monotonic() - began < 1


@pytest.mark.parametrize("day", ["30", "31"])
def test_a_day_that_no_month_of_the_series_has_is_refused_at_once(day):
    began = monotonic()
    with pytest.raises(ValueError, match="no month"):
        occurrences(f"FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY={day};COUNT=3", FEBRUARY, CALENDAR)
    assert monotonic() - began < 1


@pytest.mark.parametrize("until", ["20271231", "20271231T235959", "20271231T235959Z"])
def test_an_end_is_the_end_of_a_local_day_however_it_is_written(until):
    found = occurrences(f"FREQ=MONTHLY;BYDAY=2TH;UNTIL={until}", START, CALENDAR)
    assert len(found) == 19
    assert {one.astimezone(CALENDAR.zone).hour for one in found} == {14}


def test_the_last_weekday_of_each_month():
    found = occurrences("FREQ=MONTHLY;BYDAY=-1TH;COUNT=4", datetime(2026, 4, 30, 13, tzinfo=UTC), CALENDAR)
    assert [f"{one:%d %b}" for one in found] == ["30 Apr", "28 May", "25 Jun", "30 Jul"]


parts = st.lists(
    st.one_of(
        st.integers(-2, 120).map(lambda n: f"INTERVAL={n}"),
        st.integers(-2, 120).map(lambda n: f"COUNT={n}"),
        st.integers(-33, 33).map(lambda n: f"BYMONTHDAY={n}"),
        st.integers(-7, 7).map(lambda n: f"BYSETPOS={n}"),
        st.tuples(st.integers(-7, 7), st.sampled_from(["MO", "FR", "SU"])).map(lambda p: f"BYDAY={p[0] or ''}{p[1]}"),
        st.sampled_from(["UNTIL=20261231", "UNTIL=29991231T000000Z", "UNTIL=1", "UNTIL=20260230"]),
    ),
    max_size=4,
)


@given(st.sampled_from(["WEEKLY", "MONTHLY"]), parts, st.sampled_from([START, FEBRUARY, datetime(2028, 2, 29, 14, tzinfo=UTC)]))
def test_whatever_is_asked_takes_little_time_and_gives_at_most_sixty(how, rest, first):
    began = monotonic()
    with suppress(ValueError):
        found = occurrences(";".join([f"FREQ={how}", *rest]), first, CALENDAR)
        assert 2 <= len(found) <= MOST
        assert found[0] == first
    assert monotonic() - began < 5  # on a busy machine, and reckoning the days off of a new year
