"""Observers of closing without agreement and of putting a proposal again."""

# ruff: noqa: SIM110 - plain loops on purpose: these are the second entry, not a copy of the first

from govflow.engine.observers.money import answer_covers, gives_back, holder_asked, money, stands, year_runs
from govflow.engine.observers.opening import concerned_here, mandate
from govflow.engine.observers.settling import everyone_agrees, kept_out, standing
from govflow.engine.seen import Seen
from govflow.engine.words import observer


@observer("the closing time having come, or an answer from everyone")
def time_or_everyone(seen: Seen) -> bool:
    """Say whether the round ran its time, or nobody's answer is missing. The clock has only the time to go by."""
    asked = seen.before.asked
    if asked is not None and seen.now >= asked.closes_at:
        return True
    if seen.actor.person == "the clock":
        return False
    says, out = standing(seen), kept_out(seen)
    for participant in seen.before.electorate:
        if participant not in out and participant not in says:
            return False
    return True


@observer("more missing than a wait for what everyone agreed to")
def not_merely_waiting(seen: Seen) -> bool:
    """Say whether somebody's agreement is missing, or something that no waiting brings: money, a mandate, what it is about."""
    if not everyone_agrees(seen) or not holder_asked(seen):
        return True
    there = (
        money(seen),
        year_runs(seen),
        gives_back(seen),
        answer_covers(seen),
        mandate(seen),
        stands(seen),
        concerned_here(seen),
    )
    return not all(there)


@observer("a failure being counted only where somebody's agreement was missing")
def failed_truly(seen: Seen) -> bool:
    """Say whether it counts as one failure more, or, where everyone agreed, as none."""
    agreed = everyone_agrees(seen) and holder_asked(seen)
    return seen.after.failures - seen.before.failures == (0 if agreed else 1)


def allowed(seen: Seen) -> int:
    """Return how often a proposal may fail in a row: twice, or once where the policy refers it at once."""
    return 1 if seen.policy.options["G"] == "refer_at_once" else 2


@observer("as many failures in a row as the policy allows")
def failed_enough(seen: Seen) -> bool:
    """Say whether the failures that are counted have reached the policy's number."""
    return seen.after.failures >= allowed(seen)


@observer("a try the policy still allows")
def try_left(seen: Seen) -> bool:
    """Say whether the proposal has failed fewer times in a row than the policy allows."""
    return seen.before.failures < allowed(seen)


@observer("notice being given anew")
def notice_anew(seen: Seen) -> bool:
    """Say whether notice of what came back counts from now."""
    return seen.after.notice_from == seen.now


@observer("the failures being counted afresh")
def afresh(seen: Seen) -> bool:
    """Say whether no failure is counted any more, and no position stands."""
    return seen.after.failures == 0 and not any(p.current and not p.lapsed for p in seen.after.positions)
