"""Whether the work is being done: the worker says that it is alive, and whoever watches the installation asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from govflow.acts.house import House
from govflow.record import checkups, heartbeats, outbox, reminders
from govflow.record.checkups import NOT_DONE, WHOLE, Checkup
from govflow.record.room import has_room

SILENT_FOR = timedelta(seconds=60)  # a worker looks every few seconds; after a minute without a word it is not there


@dataclass(frozen=True, slots=True)
class Pulse:
    """How the work stands: whether a worker is alive, since when it was last seen (UTC; None: never), what is late and what waits.

    ``checked`` is what the last check of each record came to.
    """

    is_alive: bool
    seen_at: datetime | None
    overdue: int
    waiting: int
    is_ahead: bool = False  # it was last seen at a time that is still to come: somebody set a clock
    checked: Sequence[Checkup] = ()
    has_room: bool = True  # for another act, on the disk of the database

    @property
    def record(self) -> str:
        """Return how the records stood when they were last checked, in words that name no alliance."""
        if not self.checked:
            return "not checked yet"
        wrong = [found.outcome for found in self.checked if found.outcome not in {WHOLE, NOT_DONE}]
        return (wrong or [found.outcome for found in self.checked if found.outcome == NOT_DONE] or [WHOLE])[0]

    @property
    def record_checked_at(self) -> datetime | None:
        """Return when (UTC) the record was checked that was not checked for longest."""
        return min((found.began_at for found in self.checked), default=None)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a monitor draws: the pulse, messages that failed for good, since when (UTC) the oldest is due, entries by alliance."""

    pulse: Pulse
    failed: int
    oldest_at: datetime | None
    entries: Mapping[str, int]


def figures(house: House) -> Figures:
    """Return how the work stands, in figures. Raises UnavailableError where the record cannot be reached."""
    oldest = outbox.oldest(house.store, house.clock.now())
    return Figures(pulse(house), outbox.failed(house.store), oldest, house.store.lengths())


def beat(house: House) -> None:
    """Note that the worker is alive."""
    heartbeats.beat(house.store, house.clock.now())


def reminders_due(house: House) -> datetime | None:
    """Return when the next reminder comes (UTC), or None."""
    return reminders.next_due(house.store)


def next_due(house: House) -> datetime | None:
    """Return when something is due next (UTC): an act of the clock, a reminder, a message; None when nothing is."""
    moments = (house.store.next_due(), reminders_due(house), outbox.next_due(house.store))
    return min((at for at in moments if at is not None), default=None)


def pulse(house: House) -> Pulse:
    """Return how the work stands now. Raises UnavailableError where the record cannot be reached."""
    now = house.clock.now()
    found = heartbeats.pulse(house.store, now)
    ahead = found.beat_at is not None and found.beat_at - now > SILENT_FOR
    alive = found.beat_at is not None and not ahead and now - found.beat_at <= SILENT_FOR
    return Pulse(alive, found.beat_at, found.overdue, found.waiting, ahead, checkups.latest(house.store), has_room(house.store))
