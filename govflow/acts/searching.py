"""Keeping the search index up with the ledger: before a search, and by the worker."""

from govflow.acts.house import House
from govflow.domain.actions import Action
from govflow.domain.decisions import Decision
from govflow.domain.meetings import Meeting
from govflow.domain.searching import parts_of
from govflow.record import searching
from govflow.record.searching import Written
from govflow.record.units import View

AT_ONCE = 500  # entries in one step, so that nobody waits long for the lock
MOST_STEPS = 20  # of one catching up; what is then left is indexed at the next


def catch_up(house: House, alliance: str, steps: int = MOST_STEPS) -> bool:
    """Index what was written since the last time; say whether everything is indexed now."""
    for _ in range(steps):
        with house.store.view(alliance) as view:
            subjects, upto = searching.waiting(view, AT_ONCE)
            size = view.head.size
            refs = dict.fromkeys(ref for subject in subjects for ref in _decisions(view, subject))
            written = [_written(view, found) for ref in refs if (found := view.decision(ref)) is not None]
        if not subjects:
            return True
        searching.index(house.store, alliance, written, upto)
        if upto == size:
            return True
    return False


def _decisions(view: View, subject: str) -> tuple[str, ...]:
    """Return the decisions on which something may have been said by an entry about ``subject``."""
    found = view.subject(subject)
    if isinstance(found, Action):
        return (found.decision,) if found.decision else ()
    if isinstance(found, Meeting):
        return tuple(item.decision for item in found.items if item.decision)
    return (subject,)


def _written(view: View, decision: Decision) -> Written:
    """Return everything that is written in a decision, in the actions that follow from it and in the notes of meetings about it."""
    ref = decision.ref
    actions = (view.action(one) for one in searching.about(view, "actions", ref))
    meetings = (view.meeting(one) for one in searching.about(view, "agenda", ref))
    items = [item for meeting in meetings if meeting is not None for item in meeting.items if item.decision == ref]
    return Written(ref, tuple(parts_of(decision, [one for one in actions if one is not None], items)))


def catch_up_all(house: House) -> None:
    """Index what was written since, in every alliance."""
    for alliance in house.store.alliances():
        catch_up(house, alliance)


def index_all(house: House) -> None:
    """Index everything that was written, in every alliance, however much it is."""
    for alliance in house.store.alliances():
        while not catch_up(house, alliance):
            pass
