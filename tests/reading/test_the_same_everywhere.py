"""A record says the same whatever the machine's zone is, and whatever became of the rules it was made under."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from govflow.acts.house import House
from govflow.assemble import library_of
from govflow.definitions.bundled import bundled
from govflow.engine.rulebook import Rulebook
from govflow.reading.record_text import as_text
from govflow.reading.records import decision_record
from govflow.record.verifying import verify
from tests.gatherings import a_meeting
from tests.houses import a_story
from tests.stories import Story, an_adopted_decision


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati"])
def zone_of_the_machine(request: pytest.FixtureRequest) -> Iterator[str]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def told(story: Story, ref: str, house: House | None = None) -> str:
    """Return the record of a decision without what is random in it: hashes."""
    book = (house or story.house).book
    with story.house.store.view(story.alliance) as view:
        return re.sub("[0-9a-f]{40,}", "", as_text(decision_record(view, book, ref, story.clock.now())))


def played() -> str:
    story = a_story()
    ref = an_adopted_decision(story)
    story.until(story.clock.now() + timedelta(days=40))
    meeting = a_meeting(story)
    with story.house.store.view(story.alliance) as view:
        found = view.meeting(meeting)
    assert found is not None
    said = f"{told(story, ref)}\n{found.on} {found.clock} {found.starts_at.isoformat()} {found.notice_due} {found.papers_due}"
    story.house.store.engine.dispose()
    return said


def test_the_zone_of_the_machine_changes_nothing(zone_of_the_machine: str) -> None:
    here = played()
    os.environ["TZ"] = "Europe/London"
    time.tzset()
    assert played() == here


def test_a_record_is_the_same_and_whole_under_a_changed_pack(story: Story, tmp_path: Path) -> None:
    ref = an_adopted_decision(story)
    before = told(story, ref)
    policies = tmp_path / "policies"
    shutil.copytree(bundled("policies"), policies)
    clocks = policies / "plymouth" / "clocks.yaml"
    changed = re.sub(r"(\d+) working days", lambda m: f"{int(m[1]) + 3} working days", clocks.read_text())
    assert changed != clocks.read_text()
    clocks.write_text(changed)
    policy = policies / "plymouth" / "policy.yaml"
    policy.write_text(re.sub(r"edition: \d+", "edition: 99", policy.read_text()))
    house = replace(story.house, book=Rulebook(library_of(policies=policies)))
    assert told(story, ref, house) == before
    assert verify(story.house.store, story.alliance).problems == ()
