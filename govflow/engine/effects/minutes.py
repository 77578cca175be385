"""Effects on minutes: versions of the text, acceptances, corrections, and who is told."""

from govflow.domain import facts as f
from govflow.domain.notices import Notice
from govflow.engine.attending import managers, people
from govflow.engine.gatherings import MinutesCase
from govflow.engine.words import effect

Facts = tuple[f.Fact, ...]
Notices = tuple[Notice, ...]


@effect("record the text of the minutes")
def write(case: MinutesCase) -> Facts:
    """Record a new version, and as taken in the corrections that it answers."""
    text = f.MinutesWritten(
        case.minutes.version + 1, case.actor.person, str(case.data["text"]).strip(), str(case.data.get("reason") or "")
    )
    taken = {int(n) for n in case.data.get("corrections", ()) if str(n).isdigit()}
    return (
        text,
        *(f.CorrectionAnswered(c.n, taken=True, by=case.actor.person, said="") for c in case.minutes.unanswered if c.n in taken),
    )


@effect("record that the minutes are issued")
def issue(case: MinutesCase) -> Facts:
    """Record that those who attended are asked to accept."""
    return (f.MinutesIssued(case.actor.person, case.minutes.version),)


@effect("record the acceptance")
def accept(case: MinutesCase) -> Facts:
    """Record that somebody who attended accepts the current version."""
    return (f.MinutesAccepted(case.actor.person, case.actor.capacity.participant, case.minutes.version),)


@effect("record the correction")
def correct(case: MinutesCase) -> Facts:
    """Record a correction; after acceptance it is appended as it is."""
    return (
        f.CorrectionProposed(
            n=len(case.minutes.corrections) + 1,
            person=case.actor.person,
            participant=case.actor.capacity.participant,
            after=case.minutes.settled_at is not None,
            said=str(case.data["text"]).strip(),
        ),
    )


@effect("record the answer to the correction")
def answer(case: MinutesCase) -> Facts:
    """Record what came of a correction."""
    data = case.data
    return (f.CorrectionAnswered(data["of"], bool(data.get("taken")), case.actor.person, str(data.get("reason") or "")),)


@effect("record that the minutes are settled")
def settle(case: MinutesCase) -> Facts:
    """Record that the minutes are the record of the meeting, and who had not accepted if somebody had not."""
    waiting = case.minutes.waiting
    return (f.MinutesSettled(case.minutes.version, not waiting, waiting),)


@effect("record that the minutes are sent")
def send(case: MinutesCase) -> Facts:
    """Record that the accepted minutes went to everybody."""
    return (f.MinutesSent(case.actor.person),)


def _told(kind: str, case: MinutesCase, who: tuple[str, ...]) -> Notices:
    others = tuple(p for p in dict.fromkeys(who) if p != case.actor.person)
    return (Notice(kind, others, case.minutes.ref),) if others else ()


@effect("ask for acceptance")
def ask(case: MinutesCase) -> Notices:
    """Ask everybody who attended to accept."""
    return _told("minutes-accept", case, case.minutes.waiting)


@effect("ask for acceptance again")
def ask_again(case: MinutesCase) -> Notices:
    """Ask everybody who attended to accept the new version, once the minutes are issued."""
    return ask(case) if case.minutes.issued_at is not None else ()


@effect("tell the manager of the correction")
def tell_manager(case: MinutesCase) -> Notices:
    """Tell the alliance manager that a correction waits."""
    return _told("minutes-correction", case, managers(case))


@effect("tell everyone of the correction")
def tell_everyone(case: MinutesCase) -> Notices:
    """Tell everybody that something was appended."""
    return _told("minutes-appended", case, _everyone(case))


@effect("send everyone the minutes")
def send_all(case: MinutesCase) -> Notices:
    """Send the accepted minutes to everybody, those who were absent too."""
    return _told("minutes-sent", case, _everyone(case))


def _everyone(case: MinutesCase) -> tuple[str, ...]:
    return (*people(case), *(a.person for a in case.minutes.attendees))
