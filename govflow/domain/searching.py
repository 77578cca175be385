"""What of a decision can be searched for, how words are folded so that both databases find the same, and where a word was found.

Pure: the index itself is the record's.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from govflow.domain.actions import Action
from govflow.domain.decisions import Approval, Decision
from govflow.domain.meetings import Item
from govflow.domain.proposals import STATEMENT_PARTS

WORD = re.compile(r"\w+")
MARKS = '"“”„‟«»″＂❝❞〝〞〟'  # every double quotation mark; whichever begins a phrase, any of them ends it
PHRASE = re.compile(f"[{MARKS}]([^{MARKS}]*)[{MARKS}]|([^\\s{MARKS}]+)")
# Letters that are no letter with a mark to Unicode, though people who have not got them on their keys write them so.
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ŋ": "ng", "ŧ": "t"}
)
GROUPED = re.compile(r"(?<![\d,.])\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?![\d,])")  # £180,000 is found as 180000
SPACED = re.compile(r"(?<![\d,.])\d{1,3}(?: \d{3})+(?![\d,])")  # and so is 180 000, which may be two figures too
HYPHENED = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)+")  # well-being is found as wellbeing
HYPHEN, GROUP = "[-\u00ad\u2010\u2011]?", "[, \u00a0\u2009\u202f]?"
PAIRS = frozenset({"ss", "ae", "oe", "th"})  # what one letter may be folded to
MOST_TERMS = 12  # of one search; what is typed after them is not looked for
BEFORE, AFTER = 60, 140  # characters of an excerpt before and after what was found

POSITION, CONDITION = "Reason of a position", "Subject to"
OF_POSITIONS = frozenset({POSITION, CONDITION})  # what a policy may hide until one has answered

Term = tuple[str, ...]  # the folded words of a phrase, in order; the last may be the beginning of a longer one


class Part(NamedTuple):
    """Something that was written: what it is, and the words."""

    label: str
    text: str


class Piece(NamedTuple):
    """A stretch of an excerpt; ``found`` where it is what was looked for."""

    text: str
    found: bool


class Excerpt(NamedTuple):
    """Where something was found: in which part, and the words around it."""

    label: str
    pieces: tuple[Piece, ...]


def parts_of(decision: Decision, actions: Sequence[Action] = (), items: Sequence[Item] = ()) -> Iterator[Part]:
    """Give everything written in a decision, as far as it is shown to everybody: its current text first, then what was said,
    then what own bodies decided, what follows from it as ``actions``, and what was noted of it at ``items`` of meetings.
    """
    if not decision.versions:
        return
    current = decision.text
    yield Part("Title", f"{decision.ref} {current.title}")
    yield Part("Text", current.text)
    for name, title in STATEMENT_PARTS.items():
        said = current.statement.get(name)
        if isinstance(said, str):
            yield Part(title.capitalize(), said)
    for note in current.statement.get("principles", {}).values():
        yield Part("Principles", str(note.get("how") or ""))
    yield Part("Measure", current.measure)
    yield Part("Why nothing follows for the others", decision.nothing_follows)
    yield from (Part("An earlier text", version.text) for version in decision.versions[:-1])
    yield from (Part("Why it was changed", version.reason) for version in decision.versions)
    for position in decision.positions:
        yield Part(POSITION, f"{position.reason} {position.interest} {position.would_agree_if}".strip())
        yield Part(CONDITION, position.own_body)
    yield from (Part("Interest", f"{interest.nature} {interest.ruling_reason}".strip()) for interest in decision.interests)
    yield from (
        Part("Said", f"{c.who} {c.said} {c.changed if c.what == 'voice' else ''}".strip()) for c in decision.contributions
    )
    yield from (Part("Paper", paper) for circulation in decision.circulations for paper in circulation.papers)
    yield from (Part("Why it is urgent", f"{c.urgent_reason} {c.legal} {c.safe}".strip()) for c in decision.circulations)
    yield from (Part("Decision of an own body", _said_of(approval)) for approval in decision.approvals)
    yield Part("What was done", decision.outcome)
    yield Part("What the review found", decision.finding)
    for action in actions:
        yield Part("Action", f"{action.ref} {action.what}")
        yield from (Part("How far an action has come", one.said) for one in action.progress)
        yield Part("What came of an action", action.outcome)
    yield from (Part("Noted in a meeting", f"{item.title} {item.note} {item.said}".strip()) for item in items)


def _said_of(approval: Approval) -> str:
    said = (approval.own_body, approval.reference, approval.reason, approval.notice_reference, approval.notice_reason)
    return " ".join(words for words in (*said, approval.called_in_reason) if words)


def folded(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` in small letters without accents: ``Café-Night`` gives cafe, night; ``£180,000`` gives 180000."""
    figures = GROUPED.sub(lambda found: re.sub(r"\D", "", found[0]), text)
    plain = "".join(c for c in unicodedata.normalize("NFKD", figures) if not unicodedata.combining(c)).casefold().translate(PLAIN)
    return tuple(word for found in WORD.findall(plain) for word in found.split("_") if word)


