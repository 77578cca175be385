"""An issue on the no-fault ladder as one frozen value: what was said, whom it concerns, the ways forward, and how far it has climbed.

Facts change it, through ``apply``. What people say here is confidential: only those of the rung and those concerned read it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from govflow.domain import facts as f
from govflow.domain.subjects import Part

RESOLVED, CLOSED, TURNED_AWAY = "resolved", "closed_unresolved", "turned_away"
ENDED = frozenset({RESOLVED, CLOSED, TURNED_AWAY})
# Who is appointed on a rung, and on which rungs that person has a part.
HELPS: Mapping[str, str] = {"facilitated": "facilitator", "appointing_mediator": "mediator", "mediation": "mediator"}


@dataclass(frozen=True, slots=True)
class Concerned:
    """A participant concerned, and what it says now: the number of the way forward it accepts (0: none), or that it would differ.

    ``consents``: the number of the words for everybody to which it has consented.
    """

    participant: str
    accepts: int = 0
    differs: bool = False
    by: str = ""
    reason: str = ""
    at: datetime | None = None
    consents: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """A way forward; ``title`` and ``text`` are the contested decision's, where it would change them; ``new`` is what is new."""

    n: int
    rung: str
    participant: str
    by: str
    option: str
    new: str
    title: str
    text: str
    at: datetime

    @property
    def changes(self) -> bool:
        """Say whether it changes what the contested decision says."""
        return bool(self.title or self.text)


@dataclass(frozen=True, slots=True)
class Climb:
    """One leaving of a rung."""

    n: int
    rung: str
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Guest:
    """An independent person who helps along on a rung, and on which terms."""

    n: int
    person: str
    role: str
    rung: str
    by: str
    terms: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Issue:
    """The issue, with its reference; ``about`` is a decision's or another issue's, ``by`` whoever logged it (the engine: a deadlock).

    ``summary`` are the words for everybody that were put forward last; they are public from ``published_at``.
    """

    ref: str = ""
    state: str = ""
    body: str = ""
    about: str = ""
    by: str = ""
    participant: str = ""
    happened: str = ""
    affected: str = ""
    would_help: str = ""
    matters: str = ""
    workflow: str = ""
    policy: str = ""
    since: datetime | None = None
    logged_at: datetime | None = None
    ended_at: datetime | None = None
    ended_on_rung: str = ""
    ended_by: str = ""
    option: int = 0
    route: str = ""
    why: str = ""
    summary: str = ""
    summary_n: int = 0
    summary_by: str = ""
    summary_at: datetime | None = None
    published_at: datetime | None = None
    due: Mapping[str, datetime] = field(default_factory=dict)
    entry: int = 0
    concerned_participants: tuple[Concerned, ...] = ()
    offered_options: tuple[Option, ...] = ()
    climbs: tuple[Climb, ...] = ()
    guests: tuple[Guest, ...] = ()

    @property
    def concerned(self) -> tuple[str, ...]:
        """Return the participants concerned, by id."""
        return tuple(c.participant for c in self.concerned_participants)

    def offered(self, n: int) -> Option | None:
        """Return the way forward of that number, or None."""
        return next((o for o in self.offered_options if o.n == n), None)

    def parts_of(self, person: str) -> tuple[Part, ...]:
        """Return whether somebody helps along on the rung it is on; that part ends with the rung."""
        role = HELPS.get(self.state, "")
        last = next((g for g in reversed(self.guests) if g.role == role), None)
        return (Part(role, ""),) if last is not None and last.person == person else ()


Apply = Callable[[Issue, Any, datetime], Issue]


def apply(issue: Issue, fact: f.Fact, at: datetime) -> Issue:
    """Return ``issue`` after ``fact``, established at ``at`` (UTC). Raises KeyError for a fact that is not about issues."""
    return ISSUE[fact.kind](issue, fact, at)


def _logged(i: Issue, x: f.IssueLogged, at: datetime) -> Issue:
    return replace(
        i, about=x.about, by=x.by, participant=x.participant, body=x.body, happened=x.happened, affected=x.affected,
        would_help=x.would_help, matters=x.matters, workflow=x.workflow, policy=x.policy, logged_at=at,
        concerned_participants=tuple(Concerned(p) for p in x.concerned),
    )  # fmt: skip


def _offered(i: Issue, x: f.OptionOffered, at: datetime) -> Issue:
    new = Option(x.n, x.rung, x.participant, x.by, x.option, x.new, x.title, x.text, at)
    return replace(i, offered_options=(*i.offered_options, new))


def _said(i: Issue, new: Concerned) -> Issue:
    every = i.concerned_participants
    return replace(i, concerned_participants=tuple(new if c.participant == new.participant else c for c in every))


def _accepted(i: Issue, x: f.OptionAccepted, at: datetime) -> Issue:
    return _said(i, Concerned(x.participant, accepts=x.n, by=x.by, at=at))


def _differs(i: Issue, x: f.AgreedToDiffer, at: datetime) -> Issue:
    return _said(i, Concerned(x.participant, differs=True, by=x.by, reason=x.reason, at=at))


def _stepped_up(i: Issue, x: f.SteppedUp, at: datetime) -> Issue:
    return replace(i, climbs=(*i.climbs, Climb(x.n, x.rung, x.by, x.reason, at)))


def _appointed(i: Issue, x: f.GuestAppointed, at: datetime) -> Issue:
    return replace(i, guests=(*i.guests, Guest(x.n, x.person, x.role, x.rung, x.by, x.terms, at)))


def _turned_away(i: Issue, x: f.IssueTurnedAway, at: datetime) -> Issue:
    return replace(i, route=x.route, ended_by=x.by, why=x.reason, ended_at=at)


def _ended(i: Issue, x: f.IssueEnded, at: datetime) -> Issue:
    return replace(i, ended_on_rung=x.rung, option=x.option, ended_by=x.by, why=x.reason, ended_at=at)


def _publishing(i: Issue, x: f.IssuePublishing, at: datetime) -> Issue:
    return replace(i, summary=x.summary, summary_n=x.n, summary_by=x.by, summary_at=at)


def _consented(i: Issue, x: f.PublishingConsented, _: datetime) -> Issue:
    every = i.concerned_participants
    said = tuple(replace(c, consents=x.n) if c.participant == x.participant else c for c in every)
    return replace(i, concerned_participants=said)


def _published(i: Issue, x: f.IssuePublished, at: datetime) -> Issue:
    return replace(i, summary=x.summary, published_at=at)


def _state_moved(i: Issue, x: f.StateMoved, at: datetime) -> Issue:
    return i if x.to == i.state else replace(i, state=x.to, since=at)


def _done_late(i: Issue, x: f.DoneLate, _: datetime) -> Issue:
    return replace(i, since=x.due)


def _timers(i: Issue, x: f.TimersSet, _: datetime) -> Issue:
    return replace(i, due=x.due)


ISSUE: Mapping[str, Apply] = {
    "IssueLogged": _logged,
    "OptionOffered": _offered,
    "OptionAccepted": _accepted,
    "AgreedToDiffer": _differs,
    "SteppedUp": _stepped_up,
    "GuestAppointed": _appointed,
    "IssueTurnedAway": _turned_away,
    "IssueEnded": _ended,
    "IssuePublishing": _publishing,
    "PublishingConsented": _consented,
    "IssuePublished": _published,
    "StateMoved": _state_moved,
    "DoneLate": _done_late,
    "TimersSet": _timers,
}
