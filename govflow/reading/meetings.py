"""Meetings as their pages need them: the calendar, one meeting with its agenda and papers, and what goes on while it is in session."""

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from govflow.domain.decisions import Decision
from govflow.domain.gathering_sentences import of_action, of_meeting
from govflow.domain.meetings import ITEM_KINDS, SEATED, Item, Meeting
from govflow.domain.refusals import Refused
from govflow.domain.sentences import clock_time
from govflow.domain.translating import mark, say
from govflow.engine.attending import absent, people
from govflow.engine.cases import Actor
from govflow.engine.casing import rules_of
from govflow.engine.permissions import permitted
from govflow.engine.rulebook import Rulebook
from govflow.reading.decisions import decision_case
from govflow.reading.drafts import is_hidden
from govflow.reading.gatherings import Plain, Seen, seen
from govflow.reading.positions import ANSWERED, hides, sentence_for
from govflow.record.rows import TABLES
from govflow.record.units import View

PAGE = 100
SAYS = {"yes": mark("You will come"), "no": mark("You cannot come"), "perhaps": mark("You said: perhaps")}
SAID = {"yes": mark("You said you would come"), "no": mark("You said you could not come"), "perhaps": mark("You said: perhaps")}
EVENTS = (
    *(
        "add_item",
        "drop_item",
        "order_items",
        "add_paper",
        "drop_paper",
        "replace_paper",
        "reply",
        "reschedule",
        "send_notice",
        "send_papers",
        "cancel",
        "start",
    ),
    *("arrive", "leave", "go_to_item", "note", "consent_late", "note_position", "close"),
)
COLOURS = {
    "planned": "grey",
    "notice_sent": "blue",
    "papers_sent": "turquoise",
    "in_session": "purple",
    "held": "green",
    "inquorate": "orange",
    "cancelled": "grey",
}


def calendar(view: View, book: Rulebook, person: str, now: datetime) -> Plain:
    """Return the meetings ahead (soonest first) and behind (latest first), and what ``person`` may begin."""
    row = TABLES["meetings"].c
    asked = select(row.ref).where(view.mine("meetings"))
    ahead = view.rows(asked.where(row.ended_at.is_(None)).order_by(row.starts_at, row.ref).limit(PAGE))
    behind = view.rows(asked.where(row.ended_at.is_not(None)).order_by(row.starts_at.desc(), row.ref.desc()).limit(PAGE))
    rules, alliance = rules_of(view, book, None, "meeting"), view.alliance()
    day = rules.calendar.local_date(now)
    may = {
        act: isinstance(permitted(alliance, rules.policy, f"meeting.{act}", person, None, day), Actor)
        for act in ("plan", "request")
    }
    return {
        "ahead": [line(view, book, ref, person, now) for (ref,) in ahead],
        "behind": [line(view, book, ref, person, now) for (ref,) in behind],
        "may": may,
    }