def indexed(text: str) -> tuple[str, ...]:
    """Return what ``text`` can be found by: its words, and after them in one word each what a hyphen or a space parts."""
    parted = (*HYPHENED.findall(text), *SPACED.findall(text))
    return (*folded(text), *("".join(folded(one)) for one in parted))


def terms(typed: str) -> tuple[Term, ...]:
    """Return what ``typed`` looks for: each word, and each phrase in quotation marks; () when there is nothing in it to look for."""
    plain = SPACED.sub(lambda found: found[0].replace(" ", ""), typed)
    found = (folded(phrase or word) for phrase, word in PHRASE.findall(plain))
    return tuple(term for term in found if term)[:MOST_TERMS]


def excerpt(parts: Sequence[Part], looked_for: Sequence[Term]) -> Excerpt | None:
    """Return where the first of the terms is found outside the title, or None; each place of each term is marked."""
    marks = re.compile("|".join(_pattern(term) for term in looked_for))
    for part in parts[1:]:
        found = marks.search(_shadow(part.text))
        if found:
            start, end = max(found.start() - BEFORE, 0), min(found.start() + AFTER, len(part.text))
            pieces = list(_pieces(part.text[start:end], marks))
            cut = (Piece("… ", found=False),) * bool(start), (Piece(" …", found=False),) * (end < len(part.text))
            return Excerpt(part.label, (*cut[0], *pieces, *cut[1]))
    return None


def holds(parts: Sequence[Part], looked_for: Sequence[Term]) -> bool:
    """Say whether every one of the terms is found somewhere in ``parts``."""
    words = [_shadow(part.text) for part in parts]
    return all(any(re.search(_pattern(term), text) for text in words) for term in looked_for)


def _pattern(term: Term) -> str:
    return r"(?<![^\W_])" + r"[\W_]*".join(map(_word, term)) + r"[^\W_]*"


def _word(word: str) -> str:
    """Return the pattern of a word, also parted by a hyphen, or as figures are grouped, or with one letter for two."""
    between, pattern = GROUP if word.isdecimal() else HYPHEN, re.escape(word[:1])
    for before, sign in pairwise(word):
        one = f"{between}{re.escape(sign)}"
        pattern += f"(?:{one})?" if before + sign in PAIRS else one
    return pattern


def _shadow(text: str) -> str:
    """Return ``text`` folded letter by letter, so that places in the one are places in the other."""
    return "".join(_letter(c) for c in text)


def _letter(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter).casefold().translate(PLAIN)[:1]
    return plain if plain and not unicodedata.combining(plain) else letter


def _pieces(text: str, marks: re.Pattern[str]) -> Iterator[Piece]:
    at = 0
    for found in marks.finditer(_shadow(text)):
        if found.start() > at:
            yield Piece(text[at : found.start()], found=False)
        yield Piece(text[found.start() : found.end()], found=True)
        at = found.end()
    if at < len(text):
        yield Piece(text[at:], found=False)
