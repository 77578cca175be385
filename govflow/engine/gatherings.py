"""Cases about meetings, their minutes, and actions: what their guards and effects may look at. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from govflow.domain import actions, meetings, minutes
from govflow.domain.actions import Action
from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.meetings import Meeting
from govflow.domain.minutes import Minutes
from govflow.engine.cases import Actor, NounCase

if TYPE_CHECKING:
    from govflow.engine.machine import Rules


@dataclass(frozen=True, slots=True)
class MeetingCase(NounCase):
    """One asking for an act on a meeting; ``open_here`` are the decisions whose positions are open in it.

    ``agreed_here`` are those of them that everyone has agreed to and that only wait, looked up when the meeting would end.
    """

    noun: ClassVar[str] = "meeting"
    apply: ClassVar[Any] = staticmethod(meetings.apply)

    meeting: Meeting
    alliance: Alliance
    rules: "Rules"
    now: datetime
    event: str
    actor: Actor
    data: Mapping[str, Any] = field(default_factory=dict)
    open_here: tuple[Decision, ...] = ()
    decision: Decision | None = None  # the one that the asking names
    agreed_here: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesCase(NounCase):
    """One asking for an act on minutes; ``meeting`` is the one they are of."""

    noun: ClassVar[str] = "minutes"
    apply: ClassVar[Any] = staticmethod(minutes.apply)

    minutes: Minutes
    alliance: Alliance
    rules: "Rules"
    now: datetime
    event: str
    actor: Actor
    data: Mapping[str, Any] = field(default_factory=dict)
    meeting: Meeting | None = None


@dataclass(frozen=True, slots=True)
class ActionCase(NounCase):
    """One asking for an act on an action."""

    noun: ClassVar[str] = "action"
    apply: ClassVar[Any] = staticmethod(actions.apply)

    action: Action
    alliance: Alliance
    rules: "Rules"
    now: datetime
    event: str
    actor: Actor
    data: Mapping[str, Any] = field(default_factory=dict)