def line(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Plain:
    """Return one meeting for a list."""
    found = seen(view, book, "meeting", ref, person, now)
    meeting: Meeting = found.case.meeting
    reply = next((r.answer for r in meeting.replies if r.person == person), "")
    return {
        **_named(found),
        "when": clock_time(meeting.starts_at, found.zone) if meeting.starts_at else "",
        "month": say("{month} {year}", month=f"{meeting.on:%B}", year=meeting.on.year) if meeting.on else "",
        "place": meeting.place,
        "items": len(meeting.items),
        "replied": say((SAID if meeting.ended_at is not None else SAYS)[reply]) if reply else "",
        "soon": meeting.state == "in_session",
    }


def _named(found: Seen) -> Plain:
    meeting = found.case.meeting
    state = found.case.rules.workflow.states[meeting.state]
    return {
        "ref": meeting.ref,
        "title": meeting.title,
        "state": meeting.state,
        "state_title": say(state.title),
        "state_means": say(state.means),
        "colour": COLOURS[meeting.state],
        "sentence": of_meeting(meeting, found.zone, found.case.now),
    }


def meeting_page(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Plain:
    """Return everything the page of a meeting shows. Raises Refused for an unknown reference."""
    found = seen(view, book, "meeting", ref, person, now)
    meeting: Meeting = found.case.meeting
    minutes = view.minutes_of(ref)
    return {
        **_named(found),
        "place": meeting.place,
        "link": meeting.link,
        "length": meeting.minutes,
        "starts_at": meeting.starts_at,
        "on": meeting.on,
        "clock": meeting.clock,
        "called_by": found.name(meeting.called_by, meeting.planned_at),
        "requested_for": found.title(meeting.participant),
        "why": meeting.why,
        "urgent": meeting.urgent,
        "papers_late": meeting.papers_late,
        "body_title": _body(found),
        "items": [_item(view, book, found, item, n, now) for n, item in enumerate(meeting.items, 1)],
        "papers": [_paper(p) for p in meeting.standing if not p.item],
        "gone": _gone(found),
        "replies": _replies(found),
        "reply": next((r.answer for r in meeting.replies if r.person == person), ""),
        "minutes": minutes.ref if minutes else "",
        "actions": _actions(view, found),
        "series": [s for s in _series(view, meeting) if s["ref"] != ref],
        "may": {event: found.may(event) for event in EVENTS},
    }


def _body(found: Seen) -> str:
    body = found.case.policy.body(found.case.meeting.body)
    return body.title if body else ""


def _item(view: View, book: Rulebook, found: Seen, item: Item, number: int, now: datetime) -> Plain:  # noqa: PLR0913, PLR0917
    decision = _decision(found, view, book, item.decision, now) if item.decision else None
    return {
        "n": item.n,
        "number": number,
        "title": item.title,
        "kind": say(ITEM_KINDS[item.what]),
        "for_decision": item.what == "decision",
        "decision": decision,
        "minutes": item.minutes,
        "who": item.who,
        "late": item.late,
        "note": item.note,
        "said": item.said,
        "reached": item.reached_at is not None,
        "here": found.case.meeting.item == item.n,
        "papers": [_paper(p) for p in found.case.meeting.standing if p.item == item.n],
        "consented": [found.title(p) for p in found.case.meeting.consented(item.n)],
    }


def _decision(found: Seen, view: View, book: Rulebook, ref: str, now: datetime) -> Plain | None:
    """Return the decision that an item is about; None for whoever may not read it: an agenda opens nobody's draft."""
    if is_hidden(view, book, ref, found.person, now):
        return None
    try:
        case = decision_case(view, book, ref, now)
    except Refused:
        return None
    decision: Decision = case.decision
    papers = decision.circulation.papers if decision.circulation else ()
    return {
        "ref": ref,
        "title": decision.title,
        "state": decision.state,
        "version": decision.version,
        "sentence": sentence_for(case, found.person),
        "hides": hides(case, found.person),
        "papers": papers,
        "asked": decision.asked,
        "answers": {p.participant: p for p in decision.current_positions},
        "eligible": decision.eligible_participants if decision.asked and not decision.asked.lapsed else (),
    }


def _paper(paper: Any) -> Plain:  # noqa: ANN401 - a Paper
    return {"n": paper.n, "title": paper.title, "address": paper.address, "digest": paper.digest, "size": paper.size}


def _gone(found: Seen) -> list[Plain]:
    """Return the papers that were taken away: which, by whom, when, why, and what is in their place."""
    titles = {p.n: p.title for p in found.case.meeting.papers}
    return [
        {
            "title": p.title,
            "by": found.name(p.gone_by, p.gone_at),
            "when": clock_time(p.gone_at, found.zone),
            "why": p.gone_why,
            "replaced": titles.get(p.replaced, ""),
        }
        for p in found.case.meeting.papers
        if p.gone_at
    ]


def _replies(found: Seen) -> list[tuple[str, str, str]]:
    """Return everybody the meeting concerns: name, participant, and what they answered ("" when nothing)."""
    answers = {r.person: r.answer for r in found.case.meeting.replies}
    seats = {s.person: found.title(s.participant) for s in found.alliance.seats if s.body == found.case.meeting.body}
    known = dict.fromkeys((*people(found.case), *answers))
    return [(found.name(p, found.case.meeting.ended_at), seats.get(p, ""), answers.get(p, "")) for p in known]


def _actions(view: View, found: Seen) -> list[Plain]:
    actions = (view.action(ref) for ref in view.actions_of(found.case.meeting.ref))
    return [
        {
            "ref": a.ref,
            "what": a.what,
            "item": a.item,
            "sentence": of_action(a, partial(found.cited, at=a.closed_at), found.case.day),
        }
        for a in actions
        if a
    ]


def _series(view: View, meeting: Meeting) -> list[Plain]:
    if not meeting.series:
        return []
    row = TABLES["meetings"].c
    asked = select(row.ref, row.starts_at, row.state).where(view.mine("meetings"), row.series == meeting.series)
    return [{"ref": ref, "starts_at": at, "state": state} for ref, at, state in view.rows(asked.order_by(row.starts_at))]


def session_page(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Plain:
    """Return what everybody in a meeting follows: who is here, the quorum, the item it is at, positions given and noted."""
    found = seen(view, book, "meeting", ref, person, now)
    meeting: Meeting = found.case.meeting
    page = meeting_page(view, book, ref, person, now)
    current = next((i for i in page["items"] if i["here"]), None)
    away = absent(found.case)
    return page | {
        "here": [_attendance(found, a) for a in meeting.here],
        "gone": [_attendance(found, a) for a in meeting.attended if not meeting.is_here(a.person)],
        "running": meeting.started_at is not None and meeting.ended_at is None,
        "am_here": meeting.is_here(person),
        "expected": [(p, found.name(p)) for p in people(found.case) if not meeting.is_here(p)],
        "quorate": not away,
        "absent": [found.title(p) for p in away],
        "current": current,
        "positions": _positions(found, current),
        "mine": _mine(found, current),
        "started": clock_time(meeting.started_at, found.zone) if meeting.started_at else "",
    }


def _attendance(found: Seen, one: Any) -> Plain:  # noqa: ANN401 - an Attendance
    return {
        "person": one.person,
        "name": found.name(one.person, one.arrived_at),
        "title": found.title(one.participant),
        "role": say(one.role),
        "remote": one.remote,
        "seated": one.role in SEATED,
        "left": clock_time(one.left_at, found.zone) if one.left_at else "",
    }


def _positions(found: Seen, current: Plain | None) -> list[Plain]:
    """Return each eligible participant with what it said on the decision of the current item, or what was noted for it."""
    decision = current["decision"] if current else None
    if decision is None or decision["state"] != "open":
        return []
    noted = {n.participant: n for n in found.case.meeting.noted_positions if n.decision == decision["ref"]}
    rows = []
    for p in decision["eligible"]:
        given, note = decision["answers"].get(p), noted.get(p)
        waits = note is not None and given is None and note.version == decision["version"]
        said = given.choice if given else note.choice if note and waits else ""
        reason = given.reason if given else note.reason if note and waits else ""
        if decision["hides"] and said:
            said, reason = ANSWERED, ""
        here = p in found.case.meeting.represented
        rows.append({"participant": p, "title": found.title(p), "choice": said, "reason": reason, "waits": waits, "here": here})
    return rows


def _mine(found: Seen, current: Plain | None) -> Plain | None:
    """Return the noted position that waits for whoever looks to confirm it."""
    decision = current["decision"] if current else None
    if decision is None or decision["state"] != "open":
        return None
    mine = {a.participant for a in found.case.meeting.here if a.person == found.person and a.role in SEATED}
    waiting = [
        n
        for n in found.case.meeting.noted_positions
        if n.decision == decision["ref"] and n.participant in mine and n.participant not in decision["answers"]
        and n.version == decision["version"]
    ]  # fmt: skip
    if not waiting:
        return None
    note = waiting[-1]
    return {
        "n": note.n, "choice": note.choice, "reason": note.reason, "principle": note.principle, "participant": note.participant,
        "title": found.title(note.participant), "would_agree_if": note.would_agree_if, "by": found.cited(note.by, note.at),
        "decision": decision["ref"], "version": note.version, "interest": note.interest,
    }  # fmt: skip


def choices(view: View, book: Rulebook, ref: str, now: datetime) -> Plain:
    """Return what the forms of a meeting offer: decisions that can go on its agenda, people, participants of its body."""
    meeting = seen(view, book, "meeting", ref, "", now).case.meeting if ref else Meeting()
    alliance, policy = view.alliance(), rules_of(view, book, None, "meeting").policy
    row = TABLES["decisions"].c
    live = select(row.ref, row.body).where(
        view.mine("decisions"), row.state.in_(("circulated", "consulting", "draft", "not_reached"))
    )
    refs = [r for r, body in view.rows(live.order_by(row.ref.desc()).limit(PAGE)) if not meeting.body or body == meeting.body]
    decisions = [(r, f"{r} {d.title}") for r in refs if (d := view.decision(r)) is not None and meeting.item_for(r) is None]
    return {
        "bodies": [
            (b.id, b.title) for b in sorted(policy.bodies, key=lambda b: b.level != "leadership") if alliance.members(b.id)
        ],
        "decisions": decisions,
        "people": sorted(((p.ref, alliance.named(p.ref)) for p in alliance.people if p.active), key=lambda p: p[1]),
        "participants": [(p.id, p.title) for p in alliance.participants],
        "principles": [(p.id, p.title) for p in policy.principles],
        "choices": [(w.id, w.title, w.means) for w in policy.words if policy.offers(w.id) and w.id != "agree_subject_to"],
        "zone": policy.zone,
    }
