"""The record of one decision as one plain mapping: everything a reader, an export or a page may show of it.

The fields are the superset of what English law asks of a decision record (SI 2012/2089 reg. 12; SI 2014/2095 reg. 7) and of what
alliances keep; policies/SOURCES.md lists the sources.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from govflow.domain import money
from govflow.domain.decisions import Decision
from govflow.domain.positions import Position, was
from govflow.domain.sentences import sentence
from govflow.domain.translating import say
from govflow.engine.cases import Case
from govflow.engine.rulebook import Rulebook
from govflow.reading.authority import with_level
from govflow.reading.decisions import decision_case, still_needed, words_of
from govflow.reading.timeline import timeline, what_was_done
from govflow.record.units import View

Plain = dict[str, Any]


def decision_record(view: View, book: Rulebook, ref: str, now: datetime) -> Plain:
    """Return the whole record of decision ``ref``. Raises Refused for an unknown reference."""
    case = decision_case(view, book, ref, now)
    decision = case.decision
    kind = case.kind
    return {
        "ref": ref,
        "alliance": case.alliance.title,
        "illustrative": case.alliance.illustrative,
        "title": decision.title,
        "state": decision.state,
        "sentence": sentence(decision, words_of(case)),
        "kind": kind.title if kind else decision.kind,
        **_authority(case),
        "proposer": person(case, decision.proposer, decision.proposed_at),
        "mandate": _mandate(case),
        "rules": {"policy": case.policy.title, "policy_digest": decision.policy, "workflow_digest": decision.workflow},
        "supersedes": decision.supersedes,
        "superseded_by": decision.successor,
        "dates": {n: _stamp(getattr(decision, n)) for n in ("proposed_at", "adopted_at", "effective_at", "window_ends_at")},
        "versions": [_version(case, n) for n in range(len(decision.versions))],
        "circulations": [_plain(c) | {"by": person(case, c.by, c.at)} for c in decision.circulations],
        "rounds": [_round(case, r.n) for r in decision.rounds],
        "interests": [_interest(case, n) for n in range(len(decision.interests))],
        "contributions": [_contribution(case, n) for n in range(len(decision.contributions))],
        "approvals": [
            _plain(a) | {"title": case.title_of(a.participant), "awaited": a in decision.awaited} for a in decision.approvals
        ],
        "money": [{"line": line, "year": year, "pence": pence} for (line, year), pence in money.held(decision.postings).items()],
        "postings": [_plain(p) for p in decision.postings],
        "outcome": decision.outcome,
        "finding": decision.finding,
        "worked": decision.worked,
        "needed": [_plain(r) for r in still_needed(case)],
        "principles": [{"id": p.id, "title": p.title} for p in case.policy.principles],
        "timeline": timeline(view, case),
        "ledger": {"entry": decision.entry, "size": view.head.size, "hash": view.head.hash, "root": view.head.root},
    }


def _authority(case: Case) -> Plain:
    """Return which body decides and why, and with which other decision it comes into force."""
    decision, body = case.decision, case.policy.body(case.decision.body)
    return {
        "body": body.title if body else decision.body,
        "level": body.level if body else "",
        "body_with_level": with_level(body, decision.body),
        "why_this_body": decision.routed,
        "linked": [d.ref for d in case.linked],
        "nothing_follows": decision.nothing_follows,
    }


def person(case: Case, ref: str, at: datetime | None = None) -> str:
    """Return how a person is named, as at a moment (UTC) or now; the reference once the name is erased; "" for nobody."""
    return case.alliance.named(ref, at)


def _stamp(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _plain(value: Any) -> Plain:  # noqa: ANN401 - any of the domain's frozen values
    held = ((field.name, getattr(value, field.name)) for field in fields(value))
    return {name: v.isoformat() if hasattr(v, "isoformat") else v for name, v in held}


def _mandate(case: Case) -> Plain | None:
    mandate = case.mandate
    if mandate is None:
        return None
    asked = case.decision.asked
    return {
        "ref": mandate.ref,
        "version": asked.mandate_version if asked else mandate.version,
        "title": mandate.title,
        "digest": asked.mandate_digest if asked else mandate.digest,
    }


def _version(case: Case, index: int) -> Plain:
    version = case.decision.versions[index]
    return _plain(version) | {"by": person(case, version.by, version.at), "number": _numbered(case.decision, index)}


def _numbered(decision: Decision, index: int) -> str:
    version = decision.versions[index]
    return f"{version.n}" if version.wording == 1 else f"{version.n} (wording {version.wording})"


def _round(case: Case, number: int) -> Plain:
    decision = case.decision
    asked = next(r for r in decision.rounds if r.n == number)
    answers = [p for p in decision.positions if p.round_no == number]
    latest = {p.participant: p for p in answers}
    excluded = decision.excluded if number == decision.round_no else frozenset()
    rows = [_answer(case, name, latest.get(name), name in excluded) for name in asked.electorate]
    return _plain(asked) | {"opened_by": person(case, asked.by, asked.at), "positions": rows}


def _answer(case: Case, participant: str, given: Position | None, excluded: bool) -> Plain:  # noqa: FBT001
    row: Plain = {"participant": participant, "title": case.title_of(participant), "excluded": excluded}
    if given is None:
        return row | {"choice": None}
    before = was(case.decision.positions, given, case.policy.quiet_minutes)
    spoken = {"person": case.alliance.name_at(given.person, given.at), "was": before.choice if before else None}
    return row | _plain(given) | spoken


def _contribution(case: Case, index: int) -> Plain:
    one = case.decision.contributions[index]
    did = say(what_was_done(f"decision.{one.changed}")) if one.what == "reason" else ""
    return _plain(one) | {"by": person(case, one.by, one.at), "did": did}


def _interest(case: Case, index: int) -> Plain:
    interest = case.decision.interests[index]
    who: Mapping[str, str] = {
        "title": case.title_of(interest.participant),
        "person": person(case, interest.person, interest.declared_at),
        "ruled_by": person(case, interest.ruled_by, interest.ruled_at),
    }
    return _plain(interest) | dict(who) | {"is_ruled": interest.is_ruled}
