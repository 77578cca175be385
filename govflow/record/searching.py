"""The search index: what was written in each decision, kept up with the ledger by its numbers, asked with the database's full text.

Acts write nothing here, so they cost nothing more; whoever searches, or the worker, first indexes what was written since. What can
be searched for is ``domain.searching``'s question.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import ColumnElement, Connection, bindparam, column, select, text
from sqlalchemy.dialects import postgresql, sqlite

from govflow.domain.searching import Part, Term, indexed
from govflow.record.rows import TABLES
from govflow.record.sessions import is_sqlite
from govflow.record.store import Store
from govflow.record.units import View

ROWS, MARKS, ENTRIES = TABLES["search_rows"], TABLES["search_marks"], TABLES["ledger_entries"]
IN_SQLITE = (
    "SELECT r.ref FROM search_index i JOIN search_rows r ON r.n = i.rowid"
    " WHERE search_index MATCH :looked_for AND r.alliance = :alliance"
)
IN_POSTGRESQL = (
    "SELECT ref FROM search_rows WHERE to_tsvector('simple', words) @@ to_tsquery('simple', :looked_for) AND alliance = :alliance"
)


Row = dict[str, object]


class Written(NamedTuple):
    """A decision, and everything written in it."""

    ref: str
    parts: Sequence[Part]


def waiting(view: View, most: int) -> tuple[tuple[str, ...], int]:
    """Return the subjects of the next entries that are not indexed, at most ``most`` entries, and the number of the last of them."""
    done = view.rows(select(MARKS.c.entry).where(view.mine("search_marks")))
    mark = int(done[0][0]) if done else 0
    upto = min(mark + most, view.head.size)
    if upto == mark:
        return (), mark
    asked = select(ENTRIES.c.subject).where(view.mine("ledger_entries"), ENTRIES.c.seq > mark, ENTRIES.c.seq <= upto).distinct()
    return tuple(sorted(subject for (subject,) in view.rows(asked))), upto


def about(view: View, table: str, decision: str) -> tuple[str, ...]:
    """Return the references in ``table`` of what is about a decision."""
    row = TABLES[table].c
    asked = select(row.ref).where(view.mine(table), row.decision == decision).distinct().order_by(row.ref)
    return tuple(ref for (ref,) in view.rows(asked))


def index(store: Store, alliance: str, written: Iterable[Written], upto: int) -> None:
    """Keep what was ``written``, and that the ledger is indexed up to the entry ``upto``."""
    rows: list[Row] = [
        {"alliance": alliance, "ref": ref, "words": " ".join(_words(parts)), "parts": orjson.dumps([*map(list, parts)]).decode()}
        for ref, parts in written
    ]
    with store.writing() as connection:
        if rows:
            _upsert(connection, "search_rows", ["alliance", "ref"], rows)
        _upsert(connection, "search_marks", ["alliance"], [{"alliance": alliance, "entry": upto}])


def forget(store: Store, alliance: str) -> None:
    """Empty the index of an alliance; it is made anew from the ledger."""
    with store.writing() as connection:
        connection.execute(ROWS.delete().where(ROWS.c.alliance == alliance))
        connection.execute(MARKS.delete().where(MARKS.c.alliance == alliance))


def matching(view: View, looked_for: Sequence[Term]) -> ColumnElement[bool]:
    """Return the condition that a decision holds every one of the terms somewhere."""
    asked = text(IN_SQLITE if view.is_sqlite else IN_POSTGRESQL)
    bound = asked.bindparams(bindparam("looked_for", _query(looked_for, sqlite=view.is_sqlite)), bindparam("alliance", view.id))
    return TABLES["decisions"].c.ref.in_(select(bound.columns(column("ref")).subquery().c.ref))


def parts_of(view: View, refs: Sequence[str]) -> dict[str, tuple[Part, ...]]:
    """Return what was written in each of ``refs``, as it is indexed."""
    asked = select(ROWS.c.ref, ROWS.c.parts).where(view.mine("search_rows"), ROWS.c.ref.in_(refs))
    return {ref: tuple(Part(*part) for part in orjson.loads(parts)) for ref, parts in view.rows(asked)}


def _words(parts: Sequence[Part]) -> Iterable[str]:
    return (word for part in parts for word in indexed(part.text))


def _query(looked_for: Sequence[Term], *, sqlite: bool) -> str:
    """Return the terms in the database's own language; folded words are letters and digits, so nothing of it can be typed."""
    either, every = (" OR ", " AND ") if sqlite else (" | ", " & ")
    phrase = _in_sqlite if sqlite else _in_postgresql
    return every.join(f"({either.join(map(phrase, _ways(term)))})" for term in looked_for)


def _in_sqlite(way: Term) -> str:
    return f'"{" ".join(way)}" *'


def _in_postgresql(way: Term) -> str:
    return " <-> ".join([*way[:-1], f"{way[-1]}:*"])


def _ways(term: Term) -> tuple[Term, ...]:
    """Return how a term may have been written: as it is, and what has several words as one (well-being, wellbeing)."""
    return (term, ("".join(term),)) if len(term) > 1 else (term,)


def _upsert(connection: Connection, table: str, keys: list[str], rows: list[Row]) -> None:
    into = TABLES[table]
    insert = sqlite.insert(into) if is_sqlite(connection) else postgresql.insert(into)
    fresh = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=fresh), rows)
