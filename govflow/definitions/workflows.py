"""Workflow files: one state machine each, as plain values.

Reads the shape of a file; whether the machine makes sense as a whole is for ``workflow_checks``. What a guard or an effect does
is the engine's business: here they are sentences.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import orjson

from govflow.definitions.canonical import canonical, digest
from govflow.definitions.schema import Fields, Problems, fields
from govflow.definitions.strict_yaml import DefinitionError, Node, Plain, Problem, from_plain, read_file
from govflow.definitions.workflow_checks import check_rungs, check_workflow
from govflow.domain.ladder import next_rung
from govflow.domain.vocabulary import RUNGS

PEOPLE, CLOCK, ENGINE = "people", "the clock", "the engine"
SAME = "same"
NEXT_RUNG = "the next rung"  # where a move leads is then a matter of the policy's ladder
FORMS: Mapping[str, str] = {"state": " is never reached without", "event": " never happens without"}


@dataclass(frozen=True, slots=True)
class Move:
    """One arrow: event ``do``, when asked for ``by`` somebody. ``to`` is a state's id, also where the file says ``same``."""

    do: str
    by: str
    when: tuple[str, ...]
    if_: tuple[str, ...]
    then: tuple[str, ...]
    to: str
    after: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class State:
    """A place in the machine. Without moves it is an end; one that ``rests`` is an end too, though something can still be added there."""

    id: str
    title: str
    means: str
    asks: str
    moves: tuple[Move, ...]
    rests: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Promise:
    """What no policy can weaken: ``name`` (a "state" or an "event") never comes about unless ``condition`` holds."""

    about: str
    name: str
    condition: str
    line: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.name}{FORMS[self.about]}: {self.condition}"


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences and acts the engine knows; passed in, so that this room knows no engine."""

    guards: frozenset[str]
    conditions: frozenset[str]
    effects: frozenset[str]
    moments: frozenset[str]
    observers: frozenset[str]
    acts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Workflow:
    """One edition of one machine. Equal when the rules are equal, whatever the file's layout."""

    name: str
    edition: int
    title: str
    starts: str
    elsewhere: Mapping[str, str]
    states: Mapping[str, State]
    promises: tuple[Promise, ...]
    digest: str
    file: str = field(default="", compare=False)

    @property
    def moves(self) -> tuple[tuple[State, Move], ...]:
        """Return every arrow with the state it leaves, in the order of the file."""
        return tuple((state, move) for state in self.states.values() for move in state.moves)

    def along(self, ladder: Sequence[str]) -> "Workflow":
        """Return the machine with the rungs of ``ladder`` alone, each leading to the next; any other than an issue's as it is.

        The digest stays that of the file.
        """
        if all(move.to != NEXT_RUNG for _, move in self.moves):
            return self
        out = frozenset(RUNGS) - frozenset(ladder)
        states = {name: _on(ladder, s) for name, s in self.states.items() if name not in out}
        return replace(self, states=states, promises=tuple(p for p in self.promises if p.name not in out))


def _on(ladder: Sequence[str], state: State) -> State:
    if state.id not in ladder:
        return state
    onward = next_rung(ladder, state.id)
    return replace(state, moves=tuple(replace(m, to=onward) if m.to == NEXT_RUNG else m for m in state.moves))


def load_workflow(path: Path, words: Words) -> Workflow:
    """Return the workflow of the file at ``path``. Raises DefinitionError with every problem of it."""
    problems = Problems()
    workflow = read_workflow(read_file(path, path.name), problems)
    check_rungs(workflow, problems)
    check_workflow(workflow.along(RUNGS), words, problems)
    if workflow.name and workflow.name != path.stem:
        problems.add(Node("", 0, path.name), f"'workflow' is {workflow.name!r}, yet the file is called {path.name!r}")
    problems.stop()
    return workflow


def read_workflow(node: Node, problems: Problems) -> Workflow:
    """Return what ``node`` says, adding what is wrong with its shape to ``problems``."""
    with fields(node, "a workflow", problems) as f:
        workflow = Workflow(
            name=f.name("workflow"),
            edition=f.number("edition", 1, 9999),
            title=f.text("title"),
            starts=f.text("starts"),
            elsewhere=_elsewhere(f),
            states={name: _state(name, state, problems) for name, state in f.pairs("states").items()},
            promises=_promises(f),
            digest="",
            file=node.file,
        )
    return replace(workflow, digest=digest(workflow_content(workflow)))


