"""The one door to a change of a subject: permission, guards, move, effects, engine moves, timers -> ``Moved``.

Only this module and ``rostering`` can build a ``Moved``, and the record stores nothing else. Everything here is a pure function of
the case; the transaction around it is the acts' business.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from govflow.definitions.workflows import Move
from govflow.domain import facts as f
from govflow.domain.alliances import Alliance
from govflow.domain.changing import changer
from govflow.domain.notices import Notice
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.reminders import Reminder
from govflow.domain.requirement_codes import refuse
from govflow.domain.subjects import Subject
from govflow.domain.vocabulary import ACTS
from govflow.engine import conditions, effects, guards, moments, reminding
from govflow.engine.cases import CLOCK, Asked
from govflow.engine.machine import fire
from govflow.engine.words import EFFECTS, MOMENTS

ROOMS = (conditions, effects, guards, moments)  # importing them is what enters their sentences
LATE = timedelta(minutes=1)  # sooner than that the clock is on time
MOST_ENGINE_MOVES = 8  # a file whose engine moves never come to rest is wrong; it stops here rather than turning for ever
# What bears on when people are reminded, besides a change of state.
REDATING = (
    f.TimersSet,
    f.RoundOpened,
    f.NoticeRestarted,
    f.MeetingMoved,
    f.ActionChanged,
    f.ApprovalGiven,
    f.OwnBodyNotified,
    f.OwnBodyDecided,
    f.CalledIn,
    f.PapersSent,
    f.VersionAdded,
)
_KEY = object()


@dataclass(frozen=True, slots=True)
class Moved:
    """What an act comes to: the subject before and after, the facts, the requirements met, the notices. Built by the engine alone."""

    noun: str
    ref: str
    before: Subject | Alliance | None
    after: Subject | Alliance | None
    act: str
    origin: str
    to: str
    actor: str
    role: str
    participant: str
    body: str
    workflow: str
    policy: str
    met: tuple[str, ...]
    facts: tuple[f.Fact, ...]
    notices: tuple[Notice, ...]
    at: datetime
    reminders: tuple[Reminder, ...] | None = None  # None: those that stand are right
    made_by: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse to exist unless the engine made it. Raises TypeError."""
        if self.made_by is not _KEY:
            message = "only the engine makes a Moved; call govflow.engine.moving or rostering"
            raise TypeError(message)


@dataclass(frozen=True)
class _Step:
    """A case on its way: what was established so far, and which requirements were met."""

    case: Asked
    facts: tuple[f.Fact, ...] = ()
    notices: tuple[Notice, ...] = ()
    met: tuple[str, ...] = ()
    first_event: str = ""

    def then(self, results: tuple[f.Fact | Notice, ...]) -> "_Step":
        """Return the step after ``results`` of one effect."""
        facts = tuple(r for r in results if isinstance(r, f.Fact))
        notices = tuple(r for r in results if isinstance(r, Notice))
        return advanced(self, case=self.case.after(facts), facts=self.facts + facts, notices=self.notices + notices)


advanced = changer(_Step)


def begin(case: Asked, first: tuple[f.Fact | Notice, ...], at: str = "") -> Moved:
    """Return the beginning of a new subject, which ``first`` establishes; it stands in the state its workflow starts in, or ``at``."""
    moved = f.StateMoved(case.event, "", at or case.rules.workflow.starts)
    return _moved(case, _with_timers(_settled(_Step(case, first_event=case.event).then((*first, moved)))))


def move(case: Asked) -> Moved:
    """Return what ``case`` comes to. Raises Refused with every unmet requirement when it may not be done now."""
    step = _Step(case, first_event=case.event)
    if case.actor.person == CLOCK:
        step = _settled(step)  # time itself may have met the last requirement
        if step.facts:
            return _moved(case, _with_timers(step))
    return _moved(case, _with_timers(_settled(_asked(step))))


def look_again(case: Asked) -> Moved | None:
    """Return what the engine itself does now with a subject, after something it rests on changed; None when nothing."""
    step = _settled(_Step(case))
    return _moved(case, _with_timers(step)) if step.facts else None


def needed(case: Asked) -> tuple[Refusal, ...]:
    """Return what is still needed before the engine adopts: the unmet requirements of *settle* in the decision's state."""
    return tuple(fire(case.rules, case.by_engine("settle")).unmet)


def available(case: Asked, event: str) -> tuple[Refusal, ...] | None:
    """Return what ``event`` still needs, () when nothing; None when the state has no such move for this actor."""
    cursor = fire(case.rules, case.asking(event, case.actor, case.data))
    return tuple(cursor.unmet) if cursor.chosen is not None else None


