"""Who gets what, before it is sent: for the pages on which something that goes to many people is looked over."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from govflow.domain.refusals import Refusal
from govflow.domain.reminders import NUDGE, NUDGE_PAUSE
from govflow.domain.sentences import clock_time, day
from govflow.domain.translating import listed, say
from govflow.engine import asking
from govflow.engine.attending import people
from govflow.engine.reminding import owing
from govflow.engine.rulebook import Rulebook
from govflow.reading.decisions import decision_case
from govflow.reading.gatherings import seen
from govflow.record.units import View

NOUNS = {"MAN": "mandate", "MTG": "meeting", "MIN": "minutes", "ACT": "action", "ISS": "issue", "DEF": "default"}


class Owing(NamedTuple):
    """Somebody who owes something: the name, when last reminded by hand ("" for never), and whether they can be again now."""

    name: str
    last: str
    can_be: bool


def who_owes(view: View, book: Rulebook, ref: str, now: datetime) -> tuple[Owing, ...]:
    """Return who still owes something about a subject. Raises Refused for an unknown reference."""
    alliance, last = view.alliance(), view.last_told(NUDGE, ref)
    zone, noun = ZoneInfo(alliance.zone), NOUNS.get(ref.partition("-")[0], "")
    case = seen(view, book, noun, ref, "", now).case if noun else decision_case(view, book, ref, now)
    return tuple(
        Owing(
            alliance.named(person),
            clock_time(last[person], zone) if person in last else "",
            person not in last or last[person] + NUDGE_PAUSE <= now,
        )
        for person in owing(case)
    )


def of_notice(view: View, book: Rulebook, ref: str, by: str, now: datetime) -> tuple[list[str], list[str]]:
    """Return who gets notice of a proposal when ``by`` gives it now, and what it means. Raises Refused for an unknown reference."""
    case = decision_case(view, book, ref, now)
    told = [case.alliance.named(person) for person in asking.team(case) if person != by]
    calendar, body = case.rules.calendar, case.policy.body(case.decision.body)
    first = calendar.after_clear_days(case.day, case.policy.clocks["notice"].n) if body and body.notice else case.day
    return told, [
        say("Each of them gets a mail at once, whatever they chose about being told."),
        say("Positions can open from {day}; sooner only if it is urgent, and both chair and manager agree.", day=day(first)),
        say("Notice cannot be taken back. A change of the words afterwards gives notice again."),
    ]


def keeps_from_ending(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> tuple[Refusal, ...]:
    """Return what keeps ``person`` from ending a meeting now. Raises Refused for an unknown reference."""
    return seen(view, book, "meeting", ref, person, now).lacks("close")


def of_ending(view: View, book: Rulebook, ref: str, now: datetime) -> tuple[list[str], list[str]]:
    """Return who is told when a meeting is ended now, and what it means. Raises Refused for an unknown reference."""
    found = seen(view, book, "meeting", ref, "", now)
    meeting, alliance = found.case.meeting, found.alliance
    there = listed(tuple(alliance.cited(a.person) for a in meeting.attended))
    left = [item.title for item in meeting.items if item.reached_at is None]
    means = [
        say("It cannot be opened again. Whoever is still there is recorded as there until now."),
        say("The minutes are drafted from what happened, for {who} to accept once you issue them.", who=there),
        *([say("The meeting did not come to: {items}.", items="; ".join(left))] if left else []),
    ]
    if meeting.was_quorate:
        return [], [*means, say("Nobody is mailed now.")]
    return [alliance.named(person) for person in people(found.case)], [*means, say("There was no quorum: nothing was decided.")]
