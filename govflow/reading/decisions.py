"""Decisions as doors read them: the published figures, the sentence, what is still needed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from govflow.domain.authority import pounds
from govflow.domain.decisions import Decision
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.requirement_codes import refuse
from govflow.domain.sentences import Words, sentence
from govflow.domain.translating import listed, say
from govflow.engine.cases import ENGINE, Actor, Asked, Case
from govflow.engine.casing import Asking, Source, case_of
from govflow.engine.moving import available, needed
from govflow.engine.permissions import permitted, stewards
from govflow.engine.rulebook import Rulebook

ANEW = "its urgency was granted for another proposal"


@dataclass(frozen=True, slots=True)
class Figures:
    """What anybody may be told of a decision at a glance; ``needed`` is what keeps an open one from being adopted."""

    ref: str
    title: str
    state: str
    version: int
    agreed: int
    objections: int
    eligible: int
    level: str
    closes: datetime | None
    sentence: str
    needed: tuple[Refusal, ...]


def decision_case(source: Source, book: Rulebook, ref: str, now: datetime) -> Case:
    """Return the decision ``ref`` with its rules, as the engine sees it at ``now``. Raises Refused for an unknown reference."""
    found = source.decision(ref)
    if found is None:
        raise Refused((refuse("unknown-reference", field="subject", value=ref[:80]),))
    return case_of(source, book, found, Asking("decision.settle", ENGINE), now)


def words_of(case: Asked) -> Words:
    """Return the titles and the zone that sentences about a subject need."""
    return Words(case.title_of, ZoneInfo(case.policy.zone))


def figures(source: Source, book: Rulebook, ref: str, now: datetime) -> Figures:
    """Return the published figures of the decision ``ref``. Raises Refused for an unknown reference."""
    case = decision_case(source, book, ref, now)
    decision = case.decision
    body = case.policy.body(decision.body)
    return Figures(
        ref=ref,
        title=decision.title,
        state=decision.state,
        version=decision.version,
        agreed=decision.agreed,
        objections=decision.objections,
        eligible=decision.eligible,
        level=body.level if body else "",
        closes=decision.asked.closes_at if decision.asked else None,
        sentence=sentence(decision, words_of(case)),
        needed=still_needed(case),
    )


def still_needed(case: Case) -> tuple[Refusal, ...]:
    """Return what an open decision still needs before it is adopted; () in any other state."""
    return needed(replace(case, data={})) if case.decision.state == "open" else ()


def leads(case: Case, event: str) -> bool:
    """Say whether ``event`` leads anywhere in the state a decision is in; that notice can be given anew is no next step."""
    return any(m.do == event and ANEW not in m.if_ for m in case.rules.workflow.states[case.decision.state].moves)


def can(case: Case, person: str, event: str, data: Mapping[str, Any]) -> bool:
    """Say whether ``person`` could do ``event`` now, with nothing left that it needs."""
    return lacking(case, person, event, data) == ()


def lacking(case: Case, person: str, event: str, data: Mapping[str, Any]) -> tuple[Refusal, ...] | None:
    """Return what ``event`` still needs before ``person`` can do it; None where it is not theirs to do, or leads nowhere."""
    if not leads(case, event):
        return None
    actor = permitted(case.alliance, case.policy, f"decision.{event}", person, case.decision, case.day)
    return available(replace(case, event=event, actor=actor, data=data), event) if isinstance(actor, Actor) else None


def open_to(decision: Decision, participant: str) -> bool:
    """Say whether ``participant`` is asked for a position and has not given one."""
    return decision.state == "open" and participant in decision.eligible_participants and participant not in decision.answers


def money_of(case: Case) -> str:
    """Return what a proposal would spend, move or give back, as people say it; "" where it names no amount."""
    text = case.decision.text
    if text.amount_pence is None:
        return ""
    words = {"amount": pounds(text.amount_pence), "line": text.line, "year": text.year}
    if text.to_line:
        return say("{amount} of {line} {year}, to {to_line} {to_year}", **words, to_line=text.to_line, to_year=text.to_year)
    if text.releases:
        return say("{amount} of {line} {year}, given back by {releases}", **words, releases=text.releases)
    return say("{amount} of {line} {year}", **words)


def taken_over(case: Case) -> str:
    """Return in words who looks after a proposal whose proposer can no longer; "" while they can, and once it is at rest."""
    decision = case.decision
    after = stewards(case.alliance, case.policy, decision, case.day)
    if not decision.proposer or decision.proposer in after or not case.rules.workflow.states[decision.state].moves:
        return ""
    names = listed(tuple(case.alliance.cited(person) for person in after))
    return (
        say("{who} looks after it now.", who=names) if names else say("Nobody looks after it now: there is no alliance manager.")
    )
