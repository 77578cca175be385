"""What lists cost in a large record: many decisions, timers and entries written straight into the tables, then asked for."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Table, select

from govflow.clock import VirtualClock
from govflow.record.ledger import START as FIRST
from govflow.record.migrating import migrate
from govflow.record.rows import TABLES
from govflow.record.sessions import is_sqlite, open_database
from govflow.record.store import Store
from govflow.record.tables.decisions import is_live
from govflow.record.verifying import verify_chain
from govflow.trust import canonical, merkle
from tests.bench.work import WrongResultError
from tests.seaport import ALLIANCE, NOTICE, START, founded, members

OPEN = 400  # how many matters of the large record are open, and how many of those are due
PAGE = 25
ASKED = 200
CHUNK = 5_000
Row = dict[str, Any]


@dataclass(frozen=True)
class Listed:
    """What the queries took (milliseconds, middle of many) and how long the chain took to check (seconds)."""

    decisions: int
    open_ms: float
    live_ms: float
    state_ms: float
    newest_ms: float
    desk_ms: float
    due_ms: float
    entries: int
    verify_seconds: float


def listed(url: str, decisions: int) -> Listed:
    """Fill a fresh database at ``url`` with that many decisions and entries, and time what is asked of them."""
    engine = open_database(url)
    migrate(engine)
    engine.dispose()
    open_ref = _one_opened(url)
    store = Store(open_database(url))
    with store.engine.begin() as connection:
        _copy_decisions(connection, open_ref, decisions)
        entries = _append_entries(connection, decisions)
    if not is_sqlite(store.engine):  # a server does this by itself, a little later
        with store.engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
    begun = perf_counter()
    verdict = verify_chain(store, ALLIANCE)
    seconds = perf_counter() - begun
    if not verdict.ok or verdict.entries != entries:
        raise WrongResultError(f"the large record does not verify: {verdict.problems[:3]}")
    result = Listed(decisions, *_asked(store), entries, seconds)
    store.engine.dispose()
    return result


def _one_opened(url: str) -> str:
    clock = VirtualClock(START)
    seaport = founded(url, clock)
    ref = seaport.propose()
    seaport.circulate(ref)
    clock.advance(NOTICE)
    seaport.open(ref)
    for member in members()[:3]:
        seaport.agree(ref, member)
    seaport.close()
    return ref


def _copy_decisions(connection: Connection, ref: str, decisions: int) -> None:
    """Write copies of the decision ``ref``: the newest few open with a timer each, the others in force."""
    for name in ("decisions", "timers"):
        table = TABLES[name]
        (like,) = connection.execute(select(table).where(table.c.ref == ref)).mappings().all()
        _insert(connection, table, _copies(dict(like), decisions, only_open=name == "timers"))


def _copies(like: Row, decisions: int, *, only_open: bool) -> Iterator[Row]:
    for n in range(2, decisions + 1):
        is_open = n > decisions - OPEN + 1
        moved = {"due_at": like["due_at"] + timedelta(minutes=n)} if only_open else {}
        if not only_open:
            moved = {"state": "open" if is_open else "in_force", "since": START + timedelta(minutes=n), "title": f"Matter {n}"}
        if is_open or not only_open:
            yield {**like, "ref": f"DEC-{n:06d}", **moved}


def _append_entries(connection: Connection, size: int) -> int:
    """Write entries like the last one until there are ``size``, each with its own bytes and hash, and the head that fits them."""
    table, heads = TABLES["ledger_entries"], TABLES["ledger_heads"]
    rows = connection.execute(select(table).order_by(table.c.seq)).mappings().all()
    frontier: merkle.Frontier = ()
    for row in rows:
        frontier = merkle.append(frontier, row["seq"] - 1, bytes.fromhex(row["hash"]))
    made = _entries(dict(rows[-1]), size)
    last = dict(rows[-1])
    chunk: list[Row] = []
    for last in made:
        frontier = merkle.append(frontier, last["seq"] - 1, bytes.fromhex(last["hash"]))
        chunk.append(last)
        if len(chunk) == CHUNK:
            connection.execute(table.insert(), chunk)
            chunk = []
    if chunk:
        connection.execute(table.insert(), chunk)
    head = {"size": last["seq"], "hash": last["hash"], "root": merkle.root(frontier).hex()}
    connection.execute(heads.update().values(**head, frontier="".join(subtree.hex() for subtree in frontier)))
    return int(last["seq"])


def _entries(like: Row, size: int) -> Iterator[Row]:
    content: Mapping[str, Any] = canonical.decode(like["body"])
    prev = like["hash"] or FIRST
    for seq in range(like["seq"] + 1, size + 1):
        body = canonical.encode({**content, "seq": seq, "prev": prev})
        digest = hashlib.sha256(b"\0" + body).hexdigest()
        yield {**like, "seq": seq, "prev": prev, "hash": digest, "body": body, "key": None}
        prev = digest


def _insert(connection: Connection, table: Table, rows: Iterator[Row]) -> None:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            connection.execute(table.insert(), chunk)
            chunk = []
    if chunk:
        connection.execute(table.insert(), chunk)


def _asked(store: Store) -> tuple[float, ...]:
    """Time what is open, the first pages of what is live, in force, and newest, what a desk looks through, and the timers that are due."""
    row = TABLES["decisions"].c
    page = select(row.ref, row.title, row.state, row.agreed, row.eligible, row.since).where(row.alliance == ALLIANCE)
    live = page.where(is_live()).order_by(row.since.desc(), row.ref.desc()).limit(PAGE)
    in_force = page.where(row.state == "in_force").order_by(row.since.desc(), row.ref.desc()).limit(PAGE)
    newest = page.order_by(row.ref.desc()).limit(PAGE)
    now: datetime = START + timedelta(days=3650)
    with store.view(ALLIANCE) as view, store.reader.connect() as connection:
        all_open = _middle(lambda: view.decisions("open"), OPEN)
        pages = [_middle(lambda asked=asked: connection.execute(asked).all(), PAGE) for asked in (live, in_force, newest)]
        desk = _middle(lambda: view.rows(select(row.ref).where(view.mine("decisions"), is_live())), OPEN)
    return (all_open, *pages, desk, _middle(lambda: store.due(now, PAGE), PAGE))


def _middle(asked: Callable[[], Any], rows: int) -> float:
    times = []
    for _ in range(ASKED):
        begun = perf_counter()
        found = asked()
        times.append(perf_counter() - begun)
        if len(found) != rows:
            raise WrongResultError(f"{len(found)} rows were found where {rows} are")
    return median(times) * 1000
