"""Each contender does its work: one decision, adopted, its record whole. Nothing is timed here."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bench.contenders import ENTRANTS
from tests.bench.crowd import crowd
from tests.bench.lines import Line
from tests.bench.pages import PAGES, pages
from tests.bench.punctual import punctuality
from tests.bench.queries import listed
from tests.bench.work import Entrant, Place, Times
from tests.databases import fresh_url, postgres_server, sqlite_template

__all__ = ["fresh_url", "postgres_server", "sqlite_template"]
MARKED = [pytest.param(e, id=e.name, marks=[pytest.mark.postgres] if e.needs_postgres else []) for e in ENTRANTS]


@pytest.mark.parametrize("entrant", MARKED)
def test_a_contender_makes_one_decision(entrant: Entrant, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    make: Callable[[str], str] = request.getfixturevalue("fresh_url")
    folder = tmp_path / "own"
    folder.mkdir()
    contender, times = entrant.make(Place(folder, make("postgres") if entrant.needs_postgres else "")), Times()
    contender.run(1, times)
    assert contender.adopted() == 1
    assert len(times.steps) == contender.acts
    contender.close()


def test_the_large_record_verifies_and_its_pages_are_full(tmp_path: Path) -> None:
    found = listed(f"sqlite:///{tmp_path}/large.db", 1_000)
    assert (found.decisions, found.entries) == (1_000, 1_000)


def test_a_line_says_whether_it_holds() -> None:
    assert Line("ratio", 0.3, least=0.25).says == "met     ratio: 0.3 (at least 0.25)"
    assert Line("seconds", 0.5, most=0.3).says == "MISSED  seconds: 0.5 (at most 0.3)"
    assert Line("seconds", 0.5, most=0.3, is_aim=True).says == "not yet seconds: 0.5 (aim: at most 0.3)"


def test_every_page_is_opened(tmp_path: Path) -> None:
    assert set(pages(f"sqlite:///{tmp_path}/pages.db", 1)) == set(PAGES)


def test_a_small_crowd_makes_no_errors(tmp_path: Path) -> None:
    found = crowd(tmp_path, users=4, seconds=1.5)
    assert found.wrong.total() == 0, found.wrong
    assert found.recorded
    assert len(found.taken) > 10


def test_reminders_that_are_due_together_reach_a_mail_server(tmp_path: Path) -> None:
    found = punctuality(f"sqlite:///{tmp_path}/reminded.db", tmp_path, matters=2, ahead=timedelta(seconds=3))
    assert (found.due, found.lost, found.early, found.twice) == (16, 0, 0, 0)
