"""Playing a scenario step by step through the real acts, each step with what was expected and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from govflow.acts.house import House
from govflow.acts.performing import Act, perform
from govflow.clock import VirtualClock
from govflow.domain.decisions import Decision
from govflow.domain.mandates import Mandate
from govflow.domain.policies import Policy
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.working_days import Calendar
from govflow.rehearsing.asked import everyone
from govflow.rehearsing.cast import BUT, EVERYONE
from govflow.rehearsing.defaults import Scene, completed
from govflow.rehearsing.expecting import Finding, Seen, findings, linked
from govflow.rehearsing.scenario import Scenario
from govflow.rehearsing.seating import People, seat_everybody
from govflow.rehearsing.steps import ANY, BRINGS, NAMING, Do, Expect, Step, Wait, left_out
from govflow.rehearsing.waiting import Fired, pass_time, target


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one step, or of one person's part in it: ``at`` is local, ``says`` what was done, ``came`` what happened."""

    line: int
    at: str
    says: str
    ok: bool
    came: str
    expected: str = ""
    refusals: tuple[Refusal, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Play:
    """A scenario while it is played."""

    house: House
    alliance: str
    clock: VirtualClock
    policy: Policy
    calendar: Calendar
    people: People
    mandate: Mandate | None
    refs: dict[str, str] = field(default_factory=dict)

    @property
    def at(self) -> str:
        return local(self.clock.now(), self.calendar)

    def subject(self, name: str) -> str:
        """Return the reference that the scenario calls ``name``; a reference stands for itself, ``m1.minutes`` for those of m1."""
        base, _, link = name.partition(".")
        if not link:
            return self.refs.get(name, name)
        with self.house.store.view(self.alliance) as view:
            return linked(view, self.refs.get(base, base), link)

    def called(self, ref: str) -> str:
        return next((name for name, one in self.refs.items() if one == ref), ref.lower())

    def decision(self, name: str) -> Decision | None:
        ref = self.subject(name) if name else ""
        with self.house.store.view(self.alliance) as view:
            return view.decision(ref) if ref else None


def play(house: House, clock: VirtualClock, scenario: Scenario, calendar: Calendar, alliance: str) -> Iterator[Outcome]:
    """Play ``scenario`` in a new ``alliance`` and yield what came of every step; one that fails does not stop those after it."""
    policy = scenario.stage.policy
    if policy is None:
        raise ValueError("a scenario without a policy cannot be played")
    clock.set(calendar.at(scenario.start.date(), scenario.start.time()))
    try:
        people = seat_everybody(house, alliance, scenario)
    except Refused as refused:
        yield Outcome(
            scenario.line,
            local(clock.now(), calendar),
            "the cast takes its seats",
            ok=False,
            came="refused",
            refusals=refused.refusals,
        )
        return
    now = _Play(
        house, alliance, clock, policy, calendar, people, scenario.stage.example.mandate if scenario.stage.example else None
    )
    for step in scenario.steps:
        yield from _played(now, step)


def local(moment: datetime, calendar: Calendar) -> str:
    """Return ``moment`` as the alliance's local time, for a report."""
    return f"{moment.astimezone(calendar.zone):%a %Y-%m-%d %H:%M}"


def _played(now: _Play, step: Step) -> Iterator[Outcome]:
    if isinstance(step, Wait):
        yield _waited(now, step)
    elif isinstance(step, Expect):
        yield _expected(now, step)
    else:
        yield from _done(now, step)


def _done(now: _Play, step: Do) -> Iterator[Outcome]:
    asked = tuple(dict.fromkeys(name for word in step.by for name in _names(now, step, word)))
    if not asked:
        says = f"{', '.join(step.by)}: {step.act}{_on(step)}"
        yield Outcome(step.line, now.at, says, ok=False, expected="somebody who still owes an answer", came="nobody does")
    for name in asked:
        yield _one(now, step, name)


def _names(now: _Play, step: Do, word: str) -> tuple[str, ...]:
    if word != EVERYONE and not word.startswith(BUT):
        return (word,)
    out = {now.people.ref(name) for name in left_out(word)} if word.startswith(BUT) else set()
    day = now.calendar.local_date(now.clock.now())
    ref = now.subject(step.on) if step.on else ""
    with now.house.store.view(now.alliance) as view:
        subject = view.subject(ref) if ref else None
        asked = everyone(view.alliance(), subject, step.act, now.policy, day)
    return tuple(now.people.name(person) for person in asked if person not in out)


def _one(now: _Play, step: Do, name: str) -> Outcome:
    at, says = now.at, f"{name}: {step.act}{_on(step)}"
    expected = _wanted(step)
    person = now.people.ref(name)
    if not person:
        return Outcome(step.line, at, says, ok=False, expected=expected, came=f"nobody holds the place {name!r}")
    scene = Scene(now.policy, now.people, now.refs, now.decision(step.on), name, step.on, now.mandate)
    subject = "" if step.act in NAMING else now.subject(step.on)
    act = Act(step.act, person, subject, completed(step.act, step.data, scene), step.key, step.speaking_for)
    try:
        receipt = perform(now.house, now.alliance, act)
    except Refused as refused:
        ok = bool(step.refused) and (ANY in step.refused or set(step.refused) <= set(refused.codes))
        return Outcome(step.line, at, says, ok, f"refused: {', '.join(refused.codes)}", expected, refused.refusals)
    _named(now, step, receipt.subject)
    came = f"accepted; {now.called(receipt.subject)} is {receipt.state.replace('_', ' ')}" if receipt.state else "accepted"
    return Outcome(step.line, at, says, not step.refused, came, expected)


def _named(now: _Play, step: Do, subject: str) -> None:
    """Keep the name a step gives to what it brought: a decision's reference, or a person's."""
    if step.act in BRINGS:
        now.refs[step.on] = subject
    elif step.act == "person.invite" and step.on:
        with now.house.store.view(now.alliance) as view:
            now.people.refs[step.on] = view.alliance().people[-1].ref


def _wanted(step: Do) -> str:
    return f"refused: {', '.join(step.refused)}" if step.refused else "accepted"


def _on(step: Do) -> str:
    return f" on {step.on}" if step.on else ""


def _waited(now: _Play, step: Wait) -> Outcome:
    at = now.at
    try:
        fired = pass_time(now.house, now.alliance, now.clock, target(step, now.calendar, now.clock.now()))
    except ValueError as wrong:
        return Outcome(step.line, at, f"wait {step.says}", ok=False, expected="a time ahead", came=str(wrong))
    stuck = tuple(refusal for one in fired for refusal in one.refusals)
    came = "; ".join([f"now {now.at}", *(_clock_did(now, one) for one in fired)])
    return Outcome(
        step.line, at, f"wait {step.says}", not stuck, came, "every act of the clock goes through" if stuck else "", stuck
    )


def _clock_did(now: _Play, fired: Fired) -> str:
    subject = now.called(fired.ref)
    came = f"{subject} is {fired.state.replace('_', ' ')}" if fired.state else "done"
    says = f"{local(fired.at, now.calendar)} the clock: {fired.event} on {subject}"
    return f"{says}: {'refused' if fired.refusals else came}"


def _expected(now: _Play, step: Expect) -> Outcome:
    with now.house.store.view(now.alliance) as view:
        seen = Seen(now.house, view, now.people, now.refs, now.calendar.zone)
        found = tuple(findings(seen, step.figures))
    says = "expect " + "; ".join(_figure(one.subject, one.figure, one.expected) for one in found)
    wrong = "; ".join(_figure(one.subject, one.figure, one.found) for one in found if not one.ok)
    return Outcome(step.line, now.at, says, all(one.ok for one in found), wrong or "so it is", findings=found)


def _figure(subject: str, figure: str, value: str) -> str:
    return " ".join(part for part in (subject, figure, value) if part)
