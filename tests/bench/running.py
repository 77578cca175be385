"""One run of the benchmark: every contender in turn, round after round, so that the machine's moods fall on all alike."""

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy.engine import URL

from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from tests.bench.contenders import ENTRANTS
from tests.bench.crowd import USERS, crowd
from tests.bench.lines import DECISIONS, Run
from tests.bench.money import Counted, counted
from tests.bench.pages import pages
from tests.bench.punctual import Arrived, punctuality
from tests.bench.queries import Listed, listed
from tests.bench.work import Contender, Entrant, Measured, Place, Round, Times, WrongResultError, measured, timed
from tests.concurrency.keeping import faults
from tests.concurrency.runs import unanimous
from tests.servers import fresh_database, postgres

WARM_UP = 2
Say = Callable[[str], None]


@contextmanager
def workplace() -> Iterator[tuple[Path, URL]]:
    """Give a folder for databases and the address of a PostgreSQL server, for as long as the block lasts."""
    with TemporaryDirectory(prefix="govflow-bench-") as name, postgres() as server:
        yield Path(name), server


def run(decisions: int, rounds: int, large: int, crowd_seconds: float, say: Say) -> Run:
    """Measure everything: speeds, races, lists of a record of ``large`` decisions, pages, a crowd, and the cold start."""
    with workplace() as (folder, server):
        say("pages")  # first, while the process holds nothing else
        costs = pages(f"sqlite:///{folder}/pages.db")
        speeds = race_contenders(ENTRANTS, folder, server, decisions, rounds, say)
        urls = {"SQLite": f"sqlite:///{folder}/at-once.db", "PostgreSQL": fresh_database(server)}
        adopted = {database: _adopted_at_once(url, database, say) for database, url in urls.items()}
        urls = {"SQLite": f"sqlite:///{folder}/large.db", "PostgreSQL": fresh_database(server)}
        lists = {database: _listed(url, large, database, say) for database, url in urls.items()}
        money = {
            "SQLite": _counted(lambda n: f"sqlite:///{folder}/money-{n}.db", "SQLite", say),
            "PostgreSQL": _counted(lambda _: fresh_database(server), "PostgreSQL", say),
        }
        say(f"{USERS} people at once for {crowd_seconds:.0f} seconds")
        home = folder / "crowd"
        home.mkdir()
        many = crowd(home, seconds=crowd_seconds)
        urls = {"SQLite": f"sqlite:///{folder}/reminded.db", "PostgreSQL": fresh_database(server)}
        reminded = {database: _reminded(url, folder, database, say) for database, url in urls.items()}
    say("cold start")
    return Run(speeds, adopted, lists, money, costs, many, reminded, cold_start())


def race_contenders(
    entrants: tuple[Entrant, ...], folder: Path, server: URL | None, decisions: int, rounds: int, say: Say
) -> dict[str, Measured]:
    """Let every entrant make ``decisions`` in each of ``rounds``, interleaved; return the best of each."""
    with ExitStack() as stack:
        runners = {entrant: _begun(entrant, folder, server, stack) for entrant in entrants}
        results: dict[Entrant, list[Round]] = {entrant: [] for entrant in entrants}
        gc.collect()
        gc.freeze()  # what one contender holds is not to slow another, which in life has a process of its own
        for number in range(1, rounds + 1):
            for entrant, contender in runners.items():
                say(f"round {number} of {rounds}: {entrant.name}")
                results[entrant].append(timed(contender, decisions))
        for entrant, contender in runners.items():
            _check(entrant, contender, WARM_UP + rounds * decisions)
    return {entrant.name: measured(entrant, runners[entrant].acts, found) for entrant, found in results.items()}


def _begun(entrant: Entrant, folder: Path, server: URL | None, stack: ExitStack) -> Contender:
    own = folder / entrant.name
    own.mkdir()
    contender = entrant.make(Place(own, fresh_database(server) if entrant.needs_postgres and server is not None else ""))
    stack.callback(contender.close)
    contender.run(WARM_UP, Times())
    return contender


def _check(entrant: Entrant, contender: Contender, due: int) -> None:
    adopted = contender.adopted()
    if adopted != due:
        raise WrongResultError(f"{entrant.name} adopted {adopted} of {due}")


def _adopted_at_once(url: str, database: str, say: Say) -> int:
    say(f"{DECISIONS} decisions, eight processes at once, {database}")
    engine = open_database(url)
    migrate(engine)
    engine.dispose()
    found = unanimous(url, DECISIONS)
    if wrong := faults(found):
        raise WrongResultError(f"{database}: {wrong[0]}")
    return sum(row["state"] == "in_force" for row in found.decisions)


def _listed(url: str, large: int, database: str, say: Say) -> Listed:
    say(f"lists of {large:,} decisions, {database}")
    return listed(url, large)


def _counted(url_of: Callable[[int], str], database: str, say: Say) -> Counted:
    say(f"the money page, {database}")
    return counted(url_of)


def _reminded(url: str, folder: Path, database: str, say: Say) -> Arrived:
    say(f"reminders due at once, {database}")
    home = folder / f"reminded-{database}"
    home.mkdir()
    return punctuality(url, home)


def cold_start(times: int = 5) -> float:
    """Return the seconds that ``govflow --help`` takes in a new process, the best of some."""
    command = [str(Path(sys.executable).with_name("govflow")), "--help"]
    best = float("inf")
    for _ in range(times):
        begun = perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        best = min(best, perf_counter() - begun)
    return best
