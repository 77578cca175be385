"""Bringing people up to date about meetings that they were, or were not, asked to: a seat, a deputy or an absence changed since.

Who is asked to a meeting rests on who sits and who is away on its day. Whoever comes to be asked after notice was given gets what
the others got; whoever is asked no more is told, and their calendar takes the meeting out.
"""

from collections.abc import Iterator
from dataclasses import replace

from govflow.acts.house import House
from govflow.domain.alliances import Alliance
from govflow.domain.notices import Notice
from govflow.engine.attending import expected
from govflow.engine.casing import rules_of
from govflow.engine.moving import Moved
from govflow.record.units import Unit


def with_invitations(house: House, unit: Unit, moved: Moved) -> Moved:
    """Return a change of the alliance with what it means for those asked to the meetings ahead; anything else as it is."""
    if not isinstance(moved.after, Alliance) or not isinstance(moved.before, Alliance):
        return moved
    told = tuple(_told(house, unit, moved, moved.before, moved.after))
    return replace(moved, notices=(*moved.notices, *told)) if told else moved


def _told(house: House, unit: Unit, moved: Moved, before: Alliance, after: Alliance) -> Iterator[Notice]:
    today = rules_of(unit, house.book, None).calendar.local_date(moved.at)
    for ref in unit.meetings_since(moved.at):
        meeting = unit.meeting(ref)
        if meeting is None or meeting.notice_at is None or meeting.started_at or meeting.ended_at:
            continue
        were, are = expected(before, meeting, today), expected(after, meeting, today)
        came = tuple(p for p in are if p not in were)
        left = tuple(p for p in were if p not in are)
        if came:
            yield Notice("meeting-notice", came, ref)
        if came and meeting.papers_at and (meeting.items or meeting.papers):
            yield Notice("meeting-papers", came, ref)
        if left:
            yield Notice("meeting-off", left, ref)
