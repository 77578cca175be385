"""Looking at one alliance at one moment (``View``), and changing it (``Unit``): what an act reads, and how it is saved."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select, text

from govflow.domain import decisions, money
from govflow.domain.actions import Action
from govflow.domain.alliances import REF, Alliance
from govflow.domain.decisions import Decision
from govflow.domain.defaults import Default
from govflow.domain.issues import Issue
from govflow.domain.mandate_versions import MandateVersion
from govflow.domain.meetings import Meeting
from govflow.domain.minutes import Minutes
from govflow.domain.money import Balance
from govflow.domain.reminders import GATHERED, STATUTORY, TO_GATHER
from govflow.domain.subjects import Subject
from govflow.engine.moving import Moved
from govflow.record import email_changes, ledger, outbox, reminders
from govflow.record.balances import balance
from govflow.record.errors import UnknownAllianceError
from govflow.record.held import Held
from govflow.record.ledger import Head, Receipt
from govflow.record.papers import Named, named_papers
from govflow.record.preparing import Prepared, Timer
from govflow.record.rows import TABLES, Rows
from govflow.record.sessions import is_sqlite
from govflow.record.statements import Runner, Write
from govflow.record.tables.actions import is_open_action
from govflow.record.tables.decisions import LINKED
from govflow.record.tables.issues import ABOUT
from govflow.record.tables.outbox import DAILY, DUE, WEEKLY
from govflow.trust import canonical

# The kind of a reference, and what it refers to.
NOUNS = {
    "DEC": "decision",
    REF: "alliance",
    "MAN": "mandate",
    "MTG": "meeting",
    "MIN": "minutes",
    "ACT": "action",
    "ISS": "issue",
    "DEF": "default",
}
MONDAY, DIGEST_TIME = 0, time(7, 0)  # UTC: eight in summer, seven in winter
SUBJECTS = frozenset(NOUNS) - {REF}


class Written(NamedTuple):
    """An entry of the ledger as it was written: its number, hash (hexadecimal), time (UTC) and content."""

    seq: int
    hash: str
    at: datetime
    content: dict[str, Any]


class View:
    """One alliance as it stands at one moment. Values are frozen; None and () say that there is none."""

    def __init__(self, connection: Connection, prepared: Prepared, alliance: str, held: Held, head_sql: str) -> None:
        self._connection, self._prepared, self._id, self._held = connection, prepared, alliance, held
        self._runner = Runner(connection)
        cells = self._runner.row(head_sql, (alliance,))
        if cells is None:
            raise UnknownAllianceError(f"no ledger of {alliance!r} is kept here")
        self._head = prepared.head_of(cells)

    @property
    def id(self) -> str:
        """Return the alliance's id."""
        return self._id

    @property
    def is_sqlite(self) -> bool:
        """Say which database's language a query of one's own must speak."""
        return is_sqlite(self._connection)

    @property
    def head(self) -> Head:
        """Return where the ledger stands."""
        return self._head

    def seen(self, key: str) -> Receipt | None:
        """Return what was answered to the act that carried ``key``."""
        cells = self._runner.row(self._prepared.seen, (self._id, key)) if key else None
        return self._prepared.receipt_of(cells) if cells is not None else None

    def alliance(self) -> Alliance:
        """Return the alliance. Raises UnknownAllianceError before it is founded."""
        found: Alliance | None = self._value(self._prepared.alliances, REF, self._head.roster_entry)
        if found is None:
            raise UnknownAllianceError(f"the alliance {self._id!r} is not founded yet")
        return found

    def sign_in_address(self, person: str) -> str:
        """Return the address a person has signed in with, "" for whoever has no account, or none that is open."""
        row = TABLES["accounts"].c
        asked = select(row.email).where(self.mine("accounts"), row.person == person, row.accepted_at.is_not(None))
        return self._connection.execute(asked.where(row.disabled.is_(False))).scalar_one_or_none() or ""

    def decision(self, ref: str) -> Decision | None:
        found: Decision | None = self._subject("DEC", ref)
        return found

    def meeting(self, ref: str) -> Meeting | None:
        found: Meeting | None = self._subject("MTG", ref)
        return found

    def minutes(self, ref: str) -> Minutes | None:
        found: Minutes | None = self._subject("MIN", ref)
        return found

    def action(self, ref: str) -> Action | None:
        found: Action | None = self._subject("ACT", ref)
        return found

    def subject(self, ref: str) -> Subject | None:
        """Return whatever the reference is to, or None: a decision, a mandate, a meeting, minutes, an action."""
        prefix = ledger.prefix(ref)
        found: Subject | None = self._subject(prefix, ref) if prefix in SUBJECTS else None
        return found

    def _subject(self, prefix: str, ref: str) -> Any | None:  # noqa: ANN401 - a value of that kind
        rows = self._prepared.values[prefix]
        cells = self._runner.row(rows.entry_of, (self._id, ref))
        return self._value(rows, ref, cells[0]) if cells is not None else None

    def _value(self, rows: Rows, ref: str, entry: int) -> Any | None:  # noqa: ANN401 - a value of that kind
        held = self._held.get(self._id, ref, entry)
        if held is not None:
            return held
        found = rows.load(self._runner, self._id, ref)
        if found is not None:
            self._held.keep(self._id, ref, entry, found)
        return found

    def named_papers(self, *, here: bool = False) -> tuple[Named, ...]:
        """Return the uploaded files that the record of all alliances names, or with ``here`` that of this one."""
        return tuple(named_papers(self._connection, self._id if here else None))

    def decisions(self, *states: str) -> tuple[str, ...]:
        """Return the references of the decisions in one of ``states``, in their order."""
        found = self._runner.rows([(self._prepared.in_state, (self._id, state)) for state in states])
        return tuple(sorted(ref for rows in found for (ref,) in rows))

    def last_meeting(self, body: str, before: str) -> Meeting | None:
        """Return the meeting of ``body`` that ended last, other than ``before``."""
        row = TABLES["meetings"].c
        asked = select(row.ref).where(self.mine("meetings"), row.body == body, row.ref != before, row.started_at.is_not(None))
        refs = self._connection.execute(asked.where(row.ended_at.is_not(None)).order_by(row.ended_at.desc()).limit(1)).scalars()
        found = next(iter(refs), None)
        return self.meeting(found) if found else None

    def meetings_since(self, moment: datetime) -> tuple[str, ...]:
        """Return the meetings that begin after a moment (UTC), by reference, in their order."""
        row = TABLES["meetings"].c
        asked = select(row.ref).where(self.mine("meetings"), row.starts_at > moment).order_by(row.starts_at, row.ref)
        return tuple(self._connection.execute(asked).scalars())

    def adopted_since(self, moment: datetime | None) -> tuple[str, ...]:
        """Return the decisions adopted after a moment (UTC), by reference; none where there is no moment."""
        row = TABLES["decisions"].c
        asked = select(row.ref).where(self.mine("decisions"), row.adopted_at > moment).order_by(row.adopted_at)
        return tuple(self._connection.execute(asked).scalars()) if moment else ()

    def actions_of(self, meeting: str) -> tuple[str, ...]:
        """Return the actions that were made in ``meeting``, by reference."""
        row = TABLES["actions"].c
        asked = select(row.ref).where(self.mine("actions"), row.meeting == meeting).order_by(row.ref)
        return tuple(self._connection.execute(asked).scalars())

    def overdue(self, day: date) -> tuple[str, ...]:
        """Return the open actions that should have been done before ``day``, by reference, the longest overdue first."""
        row = TABLES["actions"].c
        asked = select(row.ref).where(self.mine("actions"), is_open_action(), row.until < day).order_by(row.until, row.ref)
        return tuple(self._connection.execute(asked).scalars())

    def minutes_of(self, meeting: str) -> Minutes | None:
        """Return the minutes of ``meeting``, or None."""
        row = TABLES["minutes"].c
        asked = select(row.ref).where(self.mine("minutes"), row.meeting == meeting)
        found = self._connection.execute(asked).scalar_one_or_none()
        return self.minutes(found) if found else None

    def mandate(self, ref: str) -> MandateVersion | None:
        """Return the version of the mandate of that reference, or None."""
        found: MandateVersion | None = self._subject("MAN", ref)
        return found

    def mandates(self) -> tuple[MandateVersion, ...]:
        """Return every version of the mandate, by reference."""
        row = TABLES["mandates"].c
        refs = self._connection.execute(select(row.ref).where(self.mine("mandates")).order_by(row.ref)).scalars()
        return tuple(found for ref in refs if (found := self.mandate(ref)) is not None)

    def issue(self, ref: str) -> Issue | None:
        """Return the issue of that reference, or None."""
        found: Issue | None = self._subject("ISS", ref)
        return found

    def issues_about(self, ref: str) -> tuple[str, ...]:
        """Return the references of the issues about a decision or another issue, in order."""
        row = TABLES["issues"].c
        asked = select(row.ref).where(row.alliance == self._id, row.about == ref, text(ABOUT)).order_by(row.ref)
        return tuple(self._connection.execute(asked).scalars())

    def open_issues(self) -> tuple[str, ...]:
        """Return the references of the issues that have not ended, in order."""
        row = TABLES["issues"].c
        asked = select(row.ref).where(self.mine("issues"), row.ended_at.is_(None)).order_by(row.ref)
        return tuple(self._connection.execute(asked).scalars())

    def default(self, ref: str) -> Default | None:
        """Return the default of that reference, or None. Who may read it is for ``engine.defaults.readers``."""
        found: Default | None = self._subject("DEF", ref)
        return found

    def defaults_going(self) -> tuple[Default, ...]:
        """Return the defaults that have not ended, by reference."""
        row = TABLES["defaults"].c
        asked = select(row.ref).where(self.mine("defaults"), row.ended_at.is_(None)).order_by(row.ref)
        return tuple(found for ref in self._connection.execute(asked).scalars() if (found := self.default(ref)) is not None)

    def following_from(self, ref: str) -> tuple[str, ...]:
        """Return the references of the decisions linked to the reserved matter ``ref``, in order."""
        row = TABLES["decisions"].c
        asked = select(row.ref).where(row.alliance == self._id, row.linked == ref, text(LINKED)).order_by(row.ref)
        return tuple(self._connection.execute(asked).scalars())

    def balances(self) -> tuple[Balance, ...]:
        """Return what decisions have committed, released and moved, for every line and year that any posting is on."""
        (found,) = self._runner.rows([(self._prepared.balances.all, (self._id,))])
        return tuple(map(balance, found))

    def balance(self, line: str, year: str) -> Balance:
        """Return what decisions have committed, released and moved on a line and year."""
        cells = self._runner.row(self._prepared.balances.one, (self._id, line, year))
        return balance(cells) if cells is not None else Balance(line, year)

    def taken(self, line: str, year: str, other_than: str = "") -> int:
        """Return the pence of a line and year that decisions have taken, without the decision ``other_than``."""
        one = self.decision(other_than) if other_than else None
        return self.balance(line, year).taken - (money.taken(one.postings, line, year) if one else 0)

    def edition(self, digest: str) -> bytes | None:
        """Return the content of the workflow or policy with this SHA-256."""
        row = TABLES["editions"].c
        return self._connection.execute(
            select(row.content).where(row.alliance == self._id, row.digest == digest)
        ).scalar_one_or_none()

    def told(self, person: str, subject: str = "") -> int:
        """Count what ``person`` was or is to be told (about ``subject``, where one is given)."""
        row = TABLES["outbox"].c
        asked = select(func.count()).where(row.alliance == self._id, row.person == person)
        return int(self._connection.execute(asked.where(row.subject == subject) if subject else asked).scalar_one())

    def last_told(self, kind: str, subject: str) -> dict[str, datetime]:
        """Return who was told of ``kind`` about a subject, and when (UTC) last."""
        row = TABLES["outbox"].c
        asked = select(row.person, func.max(row.created_at)).where(self.mine("outbox"), row.subject == subject, row.kind == kind)
        return {str(person): at for person, at in self._connection.execute(asked.group_by(row.person))}

    def tells_later(self, n: int) -> bool:
        """Say whether another message of the kind of message ``n``, to the same person about the same subject, waits after it."""
        one, other = TABLES["outbox"].alias("one"), TABLES["outbox"].alias("other")
        same = (other.c[name] == one.c[name] for name in ("alliance", "person", "subject", "kind"))
        asked = select(other.c.n).where(one.c.n == n, *same, other.c.n > n, other.c.state == DUE).limit(1)
        return self._connection.execute(asked).first() is not None

    def digests(self) -> dict[str, str]:
        """Return who of the alliance is told in a digest, and in which (daily, weekly)."""
        (found,) = self._runner.rows([(self._prepared.digests, (self._id,))])
        return {str(person): str(digest) for person, digest in found}

    def entries(self, ref: str) -> tuple[Written, ...]:
        """Return the entries about the subject ``ref``, the oldest first."""
        return self._written(TABLES["ledger_entries"].c.subject == ref)

    def entries_after(self, seq: int) -> tuple[Written, ...]:
        """Return the entries written after the one of that number, about whatever subject."""
        return self._written(TABLES["ledger_entries"].c.seq > seq)

    def entry(self, seq: int) -> Written | None:
        """Return the entry of that number, or None."""
        return next(iter(self._written(TABLES["ledger_entries"].c.seq == seq)), None)

    def _written(self, which: ColumnElement[bool]) -> tuple[Written, ...]:
        row = TABLES["ledger_entries"].c
        asked = select(row.seq, row.hash, row.at, row.body).where(row.alliance == self._id, which)
        found = self._connection.execute(asked.order_by(row.seq)).all()
        return tuple(Written(seq, named, at, canonical.decode(body)) for seq, named, at, body in found)

    def mine(self, table: str) -> ColumnElement[bool]:
        """Return the condition that a row of ``table`` is this alliance's, for a query that ``rows`` runs."""
        found: ColumnElement[bool] = TABLES[table].c.alliance == self._id
        return found

    def rows(self, asked: Select[Any]) -> Sequence[Any]:
        """Return the rows of a query that a reading room made; it must hold to ``mine``."""
        return self._connection.execute(asked).all()

    def due(self, now: datetime, limit: int) -> tuple[Timer, ...]:
        """Return at most ``limit`` timers of the alliance that are due at ``now``, the longest overdue first."""
        row = TABLES["timers"].c
        asked = select(row.alliance, row.ref, row.event, row.due_at).where(row.alliance == self._id, row.due_at <= now)
        found = self._connection.execute(asked.order_by(row.due_at, row.ref, row.event).limit(limit))
        return tuple(Timer(*cells) for cells in found)


