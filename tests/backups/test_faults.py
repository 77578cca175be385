"""Fifty faults in a random order: each is refused in a sentence, and nothing is lost."""

from itertools import count
from random import Random

import pytest

from govflow.clock import VirtualClock
from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from tests.backups.faults import FAULTS, Bench
from tests.backups.installations import add_papers, sqlite_in
from tests.seaport import opened

FIFTY, MANY = 50, 400


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """An installation with a matter on which positions are open, and two papers; and its backup."""
    folder = tmp_path_factory.mktemp("faults")
    here = sqlite_in(folder / "here")
    here.home.mkdir()
    engine = open_database(here.url)
    migrate(engine)
    engine.dispose()
    _, now = opened(here.url, 1)
    papers = add_papers(here, VirtualClock(now), 2)
    here.held("backup", folder / "backup.zip")
    return Bench(here, folder / "backup.zip", papers, folder, Random(0), count(1))


def tried(bench: Bench, how_many: int, seed: int) -> None:
    """Try every fault, and then so many in all, in a random order."""
    bench.random = Random(seed)
    more = bench.random.choices(FAULTS, k=how_many - len(FAULTS))
    chosen = [*FAULTS, *more]
    bench.random.shuffle(chosen)
    before, backup = bench.here.bytes(), bench.backup.read_bytes()
    for fault in chosen:
        try:
            fault(bench)
        except BaseException as error:
            error.add_note(f"in {fault.__name__}")
            raise
        assert bench.here.bytes() == before, f"{fault.__name__} changed the installation"
        assert bench.backup.read_bytes() == backup, f"{fault.__name__} changed the backup"
    bench.here.held("verify")


def test_fifty_faults_are_refused_in_a_sentence_and_lose_nothing(bench: Bench) -> None:
    tried(bench, FIFTY, seed=15)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(4))
def test_many_faults_are_refused_in_a_sentence_and_lose_nothing(bench: Bench, seed: int) -> None:
    tried(bench, MANY, seed)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
@pytest.mark.soak
def test_each_fault_by_itself(bench: Bench, fault) -> None:
    fault(bench)
