"""Holding promises against what happened: an act's facts are cut into the steps of the machine, and each step is observed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from govflow.definitions.workflows import Promise, Workflow
from govflow.domain import applying
from govflow.domain import facts as f
from govflow.domain.decisions import Decision
from govflow.engine.cases import THE_ENGINE, Asked, Case
from govflow.engine.moving import Moved
from govflow.engine.seen import Seen, SeenOther
from govflow.engine.words import OBSERVERS, Observer

Watched = tuple[tuple[Promise, Observer], ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """The promises of a workflow, by the event or state they are about."""

    events: Mapping[str, Watched]
    states: Mapping[str, Watched]

    def broken(self, case: Asked, moved: Moved) -> tuple[tuple[Promise, Any], ...]:
        """Return every promise that ``moved`` breaks, with the step that broke it."""
        found = []
        for seen in steps(case, moved) if isinstance(case, Case) else other_steps(case, moved):
            watched = self.events.get(seen.event, ())
            if seen.before.state != seen.after.state:
                watched = (*watched, *self.states.get(seen.after.state, ()))
            found += [(promise, seen) for promise, holds in watched if not holds(seen)]
        return tuple(found)


def watch(workflow: Workflow) -> Watch:
    """Return the watch on the promises of ``workflow``."""
    by: dict[str, dict[str, Watched]] = {"event": {}, "state": {}}
    for promise in workflow.promises:
        here = by[promise.about]
        here[promise.name] = (*here.get(promise.name, ()), (promise, OBSERVERS[promise.condition]))
    return Watch(by["event"], by["state"])


def steps(case: Case, moved: Moved) -> Iterator[Seen]:
    """Yield the steps of the machine in ``moved``: the act that was asked for, and the engine's own that followed."""
    moves = [fact for fact in moved.facts if isinstance(fact, f.StateMoved)]
    if len(moves) == 1 and isinstance(moved.after, Decision):  # nearly always; saves applying the facts a second time
        yield _seen(case, case.decision, moved.after, moved.facts, asked=moves[0].event == case.event)
        return
    before = current = case.decision
    facts: list[f.Fact] = []
    asked = True
    for fact in moved.facts:
        current = applying.apply(current, fact, moved.at)
        facts.append(fact)
        if isinstance(fact, f.StateMoved):
            asked = asked and fact.event == case.event
            yield _seen(case, before, current, tuple(facts), asked=asked)
            before, facts, asked = current, [], False


def _seen(case: Case, before: Decision, after: Decision, facts: tuple[f.Fact, ...], *, asked: bool) -> Seen:
    return Seen(
        before=before,
        after=after,
        event=next(fact.event for fact in facts if isinstance(fact, f.StateMoved)),
        actor=case.actor if asked else THE_ENGINE,
        data=case.data if asked else {},
        facts=facts,
        alliance=case.alliance,
        policy=case.policy,
        calendar=case.rules.calendar,
        law=case.rules.law,
        mandate=case.mandate,
        taken=case.taken,
        holding=case.holding,
        balances=case.balances,
        now=case.now,
        linked=case.linked,
        default=case.default,
    )


def other_steps(case: Asked, moved: Moved) -> Iterator[SeenOther]:
    """Yield the steps of the machine in ``moved`` of what is no decision; what is set after the last move belongs to that move."""
    ends = [n for n, fact in enumerate(moved.facts, 1) if isinstance(fact, f.StateMoved)]
    at, asked = case, True
    for begins, end in zip([0, *ends[:-1]], [*ends[:-1], len(moved.facts)], strict=True):
        facts = moved.facts[begins:end]
        event = next(fact.event for fact in facts if isinstance(fact, f.StateMoved))
        after, asked = at.after(facts), asked and event == case.event
        yield SeenOther(
            before=at.subject,
            after=after.subject,
            event=event,
            actor=case.actor if asked else THE_ENGINE,
            data=case.data if asked else {},
            facts=facts,
            alliance=case.alliance,
            policy=case.policy,
            calendar=case.rules.calendar,
            now=case.now,
            answer=getattr(case, "decision", None),
        )
        at, asked = after, False
