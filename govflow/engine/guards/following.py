"""Guards on closing, putting again, wordings, approvals, objections after a decision, completion and review."""

from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.sentences import clock_time
from govflow.engine.cases import CLOCK, Case
from govflow.engine.words import guard

OTHER = {"chair": "manager", "manager": "chair"}


def tries(case: Case) -> int:
    """Return how many failures in a row make a deadlock under option G (ICC joint-venture model: two consecutive meetings)."""
    return 1 if case.policy.options["G"] == "refer_at_once" else 2


@guard("the closing time has come")
def closing_time_come(case: Case) -> Refusal | None:
    """Refuse to close before the closing time."""
    asked = case.decision.asked
    return None if asked is not None and case.now >= asked.closes_at else _too_soon(case, ())


@guard("everyone has answered")
def everyone_answered(case: Case) -> Refusal | None:
    """Refuse to close early while somebody has not answered."""
    silent = case.tally().silent
    return _too_soon(case, silent) if silent else None


def _too_soon(case: Case, silent: tuple[str, ...]) -> Refusal:
    asked = case.decision.asked
    closes = clock_time(asked.closes_at, case.rules.calendar.zone) if asked else "(none)"
    return refuse("closing-time-not-reached", who=case.titles(silent), closes=closes)


@guard("a try is left")
def try_left(case: Case) -> Refusal | None:
    """Refuse to put again what failed at every try the policy allows."""
    failures = case.decision.failures
    if failures < tries(case):
        return None
    return refuse("deadlock", failures="once" if failures == 1 else f"{failures} times")


@guard("no other wording waits")
def no_wording_waits(case: Case) -> Refusal | None:
    """Refuse a second wording while one waits for confirmation."""
    if not case.decision.wording_proposed:
        return None
    return refuse("nothing-waits", why="another wording already waits for confirmation")


@guard("the wording differs")
def wording_differs(case: Case) -> Refusal | None:
    """Refuse a wording that is the same as the current one."""
    return refuse("nothing-changed", field="text") if case.data.get("text") == case.decision.text.text else None


@guard("a wording waits for confirmation")
def wording_waits(case: Case) -> Refusal | None:
    """Refuse to confirm a wording nobody proposed."""
    return None if case.decision.wording_proposed else refuse("nothing-waits", why="no wording is proposed")


@guard("chair and manager both stand behind it")
def both_stand_behind(case: Case) -> Refusal | None:
    """Refuse an editorial change that chair and manager have not both certified, as two people."""
    first, mine = case.decision.wording_by_role, case.actor.capacity.role
    if not case.decision.wording_proposed or (OTHER.get(first) == mine and case.actor.person != case.decision.wording_by):
        return None
    return refuse("second-person-needed", by=f"The {first}", other=OTHER.get(first, "chair"))


@guard("an editorial change can be insisted on")
def can_insist(case: Case) -> Refusal | None:
    """Refuse to insist where no editorial change was proposed or made in this round."""
    decision = case.decision
    if decision.wording_proposed or (decision.edited_round and decision.edited_round == decision.round_no):
        return None
    return refuse("nothing-waits", why="no editorial change was made since positions opened")


@guard("their approval is awaited")
def approval_awaited(case: Case) -> Refusal | None:
    """Refuse an approval by a participant whose own body is not awaited."""
    mine = case.actor.capacity.participant
    return (
        None if any(a.participant == mine for a in case.decision.awaited) else refuse("not-awaited", who=(case.title_of(mine),))
    )


@guard("the approval is dated")
def approval_dated(case: Case) -> Refusal | None:
    """Refuse an approval without that body's reference and a date that is not ahead."""
    decided, reference = case.data.get("decided_on"), str(case.data.get("reference") or "").strip()
    if not reference:
        return refuse(
            "invalid", field="reference", why="the body's own reference is missing", remedy="Give the reference of its decision."
        )
    if decided is None or decided > case.day:
        return refuse(
            "invalid", field="decided_on", why="the date must be given and not lie ahead", remedy="Give the day the body decided."
        )
    return None


@guard("the objection window is open")
def window_open(case: Case) -> Refusal | None:
    """Refuse an objection at or after the window's end."""
    ends = case.decision.window_ends_at
    return None if ends is not None and case.now < ends else refuse("window-closed")


@guard("the objection window is over")
def window_over(case: Case) -> Refusal | None:
    """Refuse to bring it into force before the window's end; only the clock asks."""
    ends = case.decision.window_ends_at
    over = ends is not None and case.now >= ends and case.actor.person == CLOCK
    return None if over else refuse("closing-time-not-reached", who=(), closes="the end of the objection window")


@guard("the outcome is stated")
def outcome_stated(case: Case) -> Refusal | None:
    """Refuse completion without a statement of what came of it."""
    return None if str(case.data.get("outcome") or "").strip() else refuse("outcome-statement-missing", field="outcome")


@guard("the finding is stated")
def finding_stated(case: Case) -> Refusal | None:
    """Refuse a review without a finding and whether it worked."""
    stated = str(case.data.get("finding") or "").strip() and case.data.get("worked")
    return None if stated else refuse("finding-missing", field="finding")
