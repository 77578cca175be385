"""An action as one frozen value: what is to be done, by whom, until when, how far it has come.

Overdue is shown, not a state: it is a matter of the day one looks. Facts change it, through ``apply``; nothing else may.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from govflow.domain import facts as f
from govflow.domain.subjects import Part

ASSIGNEE = "assignee"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it had come at one time."""

    n: int
    by: str
    said: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Action:
    """The action, with its reference; ``until`` is the day by which it is to be done."""

    ref: str = ""
    state: str = ""
    body: str = ""
    what: str = ""
    owner: str = ""
    participant: str = ""
    until: date | None = None
    meeting: str = ""
    item: int = 0
    decision: str = ""
    by: str = ""
    workflow: str = ""
    policy: str = ""
    since: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    due: Mapping[str, datetime] = field(default_factory=dict)
    entry: int = 0
    progress: tuple[Progress, ...] = ()

    def is_overdue(self, today: date) -> bool:
        """Say whether it should have been done before ``today``."""
        return self.closed_at is None and self.until is not None and self.until < today

    def parts_of(self, person: str) -> tuple[Part, ...]:
        """Return whether the action is somebody's."""
        return (Part(ASSIGNEE, self.participant),) if person == self.owner else ()


Apply = Callable[[Action, Any, datetime], Action]


def apply(action: Action, fact: f.Fact, at: datetime) -> Action:
    """Return ``action`` after ``fact``, established at ``at`` (UTC). Raises KeyError for a fact that is not about actions."""
    return ACTION[fact.kind](action, fact, at)


def _opened(a: Action, x: f.ActionOpened, at: datetime) -> Action:
    names = ("body", "what", "owner", "participant", "until", "meeting", "item", "decision", "by", "workflow", "policy")
    return replace(a, opened_at=at, **{name: getattr(x, name) for name in names})


def _changed(a: Action, x: f.ActionChanged, _: datetime) -> Action:
    return replace(a, owner=x.owner, participant=x.participant, until=x.until)


def _progress(a: Action, x: f.ProgressMade, at: datetime) -> Action:
    return replace(a, progress=(*a.progress, Progress(x.n, x.by, x.said, at)))


def _closed(a: Action, x: f.ActionClosed, at: datetime) -> Action:
    return replace(a, closed_at=at, outcome=x.said)


def _state_moved(a: Action, x: f.StateMoved, at: datetime) -> Action:
    return a if x.to == a.state else replace(a, state=x.to, since=at)


def _done_late(a: Action, x: f.DoneLate, _: datetime) -> Action:
    return replace(a, since=x.due)


def _timers(a: Action, x: f.TimersSet, _: datetime) -> Action:
    return replace(a, due=x.due)


ACTION: Mapping[str, Apply] = {
    "ActionOpened": _opened,
    "ActionChanged": _changed,
    "ProgressMade": _progress,
    "ActionClosed": _closed,
    "StateMoved": _state_moved,
    "DoneLate": _done_late,
    "TimersSet": _timers,
}
