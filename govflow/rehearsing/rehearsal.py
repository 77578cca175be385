"""A rehearsal: scenario files in, what came of every step out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from govflow.assemble import house_in_memory
from govflow.clock import VirtualClock
from govflow.definitions.library import Library
from govflow.rehearsing import report
from govflow.rehearsing.playing import Outcome, play
from govflow.rehearsing.report import Played
from govflow.rehearsing.scenario import Scenario, read_scenarios
from govflow.rehearsing.staging import told

ALLIANCE = "rehearsal"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What came of the scenarios, in the order of their files."""

    played: tuple[Played, ...]

    @property
    def ok(self) -> bool:
        """Say whether every scenario went as it says."""
        return all(one.ok for one in self.played)

    def text(self) -> str:
        """Return the report of every step, for people."""
        return report.text(self.played)

    def json(self) -> dict[str, object]:
        """Return the same as plain values, ready to be written as JSON."""
        return report.plain(self.played)


def rehearse(paths: Iterable[Path], library: Library) -> Rehearsal:
    """Play the scenario files at ``paths``, each in a house of its own on a record that is gone afterwards.

    Raises DefinitionError with every problem of every file before anything is played.
    """
    scenarios = read_scenarios(paths, library)
    return Rehearsal(tuple(Played(s.file, s.title, tuple(_outcomes(s, library))) for s in scenarios))


def _outcomes(scenario: Scenario, library: Library) -> Iterable[Outcome]:
    if scenario.policy_refused:
        return (_policy_refused(scenario),)
    if scenario.stage.policy is None:
        return ()
    clock = VirtualClock(datetime(2000, 1, 1, tzinfo=UTC))  # play sets it to the scenario's start
    return play(house_in_memory(library, clock), clock, scenario, library.calendar(scenario.stage.policy), ALLIANCE)


def _policy_refused(scenario: Scenario) -> Outcome:
    """Return whether the policy was refused for the rules the scenario names."""
    expected = frozenset(scenario.policy_refused)
    broken, problems = scenario.stage.rules_broken, scenario.stage.refused
    wanted = f"refused: {', '.join(f'rule {n}' for n in sorted(expected))}"
    came = f"refused: {told(problems)}" if problems else "accepted"
    return Outcome(scenario.line, "before it begins", "the policy is read", expected <= broken, came, wanted)
