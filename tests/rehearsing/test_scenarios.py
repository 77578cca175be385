"""Every scenario of the collection holds, and together they show every refusal code and every value of every option."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from govflow.assemble import house_in_memory, library_of
from govflow.domain.options import NO_WINDOW, OPTIONS
from govflow.domain.requirement_codes import CODES
from govflow.rehearsing import rehearse
from govflow.rehearsing.report import Played, text
from govflow.rehearsing.scenario import Scenario, read_scenarios
from govflow.rehearsing.steps import Do, Expect

FOLDER = Path(__file__).parents[1] / "scenarios"
FILES = sorted(FOLDER.glob("*.yaml"))

# Values of options that mean something only in a process that is still to come.
COMING_OPTIONS: Mapping[str, str] = {
    "H": "with the no-fault ladder: what follows a deadlock",
    "N": "with the no-fault ladder: an open issue about a decision",
    "O": "with the no-fault ladder: who sorts an issue first",
}


@cache
def scenarios() -> tuple[Scenario, ...]:
    return read_scenarios(FILES, library_of())


@pytest.fixture(scope="module")
def played() -> Mapping[str, Played]:
    return {Path(one.file).name: one for one in rehearse(FILES, library_of(), house_in_memory).played}


@pytest.mark.parametrize("name", [path.name for path in FILES])
def test_the_scenario_holds(name: str, played: Mapping[str, Played]) -> None:
    assert played[name].ok, text([played[name]])


@pytest.mark.parametrize("name", [path.name for path in FILES])
def test_the_scenario_is_not_empty(name: str, played: Mapping[str, Played]) -> None:
    assert played[name].outcomes


def shown_codes() -> Iterator[str]:
    for scenario in scenarios():
        for step in scenario.steps:
            if isinstance(step, Do):
                yield from step.refused
            elif isinstance(step, Expect):
                for figures in step.figures.values():
                    needed = figures.get("needed", ())
                    yield from [needed] if isinstance(needed, str) else map(str, needed)


# A draft is no act: tests/record/test_drafts.py. No pack that is there lacks a clock: tests/web/test_earlier_editions.py.
NOT_OF_ACTS = {"drafts-full", "draft-too-long", "no-clock"}


@pytest.mark.parametrize("code", sorted(CODES.keys() - NOT_OF_ACTS))
def test_every_refusal_code_is_shown(code: str) -> None:
    assert code in set(shown_codes()), f"No scenario expects {code}; write one."


def files_on_options() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in FILES)


def values() -> Iterator[tuple[str, str]]:
    for letter, option in OPTIONS.items():
        if letter not in COMING_OPTIONS:
            yield from ((letter, value) for value in option.values if not value.startswith("N "))
        yield from ((letter, value) for value in option.refused)
    yield from (("J", value) for value in (NO_WINDOW, "15 calendar days", "10 working days"))


@pytest.mark.parametrize(("letter", "value"), sorted(set(values())))
def test_every_value_of_every_option_is_shown(letter: str, value: str) -> None:
    assert re.search(rf"^policy: .*\b{letter}: {value}\b", files_on_options(), re.MULTILINE), (
        f"No scenario has {letter}: {value}."
    )


@pytest.mark.parametrize(
    ("letter", "value"), [(o.letter, value) for o in OPTIONS.values() for value in (*o.refused, *o.needs_consensus)]
)
def test_every_refused_value_has_its_refusal(letter: str, value: str) -> None:
    refused = [
        path for path in FILES if "policy_refused" in (said := path.read_text(encoding="utf-8")) and f"{letter}: {value}" in said
    ]
    assert refused, f"No scenario shows that {letter}: {value} is refused."


@pytest.mark.parametrize("case", ["a1-", "a2-", "a3-", "a4-", "a5-", "a6-", "a7-", "a8-", "a10-", "a13-"])
def test_the_awkward_cases_are_there(case: str) -> None:
    assert [path for path in FILES if path.name.startswith(case)]


def test_every_shipped_policy_is_played() -> None:
    assert {s.stage.policy.pack for s in scenarios() if s.stage.policy} >= set(library_of().policies)
