"""What a workflow must be as a whole: every word known, every state reachable and left again, nothing waiting for ever.

Each check adds problems and never raises. ``unused_words`` looks the other way: at registered words that no workflow uses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from govflow.definitions.schema import Problems, nearest
from govflow.definitions.strict_yaml import Node
from govflow.domain.ladder import TO_CLOSE
from govflow.domain.vocabulary import RUNGS

if TYPE_CHECKING:
    from govflow.definitions.workflows import Move, State, Words, Workflow

CLOCK, NEXT_RUNG = "the clock", "the next rung"


def check_workflow(workflow: Workflow, words: Words, problems: Problems) -> None:
    """Add every problem of ``workflow`` as a whole to ``problems``."""
    check = _Check(workflow, problems)
    check.words(words)
    check.acts(words.acts)
    check.targets()
    check.ways()
    check.clocks()
    check.hidden_moves()
    check.promises(words.observers)


def check_rungs(workflow: Workflow, problems: Problems) -> None:
    """Add what keeps ``workflow`` from being led along a ladder: the next rung from what is none, a rung or the end that is missing."""
    climbs = [(state, move) for state, move in workflow.moves if move.to == NEXT_RUNG]
    for state, move in climbs:
        if state.id not in RUNGS:
            says = f"{move.do!r} leads to the next rung, yet {state.id!r} is no rung of the ladder{nearest(state.id, RUNGS)}"
            problems.add(Node("", move.line, workflow.file), says)
    missing = [name for name in (*RUNGS, TO_CLOSE) if name not in workflow.states] if climbs else []
    if missing:
        says = f"a move leads to the next rung, yet 'states' lacks {', '.join(missing)}"
        problems.add(Node("", climbs[0][1].line, workflow.file), says)
    at_start = workflow.starts == RUNGS[0] or not climbs
    if not at_start:
        problems.add(Node("", 0, workflow.file), f"a ladder starts on its first rung, {RUNGS[0]!r}, not {workflow.starts!r}")


def unused_words(words: Words, workflows: Iterable[Workflow]) -> tuple[str, ...]:
    """Return the registered words that none of ``workflows`` uses, as ``guard: the sentence``."""
    used: dict[str, set[str]] = {"guard": set(), "condition": set(), "effect": set(), "moment": set(), "observer": set()}
    for workflow in workflows:
        used["observer"].update(p.condition for p in workflow.promises)
        for _, move in workflow.moves:
            used["guard"].update(move.when)
            used["condition"].update(move.if_)
            used["effect"].update(move.then)
            used["moment"].add(move.after)
    known = {
        "guard": words.guards,
        "condition": words.conditions,
        "effect": words.effects,
        "moment": words.moments,
        "observer": words.observers,
    }
    return tuple(f"{kind}: {word}" for kind, all_of in known.items() for word in sorted(all_of - used[kind]))


class _Check:
    """One workflow and where its problems go."""

    def __init__(self, workflow: Workflow, problems: Problems) -> None:
        self.workflow = workflow
        self.problems = problems
        self.states = workflow.states
        self.events = {move.do for _, move in workflow.moves}

    def say(self, line: int, says: str) -> None:
        self.problems.add(Node("", line, self.workflow.file), says)

    def words(self, words: Words) -> None:
        for _, move in self.workflow.moves:
            self._known(move, "guard", move.when, words.guards)
            self._known(move, "condition", move.if_, words.conditions)
            self._known(move, "effect", move.then, words.effects)
            self._known(move, "moment", (move.after,) if move.after else (), words.moments)

    def _known(self, move: Move, kind: str, given: Iterable[str], known: Collection[str]) -> None:
        for word in given:
            if word not in known:
                self.say(move.line, f"there is no {kind} {word!r}{nearest(word, known)}")

    def acts(self, acts: Collection[str]) -> None:
        """An event is an act of its workflow; an event that is none could never be asked for."""
        prefix = f"{self.workflow.name}."
        events = {act.removeprefix(prefix) for act in acts if act.startswith(prefix)}
        for _, move in self.workflow.moves:
            if move.do and move.do not in events:
                self.say(move.line, f"there is no act {prefix}{move.do}{nearest(move.do, events)}")
        for event in self.workflow.elsewhere:
            if event not in self.events:
                self.say(0, f"'elsewhere' names the event {event!r}, which no state has{nearest(event, self.events)}")

    def targets(self) -> None:
        if self.workflow.starts and self.workflow.starts not in self.states:
            self.say(0, f"starts in the unknown state {self.workflow.starts!r}{nearest(self.workflow.starts, self.states)}")
        for _, move in self.workflow.moves:
            if move.to and move.to not in {*self.states, NEXT_RUNG}:  # a rung there is not was named by ``check_rungs``
                self.say(move.line, f"{move.do!r} leads to the unknown state {move.to!r}{nearest(move.to, self.states)}")

    def ways(self) -> None:
        """Every state can be reached from the start, and from every state an end can be reached."""
        reached = self._closed({self.workflow.starts}, {s.id: {m.to for m in s.moves} for s in self.states.values()})
        back: dict[str, set[str]] = {name: set() for name in self.states}
        for state, move in self.workflow.moves:
            back.setdefault(move.to, set()).add(state.id)
        ending = self._closed({s.id for s in self.states.values() if s.rests or not s.moves}, back)
        for state in self.states.values():
            if state.id not in reached:
                self.say(state.line, f"state {state.id!r} can never be reached from {self.workflow.starts!r}")
            if all(move.to == state.id for move in state.moves) and state.moves and not state.rests:
                self.say(state.line, f"state {state.id!r} has no way out")
            elif state.id not in ending:
                self.say(state.line, f"from state {state.id!r} no end can be reached")

    def _closed(self, start: set[str], steps: dict[str, set[str]]) -> set[str]:
        seen: set[str] = set()
        ahead = set(start)
        while ahead:
            seen |= ahead
            ahead = {to for name in ahead for to in steps.get(name, ())} - seen
        return seen

    def clocks(self) -> None:
        """Nothing waits for people for ever."""
        for state in self.states.values():
            if state.asks and not any(m.by == CLOCK for m in state.moves):
                self.say(state.line, f"state {state.id!r} asks {state.asks} for something, yet no clock moves it on")
            for move in state.moves:
                if move.by == CLOCK and not move.after:
                    self.say(move.line, f"{move.do!r} is by the clock and needs 'after'")
                if move.by != CLOCK and move.after:
                    self.say(move.line, f"{move.do!r} has 'after', which is only for 'by: the clock'")

    def hidden_moves(self) -> None:
        for state in self.states.values():
            self._hidden(state)

    def _hidden(self, state: State) -> None:
        always: set[tuple[str, str, str]] = set()
        for move in state.moves:
            name = (move.do, move.by, move.after)
            if name in always:
                self.say(move.line, f"this {move.do!r} never happens: an earlier one in {state.id!r} has no 'if'")
            if not move.if_:
                always.add(name)

    def promises(self, observers: Collection[str]) -> None:
        for promise in self.workflow.promises:
            known: Collection[str] = self.states if promise.about == "state" else self.events
            if promise.name not in known:
                self.say(
                    promise.line, f"the promise names the unknown {promise.about} {promise.name!r}{nearest(promise.name, known)}"
                )
            if promise.condition not in observers:
                self.say(promise.line, f"there is no observer {promise.condition!r}{nearest(promise.condition, observers)}")
