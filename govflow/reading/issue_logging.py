"""What somebody needs who logs an issue: whom it may concern, what it may be about, who reads it; and what happens once it is logged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select

from govflow.domain.alliances import Alliance
from govflow.domain.issue_sentences import of_issue, title_of_issue
from govflow.domain.issues import Issue
from govflow.domain.participants import GONE
from govflow.domain.policies import Policy, Route
from govflow.domain.refusals import Refusal
from govflow.domain.sentences import clock_time
from govflow.domain.translating import say
from govflow.engine.asking import electorate
from govflow.engine.cases import ENGINE, Actor
from govflow.engine.casing import Asking, gathering_case, rules_of
from govflow.engine.issues import asked_on, people_of
from govflow.engine.permissions import permitted
from govflow.engine.routes import routes_of
from govflow.engine.rulebook import Rulebook
from govflow.reading.decisions import decision_case
from govflow.reading.drafts import is_hidden, readable_by
from govflow.record.rows import TABLES
from govflow.record.tables.decisions import is_live
from govflow.record.units import View

LOG = "issue.log"
Titled = tuple[str, str]  # an id or a reference, and what it is called


class Rung(NamedTuple):
    """A rung of the ladder: its title, who is asked there, and how long it stays at most."""

    title: str
    asks: str
    lasts: str


@dataclass(frozen=True, slots=True)
class Logging:
    """What is there to choose for somebody who logs an issue, and what is said before.

    ``speaking`` are the participants it can be logged for; ``about`` what it may be about; ``proposed`` whom it concerns where
    it is about ``chosen``.
    """

    speaking: tuple[Titled, ...]
    participants: tuple[Titled, ...]
    about: tuple[Titled, ...]
    chosen: str
    proposed: tuple[str, ...]
    rungs: tuple[Rung, ...]
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Logged:
    """An issue as whoever logged it sees it right after: where it stands, who sorts it until when, and who reads it."""

    ref: str
    about: str
    sentence: str
    asks: str
    until: str
    concerned: tuple[str, ...]
    readers: tuple[str, ...]


def logging(view: View, book: Rulebook, person: str, about: str, now: datetime) -> Logging:
    """Return what ``person`` needs to log an issue, at first about the reference ``about`` ("" for nothing, or what there is not)."""
    alliance, rules = view.alliance(), rules_of(view, book, None, "issue")
    policy, states, day = rules.policy, rules.workflow.states, rules.calendar.local_date(now)
    there = tuple((p.id, p.title) for p in alliance.participants if p.standing not in GONE)
    mine = _speaking(alliance, policy, person, day)
    case = _case(view, book, Issue(), now)
    chosen, proposed = _chosen(view, book, person, about, now)
    offered = (
        dict(_decisions(view, book, person, now)) | dict(_issues(view, book, person, now)) | (dict([chosen]) if chosen else {})
    )
    return Logging(
        speaking=tuple(one for one in there if one[0] in mine),
        participants=there,
        about=tuple(sorted(offered.items(), reverse=True)),
        chosen=chosen[0] if chosen else "",
        proposed=proposed,
        rungs=tuple(Rung(say(states[r].title), say(asked_on(case, r)), str(policy.clocks.get(r, ""))) for r in policy.ladder),
        routes=routes_of(book, policy),
    )


def logged(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Logged | None:
    """Return the issue ``ref`` for ``person``, who logged it; None for anybody else, and where there is none."""
    issue = view.issue(ref)
    if issue is None or issue.by != person:
        return None
    case = _case(view, book, issue, now)
    zone, due = ZoneInfo(case.policy.zone), min(issue.due.values(), default=None)
    return Logged(
        ref=ref,
        about=issue.about,
        sentence=of_issue(issue, case.title_of, zone, case.policy.ladder),
        asks=say(asked_on(case, issue.state)),
        until=clock_time(due, zone) if due else "",
        concerned=tuple(case.title_of(p) for p in issue.concerned),
        readers=tuple(case.alliance.named(one) for one in people_of(case, issue.state) if one != person),
    )


def _speaking(alliance: Alliance, policy: Policy, person: str, day: date) -> frozenset[str]:
    """Return the participants for which ``person`` may log an issue; none for the manager, who logs one for no participant."""

    def as_one(participant: str) -> Actor | Refusal:
        return permitted(alliance, policy, LOG, person, None, day, participant)

    usual = as_one("")
    if not isinstance(usual, Actor) or not usual.capacity.participant:
        return frozenset()
    return frozenset(p.id for p in alliance.participants if isinstance(as_one(p.id), Actor))


def _chosen(view: View, book: Rulebook, person: str, about: str, now: datetime) -> tuple[Titled | None, tuple[str, ...]]:
    """Return what an issue is about with what it is called, and the participants it then concerns; None where it is about nothing."""
    decision, issue = (view.decision(about), view.issue(about)) if about else (None, None)
    if decision is not None and not is_hidden(view, book, about, person, now):
        eligible = decision.eligible_participants or electorate(decision_case(view, book, about, now))
        return (about, f"{about} {decision.title}"), tuple(eligible)
    if issue is not None and person in _readers(view, book, issue, now):
        return (about, f"{about} {title_of_issue(issue)}"), issue.concerned
    return None, ()


def _decisions(view: View, book: Rulebook, person: str, now: datetime) -> Iterator[Titled]:
    row = TABLES["decisions"].c
    readable = readable_by(view, book, person, now)
    for ref, title in view.rows(select(row.ref, row.title).where(view.mine("decisions"), is_live(), readable)):
        yield ref, f"{ref} {title}"


def _issues(view: View, book: Rulebook, person: str, now: datetime) -> Iterator[Titled]:
    """Give the open issues that ``person`` reads."""
    for ref in view.open_issues():
        issue = view.issue(ref)
        if issue is not None and person in _readers(view, book, issue, now):
            yield ref, f"{ref} {title_of_issue(issue)}"


def _readers(view: View, book: Rulebook, issue: Issue, now: datetime) -> tuple[str, ...]:
    return (issue.by, *people_of(_case(view, book, issue, now), issue.state))


def _case(view: View, book: Rulebook, issue: Issue, now: datetime) -> Any:  # noqa: ANN401 - an IssueCase
    return gathering_case(view, book, issue, Asking("issue.look", ENGINE), now)
