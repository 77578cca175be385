"""Whether a database can be read as a record at all: its pages, its tables and columns, and the kinds of its cells.

SQLite keeps whatever it is given, so a cell may be of another kind than its column. What is found is named by table and row; what the
cells say is ``verifying``'s question.
"""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection, LargeBinary, Table, exists, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import Boolean, Integer

from govflow.record.chain import Problem
from govflow.record.rows import TABLES
from govflow.record.sessions import is_sqlite

DATABASE = "database"
MOST = 20  # problems of one kind that are named
SOUND = "ok"
OF_PEOPLE = ("accounts", "outbox", "preferences", "feeds", "drafts")  # not of the record, and of people whom it knows


def broken(connection: Connection, tell: Callable[[str], None]) -> Iterator[Problem]:
    """Give what keeps the database from being read as a record."""
    tell("looking at the database itself")
    try:
        found = [*_missing(connection)]
        if is_sqlite(connection) and not found:
            found += [*_pages(connection), *_kinds(connection)]
    except (DBAPIError, connection.dialect.loaded_dbapi.Error) as error:
        found = [Problem(DATABASE, "file", f"cannot be read: {getattr(error, 'orig', None) or error}")]
    yield from found


def loose(connection: Connection, alliance: str) -> Iterator[Problem]:
    """Give rows that belong to nothing: of nobody in ``alliance``, reminders that no entry set, on SQLite any without its parent."""
    if is_sqlite(connection):
        for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(MOST):
            yield Problem(str(table), str(row or ""), f"belongs to no row of {parent}")
    people, entries = TABLES["people"].c, TABLES["ledger_entries"].c
    known = select(people.ref).where(people.alliance == alliance)
    for name in OF_PEOPLE:
        row = TABLES[name].c
        asked = select(*TABLES[name].primary_key, row.person).where(
            row.alliance == alliance, row.person.not_in(known), row.person != ""
        )
        for *key, person in connection.execute(asked.limit(MOST)):
            yield Problem(name, _words(key, alliance), f"is of {person}, whom the alliance does not have")
    row = TABLES["reminders"].c
    its = exists().where(entries.alliance == alliance, entries.seq == row.entry, entries.subject == row.ref)
    for *key, entry in connection.execute(
        select(*TABLES["reminders"].primary_key, row.entry).where(row.alliance == alliance, ~its).limit(MOST)
    ):
        yield Problem("reminders", _words(key, alliance), f"says that entry {entry} set it, which is not about it")


def _words(key: Sequence[object], alliance: str) -> str:
    return " ".join(str(part) for part in key if part != alliance)


def _missing(connection: Connection) -> Iterator[Problem]:
    seen = inspect(connection)
    there = set(seen.get_table_names())
    for name, table in TABLES.items():
        if name not in there:
            yield Problem(name, "table", "is missing")
            continue
        columns = {column["name"] for column in seen.get_columns(name)}
        for column in table.columns:
            if column.name not in columns:
                yield Problem(name, column.name, "the column is missing")


def _pages(connection: Connection) -> Iterator[Problem]:
    for (says,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST})"):
        if says != SOUND:
            yield Problem(DATABASE, "file", str(says).replace("\n", "; "))


def _kinds(connection: Connection) -> Iterator[Problem]:
    # Written out, because compiling such a query for every table takes longer than asking it.
    for name, table in TABLES.items():
        keys = [column.name for column in table.primary_key]
        kinds = [f'typeof("{column.name}")' for column in table.columns]
        wrong = [
            f"{kind} NOT IN ({', '.join(map(repr, _expected(table, column.name)))})"
            for kind, column in zip(kinds, table.columns, strict=True)
        ]
        key_cells = [f'CAST("{key}" AS TEXT)' for key in keys]
        asked = f'SELECT {", ".join(key_cells + kinds)} FROM "{name}" WHERE {" OR ".join(wrong)} LIMIT {MOST}'  # noqa: S608 - our own names
        for cells in connection.exec_driver_sql(asked):
            row = " ".join(str(cell) for cell in cells[: len(keys)])
            for kind, column in zip(cells[len(keys) :], table.columns, strict=True):
                if kind not in _expected(table, column.name):
                    yield Problem(name, row, f"{column.name} is of the wrong kind ({kind})")


def _expected(table: Table, column: str) -> tuple[str, ...]:
    """Return what SQLite calls the kinds of cell that a column may hold."""
    kind = table.c[column].type
    word = "blob" if isinstance(kind, LargeBinary) else "integer" if isinstance(kind, Integer | Boolean) else "text"
    return (word, "null") if table.c[column].nullable else (word,)
