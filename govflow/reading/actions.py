"""Actions as their board and pages need them: what is to be done, by whom, what is overdue."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from govflow.domain.actions import ASSIGNEE, Action
from govflow.domain.gathering_sentences import of_action
from govflow.domain.sentences import clock_time, day
from govflow.domain.subjects import Part
from govflow.domain.translating import say
from govflow.engine.cases import Actor
from govflow.engine.casing import rules_of
from govflow.engine.permissions import permitted, stands
from govflow.engine.rulebook import Rulebook
from govflow.reading.gatherings import Plain, Seen, seen
from govflow.reading.issues import holding
from govflow.record.rows import TABLES
from govflow.record.tables.actions import is_open_action
from govflow.record.units import View

PAGE = 200
COLOURS = {"open": "blue", "done": "green", "dropped": "grey"}
EVENTS = ("progress", "change", "complete", "drop")


def board(view: View, book: Rulebook, person: str, now: datetime) -> Plain:
    """Return the actions to be done (soonest first) and those closed lately, and whether ``person`` may open one."""
    row = TABLES["actions"].c
    to_do = view.rows(select(row.ref).where(view.mine("actions"), is_open_action()).order_by(row.until, row.ref).limit(PAGE))
    closed = (
        select(row.ref).where(view.mine("actions"), row.closed_at.is_not(None)).order_by(row.closed_at.desc()).limit(PAGE // 4)
    )
    rules, alliance = rules_of(view, book, None, "action"), view.alliance()
    today = rules.calendar.local_date(now)
    lines = [_line(seen(view, book, "action", ref, person, now)) for (ref,) in to_do]
    return {
        "overdue": [one for one in lines if one["overdue"]],
        "to_do": [one for one in lines if not one["overdue"]],
        "closed": [_line(seen(view, book, "action", ref, person, now)) for (ref,) in view.rows(closed)],
        "may_open": isinstance(permitted(alliance, rules.policy, "action.open", person, None, today), Actor),
    }


def _line(found: Seen) -> Plain:
    action: Action = found.case.action
    return {
        "ref": action.ref,
        "what": action.what,
        "owner": found.name(action.owner, action.closed_at),
        "title": found.title(action.participant),
        "until": day(action.until) if action.until else "",
        "overdue": action.is_overdue(found.case.day),
        "mine": action.owner == found.person,
        "state_title": say(found.case.rules.workflow.states[action.state].title),
        "colour": "red" if action.is_overdue(found.case.day) else COLOURS[action.state],
        "sentence": of_action(action, lambda one: found.cited(one, action.closed_at), found.case.day),
        "last": action.progress[-1].said if action.progress else "",
    }


def _part(found: Any, action: Action) -> tuple[Any, ...]:  # noqa: ANN401 - what is seen of it
    """Return what says whether the action is still in its owner's hands."""
    case = found.case
    return case.alliance, case.policy, Part(ASSIGNEE, action.participant), action.owner, case.day


def action_page(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Plain:
    """Return everything the page of an action shows. Raises Refused for an unknown reference."""
    found = seen(view, book, "action", ref, person, now)
    action: Action = found.case.action
    decision = view.decision(action.decision) if action.decision else None
    lines = [
        {
            "when": clock_time(p.at, found.zone),
            "says": say("{who} on how far it has come", who=found.cited(p.by, p.at)),
            "detail": p.said,
        }
        for p in reversed(action.progress)
    ]
    return {
        **_line(found),
        "owner_ref": action.owner,
        "left_behind": action.closed_at is None and not stands(*_part(found, action)),
        "until_day": action.until,
        "outcome": action.outcome,
        "meeting": action.meeting,
        "decision": action.decision,
        "held": holding(view, book, decision, person, now) if decision is not None else None,
        "opened": say(
            "Noted by {who} on {when}", who=found.name(action.by, action.opened_at), when=clock_time(action.opened_at, found.zone)
        )
        if action.opened_at
        else "",
        "progress": lines,
        "may": {event: found.may(event) for event in EVENTS},
    }
