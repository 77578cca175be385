"""Cases about meetings, their minutes, and actions: what their guards and effects may look at. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from govflow.domain import actions, meetings, minutes
from govflow.domain.actions import Action
from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.facts import Fact
from govflow.domain.meetings import Meeting
from govflow.domain.minutes import Minutes
from govflow.engine.cases import Actor, Asked

if TYPE_CHECKING:
    from govflow.engine.machine import Rules


@dataclass(frozen=True, slots=True)
class MeetingCase(Asked):
    """One asking for an act on a meeting; ``open_here`` are the decisions whose positions are open in it."""

    noun: ClassVar[str] = "meeting"

    meeting: Meeting
    alliance: Alliance
    rules: "Rules"
    now: datetime
    event: str
    actor: Actor
    data: Mapping[str, Any] = field(default_factory=dict)
    open_here: tuple[Decision, ...] = ()
    decision: Decision | None = None  # the one that the asking names

    @property
    def subject(self) -> Meeting:
        """Return the meeting."""
        return self.meeting

    def about(self, subject: Meeting) -> "MeetingCase":
        """Return the same case about the meeting as it is now."""
        return replace(self, meeting=subject)

    def asking(self, event: str, actor: Actor, data: Mapping[str, Any]) -> "MeetingCase":
        """Return the same case with another asking."""
        return replace(self, event=event, actor=actor, data=data)

    def after(self, facts: tuple[Fact, ...]) -> "MeetingCase":
        """Return the same case with the meeting as it is after ``facts``."""
        meeting = self.meeting
        for fact in facts:
            meeting = meetings.apply(meeting, fact, self.now)
        return replace(self, meeting=meeting)


@dataclass(frozen=True, slots=True)
class MinutesCase(Asked):
    """One asking for an act on minutes; ``meeting`` is the one they are of."""

    noun: ClassVar[str] = "minutes"

    minutes: Minutes
    alliance: Alliance
    rules: "Rules"
    now: datetime
    event: str
    actor: Actor
    data: Mapping[str, Any] = field(default_factory=dict)
    meeting: Meeting | None = None

    @property
    def subject(self) -> Minutes:
        """Return the minutes."""
        return self.minutes

    def about(self, subject: Minutes) -> "MinutesCase":
        """Return the same case about the minutes as they are now."""
        return replace(self, minutes=subject)

    def asking(self, event: str, actor: Actor, data: Mapping[str, Any]) -> "MinutesCase":
        """Return the same case with another asking."""
        return replace(self, event=event, actor=actor, data=data)

    def after(self, facts: tuple[Fact, ...]) -> "MinutesCase":
        """Return the same case with the minutes as they are after ``facts``."""
        found = self.minutes
        for fact in facts:
            found = minutes.apply(found, fact, self.now)
        return replace(self, minutes=found)


@dataclass(frozen=True, slots=True)
class ActionCase(Asked):
    """One asking for an act on an action."""

    noun: ClassVar[str] = "action"

    action: Action
    alliance: Alliance
    rules: "Rules"
    now: datetime
    event: str
    actor: Actor
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> Action:
        """Return the action."""
        return self.action

    def about(self, subject: Action) -> "ActionCase":
        """Return the same case about the action as it is now."""
        return replace(self, action=subject)

    def asking(self, event: str, actor: Actor, data: Mapping[str, Any]) -> "ActionCase":
        """Return the same case with another asking."""
        return replace(self, event=event, actor=actor, data=data)

    def after(self, facts: tuple[Fact, ...]) -> "ActionCase":
        """Return the same case with the action as it is after ``facts``."""
        action = self.action
        for fact in facts:
            action = actions.apply(action, fact, self.now)
        return replace(self, action=action)
