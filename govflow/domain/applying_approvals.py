"""Applying facts about own bodies: what a decision waits for, their notices, what they decided, and call-in."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from govflow.domain import facts as f
from govflow.domain.decisions import Approval, Decision, changed

Apply = Callable[[Decision, Any, datetime], Decision]


def _approval_awaited(d: Decision, x: f.ApprovalAwaited, _: datetime) -> Decision:
    new = Approval(
        len(d.approvals) + 1,
        d.round_no,
        x.participant,
        x.own_body,
        x.own_body_kind,
        x.expected,
        x.lapses_at,
        None,
        "",
        None,
        "",
        "",
    )
    return changed(d, approvals=(*d.approvals, new))


def _of_own_body(d: Decision, participant: str, **changes: Any) -> Decision:  # noqa: ANN401 - as changed
    """Return ``d`` with ``changes`` of the approval that is awaited of ``participant``."""
    awaited = {a.n for a in d.awaited if a.participant == participant}
    return changed(d, approvals=tuple(replace(a, **changes) if a.n in awaited else a for a in d.approvals))


def _own_body_notified(d: Decision, x: f.OwnBodyNotified, _: datetime) -> Decision:
    notice: dict[str, Any] = {"notice_reference": x.reference, "notice_reason": x.reason, "notice_by": x.by}
    days = {"published_on": x.published_on, "earliest_on": x.earliest_on, "decide_on": x.decide_on}
    return _of_own_body(d, x.participant, route=x.route, lapses_at=x.lapses_at, **days, **notice)


def _own_body_decided(d: Decision, x: f.OwnBodyDecided, _: datetime) -> Decision:
    days: dict[str, Any] = {"decided_on": x.decided_on, "announced_on": x.announced_on, "call_in_ends_at": x.call_in_ends_at}
    return _of_own_body(d, x.participant, reference=x.reference, by=x.by, **days)


def _called_in(d: Decision, x: f.CalledIn, at: datetime) -> Decision:
    undone: dict[str, Any] = {"reference": "", "decided_on": None, "announced_on": None, "call_in_ends_at": None, "by": ""}
    said: dict[str, Any] = {"called_in_at": at, "called_in_by": x.by, "called_in_reason": x.reason}
    return _of_own_body(d, x.participant, lapses_at=x.lapses_at, **undone, **said)


def _approval_given(d: Decision, x: f.ApprovalGiven, _: datetime) -> Decision:
    said: dict[str, Any] = {"reference": x.reference, "decided_on": x.decided_on, "by": x.by, "reason": x.reason}
    return _of_own_body(d, x.participant, approved=x.approved, **said)


APPROVALS: Mapping[str, Apply] = {
    "ApprovalAwaited": _approval_awaited,
    "OwnBodyNotified": _own_body_notified,
    "OwnBodyDecided": _own_body_decided,
    "CalledIn": _called_in,
    "ApprovalGiven": _approval_given,
}
