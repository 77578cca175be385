"""The plain types of an act's data: text people typed, pounds, whole numbers, yes or no, local moments. Strict, with clear words.

Everything that comes in is text or JSON; nothing is guessed: ``true`` is not a number, and control characters are not text.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator

from govflow.domain.people import email_address, person_name

D = TypeVar("D", bound=date)  # a datetime is one too

SHORT, LONG = 300, 100_000
MOST_POUNDS = Decimal("9999999999.99")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # all but tab, line feed and carriage return
HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff\ud800-\udfff]")
MONEY = re.compile(r"[0-9]{1,10}(\.[0-9]{2})?")
NUMBER = re.compile(r"[0-9]{1,9}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}.*")
RULE = re.compile(r"FREQ=(WEEKLY|MONTHLY)(;(INTERVAL|COUNT|BYDAY|BYMONTHDAY|BYSETPOS|UNTIL)=[-+0-9A-Z,]{1,40}){0,6}")
YEARS = range(1900, 2200)  # far enough for every alliance, and no reckoning with days leaves the calendar
YES_NO = {"yes": True, "true": True, "no": False, "false": False}


def _text(most: int) -> BeforeValidator:
    def check(value: Any) -> str:  # noqa: ANN401 - anything may come in
        if not isinstance(value, str):
            raise ValueError("must be text")  # noqa: TRY004 - pydantic turns ValueError into the answer
        if len(value) > most:
            raise ValueError(f"is too long: {len(value):,} characters, at most {most:,} are kept")
        if CONTROL.search(value):
            raise ValueError("holds control characters; remove them")
        if HIDDEN.search(value):
            raise ValueError("holds invisible characters that reverse or hide text; remove them")
        return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()

    return BeforeValidator(check)


def _pence(value: Any) -> int | None:  # noqa: ANN401
    if value is None:
        return None
    if not isinstance(value, str) or not MONEY.fullmatch(value):
        raise ValueError('must be pounds as text, such as "180000.00": no sign, no commas, no more than two decimals')
    try:
        pounds = Decimal(value)
    except InvalidOperation as wrong:
        raise ValueError("must be pounds") from wrong
    if pounds > MOST_POUNDS:
        raise ValueError("is more than can be recorded")
    return int(pounds * 100)


def pence_typed(text: str) -> int | None:
    """Return pounds as somebody types them in pence; None for nothing, and for what is no amount (yet)."""
    try:
        return _pence(text.strip() or None)
    except ValueError:
        return None


def _number(value: Any) -> int:  # noqa: ANN401
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
        return value
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return int(value)
    raise ValueError("must be a whole number")


def _yes(value: Any) -> bool:  # noqa: ANN401
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in YES_NO:
        return YES_NO[value]
    raise ValueError("must be yes or no")


def _day(value: Any) -> date:  # noqa: ANN401
    found = value if type(value) is date else _read(DAY, date.fromisoformat, value)
    if found is None:
        raise ValueError("must be a day such as 2026-03-02")
    return _near(found)


def _moment(value: Any) -> datetime:  # noqa: ANN401
    found = value if isinstance(value, datetime) else _read(MOMENT, datetime.fromisoformat, value)
    if found is None:
        raise ValueError("must be a time such as 2026-03-12 17:00")
    return _near(found)


def _read(pattern: re.Pattern[str], read: Callable[[str], D], value: Any) -> D | None:  # noqa: ANN401
    try:
        return read(value) if isinstance(value, str) and pattern.fullmatch(value) else None
    except ValueError:
        return None


def _or_empty(check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return ``check`` for a field that may be made empty again: empty text stands for nothing."""
    return lambda value: None if isinstance(value, str) and not value.strip() else check(value)


def _rule(value: Any) -> str:  # noqa: ANN401
    """Take a rule of repetition (RFC 5545) whose words are known; what days it gives is the series' business."""
    if not isinstance(value, str) or (value and not RULE.fullmatch(value)):
        raise ValueError("must be a rule such as FREQ=MONTHLY;BYDAY=2TH;COUNT=12")
    return value


def _of_a_person(check: Callable[[str], str]) -> BeforeValidator:
    """Take what ``check`` makes of a text: a person's name, or an e-mail address."""

    def checked(value: Any) -> str:  # noqa: ANN401
        if not isinstance(value, str):
            raise ValueError("must be text")  # noqa: TRY004 - pydantic turns ValueError into the answer
        return check(value)

    return BeforeValidator(checked)


def _near(value: D) -> D:
    if value.year not in YEARS:
        raise ValueError(f"must lie between {YEARS.start} and {YEARS.stop}")
    return value


Short = Annotated[str, _text(SHORT)]
Long = Annotated[str, _text(LONG)]
Name = Annotated[str, _of_a_person(person_name)]
Address = Annotated[str, _of_a_person(email_address)]  # "" for none
Pence = Annotated[int | None, BeforeValidator(_pence)]
EmptyablePence = Annotated[int | None, BeforeValidator(_or_empty(_pence))]
EmptyableDay = Annotated[date | None, BeforeValidator(_or_empty(_day))]
Number = Annotated[int, BeforeValidator(_number)]
Yes = Annotated[bool, BeforeValidator(_yes)]
Rule = Annotated[str, BeforeValidator(_rule)]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
