"""Which uploaded files the record refers to: every row that names one by its SHA-256, in whatever table, and was not taken away."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, Table, select

from govflow.record.tables import Base

FILE = {"digest", "media", "size"}  # the columns by which a row names a file
NAMING: tuple[Table, ...] = tuple(table for table in Base.metadata.sorted_tables if set(table.columns.keys()) >= FILE)


class Named(NamedTuple):
    """A file that a row names: its SHA-256 (hexadecimal) and size in bytes, and in which table and row."""

    digest: str
    size: int
    table: str
    row: str


def named_papers(connection: Connection, alliance: str | None = None) -> Iterator[Named]:
    """Give every file that the record of ``alliance`` names, or that of all alliances."""
    for table in NAMING:
        keys = [column for column in table.primary_key if column.name != "alliance"]
        asked = select(table.c.digest, table.c.size, *keys).where(table.c.digest != "").order_by(*table.primary_key)
        if "gone_at" in table.c:
            asked = asked.where(table.c.gone_at.is_(None))
        if alliance is not None:
            asked = asked.where(table.c.alliance == alliance)
        for digest, size, *key in connection.execute(asked):
            yield Named(str(digest), int(size), table.name, " ".join(map(str, key)))
