"""Guards on actions: what is said of them."""

from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.engine.gatherings import ActionCase
from govflow.engine.words import guard


def _said(case: ActionCase, field: str) -> bool:
    return bool(str(case.data.get(field) or "").strip())


@guard("the progress says something")
def progress_said(case: ActionCase) -> Refusal | None:
    """Refuse progress without a word."""
    return None if _said(case, "text") else refuse("invalid", field="text", why="is needed", remedy="Say how far it has come.")


@guard("the action is changed")
def action_changed(case: ActionCase) -> Refusal | None:
    """Refuse a change that changes nothing, or gives it to nobody known."""
    owner = case.data.get("owner") or case.action.owner
    found = case.alliance.person(owner)
    if found is None or not found.active:
        return refuse("unknown-reference", field="owner", value=str(owner)[:80])
    same = (owner, case.data.get("due") or case.action.until) == (case.action.owner, case.action.until)
    return refuse("nothing-changed", field="owner") if same else None


@guard("a reason is given for the action")
def reason_given(case: ActionCase) -> Refusal | None:
    """Refuse to change or drop what was agreed without saying why."""
    return None if _said(case, "reason") else refuse("reason-missing", field="reason")


@guard("it says what was done")
def done_said(case: ActionCase) -> Refusal | None:
    """Refuse to call an action done without saying what was done."""
    return None if _said(case, "text") else refuse("outcome-statement-missing", field="text")