class Unit(View):
    """One unit of work on an alliance, which is locked: what is saved here stands together, or not at all."""

    def __init__(self, connection: Connection, prepared: Prepared, alliance: str, held: Held) -> None:
        super().__init__(connection, prepared, alliance, held, prepared.head_locked)
        self._given: dict[str, int] = {}
        self._saved: dict[str, tuple[int, Any]] = {}  # ours alone until it is committed

    def next_ref(self, kind: str) -> str:
        """Return the next reference of a ``kind`` such as DEC: DEC-0042. It is used up only when something is saved under it."""
        number = max(self._head.counters.get(kind, 0), self._given.get(kind, 0)) + 1
        self._given[kind] = number
        return f"{kind}-{number:04d}"

    def add_edition(self, kind: str, name: str, edition: str | int, digest: str, content: bytes) -> None:
        """Keep an edition of a workflow or policy, unless it is kept. Raises ValueError when ``digest`` is not its SHA-256."""
        if hashlib.sha256(content).hexdigest() != digest:
            raise ValueError(f"{digest} is not the digest of {kind} {name}")
        if self.edition(digest) is not None:
            return
        sealed = seal_of(self._id, digest, kind, name, str(edition))
        row = {"alliance": self._id, "digest": digest, "kind": kind, "name": name, "edition": str(edition)}
        self._connection.execute(insert(TABLES["editions"]).values(**row, seal=sealed, content=content))

    def save(self, moved: Moved, *, key: str = "", cause: int | None = None) -> Receipt:
        """Append what ``moved`` established as one entry and save what it changed.

        ``key`` makes a repeated request answerable by ``seen``; ``cause`` is the entry that led to this one. Raises
        StaleError when the subject was changed since ``moved.before`` was read.
        """
        if not isinstance(moved, Moved) or NOUNS.get(ledger.prefix(moved.ref)) != moved.noun:
            raise TypeError(f"only what the engine made can be saved, under a reference of its own kind: {moved!r}")
        head, entry = self._head, ledger.entry(self._head, moved, key, cause)
        after = ledger.after(head, entry.leaf, moved.ref)
        self._runner.run(
            [
                *self._prepared.entry_writes(entry),
                *self._value_writes(moved, after.size),
                self._prepared.next_head(head, after),
                *self._prepared.notice_writes(self._id, after.size, self._told(moved), moved.at),
                *self._reminder_writes(moved, after.size),
            ]
        )
        self._head = after
        if moved.after is not None:
            self._saved[moved.ref] = after.size, standing(moved.after, after.size)
        return Receipt(self._id, after.size, after.hash, moved.ref, moved.to, moved.at, moved.act, moved.actor)

    def _reminder_writes(self, moved: Moved, entry: int) -> list[Write]:
        if moved.reminders is None:
            return []
        return self._prepared.reminders.writes((self._id, moved.ref), entry, moved.at, moved.reminders)

    def _told(self, moved: Moved) -> list[tuple[str, str, str, datetime, str]]:
        told = list(dict.fromkeys((n.kind, person, n.subject) for n in moved.notices for person in n.people))
        later = self.digests() if any(kind not in STATUTORY for kind, _, _ in told) else {}
        return [(kind, who, what, *due_for(later.get(who, ""), kind, moved.at)) for kind, who, what in told]

    def add_messages(self, rows: Sequence[dict[str, Any]]) -> None:
        """Add messages to the outbox that no act gave: a reminder that has come, a nudge."""
        outbox.add(self._connection, rows)

    def follow_address(self, person: str, email: str, by: str, at: datetime) -> None:
        """Ask whether somebody whose address was corrected also signs in with it from now on."""
        email_changes.follow(self._connection, (self._id, person), email, by, at)

    def take_reminder(self, one: reminders.Due, state: str, at: datetime, told: int) -> bool:
        """Mark a reminder as done, missed or cancelled; say whether it was still to come."""
        return reminders.take(self._connection, one, state, at, told)

    def publish(self) -> None:
        """Hold what was saved here for whoever reads it next; it is committed."""
        for ref, (entry, value) in self._saved.items():
            self._held.keep(self._id, ref, entry, value)

    def _value(self, rows: Rows, ref: str, entry: int) -> Any | None:  # noqa: ANN401 - a value of that kind
        return self._saved[ref][1] if ref in self._saved else super()._value(rows, ref, entry)

    def _value_writes(self, moved: Moved, seq: int) -> Sequence[Write]:
        before: Any = moved.before
        known = self._head.roster_entry if moved.noun == "alliance" else before.entry if before else 0
        rows = self._prepared.values[ledger.prefix(moved.ref)]
        writes = [*rows.writes(self._id, moved.ref, before if known else None, moved.after, (known, seq))]
        if isinstance(moved.after, Decision):
            fresh = moved.after.postings[len(before.postings) if before else 0 :]
            writes += self._prepared.balances.writes(self._id, fresh)
        return writes


def standing(value: Any, entry: int) -> Any:  # noqa: ANN401 - a value of any kind
    """Return ``value`` as it is read again once ``entry`` has made it."""
    if isinstance(value, Decision):
        return decisions.changed(value, entry=entry)
    return value if isinstance(value, Alliance) else replace(value, entry=entry)


def due_for(digest: str, kind: str, at: datetime) -> tuple[datetime, str]:
    """Return when a message of ``kind`` is due for somebody who chose ``digest``, and the name of the digest it goes out in."""
    if kind in GATHERED:
        return at + TO_GATHER, ""
    if kind in STATUTORY or digest not in {DAILY, WEEKLY}:
        return at, ""
    day = at.date() + timedelta(days=1)
    if digest == WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return datetime.combine(day, DIGEST_TIME, tzinfo=UTC), f"{digest} {day.isoformat()}"


def seal_of(alliance: str, digest: str, kind: str, name: str, edition: str) -> str:
    """Return the hash (hexadecimal) that binds the labels of an edition to its digest."""
    return hashlib.sha256(canonical.encode([alliance, digest, kind, name, edition])).hexdigest()
