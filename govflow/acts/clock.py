"""What the clock does: find the acts that are due, and do each once, through the same path as everybody else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from govflow.acts.house import House
from govflow.acts.performing import perform_clock
from govflow.domain.refusals import Refused
from govflow.record.store import Receipt

AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Due:
    """One act of the clock that is due: the alliance, the subject's reference, the event, and since when (UTC)."""

    alliance: str
    subject: str
    event: str
    at: datetime


def due_now(house: House, alliance: str) -> tuple[Due, ...]:
    """Return what is due in ``alliance``, the longest overdue first."""
    with house.store.view(alliance) as view:
        return tuple(Due(alliance, t.subject, t.event, t.due_at) for t in view.due(house.clock.now(), AT_ONCE))


def tick(house: House) -> Iterator[tuple[Due, Receipt | Refused | None]]:
    """Do everything that is due in every alliance; yield each with what came of it. A refusal never holds up the others."""
    for alliance in house.store.alliances():
        for due in due_now(house, alliance):
            yield due, _done(house, due)


def _done(house: House, due: Due) -> Receipt | Refused | None:
    try:
        return perform_clock(house, due.alliance, due.event, due.subject)
    except Refused as refused:
        return refused
