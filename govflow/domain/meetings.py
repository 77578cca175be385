"""A meeting as one frozen value: when and where, its agenda and papers, who comes, who was there, and what was noted.

The wall clock (date, ``HH:MM``, zone) is what people agreed; ``starts_at`` is the moment (UTC) that is. Facts change it, through
``apply``; nothing else may.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from govflow.domain import facts as f
from govflow.domain.subjects import Part

SEATED = frozenset({"seat holder", "deputy"})  # in what role somebody represents a participant
ITEM_KINDS: Mapping[str, str] = {
    "decision": "for decision",
    "discussion": "for discussion",
    "report": "a report",
    "information": "for information",
}


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda, and what was said on it."""

    n: int
    title: str
    what: str
    decision: str
    minutes: int
    who: str
    late: bool
    by: str
    note: str
    dropped: bool
    place: int
    reached_at: datetime | None
    said: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: a link, or an uploaded file by its SHA-256; ``gone_at`` when it was taken away, ``replaced`` by which one (0: none)."""

    n: int
    item: int
    title: str
    address: str
    digest: str
    media: str
    size: int
    by: str
    at: datetime
    gone_at: datetime | None = None
    gone_by: str = ""
    gone_why: str = ""
    replaced: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """Whether somebody means to come."""

    person: str
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attendance:
    """Somebody's time in the meeting."""

    n: int
    person: str
    participant: str
    role: str
    remote: bool
    arrived_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Consent:
    """A participant's consent to deciding a late item."""

    item: int
    participant: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """A position that the manager wrote down for a participant that is to confirm it."""

    n: int
    decision: str
    version: int
    participant: str
    choice: str
    principle: str
    by: str
    reason: str
    interest: str
    would_agree_if: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting, with its reference; ``item`` is the one it is at, ``entry`` the ledger entry that last changed it."""

    ref: str = ""
    state: str = ""
    body: str = ""
    title: str = ""
    on: date | None = None
    clock: str = ""
    zone: str = ""
    starts_at: datetime | None = None
    minutes: int = 0
    place: str = ""
    link: str = ""
    series: str = ""
    rule: str = ""
    sequence: int = 0
    called_by: str = ""
    participant: str = ""
    why: str = ""
    workflow: str = ""
    policy: str = ""
    since: datetime | None = None
    planned_at: datetime | None = None
    notice_due: datetime | None = None
    papers_due: datetime | None = None
    notice_at: datetime | None = None
    papers_at: datetime | None = None
    urgent: bool = False
    papers_late: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    item: int = 0
    quorate: bool = False
    was_quorate: bool = False
    due: Mapping[str, datetime] = field(default_factory=dict)
    entry: int = 0
    agenda: tuple[Item, ...] = ()
    papers: tuple[Paper, ...] = ()
    replies: tuple[Reply, ...] = ()
    attendances: tuple[Attendance, ...] = ()
    consents: tuple[Consent, ...] = ()
    noted_positions: tuple[Noted, ...] = ()

    @property
    def ends_at(self) -> datetime | None:
        """Return when it is to end (UTC)."""
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the items that stand, in their order."""
        return tuple(sorted((i for i in self.agenda if not i.dropped), key=lambda i: (i.place, i.n)))

    @property
    def standing(self) -> tuple[Paper, ...]:
        """Return the papers that were not taken away."""
        return tuple(p for p in self.papers if p.gone_at is None)

    @property
    def here(self) -> tuple[Attendance, ...]:
        """Return who is in the meeting now."""
        return tuple(a for a in self.attendances if a.left_at is None)

    @property
    def represented(self) -> tuple[str, ...]:
        """Return the participants that somebody represents now, by id."""
        return tuple(sorted({a.participant for a in self.here if a.role in SEATED}))

    @property
    def attended(self) -> tuple[Attendance, ...]:
        """Return everybody who was there at some time, once each, as they first came."""
        return tuple({a.person: a for a in reversed(self.attendances)}.values())[::-1]

    def item_of(self, n: int) -> Item | None:
        """Return the item of that number that stands, or None."""
        return next((i for i in self.agenda if i.n == n and not i.dropped), None)

    def paper_of(self, n: int) -> Paper | None:
        """Return the paper of that number that stands, or None."""
        return next((p for p in self.standing if p.n == n), None)

    def item_for(self, decision: str) -> Item | None:
        """Return the item about ``decision``, or None."""
        return next((i for i in self.items if decision and i.decision == decision), None)

    def consented(self, item: int) -> tuple[str, ...]:
        """Return the participants that consented to deciding ``item``."""
        return tuple(c.participant for c in self.consents if c.item == item)

    def is_here(self, person: str) -> bool:
        """Say whether ``person`` is in the meeting now."""
        return any(a.person == person for a in self.here)

    def noted(self, n: int) -> Noted | None:
        """Return the noted position of that number, or None."""
        return next((p for p in self.noted_positions if p.n == n), None)

    def parts_of(self, person: str) -> tuple[Part, ...]:
        """Return that somebody is here, for those who are."""
        return tuple(Part("attendee", a.participant) for a in self.here if a.person == person)


