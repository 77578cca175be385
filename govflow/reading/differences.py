"""Differences between two texts, word by word, for people who agreed to the old one and are asked about the new one."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

SAME, OUT, IN = "same", "out", "in"
WORD = re.compile(r"\s*\S+|\s+")
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


def changed(pieces: Sequence[Piece]) -> bool:
    """Say whether anything was taken out or put in."""
    return any(piece.kind != SAME for piece in pieces)
