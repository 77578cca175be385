"""Reading what people type or paste: text, sums of money, whole numbers, times of day and days, each in the ways people write them.

Every box of every form and every door reads them here, so that what one takes the others take too. What is no such thing is a
``TypedError``: why, and how to write it.
"""

import re
import unicodedata
from datetime import date, time
from decimal import Decimal

OVERRIDES = "\u202d\u202e"  # they turn letters round, so what is read is not what is stored
EMBEDDINGS = f"\u202a\u202b{OVERRIDES}"
ISOLATES = "\u2066\u2067\u2068"
POP, POP_ISOLATE = "\u202c", "\u2069"
DIRECTION = f"{EMBEDDINGS}{ISOLATES}{POP}{POP_ISOLATE}"
MARKS = "\u200e\u200f\u061c"  # they give a direction to what stands beside them: inside a text they mean something
UNSEEN_ENDS = f"{DIRECTION}{MARKS}\u200b\u2060"
# Never seen and never meant: marks of byte order, soft hyphens, and the characters that Unicode says are none.
NO_CHARACTERS = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
NOTHING = re.compile(f"[\ufeff\u00ad\ufdd0-\ufdef{NO_CHARACTERS}]")
IN_ONE_LINE = re.compile("[\u200b\u2060-\u2064\u180e]")  # break or join words nowhere but in running text
BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
BROKEN = re.compile(r"[ \t]*[\n\t][\n\t ]*")
UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # drawn as nothing, though they count as letters or marks
AROUND = 24  # characters shown before and after what is not kept

