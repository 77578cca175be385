"""What the clock does: find the acts that are due, and do each once, through the same path as everybody else."""

from collections.abc import Iterator
from datetime import datetime

from govflow.acts.house import House
from govflow.acts.performing import perform_clock
from govflow.domain.refusals import Refused
from govflow.record.ledger import Receipt
from govflow.record.preparing import Timer

AT_ONCE = 500


def tick(house: House, alliance: str = "") -> Iterator[tuple[Timer, Receipt | Refused | None]]:
    """Do everything that is due in every alliance, or in one, the longest overdue first; yield each with what came of it.

    One that is refused, or was done by somebody else meanwhile (None), never holds up the others.
    """
    for due in due_by(house, house.clock.now(), alliance):
        yield due, _done(house, due)


def due_by(house: House, moment: datetime, alliance: str = "") -> tuple[Timer, ...]:
    """Return what is due by ``moment`` (UTC) in every alliance, or in one, the longest overdue first."""
    if not alliance:
        return house.store.due(moment, AT_ONCE)
    with house.store.view(alliance) as view:
        return view.due(moment, AT_ONCE)


def _done(house: House, due: Timer) -> Receipt | Refused | None:
    try:
        return perform_clock(house, due.alliance, due.event, due.ref)
    except Refused as refused:
        return refused
