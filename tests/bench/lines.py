"""The lines to meet: what a run came to, beside what it must come to, in sentences."""

from dataclasses import dataclass
from typing import Any

from tests.bench.crowd import Crowd
from tests.bench.money import Counted
from tests.bench.punctual import Arrived
from tests.bench.queries import Listed
from tests.bench.work import Measured

DECISIONS = 40  # simultaneous unanimous decisions on each database
SAMPLE = 100_000
FLAT = 1.5  # what a hundred thousand may cost beside a hundred
PAGE_MS, MUST_BE_QUICK = 8, frozenset({"decision page", "register"})  # the others are aimed at
# Ours, theirs, at least this ratio, and whether that is only aimed at.
RATIOS = (
    ("govflow", "a5", 0.25, False),
    ("govflow", "d1", 1.5, False),
    ("govflow-pg", "c3", 0.5, False),
    ("gov-http", "a5-http", 0.2, False),
    ("govflow", "a5", 0.5, True),
    ("govflow", "e1", 1, True),
)


@dataclass(frozen=True)
class Line:
    """One thing that must hold, or is aimed at: what it is, what was reached, and the least or the most that is good enough."""

    what: str
    reached: float
    least: float | None = None
    most: float | None = None
    is_aim: bool = False

    @property
    def missed(self) -> bool:
        """Say whether it had to hold and does not; an aim is never missed, it is not yet reached."""
        return not self.is_aim and not self.holds

    @property
    def holds(self) -> bool:
        return (self.least is None or self.reached >= self.least) and (self.most is None or self.reached <= self.most)

    @property
    def says(self) -> str:
        bound = f"at least {self.least:g}" if self.least is not None else f"at most {self.most:g}"
        verdict = "MISSED" if self.missed else "met" if self.holds else "not yet"
        return f"{verdict:<7} {self.what}: {self.reached:.3g} ({'aim: ' if self.is_aim else ''}{bound})"


@dataclass(frozen=True)
class Run:
    """Everything one run measured; None where a part was left out."""

    speeds: dict[str, Measured]
    adopted_at_once: dict[str, int]
    listed: dict[str, Listed]
    counted: dict[str, Counted]
    pages_ms: dict[str, float]
    crowd: Crowd
    reminded: dict[str, Arrived]
    help_seconds: float

    def lines(self) -> list[Line]:
        """Return the lines this run can speak about."""
        return [
            *self._speed_lines(),
            *self._race_lines(),
            *self._list_lines(),
            *self._money_lines(),
            *self._page_lines(),
            *self._crowd_lines(),
            *self._reminder_lines(),
            self._cold_start(),
        ]

    def _speed_lines(self) -> list[Line]:
        return [
            Line(f"decisions a second, {ours} over {theirs}", self._ratio(ours, theirs), least=least, is_aim=is_aim)
            for ours, theirs, least, is_aim in RATIOS
            if {ours, theirs} <= self.speeds.keys()
        ]

    def _ratio(self, ours: str, theirs: str) -> float:
        return self.speeds[ours].per_second / self.speeds[theirs].per_second

    def _race_lines(self) -> list[Line]:
        return [
            Line(f"simultaneous unanimous decisions adopted, {database}", adopted, least=DECISIONS)
            for database, adopted in self.adopted_at_once.items()
        ]

    def _list_lines(self) -> list[Line]:
        lines = []
        for database, found in self.listed.items():
            size = f"{found.decisions:,} decisions, {database}, ms"
            lines += [
                Line(f"what is open of {size}", found.open_ms, most=1),
                Line(f"first page of what is live of {size}", found.live_ms, most=1, is_aim=True),
                Line(f"first page of what is in force of {size}", found.state_ms, most=1),
                Line(f"first page of the newest of {size}", found.newest_ms, most=1),
                Line(f"what a desk looks through (400 live) of {size}", found.desk_ms, most=1),
                Line(f"timers that are due of {size}", found.due_ms, most=1),
                Line(
                    f"check the chain of {found.entries:,} entries, {database}, s",
                    found.verify_seconds,
                    most=found.entries / SAMPLE,
                    is_aim=True,
                ),
            ]
        return lines

    def _money_lines(self) -> list[Line]:
        lines = []
        for database, found in self.counted.items():
            many = f"{found.many:,} postings over {found.few}, {database}"
            lines += [
                Line(f"reading the money page, {many} ({found.few_ms:.2f} and {found.many_ms:.2f} ms)", found.ratio, most=FLAT),
                Line(
                    f"reading what is behind a figure, {many} ({found.line_ms:.2f} ms)", found.line_ratio, most=FLAT, is_aim=True
                ),
            ]
        return lines

    def _page_lines(self) -> list[Line]:
        return [
            Line(f"{page}, ms of the processor", cost, most=PAGE_MS, is_aim=page not in MUST_BE_QUICK)
            for page, cost in self.pages_ms.items()
        ]

    def _crowd_lines(self) -> list[Line]:
        found = self.crowd
        served = f"{len(found.taken):,} requests, {found.per_second:.0f} a second, p99 {found.p99_ms:.0f} ms, {found.recorded} positions"
        return [Line(f"errors among 20 people at once for {found.seconds:.0f} s ({served})", found.errors, most=0)]

    def _reminder_lines(self) -> list[Line]:
        lines = []
        for database, found in self.reminded.items():
            many = f"{found.due:,} reminders due at once, {database}"
            came = f"{found.lost} lost, {found.early} early, {found.twice} twice, half within {found.p50:.1f} s"
            lines += [
                Line(f"{many}: p99 of the seconds after they were due ({came})", found.p99, most=30),
                Line(f"{many}: lost, early or twice", found.lost + found.early + found.twice, most=0),
            ]
        return lines

    def _cold_start(self) -> Line:
        return Line("govflow --help from cold, s", self.help_seconds, most=0.3, is_aim=True)

    def plain(self) -> dict[str, Any]:
        """Return the run as JSON can hold it."""
        return {
            "speeds": {name: {**vars(m), "acts_per_second": m.acts_per_second} for name, m in self.speeds.items()},
            "adopted_at_once": self.adopted_at_once,
            "listed": {database: vars(found) for database, found in self.listed.items()},
            "counted": {database: vars(found) for database, found in self.counted.items()},
            "pages_ms": self.pages_ms,
            "crowd": {"requests": len(self.crowd.taken), "seconds": self.crowd.seconds, "wrong": dict(self.crowd.wrong)},
            "reminded": {
                database: {**vars(found), "p50": found.p50, "p99": found.p99} for database, found in self.reminded.items()
            },
            "help_seconds": self.help_seconds,
            "lines": [{**vars(line), "holds": line.holds, "missed": line.missed} for line in self.lines()],
        }


def table(run: Run) -> str:
    """Return the speeds as a table: best of the rounds, and beside them the ratio to SQL by hand and to Core on PostgreSQL."""
    head = f"{'':<11}{'decisions/s':>12}{'acts':>5}{'acts/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'cpu ms':>8}{'of a5':>7}{'an act':>7}  what"
    rows = [head]
    base = run.speeds.get("a5")
    for m in run.speeds.values():
        ratios = f"{m.per_second / base.per_second:>7.2f}{m.acts_per_second / base.acts_per_second:>7.2f}" if base else " " * 14
        figures = f"{m.per_second:>12.1f}{m.acts:>5}{m.acts_per_second:>8.0f}{m.p50_ms:>8.2f}{m.p99_ms:>8.2f}{m.cpu_ms:>8.1f}"
        rows.append(f"{m.name:<11}{figures}{ratios}  {m.what}")
    return "\n".join(rows)
