"""The clock of an own body's decision: the small spaces in full, real decisions by their published days, and what always holds."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.definitions.jurisdictions import shipped_jurisdictions
from govflow.domain.own_bodies import (
    KINDS,
    NOTICE,
    ROUTES,
    Known,
    Law,
    call_in_ends,
    clock,
    earliest_day,
    last_notice_day,
)
from tests.domain.test_working_days import ENGLAND as CALENDAR

ENGLAND = Law(28, 5, 5, ("key",))
NONE = Law()
LAWS = (ENGLAND, NONE, Law(0, 0, 3, ("key",)), Law(28, 0, 0, ()), Law(28, 5, 5, ("key", "officer")))
days = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))
after = st.integers(min_value=0, max_value=120).map(timedelta)


def day(text):
    return date.fromisoformat(text)


def test_the_shipped_jurisdictions_say_what_their_law_asks():
    laws = {name: found.law for name, found in shipped_jurisdictions().items()}
    assert laws == {
        "england": ENGLAND,
        "wales": Law(0, 0, 3, ("key",)),
        "northern-ireland": Law(0, 0, 5, ("key",)),
        "scotland": NONE,
        "new-south-wales": NONE,
    }


ROUTES_BY = {  # every kind under each law: the routes by which notice can be given
    (ENGLAND, "key"): ("notice", "general_exception", "special_urgency"),
    (Law(28, 0, 0, ()), "key"): ("notice", "special_urgency"),
    (Law(28, 5, 5, ("key", "officer")), "key"): ("notice", "general_exception", "special_urgency"),
}


@pytest.mark.parametrize(("law", "kind"), [*product(LAWS, KINDS)])
def test_only_a_key_decision_needs_notice_and_only_where_there_is_such_a_rule(law, kind):
    assert law.routes(kind) == ROUTES_BY.get((law, kind), ())


@pytest.mark.parametrize(("law", "kind"), [*product(LAWS, KINDS)])
def test_only_the_kinds_that_are_called_in_have_days_of_call_in(law, kind):
    wanted = {
        (ENGLAND, "key"): 5,
        (LAWS[2], "key"): 3,
        (LAWS[4], "key"): 5,
        (LAWS[4], "officer"): 5,
    }
    assert law.call_in_days(kind) == wanted.get((law, kind), 0)


@pytest.mark.parametrize(
    ("route", "published", "earliest"),
    [
        ("notice", "2026-03-02", "2026-03-31"),  # 28 days from 3 to 30 March lie between
        ("notice", "2026-12-18", "2027-01-16"),
        ("general_exception", "2026-03-02", "2026-03-08"),
        ("special_urgency", "2026-03-02", "2026-03-02"),
    ],
)
def test_both_ends_of_clear_days_are_excluded(route, published, earliest):
    assert earliest_day(ENGLAND, route, day(published)) == day(earliest)


@pytest.mark.parametrize("route", ROUTES)
def test_where_the_law_asks_for_no_days_none_are_counted(route):
    assert earliest_day(NONE, route, day("2026-03-02")) == day("2026-03-02")


@given(planned=days)
def test_the_last_day_of_notice_is_the_last_that_still_allows_the_planned_day(planned):
    last = last_notice_day(ENGLAND, "key", planned)
    assert earliest_day(ENGLAND, NOTICE, last) == planned
    assert earliest_day(ENGLAND, NOTICE, last + timedelta(days=1)) > planned
    assert {last_notice_day(ENGLAND, kind, planned) for kind in ("officer", "board")} == {None}
    assert last_notice_day(NONE, "key", planned) is None


@pytest.mark.parametrize(
    ("since", "last"),
    [
        ("2014-11-14", "2014-11-21"),  # Plymouth: published on 14 November 2014, in effect on the 22nd
        ("2026-03-31", "2026-04-09"),  # over Easter
        ("2026-03-07", "2026-03-13"),  # a Saturday
    ],
)
def test_call_in_is_counted_in_working_days_from_the_day_after(since, last):
    assert call_in_ends(ENGLAND, CALENDAR, "key", day(since)) == day(last)
    assert call_in_ends(ENGLAND, CALENDAR, "board", day(since)) is None
    assert call_in_ends(NONE, CALENDAR, "key", day(since)) is None


TODAY = day("2026-03-02")
CLOCKS = [
    # A key decision of which nothing is known yet: everything as soon as it may be.
    (
        ENGLAND,
        Known("key"),
        "noticed 2026-03-02, earliest 2026-03-31, decided 2026-03-31, call_in_ends 2026-04-09, effective 2026-04-10",
    ),
    (
        ENGLAND,
        Known("key", "notice", day("2026-02-20"), day("2026-03-21"), day("2026-03-24")),
        "noticed 2026-02-20, earliest 2026-03-21, decided 2026-03-24, call_in_ends 2026-03-31, effective 2026-04-01",
    ),
    (
        ENGLAND,
        Known("key", "general_exception", TODAY),
        "noticed 2026-03-02, earliest 2026-03-08, decided 2026-03-08, call_in_ends 2026-03-13, effective 2026-03-14",
    ),
    (
        ENGLAND,
        Known("key", "special_urgency", TODAY),
        "noticed 2026-03-02, earliest 2026-03-02, decided 2026-03-02, call_in_ends 2026-03-09, effective 2026-03-10",
    ),
    # What was decided stays decided, and call-in runs from the day it was published.
    (
        ENGLAND,
        Known(
            "key", "notice", day("2026-01-20"), day("2026-02-18"), None, day("2026-02-20"), day("2026-02-24"), day("2026-03-03")
        ),
        "noticed 2026-01-20, earliest 2026-02-18, decided 2026-02-20, call_in_ends 2026-03-03, effective 2026-03-04",
    ),
    # Reported without notice under an earlier edition of the rules: no notice is made up for it.
    (ENGLAND, Known("key", decided_on=day("2026-02-20")), "decided 2026-02-20, effective 2026-02-20"),
    # What was recorded stands, whatever the law says by now.
    (
        NONE,
        Known("key", "notice", day("2026-01-20"), day("2026-02-18"), None, day("2026-02-20"), None, day("2026-02-27")),
        "noticed 2026-01-20, earliest 2026-02-18, decided 2026-02-20, call_in_ends 2026-02-27, effective 2026-02-28",
    ),
    (ENGLAND, Known("officer"), "decided 2026-03-02, effective 2026-03-02"),
    (ENGLAND, Known("board", decide_on=day("2026-03-09")), "decided 2026-03-09, effective 2026-03-09"),
    (ENGLAND, Known("board", decide_on=day("2026-02-09")), "decided 2026-03-02, effective 2026-03-02"),
    (NONE, Known("key"), "decided 2026-03-02, effective 2026-03-02"),
    (Law(0, 0, 3, ("key",)), Known("key"), "decided 2026-03-02, call_in_ends 2026-03-05, effective 2026-03-06"),
]


@pytest.mark.parametrize(("law", "known", "steps"), CLOCKS)
def test_the_whole_clock(law, known, steps):
    found = clock(law, CALENDAR, known, TODAY)
    assert ", ".join(f"{name} {on}" for name, on in found.steps) == steps


@given(
    law=st.sampled_from(LAWS),
    kind=st.sampled_from(sorted(KINDS)),
    route=st.sampled_from(["", *ROUTES]),
    published=days,
    today=after,
    planned=st.none() | after,
    decided=st.none() | after,
    announced=st.none() | after,
)
def test_no_step_comes_before_the_one_before_it(law, kind, route, published, today, planned, decided, announced):
    """Whatever is known, as long as nothing was decided before its notice allows, which is refused when it is recorded."""
    earliest = earliest_day(law, route or NOTICE, published)
    decided_on = earliest + decided if decided is not None else None
    announced_on = decided_on + announced if decided_on and announced is not None else None
    ends = call_in_ends(law, CALENDAR, kind, announced_on or decided_on) if decided_on else None
    known = Known(
        kind,
        route,
        published,
        earliest if law.routes(kind) else None,
        published + planned if planned is not None else None,
        decided_on,
        announced_on,
        ends,
    )
    found = clock(law, CALENDAR, known, published + today)
    assert [on for _, on in found.steps] == sorted(on for _, on in found.steps)
    assert found.effective >= found.decided >= (found.earliest or found.decided)
    assert (found.call_in_ends is None) == (law.call_in_days(kind) == 0)
    assert found.call_in_ends is None or found.effective == found.call_in_ends + timedelta(days=1)
