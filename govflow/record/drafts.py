"""Drafts of what people write: each person's own, read by nobody else. Operational, not governed."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from govflow.record.rows import TABLES
from govflow.record.store import Store

DRAFTS = TABLES["drafts"]
MARK_BYTES = 8
Fields = Mapping[str, str | list[str]]


class Draft(NamedTuple):
    """A draft: its number, what was typed by field, the mark of its last saving, when it was begun and last saved (UTC)."""

    n: int
    fields: Fields
    mark: str
    begun_at: datetime
    saved_at: datetime


class Writer(NamedTuple):
    """Whose drafts, and of which kind of thing."""

    alliance: str
    person: str
    kind: str


def drafts_of(store: Store, writer: Writer) -> tuple[Draft, ...]:
    """Return the drafts of ``writer``, the last saved first."""
    asked = select(*_columns()).where(_mine(writer)).order_by(DRAFTS.c.saved_at.desc(), DRAFTS.c.n.desc())
    with store.reading() as connection:
        return tuple(Draft(*row) for row in connection.execute(asked))


def draft_of(store: Store, writer: Writer, n: int) -> Draft | None:
    """Return the draft ``n`` of ``writer``; None where there is none, or it is somebody else's."""
    with store.reading() as connection:
        row = connection.execute(select(*_columns()).where(_mine(writer), DRAFTS.c.n == n)).first()
    return Draft(*row) if row else None


def add_draft(store: Store, writer: Writer, fields: Fields, now: datetime, most: int) -> Draft | None:
    """Keep ``fields`` as a new draft; None where ``writer`` has as many as ``most`` already."""
    mark = secrets.token_hex(MARK_BYTES)
    values = {**writer._asdict(), "fields": fields, "mark": mark, "begun_at": now, "saved_at": now}
    with store.writing() as connection:
        if connection.execute(select(func.count()).select_from(DRAFTS).where(_mine(writer))).scalar_one() >= most:
            return None
        n = int(connection.execute(insert(DRAFTS).values(values).returning(DRAFTS.c.n)).scalar_one())
    return Draft(n, fields, mark, now, now)


def save_draft(store: Store, writer: Writer, seen: Draft, fields: Fields, now: datetime) -> Draft | None:
    """Keep ``fields`` in the place of what the draft ``seen`` holds; None where it was saved again, or is gone, since it was seen."""
    mark = secrets.token_hex(MARK_BYTES)
    changed = update(DRAFTS).where(_mine(writer), DRAFTS.c.n == seen.n, DRAFTS.c.mark == seen.mark)
    with store.writing() as connection:
        found = connection.execute(changed.values(fields=fields, mark=mark, saved_at=now)).rowcount
    return Draft(seen.n, fields, mark, seen.begun_at, now) if found else None


def remove_draft(store: Store, writer: Writer, n: int, mark: str) -> bool:
    """Remove the draft ``n`` if it is still as it was when ``mark`` was given; say whether it was."""
    with store.writing() as connection:
        gone = delete(DRAFTS).where(_mine(writer), DRAFTS.c.n == n, DRAFTS.c.mark == mark)
        return bool(connection.execute(gone).rowcount)


def _mine(writer: Writer) -> ColumnElement[bool]:
    row = DRAFTS.c
    return (row.alliance == writer.alliance) & (row.person == writer.person) & (row.kind == writer.kind)


def _columns() -> list[ColumnElement[Any]]:
    return [DRAFTS.c[name] for name in Draft._fields]
