"""The steps of a scenario as values, and the reading of them: somebody does an act, time passes, something is expected.

Names are checked as they are read: who is in the cast, which subject an earlier step has named, which codes there are.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from govflow.definitions.library import Library
from govflow.definitions.schema import Fields, Problems, fields, nearest
from govflow.definitions.strict_yaml import Node, Plain, plain
from govflow.domain.requirement_codes import CODES
from govflow.domain.vocabulary import ACTS
from govflow.domain.working_days import Span
from govflow.rehearsing.cast import BUT, EVERYONE, NOBODY, Part, is_place
from govflow.rehearsing.figures import read_figures
from govflow.rehearsing.moments import read_wait
from govflow.rehearsing.staging import Stage

ANY = "any"
REFERENCE = re.compile(r"[A-Z]+-\d+")
# Acts that bring a subject to name.
BRINGS = frozenset(
    {
        "decision.propose",
        "meeting.plan",
        "meeting.request",
        "action.open",
        "mandate.draft",
        "mandate.vary",
        "issue.log",
        "default.prepare",
    }
)
NAMING = BRINGS | {"person.invite"}  # acts that bring something to name
SUBJECTS = ("decision.", "mandate.", "meeting.", "minutes.", "action.", "issue.", "default.")
LINKED = frozenset(
    {"minutes", "answer", "issue"}
)  # what is linked to a subject: m1.minutes, v2.answer, d1.issue; the answer to a default is a decision too
SUBJECT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")
KINDS = ("do", "wait", "expect")
WHOLE = frozenset({"mails_to", "remaining", "standing"})  # what can be expected of the alliance as a whole


@dataclass(frozen=True, slots=True)
class Do:
    """Somebody does an act; ``refused`` are the codes that must come back, () when it must be accepted."""

    line: int
    by: tuple[str, ...]
    act: str
    on: str = ""
    data: Mapping[str, Plain] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    key: str = ""
    speaking_for: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes: a span, or until a local moment."""

    line: int
    says: str
    span: Span | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Expect:
    """What must hold: subject -> figure -> what it must be. The subject "" is the alliance as a whole."""

    line: int
    figures: Mapping[str, Mapping[str, Plain]]


Step = Do | Wait | Expect


@dataclass(slots=True)
class Names:
    """The names a step may use: of the cast, and of subjects and people that earlier steps brought."""

    people: set[str]
    subjects: set[str]
    stage: Stage
    states: Collection[str]


def read_steps(
    f: Fields, cast: Mapping[str, Sequence[Part]], stage: Stage, library: Library, *, needed: bool
) -> tuple[Step, ...]:
    """Read ``steps`` in order."""
    states = tuple(dict.fromkeys(state for workflow in library.workflows.values() for state in workflow.states))
    names = Names(set(cast), set(), stage, states)
    found = (_step(node, names, f.problems) for node in f.rows("steps", needed=needed))
    return tuple(step for step in found if step is not None)


def _step(node: Node, names: Names, problems: Problems) -> Step | None:
    keys = node.value if isinstance(node.value, dict) else {}
    kind = next((k for k in KINDS if k in keys), "do")
    with fields(node, "a step", problems) as f:
        if kind == "wait":
            span, until = read_wait(f, "wait")
            return Wait(node.line, f.text("wait", ""), span, until)
        if kind == "expect":
            return Expect(node.line, _expected(f, names))
        return _do(f, names)


def _do(f: Fields, names: Names) -> Do:
    act = f.text("do")
    if act and act not in ACTS:
        f.problems.add(f.at("do"), f"there is no act {act!r}{nearest(act, ACTS)}")
    data = plain(Node(dict(f.pairs("with", needed=False)), 0, ""))
    step = Do(
        line=f.node.line,
        by=_by(f, names),
        act=act,
        on=_on(f, act, names),
        data=data if isinstance(data, Mapping) else {},
        refused=_codes(f),
        key=f.text("key", ""),
        speaking_for=_participant(f, names),
    )
    if act in NAMING and step.on and not step.refused:
        (names.subjects if act in BRINGS else names.people).add(step.on)
    return step


