"""The plain types of an act's data: text people typed, pounds, whole numbers, yes or no, local moments. Strict, with clear words.

Everything that comes in is text or JSON; how people write things is read by ``domain.typed``, and nothing is guessed: ``true`` is
not a number. What is wrong is a ``TypedError``, which says why and what to do.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator

from govflow.domain import typed
from govflow.domain.people import email_address, person_name
from govflow.domain.typed import TypedError

D = TypeVar("D", bound=date)  # a datetime is one too
T = TypeVar("T")

SHORT, LONG = 300, 100_000
DAYLONG = 24 * 60  # minutes
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}.*")
RULE = re.compile(r"FREQ=(WEEKLY|MONTHLY)(;(INTERVAL|COUNT|BYDAY|BYMONTHDAY|BYSETPOS|UNTIL)=[-+0-9A-Z,]{1,40}){0,6}")
YEARS = range(1900, 2200)  # far enough for every alliance, and no reckoning with days leaves the calendar
YES_NO = {"yes": True, "true": True, "no": False, "false": False}
NOT_TEXT = TypedError("must be text", "Send it as text.")


def _text(most: int, *, one_line: bool = False) -> BeforeValidator:
    def check(value: Any) -> str:  # noqa: ANN401 - anything may come in
        said = text_of(value)
        if len(said) > most:
            raise TypedError(f"is too long: {len(said):,} characters", f"At most {most:,} are kept; shorten it.")
        return typed.text(said, one_line=one_line)

    return BeforeValidator(check)


def text_of(value: Any) -> str:  # noqa: ANN401
    """Return ``value`` if it is text. Raises TypedError."""
    if not isinstance(value, str):
        raise NOT_TEXT
    return value


def _pence(value: Any) -> int | None:  # noqa: ANN401
    if value is not None and not isinstance(value, str):
        raise TypedError("must be a sum of money, as text", "Send it such as 180000.00.")
    return None if value is None else typed.pence(value)


def pence_typed(text: str) -> int | None:
    """Return pounds as somebody types them in pence; None for nothing, and for what is no amount (yet)."""
    try:
        return _pence(text.strip() or None)
    except TypedError:
        return None


def whole_number(value: Any) -> int:  # noqa: ANN401
    """Return ``value`` if it is a whole number, or the text of one. Raises TypedError."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
        return value
    return typed.whole(value if isinstance(value, str) else "")


def _length(value: Any) -> int:  # noqa: ANN401
    found = whole_number(value)
    if not 0 < found <= DAYLONG:
        raise TypedError(f"must be a number of minutes between 1 and {DAYLONG:,}", "Write it such as 120.")
    return found


def yes_or_no(value: Any) -> bool:  # noqa: ANN401
    """Return ``value`` if it says yes or no. Raises TypedError."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in YES_NO:
        return YES_NO[value]
    raise TypedError("must be yes or no", "Choose one of the two.")


def _day(value: Any) -> date:  # noqa: ANN401
    return _near(value if type(value) is date else typed.day(value if isinstance(value, str) else ""))


def _moment(value: Any) -> datetime:  # noqa: ANN401
    if isinstance(value, datetime):
        return _near(value)
    return _near(_iso(value) or _day_and_time(value)) if isinstance(value, str) else _day_and_time("")


def _iso(value: str) -> datetime | None:
    """Return a moment as machines write it, which may carry an offset; None for anything else."""
    try:
        return datetime.fromisoformat(value) if MOMENT.fullmatch(value) else None
    except ValueError:
        return None


def _day_and_time(value: str) -> datetime:
    """Return a moment as people write it: a day, then a time."""
    words = typed.plainly(value).split(" ")
    for cut in range(len(words) - 1, 0, -1):
        try:
            return datetime.combine(typed.day(" ".join(words[:cut])), typed.time_of_day(" ".join(words[cut:])))
        except TypedError:
            continue
    raise TypedError("must be a day and a time", "Write it such as 2026-03-12 17:00.")


def _or_empty(check: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """Return ``check`` for a field that may be made empty again: empty text stands for nothing."""
    return lambda value: None if isinstance(value, str) and not value.strip() else check(value)


def _rule(value: Any) -> str:  # noqa: ANN401
    """Take a rule of repetition (RFC 5545) whose words are known; what days it gives is the series' business."""
    if not isinstance(value, str) or (value and not RULE.fullmatch(value)):
        raise TypedError("must be a rule of repetition", "Write it such as FREQ=MONTHLY;BYDAY=2TH;COUNT=12.")
    return value


def _of_a_person(check: Callable[[str], str]) -> BeforeValidator:
    """Take what ``check`` makes of a text: a person's name, or an e-mail address."""
    return BeforeValidator(lambda value: check(text_of(value)))


def _pattern(pattern: str, why: str, remedy: str) -> AfterValidator:
    """Take only text of this pattern, and say in words what is asked for."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise TypedError(why, remedy)
        return value

    return AfterValidator(check)


def _near(value: D) -> D:
    if value.year not in YEARS:
        raise TypedError(f"must lie between {YEARS.start} and {YEARS.stop}", "Correct the year.")
    return value


Short = Annotated[str, _text(SHORT, one_line=True)]
Long = Annotated[str, _text(LONG)]
Name = Annotated[str, _of_a_person(person_name)]
Address = Annotated[str, _of_a_person(email_address)]  # "" for none
Pence = Annotated[int | None, BeforeValidator(_pence)]
EmptyablePence = Annotated[int | None, BeforeValidator(_or_empty(_pence))]
EmptyableDay = Annotated[date | None, BeforeValidator(_or_empty(_day))]
Number = Annotated[int, BeforeValidator(whole_number)]
Length = Annotated[int, BeforeValidator(_length)]  # of a meeting, in minutes
Yes = Annotated[bool, BeforeValidator(yes_or_no)]
Rule = Annotated[str, BeforeValidator(_rule)]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
ShortName = Annotated[
    Short,
    _pattern(r"[a-z][a-z0-9_-]{0,59}", "must be a short name", "Use small letters, figures and hyphens, such as youth-outreach."),
]
Year = Annotated[Short, _pattern(r"[0-9]{4}-[0-9]{2}", "must be a year of budgets", "Write it such as 2026-27.")]