Apply = Callable[[Meeting, Any, datetime], Meeting]


def apply(meeting: Meeting, fact: f.Fact, at: datetime) -> Meeting:
    """Return ``meeting`` after ``fact``, established at ``at`` (UTC). Raises KeyError for a fact that is not about meetings."""
    return MEETING[fact.kind](meeting, fact, at)


def _planned(m: Meeting, x: f.MeetingPlanned, at: datetime) -> Meeting:
    names = ("body", "title", "on", "clock", "zone", "starts_at", "minutes", "place", "link", "series", "rule", "called_by")
    more = ("participant", "why", "workflow", "policy", "notice_due", "papers_due")
    return replace(m, planned_at=at, **{name: getattr(x, name) for name in (*names, *more)})


def _moved(m: Meeting, x: f.MeetingMoved, _: datetime) -> Meeting:
    names = ("on", "clock", "starts_at", "minutes", "place", "link", "sequence", "notice_due", "papers_due")
    return replace(m, notice_at=None, papers_at=None, replies=(), **{name: getattr(x, name) for name in names})


def _notice(m: Meeting, x: f.NoticeSent, at: datetime) -> Meeting:
    return replace(m, notice_at=at, urgent=x.urgent)


def _papers(m: Meeting, x: f.PapersSent, at: datetime) -> Meeting:
    return replace(m, papers_at=at, papers_late=x.late)


def _item(m: Meeting, x: f.ItemAdded, _: datetime) -> Meeting:
    item = Item(
        x.n, x.title, x.what, x.decision, x.minutes, x.who, x.late, x.by, x.note,
        dropped=False, place=len(m.agenda) + 1, reached_at=None, said="",
    )  # fmt: skip
    return replace(m, agenda=(*m.agenda, item))


def _with_item(m: Meeting, n: int, **changes: Any) -> Meeting:  # noqa: ANN401 - fields of an item
    return replace(m, agenda=tuple(replace(i, **changes) if i.n == n else i for i in m.agenda))


def _dropped(m: Meeting, x: f.ItemDropped, _: datetime) -> Meeting:
    return _with_item(m, x.n, dropped=True)


def _ordered(m: Meeting, x: f.AgendaOrdered, _: datetime) -> Meeting:
    places = {int(n): place for place, n in enumerate(x.order, 1)}
    return replace(m, agenda=tuple(replace(i, place=places.get(i.n, i.place)) for i in m.agenda))


def _paper(m: Meeting, x: f.PaperAdded, at: datetime) -> Meeting:
    return replace(m, papers=(*m.papers, Paper(x.n, x.item, x.title, x.address, x.digest, x.media, x.size, x.by, at)))


