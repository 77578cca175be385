# ruff: noqa: ARG002 - the signatures are SQLAlchemy's
"""Kinds of column that hold more than one value, and the base that gives every constraint its name."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import orjson
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, MetaData, Text, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlmodel import SQLModel

from govflow.trust import canonical

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
CLUSTERED = {"sqlite_with_rowid": False}  # one tree on disk instead of two


class Base(SQLModel):
    """What every table inherits: one collection of tables, in which constraints are named by rule."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


class TextList(TypeDecorator[tuple[str, ...]]):
    """A tuple of texts, kept as canonical JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str | None:
        return None if value is None else canonical.encode([canonical.nfc(text) for text in value]).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(orjson.loads(value))


class Content(TypeDecorator[Mapping[str, Any]]):
    """A mapping of plain values, kept as canonical JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, Any] | None, dialect: Dialect) -> str | None:
        return None if value is None else canonical.encode(composed(value)).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Mapping[str, Any] | None:
        return None if value is None else orjson.loads(value)


def composed(content: Any) -> Any:  # noqa: ANN401 - plain content of any shape
    """Return ``content`` with every text in NFC, the one spelling the record keeps."""
    if isinstance(content, str):
        return canonical.nfc(content)
    if isinstance(content, Mapping):
        return {key: composed(value) for key, value in content.items()}
    return [composed(value) for value in content] if isinstance(content, list | tuple) else content


def key_of(table: str) -> ForeignKeyConstraint:
    """Return the constraint that a row of ``table`` belongs to an alliance that has a ledger."""
    return ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name=f"fk_{table}_alliance")


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """Return the constraint that ``column`` holds one of the domain's ``words``."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
