"""Rows and values: how a frozen value of the domain becomes the cells of its table and comes back.

Cells are what the driver takes and gives, without the ORM between; the kinds of the columns say how. Which rows to
write is ``rows``'s question.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import LargeBinary, Table
from sqlalchemy.engine import Dialect
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from govflow.trust import canonical

Value = TypeVar("Value")
Convert = Callable[[Any], Any]


def text_cell(text: str) -> str:
    """Return ``text`` as the record keeps it: composed (NFC), and without the character that PostgreSQL cannot hold."""
    if "\0" in text:
        raise canonical.NotCanonicalError("text holds the character U+0000, which cannot be kept")
    return text if text.isascii() else canonical.nfc(text)


def encoder(table: Table, column: str, dialect: Dialect) -> Convert | None:
    """Return what turns a value into a cell of ``column``, or None where it is the value itself."""
    kind = table.c[column].type
    if isinstance(kind, UTCDateTime):
        return _moment_text if dialect.name == "sqlite" else _in_utc
    if isinstance(kind, AutoString):
        return _text_or_none if table.c[column].nullable else text_cell
    return None if isinstance(kind, LargeBinary) else kind.dialect_impl(dialect).bind_processor(dialect)


def decoder(table: Table, column: str, dialect: Dialect) -> Convert | None:
    """Return what turns a cell of ``column`` into its value, or None where it is the cell itself."""
    kind = table.c[column].type
    if isinstance(kind, UTCDateTime):
        return _moment_of_text if dialect.name == "sqlite" else _in_utc
    return None if isinstance(kind, LargeBinary) else kind.dialect_impl(dialect).result_processor(dialect, None)


def _in_utc(at: datetime | None) -> datetime | None:
    if at is not None and at.tzinfo is None:
        raise ValueError(f"{at} does not say its time zone")
    return at if at is None else at.astimezone(UTC)


def _moment_text(at: datetime | None) -> str | None:
    # The spelling in which SQLAlchemy keeps moments on SQLite, at a fifth of the cost.
    moment = _in_utc(at)
    return None if moment is None else moment.replace(tzinfo=None).isoformat(" ", "microseconds")


def _moment_of_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + "+00:00")


def _text_or_none(text: str | None) -> str | None:
    return None if text is None else text_cell(text)


def attributes(names: Sequence[str]) -> Callable[[object], Sequence[Any]]:
    """Return what gives the attributes ``names`` of a value, in their order."""
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


@dataclass(frozen=True, slots=True)
class Codec(Generic[Value]):
    """Some columns of one table, and the class whose fields they are."""

    make: Callable[..., Value]
    columns: tuple[str, ...]
    encoders: tuple[tuple[int, Convert], ...]
    decoders: tuple[tuple[int, Convert], ...]
    values_of: Callable[[object], Sequence[Any]]

    @classmethod
    def of(cls, make: Callable[..., Value], table: Table, columns: Sequence[str], dialect: Dialect) -> "Codec[Value]":
        encoders = [(i, encoder(table, name, dialect)) for i, name in enumerate(columns)]
        decoders = [(i, decoder(table, name, dialect)) for i, name in enumerate(columns)]
        return cls(
            make,
            tuple(columns),
            tuple((i, convert) for i, convert in encoders if convert is not None),
            tuple((i, convert) for i, convert in decoders if convert is not None),
            attributes(columns),
        )

    def cells(self, value: object) -> list[Any]:
        """Return the cells of ``value``, whose attributes are named like the columns."""
        return self.encoded(list(self.values_of(value)))

    def encoded(self, cells: list[Any]) -> list[Any]:
        """Turn the values ``cells``, in the columns' order, into cells in place; return them."""
        for i, convert in self.encoders:
            cells[i] = convert(cells[i])
        return cells

    def value(self, cells: Sequence[Any]) -> Value:
        """Return the value of a row's ``cells``."""
        values = list(cells)
        for i, convert in self.decoders:
            values[i] = convert(values[i])
        return self.make(*values)
