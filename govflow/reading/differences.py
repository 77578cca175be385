"""Differences between two texts, word by word, for people who agreed to the old one and are asked about the new one.

What people typed may be long and may be made to be slow to compare, so every step has a bound that depends on the texts alone: the same
two texts always give the same pieces. Where a bound is reached, a stretch is shown as taken out and put in as a whole, which is never
wrong.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple, TypeAlias

SAME, OUT, IN = "same", "out", "in"
WORD = re.compile(r"\s*\S+|\s+")
AROUND = 160  # characters of what stayed that are shown beside a change
SMALL = 40_000  # pairs of words; a stretch of no more is compared in full
MOST_PAIRS = 120_000  # pairs of equal words in all the stretches that are compared in full
MOST_LOOKED_AT = 6  # times each word may be looked at in search of what is in both texts once
RUNS = (1, 2, 4, 8)  # words in a row that are looked for, where shorter runs are in a text more than once
MOST_EDITS = 120  # of a stretch in which nothing is there once
MOST_STEPS = 120_000  # to find them, in all such stretches


class Piece(NamedTuple):
    """A run of words: kept (``same``), taken out (``out``) or put in (``in``)."""

    kind: str
    text: str


class Stretch(NamedTuple):
    """A part of both texts that is to be compared: from word ``a`` to ``b`` of the old one, and from ``c`` to ``d`` of the new one."""

    a: int
    b: int
    c: int
    d: int


Words: TypeAlias = list[int]  # each word as a number: quicker to compare
Match: TypeAlias = tuple[int, int, int]  # where it begins in the old and in the new text, and how many words it has


@lru_cache(maxsize=64)
def differences(old: str, new: str) -> tuple[Piece, ...]:
    """Return ``new`` in pieces, with what was taken out of ``old`` where it stood."""
    before, after = WORD.findall(old), WORD.findall(new)
    pieces: list[Piece] = []
    a = c = 0
    for at_old, at_new, size in _joined([*_Comparison(before, after).matches(), (len(before), len(after), 0)]):
        pieces += [Piece(OUT, "".join(before[a:at_old]))] if at_old > a else []
        pieces += [Piece(IN, "".join(after[c:at_new]))] if at_new > c else []
        pieces += [Piece(SAME, "".join(after[at_new : at_new + size]))] if size else []
        a, c = at_old + size, at_new + size
    return tuple(pieces)


def _joined(matches: list[Match]) -> Iterator[Match]:
    """Give the matches in their order, those that touch as one."""
    a = c = size = 0
    for old, new, more in sorted(matches):
        if (old, new) == (a + size, c + size):
            size += more
            continue
        if size:
            yield a, c, size
        a, c, size = old, new, more
    yield a, c, size


class _Comparison:
    """What two texts have in common, found within bounds."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        numbers: dict[str, int] = {}
        self.old: Words = [numbers.setdefault(word, len(numbers)) for word in old]
        self.new: Words = [numbers.setdefault(word, len(numbers)) for word in new]
        self.pairs_left, self.steps_left = MOST_PAIRS, MOST_STEPS
        self.looks_left = MOST_LOOKED_AT * (len(old) + len(new))

    def matches(self) -> list[Match]:
        """Return what stayed, in no order."""
        found: list[Match] = []
        open_stretches = [Stretch(0, len(self.old), 0, len(self.new))]
        while open_stretches:
            stretch = self._trimmed(open_stretches.pop(), found)
            if stretch.a == stretch.b or stretch.c == stretch.d:
                continue
            if self._is_small(stretch):
                found += self._in_full(stretch)
            elif anchors := self._anchors(stretch):
                open_stretches += self._between(stretch, anchors)
                found += [(old, new, 1) for old, new in anchors]
            else:
                found += self._few_edits(stretch)
        return found

    def _trimmed(self, stretch: Stretch, found: list[Match]) -> Stretch:
        """Return what is left of a stretch between what is the same at its two ends."""
        (a, b, c, d), old, new = stretch, self.old, self.new
        while a < b and c < d and old[a] == new[c]:
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
        found += [(stretch.a, stretch.c, a - stretch.a)] if a > stretch.a else []
        found += [(b, d, stretch.b - b)] if b < stretch.b else []
        return Stretch(a, b, c, d)

    def _is_small(self, stretch: Stretch) -> bool:
        (a, b, c, d) = stretch
        if (b - a) * (d - c) > SMALL:
            return False
        old, new = Counter(self.old[a:b]), Counter(self.new[c:d])
        pairs = sum(count * new[word] for word, count in old.items()) + b - a + d - c
        if pairs > self.pairs_left:
            return False
        self.pairs_left -= pairs
        return True

    def _in_full(self, stretch: Stretch) -> list[Match]:
        (a, b, c, d) = stretch
        matcher = SequenceMatcher(None, self.old[a:b], self.new[c:d], autojunk=False)
        return [(a + one.a, c + one.b, one.size) for one in matcher.get_matching_blocks() if one.size]

    def _anchors(self, stretch: Stretch) -> list[tuple[int, int]]:
        """Return where runs of words begin that each text has once, as many as are in the same order in both."""
        (a, b, c, d) = stretch
        for run in (run for run in RUNS if run <= min(b - a, d - c)):
            self.looks_left -= b - a + d - c
            if self.looks_left < 0:
                return []
            old, new = _once(self.old, a, b, run), _once(self.new, c, d, run)
            places = [(at, new[words]) for words, at in old.items() if words in new]
            if places:
                return _in_order(places)
        return []

    def _between(self, stretch: Stretch, anchors: list[tuple[int, int]]) -> Iterator[Stretch]:
        a, c = stretch.a, stretch.c
        for old, new in anchors:
            yield Stretch(a, old, c, new)
            a, c = old + 1, new + 1
        yield Stretch(a, stretch.b, c, stretch.d)

    def _few_edits(self, stretch: Stretch) -> list[Match]:
        """Return what stayed where few words were taken out or put in (Myers' greedy way); nothing where they are many."""
        old, new = self.old[stretch.a : stretch.b], self.new[stretch.c : stretch.d]
        far, trail = {1: 0}, []
        for edits in range(min(MOST_EDITS, len(old) + len(new)) + 1):
            if self.steps_left < 0:
                return []
            trail.append(dict(far))
            for k in range(-edits, edits + 1, 2):
                x = begun = far[k + 1] if k == -edits or (k != edits and far[k - 1] < far[k + 1]) else far[k - 1] + 1
                while x < len(old) and 0 <= x - k < len(new) and old[x] == new[x - k]:
                    x += 1
                far[k], self.steps_left = x, self.steps_left - (x - begun + 1)
                if x >= len(old) and x - k >= len(new):
                    return [(stretch.a + x, stretch.c + y, size) for x, y, size in _walked_back(trail, len(old), len(new))]
        return []


