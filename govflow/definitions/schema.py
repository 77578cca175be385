"""Reading checked values out of a tree of text, collecting every problem on the way.

A ``Fields`` reads one mapping key by key. Whatever is wrong becomes a Problem and reading goes on with a harmless stand-in, so
that a person sees all mistakes of all files at once. No rule of an alliance lives here, only shapes.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from govflow.definitions.strict_yaml import DefinitionError, Node, Problem
from govflow.domain import typed
from govflow.domain.typed import TypedError

NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}")
WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
CUT = re.compile(r"[0-9]{3}(\.[0-9]{2})?")  # what a comma leaves of a figure written between braces

T = TypeVar("T")


class Problems:
    """The problems found so far, in the order of the files."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, at: Node, says: str) -> None:
        self.found.append(Problem(at.file, at.line, says))

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Keep the problems of a reader that stops, and go on."""
        try:
            yield
        except DefinitionError as error:
            self.found.extend(error.problems)

    def stop(self) -> None:
        """Raise all of them together, if there are any."""
        if self.found:
            raise DefinitionError(self.found)


def nearest(word: str, known: Collection[str]) -> str:
    """Return the end of a sentence that offers the known word nearest to ``word``."""
    close = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    if close:
        return f"; did you mean {close[0]!r}?"
    few = sorted(known)
    return f"; known: {', '.join(few)}" if 0 < len(few) <= 12 else ""  # noqa: PLR2004 - what fits on a line


class Fields:
    """One mapping, read key by key; a key nobody asked for is a problem."""

    def __init__(self, node: Node, what: str, problems: Problems) -> None:
        self.node = node
        self.what = what
        self.problems = problems
        self._asked: set[str] = set()
        self._items: Mapping[str, Node] = node.value if isinstance(node.value, dict) else {}
        if not isinstance(node.value, dict):
            problems.add(node, f"{what} must be a mapping of keys to values")

    def done(self) -> None:
        """Refuse the keys that nobody asked for."""
        for key, child in self._items.items():
            if key not in self._asked:
                self.problems.add(child, f"{self.what} has no key {key!r}{nearest(key, self._asked)}")

    def has(self, key: str) -> bool:
        return key in self._items

    def at(self, key: str) -> Node:
        """Return the node of ``key`` to point at, or the mapping's own."""
        return self._items.get(key, self.node)

    def node_of(self, key: str, *, needed: bool = True) -> Node | None:
        self._asked.add(key)
        child = self._items.get(key)
        if child is None and needed and isinstance(self.node.value, dict):
            self.problems.add(self.node, f"{self.what} needs {key!r}")
        return child

    def text(self, key: str, default: str | None = None) -> str:
        child = self.node_of(key, needed=default is None)
        if child is None:
            return default or ""
        if not isinstance(child.value, str):
            self.problems.add(child, f"{key!r} must be text")
            return ""
        if not child.value.strip():
            self.problems.add(child, f"{key!r} is empty")
        return child.value.strip()

    def name(self, key: str) -> str:
        """Read an id: small letters, digits, - and _."""
        return self._matching(key, NAME, "must be small letters, digits, - and _, starting with a letter")

    def _matching(self, key: str, pattern: re.Pattern[str], must: str, default: str | None = None) -> str:
        value = self.text(key, default)
        if value and not pattern.fullmatch(value):
            self.problems.add(self.at(key), f"{key!r} is {value!r}; it {must}")
            return ""
        return value

    def word(self, key: str, known: Collection[str], default: str | None = None) -> str:
        """Read one of ``known``."""
        value = self.text(key, default)
        if value and value not in known:
            self.problems.add(self.at(key), f"{key!r} cannot be {value!r}{nearest(value, known)}")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Read yes or no."""
        given = None if default is None else ("yes" if default else "no")
        return self.word(key, ("yes", "no"), given) == "yes"

    def number(self, key: str, least: int, most: int, default: int | None = None) -> int:
        value = self._matching(key, WHOLE, "must be a whole number", None if default is None else str(default))
        number = int(value) if value else least
        if not least <= number <= most:
            self.problems.add(self.at(key), f"{key!r} is {number}; it must be from {least} to {most}")
        return number

    def day(self, key: str) -> date:
        return to_day(self.text(key), self.at(key), self.problems)

    def pence(self, key: str) -> int:
        """Read a sum of money such as 180000.00 as whole pence."""
        cut = [other for other in self._items if CUT.fullmatch(other)]
        if cut:
            self._asked.update((key, *cut))
            whole = "".join((str(self.at(key).value), *cut))
            says = f"{key!r} is cut in two by its comma; write {whole if '.' in whole else f'{whole}.00'}, without commas"
            self.problems.add(self.at(key), says)
            return 0
        value = self.text(key)
        try:
            return typed.pence(value) if value else 0
        except TypedError as wrong:
            self.problems.add(self.at(key), f"{key!r} is {value!r}; it {wrong.why}, such as 180000.00")
            return 0

    def rows(self, key: str, *, needed: bool = True) -> list[Node]:
        child = self.node_of(key, needed=needed)
        if child is None:
            return []
        if not isinstance(child.value, list):
            self.problems.add(child, f"{key!r} must be a list")
            return []
        return child.value

    def pairs(self, key: str, *, needed: bool = True) -> dict[str, Node]:
        child = self.node_of(key, needed=needed)
        if child is None:
            return {}
        if not isinstance(child.value, dict):
            self.problems.add(child, f"{key!r} must be a mapping of keys to values")
            return {}
        return child.value

    def texts(self, key: str, known: Collection[str] | None = None, *, needed: bool = True) -> tuple[str, ...]:
        """Read a list of texts, each one of ``known`` if that is given, none twice."""
        found: list[str] = []
        for row in self.rows(key, needed=needed):
            if not isinstance(row.value, str) or not row.value.strip():
                self.problems.add(row, f"{key!r} must be a list of texts")
                continue
            value = row.value.strip()
            if known is not None and value not in known:
                self.problems.add(row, f"{key!r} cannot hold {value!r}{nearest(value, known)}")
            if value in found:
                self.problems.add(row, f"{key!r} holds {value!r} twice")
            found.append(value)
        return tuple(found)


def to_day(text: str, at: Node, problems: Problems) -> date:
    """Return ``text`` as a day, written 2026-03-31 or as people write days."""
    try:
        return typed.day(text)
    except TypedError:
        if text:
            problems.add(at, f"{text!r} is not a date such as 2026-03-31")
        return date.min


@contextmanager
def fields(node: Node, what: str, problems: Problems) -> Iterator[Fields]:
    """Read ``node`` as a mapping; on leaving, refuse what was not asked for."""
    reader = Fields(node, what, problems)
    yield reader
    reader.done()


def each(f: Fields, key: str, what: str, read: Callable[[Fields], T], name: Callable[[T], str]) -> tuple[T, ...]:
    """Read the list ``key``, every row with ``read``; ``what`` is such as "a body". A ``name`` given twice is a problem."""
    found: list[T] = []
    seen: set[str] = set()
    for row in f.rows(key):
        with fields(row, what, f.problems) as one:
            found.append(read(one))
        row_name = name(found[-1])
        if row_name in seen:
            f.problems.add(row, f"{what} {row_name!r} stands here a second time")
        seen.add(row_name)
    return tuple(found)
