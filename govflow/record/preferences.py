"""How people want to be told: at once, or in a daily or weekly digest. Operational, not governed."""

from sqlalchemy import delete, insert, select

from govflow.record.rows import TABLES
from govflow.record.store import Store
from govflow.record.tables.outbox import AT_ONCE

PREFERENCES = TABLES["preferences"]


def digest_of(store: Store, alliance: str, person: str) -> str:
    """Return what somebody chose; at once where nothing was chosen."""
    row = PREFERENCES.c
    with store.reading() as connection:
        asked = select(row.digest).where(row.alliance == alliance, row.person == person)
        return str(connection.execute(asked).scalar_one_or_none() or AT_ONCE)


def choose(store: Store, alliance: str, person: str, digest: str) -> None:
    """Keep what somebody chose."""
    row = PREFERENCES.c
    with store.writing() as connection:
        connection.execute(delete(PREFERENCES).where(row.alliance == alliance, row.person == person))
        connection.execute(insert(PREFERENCES).values(alliance=alliance, person=person, digest=digest))