def _once(words: Words, start: int, end: int, run: int) -> dict[tuple[int, ...], int]:
    """Return the runs of words that are in a stretch exactly once, and where, in their order."""
    runs = list(zip(*(words[start + n : end - run + 1 + n] for n in range(run)), strict=True))
    count = Counter(runs)
    return {one: start + n for n, one in enumerate(runs) if count[one] == 1}


def _in_order(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most of ``places`` (which follow each other in the old text) that follow each other in the new one, too."""
    ends: list[int] = []  # where the best row of each length ends in the new text
    at: list[int] = []  # the place at which it does
    before: list[int] = []
    for n, (_, new) in enumerate(places):
        length = bisect_left(ends, new)
        ends[length : length + 1], at[length : length + 1] = [new], [n]
        before.append(at[length - 1] if length else -1)
    row, n = [], at[-1]
    while n >= 0:
        row.append(places[n])
        n = before[n]
    return row[::-1]


def _walked_back(trail: list[dict[int, int]], x: int, y: int) -> Iterator[Match]:
    """Give what stayed on the way that ``trail`` found to the ends of both texts."""
    for edits in range(len(trail) - 1, -1, -1):
        far, k = trail[edits], x - y
        down = k == -edits or (k != edits and far[k - 1] < far[k + 1])
        from_k = k + 1 if down else k - 1
        from_x = far[from_k] if edits else 0
        from_y = from_x - from_k if edits else 0
        begun = (from_x if down else from_x + 1) if edits else 0
        if x > begun:
            yield begun, begun - k, x - begun
        x, y = from_x, from_y


def shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return ``pieces`` with long runs of what stayed cut to what is around a change: what is new is seen without looking for it."""
    last = len(pieces) - 1
    return tuple(Piece(p.kind, _cut(p.text, n > 0, n < last)) if p.kind == SAME else p for n, p in enumerate(pieces))


def _cut(text: str, after_a_change: bool, before_a_change: bool) -> str:  # noqa: FBT001 - where the run stands
    if len(text) <= AROUND * 3:
        return text
    start = (
        text[: text.rindex(" ", 0, AROUND) + 1] if after_a_change and " " in text[:AROUND] else text[: AROUND * after_a_change]
    )
    end = text[-AROUND:].partition(" ")[2] or text[-AROUND:] if before_a_change else ""
    return f"{start}[…] {end}" if end else f"{start}[…]"


def changed(pieces: Sequence[Piece]) -> bool:
    """Say whether anything was taken out or put in."""
    return any(piece.kind != SAME for piece in pieces)
