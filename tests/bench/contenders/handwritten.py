"""a5: what somebody would write by hand for this one job. SQL text, ifs, one hash chain; no engine, no rules as data, no layers."""

import hashlib
import json
from typing import Any

from govflow.record.sessions import open_database
from tests.bench.work import ADOPTED, MEMBERS, REASON, Times, WrongResultError

SCHEMA = (
    "CREATE TABLE heads (alliance TEXT PRIMARY KEY, size INTEGER NOT NULL, hash TEXT NOT NULL)",
    "CREATE TABLE seats (person TEXT PRIMARY KEY, member TEXT NOT NULL)",
    """CREATE TABLE decisions (ref TEXT PRIMARY KEY, state TEXT NOT NULL, title TEXT NOT NULL, version INTEGER NOT NULL,
       electorate TEXT NOT NULL, agreed INTEGER NOT NULL, eligible INTEGER NOT NULL, entry INTEGER NOT NULL)""",
    """CREATE TABLE positions (ref TEXT NOT NULL REFERENCES decisions, member TEXT NOT NULL, version INTEGER NOT NULL, choice TEXT NOT NULL,
       reason TEXT NOT NULL, person TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (ref, member, version)) WITHOUT ROWID""",
    """CREATE TABLE entries (alliance TEXT NOT NULL, seq INTEGER NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL, prev TEXT NOT NULL,
       hash TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (alliance, seq))""",
    "CREATE INDEX entries_subject ON entries (alliance, subject, seq)",
)
START = "0" * 64


class RefusedError(ValueError):
    """The step may not be done now."""


class Handwritten:
    """SQL by hand on the product's own driver and PRAGMAs."""

    acts = 2 + len(MEMBERS)

    def __init__(self, url: str) -> None:
        self._engine = open_database(url)
        self._held = self._engine.connect()
        self._raw: Any = self._held.connection.driver_connection
        self._n = 0
        for sql in SCHEMA:
            self._raw.execute(sql)
        self._raw.execute("INSERT INTO heads VALUES ('seaport', 0, ?)", (START,))
        self._raw.executemany("INSERT INTO seats VALUES (?, ?)", [(f"lead {member}", member) for member in MEMBERS])

    def run(self, decisions: int, times: Times) -> None:
        for _ in range(decisions):
            self._n += 1
            ref = f"DEC-{self._n:04d}"
            times.step(self._unit, self._create, ref)
            times.step(self._unit, self._open, ref)
            for member in MEMBERS:
                times.step(self._unit, self._agree, ref, f"lead {member}", 1, REASON)

    def do(self, step: str, *arguments: Any) -> None:
        """Do one step: create, open or agree."""
        self._unit(getattr(self, f"_{step}"), *arguments)

    def _unit(self, step: Any, *arguments: Any) -> None:
        self._raw.execute("BEGIN IMMEDIATE")
        try:
            head = self._raw.execute("SELECT size, hash FROM heads WHERE alliance = 'seaport'").fetchone()
            content = step(head[0] + 1, *arguments)
            self._append(head, content)
        except BaseException:
            self._raw.execute("ROLLBACK")
            raise
        self._raw.execute("COMMIT")

    def _append(self, head: tuple[int, str], content: dict[str, Any]) -> None:
        seq = head[0] + 1
        content = {"alliance": "seaport", "seq": seq, "prev": head[1], "at": "2026-03-10T09:00:00Z", **content}
        body = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
        digest = hashlib.sha256(body).hexdigest()
        entry = ("seaport", seq, content["act"], content["subject"], head[1], digest, body)
        self._raw.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", entry)
        found = self._raw.execute(
            "UPDATE heads SET size = ?, hash = ? WHERE alliance = 'seaport' AND size = ?", (seq, digest, head[0])
        )
        if found.rowcount != 1:
            raise RefusedError("somebody else was faster")

    def _create(self, seq: int, ref: str) -> dict[str, Any]:
        row = (ref, "draft", "Make it permanent", 1, "[]", 0, 0, seq)
        self._raw.execute("INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return {"act": "create", "subject": ref, "title": "Make it permanent"}

    def _open(self, seq: int, ref: str) -> dict[str, Any]:
        (state,) = self._raw.execute("SELECT state FROM decisions WHERE ref = ?", (ref,)).fetchone()
        if state != "draft":
            raise RefusedError(f"{ref} is {state}")
        electorate = [member for (member,) in self._raw.execute("SELECT DISTINCT member FROM seats ORDER BY member")]
        self._raw.execute(
            "UPDATE decisions SET state = 'open', electorate = ?, eligible = ?, entry = ? WHERE ref = ? AND state = 'draft'",
            (json.dumps(electorate), len(electorate), seq, ref),
        )
        return {"act": "open", "subject": ref, "electorate": electorate}

    def _agree(self, seq: int, ref: str, person: str, version: int, reason: str) -> dict[str, Any]:
        sql = "SELECT state, version, electorate, agreed, eligible, entry FROM decisions WHERE ref = ?"
        state, current, electorate, agreed, eligible, entry = self._raw.execute(sql, (ref,)).fetchone()
        (member,) = self._raw.execute("SELECT member FROM seats WHERE person = ?", (person,)).fetchone()
        earlier = self._raw.execute("SELECT member FROM positions WHERE ref = ? AND version = ?", (ref, version)).fetchall()
        if state != "open" or version != current or member not in json.loads(electorate) or not reason or (member,) in earlier:
            raise RefusedError(f"{member} may not answer {ref} now")
        self._raw.execute("INSERT INTO positions VALUES (?, ?, ?, 'agree', ?, ?, ?)", (ref, member, version, reason, person, seq))
        after = ADOPTED if agreed + 1 == eligible else "open"
        found = self._raw.execute(
            "UPDATE decisions SET agreed = ?, state = ?, entry = ? WHERE ref = ? AND entry = ?",
            (agreed + 1, after, seq, ref, entry),
        )
        if found.rowcount != 1:
            raise RefusedError("somebody else was faster")
        return {"act": "agree", "subject": ref, "member": member, "person": person, "reason": reason, "to": after}

    def adopted(self) -> int:
        prev = START
        for before, digest, body in self._raw.execute("SELECT prev, hash, body FROM entries ORDER BY seq"):
            if before != prev or hashlib.sha256(body).hexdigest() != digest:
                raise WrongResultError("the chain is broken")
            prev = digest
        (count,) = self._raw.execute("SELECT count(*) FROM decisions WHERE state = ?", (ADOPTED,)).fetchone()
        return int(count)

    def close(self) -> None:
        self._held.close()
        self._engine.dispose()
