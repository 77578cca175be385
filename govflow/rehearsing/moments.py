"""Moments as scenario files write them: local times such as ``2026-03-12 17:00``, and how long a ``wait`` is."""

import re
from datetime import datetime

from govflow.definitions.clocks import parse_span
from govflow.definitions.schema import Fields
from govflow.domain.working_days import Span

MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")
UNTIL = "until "
WAITS = ("working days", "days", "hours", "minutes")


def local_moment(text: str) -> datetime | None:
    """Return ``text`` as a local moment without a zone, or None."""
    try:
        return datetime.fromisoformat(text) if MOMENT.fullmatch(text) else None
    except ValueError:
        return None


def read_wait(f: Fields, key: str) -> tuple[Span | None, datetime | None]:
    """Read how long to wait: a span, or until a local moment."""
    text = f.text(key)
    if text.startswith(UNTIL):
        until = local_moment(text.removeprefix(UNTIL).strip())
        if until is None:
            f.problems.add(f.at(key), f"{text!r} is not a time to wait for; write it as: until 2026-03-12 17:00")
        return None, until
    span = parse_span(text)
    if text and (span is None or span.unit not in WAITS):
        f.problems.add(
            f.at(key), f"{key!r} cannot be {text!r}; write 6 working days, 3 days, 2 hours, 10 minutes or until 2026-03-12 17:00"
        )
        return None, None
    return span, None