def _asked(step: _Step) -> _Step:
    cursor = fire(step.case.rules, step.case)
    if cursor.chosen is None:
        raise Refused((_not_now(step.case),))
    if cursor.unmet:
        raise Refused(tuple(cursor.unmet))
    return _made(step, cursor.chosen, step.case)


def _not_now(case: Asked) -> Refusal:
    workflow, state = case.rules.workflow, case.rules.workflow.states[case.subject.state]
    code = workflow.elsewhere.get(case.event, "not-now")
    if code == "voting-closed":
        return refuse(code, remedy=f"The matter is now: {state.title.lower()}.")
    if code == "not-awaited":
        return refuse(code, who=(case.title_of(case.actor.capacity.participant),))
    if code != "not-now":
        return refuse(code)
    found = dict.fromkeys(ACTS.get(f"{workflow.name}.{m.do}", m.do) for m in state.moves if m.by == case.actor.by)
    moves = "; ".join(found) or "nothing more"
    return refuse(code, state=state.title.lower(), moves=moves)


def _made(step: _Step, chosen: Move, asked: Asked) -> _Step:
    """Apply the effects of ``chosen`` and the move itself, with the actor and data of ``asked``."""
    origin = step.case.subject.state
    step = advanced(step, case=asked.about(step.case.subject), met=(*step.met, *chosen.when))
    for sentence in chosen.then:
        step = step.then(EFFECTS[sentence](step.case))
    return step.then((f.StateMoved(chosen.do, origin, chosen.to), *_late(asked, chosen)))


def _late(asked: Asked, chosen: Move) -> tuple[f.Fact, ...]:
    """Return that the clock came late, where it did: what was promised keeps its date, and time that follows counts from there."""
    due = asked.subject.due.get(chosen.do) if asked.actor.person == CLOCK and chosen.to != asked.subject.state else None
    day = asked.rules.calendar.local_date
    late = due is not None and (asked.now - due >= LATE or day(asked.now) != day(due))
    return (f.DoneLate(chosen.do, due),) if due is not None and late else ()


def _settled(step: _Step) -> _Step:
    """Make the engine's own moves until none is left to make."""
    for _ in range(MOST_ENGINE_MOVES):
        following = _next_engine_move(step)
        if following is None:
            return step
        step = following
    message = f"engine moves of {step.case.rules.workflow.name} do not come to rest in {step.case.subject.state}"
    raise RuntimeError(message)


def _next_engine_move(step: _Step) -> _Step | None:
    for event in step.case.rules.engine_events[step.case.subject.state]:
        asked = step.case.by_engine(event.name)
        if not event.fits(asked):
            continue
        cursor = fire(step.case.rules, asked, all_unmet=False)
        if cursor.chosen is not None and not cursor.unmet:
            return _made(advanced(step, first_event=step.first_event or event.name), cursor.chosen, asked)
    return None


def _with_timers(step: _Step) -> _Step:
    due: dict[str, datetime] = {}
    for clock_move in step.case.rules.clock_moves[step.case.subject.state]:
        at = MOMENTS[clock_move.after](step.case)
        if at is not None and clock_move.do not in due:
            due[clock_move.do] = at
    return step if due == step.case.subject.due else step.then((f.TimersSet(due),))


def _moved(asked: Asked, step: _Step) -> Moved:
    before, after, actor = asked.subject, step.case.subject, asked.actor
    return Moved(
        noun=asked.noun,
        ref=after.ref,
        before=before if before.state else None,
        after=after,
        act=f"{asked.noun}.{step.first_event}",
        origin=before.state,
        to=after.state,
        actor=actor.person,
        role=actor.capacity.role,
        participant=actor.capacity.participant,
        body=actor.capacity.body,
        workflow=after.workflow,
        policy=after.policy,
        met=tuple(dict.fromkeys(step.met)),
        facts=step.facts,
        notices=step.notices,
        at=asked.now,
        reminders=_reminders(step),
        made_by=_KEY,
    )


def _reminders(step: _Step) -> tuple[Reminder, ...] | None:
    """Return the reminders that the subject now calls for, where something came about that bears on them."""
    moved = any(fact.origin != fact.to if isinstance(fact, f.StateMoved) else isinstance(fact, REDATING) for fact in step.facts)
    return reminding.wanted(step.case) if moved else None


def made(values: Mapping[str, Any]) -> Moved:
    """Build a ``Moved`` for the other engine module that may, ``rostering``."""
    return Moved(**values, made_by=_KEY)
