"""``govflow verify`` as an auditor runs it: it holds on an untouched record, and names the table when one cell was edited behind it.

Every column is tried in process (tests/record/test_verifying.py); here every governed table is tried once, through the command.
"""

import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govflow.acts.files import Files
from govflow.cli import main
from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from govflow.record.store import Store
from tests.record import story
from tests.record.test_verifying import TAMPERED

ALLIANCE = "plymouth"
# One column of each table, and the SQL that makes its first cell another value of the same kind.
EDITS = {
    "ledger_heads": "size = size + 1",
    "ledger_entries": "body = CAST(body || ' ' AS BLOB)",
    "ledger_openings": "value = value || 'x'",
    "editions": "content = CAST(content || ' ' AS BLOB)",
    "defaults": "concerns = concerns || 'x'",
    "stated_grounds": "evidence = evidence || 'x'",
    "joined_notices": "participant = participant || 'x'",
    "hearings": "said = said || 'x'",
    "cure_extensions": "participant = participant || 'x'",
    "judgments": "reason = reason || 'x'",
    "timers": "due_at = '2030-01-01 00:00:00.000000'",
    "mandates": "title = title || 'x'",
    "alliances": "title = title || 'x'",
    "participants": "title = title || 'x'",
    "people": "name = name || 'x'",
    "former_names": "name = name || 'x'",
    "seats": "person = person || 'x'",
    "deputies": "person = person || 'x'",
    "absences": "person = person || 'x'",
    "offices": "role = role || 'x'",
    "decisions": "agreed = agreed + 1",
    "versions": "text = text || 'x'",
    "contributions": "said = said || 'x'",
    "circulations": "flagged = NOT flagged",
    "rounds": "closes_at = '2030-01-01 00:00:00.000000'",
    "positions": "reason = reason || 'x'",
    "interests": "nature = nature || 'x'",
    "approvals": "reference = reference || 'x'",
    "postings": "pence = pence + 1",
    "balances": "committed = committed + 1",
    "issuings": "comments = comments || 'x'",
    "meetings": "title = title || 'x'",
    "agenda": "title = title || 'x'",
    "papers": "title = title || 'x'",
    "attendances": "person = person || 'x'",
    "replies": "person = person || 'x'",
    "consents": "person = person || 'x'",
    "noted_positions": "reason = reason || 'x'",
    "minutes": "meeting = meeting || 'x'",
    "minutes_texts": "text = text || 'x'",
    "attendees": "person = person || 'x'",
    "corrections": "said = said || 'x'",
    "issues": "happened = happened || 'x'",
    "concerned_participants": "reason = reason || 'x'",
    "offered_options": "text = text || 'x'",
    "climbs": "reason = reason || 'x'",
    "guests": "person = person || 'x'",
    "actions": "what = what || 'x'",
    "progress": "said = said || 'x'",
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with something in every table."""
    file = tmp_path_factory.mktemp("kept") / "govflow.db"
    engine = open_database(f"sqlite:///{file}")
    migrate(engine)
    store = Store(engine)
    story.found(store)
    story.decide(store)
    story.gather(store)
    engine.dispose()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file


def verified(home: Path) -> Result:
    Files(home / "papers").keep("plan.pdf", story.PAPER)
    return CliRunner().invoke(
        main, ["verify"], env={"GOVFLOW_HOME": str(home), "GOVFLOW_DATABASE": f"sqlite:///{home / 'govflow.db'}"}
    )


def test_every_governed_table_is_edited_here() -> None:
    assert set(EDITS) == set(TAMPERED)


def test_an_untouched_record_holds(kept: Path, tmp_path: Path) -> None:
    shutil.copy(kept, tmp_path / "govflow.db")
    result = verified(tmp_path)
    assert (result.exit_code, "the chain is whole" in result.output) == (0, True)


@pytest.mark.parametrize("table", sorted(EDITS))
def test_one_edited_cell_is_named_by_the_command(kept: Path, tmp_path: Path, table: str) -> None:
    shutil.copy(kept, tmp_path / "govflow.db")
    connection = sqlite3.connect(tmp_path / "govflow.db", isolation_level=None)
    connection.execute("PRAGMA foreign_keys=OFF")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    keys = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[5]]
    first = f"({', '.join(keys)}) IN (SELECT {', '.join(keys)} FROM {table} LIMIT 1)"
    assert connection.execute(f"UPDATE {table} SET {EDITS[table]} WHERE {first}").rowcount == 1
    connection.close()
    result = verified(tmp_path)
    assert result.exit_code == 1
    assert any(line.startswith(f"{table},") for line in result.output.splitlines()), result.output
