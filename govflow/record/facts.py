"""Facts as canonical JSON and back, driven by the types of their fields; what is personal becomes a commitment and an opening.

No kind of fact is named here: a new one is written and read as soon as the domain has it.
"""

import secrets
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from govflow.domain.facts import KINDS, VERSION, VERSIONS, Fact, personal_fields
from govflow.record.codec import text_cell
from govflow.record.tables.columns import composed
from govflow.trust import canonical

SALT_BYTES = 32


class Opening(NamedTuple):
    """What opens one commitment; ``field`` is the fact's place in the entry, from 0, and the name: 2.reason."""

    field: str
    salt: str
    value: str


class Sealed(NamedTuple):
    """Facts as the body holds them, and the openings kept beside it."""

    facts: list[dict[str, Any]]
    openings: list[Opening]


class FactError(ValueError):
    """A fact in a body cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]
    personal: frozenset[int]  # versions of entries in which it is


_KNOWN: dict[type[Fact], tuple[_Field, ...]] = {}


def seal(facts: Iterable[Fact], version: int = VERSION) -> Sealed:
    """Return ``facts`` for the body of an entry of that ``version``, each personal text replaced by a commitment under a fresh salt."""
    sealed = Sealed([], [])
    for place, fact in enumerate(facts):
        content: dict[str, Any] = {"kind": fact.kind}
        for field in _fields(type(fact)):
            value = field.write(getattr(fact, field.name))
            if version in field.personal and value:
                salt = secrets.token_bytes(SALT_BYTES)
                sealed.openings.append(Opening(f"{place}.{field.name}", salt.hex(), value))
                value = canonical.commitment(field.name, value, salt)
            content[field.name] = value
        sealed.facts.append(content)
    return sealed


def read(content: Mapping[str, Any], personal: Mapping[str, str], version: int = VERSION) -> Fact:
    """Return the fact of ``content`` in an entry of that ``version``.

    Its personal texts are those of ``personal``, by field, and "" where it has none. Raises FactError.
    """
    kind = KINDS.get(str(content.get("kind")))
    if kind is None:
        raise FactError(f"{content.get('kind')!r} is no kind of fact")
    known = _fields(kind)
    if content.keys() != {"kind", *(field.name for field in known)}:
        raise FactError(f"{kind.kind} has other fields than {', '.join(sorted(content.keys() - {'kind'}))}")
    try:
        return kind(**{f.name: personal.get(f.name, "") if version in f.personal else f.read(content[f.name]) for f in known})
    except (TypeError, ValueError) as error:
        raise FactError(f"{kind.kind}: {error}") from error


def commitments(content: Mapping[str, Any], version: int = VERSION) -> dict[str, str]:
    """Return the commitments in the ``content`` of a fact in an entry of that ``version``, by field."""
    kind = KINDS.get(str(content.get("kind")))
    return {name: content[name] for name in sorted(personal_fields(kind, version)) if content.get(name)} if kind else {}


def stamp(at: datetime) -> str:
    """Return a moment as the record writes it: RFC 3339 in UTC, with microseconds and Z."""
    if at.tzinfo is None:
        raise ValueError(f"{at} does not say its time zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment(stamped: str) -> datetime:
    """Return the moment of a stamp. Raises ValueError unless it is spelt as ``stamp`` spells it."""
    at = datetime.fromisoformat(stamped)
    if stamp(at) != stamped:
        raise ValueError(f"{stamped} is not a moment as the record writes it")
    return at


def _fields(kind: type[Fact]) -> tuple[_Field, ...]:
    if kind not in _KNOWN:
        _KNOWN[kind] = _fields_of(kind)
    return _KNOWN[kind]


def _fields_of(kind: type[Fact]) -> tuple[_Field, ...]:
    hints, personal = typing.get_type_hints(kind), {version: personal_fields(kind, version) for version in VERSIONS}
    return tuple(
        _Field(f.name, *_conversions(hints[f.name]), frozenset(v for v, names in personal.items() if f.name in names))
        for f in fields(kind)
    )


def _conversions(hint: Any) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:  # noqa: ANN401 - a type, or a union of them
    if isinstance(hint, types.UnionType):
        (inner,) = (arg for arg in typing.get_args(hint) if arg is not types.NoneType)
        write, read_ = _conversions(inner)
        return _optional(write), _optional(read_)
    if typing.get_origin(hint) is tuple:
        return lambda texts: [text_cell(text) for text in texts], lambda texts: tuple(_is(list, texts))
    if typing.get_origin(hint) in {Mapping, dict}:
        return _MAPPINGS[typing.get_args(hint)[1]]
    return _PLAIN[hint]


def _optional(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else convert(value)


def _is(kind: type, value: Any) -> Any:  # noqa: ANN401 - checked here
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not {kind.__name__}")
    return value


_PLAIN: Mapping[Any, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    str: (text_cell, lambda value: _is(str, value)),
    int: (lambda value: _is(int, value), lambda value: _is(int, value)),
    bool: (lambda value: _is(bool, value), lambda value: _is(bool, value)),
    date: (lambda day: day.isoformat(), date.fromisoformat),
    datetime: (stamp, moment),
}
_MAPPINGS: Mapping[Any, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    Any: (composed, lambda value: _is(dict, value)),
    datetime: (
        lambda due: {event: stamp(at) for event, at in due.items()},
        lambda due: {event: moment(at) for event, at in due.items()},
    ),
}
