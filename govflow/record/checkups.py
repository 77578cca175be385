"""What checking each record came to, kept until the next time; the check itself is ``verifying``'s."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select

from govflow.record.rows import TABLES
from govflow.record.store import Store

CHECKUPS = TABLES["checkups"]
WHOLE, NOT_WHOLE, NOT_DONE = "whole", "not whole", "could not be checked"
LONGEST = 300  # characters of what is kept of a finding


class Checkup(NamedTuple):
    """One check of an alliance's record: from when to when (UTC), its outcome, over how many entries, how many findings, the first."""

    alliance: str
    began_at: datetime
    ended_at: datetime
    outcome: str
    entries: int
    problems: int
    says: str


def latest(store: Store) -> tuple[Checkup, ...]:
    """Return the last check of each alliance that was checked."""
    columns = [CHECKUPS.c[name] for name in Checkup._fields]
    with store.reading() as connection:
        return tuple(Checkup(*cells) for cells in connection.execute(select(*columns).order_by(CHECKUPS.c.alliance)))


def keep(store: Store, found: Checkup) -> None:
    """Keep what a check came to, in place of the one before."""
    with store.writing() as connection:
        connection.execute(delete(CHECKUPS).where(CHECKUPS.c.alliance == found.alliance))
        connection.execute(insert(CHECKUPS).values(found._replace(says=found.says[:LONGEST])._asdict()))
