"""Whom a reminder by hand goes to: those who still owe something, and were not reminded by hand of the same within a day."""

from datetime import datetime
from zoneinfo import ZoneInfo

from govflow.domain.refusals import Refused
from govflow.domain.reminders import NUDGE, NUDGE_PAUSE
from govflow.domain.requirement_codes import refuse
from govflow.domain.sentences import clock_time
from govflow.record.units import View


def to_nudge(view: View, owing: tuple[str, ...], ref: str, now: datetime) -> tuple[str, ...]:
    """Return those of ``owing`` who are reminded now. Raises Refused where all of them were within the pause."""
    last = view.last_told(NUDGE, ref)
    found = tuple(p for p in owing if p not in last or last[p] + NUDGE_PAUSE <= now)
    if found or not owing:
        return found
    zone, latest = ZoneInfo(view.alliance().zone), max(last[p] for p in owing)
    until = clock_time(min(last[p] for p in owing) + NUDGE_PAUSE, zone)
    raise Refused((refuse("reminded-lately", when=clock_time(latest, zone), until=until),))