def _by(f: Fields, names: Names) -> tuple[str, ...]:
    node = f.node_of("by")
    if node is None:
        return ()
    rows = node.value if isinstance(node.value, list) else [node]
    found = tuple(row.value.strip() if isinstance(row.value, str) else "" for row in rows)
    for name, row in zip(found, rows, strict=True):
        if name.startswith(BUT):
            for one in left_out(name):
                _check_person(one, row, names, f.problems)
        elif name != EVERYONE:
            _check_person(name, row, names, f.problems)
    if not found:
        f.problems.add(node, "'by' names nobody")
    return found


def left_out(name: str) -> tuple[str, ...]:
    """Return who is left out by ``everyone but kay and lee``."""
    return tuple(one.strip() for one in re.split(r",| and ", name.removeprefix(BUT)))


def _check_person(name: str, node: Node, names: Names, problems: Problems) -> None:
    if name in NOBODY:
        problems.add(node, f"{name!r} is nobody in the cast; only people do acts, and time passes by 'wait'")
    elif name not in names.people and not is_place(name, names.stage.example):
        problems.add(node, f"there is no {name!r} in the cast{nearest(name, names.people)}")


def _on(f: Fields, act: str, names: Names) -> str:
    name = f.text("on", "")
    at = f.at("on")
    if not name:
        if act.startswith(SUBJECTS) and act in ACTS:
            f.problems.add(f.node, f"{act} needs 'on': the name of the {act.partition('.')[0]}")
    elif "." in name:
        _check_linked(name, at, names, f.problems)
    elif act in NAMING:
        if not SUBJECT_NAME.fullmatch(name):
            f.problems.add(at, f"nothing can be called {name!r}; use letters, digits, - and _")
        elif name in names.subjects | names.people:
            f.problems.add(at, f"{name!r} is already the name of something; give this one another")
    elif name not in names.subjects and not REFERENCE.fullmatch(name):
        f.problems.add(at, f"no earlier step brought {name!r}{nearest(name, names.subjects)}")
    return name


def _check_linked(name: str, at: Node, names: Names, problems: Problems) -> None:
    base, _, link = name.partition(".")
    if link not in LINKED:
        problems.add(at, f"{name!r} has a dot: such names are kept for what is linked to a subject ({', '.join(sorted(LINKED))})")
    elif base not in names.subjects and not REFERENCE.fullmatch(base):
        problems.add(at, f"no earlier step brought {base!r}{nearest(base, names.subjects)}")


def _codes(f: Fields) -> tuple[str, ...]:
    node = f.node_of("refused", needed=False)
    if node is None:
        return ()
    rows = node.value if isinstance(node.value, list) else [node]
    found = tuple(row.value.strip() if isinstance(row.value, str) else "" for row in rows)
    for code, row in zip(found, rows, strict=True):
        if code not in CODES and code != ANY:
            f.problems.add(row, f"there is no refusal code {code!r}{nearest(code, (*CODES, ANY))}")
    if not found:
        f.problems.add(node, "'refused' names no code; write one, a list, or any")
    return found


def _participant(f: Fields, names: Names) -> str:
    name, example = f.text("for", ""), names.stage.example
    if name and example is not None and example.participant(name) is None:
        f.problems.add(f.at("for"), f"there is no participant {name!r}{nearest(name, [p.id for p in example.participants])}")
    return name


def _expected(f: Fields, names: Names) -> Mapping[str, Mapping[str, Plain]]:
    found: dict[str, Mapping[str, Plain]] = {}
    for name, node in f.pairs("expect").items():
        if name in WHOLE:
            found[""] = {**found.get("", {}), **read_figures(Node({name: node}, node.line, node.file), names.states, f.problems)}
            continue
        if "." in name:
            _check_linked(name, node, names, f.problems)
        elif name not in names.subjects:
            f.problems.add(node, f"no earlier step brought {name!r}{nearest(name, names.subjects)}")
        state = isinstance(node.value, str)
        asked = Node({"state": node}, node.line, node.file) if state else node
        found[name] = read_figures(asked, names.states, f.problems)
    for figures in found.values():
        _check_mails(figures, f, names)
    return found


def _check_mails(figures: Mapping[str, Plain], f: Fields, names: Names) -> None:
    mails = figures.get("mails_to", {})
    for name in mails if isinstance(mails, Mapping) else ():
        _check_person(name, f.at("expect"), names, f.problems)
