"""Meetings, minutes and actions for tests, brought to a state the way people do."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from govflow.acts.clock import tick
from govflow.domain.actions import Action
from govflow.domain.meetings import Meeting
from govflow.domain.minutes import Minutes
from tests.stories import Story

BODY = "leadership-team"
ZONE = ZoneInfo("Europe/London")


def meeting(story: Story, ref: str) -> Meeting:
    with story.house.store.view(story.alliance) as view:
        found = view.meeting(ref)
    assert found is not None
    return found


def minutes(story: Story, ref: str) -> Minutes:
    with story.house.store.view(story.alliance) as view:
        found = view.minutes(ref)
    assert found is not None
    return found


def action(story: Story, ref: str) -> Action:
    with story.house.store.view(story.alliance) as view:
        found = view.action(ref)
    assert found is not None
    return found


def a_meeting(story: Story, *decisions: str, days: int = 17, **given: str) -> str:
    """Plan a meeting, with decisions on its agenda, at 14:00 so many days from today."""
    day = story.clock.now().astimezone(ZONE).date() + timedelta(days=days)
    ref = story.act("meeting.plan", story.cast.manager, **{"body": BODY, "at": f"{day} 14:00", **given}).subject
    for decision in decisions:
        story.act("meeting.add_item", story.cast.manager, ref, decision=decision)
    return ref


def pass_to(story: Story, day: date, hour: int, minute: int = 0) -> None:
    """Let time pass to a local moment, doing what falls due on the way."""
    target = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
    while (due := story.house.store.next_due()) is not None and due <= target:
        story.clock.set(max(due, story.clock.now()))
        assert list(tick(story.house)), "what is due is done"
    story.clock.set(target)


def begun(story: Story, ref: str, *absent: str) -> Meeting:
    """Start a meeting on its day; everybody comes but those named."""
    day = meeting(story, ref).on
    assert day is not None
    pass_to(story, day, 14)
    story.act("meeting.start", story.cast.manager, ref)
    for participant in story.cast.participants:
        if participant not in absent:
            story.act("meeting.arrive", story.cast.manager, ref, person=story.cast.leads[participant])
    return meeting(story, ref)


def held(story: Story, ref: str) -> str:
    """Start and end a meeting; return the reference of its minutes."""
    begun(story, ref)
    story.act("meeting.close", story.cast.manager, ref)
    with story.house.store.view(story.alliance) as view:
        found = view.minutes_of(ref)
    assert found is not None
    return found.ref


def an_action(story: Story, owner: str, days: int = 14, **given: str) -> str:
    due = story.clock.now().astimezone(ZONE).date() + timedelta(days=days)
    return story.act(
        "action.open", story.cast.manager, **{"what": "Write the plan", "owner": owner, "due": str(due), **given}
    ).subject
