"""What stands in the name of a participant elsewhere in the record: open actions of its people, meetings in session."""

from collections.abc import Collection

from sqlalchemy import select

from govflow.record.rows import TABLES
from govflow.record.tables.actions import is_open_action
from govflow.record.units import View


def open_actions(view: View, participants: Collection[str]) -> tuple[str, ...]:
    """Return the references of the open actions given to people of ``participants``, in order."""
    row = TABLES["actions"].c
    asked = select(row.ref).where(view.mine("actions"), is_open_action(), row.participant.in_(participants)).order_by(row.ref)
    return tuple(ref for (ref,) in view.rows(asked))


def in_session(view: View) -> tuple[str, ...]:
    """Return the references of the meetings that have begun and not ended, in order."""
    row = TABLES["meetings"].c
    running = (row.started_at.is_not(None), row.ended_at.is_(None))
    return tuple(ref for (ref,) in view.rows(select(row.ref).where(view.mine("meetings"), *running).order_by(row.ref)))


def was_asked(view: View) -> bool:
    """Say whether positions were ever opened in the alliance."""
    rounds = TABLES["rounds"]
    return next(iter(view.rows(select(rounds.c.ref).where(view.mine("rounds")).limit(1))), None) is not None


def actions_of(view: View, people: Collection[str]) -> tuple[str, ...]:
    """Return the references of the open actions given to ``people``, in order."""
    row = TABLES["actions"].c
    asked = select(row.ref).where(view.mine("actions"), is_open_action(), row.owner.in_(people)).order_by(row.ref)
    return tuple(ref for (ref,) in view.rows(asked))
