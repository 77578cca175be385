"""Private addresses of calendars: only the hash of each token is kept. Operational, not governed."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert, select, update

from govflow.record.rows import TABLES
from govflow.record.store import Store

FEEDS = TABLES["feeds"]


class Feed(NamedTuple):
    """An address: the hash of its token, the alliance, the person ("" for everybody's meetings), when it was made (UTC)."""

    token_hash: str
    alliance: str
    person: str
    created_at: datetime


def add(store: Store, feed: Feed) -> None:
    """Keep a new address."""
    with store.writing() as connection:
        connection.execute(insert(FEEDS).values(**feed._asdict(), revoked_at=None))


def find(store: Store, token_hash: str) -> Feed | None:
    """Return the address with that hash, unless it is revoked."""
    row = FEEDS.c
    asked = select(*(row[name] for name in Feed._fields)).where(row.token_hash == token_hash, row.revoked_at.is_(None))
    with store.reading() as connection:
        found = connection.execute(asked).first()
    return Feed(*found) if found else None


def of_person(store: Store, alliance: str, person: str) -> Sequence[Feed]:
    """Return the addresses somebody has made and not revoked, the newest first."""
    row = FEEDS.c
    asked = select(*(row[name] for name in Feed._fields)).where(row.alliance == alliance, row.revoked_at.is_(None))
    with store.reading() as connection:
        found = [Feed(*cells) for cells in connection.execute(asked.order_by(row.created_at.desc()))]
    return [feed for feed in found if feed.person.partition("/")[0] == person]


def revoke(store: Store, alliance: str, person: str, token_hash: str, at: datetime) -> None:
    """Revoke one of somebody's addresses."""
    mine = [feed.token_hash for feed in of_person(store, alliance, person)]
    if token_hash in mine:
        with store.writing() as connection:
            connection.execute(update(FEEDS).where(FEEDS.c.token_hash == token_hash).values(revoked_at=at))
