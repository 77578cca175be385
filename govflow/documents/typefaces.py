"""The faces that documents are set in: their own, in themselves, so that they are drawn alike wherever they are made.

Each file is a family of its own in the style sheet. Two files of one family would be written into the PDF as one font, and the letters
of the second drawn with the numbers of the first: Łukasz would be Wukasz.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

SCHEME = "face"
RULE = "@font-face {{ font-family: '{name}'; src: url({scheme}:{file}) }}"
OTHERS = '"Helvetica Neue", Arial, sans-serif'  # whatever the system has, for what is in none of ours
SPACES = frozenset(
    {*range(0x21), *range(0x80, 0xA1), *range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0xFE00, 0xFE10), 0xFEFF}
)


class Face(NamedTuple):
    """A file of letters: what its family is called in a document, where it is, and the characters it can draw."""

    name: str
    file: str
    draws: frozenset[int]


def style_of(text: str) -> tuple[str, str]:
    """Return the style sheet of the faces that ``text`` needs, and their families in the order in which they are asked."""
    needed = faces_for(text)
    rules = " ".join(RULE.format(name=face.name, scheme=SCHEME, file=face.file) for face in needed)
    return rules, ", ".join((*(f'"{face.name}"' for face in needed), OTHERS))


def faces_for(text: str) -> tuple[Face, ...]:
    """Return the faces that are needed for ``text``, the usual one first; a letter and its marks come from the same one if it has them."""
    first, *others = faces()
    found, needed = {first}, set(_clusters(text))
    for face in (first, *others):
        drawn = {cluster for cluster in needed if face.draws.issuperset(ord(c) for c in cluster)}
        if drawn:
            found.add(face)
            needed -= drawn
    left = {ord(c) for cluster in needed for c in cluster}
    for face in others:
        if left & face.draws:
            found.add(face)
            left -= face.draws
    return tuple(face for face in (first, *others) if face in found)


@cache
def faces() -> tuple[Face, ...]:
    """Return all faces, in the order in which they are asked for a letter."""
    listed: dict[str, str] = json.loads((files("govflow.documents") / "faces" / "faces.json").read_text(encoding="utf-8"))
    return tuple(
        Face(f"govflow {file.removesuffix('.ttf')}", file, frozenset(_numbers(spans)) | SPACES) for file, spans in listed.items()
    )


def _clusters(text: str) -> Iterable[str]:
    """Give each letter with the marks upon it, and what joins it to the next."""
    cluster = ""
    for character in text:
        if cluster and not unicodedata.combining(character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _numbers(spans: str) -> Iterator[int]:
    for span in spans.split(","):
        first, _, last = span.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def content_of(address: str) -> bytes:
    """Return the file at an address of the style sheet. Raises ValueError for any other address."""
    scheme, _, file = address.partition(":")
    if scheme != SCHEME or file not in {face.file for face in faces()}:
        raise ValueError(f"nothing is fetched from {address}")
    return (files("govflow.documents") / "faces" / file).read_bytes()
