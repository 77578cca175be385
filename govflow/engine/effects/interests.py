"""Effects on interests: declaring, ruling, confirming."""

from govflow.domain import facts as f
from govflow.domain.interests import IF_OTHERS_AGREE, INSTITUTIONAL, REMOVING, Interest, majority_of
from govflow.engine.asking import deciding
from govflow.engine.cases import Case
from govflow.engine.effects.positions import make_wait
from govflow.engine.guards.interests import concerned, next_in_line, speaks_for
from govflow.engine.words import effect

Facts = tuple[f.Fact, ...]


@effect("record the interest")
def declare(case: Case) -> Facts:
    """Record what a seat holder declared, and that it stands in the place of what it corrects."""
    data, capacity = case.data, case.actor.capacity
    n = len(case.decision.interests) + 1
    declared = f.InterestDeclared(n, capacity.participant, case.actor.person, data["kind"], str(data.get("nature") or ""))
    return (declared, f.InterestCorrected(data["of"], n)) if data.get("of") else (declared,)


@effect("record the ruling")
def rule(case: Case) -> Facts:
    """Record how an interest is handled (option E where the ruling does not say) and how many others must confirm it."""
    found = concerned(case)
    if found is None:
        return ()
    handling = str(case.data.get("handling") or case.policy.options["E"])
    mine = case.actor.capacity.participant or min(speaks_for(case, case.actor.person), default="")
    rest = [p for p in deciding(case) if p not in {found.participant, mine}]
    waits = handling == IF_OTHERS_AGREE or next_in_line(case) is None or (handling in REMOVING and removes_position(case, found))
    confirmations = majority_of(len(rest)) if waits else 0
    return (f.InterestRuled(found.n, handling, case.actor.person, mine, confirmations, str(case.data.get("reason") or "")),)


def removes_position(case: Case, interest: Interest) -> bool:
    """Say whether barring what ``interest`` concerns would take away a position already given, also one set aside for now."""
    given = next((p for p in case.decision.positions if p.current and p.participant == interest.participant), None)
    return given is not None and (interest.kind == INSTITUTIONAL or given.person == interest.person)


@effect("record the confirmation")
def confirm(case: Case) -> Facts:
    """Record one confirmation; with the last one of a ruling that removes a position, settlement waits, all told."""
    found = concerned(case)
    if found is None:
        return ()
    confirmed = f.RulingConfirmed(found.n, case.actor.capacity.participant, case.actor.person)
    last = len(found.confirmed_by) + 1 >= found.confirmations
    removing = last and found.handling in REMOVING and case.decision.asked is not None and removes_position(case, found)
    return (confirmed, *make_wait(case)) if removing else (confirmed,)