def workflow_content(workflow: Workflow) -> bytes:
    """Return ``workflow`` as canonical JSON; its SHA-256 is the workflow's digest. States are a list, as their order is shown."""
    return canonical(
        {
            "workflow": workflow.name,
            "edition": str(workflow.edition),
            "title": workflow.title,
            "starts": workflow.starts,
            "elsewhere": dict(workflow.elsewhere),
            "states": [_state_row(s) for s in workflow.states.values()],
            "promises": [{f"{p.name}{FORMS[p.about]}": p.condition} for p in workflow.promises],
        }
    )


def workflow_from_content(content: bytes) -> Workflow:
    """Return the workflow kept as ``content``. Its sentences are not checked: the engine finds out when it applies them."""
    problems = Problems()
    with problems.caught():
        workflow = read_workflow(_stored(content), problems)
    problems.stop()
    return replace(workflow, digest=digest(content), file="")


def _stored(content: bytes) -> Node:
    file = "stored workflow"
    try:
        data = orjson.loads(content)
        states = {row["id"]: {k: v for k, v in row.items() if k != "id"} for row in data["states"]}
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise DefinitionError([Problem(file, 0, f"is not the content of a workflow: {error!r}")]) from error
    return from_plain({**data, "states": states}, file)


def _elsewhere(f: Fields) -> Mapping[str, str]:
    found = {}
    for event, node in f.pairs("elsewhere", needed=False).items():
        if isinstance(node.value, str) and node.value:
            found[event] = node.value
        else:
            f.problems.add(node, f"{event!r} must name one refusal code")
    return found


def _state(name: str, node: Node, problems: Problems) -> State:
    with fields(node, f"state {name!r}", problems) as f:
        return State(
            id=name,
            title=f.text("title"),
            means=f.text("means"),
            asks=f.text("asks", ""),
            moves=tuple(_move(name, row, problems) for row in f.rows("moves", needed=False)),
            rests=f.flag("rests", default=False),
            line=node.line,
        )


def _move(state: str, node: Node, problems: Problems) -> Move:
    with fields(node, f"a move of {state!r}", problems) as f:
        to = f.text("to")
        return Move(
            do=f.text("do"),
            by=f.word("by", (PEOPLE, CLOCK, ENGINE), PEOPLE),
            when=f.texts("when", needed=False),
            if_=f.texts("if", needed=False),
            then=f.texts("then", needed=False),
            to=state if to == SAME else to,
            after=f.text("after", ""),
            line=node.line,
        )


def _promises(f: Fields) -> tuple[Promise, ...]:
    found = (_promise(row, f.problems) for row in f.rows("promises", needed=False))
    return tuple(p for p in found if p)


def _promise(node: Node, problems: Problems) -> Promise | None:
    # `- adopted is never reached without: ...` is a mapping of one key to YAML; in quotation marks it is text.
    if isinstance(node.value, dict) and len(node.value) == 1:
        [(head, tail)] = node.value.items()
        condition = tail.value
    else:
        head, _, condition = node.value.partition(": ") if isinstance(node.value, str) else ("", "", "")
    for about, form in FORMS.items():
        if head.endswith(form) and isinstance(condition, str) and condition.strip():
            return Promise(about, head.removesuffix(form).strip(), condition.strip(), node.line)
    problems.add(node, "a promise reads 'STATE is never reached without: CONDITION' or 'EVENT never happens without: CONDITION'")
    return None


def _state_row(state: State) -> Mapping[str, Plain]:
    asks: Mapping[str, Plain] = {"asks": state.asks} if state.asks else {}
    rests: Mapping[str, Plain] = {"rests": "yes"} if state.rests else {}
    row: dict[str, Plain] = {"id": state.id, "title": state.title, "means": state.means, **asks, **rests}
    return {**row, "moves": [_move_row(m) for m in state.moves]} if state.moves else row


def _move_row(move: Move) -> Mapping[str, Plain]:
    by: Mapping[str, Plain] = {"by": move.by} if move.by != PEOPLE else {}
    after: Mapping[str, Plain] = {"after": move.after} if move.after else {}
    lists = {"if": move.if_, "when": move.when, "then": move.then}
    given: Mapping[str, Plain] = {key: list(texts) for key, texts in lists.items() if texts}
    return {"do": move.do, **by, **after, **given, "to": move.to}
