"""Wording that assigns fault, as a lexicon lists it, and where a text holds it. It is only ever pointed out: nothing is blocked by it.

Words are compared whole, whatever their capitals and apostrophes, the longest wording first. Pure, and linear in the text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

_BREAK = r"\r?\n(?![ \t]*\r?\n)"  # the end of a line, not of a paragraph
_JOIN = rf"(?:[-‐‑]|(?:[^\S\r\n]|{_BREAK})++)"  # what stands between two words of one wording
_LETTER = r"[\w\u0300-\u036f]"
_BEFORE, _AFTER = rf"(?<!{_LETTER})(?<!\w')", rf"(?!{_LETTER})(?!'(?!s\b)\w)"
JOIN = re.compile(_JOIN)
# What stands in quotation marks is somebody's own words: it is passed over, as long as the marks close within the paragraph.
QUOTED = re.compile(
    "|".join(
        f"{opens}(?:[^{opens}{closes}\\r\\n]|{_BREAK}{more})*+{closes}"
        for opens, closes, more in (('"', '"', ""), ("“", "”", ""), ("«", "»", ""), ("‘", "’", r"|(?<=\w)’(?=\w)"))
    )
)
WRITTEN = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)*")  # what a lexicon may list: words, and what joins them


@dataclass(frozen=True, slots=True)
class Entry:
    """Wordings of one kind, what could stand in their place, and one line why; ``language`` is the lexicon's."""

    words: tuple[str, ...]
    rather: str
    why: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The wordings of one language, or of several together; what is ``spared`` is never remarked on."""

    id: str
    title: str
    spared: tuple[str, ...]
    entries: tuple[Entry, ...]


class Remark(NamedTuple):
    """A stretch of a text that reads as blame: from ``start`` to before ``end``, the words as typed, and what is offered for them."""

    start: int
    end: int
    words: str
    rather: str
    why: str
    language: str


def together(lexicons: Iterable[Lexicon]) -> Lexicon:
    """Return several lexicons as one: people write in whichever language they like, and in both."""
    found = tuple(lexicons)
    return Lexicon(
        "+".join(one.id for one in found),
        ", ".join(one.title for one in found),
        tuple(words for one in found for words in one.spared),
        tuple(entry for one in found for entry in one.entries),
    )


def remarks(text: str, lexicon: Lexicon) -> tuple[Remark, ...]:
    """Return where ``text`` holds wording of ``lexicon``, in order and without overlap. It never raises, whatever the text."""
    spared, listed = _ready(lexicon)
    plain = _blanked(QUOTED, _lowered(text)).replace("’", "'").replace("ʼ", "'")
    plain = _blanked(spared, plain) if spared else plain
    return tuple(_remarks(text, plain, listed)) if listed else ()


def taken(text: str, remark: Remark) -> str:
    """Return ``text`` with the phrase a remark offers in the place of its words."""
    return text[: remark.start] + remark.rather + text[remark.end :]


def wording(words: str) -> str:
    """Return words as wordings are compared: in small letters, one space between two."""
    return normalize("NFC", JOIN.sub(" ", words.lower().replace("’", "'").replace("ʼ", "'")))


class _Listed(NamedTuple):
    """What finds the wordings of a lexicon, and the entry of each."""

    pattern: re.Pattern[str]
    entries: Mapping[str, Entry]


def _remarks(text: str, plain: str, listed: _Listed) -> Iterator[Remark]:
    for found in listed.pattern.finditer(plain):
        entry, typed = listed.entries[wording(found.group())], text[found.start() : found.end()]
        rather = entry.rather[:1].upper() + entry.rather[1:] if typed[0].isupper() else entry.rather
        yield Remark(found.start(), found.end(), typed, rather, entry.why, entry.language)


def _lowered(text: str) -> str:
    """Return ``text`` in small letters, each in its own place: the one letter that would become two is put in by hand."""
    return text.replace("İ", "i").lower()


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    """Return ``text`` with what the pattern finds made into nothing that could be found, and everything else in its place."""
    return pattern.sub(lambda found: "\0" * len(found.group()), text)


@lru_cache(maxsize=8)
def _ready(lexicon: Lexicon) -> tuple[re.Pattern[str] | None, _Listed | None]:
    """Return what finds the spared and the listed wordings of a lexicon; None where there are none."""
    entries = {wording(words): entry for entry in lexicon.entries for words in entry.words}
    spared = _pattern(map(wording, lexicon.spared)) if lexicon.spared else None
    return spared, _Listed(_pattern(entries), entries) if entries else None


def _pattern(wordings: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of the wordings, the longest at each place; tried letter by letter, so that a long list costs little."""
    by_letter: dict[str, list[str]] = {}
    for words in {normalize(form, one) for one in wordings for form in ("NFC", "NFD")}:
        by_letter.setdefault(words[0], []).append(words)
    branches = (
        re.escape(letter) + "(?:" + "|".join(_escaped(words[1:]) for words in sorted(these, key=lambda w: (-len(w), w))) + ")"
        for letter, these in sorted(by_letter.items())
    )
    return re.compile(f"{_BEFORE}(?:{'|'.join(branches)}){_AFTER}")


def _escaped(words: str) -> str:
    return _JOIN.join(map(re.escape, words.split(" ")))
