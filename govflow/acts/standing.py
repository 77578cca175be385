"""What stands in an alliance on a day, for acts that need it."""

from datetime import date

from govflow.domain.mandate_versions import IN_FORCE
from govflow.engine.mandating import terms_of
from govflow.record.units import Unit


def mandate_in_force(unit: Unit, day: date) -> str:
    """Return the reference of the mandate in force on local date ``day``; "" when there is none."""
    found = (terms_of(m) for m in unit.mandates() if m.state == IN_FORCE)
    return max((terms.ref for terms in found if terms is not None and terms.in_force_on(day)), default="")
