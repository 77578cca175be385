"""What somebody takes part in, to be told at their first visit what they can do here."""

from datetime import datetime

from govflow.engine.casing import rules_of
from govflow.engine.permissions import SEAT_HOLDER, capacities
from govflow.engine.rulebook import Rulebook
from govflow.record.units import View

LEADERSHIP, MANAGEMENT, OWNER, DEPUTY, CHAIR = "leadership", "management", "owner", "deputy", "chair"
MANAGER, ADMINISTRATOR, OBSERVER = "manager", "administrator", "observer"
LIVED_EXPERIENCE, CHIEF_EXECUTIVE = "lived experience", "chief executive"
# In the order in which somebody who has several is told of them.
PARTS = (
    *(CHAIR, MANAGER, OWNER, LEADERSHIP, MANAGEMENT, DEPUTY),
    *(CHIEF_EXECUTIVE, LIVED_EXPERIENCE, ADMINISTRATOR, OBSERVER),
)
SAME_AS = {"deputy chair": CHAIR, "auditor": OBSERVER}


def parts_of(view: View, book: Rulebook, person: str, now: datetime) -> tuple[str, ...]:
    """Return the parts that ``person`` has today, the busiest first."""
    rules = rules_of(view, book, None)
    levels = {body.id: body.level for body in rules.policy.bodies}
    held = capacities(view.alliance(), rules.policy, person, None, rules.calendar.local_date(now))
    found = {levels.get(one.body, "") if one.role == SEAT_HOLDER else SAME_AS.get(one.role, one.role) for one in held}
    return tuple(part for part in PARTS if part in found)
