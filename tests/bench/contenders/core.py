"""c1 and c3: SQLAlchemy Core statements, one shared transitions machine, one hash chain. What a careful small product would be."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Integer, LargeBinary, MetaData, String, Table, bindparam, func, select
from transitions import EventData, Machine

from govflow.record.sessions import open_database
from tests.bench.work import ADOPTED, MEMBERS, REASON, Times, WrongResultError

META = MetaData()
HEADS = Table("heads", META, Column("alliance", String, primary_key=True), Column("size", Integer), Column("hash", String))
SEATS = Table("holders", META, Column("person", String, primary_key=True), Column("member", String))
DECISIONS = Table(
    "matters",
    META,
    *(Column("ref", String, primary_key=True), Column("state", String), Column("title", String), Column("version", Integer)),
    *(Column("electorate", String), Column("agreed", Integer), Column("eligible", Integer), Column("entry", Integer)),
)
POSITIONS = Table(
    "answers",
    META,
    *(Column("ref", String, ForeignKey("matters.ref"), primary_key=True), Column("member", String, primary_key=True)),
    *(Column("version", Integer, primary_key=True), Column("choice", String), Column("reason", String)),
    *(Column("person", String), Column("entry", Integer)),
)
ENTRIES = Table(
    "entries",
    META,
    *(Column("alliance", String, primary_key=True), Column("seq", Integer, primary_key=True), Column("act", String)),
    *(Column("subject", String, index=True), Column("prev", String), Column("hash", String), Column("body", LargeBinary)),
)
LOCKED_HEAD = select(HEADS).where(HEADS.c.alliance == bindparam("alliance")).with_for_update()
A_DECISION = select(DECISIONS).where(DECISIONS.c.ref == bindparam("ref"))
A_SEAT = select(SEATS.c.member).where(SEATS.c.person == bindparam("person"))
ANSWERED = select(POSITIONS.c.member).where(POSITIONS.c.ref == bindparam("ref"))
SEATED = select(SEATS.c.member).distinct().order_by(SEATS.c.member)
NEXT_HEAD = HEADS.update().where(HEADS.c.alliance == bindparam("of"), HEADS.c.size == bindparam("before"))
CHANGED = DECISIONS.update().where(DECISIONS.c.ref == bindparam("of"), DECISIONS.c.entry == bindparam("before"))
START = "0" * 64


class RefusedError(ValueError):
    """The step may not be done now."""


@dataclass
class Cursor:
    """What the shared machine is fired on."""

    state: str
    decision: dict[str, Any]
    given: dict[str, Any] = field(default_factory=dict)


def _may_answer(event: EventData) -> bool:
    cursor = event.model
    decision, given = cursor.decision, cursor.given
    known = given["member"] in json.loads(decision["electorate"]) and given["member"] not in given["answered"]
    return bool(known and given["reason"] and given["version"] == decision["version"])


def _is_last(event: EventData) -> bool:
    return bool(event.model.decision["agreed"] + 1 == event.model.decision["eligible"])


def machine() -> Machine:
    """Return the workflow as one machine without models; it is shared by every decision."""
    built = Machine(model=None, states=["", "draft", "open", ADOPTED], initial=None, auto_transitions=False, send_event=True)
    built.add_transition("create", "", "draft")
    built.add_transition("open", "draft", "open")
    built.add_transition("agree", "open", ADOPTED, conditions=[_may_answer, _is_last])
    built.add_transition("agree", "open", "open", conditions=[_may_answer])
    return built


class Core:
    """Core statements on SQLite or PostgreSQL, opened as the product opens them."""

    acts = 2 + len(MEMBERS)

    def __init__(self, url: str) -> None:
        self._engine = open_database(url)
        self._machine, self._n = machine(), 0
        META.create_all(self._engine)
        with self._engine.begin() as connection:
            connection.execute(HEADS.insert(), {"alliance": "seaport", "size": 0, "hash": START})
            connection.execute(SEATS.insert(), [{"person": f"lead {member}", "member": member} for member in MEMBERS])

    def run(self, decisions: int, times: Times) -> None:
        for _ in range(decisions):
            self._n += 1
            ref = f"DEC-{self._n:04d}"
            times.step(self._unit, self._create, ref)
            times.step(self._unit, self._open, ref)
            for member in MEMBERS:
                times.step(self._unit, self._agree, ref, f"lead {member}", 1, REASON)

    def _unit(self, step: Any, *arguments: Any) -> None:
        with self._engine.begin() as connection:
            head = connection.execute(LOCKED_HEAD, {"alliance": "seaport"}).one()
            self._append(connection, head, step(connection, head.size + 1, *arguments))

    def _append(self, connection: Connection, head: Any, content: dict[str, Any]) -> None:
        seq = head.size + 1
        content = {"alliance": "seaport", "seq": seq, "prev": head.hash, "at": "2026-03-10T09:00:00Z", **content}
        body = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
        digest = hashlib.sha256(body).hexdigest()
        row = {"alliance": "seaport", "seq": seq, "act": content["act"], "subject": content["subject"]}
        connection.execute(ENTRIES.insert(), {**row, "prev": head.hash, "hash": digest, "body": body})
        found = connection.execute(NEXT_HEAD, {"of": "seaport", "before": head.size, "size": seq, "hash": digest})
        if found.rowcount != 1:
            raise RefusedError("somebody else was faster")

    def _fired(self, event: str, cursor: Cursor) -> str:
        if not self._machine.events[event].trigger(cursor):
            raise RefusedError(f"{event} may not be done in {cursor.state}")
        return cursor.state

    def _create(self, connection: Connection, seq: int, ref: str) -> dict[str, Any]:
        state = self._fired("create", Cursor("", {}))
        row = {"ref": ref, "state": state, "title": "Make it permanent", "version": 1}
        connection.execute(DECISIONS.insert(), {**row, "electorate": "[]", "agreed": 0, "eligible": 0, "entry": seq})
        return {"act": "create", "subject": ref, "title": row["title"]}

    def _open(self, connection: Connection, seq: int, ref: str) -> dict[str, Any]:
        decision = dict(connection.execute(A_DECISION, {"ref": ref}).one()._mapping)
        state = self._fired("open", Cursor(decision["state"], decision))
        electorate = list(connection.execute(SEATED).scalars())
        changed = {"state": state, "electorate": json.dumps(electorate), "eligible": len(electorate), "entry": seq}
        connection.execute(CHANGED, {"of": ref, "before": decision["entry"], **changed})
        return {"act": "open", "subject": ref, "electorate": electorate}

    def _agree(self, connection: Connection, seq: int, ref: str, person: str, version: int, reason: str) -> dict[str, Any]:
        decision = dict(connection.execute(A_DECISION, {"ref": ref}).one()._mapping)
        member = connection.execute(A_SEAT, {"person": person}).scalar_one()
        answered = set(connection.execute(ANSWERED, {"ref": ref}).scalars())
        given = {"member": member, "answered": answered, "reason": reason, "version": version}
        state = self._fired("agree", Cursor(decision["state"], decision, given))
        row = {
            "ref": ref,
            "member": member,
            "version": version,
            "choice": "agree",
            "reason": reason,
            "person": person,
            "entry": seq,
        }
        connection.execute(POSITIONS.insert(), row)
        changed = {"state": state, "agreed": decision["agreed"] + 1, "entry": seq}
        if connection.execute(CHANGED, {"of": ref, "before": decision["entry"], **changed}).rowcount != 1:
            raise RefusedError("somebody else was faster")
        return {"act": "agree", "subject": ref, "member": member, "person": person, "reason": reason, "to": state}

    def adopted(self) -> int:
        prev = START
        with self._engine.connect() as connection:
            for entry in connection.execute(select(ENTRIES).order_by(ENTRIES.c.seq)):
                if entry.prev != prev or hashlib.sha256(entry.body).hexdigest() != entry.hash:
                    raise WrongResultError("the chain is broken")
                prev = entry.hash
            found = select(func.count()).select_from(DECISIONS).where(DECISIONS.c.state == ADOPTED)
            return int(connection.execute(found).scalar_one())

    def close(self) -> None:
        self._engine.dispose()
