"""Running prepared statements without the ORM: SQL compiled once, cells in, cells out, in the fewest round trips.

On PostgreSQL what belongs together travels together (pipeline). Which statements there are, and what they mean, does
not live here.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Executable, Table, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

from govflow.record.errors import StaleError, UnavailableError
from govflow.record.sessions import is_sqlite

Cells = Sequence[Any]
STREAMED = 2_000  # rows fetched at a time from PostgreSQL


class Write(NamedTuple):
    """One statement and the rows it is run for; ``exact`` when each row must be found, or else somebody else was faster."""

    sql: str
    rows: Sequence[Cells]
    exact: bool = False


def positional(engine: Engine) -> Dialect:
    """Return the dialect of ``engine``, with parameters in order instead of by name."""
    return engine.dialect if is_sqlite(engine) else type(engine.dialect)(paramstyle="format")  # type: ignore[call-arg]


def prepared(statement: Executable, dialect: Dialect, names: Sequence[str], columns: Sequence[str] | None = None) -> str:
    """Return the SQL of ``statement``; raises ValueError unless its parameters are ``names`` in that order."""
    compiled = statement.compile(dialect=dialect, column_keys=list(columns) if columns else None)  # type: ignore[attr-defined]
    if not isinstance(compiled, SQLCompiler) or list(compiled.positiontup or ()) != list(names):
        raise ValueError(f"{compiled} takes {getattr(compiled, 'positiontup', None)}, not {list(names)}")
    return str(compiled)


def select_sql(table: Table, columns: Sequence[str], by: Sequence[str], dialect: Dialect, order: str = "") -> str:
    found = select(*(table.c[name] for name in columns)).where(*(table.c[name] == bindparam(name) for name in by))
    return prepared(found.order_by(table.c[order]) if order else found, dialect, by)


def insert_sql(table: Table, columns: Sequence[str], dialect: Dialect) -> str:
    return prepared(table.insert(), dialect, columns, columns)


def upsert_sql(table: Table, columns: Sequence[str], dialect: Dialect) -> str:
    """Return the SQL that writes a row whether or not one of its key is there."""
    insert = sqlite.insert(table) if dialect.name == "sqlite" else postgresql.insert(table)
    keys = [column.name for column in table.primary_key]
    fresh = {name: insert.excluded[name] for name in columns if name not in keys}
    return prepared(insert.on_conflict_do_update(index_elements=keys, set_=fresh), dialect, columns, columns)


def update_sql(table: Table, columns: Sequence[str], by: Sequence[str], dialect: Dialect) -> str:
    """Return the SQL that sets ``columns`` where the columns ``by`` are as given after them."""
    found = update(table).where(*(table.c[name] == bindparam(f"by_{name}") for name in by))
    in_order = [column.name for column in table.columns if column.name in columns]
    if in_order != list(columns):
        raise ValueError(f"{table.name} has its columns in the order {in_order}")
    return prepared(found, dialect, [*columns, *(f"by_{name}" for name in by)], columns)


def delete_sql(table: Table, by: Sequence[str], dialect: Dialect, beyond: str = "") -> str:
    """Return the SQL that deletes where the columns ``by`` are as given, and the column ``beyond`` is greater than given."""
    found = delete(table).where(*(table.c[name] == bindparam(name) for name in by))
    if not beyond:
        return prepared(found, dialect, by)
    return prepared(found.where(table.c[beyond] > bindparam(beyond)), dialect, [*by, beyond])


class Runner:
    """Runs prepared statements inside the transaction of one connection."""

    def __init__(self, connection: Connection) -> None:
        self._raw: Any = connection.connection.driver_connection
        self._is_sqlite = is_sqlite(connection)
        self._dbapi: Any = connection.dialect.loaded_dbapi

    def row(self, sql: str, cells: Cells) -> Cells | None:
        """Return the only row of a query, or None."""
        found: Cells | None = self._raw.execute(sql, cells).fetchone()
        return found

    def rows(self, queries: Sequence[tuple[str, Cells]]) -> list[list[Cells]]:
        """Return the rows of each query, asked together."""
        if self._is_sqlite or len(queries) == 1:
            return [self._raw.execute(sql, cells).fetchall() for sql, cells in queries]
        with self._raw.pipeline():
            cursors = [self._raw.execute(sql, cells) for sql, cells in queries]
            return [cursor.fetchall() for cursor in cursors]

    def stream(self, sql: str, cells: Cells) -> Iterator[Cells]:
        """Give the rows of a query one by one, without holding them all."""
        if self._is_sqlite:
            yield from self._raw.execute(sql, cells)
            return
        with self._raw.cursor(name="stream") as cursor:
            cursor.itersize = STREAMED
            yield from cursor.execute(sql, cells)

    def run(self, writes: Sequence[Write]) -> None:
        """Run ``writes`` in order. Raises StaleError when the record was changed, UnavailableError when it cannot be written."""
        try:
            with self._together():
                cursors = [self._run(write) for write in writes]
        except self._dbapi.IntegrityError as error:
            raise StaleError(f"the record does not take this: {error}") from error
        except self._dbapi.OperationalError as error:
            raise UnavailableError(f"nothing was recorded: {error}") from error
        for write, cursor in zip(writes, cursors, strict=True):
            if write.exact and cursor.rowcount != len(write.rows):
                raise StaleError("the record was changed by somebody else in the meantime")

    def _run(self, write: Write) -> Any:  # noqa: ANN401 - a driver's cursor
        cursor = self._raw.cursor()
        if len(write.rows) == 1:
            cursor.execute(write.sql, write.rows[0])
        else:
            cursor.executemany(write.sql, write.rows)
        return cursor

    def _together(self) -> AbstractContextManager[Any]:
        return nullcontext() if self._is_sqlite else self._raw.pipeline()
