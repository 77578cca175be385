"""Effects on positions: asking, taking, lapsing, closing, adopting."""

import hashlib
from datetime import timedelta

from govflow.domain import facts as f
from govflow.engine.asking import closing_time, electorate, full_time
from govflow.engine.cases import Case
from govflow.engine.effects.money import taken
from govflow.engine.waiting import is_agreed
from govflow.engine.words import effect

Facts = tuple[f.Fact, ...]


@effect("freeze the electorate")
def freeze(case: Case) -> Facts:
    """Open a round: fix who is asked, on which version, under which mandate, until when (rule 4)."""
    asked = electorate(case)
    left_out = tuple(p for p in case.alliance.members(case.decision.body) if p not in asked)
    return (*lapse_current(case, "put again"), _round(case, asked, left_out, closing_time(case)))


@effect("ask everyone again")
def ask_again(case: Case) -> Facts:
    """Open a round on the new version for the same electorate, with the full time again."""
    before = case.decision.asked
    return (_round(case, before.electorate, before.left_out, full_time(case), before.meeting),) if before else ()


def _round(case: Case, asked: tuple[str, ...], left_out: tuple[str, ...], closes: object, meeting: str = "") -> f.RoundOpened:
    mandate = case.mandate
    return f.RoundOpened(
        n=case.decision.round_no + 1,
        version=case.decision.version,
        electorate=asked,
        left_out=left_out,
        mandate=mandate.ref if mandate else "",
        mandate_version=mandate.version if mandate else 0,
        mandate_digest=mandate.digest if mandate else "",
        closes_at=closes,  # type: ignore[arg-type]
        meeting=str(case.data.get("meeting") or meeting),
        by=case.actor.person,
    )


@effect("record the position")
def take(case: Case) -> Facts:
    """Record one participant's answer; an earlier one of the same round stays readable."""
    data, capacity, decision = case.data, case.actor.capacity, case.decision
    earlier = [p for p in decision.positions if (p.round_no, p.participant) == (decision.round_no, capacity.participant)]
    return (
        f.PositionTaken(
            round_no=decision.round_no,
            participant=capacity.participant,
            n=len(earlier) + 1,
            version=decision.version,
            wording=decision.wording,
            choice=case.event,
            principle=str(data.get("principle") or ""),
            own_body=str(data.get("body") or ""),
            own_body_kind=str(data.get("decision_kind") or ""),
            expected=data.get("expected"),
            person=case.actor.person,
            deputy=capacity.deputy > 0,
            reason=str(data.get("reason") or ""),
            interest=str(data.get("interest") or ""),
            would_agree_if=str(data.get("would_agree_if") or ""),
        ),
        *_written_down(case),
    )


def _written_down(case: Case) -> Facts:
    """Record who wrote the position down in the meeting, where this confirms it: both people stand in the entry."""
    noted = case.meeting.noted(case.data.get("noted", 0)) if case.meeting else None
    return (f.PositionConfirmed(case.meeting.ref, noted.n, noted.by),) if case.meeting and noted else ()


@effect("lapse the positions")
def lapse(case: Case) -> Facts:
    """Lapse every standing position, saying why."""
    return lapse_current(case, case.event)


def lapse_current(case: Case, why: str) -> Facts:
    """Lapse what stands in the last round; nothing where no round stands."""
    asked = case.decision.asked
    return (f.PositionsLapsed(asked.n, why),) if asked is not None and not asked.lapsed else ()


@effect("count the failure")
def count_failure(case: Case) -> Facts:
    """Record that positions closed without agreement, and whose was missing; where nobody's was, it is no failure to agree."""
    decision, failed = case.decision, not is_agreed(case)
    return (f.RoundClosed(decision.round_no, decision.failures + failed, case.tally().missing),)


@effect("record the adoption")
def adopt(case: Case) -> Facts:
    """Record who agreed, the digest of what was counted, and the money this takes."""
    decision, counted = case.decision, case.tally()
    adopted = f.Adopted(decision.round_no, decision.version, counted.agreed, counted.eligible, positions_digest(case))
    return (adopted, *taken(case))


def positions_digest(case: Case) -> str:
    """Return the SHA-256 of the sorted positions that count: one line each, ``participant choice version person``."""
    counting = frozenset(case.decision.eligible_participants)
    lines = sorted(
        f"{p.participant} {p.choice} {p.version} {p.person}\n"
        for p in case.decision.current_positions
        if p.participant in counting
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@effect("make settlement wait")
def make_wait(case: Case) -> Facts:
    """Make settlement wait one working day (as the policy's clock says), so that everyone can see what changed."""
    until = case.rules.calendar.due(case.now, case.policy.clocks["settlement_wait"], case.policy.closing)
    return (f.SettlementWaits(max(until, case.now + timedelta(minutes=1)), case.event),)
