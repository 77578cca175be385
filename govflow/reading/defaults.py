"""Defaults as their pages need them. Who may read one is ``engine.defaults.readers``; to anybody else it is as if there were none."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from govflow.domain import defaults as d
from govflow.domain.default_sentences import notice_text, of_default
from govflow.domain.participants import GONE
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.requirement_codes import refuse
from govflow.domain.sentences import Words, clock_time, day, sentence
from govflow.domain.translating import say
from govflow.engine.cases import ENGINE, PEOPLE, Actor
from govflow.engine.casing import Asking, gathering_case
from govflow.engine.defaults import EXCLUSION, concerned, is_owner, leadership, others, people_of, readers
from govflow.engine.excluding import Consequences
from govflow.engine.moving import available
from govflow.engine.permissions import permitted
from govflow.engine.rulebook import Rulebook
from govflow.reading.default_ending import came_to, in_words, left_for_others
from govflow.reading.default_steps import steps
from govflow.reading.gatherings import Plain, Seen, seen
from govflow.record.rows import TABLES
from govflow.record.units import View

COLOURS = {
    d.PREPARED: "grey",
    d.CONFIRMED: "blue",
    d.NOTICE_GIVEN: "blue",
    d.CURING: "blue",
    d.NOT_CURED: "blue",
    d.PROPOSED: "blue",
    d.CURED: "green",
    d.EXCLUDED: "grey",
    d.SUSPENDED: "grey",
    d.ENDED: "grey",
}
OF_THE_CONCERNED = frozenset({"cure", "be_heard"})
OF_AN_OFFICE = frozenset({"serve"})
# Refusals that say that an act is not for whoever looks: it is not offered.
OUT_OF_REACH = frozenset({"own-default", "no-seat", "only-the-one-concerned", "not-allowed", "nothing-waits"})
SAID = {"reason": "-", "evidence": "-", "how": "-", "cured": True, "until": date(9999, 12, 31)}  # what a form will hold
Pair = tuple[str, str]


class Offer(NamedTuple):
    """An act that whoever looks may do, what keeps it back for now (besides what its form asks), and for which participants
    (id, title) it is possible now; one of several must be chosen.
    """

    event: str
    unmet: tuple[Refusal, ...]
    for_whom: tuple[Pair, ...]


def default_seen(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Seen:
    """Return a default as ``person`` sees it. Raises Refused, in the words for one there is not, unless ``person`` may read it."""
    found = readable(view, book, ref, person, now)
    if found is None:
        raise Refused((refuse("unknown-reference", field="subject", value=ref[:80]),))
    return found


def readable(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Seen | None:
    """Return a default as ``person`` sees it; None unless ``person`` may read it. Raises Refused for one there is not."""
    found = seen(view, book, "default", ref, person, now)
    return found if person in readers(found.case) else None


def may_read(view: View, book: Rulebook, default: d.Default, person: str, now: datetime) -> bool:
    """Say whether ``person`` may read a default at ``now`` (UTC)."""
    return readable(view, book, default.ref, person, now) is not None


def what_follows(view: View, book: Rulebook, default: d.Default, now: datetime) -> Consequences:
    """Return what an exclusion today would end, and leave for others, from everything in the alliance that goes on."""
    case: Any = gathering_case(view, book, default, Asking("default.look", ENGINE), now)
    return left_for_others(view, case.alliance, default.concerns, case.day)


def unreadable(view: View, book: Rulebook, person: str, now: datetime) -> frozenset[str]:
    """Return the references of the defaults that ``person`` may not read: nothing that is shown may name them."""
    return frozenset(ref for ref in _refs(view) if readable(view, book, ref, person, now) is None)


def all_defaults(view: View, book: Rulebook, person: str, now: datetime) -> Plain:
    """Return the defaults that ``person`` may read, those under way first and then the newest; and whether one may be prepared."""
    found = [one for ref in _refs(view) if (one := readable(view, book, ref, person, now)) is not None]
    found.sort(key=lambda one: (one.case.default.ended_at is not None, -int(one.case.default.ref.rpartition("-")[2])))
    begin = beginning(view, book, person, now)
    may_prepare = bool(begin["speaks"]) and begin["has_route"]
    return {"defaults": [_line(one) for one in found], "may_prepare": may_prepare, "has_route": begin["has_route"]}


def beginning(view: View, book: Rulebook, person: str, now: datetime) -> Plain:
    """Return what a default can be prepared with: the grounds, whom it may concern, for whom ``person`` speaks, and the clocks.

    Rules of an edition from before the route have neither grounds nor clocks for it; ``has_route`` says whether these have.
    """
    case: Any = gathering_case(view, book, None, Asking("default.look", ENGINE), now)
    alliance, body = case.alliance, leadership(case)
    speaks = tuple(p for p in alliance.members(body) if alliance.holder(p, body, case.day) == person)
    there = (p for p in alliance.participants if p.standing not in GONE and person not in people_of(alliance, p.id, case))
    names = ("default_pause", "default_confirmation", "default_notice", "cure")
    return {
        "grounds": case.policy.grounds,
        "whom": tuple((p.id, p.title) for p in there),
        "speaks": tuple((p, case.title_of(p)) for p in speaks),
        "has_route": bool(case.policy.grounds) and all(name in case.policy.clocks for name in names),
        "clocks": {name: str(case.policy.clocks[name]) for name in names if name in case.policy.clocks},
    }


def default_page(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Plain:
    """Return everything the page of a default shows to ``person``. Raises Refused as ``default_seen``."""
    found = default_seen(view, book, ref, person, now)
    default: d.Default = found.case.default
    return _line(found) | {
        "state_means": say(found.case.rules.workflow.states[default.state].means),
        "own": person in concerned(found.case),
        "over": default.state in d.OVER,
        "told": default.notice_at is not None,
        "steps": steps(found),
        "grounds": [_ground(found, one) for one in default.stated_grounds],
        "notice": default.notice,
        "notice_to_be": ""
        if default.notice_at
        else notice_text(default, found.case.policy, found.title, found.case.titles(others(found.case))),
        "heard": [_heard(found, one) for one in default.hearings],
        "judgments": [_judged(found, one) for one in default.judgments],
        "later": [_later(found, one) for one in default.cure_extensions],
        "waits_for": [found.title(p) for p in others(found.case) if p not in default.judged],
        "proposed": {"by": found.name(default.proposed_by), "why": default.proposed_why} if default.proposed_by else None,
        "answer": _answer(found),
        "ended": _ended(found),
        "follows": _follows(view, book, found, now),
        "is_owner": is_owner(found.case, default.concerns),
        "offers": tuple(offers(found)),
        "entry": default.entry,
    }


def offers(found: Seen) -> Iterator[Offer]:
    """Return what whoever looks may do, now or once what keeps it back is over, in the order of the workflow."""
    moves = found.case.rules.workflow.states[found.case.default.state].moves
    for event in dict.fromkeys(m.do for m in moves if m.by == PEOPLE):
        asked = [(p, unmet) for p in _for_whom(found, event) if (unmet := _unmet(found, event, p)) is not None]
        within = [(p, unmet) for p, unmet in asked if not OUT_OF_REACH & {r.code for r in unmet}]
        if within:
            possible = tuple((p, found.title(p)) for p, unmet in within if not unmet)
            yield Offer(event, () if possible else within[0][1], possible)


def _for_whom(found: Seen, event: str) -> tuple[str, ...]:
    """Return the participants for which whoever looks might do ``event``; "" where it is done for none."""
    case = found.case
    if event in OF_AN_OFFICE:
        return ("",)
    if event in OF_THE_CONCERNED:
        return (case.default.concerns,)
    return tuple(p for p in others(case) if case.alliance.holder(p, case.default.body, case.day) == found.person)


def _unmet(found: Seen, event: str, participant: str) -> tuple[Refusal, ...] | None:
    """Return what ``event`` needs besides what its form asks; None where whoever looks has no role for it."""
    case = found.case
    actor = permitted(case.alliance, case.policy, f"default.{event}", found.person, case.default, case.day, participant)
    return available(case.asking(event, actor, SAID), event) if isinstance(actor, Actor) else None


def _refs(view: View) -> tuple[str, ...]:
    row = TABLES["defaults"].c
    return tuple(ref for (ref,) in view.rows(select(row.ref).where(view.mine("defaults")).order_by(row.ref)))


def _line(found: Seen) -> Plain:
    default: d.Default = found.case.default
    return {
        "ref": default.ref,
        "whom": found.title(default.concerns),
        "state_title": say(found.case.rules.workflow.states[default.state].title),
        "colour": COLOURS[default.state],
        "sentence": of_default(default, found.zone),
        "prepared": clock_time(default.prepared_at, found.zone) if default.prepared_at else "",
    }


def _ground(found: Seen, one: d.Stated) -> Plain:
    ground = found.case.policy.ground(one.ground)
    said = {"title": ground.title, "means": ground.means} if ground else {"title": one.ground, "means": ""}
    return said | {"evidence": one.evidence, "curable": one.curable}


def _heard(found: Seen, one: d.Heard) -> Plain:
    return {
        "n": one.n,
        "put_right": one.put_right,
        "by": found.name(one.by, one.at),
        "said": one.said,
        "when": clock_time(one.at, found.zone),
    }


def _judged(found: Seen, one: d.Judgment) -> Plain:
    who = {"title": found.title(one.participant), "by": found.name(one.by, one.at), "when": clock_time(one.at, found.zone)}
    return who | {"cured": one.cured, "reason": one.reason}


def _later(found: Seen, one: d.Extension) -> Plain:
    return {"title": found.title(one.participant), "until": day(one.until), "when": clock_time(one.at, found.zone)}


def _answer(found: Seen) -> Plain | None:
    decision = found.case.decision
    if decision is None:
        return None
    said = sentence(decision, Words(found.case.title_of, found.zone))
    return {"ref": decision.ref, "title": decision.title, "sentence": said}


def _follows(view: View, book: Rulebook, found: Seen, now: datetime) -> Plain | None:
    """Return what an exclusion came to, once it was decided, or what it would while the others are asked; None otherwise."""
    default: d.Default = found.case.default
    if default.state == d.EXCLUDED:
        return in_words(found, came_to(view, found)) | {"done": True}
    if default.state == d.PROPOSED and default.answer_kind == EXCLUSION:
        return in_words(found, what_follows(view, book, default, now)) | {"done": False}
    return None


def _ended(found: Seen) -> Plain | None:
    default: d.Default = found.case.default
    if default.ended_at is None:
        return None
    by = found.name(default.ended_by, default.ended_at) if default.ended_how == d.WITHDRAWN else ""
    return {"why": default.why, "by": by, "when": clock_time(default.ended_at, found.zone)}
