"""Observers of what follows adoption: own bodies, objection windows, force, completion, review, replacement."""

# ruff: noqa: SIM110 - plain loops on purpose: these are the second entry, not a copy of the first

from govflow.domain import facts as f
from govflow.engine.observers.settling import kept_out, standing
from govflow.engine.seen import Seen
from govflow.engine.words import observer


@observer("the approval of every own body that must still decide")
def own_bodies(seen: Seen) -> bool:
    """Say whether each participant that agreed subject to its own body has that body's dated approval, and none is awaited."""
    out = kept_out(seen)
    for participant, choice in standing(seen).items():
        if choice != "agree_subject_to" or participant in out:
            continue
        approved = False
        for approval in seen.after.approvals:
            if approval.participant == participant and approval.round_no == len(seen.after.rounds):
                approved = approval.approved is True and approval.reference != "" and approval.decided_on is not None
        if not approved:
            return False
    return all(approval.approved is not None for approval in seen.after.approvals)


@observer("the objection window having ended, where the policy gives one")
def window_over(seen: Seen) -> bool:
    """Say whether option J gives no window for it, or its window opened and ended."""
    asked = seen.before.asked
    if seen.policy.options["J"] == "none" or (asked is not None and asked.meeting):
        return True
    ends = seen.before.window_ends_at
    ran = seen.before.state in {"objection_window", "awaiting_linked"}
    return ran and ends is not None and seen.now >= ends


@observer("an objection window that is open")
def window_open(seen: Seen) -> bool:
    """Say whether a window was open and had not ended."""
    ends = seen.before.window_ends_at
    return seen.before.state == "objection_window" and ends is not None and seen.now < ends


@observer("an approval of theirs being awaited")
def awaited(seen: Seen) -> bool:
    """Say whether the participant's own body was still to decide."""
    for approval in seen.before.approvals:
        if approval.participant == seen.mine and approval.approved is None:
            return True
    return False


@observer("that body's reference, and a day that has come")
def dated(seen: Seen) -> bool:
    """Say whether the approval can be traced: a reference and a date not ahead."""
    decided = seen.data.get("decided_on")
    return seen.said("reference") != "" and decided is not None and decided <= seen.day


@observer("a statement of what came of it")
def outcome(seen: Seen) -> bool:
    """Say whether the outcome is stated."""
    return seen.after.outcome.strip() != ""


@observer("a finding, and whether it worked")
def finding(seen: Seen) -> bool:
    """Say whether the review says what was found and whether it worked."""
    return seen.after.finding.strip() != "" and seen.after.worked in {"yes", "partly", "no"}


@observer("the decision that replaces it")
def replaced_by(seen: Seen) -> bool:
    """Say whether the newer decision is named."""
    return any(isinstance(fact, f.Superseded) and fact.successor for fact in seen.facts)
