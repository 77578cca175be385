"""Letting time pass as it does for a worker that is there: it wakes at each moment that is due, and does what is due then."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from govflow.acts.clock import tick
from govflow.acts.delivering import deliver
from govflow.acts.reminding import remind
from govflow.acts.watching import next_due
from govflow.domain.refusals import Refused
from tests.posting import Kept, post
from tests.stories import Story

STEP = timedelta(seconds=5)


@dataclass
class Passed:
    """What was done meanwhile: acts of the clock, reminders and messages, each with what came of it; and who was sent what."""

    acts: list[tuple[Any, Any]] = field(default_factory=list)
    reminders: list[tuple[Any, str]] = field(default_factory=list)
    messages: list[tuple[Any, str]] = field(default_factory=list)
    sender: Kept = field(default_factory=Kept)


def work(story: Story, passed: Passed) -> int:
    """Wake once, as the worker does; return how much there was to do."""
    acts, reminders = list(tick(story.house)), list(remind(story.house))
    messages = list(deliver(story.house, post(passed.sender)))
    assert not any(isinstance(came, Refused) for _, came in acts), acts
    passed.acts += acts
    passed.reminders += reminders
    passed.messages += messages
    return len(acts) + len(reminders) + len(messages)


def pass_time(story: Story, until: datetime, passed: Passed | None = None) -> Passed:
    """Let time pass until a moment with a worker at work."""
    passed = passed or Passed()
    while (due := next_due(story.house)) is not None and due <= until:
        story.clock.set(max(due, story.clock.now()))
        if not work(story, passed):
            story.clock.advance(STEP)
    story.clock.set(max(until, story.clock.now()))
    return passed
