"""Guards on settling: rule 1, quorum, interests, waiting, mandate, issues. What is unmet is what is still needed."""

from datetime import datetime

from govflow.domain.policies import EVERYONE
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.sentences import clock_time
from govflow.domain.translating import say
from govflow.engine.cases import Case
from govflow.engine.guards.opening import out_of_term
from govflow.engine.words import guard

QUORUM_NEEDS = {
    "each_participant": "an answer from each participant",
    "n_of_participants": "answers from at least {n} participants",
    "named_roles": "answers from {named}",
}


@guard("every eligible participant agrees to this version")
def all_agree(case: Case) -> Refusal | None:
    """Refuse adoption while one eligible participant has not agreed to the current version (rules 1 and 2)."""
    counted = case.tally()
    if counted.missing:
        return refuse("not-yet-agreed", who=case.titles(counted.missing), version=case.decision.version)
    return refuse("too-few-agree") if counted.too_few_agree else None


@guard("a quorum has answered")
def quorum_answered(case: Case) -> Refusal | None:
    """Refuse adoption without the quorum of option D, excluded participants handled as option P says."""
    if case.tally().quorate:
        return None
    rule = case.rule()
    needs = QUORUM_NEEDS[rule.quorum].format(
        n=rule.at_least, named=", ".join(case.titles(rule.named)) or "the roles the policy names"
    )
    excluded = case.titles(tuple(sorted(case.decision.excluded)))
    why = f"{', '.join(excluded)} excluded, and not enough are left or have answered" if excluded else "not enough have answered"
    return refuse("quorum-not-met", why=why, needed=needs)


@guard("every interest is ruled on")
def interests_ruled(case: Case) -> Refusal | None:
    """Refuse adoption while a declared interest has no ruling, or one that others must still confirm."""
    waiting = tuple(dict.fromkeys(case.title_of(i.participant) for i in case.decision.interests if not i.is_ruled))
    return refuse("interest-unruled", who=waiting) if waiting else None


@guard("settlement need not wait")
def need_not_wait(case: Case) -> Refusal | None:
    """Refuse adoption within the working day that follows an editorial change or a removing ruling."""
    until = case.decision.settles_at
    return None if until is None or case.now >= until else waiting_until(case, until)


def waiting_until(case: Case, until: datetime) -> Refusal:
    """Return that it settles by itself at ``until``."""
    return refuse("settlement-waits", until=clock_time(until, case.rules.calendar.zone))


@guard("the mandate is still in force")
def mandate_still_in_force(case: Case) -> Refusal | None:
    """Refuse adoption under a mandate whose term is over."""
    return out_of_term(case)


@guard("no issue holds it, or the owner directed that it goes on")
def not_held_or_directed(case: Case) -> Refusal | None:
    """Refuse to go on with what is adopted while an issue about it is open, unless the owner has directed that (option N)."""
    held = case.decision.held_by
    return refuse("held-by-issue", issue=held) if case.decision.is_held else None


@guard("the policy lets the owner direct it")
def may_direct(case: Case) -> Refusal | None:
    """Refuse a direction of the owner where option N does not offer it."""
    if case.policy.options["N"] == "owner_may_direct":
        return None
    return refuse("option-not-offered", choice="a direction of the owner", known="waiting until the issue ends")


@guard("an issue holds it")
def held(case: Case) -> Refusal | None:
    """Refuse a direction where nothing keeps it from going on."""
    return None if case.decision.is_held else refuse("nothing-waits", why="no issue holds it, or it was directed to go on")


@guard("no issue holds it")
def not_held(case: Case) -> Refusal | None:
    """Refuse adoption while an issue about it is open."""
    held = case.decision.held_by
    shown = case.policy.issues_shown == EVERYONE
    named = say("issue {ref}", ref=held) if shown else say("an issue about it")
    return refuse("held-by-issue", issue=named) if held else None
