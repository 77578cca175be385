"""Keeping the search index up with the ledger: before a search, and by the worker."""

from govflow.acts.house import House
from govflow.domain.searching import parts_of
from govflow.record import searching
from govflow.record.searching import Written

AT_ONCE = 500  # entries in one step, so that nobody waits long for the lock
MOST_STEPS = 20  # of one catching up; what is then left is indexed at the next


def catch_up(house: House, alliance: str, steps: int = MOST_STEPS) -> bool:
    """Index what was written since the last time; say whether everything is indexed now."""
    for _ in range(steps):
        with house.store.view(alliance) as view:
            subjects, upto = searching.waiting(view, AT_ONCE)
            size = view.head.size
            decisions = [found for ref in subjects if (found := view.decision(ref)) is not None]
        if not subjects:
            return True
        searching.index(house.store, alliance, [Written(d.ref, tuple(parts_of(d))) for d in decisions], upto)
        if upto == size:
            return True
    return False


def catch_up_all(house: House) -> None:
    """Index what was written since, in every alliance."""
    for alliance in house.store.alliances():
        catch_up(house, alliance)


def index_all(house: House) -> None:
    """Index everything that was written, in every alliance, however much it is."""
    for alliance in house.store.alliances():
        while not catch_up(house, alliance):
            pass
