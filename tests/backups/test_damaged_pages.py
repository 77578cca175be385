"""Pages of an SQLite database that a disk gave back otherwise: each is told, whatever stood on it, and never as a fault of ours."""

import shutil
import sqlite3
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from govflow.cli import main
from govflow.clock import VirtualClock
from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from tests.seaport import START, founded

TRIED = 80


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kept") / "govflow.db"
    url = f"sqlite:///{file}"
    engine = open_database(url)
    migrate(engine)
    engine.dispose()
    founded(url, VirtualClock(START)).close()
    with sqlite3.connect(file) as connection:
        connection.execute("VACUUM")  # no page is left that nothing refers to
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file


def verified(file: Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["verify"], env={"GOVFLOW_HOME": str(file.parent), "GOVFLOW_DATABASE": f"sqlite:///{file}"})
    return done.exit_code, done.output


def test_every_damaged_page_is_told(kept: Path, tmp_path: Path) -> None:
    assert verified(kept)[0] == 0
    chance, content = Random(20261130), kept.read_bytes()
    size = int.from_bytes(content[16:18], "big")
    pages = range(1, len(content) // size)  # the first holds the header, without which it is no database at all
    for page in chance.sample(pages, min(TRIED, len(pages))):
        damaged = tmp_path / "govflow.db"
        shutil.copy(kept, damaged)
        with damaged.open("r+b") as file:
            file.seek(page * size)
            file.write(chance.randbytes(size))
        code, said = verified(damaged)
        assert code == 1, f"page {page + 1} was damaged unseen"
        assert said
        assert "Traceback" not in said
        assert "govflow --debug" not in said, said
