"""Forgeries: what somebody who owns the database could do to a record, each with the row that ``verify`` must name.

Each is done inside a transaction that is rolled back, with every rule of the database off.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from govflow.record import ledger
from govflow.record.rows import TABLES
from govflow.record.units import seal_of
from govflow.trust import canonical, merkle

ALLIANCE = "plymouth"
ENTRIES, HEADS, OPENINGS, EDITIONS = (TABLES[n] for n in ("ledger_entries", "ledger_heads", "ledger_openings", "editions"))
Change = Callable[[dict[str, Any]], object]
Forgery = tuple[Callable[[Connection], object], str]  # what is done, and the table that is named


def bodies(connection: Connection) -> list[tuple[int, bytes]]:
    asked = select(ENTRIES.c.seq, ENTRIES.c.body).where(ENTRIES.c.alliance == ALLIANCE).order_by(ENTRIES.c.seq)
    return [(seq, bytes(body)) for seq, body in connection.execute(asked)]


def keep(connection: Connection, seq: int, body: bytes, prev: str) -> None:
    """Keep another body of an entry, with its hash made right."""
    kept = {"body": body, "hash": merkle.leaf(body).hex(), "prev": prev}
    connection.execute(ENTRIES.update().where(ENTRIES.c.alliance == ALLIANCE, ENTRIES.c.seq == seq).values(kept))


def set_head(connection: Connection) -> None:
    """Set the head to what the entries come to, as a forger would who knows how it is made."""
    head = ledger.new_head(ALLIANCE)
    for _, body in bodies(connection):
        head = ledger.after(head, merkle.leaf(body), str(canonical.decode(body)["subject"]))
    kept = {"size": head.size, "hash": head.hash, "frontier": ledger.frontier_text(head.frontier), "root": head.root}
    connection.execute(HEADS.update().where(HEADS.c.alliance == ALLIANCE).values(kept))


def rewritten(change: Change, seq: int = 0) -> Callable[[Connection], None]:
    """Change the content of one entry (0: of every one) and hash it and all that follow again, the head too."""

    def forge(connection: Connection) -> None:
        prev = ledger.START
        for number, body in bodies(connection):
            content = canonical.decode(body)
            if not seq or number == seq:
                change(content)
            content["prev"] = prev
            forged = canonical.encode(content)
            keep(connection, number, forged, prev)
            prev = merkle.leaf(forged).hex()
        set_head(connection)

    return forge


def with_body(seq: int, make: Callable[[bytes], bytes]) -> Callable[[Connection], None]:
    """Give one entry other bytes, with their hash, and leave all else alone."""

    def forge(connection: Connection) -> None:
        body = make(dict(bodies(connection))[seq])
        connection.execute(
            ENTRIES.update()
            .where(ENTRIES.c.alliance == ALLIANCE, ENTRIES.c.seq == seq)
            .values(body=body, hash=merkle.leaf(body).hex())
        )

    return forge


def unlinked(seq: int) -> Callable[[Connection], None]:
    """Let an entry name another hash before it, with its own hash made right and the head set to match."""

    def forge(connection: Connection) -> None:
        content = canonical.decode(dict(bodies(connection))[seq]) | {"prev": "f" * 64}
        keep(connection, seq, canonical.encode(content), content["prev"])
        set_head(connection)

    return forge


def sql(*statements: str) -> Callable[[Connection], None]:
    def forge(connection: Connection) -> None:
        for statement in statements:
            connection.exec_driver_sql(statement.replace("%", "%%") if connection.dialect.name != "sqlite" else statement)

    return forge


def gone(*numbers: int) -> Callable[[Connection], None]:
    """Delete entries."""
    return sql(f"DELETE FROM ledger_entries WHERE seq IN ({', '.join(map(str, numbers))})")


def column(name: str, value: str, seq: int = 5) -> Callable[[Connection], None]:
    """Change a column of an entry that repeats its body."""
    return sql(f"UPDATE ledger_entries SET {name} = {value} WHERE seq = {seq}")


def head(name: str, value: str) -> Callable[[Connection], None]:
    return sql(f"UPDATE ledger_heads SET {name} = {value}")


def first_fact(change: Change) -> Change:
    return lambda content: change(content["facts"][0])


def fact_with(make: Callable[[dict[str, Any]], Any]) -> Change:
    """Put something else where the first fact was."""
    return lambda content: content["facts"].__setitem__(0, make(content["facts"][0]))


def edition_of_another(connection: Connection) -> None:
    """Give an edition other words, and a seal that fits its labels."""
    row = connection.execute(select(EDITIONS).limit(1)).one()
    connection.execute(EDITIONS.update().where(EDITIONS.c.digest == row.digest).values(content=bytes(row.content) + b" "))


def edition_relabelled(connection: Connection) -> None:
    row = connection.execute(select(EDITIONS).limit(1)).one()
    assert seal_of(row.alliance, row.digest, row.kind, row.name, row.edition) == row.seal
    connection.execute(EDITIONS.update().where(EDITIONS.c.digest == row.digest).values(name="another"))


FORGERIES: Mapping[str, Forgery] = {
    "an entry is gone": (gone(5), "ledger_entries"),
    "two entries are gone": (gone(5, 6), "ledger_entries"),
    "all entries are gone, and the alliance has a timer": (
        sql("DELETE FROM ledger_entries", "INSERT INTO timers VALUES ('plymouth', 'ALLIANCE', 'x', '2026-03-02')"),
        "ledger_entries",
    ),
    "the first entry is gone": (gone(1), "ledger_entries"),
    "an entry names another before it, its hash and the head made right": (unlinked(20), "ledger_entries"),
    "the last entry names another before it, its hash and the head made right": (unlinked(37), "ledger_entries"),
    "a number is another": (column("seq", "-1"), "ledger_entries"),
    "a body is another, its hash made right": (with_body(9, lambda b: b.replace(b'"met":[', b'"met":["x",')), "ledger_entries"),
    "a body is not canonical, its hash made right": (with_body(37, lambda b: b + b" "), "ledger_entries"),
    "a body holds half a number": (with_body(37, lambda b: b.replace(b'"met":[', b'"met":[1.5')), "ledger_entries"),
    "a body is a list": (with_body(37, lambda b: b"[]"), "ledger_entries"),
    "a body is no JSON": (with_body(37, lambda b: b"{"), "ledger_entries"),
    "a body says more": (rewritten(lambda c: c.update(more=1), 9), "ledger_entries"),
    "a number in a body is a text": (rewritten(lambda c: c.update(seq="9"), 9), "ledger_entries"),
    "facts are no list": (rewritten(lambda c: c.update(facts={}), 9), "ledger_entries"),
    "a version is none of ours": (rewritten(lambda c: c.update(v=3), 9), "ledger_entries"),
    "a version is no number": (rewritten(lambda c: c.update(v=True), 9), "ledger_entries"),
    "an entry is said to be of the version before": (rewritten(lambda c: c.update(v=1), 33), "ledger_openings"),
    "a subject is a number": (rewritten(lambda c: c.update(subject=7), 9), "ledger_entries"),
    "a fact is a text": (rewritten(fact_with(lambda fact: "x"), 9), "ledger_entries"),
    "a fact is of no kind": (rewritten(first_fact(lambda fact: fact.update(kind="Nothing")), 9), "ledger_entries"),
    "a fact has a field more": (rewritten(first_fact(lambda fact: fact.update(more="x")), 9), "ledger_entries"),
    "an entry is about nothing known": (rewritten(lambda c: c.update(subject="XYZ-0001"), 9), "ledger_entries"),
    "a hash is another": (column("hash", "'x'"), "ledger_entries"),
    "a time has something behind it": (column("at", "at || ' x'"), "ledger_entries"),
    "a time is spelt otherwise": (column("at", "replace(at, ' ', 'T')"), "ledger_entries"),
    "a time is another": (column("at", "'2030-01-01 00:00:00.000000'"), "ledger_entries"),
    "a key is another": (column("key", "'x'"), "ledger_entries"),
    "an act is another": (column("act", "'x'"), "ledger_entries"),
    "a cause is another": (column("cause", "1"), "ledger_entries"),
    "the head is gone": (sql("DELETE FROM ledger_heads"), "ledger_heads"),
    "the head counts more": (head("size", "size + 1"), "ledger_entries"),
    "the head has another root": (head("root", "hash"), "ledger_heads"),
    "an edition has other words": (edition_of_another, "editions"),
    "an edition has another name": (edition_relabelled, "editions"),
    "an edition is gone": (sql("DELETE FROM editions"), "editions"),
    "an opening is gone": (sql("DELETE FROM ledger_openings WHERE seq = 1"), "ledger_openings"),
    "an opening is another": (sql("UPDATE ledger_openings SET value = value || 'x' WHERE seq = 1"), "ledger_openings"),
    "a salt is spelt otherwise": (sql("UPDATE ledger_openings SET salt = upper(salt) WHERE seq = 1"), "ledger_openings"),
    "an opening is of no field": (
        sql("INSERT INTO ledger_openings SELECT alliance, seq, '99.reason', salt, value FROM ledger_openings LIMIT 1"),
        "ledger_openings",
    ),
    "an opening is of no entry": (
        sql("INSERT INTO ledger_openings SELECT alliance, 999, field, salt, value FROM ledger_openings LIMIT 1"),
        "ledger_openings",
    ),
    "a row is gone": (sql("DELETE FROM positions"), "positions"),
    "a row is another": (sql("UPDATE people SET name = 'x'"), "people"),
    "a decision is another": (sql("UPDATE decisions SET agreed = agreed + 1"), "decisions"),
    "a row is of nothing known": (sql("INSERT INTO timers VALUES ('plymouth', 'DEC-0999', 'x', '2026-03-02')"), "timers"),
    "a row is one too many": (sql("INSERT INTO timers VALUES ('plymouth', 'DEC-0001', 'x', '2026-03-02')"), "timers"),
    "a sum is another": (sql("UPDATE balances SET committed = committed + 1"), "balances"),
    "a timer of the alliance is too many": (
        sql("INSERT INTO timers VALUES ('plymouth', 'ALLIANCE', 'x', '2026-03-02')"),
        "timers",
    ),
}