def _gone(m: Meeting, x: f.PaperTakenAway, at: datetime) -> Meeting:
    gone: dict[str, Any] = {"gone_at": at, "gone_by": x.by, "gone_why": x.why, "replaced": x.replaced}
    return replace(m, papers=tuple(replace(p, **gone) if p.n == x.n else p for p in m.papers))


def _replied(m: Meeting, x: f.Replied, at: datetime) -> Meeting:
    return replace(m, replies=(*(r for r in m.replies if r.person != x.person), Reply(x.person, x.answer, at)))


def _consented(m: Meeting, x: f.LateItemConsented, at: datetime) -> Meeting:
    return replace(m, consents=(*m.consents, Consent(x.item, x.participant, x.person, at)))


def _started(m: Meeting, _: f.MeetingStarted, at: datetime) -> Meeting:
    return replace(m, started_at=at)


def _arrived(m: Meeting, x: f.Arrived, at: datetime) -> Meeting:
    return replace(m, attendances=(*m.attendances, Attendance(x.n, x.person, x.participant, x.role, x.remote, at, None)))


def _departed(m: Meeting, x: f.Departed, at: datetime) -> Meeting:
    return replace(m, attendances=tuple(replace(a, left_at=at) if a.n == x.n else a for a in m.attendances))


def _quorum(m: Meeting, x: f.QuorumSeen, _: datetime) -> Meeting:
    return replace(m, quorate=x.quorate, was_quorate=m.was_quorate or x.quorate)


def _reached(m: Meeting, x: f.ItemReached, at: datetime) -> Meeting:
    first = next((i.reached_at for i in m.agenda if i.n == x.n), None)
    return replace(_with_item(m, x.n, reached_at=first or at), item=x.n)


def _said(m: Meeting, x: f.ItemNoted, _: datetime) -> Meeting:
    return _with_item(m, x.n, said=x.said)


def _noted(m: Meeting, x: f.PositionNoted, at: datetime) -> Meeting:
    noted = Noted(
        x.n, x.decision, x.version, x.participant, x.choice, x.principle, x.by, x.reason, x.interest, x.would_agree_if, at
    )
    return replace(m, noted_positions=(*m.noted_positions, noted))


def _ended(m: Meeting, _: f.MeetingEnded, at: datetime) -> Meeting:
    ended = tuple(replace(a, left_at=a.left_at or at) for a in m.attendances)
    return replace(m, ended_at=at, item=0, attendances=ended)


def _cancelled(m: Meeting, x: f.MeetingCancelled, at: datetime) -> Meeting:
    return replace(m, ended_at=at, why=x.why, sequence=m.sequence + 1)


def _state_moved(m: Meeting, x: f.StateMoved, at: datetime) -> Meeting:
    return m if x.to == m.state else replace(m, state=x.to, since=at)


def _done_late(m: Meeting, x: f.DoneLate, _: datetime) -> Meeting:
    return replace(m, since=x.due)


def _timers(m: Meeting, x: f.TimersSet, _: datetime) -> Meeting:
    return replace(m, due=x.due)


MEETING: Mapping[str, Apply] = {
    "MeetingPlanned": _planned,
    "MeetingMoved": _moved,
    "NoticeSent": _notice,
    "PapersSent": _papers,
    "ItemAdded": _item,
    "ItemDropped": _dropped,
    "AgendaOrdered": _ordered,
    "PaperAdded": _paper,
    "PaperTakenAway": _gone,
    "Replied": _replied,
    "LateItemConsented": _consented,
    "MeetingStarted": _started,
    "Arrived": _arrived,
    "Departed": _departed,
    "QuorumSeen": _quorum,
    "ItemReached": _reached,
    "ItemNoted": _said,
    "PositionNoted": _noted,
    "MeetingEnded": _ended,
    "MeetingCancelled": _cancelled,
    "StateMoved": _state_moved,
    "DoneLate": _done_late,
    "TimersSet": _timers,
}
