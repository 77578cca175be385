"""History that was written anew by whoever owns the database: the record alone holds, and any older line of a mail tells."""

from pathlib import Path

import pytest
from sqlalchemy import select

from govflow.acts.audit import Audit, audit
from govflow.acts.files import Files
from govflow.record.rows import TABLES
from govflow.record.store import Store
from govflow.record.verifying import verify
from tests.record import forging, story

HEADS = TABLES["ledger_heads"].c


@pytest.fixture
def told(store: Store) -> Store:
    story.found(store)
    story.decide(store)
    return store


def checked(store: Store, receipt: str, folder: Path) -> Audit:
    return audit(store, Files(folder), "plymouth", receipt, lambda _: None)


def line_now(store: Store) -> str:
    """Return the line as a mail has it now, and as a mail program breaks it."""
    with store.view("plymouth") as view:
        root = view.head.root
        return (
            f"Entry {view.head.size} of the record. The record then held {view.head.size:,} entries, with\n> the root\n"
            f"> {root[:40]}\n{root[40:]}\nKeep these lines"
        ).replace("> ", "")


def test_the_line_of_a_mail_holds_now_and_when_more_has_happened(told: Store, tmp_path: Path) -> None:
    line = line_now(told)
    assert checked(told, line, tmp_path).holds
    story.decide(told)
    assert checked(told, line, tmp_path).holds
    size, root = verify(told, "plymouth").entries, _root(told)
    assert checked(told, f"{size} {root}", tmp_path).holds
    (wrong,) = checked(told, f"{size - 1} {root}", tmp_path).problems
    assert (wrong.where, wrong.row) == ("ledger_entries", f"1 to {size - 1}")
    (more,) = checked(told, f"{size + 1} {root}", tmp_path).problems
    assert "do not come to the root" in more.says


def test_a_record_that_was_written_anew_is_whole_and_every_older_line_tells(told: Store, tmp_path: Path) -> None:
    line = line_now(told)
    from govflow.record import triggers

    with told.engine.begin() as connection:
        triggers.drop(connection, triggers.TABLES)
        forging.rewritten(lambda content: content.update(met=["another requirement"]), 5)(connection)
        triggers.create(connection, triggers.TABLES)
    assert checked(told, "", tmp_path).holds, "the record alone cannot tell"
    assert checked(told, line_now(told), tmp_path).holds
    (wrong,) = checked(told, line, tmp_path).problems
    assert "written anew" in wrong.says


@pytest.mark.parametrize("receipt", ["9" * 4000, "0", "f" * 64, "x", "-1", "21,000 " + "f" * 64])
def test_a_receipt_of_nothing_here_is_told(told: Store, tmp_path: Path, receipt: str) -> None:
    assert not checked(told, receipt, tmp_path).holds


def _root(store: Store) -> str:
    with store.engine.connect() as connection:
        return str(connection.execute(select(HEADS.root)).scalar_one())
