"""Scenario files as values: what is given, who plays, and the steps in order; and the reading of the files.

Every mistake of every file is collected, with its line and the nearest known word. Whether a step does what it says is found
out by playing; what an act's data may hold is the act's business.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from govflow.definitions.library import Library
from govflow.definitions.schema import Fields, Problems, fields
from govflow.definitions.strict_yaml import Node, read_file
from govflow.domain.mandates import Mandate
from govflow.rehearsing.cast import Part, read_cast, read_people
from govflow.rehearsing.moments import local_moment
from govflow.rehearsing.staging import Stage, read_policy_refused, read_stage
from govflow.rehearsing.steps import Step, read_steps

START = "2026-03-02 09:00"
WEEK = 7


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario: ``start`` is local to the alliance; ``policy_refused`` makes the refusal of its policy what is rehearsed.

    ``people`` are names for the record, by cast name or place; whoever is not there is named by role.
    """

    file: str
    line: int
    title: str
    stage: Stage
    start: datetime
    mandate_in_force: bool
    seats_filled: bool
    cast: Mapping[str, tuple[Part, ...]]
    steps: tuple[Step, ...]
    policy_refused: tuple[int, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)


def read_scenarios(paths: Iterable[Path], library: Library) -> tuple[Scenario, ...]:
    """Return the scenarios of the files at ``paths``, in that order. Raises DefinitionError with every problem of all of them."""
    problems, found = Problems(), []
    for path in paths:
        with problems.caught():
            found.append(_scenario(path, library, problems))
    problems.stop()
    return tuple(found)


def _scenario(path: Path, library: Library, problems: Problems) -> Scenario:
    with fields(read_file(path, str(path)), "a scenario", problems) as f:
        title = f.text("scenario")
        refused = read_policy_refused(f)
        stage = read_stage(f, library, path.parent, may_be_refused=bool(refused))
        mandate, seats = _given(f)
        cast = read_cast(f, stage.example)
        return Scenario(
            file=str(path),
            line=f.at("policy_refused").line or 1,
            title=title,
            stage=stage,
            start=_start(f, stage.example.mandate if stage.example else None),
            mandate_in_force=mandate,
            seats_filled=seats,
            cast=cast,
            steps=read_steps(f, cast, stage, library, needed=not refused),
            policy_refused=refused,
            people=read_people(f, cast, stage.example),
        )


def _given(f: Fields) -> tuple[bool, bool]:
    """Read ``given``: whether a mandate is in force, and whether every seat is filled or only those the cast names."""
    node = f.node_of("given", needed=False) or Node({}, 0, f.node.file)
    with fields(node, "what is given", f.problems) as g:
        return g.word("mandate", ("in-force", "none"), "in-force") == "in-force", g.word(
            "seats", ("filled", "none"), "filled"
        ) == "filled"


def _start(f: Fields, mandate: Mandate | None) -> datetime:
    """Read ``start``; what does not say one starts on the usual day, or on the first Monday of a mandate that does not cover it."""
    usual = datetime.fromisoformat(START)
    if not f.has("start") and mandate and not mandate.in_force_on(usual.date()):
        first = mandate.valid_from
        usual = datetime.combine(first + timedelta(days=-first.weekday() % WEEK), usual.time())
    text = f.text("start", f"{usual:%Y-%m-%d %H:%M}")
    found = local_moment(text)
    if found is None and text:
        f.problems.add(f.at("start"), f"'start' is {text!r}; it must be a time such as {START}")
    return found or datetime.fromisoformat(START)
