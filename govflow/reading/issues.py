"""Issues as their pages need them: those that somebody may know of, and one of them as somebody may read it.

Who may read what was said, and who may know that there is an issue, is ``issue_access``' to say.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from govflow.domain.decisions import Decision
from govflow.domain.issue_sentences import of_issue, of_issue_to_anybody, title_of_issue
from govflow.domain.issues import ENDED, HELPS, RESOLVED, Concerned, Option
from govflow.domain.ladder import TO_CLOSE
from govflow.domain.refusals import Refused
from govflow.domain.requirement_codes import refuse
from govflow.domain.sentences import clock_time, sentence
from govflow.domain.translating import say
from govflow.engine.cases import CLOCK
from govflow.engine.issues import IssueCase, asked_on, counting, helping, taking_part
from govflow.engine.routes import route_of, routes_of
from govflow.engine.rulebook import Rulebook
from govflow.reading.decisions import words_of
from govflow.reading.differences import changed, differences
from govflow.reading.gatherings import Plain, Seen, seen
from govflow.reading.issue_access import may_know, may_read
from govflow.reading.issue_acts import HELPER_TITLES, asked_of, closes_it, consents_for, offers, speaks_for, waits_for
from govflow.reading.issue_ladder import next_steps, steps
from govflow.reading.timeline import BY_ITSELF, timeline
from govflow.record.rows import TABLES
from govflow.record.units import View

MOST = 50  # ended ones in the list
SOON = timedelta(days=2)
COLOURS = {"resolved": "green", "closed_unresolved": "grey", "turned_away": "grey", TO_CLOSE: "orange"}


def all_issues(view: View, book: Rulebook, person: str, now: datetime) -> Plain:
    """Return the issues that ``person`` may know of: those open that ask something of this person first, and those that have ended."""
    refs = (*view.open_issues(), *_ended(view))
    found = [one for ref in refs if (one := issue_line(view, book, ref, person, now))]
    rest = [one for one in found if not one["asked"]]
    return {
        "asking": [one for one in found if one["asked"]],
        "open": [one for one in rest if not one["ended"]],
        "ended": [one for one in rest if one["ended"]],
    }


def asking(view: View, book: Rulebook, person: str, now: datetime) -> list[Plain]:
    """Return the issues that ask something of ``person`` now."""
    row = TABLES["issues"].c
    put = select(row.ref).where(view.mine("issues"), row.summary_n > 0, row.published_at.is_(None)).order_by(row.ref)
    refs = (*view.open_issues(), *(ref for (ref,) in view.rows(put)))
    found = (seen(view, book, "issue", ref, person, now) for ref in refs)
    return [_head(view, book, one, now) for one in found if asked_of(one.case, person)]


def _ended(view: View) -> tuple[str, ...]:
    row = TABLES["issues"].c
    asked = select(row.ref).where(view.mine("issues"), row.ended_at.is_not(None)).order_by(row.ended_at.desc(), row.ref.desc())
    return tuple(ref for (ref,) in view.rows(asked.limit(MOST)))


def issue_line(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Plain | None:
    """Return what ``person`` is shown of an issue in a list; None where they may not know of it."""
    found = seen(view, book, "issue", ref, person, now)
    return _head(view, book, found, now) if may_know(found.case, person) else None


def _head(view: View, book: Rulebook, found: Seen, now: datetime) -> Plain:
    """Return what whoever may know of an issue is shown; whether this person ``reads`` it, and what it asks of this person."""
    case: IssueCase = found.case
    issue, reads = case.issue, may_read(case, found.person)
    state, about = case.rules.workflow.states[issue.state], _about(view, book, found, now)
    until = None if issue.state in ENDED else min(issue.due.values(), default=None)
    ladder = case.policy.ladder
    return {
        "ref": issue.ref,
        "title": title_of_issue(issue) if about else say("An issue"),
        "about": about,
        "state": issue.state,
        "state_title": say(state.title),
        "state_means": say(state.means),
        "colour": COLOURS.get(issue.state, "blue"),
        "ended": issue.state in ENDED,
        "sentence": (
            of_issue(issue, found.title, found.zone, ladder) if reads else of_issue_to_anybody(issue, found.zone, ladder)
        ),
        "since": _moment(found, issue.since),
        "until": _moment(found, until),
        "due": until,
        "soon": until is not None and until - now <= SOON,
        "reads": reads,
        "begins": issue.happened if reads else "",
        "public": issue.summary if issue.published_at else "",
        "published": _moment(found, issue.published_at),
        "asked": asked_of(case, found.person),
        "asks": say(asked_on(case, issue.state) if issue.state not in ENDED else ""),
    }


def issue_page(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Plain:
    """Return an issue as ``person`` may see it: all of it, or only that there is one.

    Raises Refused for an unknown reference, and just so for an issue of which ``person`` may not know.
    """
    found = seen(view, book, "issue", ref, person, now)
    if not may_know(found.case, person):
        raise Refused((refuse("unknown-reference", field="subject", value=ref[:80]),))
    page = _head(view, book, found, now)
    page |= {"offers": tuple(_within_reach(found.case, person, reads=page["reads"]))}
    page |= {"steps": steps(found, reads=page["reads"]), "next": next_steps(found, reads=page["reads"])}
    return page | (_inside(view, book, found) if page["reads"] else {})


def _within_reach(case: IssueCase, person: str, *, reads: bool) -> Iterator[str]:
    """Return what ``person`` can do; without reading what was said, nothing but to put words for everybody."""
    yield from (event for event in offers(case, person) if reads or event == "publish")


def _inside(view: View, book: Rulebook, found: Seen) -> Plain:
    """Return what only those who may read an issue are shown."""
    case: IssueCase = found.case
    issue = case.issue
    return {
        "happened": issue.happened,
        "affected": issue.affected,
        "matters": issue.matters,
        "would_help": issue.would_help,
        "by": _who(found, issue.by, issue.participant),
        "logged": _moment(found, issue.logged_at),
        "concerned": _concerned(found),
        "options": [_option(found, one) for one in issue.offered_options],
        "helpers": _helpers(found),
        "part": [found.name(p) for p in taking_part(case)],
        "outcome": _outcome(book, found),
        "routes": routes_of(book, case.policy),
        "speaks_for": [(p, found.title(p)) for p in (speaks_for(case, found.person) or consents_for(case, found.person))],
        "closes_it": closes_it(case, found.person),
        "lacks_option": not issue.offered_options and issue.state not in ENDED,
        "contested": _contested(case),
        "says_new": issue.state == "reconsidered",
        "helper_role": HELPS.get(issue.state, ""),
        "words": _words(found),
        "story": _story(view, case),
        "entry": issue.entry,
    }


def _about(view: View, book: Rulebook, found: Seen, now: datetime) -> Plain | None:
    """Return what an issue is about, None for nothing; another issue is named only to those who may know of that one."""
    case: IssueCase = found.case
    if case.earlier is not None:
        earlier = seen(view, book, "issue", case.earlier.ref, found.person, now)
        says = of_issue_to_anybody(case.earlier, found.zone, case.policy.ladder)
        known = may_know(earlier.case, found.person)
        return (
            {"ref": case.earlier.ref, "title": title_of_issue(case.earlier), "sentence": says, "held": False} if known else None
        )
    decision = case.contested
    if decision is None:
        return None
    says = "" if case.policy.hide_positions else sentence(decision, words_of(case))
    held = decision.held_by == case.issue.ref
    return {
        "ref": decision.ref,
        "title": decision.title,
        "sentence": says,
        "held": held,
        "holds": waits(decision) if held else [],
    }


def access_to(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> tuple[bool, bool]:
    """Return whether ``person`` may know of the subject ``ref``, and read what is said about it; of what is no issue, both."""
    if view.issue(ref) is None:
        return True, True
    case = seen(view, book, "issue", ref, person, now).case
    return may_know(case, person), may_read(case, person)


def holding(view: View, book: Rulebook, decision: Decision, person: str, now: datetime) -> Plain | None:
    """Return what it means that an issue holds a decision, with the issue for those who may know of it; None where none does."""
    if not decision.held_by:
        return None
    found = seen(view, book, "issue", decision.held_by, person, now)
    return {"waits": waits(decision), "issue": _head(view, book, found, now) if may_know(found.case, person) else None}


def waits(decision: Decision) -> list[str]:
    """Return what waits while an issue holds a decision, and what does not."""
    found = [say("It is not adopted and does not come into force while the issue is open.")]
    if decision.text.amount_pence is not None:
        found.append(say("Its money is not committed meanwhile."))
    return [*found, say("Actions that rest on it wait. Services carry on as they are.")]


def _concerned(found: Seen) -> list[Plain]:
    """Return the participants concerned, each with what it says now, in words."""
    return [
        {
            "title": found.title(one.participant),
            "says": _says(one),
            "accepts": one.accepts,
            "differs": one.differs,
            "by": found.name(one.by, one.at) if one.by else "",
            "when": _moment(found, one.at),
            "reason": one.reason,
        }
        for one in found.case.issue.concerned_participants
    ]


def _says(one: Concerned) -> str:
    if one.accepts:
        return say("accepts way forward {n}", n=one.accepts)
    return say("would leave it unresolved") if one.differs else say("has not said")


def _option(found: Seen, one: Option) -> Plain:
    """Return a way forward with what it would change in the contested decision, word by word while the issue is open."""
    case: IssueCase = found.case
    contested, goes_on = case.contested, case.issue.state not in ENDED
    pieces = differences(contested.text.text, one.text) if contested is not None and one.text and goes_on else ()
    accepted = tuple(c.participant for c in case.issue.concerned_participants if c.accepts == one.n)
    return {
        "n": one.n,
        "by": _who(found, one.by, one.participant),
        "when": _moment(found, one.at),
        "rung": say(case.rules.workflow.states[one.rung].title),
        "option": one.option,
        "new": one.new,
        "changes": one.changes,
        "title": one.title if contested is None or one.title != contested.title else "",
        "was_title": contested.title if contested is not None else "",
        "pieces": pieces if changed(pieces) else (),
        "text": one.text,
        "accepted": case.issue.state == RESOLVED and case.issue.option == one.n,
        "accepted_by": [found.title(p) for p in accepted],
    }


def _helpers(found: Seen) -> list[Plain]:
    """Return who was appointed to help along, the one on the present rung marked."""
    now_helping = helping(found.case, found.case.issue.state)
    role = HELPS.get(found.case.issue.state, "")
    last = max((g.n for g in found.case.issue.guests if g.role == role), default=0)
    return [
        {
            "name": found.name(g.person, g.at),
            "role": say(HELPER_TITLES[g.role]),
            "by": found.name(g.by, g.at),
            "when": _moment(found, g.at),
            "terms": g.terms,
            "now": g.person in now_helping and g.n == last,
        }
        for g in found.case.issue.guests
    ]


def _outcome(book: Rulebook, found: Seen) -> Plain | None:
    """Return how it ended, None while it has not."""
    issue = found.case.issue
    if issue.state not in ENDED:
        return None
    route = route_of(book, found.case.policy, issue.route)
    reason = say("Its time was over.") if issue.ended_by == CLOCK else issue.why
    return {
        "option": issue.option,
        "route": route.title if route else issue.route,
        "address": route.address if route else "",
        "by": _who(found, issue.ended_by, at=issue.ended_at),
        "when": _moment(found, issue.ended_at),
        "why": reason,
    }


def _words(found: Seen) -> Plain | None:
    """Return the words for everybody that wait for consent, and who has consented; None where none wait."""
    issue = found.case.issue
    if not issue.summary_n or issue.published_at:
        return None
    every = counting(found.case)
    return {
        "n": issue.summary_n,
        "text": issue.summary,
        "by": found.name(issue.summary_by, issue.summary_at),
        "when": _moment(found, issue.summary_at),
        "consented": [found.title(c.participant) for c in every if c.consents == issue.summary_n],
        "waiting": [found.title(c.participant) for c in every if c.consents != issue.summary_n],
    }


def open_matters(view: View, book: Rulebook, person: str, now: datetime) -> list[Plain]:
    """Return every open issue that ``person`` may read, with what it waits for, what moves on soonest first."""
    cases = [seen(view, book, "issue", ref, person, now) for ref in view.open_issues()]
    mine = [found for found in cases if may_read(found.case, person)]
    mine.sort(key=lambda found: (min(found.case.issue.due.values(), default=now), found.case.issue.ref))
    return [_head(view, book, found, now) | {"waits_for": waits_for(found.case)} for found in mine]


def _contested(case: IssueCase) -> Plain | None:
    """Return what the decision it is about says now, for whoever would change it; None where it is about none."""
    decision = case.contested
    return {"ref": decision.ref, "title": decision.title, "text": decision.text.text} if decision is not None else None


def _story(view: View, case: IssueCase) -> list[Plain]:
    """Return what happened in an issue, the newest first."""
    return timeline(view, case)[::-1]


def _who(found: Seen, person: str, participant: str = "", at: datetime | None = None) -> str:
    if person in BY_ITSELF:
        return say(BY_ITSELF[person])
    name, title = found.name(person, at), found.title(participant)
    return say("{who}, for {participant}", who=name, participant=title) if title and title not in name else name


def _moment(found: Seen, at: datetime | None) -> str:
    return clock_time(at, found.zone) if at else ""
