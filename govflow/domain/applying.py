"""Applying facts: a value and a fact in, the new value out.

Saving and replaying use these same functions, so the tables are the fold of the log by construction. Nothing is judged here and
nothing is looked up: what a fact does not say is not known.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from govflow.domain import facts as f
from govflow.domain import money
from govflow.domain.applying_approvals import APPROVALS, Apply
from govflow.domain.decisions import UNSHARED, Circulation, Contribution, Decision, Round, changed
from govflow.domain.interests import Interest, barred_people, excluded_participants
from govflow.domain.positions import AGREEING, OBJECT, Position
from govflow.domain.proposals import Version


def apply(decision: Decision, fact: f.Fact, at: datetime) -> Decision:
    """Return ``decision`` after ``fact``, established at ``at`` (UTC). Raises KeyError for a fact that is not about decisions."""
    return DECISION[fact.kind](decision, fact, at)


def _proposed(d: Decision, x: f.Proposed, at: datetime) -> Decision:
    return changed(
        d,
        kind=x.decision_kind,
        began=x.decision_kind,
        body=x.body,
        proposer=x.proposer,
        participant=x.participant,
        mandate=x.mandate,
        workflow=x.workflow,
        policy=x.policy,
        supersedes=x.supersedes,
        concerns=x.concerns,
        proposed_at=at,
        since=at,
    )


def _version_added(d: Decision, x: f.VersionAdded, at: datetime) -> Decision:
    new = Version(
        x.version,
        1,
        x.title,
        x.text,
        x.decision_kind,
        x.amount_pence,
        x.line,
        x.year,
        x.changes,
        x.measure,
        x.review_on,
        x.statement,
        x.material,
        x.by,
        x.reason,
        at,
    )
    # A draft that is written on keeps its number: the text that others have not been given is no version yet.
    before = d.versions[:-1] if x.version == d.version else d.versions
    return changed(
        d,
        versions=(*before, new),
        version=x.version,
        wording=1,
        title=x.title,
        kind=x.decision_kind,
        failures=0 if x.material else d.failures,
        failed_version=0 if x.material else d.failed_version,
        rung="",
        wording_proposed="",
        wording_by="",
        wording_by_role="",
    )


def _money_aimed(d: Decision, x: f.MoneyAimed, _: datetime) -> Decision:
    aimed = replace(d.versions[-1], to_line=x.to_line, to_year=x.to_year, releases=x.releases)
    return changed(d, versions=(*d.versions[:-1], aimed))


def _body_asked(d: Decision, x: f.BodyAsked, _: datetime) -> Decision:
    return changed(d, asked_body=x.body)


def _routed(d: Decision, x: f.Routed, _: datetime) -> Decision:
    return changed(d, body=x.body, routed=x.why)


def _linked(d: Decision, x: f.Linked, _: datetime) -> Decision:
    return changed(d, linked=x.to)


def _default_cited(d: Decision, x: f.DefaultCited, _: datetime) -> Decision:
    return changed(d, default_ref=x.default)


def _nothing_follows(d: Decision, x: f.NothingFollows, _: datetime) -> Decision:
    return changed(d, nothing_follows=x.why)


def _shared(d: Decision, _: f.Shared, __: datetime) -> Decision:
    return changed(d, shared=True)


def _contributed(d: Decision, x: f.Contributed, at: datetime) -> Decision:
    return changed(d, contributions=(*d.contributions, Contribution(x.n, x.what, x.who, x.by, x.to, x.changed, x.said, at)))


def _reason_given(d: Decision, x: f.ReasonGiven, at: datetime) -> Decision:
    return changed(d, contributions=(*d.contributions, Contribution(x.n, "reason", "", x.by, 0, x.event, x.reason, at)))


def _circulated(d: Decision, x: f.Circulated, at: datetime) -> Decision:
    new = Circulation(
        x.n, x.version, x.papers, x.flagged, x.interests_asked, x.urgent, x.urgent_reason, x.legal, x.safe, x.by, x.by_role, at
    )
    return changed(d, circulations=(*d.circulations, new), notice_from=at)


def _urgency_shown(d: Decision, x: f.UrgencyShown, at: datetime) -> Decision:
    """Urgency counts for the proposal as it now stands: what matters and is changed later, or put off, asks for it anew."""
    *before, last = d.circulations
    shown = replace(last, urgent=True, urgent_reason=x.urgent_reason, legal=x.legal, safe=x.safe, by=x.by, by_role=x.by_role)
    shown = replace(shown, version=d.version, at=at)
    return changed(d, circulations=(*before, shown))


def _notice_restarted(d: Decision, _: f.NoticeRestarted, at: datetime) -> Decision:
    return changed(d, notice_from=at)


def _round_opened(d: Decision, x: f.RoundOpened, at: datetime) -> Decision:
    new = Round(
        x.n,
        x.version,
        x.electorate,
        x.left_out,
        x.mandate,
        x.mandate_version,
        x.mandate_digest,
        x.closes_at,
        x.meeting,
        x.by,
        at,
        "",
    )
    return counted(d, rounds=(*d.rounds, new), round_no=x.n, settles_at=None, mandate=x.mandate)


def _position_taken(d: Decision, x: f.PositionTaken, at: datetime) -> Decision:
    new = Position(
        x.round_no,
        x.participant,
        x.n,
        x.version,
        x.wording,
        x.choice,
        x.reason,
        x.principle,
        x.interest,
        x.would_agree_if,
        x.own_body,
        x.own_body_kind,
        x.expected,
        x.person,
        x.deputy,
        at,
        current=True,
        lapsed="",
    )
    earlier = tuple(replace(p, current=False) if p.current and p.participant == x.participant else p for p in d.positions)
    return counted(d, positions=(*earlier, new))


def _position_confirmed(d: Decision, x: f.PositionConfirmed, _: datetime) -> Decision:
    return changed(d, positions=(*d.positions[:-1], replace(d.positions[-1], recorded_by=x.recorded_by)))


def _positions_lapsed(d: Decision, x: f.PositionsLapsed, _: datetime) -> Decision:
    lapsed = tuple(replace(p, current=False, lapsed=x.why) if p.current else p for p in d.positions)
    rounds = tuple(replace(r, lapsed=x.why) if r.n == x.round_no else r for r in d.rounds)
    return counted(d, positions=lapsed, rounds=rounds, settles_at=None, directed="")


def _interest_declared(d: Decision, x: f.InterestDeclared, at: datetime) -> Decision:
    new = Interest(x.n, x.participant, x.person, x.interest, x.nature, at, "", "", "", "", None, 0, ())
    return counted(d, interests=(*d.interests, new))


def _interest_corrected(d: Decision, x: f.InterestCorrected, _: datetime) -> Decision:
    return counted(d, interests=tuple(replace(i, replaced_by=x.by) if i.n == x.n else i for i in d.interests))


def _interest_ruled(d: Decision, x: f.InterestRuled, at: datetime) -> Decision:
    def ruled(i: Interest) -> Interest:
        return replace(
            i,
            handling=x.handling,
            ruled_by=x.by,
            ruled_by_participant=x.by_participant,
            ruling_reason=x.reason,
            ruled_at=at,
            confirmations=x.confirmations,
            confirmed_by=(),
        )

    return counted(d, interests=tuple(ruled(i) if i.n == x.n else i for i in d.interests))


def _ruling_confirmed(d: Decision, x: f.RulingConfirmed, _: datetime) -> Decision:
    confirmed = tuple(replace(i, confirmed_by=(*i.confirmed_by, x.participant)) if i.n == x.n else i for i in d.interests)
    return counted(d, interests=confirmed)


def _settlement_waits(d: Decision, x: f.SettlementWaits, _: datetime) -> Decision:
    rounds = (*d.rounds[:-1], replace(d.rounds[-1], closes_at=max(d.rounds[-1].closes_at, x.until)))
    return changed(d, settles_at=max(x.until, d.settles_at or x.until), rounds=rounds)


def _wording_proposed(d: Decision, x: f.WordingProposed, _: datetime) -> Decision:
    return changed(d, wording_proposed=x.text, wording_by=x.by, wording_by_role=x.by_role)


def _wording_changed(d: Decision, x: f.WordingChanged, at: datetime) -> Decision:
    edited = replace(d.text, wording=x.wording, text=d.wording_proposed, material=False, by=x.by, reason="", at=at)
    return changed(
        d,
        versions=(*d.versions, edited),
        wording=x.wording,
        edited_round=d.round_no,
        wording_proposed="",
        wording_by="",
        wording_by_role="",
    )


def _round_closed(d: Decision, x: f.RoundClosed, _: datetime) -> Decision:
    return changed(d, failures=x.failures, failed_version=d.version)


def _adopted(d: Decision, _: f.Adopted, at: datetime) -> Decision:
    return changed(d, adopted_at=at)


def _money_committed(d: Decision, x: f.MoneyCommitted, at: datetime) -> Decision:
    if x.pence:
        return _posted(d, money.Posting(money.COMMITTED, x.line, x.year, x.pence, "", at))
    given_back = [money.Posting(money.RELEASED, *place, pence, "", at) for place, pence in money.held(d.postings).items()]
    return _posted(d, *given_back)


def _money_posted(d: Decision, x: f.MoneyPosted, at: datetime) -> Decision:
    return _posted(d, money.Posting(x.what, x.line, x.year, x.pence, x.cause, at))


def _posted(d: Decision, *postings: money.Posting) -> Decision:
    return changed(d, postings=(*d.postings, *postings))


def _window_opened(d: Decision, x: f.WindowOpened, _: datetime) -> Decision:
    return changed(d, window_ends_at=x.ends_at)


def _objection_raised(d: Decision, x: f.ObjectionRaised, at: datetime) -> Decision:
    said = Contribution(
        x.n,
        "objection",
        x.participant,
        x.by,
        0,
        x.principle or x.interest,
        f"{x.reason} - would agree if: {x.would_agree_if}",
        at,
    )
    return changed(d, contributions=(*d.contributions, said), window_ends_at=None)


def _deferred(d: Decision, x: f.Deferred, _: datetime) -> Decision:
    return changed(d, resumes_at=x.until)


def _electorate_changed(d: Decision, _: f.ElectorateChanged, __: datetime) -> Decision:
    return d


def _put_on_ladder(d: Decision, x: f.PutOnLadder, _: datetime) -> Decision:
    return changed(d, rung=x.rung)


def _held(d: Decision, x: f.Held, _: datetime) -> Decision:
    return changed(d, held_by=x.issue)


def _unheld(d: Decision, _: f.Unheld, __: datetime) -> Decision:
    return changed(d, held_by="", directed="")


def _directed(d: Decision, x: f.Directed, at: datetime) -> Decision:
    said = Contribution(x.n, "reason", x.participant, x.by, 0, "direct", x.reason, at)
    return changed(d, contributions=(*d.contributions, said), directed=x.issue)


def _effective(d: Decision, _: f.Effective, at: datetime) -> Decision:
    return changed(d, effective_at=at)


def _completed(d: Decision, x: f.Completed, _: datetime) -> Decision:
    return changed(d, outcome=x.outcome)


def _reviewed(d: Decision, x: f.Reviewed, _: datetime) -> Decision:
    return changed(d, finding=x.finding, worked=x.worked)


def _superseded(d: Decision, x: f.Superseded, _: datetime) -> Decision:
    return changed(d, successor=x.successor)


def _state_moved(d: Decision, x: f.StateMoved, at: datetime) -> Decision:
    return d if x.to == d.state else changed(d, state=x.to, since=at, shared=d.shared or x.to not in UNSHARED)


def _done_late(d: Decision, x: f.DoneLate, _: datetime) -> Decision:
    return changed(d, since=x.due)


def _timers_set(d: Decision, x: f.TimersSet, _: datetime) -> Decision:
    return changed(d, due=x.due)


def counted(d: Decision, **changes: Any) -> Decision:  # noqa: ANN401 - as changed
    """Return ``d`` with ``changes`` and its tallies true: how many agreed, objected, and were eligible in the last round."""
    interests, rounds = changes.get("interests", d.interests), changes.get("rounds", d.rounds)
    out, barred = excluded_participants(interests), barred_people(interests)
    standing = (p for p in changes.get("positions", d.positions) if p.current and p.person not in barred)
    choices = [p.choice for p in standing if p.participant not in out]
    return changed(
        d,
        **changes,
        agreed=sum(c in AGREEING for c in choices),
        objections=choices.count(OBJECT),
        eligible=sum(p not in out for p in rounds[-1].electorate) if rounds else 0,
    )


DECISION: Mapping[str, Apply] = {
    "Proposed": _proposed,
    "VersionAdded": _version_added,
    "MoneyAimed": _money_aimed,
    "BodyAsked": _body_asked,
    "Contributed": _contributed,
    "Routed": _routed,
    "Linked": _linked,
    "DefaultCited": _default_cited,
    "NothingFollows": _nothing_follows,
    "Shared": _shared,
    "ReasonGiven": _reason_given,
    "Circulated": _circulated,
    "UrgencyShown": _urgency_shown,
    "NoticeRestarted": _notice_restarted,
    "RoundOpened": _round_opened,
    "PositionTaken": _position_taken,
    "PositionConfirmed": _position_confirmed,
    "PositionsLapsed": _positions_lapsed,
    "InterestDeclared": _interest_declared,
    "InterestCorrected": _interest_corrected,
    "InterestRuled": _interest_ruled,
    "RulingConfirmed": _ruling_confirmed,
    "SettlementWaits": _settlement_waits,
    "WordingProposed": _wording_proposed,
    "WordingChanged": _wording_changed,
    "RoundClosed": _round_closed,
    "Adopted": _adopted,
    "MoneyCommitted": _money_committed,
    "MoneyPosted": _money_posted,
    **APPROVALS,
    "WindowOpened": _window_opened,
    "ObjectionRaised": _objection_raised,
    "Deferred": _deferred,
    "ElectorateChanged": _electorate_changed,
    "PutOnLadder": _put_on_ladder,
    "Held": _held,
    "Unheld": _unheld,
    "Directed": _directed,
    "Effective": _effective,
    "Completed": _completed,
    "Reviewed": _reviewed,
    "Superseded": _superseded,
    "StateMoved": _state_moved,
    "DoneLate": _done_late,
    "TimersSet": _timers_set,
}
