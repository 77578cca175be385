"""Delivering what waits in the outbox: compose each notice with the decision as it stands now, send it, mark it.

At least once: a crash between sending and marking sends one again. A notice that fails is tried again; it holds up no other.
"""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from govflow.acts.house import House
from govflow.domain.sentences import Words, sentence
from govflow.engine.asking import speakers
from govflow.engine.cases import ENGINE, Case
from govflow.engine.casing import Asking, case_of
from govflow.notices.composing import Message, Telling, compose
from govflow.notices.sending import Sender
from govflow.record.outbox import Waiting, mark_failed, mark_sent, waiting

AT_ONCE = 200
ASKS = "positions-open"
SENT, NO_LONGER_NEEDED = "sent", "no longer needed"
DONE = frozenset({SENT, NO_LONGER_NEEDED})


def deliver(house: House, sender: Sender, base_url: str) -> Iterator[tuple[Waiting, str]]:
    """Send what waits; yield each notice with what came of it: sent, no longer needed, or what went wrong."""
    for notice in waiting(house.store, AT_ONCE):
        came = _sent(house, sender, notice, base_url)
        if came in DONE:
            mark_sent(house.store, notice.n, house.clock.now())
        else:
            mark_failed(house.store, notice.n, came)
        yield notice, came


def _sent(house: House, sender: Sender, notice: Waiting, base_url: str) -> str:
    try:
        message = message_for(house, notice, base_url)
        if message is None:
            return NO_LONGER_NEEDED
        sender.send(message)
    except (OSError, LookupError) as wrong:
        return f"{type(wrong).__name__}: {wrong}"
    return SENT


def still_asked(case: Case, person: str) -> bool:
    """Say whether ``person`` may still answer for a participant that has not: nobody is asked for what was given."""
    decision = case.decision
    owing = tuple(p for p in decision.eligible_participants if p not in decision.answers)
    return decision.state == "open" and person in speakers(case, owing)


def message_for(house: House, notice: Waiting, base_url: str) -> Message | None:
    """Return the message of a waiting notice as things stand now, None when it is needed no longer. Raises LookupError."""
    with house.store.view(notice.alliance) as view:
        alliance, decision = view.alliance(), view.decision(notice.subject)
        if decision is None:
            message = f"no decision {notice.subject}"
            raise LookupError(message)
        case = case_of(view, house.book, decision, Asking("decision.settle", ENGINE), house.clock.now())
    if notice.kind == ASKS and not still_asked(case, notice.person):
        return None
    person = alliance.person(notice.person)
    return compose(
        Telling(
            kind=notice.kind,
            name=(person.name if person else "") or notice.person,
            contact=person.contact if person else "",
            ref=decision.ref,
            title=decision.title,
            sentence=sentence(decision, Words(case.title_of, ZoneInfo(case.policy.zone))),
            alliance=alliance.title,
            entry=notice.entry,
            address=f"{base_url}/decisions/{decision.ref}" if base_url else "",
        )
    )
