"""The nightly check of every record: when it is due, and what came of it. ``govflow verify`` does it, in a process of its own."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from govflow.acts.house import House
from govflow.record import checkups
from govflow.record.checkups import NOT_DONE, NOT_WHOLE, WHOLE, Checkup

__all__ = ["NOT_DONE", "NOT_WHOLE", "WHOLE", "Checkup", "alliance_to_check", "keep", "latest", "outcome"]

AT = time(2, 0, tzinfo=UTC)  # of the night, when nobody acts
AGAIN_AFTER = timedelta(hours=1)  # where it could not be done
HELD, DID_NOT_HOLD = 0, 1


def alliance_to_check(house: House) -> str | None:
    """Return an alliance whose record was not checked since last night, the one that waits longest first; None where all were."""
    now = house.clock.now()
    night = datetime.combine(now.date(), AT)
    night = night if night <= now else night - timedelta(days=1)
    before = {found.alliance: found for found in latest(house)}
    waits = [alliance for alliance in house.store.alliances() if _is_due(before.get(alliance), night, now)]
    return min(waits, key=lambda one: (one in before, before[one].began_at if one in before else now), default=None)


def _is_due(before: Checkup | None, night: datetime, now: datetime) -> bool:
    if before is None or not before.began_at <= now:  # a clock that was set back must not put it off for years
        return True
    return before.began_at < night or (before.outcome == NOT_DONE and before.began_at + AGAIN_AFTER <= now)


def latest(house: House) -> Sequence[Checkup]:
    """Return what the last check of each alliance came to. Raises UnavailableError where the record cannot be reached."""
    return checkups.latest(house.store)


def outcome(alliance: str, began_at: datetime, ended_at: datetime, code: int | None, output: str) -> Checkup:
    """Return what a check came to that ended with ``code`` (None: it took too long) and printed ``output``."""
    found = _printed(output) if code in {HELD, DID_NOT_HOLD} else None
    if found is None:
        says = "it took too long and was stopped" if code is None else f"govflow verify ended with {code}"
        return Checkup(alliance, began_at, ended_at, NOT_DONE, 0, 0, says)
    problems = found["problems"]
    first = "{where}, {row}: {says}".format(**problems[0]) if problems else ""
    word = WHOLE if code == HELD and not problems else NOT_WHOLE
    return Checkup(alliance, began_at, ended_at, word, found["entries"], len(problems), first)


def _printed(output: str) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] = json.loads(output)
    except ValueError:
        return None
    return found


def keep(house: House, found: Checkup) -> None:
    """Keep what a check came to."""
    checkups.keep(house.store, found)
