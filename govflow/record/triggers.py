"""Triggers that make entries, openings, editions and postings append-only: the database itself refuses to change or delete them.

Migrations call ``create``; one that rebuilds a table on SQLite loses its triggers, and must call it again. A belt, not
the proof: whoever owns the database can drop a trigger, and the hash chain shows what was done then.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

TABLES = ("ledger_entries", "ledger_openings", "editions", "postings")
REFUSAL = "this is append-only"
FUNCTION = "govflow_append_only"
FUNCTION_BODY = f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END"
FUNCTION_SQL = f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${FUNCTION_BODY}$$"


def create(connection: Connection, tables: Sequence[str]) -> None:
    """Create the triggers of ``tables``, anew where there are some."""
    drop(connection, tables)
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(FUNCTION_SQL)
    for name, table in names(connection.dialect.name, tables):
        connection.exec_driver_sql(_definition(connection.dialect.name, name, table))


def drop(connection: Connection, tables: Sequence[str]) -> None:
    """Drop the triggers of ``tables``, for a migration that must rewrite them."""
    for name, table in names(connection.dialect.name, tables):
        on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: Connection) -> tuple[str, ...]:
    """Return the triggers that are not there, are switched off, or do something else."""
    found = _found_in_sqlite(connection) if connection.dialect.name == "sqlite" else _found_in_postgresql(connection)
    return tuple(name for name, _ in names(connection.dialect.name) if name not in found)


def names(dialect: str, tables: Sequence[str] = TABLES) -> tuple[tuple[str, str], ...]:
    """Return each trigger and its table."""
    events = ("update", "delete") if dialect == "sqlite" else ("update", "delete", "truncate")
    return tuple((f"{table}_no_{event}", table) for table in tables for event in events)


def _event(name: str) -> str:
    return name.rpartition("_")[2].upper()


def _definition(dialect: str, name: str, table: str) -> str:
    if dialect == "sqlite":
        return f"CREATE TRIGGER {name} BEFORE {_event(name)} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    # For the statement, not the row: an UPDATE that would touch nothing is refused too, and TRUNCATE knows no rows.
    return f"CREATE TRIGGER {name} BEFORE {_event(name)} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"


def _found_in_sqlite(connection: Connection) -> set[str]:
    rows = connection.exec_driver_sql("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name for name, table, sql in rows if sql == _definition("sqlite", name, table)}


def _found_in_postgresql(connection: Connection) -> set[str]:
    rows = connection.exec_driver_sql(
        "SELECT t.tgname, c.relname, pg_get_triggerdef(t.oid), p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgenabled = 'O' AND NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
    )
    return {
        name
        for name, table, definition, body in rows
        if body == FUNCTION_BODY
        and f" BEFORE {_event(name)} ON " in definition
        and " WHEN " not in definition
        and name.startswith(table)
    }
