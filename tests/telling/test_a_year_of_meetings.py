"""A year of monthly meetings in three nations: every notice, paper and reminder on the day that an independent table says.

The table was reckoned by hand-written loops over the lists of bank holidays that the governments publish, not by the product.
"""

from datetime import datetime, time

import pytest

from govflow.definitions.policies import policy_content, policy_from_content
from tests.gatherings import ZONE, meeting
from tests.posting import outbox
from tests.stories import Story, a_policy
from tests.telling.passing import Passed, pass_time

# Meeting; last day for notice and papers; the manager is asked for papers; the last working day before
TABLE = """
england 2026-04-13 2026-04-01 2026-03-30 2026-04-10
england 2026-05-05 2026-04-24 2026-04-22 2026-05-01
england 2026-06-01 2026-05-21 2026-05-19 2026-05-29
england 2026-07-06 2026-06-26 2026-06-24 2026-07-03
england 2026-08-03 2026-07-24 2026-07-22 2026-07-31
england 2026-09-07 2026-08-27 2026-08-25 2026-09-04
england 2026-10-05 2026-09-25 2026-09-23 2026-10-02
england 2026-11-02 2026-10-23 2026-10-21 2026-10-30
england 2026-12-07 2026-11-27 2026-11-25 2026-12-04
england 2027-01-04 2026-12-22 2026-12-18 2026-12-31
england 2027-02-01 2027-01-22 2027-01-20 2027-01-29
england 2027-03-01 2027-02-19 2027-02-17 2027-02-26
scotland 2026-04-13 2026-04-02 2026-03-31 2026-04-10
scotland 2026-05-05 2026-04-24 2026-04-22 2026-05-01
scotland 2026-06-01 2026-05-21 2026-05-19 2026-05-29
scotland 2026-07-06 2026-06-26 2026-06-24 2026-07-03
scotland 2026-08-04 2026-07-24 2026-07-22 2026-07-31
scotland 2026-09-07 2026-08-28 2026-08-26 2026-09-04
scotland 2026-10-05 2026-09-25 2026-09-23 2026-10-02
scotland 2026-11-02 2026-10-23 2026-10-21 2026-10-30
scotland 2026-12-07 2026-11-26 2026-11-24 2026-12-04
scotland 2027-01-05 2026-12-22 2026-12-18 2026-12-31
scotland 2027-02-01 2027-01-22 2027-01-20 2027-01-29
scotland 2027-03-01 2027-02-19 2027-02-17 2027-02-26
wales 2026-04-13 2026-04-01 2026-03-30 2026-04-10
wales 2026-05-05 2026-04-24 2026-04-22 2026-05-01
wales 2026-06-01 2026-05-21 2026-05-19 2026-05-29
wales 2026-07-06 2026-06-26 2026-06-24 2026-07-03
wales 2026-08-03 2026-07-24 2026-07-22 2026-07-31
wales 2026-09-07 2026-08-27 2026-08-25 2026-09-04
wales 2026-10-05 2026-09-25 2026-09-23 2026-10-02
wales 2026-11-02 2026-10-23 2026-10-21 2026-10-30
wales 2026-12-07 2026-11-27 2026-11-25 2026-12-04
wales 2027-01-04 2026-12-22 2026-12-18 2026-12-31
wales 2027-02-01 2027-01-22 2027-01-20 2027-01-29
wales 2027-03-01 2027-02-19 2027-02-17 2027-02-26
"""
NATIONS = ("england", "scotland", "wales")
MORNING, CLOSING, BEGINS = time(9, 0), time(17, 0), time(14, 0)
Row = tuple[str, ...]


def rows(nation: str) -> list[Row]:
    return [tuple(line.split()[1:]) for line in TABLE.split("\n") if line.startswith(nation)]


def at(day: str, clock: time) -> datetime:
    return datetime.combine(datetime.fromisoformat(day).date(), clock, tzinfo=ZONE)


@pytest.fixture(params=NATIONS)
def year(request: pytest.FixtureRequest, story_under) -> tuple[str, Story, Passed]:
    import orjson

    policy = a_policy("plymouth")
    content = orjson.loads(policy_content(policy)) | {"jurisdiction": request.param}
    story = story_under(policy_from_content(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)))
    rule = "FREQ=MONTHLY;BYDAY=1MO;COUNT=12"
    story.act("meeting.plan", story.cast.manager, body="leadership-team", at="2026-04-13 14:00", rule=rule)
    return request.param, story, pass_time(story, at("2027-03-02", CLOSING))


def test_each_meeting_is_on_a_working_day_at_the_same_local_time(year: tuple[str, Story, Passed]) -> None:
    nation, story, _ = year
    found = [meeting(story, f"MTG-{n:04d}") for n in range(1, 13)]
    assert [str(m.on) for m in found] == [row[0] for row in rows(nation)]
    assert {m.starts_at.astimezone(ZONE).time() for m in found} == {BEGINS}


def test_notice_and_papers_go_out_on_the_last_day_that_is_in_time(year: tuple[str, Story, Passed]) -> None:
    nation, story, _ = year
    found = [meeting(story, f"MTG-{n:04d}") for n in range(1, 13)]
    assert [m.notice_at for m in found] == [at(row[1], MORNING) for row in rows(nation)]
    assert [m.papers_at for m in found] == [at(row[1], CLOSING) for row in rows(nation)]
    assert not any(m.papers_late for m in found)


def test_each_reminder_comes_once_to_everybody_it_concerns_on_its_day(year: tuple[str, Story, Passed]) -> None:
    nation, story, passed = year
    for n, row in enumerate(rows(nation), 1):
        ref = f"MTG-{n:04d}"
        mine = [r for r in outbox(story) if r.subject == ref]
        tomorrow = [r for r in mine if r.kind == "meeting-tomorrow"]
        assert {r.created_at for r in tomorrow} == {at(row[3], BEGINS)}
        assert len(tomorrow) == len({r.person for r in tomorrow}) == len([r for r in mine if r.kind == "meeting-notice"])
        papers = [r for r in mine if r.kind == "papers-due"]
        assert [(r.person, r.created_at) for r in papers] == [(story.cast.manager, at(row[2], MORNING))]
    assert {came for _, came in passed.reminders} == {"done"}
    assert {row.state for row in outbox(story)} == {"sent"}
