"""The days of a meeting or a series before it is planned: each as it would be, moved off days off, and what is odd about the first."""

from datetime import datetime
from zoneinfo import ZoneInfo

from govflow.definitions.series import MOST, occurrences
from govflow.domain.refusals import Refused
from govflow.domain.requirement_codes import refuse
from govflow.domain.sentences import clock_time, day
from govflow.domain.translating import say
from govflow.engine.casing import rules_of
from govflow.engine.rulebook import Rulebook
from govflow.record.units import View

__all__ = ["MOST", "days_of"]


def days_of(view: View, book: Rulebook, wall: datetime, rule: str) -> tuple[list[str], list[str]]:
    """Return the days in words, and what is to be known of the first. Raises Refused for a rule that cannot be followed."""
    calendar = rules_of(view, book, None, "meeting").calendar
    first = wall if wall.tzinfo else calendar.at(wall.date(), wall.time())
    try:
        moments = occurrences(rule, first, calendar) if rule else (first,)
    except ValueError as wrong:
        why, remedy = f"cannot be followed: {wrong}", "Give another day, or another number of meetings."
        raise Refused((refuse("invalid", field="rule", why=why, remedy=remedy),)) from wrong
    zone, odd = ZoneInfo(str(calendar.zone)), []
    local = first.astimezone(zone)
    if wall.tzinfo is None and local.replace(tzinfo=None) != wall:
        skipped = "There is no {given} on {day}, as the clocks go forward then: it begins at {when}."
        odd.append(say(skipped, given=f"{wall:%H:%M}", day=day(wall.date()), when=f"{local:%H:%M}"))
    if not calendar.is_working(local.date()):
        odd.append(say("{day} is a day off. It stays as you gave it.", day=day(local.date())))
    if rule:
        odd.append(say("A day that falls on a day off is moved to the next working day."))
    return [clock_time(one, zone) for one in moments], odd
