"""The steps of a default, one after the other: which are taken, by whom and when, where it is, and what happens when time runs out."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from govflow.domain import defaults as d
from govflow.domain.sentences import clock_time, day
from govflow.domain.translating import listed, mark, say
from govflow.engine.defaults import others
from govflow.reading.gatherings import Seen

TAKEN, HERE, AHEAD, LEFT_OUT, NOT_REACHED, RUNS = "taken", "here", "ahead", "left out", "not reached", "runs"
PREPARE, CONFIRM, JOIN, SERVE, RIGHT, JUDGE, OTHERS, OUTCOME = range(8)
TITLES = (
    mark("Prepared"),
    mark("Confirmed by a second person"),
    mark("Notice joined by all the others"),
    mark("Notice served"),
    mark("Time to put it right"),
    mark("Judged by all the others"),
    mark("Before the others"),
    mark("Outcome"),
)
WHERE = {d.PREPARED: CONFIRM, d.CONFIRMED: JOIN, d.NOTICE_GIVEN: SERVE, d.CURING: RIGHT, d.NOT_CURED: OTHERS, d.PROPOSED: OTHERS}
BEYOND_JUDGING = frozenset({d.CURED, d.NOT_CURED, d.PROPOSED, d.EXCLUDED, d.SUSPENDED})
STANDS = {
    TAKEN: mark("done"),
    HERE: mark("it is here"),
    AHEAD: "",
    LEFT_OUT: mark("there is none here"),
    NOT_REACHED: mark("not completed"),
    RUNS: mark("it still runs"),
}


class Step(NamedTuple):
    """A step: what it is called, how it stands (a word of this module, and in words), what is said of it, and its clock."""

    title: str
    mark: str
    stands: str
    says: tuple[str, ...]
    clock: str


def steps(found: Seen) -> tuple[Step, ...]:
    """Return the eight steps of a default as they stand."""
    here = _here(found)
    clock = _clock(found, here)
    marks = [_mark(found, n, here) for n in range(len(TITLES))]
    said = _says(found)
    return tuple(
        Step(say(title), marks[n], say(STANDS[marks[n]]) if STANDS[marks[n]] else "", said[n], clock if marks[n] == HERE else "")
        for n, title in enumerate(TITLES)
    )


def _here(found: Seen) -> int:
    """Return the number of the step that it is at."""
    default: d.Default = found.case.default
    at = WHERE.get(default.state, OUTCOME)
    judging = default.said_put_right or default.is_time_over(found.case.now)
    return JUDGE if at == RIGHT and judging else at


def _mark(found: Seen, n: int, here: int) -> str:
    default: d.Default = found.case.default
    if n in {RIGHT, JUDGE} and not default.curable:
        return LEFT_OUT
    if n == here:
        return HERE
    if n > here:
        return AHEAD
    if n == RIGHT and default.state == d.CURING and not default.is_time_over(found.case.now):
        return RUNS
    return TAKEN if _taken(default, n) else NOT_REACHED


def _taken(default: d.Default, n: int) -> bool:
    judged = default.state in BEYOND_JUDGING or bool(default.proposed_by)
    taken = {
        PREPARE: True,
        CONFIRM: default.confirmed_at is not None,
        JOIN: default.notice_at is not None,
        SERVE: default.served_on is not None,
        RIGHT: judged or default.said_put_right or _ran_out(default),
        JUDGE: judged,
        OTHERS: bool(default.proposed_by),
    }
    return taken.get(n, True)


def _ran_out(default: d.Default) -> bool:
    """Say whether the time to put it right was over when it ended."""
    return default.ended_at is not None and default.is_time_over(default.ended_at)


def _says(found: Seen) -> tuple[tuple[str, ...], ...]:
    return (
        _prepared(found),
        tuple(_confirmed(found)),
        tuple(_joined(found)),
        _served(found),
        _right(found),
        tuple(_judged(found)),
        _asked(found),
        _outcome(found),
    )


def _prepared(found: Seen) -> tuple[str, ...]:
    default: d.Default = found.case.default
    return (_by(found, default.by, default.participant, default.prepared_at),)


def _by(found: Seen, person: str, participant: str, at: datetime | None) -> str:
    when = clock_time(at, found.zone) if at else ""
    who, title = found.name(person, at), found.title(participant)
    if title not in who:
        who = say("{who}, for {participant}", who=who, participant=title)
    return say("{who}, {when}", who=who, when=when)


def _confirmed(found: Seen) -> Iterator[str]:
    default: d.Default = found.case.default
    if default.confirmed_at is not None:
        yield _by(found, default.confirmed_by, default.confirmed_participant, default.confirmed_at)
    elif default.state == d.PREPARED and default.prepared_at is not None:
        yield say("By a leadership member of a third participant: not of {one}.", one=found.title(default.participant))
        policy = found.case.policy
        pause = found.case.rules.calendar.due(default.prepared_at, policy.clocks["default_pause"], policy.closing)
        if pause > found.case.now:
            yield say("There is a pause first, until {when}.", when=clock_time(pause, found.zone))


def _joined(found: Seen) -> Iterator[str]:
    default: d.Default = found.case.default
    if default.notice_at is not None:
        names = listed(tuple(found.title(j.participant) for j in default.joined_notices))
        yield say("{who}, complete {when}", who=names, when=clock_time(default.notice_at, found.zone))
        return
    every = others(found.case)
    mine = tuple(found.title(p) for p in every if p in default.joined)
    if default.state == d.CONFIRMED:
        yield say("{n} of {m} have joined.", n=len(mine), m=len(every))
        yield say("Still to join: {who}.", who=listed(tuple(found.title(p) for p in every if p not in default.joined)))
    elif default.confirmed_at is not None:
        yield say("{n} of {m} had joined.", n=len(mine), m=len(every))


def _served(found: Seen) -> tuple[str, ...]:
    default: d.Default = found.case.default
    if default.served_on is None:
        return (say("By the alliance manager or the chair."),) if default.state == d.NOTICE_GIVEN else ()
    said = say("On {day}, recorded by {who}", day=day(default.served_on), who=found.name(default.served_by))
    return (said, default.served_how)


def _right(found: Seen) -> tuple[str, ...]:
    default: d.Default = found.case.default
    if not default.curable:
        return (say("One of its grounds leaves no time."),)
    return (say("Until {when}", when=clock_time(default.cure_until, found.zone)),) if default.cure_until else ()


def _judged(found: Seen) -> Iterator[str]:
    default: d.Default = found.case.default
    if default.curable and default.served_on is not None:
        every = others(found.case)
        right = sum(default.judged.get(p) is True for p in every)
        said = sum(p in default.judged for p in every)
        if said or default.state == d.CURING:
            yield say("{n} of {m} say that it was put right, {k} that it was not.", n=right, m=len(every), k=said - right)


def _asked(found: Seen) -> tuple[str, ...]:
    default: d.Default = found.case.default
    if default.decision:
        asked = say("Asked by {who}, by decision {ref}", who=found.name(default.proposed_by), ref=default.decision)
        return (asked,)
    return (say("Any one of the others may ask all of them what follows."),) if default.state == d.NOT_CURED else ()


def _outcome(found: Seen) -> tuple[str, ...]:
    default: d.Default = found.case.default
    if default.ended_at is None:
        return ()
    title = say(found.case.rules.workflow.states[default.state].title)
    return (say("{what}, {when}", what=title, when=clock_time(default.ended_at, found.zone)),)


def _clock(found: Seen, here: int) -> str:
    """Return what happens when the time of the present step runs out; it ends, and nothing else."""
    default: d.Default = found.case.default
    ends, runs = default.due.get("end"), default.due.get("cure_ends")
    if here == OUTCOME:
        return ""
    if default.state == d.PROPOSED:
        words = mark("The decision has its own time. If the others do not all agree, this ends, and nothing follows.")
        unnoticed = (
            say("Without notice of the decision by {when} it ends too.", when=clock_time(ends, found.zone)) if ends else ""
        )
        return f"{say(words)} {unnoticed}".strip()
    if ends is None:
        return ""
    until = clock_time(ends, found.zone)
    if default.state == d.CURING:
        first = say("The time to put it right runs until {when}.", when=clock_time(runs, found.zone)) if runs else ""
        then = say("If the others have not all said the same by {when}, this ends by itself, and nothing follows.", when=until)
        return f"{first} {then}".strip()
    return say("If nothing is done by {when}, this ends by itself, and nothing follows.", when=until)
