"""What a database can do to a command, in plain words: what is wrong, and what to do about it.

Drivers say it in their own ways and through several layers of exceptions; here they are known by the words they use.
"""

import sqlite3
import sys
from collections.abc import Mapping

from sqlalchemy.exc import ArgumentError, DBAPIError

from govflow.record.errors import RecordError

# Words of a driver, in lower case -> what is wrong and what to do.
SAID: Mapping[str, str] = {
    "file is not a database": "The database file is no database of govflow. Name the right one in GOVFLOW_DATABASE, or restore a backup.",
    "malformed": "The database file is damaged. Stop govflow, keep a copy of the file, and restore the last backup.",
    "disk is full": "The disk is full, and nothing was recorded. Make room, and try again.",
    "disk i/o error": "The disk did not take or give what it should, and nothing was recorded. Check that it has room and is sound.",
    "unable to open database file": "The database file cannot be opened. Check that its folder is there, and that govflow may write in it.",
    "readonly database": "The database may not be written. Check who owns the file and its folder, and that the disk is not read-only.",
    "read-only": "The database may not be written. Check that the disk or the server is not read-only.",
    "database is locked": "The database is busy, and nothing was recorded. Try again, or stop what holds it.",
    "no space left": "The disk of the database is full, and nothing was recorded. Make room, and try again.",
    "password authentication failed": "The database refuses the user or the password in GOVFLOW_DATABASE. Check both.",
    "no password supplied": "The database asks for a password. Give one in GOVFLOW_DATABASE.",
    "permission denied": "The database does not let this user do that. Check the user in GOVFLOW_DATABASE and what it may do.",
    "no such table": "A table is missing in the database. Run govflow verify to see what else is.",
    "no such column": "A column is missing in the database. Run govflow verify to see what else is.",
    "undefinedtable": "A table is missing in the database. Run govflow verify to see what else is.",
    "undefinedcolumn": "A column is missing in the database. Run govflow verify to see what else is.",
}
NO_DATABASE = "There is no such database on the server. Make it first (createdb), or correct its name in GOVFLOW_DATABASE."
NO_SERVER = "The database server does not answer. Check that it runs, and its address in GOVFLOW_DATABASE."
NOT_REACHED = (
    "connection failed",
    "connection refused",
    "could not connect",
    "connection is bad",
    "failed to resolve",
    "timeout expired",
)


def in_words(error: BaseException) -> str | None:
    """Return what went wrong with the database, or None for an error that is of something else."""
    chain = _chain(error)
    if not any(isinstance(one, (RecordError, DBAPIError, ArgumentError, *_drivers())) for one in chain):
        return None
    heard = " ".join(f"{type(one).__name__} {one}" for one in chain).lower()
    if 'database "' in heard and "does not exist" in heard:
        return NO_DATABASE
    for words, says in SAID.items():
        if words in heard:
            return says
    if any(words in heard for words in NOT_REACHED):
        return NO_SERVER
    if isinstance(error, RecordError):
        return str(error)
    cause = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    return f"The database cannot do this: {cause}"


def _chain(error: BaseException) -> list[BaseException]:
    """Return an error and those that led to it."""
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__ or one.__context__
    return found


def _drivers() -> tuple[type[BaseException], ...]:
    """Return what the drivers raise; none is imported for this."""
    loaded = (sys.modules[name] for name in ("pysqlite3.dbapi2", "psycopg") if name in sys.modules)
    return (sqlite3.Error, *(driver.Error for driver in loaded))
