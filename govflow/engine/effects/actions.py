"""Effects on actions: progress, changes, the end."""

from govflow.domain import facts as f
from govflow.domain.notices import Notice
from govflow.engine.attending import participant_of
from govflow.engine.gatherings import ActionCase
from govflow.engine.words import effect

Facts = tuple[f.Fact, ...]


@effect("record the progress")
def progress(case: ActionCase) -> Facts:
    """Record how far it has come."""
    return (f.ProgressMade(len(case.action.progress) + 1, case.actor.person, str(case.data["text"]).strip()),)


@effect("record the change of the action")
def change(case: ActionCase) -> Facts:
    """Record another owner or another day, and why."""
    owner = case.data.get("owner") or case.action.owner
    until = case.data.get("due") or case.action.until or case.day
    return (f.ActionChanged(owner, participant_of(case, owner), until, case.actor.person, str(case.data.get("reason") or "")),)


@effect("record that it is done")
def complete(case: ActionCase) -> Facts:
    """Record what was done."""
    return (f.ActionClosed(case.actor.person, str(case.data["text"]).strip()),)


@effect("record that it is dropped")
def drop(case: ActionCase) -> Facts:
    """Record why it is not done."""
    return (f.ActionClosed(case.actor.person, str(case.data["reason"]).strip()),)


@effect("tell whoever the action is for")
def tell(case: ActionCase) -> tuple[Notice, ...]:
    """Tell the owner of a changed action."""
    return (Notice("action-given", (case.action.owner,), case.action.ref),) if case.action.owner != case.actor.person else ()
