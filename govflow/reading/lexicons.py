"""Wording that reads as blame, as screens show it: looked for in every language of the installation at once."""

from typing import NamedTuple

from govflow.domain.lexicons import Remark, remarks, taken, together
from govflow.engine.rulebook import Rulebook

LONGEST = 100_000  # characters of a text that are looked at
MOST = 20  # remarks at once: the next are made when these are seen to


class Piece(NamedTuple):
    """A stretch of a text; with the remark on it, where there is one."""

    text: str
    remark: Remark | None


def remarks_on(book: Rulebook, text: str) -> tuple[Remark, ...]:
    """Return what in ``text`` reads as blame, in the order of the text, as far as one can see to at once."""
    return remarks(text[:LONGEST], together(book.library.lexicons.values()))[:MOST]


def pieces(text: str, found: tuple[Remark, ...]) -> tuple[Piece, ...]:
    """Return the whole of ``text`` in pieces, those with a remark and those between them."""
    parts, end = list[Piece](), 0
    for one in found:
        parts += [Piece(text[end : one.start], None), Piece(one.words, one)]
        end = one.end
    return tuple(part for part in (*parts, Piece(text[end:], None)) if part.text)


def rephrased(book: Rulebook, text: str, nth: int, words: str) -> str:
    """Return ``text`` with what its remark number ``nth`` (from 1) offers, if it is still about ``words``; else as it is."""
    for n, one in enumerate(remarks_on(book, text), 1):
        if n == nth and one.words.split() == words.split():
            return taken(text, one)
    return text
