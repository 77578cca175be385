"""Reading defaults: for those who may, what would follow from the answer that the others are asked for."""

from datetime import datetime

from sqlalchemy import select

from govflow.domain.defaults import Default
from govflow.engine.cases import ENGINE
from govflow.engine.casing import Asking, gathering_case
from govflow.engine.defaults import DefaultCase, readers
from govflow.engine.excluding import Consequences, consequences
from govflow.engine.mandating import terms_of
from govflow.engine.rulebook import Rulebook
from govflow.record.rows import TABLES
from govflow.record.tables import is_live
from govflow.record.tables.actions import is_open_action
from govflow.record.units import View


def may_read(view: View, book: Rulebook, default: Default, person: str, now: datetime) -> bool:
    """Say whether ``person`` may read a default at ``now`` (UTC)."""
    return person in readers(_case(view, book, default, now))


def what_follows(view: View, book: Rulebook, default: Default, now: datetime) -> Consequences:
    """Return what an exclusion today would end, and leave for others, from everything in the alliance that goes on."""
    case = _case(view, book, default, now)
    decisions, actions = TABLES["decisions"].c, TABLES["actions"].c
    live = view.rows(select(decisions.ref).where(view.mine("decisions"), is_live()).order_by(decisions.ref))
    todo = view.rows(select(actions.ref).where(view.mine("actions"), is_open_action()).order_by(actions.ref))
    mandate = next((terms_of(m) for m in view.mandates() if m.state == "in_force"), None)
    going = [d for (ref,) in live if (d := view.decision(ref)) is not None]
    open_actions = [a for (ref,) in todo if (a := view.action(ref)) is not None]
    return consequences(case.alliance, default.concerns, case.day, going, open_actions, mandate)


def _case(view: View, book: Rulebook, default: Default, now: datetime) -> DefaultCase:
    case = gathering_case(view, book, default, Asking("default.look", ENGINE), now)
    if not isinstance(case, DefaultCase):
        raise TypeError(f"{default.ref} is no default")
    return case