POUNDS = re.compile(r"(?:£|gbp)? ?([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)(\.[0-9]{1,2})?", re.IGNORECASE)
MOST_POUNDS = Decimal("9999999999.99")
WHOLE = re.compile(r"[0-9]{1,9}")
CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2})(?:[:.]00)?)? ?(?:([ap])\.?m\.?)?|([0-9]{2})([0-9]{2})", re.IGNORECASE)
MIDDAY = frozenset({"noon", "midday", "12 noon", "12 midday", "12noon"})
HOURS, HALF = 24, 12
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORTEST = 3  # letters of a month or weekday
NUMBERED = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ ./-]([0-9]{1,2}|[a-z]+\.?),?[ ./-]([0-9]{4})")
MONTH_FIRST = re.compile(r"([a-z]+\.?) ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class TypedError(ValueError):
    """Something typed that cannot be taken: ``why`` goes on from the name of its field, ``remedy`` says what to do."""

    def __init__(self, why: str, remedy: str) -> None:
        """Keep both."""
        super().__init__(f"{why}. {remedy}")
        self.why, self.remedy = why, remedy


def text(typed: str, *, one_line: bool = False) -> str:
    """Return a text as it is kept: what nobody sees and nobody means is taken out, "" where there is nothing to see.

    Raises TypedError for what no record can keep, and for what makes a text read otherwise than it is.
    """
    refuse_unreadable(typed)
    found = NOTHING.sub("", BREAK.sub("\n", typed))
    if one_line:
        found = BROKEN.sub(" ", IN_ONE_LINE.sub("", found))
    if any(sign in found for sign in DIRECTION):
        found = "\n".join(_undirected(line) for line in found.split("\n"))
    found = _stripped(unicodedata.normalize("NFC", found))
    return found if any(map(_is_seen, found)) else ""


def refuse_unreadable(typed: str) -> None:
    """Raise TypedError for control characters and halves of characters, with the words around the first."""
    found = UNREADABLE.search(typed)
    if found is not None:
        raise TypedError(f"holds a character that cannot be kept{_around(typed, found.start())}", "Type these words again.")


def pence(typed: str) -> int:
    """Return a sum of money in pence: ``£180,000``, ``180 000``, ``180000.5``. Raises TypedError."""
    found = POUNDS.fullmatch(plainly(typed))
    if found is None:
        raise TypedError("must be a sum of money", "Write it such as 180000, £180,000 or 180,000.50.")
    pounds = Decimal(re.sub("[, ]", "", found[1]) + (found[2] or ""))
    if pounds > MOST_POUNDS:
        raise TypedError("is more than can be recorded", "Enter at most £9,999,999,999.99.")
    return int(pounds * 100)


def whole(typed: str, least: int = 0, most: int = 10**9 - 1) -> int:
    """Return a whole number from ``least`` to ``most``. Raises TypedError."""
    found = plainly(typed)
    if not WHOLE.fullmatch(found):
        raise TypedError("must be a whole number", f"Write it in figures, such as {max(least, min(12, most))}.")
    if not least <= int(found) <= most:
        raise TypedError(f"must be from {least} to {most}", "Enter a number between the two.")
    return int(found)


def time_of_day(typed: str) -> time:
    """Return a time of day: ``14:00``, ``9.30``, ``2pm``, ``2.30 pm``, ``midday``. Raises TypedError, also for a time with a zone."""
    found = plainly(typed).casefold()
    if found in MIDDAY:
        return time(HALF)
    if found.endswith("midnight"):
        raise TypedError("may be the beginning or the end of the day", "Write 0:00 or 23:59.")
    parts = CLOCK.fullmatch(found)
    read = _clock(parts) if parts else None
    if read is None:
        raise TypedError("must be a time such as 14:00 or 2pm", "Leave out a time zone: it is the time where the alliance is.")
    return read


def day(typed: str) -> date:
    """Return a day: ``2026-12-31``, ``31/12/2026``, ``31 Dec 2026``, ``Thursday 31 December 2026``. Raises TypedError."""
    found = plainly(typed).casefold()
    first, _, rest = found.partition(" ")
    weekday = _place(first.rstrip(",."), WEEKDAYS) if rest else 0
    found = rest.strip() if weekday else found
    for pattern, order in ((NUMBERED, (3, 2, 1)), (MONTH_FIRST, (3, 1, 2)), (YEAR_FIRST, (1, 2, 3))):
        parts = pattern.fullmatch(found)
        if parts:
            read = _date(*(parts[n] for n in order))
            if weekday and read.weekday() != weekday - 1:
                raise TypedError(f"is a {WEEKDAYS[read.weekday()].capitalize()}", "Correct the day or the weekday.")
            return read
    raise TypedError("must be a day", "Write it such as 31 December 2026, 31/12/2026 or 2026-12-31.")


def month(typed: str) -> int:
    """Return the number of a month, by number or name. Raises ValueError."""
    found = plainly(typed).casefold().rstrip(".")
    number = int(found) if WHOLE.fullmatch(found) else _place(found, MONTHS)
    if not 1 <= number <= len(MONTHS):
        raise ValueError(typed)
    return number


def plainly(typed: str) -> str:
    """Return a short thing without what nobody sees, with plain single spaces."""
    seen = (" " if unicodedata.category(sign) == "Zs" else sign for sign in typed if unicodedata.category(sign) != "Cf")
    return re.sub(" +", " ", "".join(seen).replace("\t", " ")).strip(" ")


def _undirected(line: str) -> str:
    """Return a line without the signs that give stretches of it a direction, where what is read stays the same."""
    closed = _closed(line)
    for at, sign in enumerate(line):
        if sign not in f"{EMBEDDINGS}{ISOLATES}" or not _stripped(line[:at]) or not _stripped(line[at:]):
            continue
        if sign in OVERRIDES or at not in closed:
            why = f"holds an invisible character that reverses or hides text{_around(line, at)}"
            raise TypedError(why, "Type these words again instead of pasting them.")
    return "".join(sign for sign in line if sign not in DIRECTION)


def _closed(line: str) -> frozenset[int]:
    """Return the places of the signs that begin a stretch whose end is in the line too."""
    waiting: list[tuple[int, str]] = []
    closed = set()
    for at, sign in enumerate(line):
        if sign in EMBEDDINGS:
            waiting.append((at, POP))
        elif sign in ISOLATES:
            waiting.append((at, POP_ISOLATE))
        elif waiting and sign == waiting[-1][1]:
            closed.add(waiting.pop()[0])
    return frozenset(closed)


def _around(line: str, at: int) -> str:
    """Return where in a line something stands, by the words around it."""
    before, after = (
        _words(line[:at].rsplit("\n", maxsplit=1)[-1][-AROUND:]),
        _words(line[at + 1 :].split("\n", maxsplit=1)[0][:AROUND]),
    )
    if before and after:
        return f", between “{before}” and “{after}”"
    return f", after “{before}”" if before else f", before “{after}”" if after else ""


def _words(piece: str) -> str:
    return "".join(sign for sign in piece if sign == " " or (sign.isprintable() and _is_seen(sign))).strip()


def _stripped(found: str) -> str:
    """Return ``found`` without spaces and unseen signs at its ends, in whatever order they come."""
    start, end = 0, len(found)
    while start < end and (found[start].isspace() or found[start] in UNSEEN_ENDS):
        start += 1
    while end > start and (found[end - 1].isspace() or found[end - 1] in UNSEEN_ENDS):
        end -= 1
    return found[start:end]


def _is_seen(sign: str) -> bool:
    return not sign.isspace() and sign not in BLANK and unicodedata.category(sign) != "Cf"


def _clock(parts: re.Match[str]) -> time | None:
    hour, minute, half = int(parts[1] or parts[4]), parts[2] or parts[5], (parts[3] or "")
    if half:
        hour = hour % HALF + (HALF if half == "p" else 0) if 1 <= hour <= HALF else HOURS
    elif minute is None:
        return None
    return time(hour, int(minute or 0)) if hour < HOURS and int(minute or 0) < 60 else None  # noqa: PLR2004 - minutes of an hour


def _date(year: str, month_typed: str, day_typed: str) -> date:
    try:
        return date(int(year), month(month_typed), int(day_typed))
    except ValueError as wrong:
        raise TypedError("is no day of the calendar", "Write it such as 31 December 2026.") from wrong


def _place(word: str, names: tuple[str, ...]) -> int:
    """Return which of ``names``, from 1, a word is or begins; 0 for none."""
    return next((n for n, name in enumerate(names, 1) if len(word) >= SHORTEST and name.startswith(word)), 0)
