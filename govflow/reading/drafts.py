"""Drafts of proposals, hidden from everybody but those who write them: as a condition of a query, and one by one."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from govflow.engine.casing import rules_of
from govflow.engine.rulebook import Rulebook
from govflow.engine.sharing import helps, speaks_for
from govflow.record.rows import TABLES
from govflow.record.units import View


def readable_by(view: View, book: Rulebook, person: str, now: datetime) -> ColumnElement[bool]:
    """Return the condition that ``person`` may read a row of the table of decisions; the same as ``engine.sharing.may_read``."""
    row = TABLES["decisions"].c
    alliance, rules = view.alliance(), rules_of(view, book, None)
    day = rules.calendar.local_date(now)
    theirs = or_(row.shared, row.proposer == person)
    if not helps(alliance, rules.policy, person, day):
        return theirs
    concerned = and_(row.default_ref != "", row.concerns.in_(sorted(speaks_for(alliance, rules.policy, person, day))))
    return or_(theirs, ~concerned)


def is_hidden(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> bool:
    """Say whether ``ref`` is a decision that ``person`` may not read."""
    row = TABLES["decisions"].c
    found = view.rows(select(row.shared).where(view.mine("decisions"), row.ref == ref))
    if not found or found[0][0]:
        return False
    readable = select(row.ref).where(view.mine("decisions"), row.ref == ref, readable_by(view, book, person, now))
    return not view.rows(readable)
