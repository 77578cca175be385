"""Differences between two texts, word by word, for people who agreed to the old one and are asked about the new one."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

SAME, OUT, IN = "same", "out", "in"
WORD = re.compile(r"\s*\S+|\s+")
AROUND = 160  # characters of what stayed that are shown beside a change
LONG = 3_000  # words; beyond, frequent words do not anchor a comparison, which would take too long


class Piece(NamedTuple):
    """A run of words: kept (``same``), taken out (``out``) or put in (``in``)."""

    kind: str
    text: str


@lru_cache(maxsize=256)
def differences(old: str, new: str) -> tuple[Piece, ...]:
    """Return ``new`` in pieces, with what was taken out of ``old`` where it stood."""
    before, after = WORD.findall(old), WORD.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=max(len(before), len(after)) > LONG)
    pieces: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(after[c:d])))
            continue
        pieces += [Piece(OUT, "".join(before[a:b]))] if b > a else []
        pieces += [Piece(IN, "".join(after[c:d]))] if d > c else []
    return tuple(pieces)


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
