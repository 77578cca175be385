"""A rehearsal: scenario files in, what came of every step out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from govflow.acts.house import House
from govflow.clock import Clock, VirtualClock
from govflow.definitions.library import Library
from govflow.rehearsing import report
from govflow.rehearsing.playing import Outcome, play
from govflow.rehearsing.report import Played
from govflow.rehearsing.scenario import Scenario, read_scenarios
from govflow.rehearsing.staging import told

Furnish = Callable[[Library, Clock], House]  # such as assemble.house_in_memory
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)  # each scenario sets the clock to its own start


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

    def json(self) -> str:
        """Return the same as JSON, one object."""
        return report.as_json(self.played)


def rehearse(
    paths: Iterable[Path], library: Library, furnish: Furnish, tell: Callable[[str], None] = lambda _: None
) -> Rehearsal:
    """Play the scenario files at ``paths``, each in an alliance of its own, on a throw-away record (``furnish``).

    ``tell`` hears which is played.
    Raises DefinitionError with every problem of every file before anything is played.
    """
    scenarios = read_scenarios(paths, library)
    clock = VirtualClock(BEGINNING)
    house = furnish(library, clock)
    played = []
    for n, scenario in enumerate(scenarios, 1):
        tell(f"scenario {n} of {len(scenarios)}: {scenario.title}")
        played.append(Played(scenario.file, scenario.title, tuple(_outcomes(scenario, n, house, clock))))
    return Rehearsal(tuple(played))


def _outcomes(scenario: Scenario, n: int, house: House, clock: VirtualClock) -> Iterable[Outcome]:
    if scenario.policy_refused:
        return (_policy_refused(scenario),)
    if scenario.stage.policy is None:
        return ()
    calendar = house.book.library.calendar(scenario.stage.policy)
    return play(house, clock, scenario, calendar, f"rehearsal-{n}")


def _policy_refused(scenario: Scenario) -> Outcome:
    """Return whether the policy was refused for the rules the scenario names."""
    expected = frozenset(scenario.policy_refused)
    broken, problems = scenario.stage.rules_broken, scenario.stage.refused
    wanted = f"refused: {', '.join(f'rule {n}' for n in sorted(expected))}"
    came = f"refused: {told(problems)}" if problems else "accepted"
    return Outcome(scenario.line, "before it begins", "the policy is read", expected <= broken, came, wanted)
