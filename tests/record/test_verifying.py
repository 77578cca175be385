"""Whatever is written past the record is found, and named by table and row. Nothing is found where nothing was."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, func, inspect, select

from govflow.record import triggers
from govflow.record.migrating import OWN_INDEX
from govflow.record.rows import TABLES
from govflow.record.store import Store
from govflow.record.tables import Base
from govflow.record.verifying import examine, verify, verify_chain
from tests.record import story

CHAINED = ("ledger_heads", "ledger_entries", "ledger_openings", "editions")
OPERATIONAL = (
    "outbox",
    "passwords",
    "accounts",
    "email_changes",
    "sessions",
    "sign_in_tries",
    "links",
    "heartbeats",
    "checkups",
    "search_rows",
    "search_marks",
    "reminders",
    "preferences",
    "feeds",
    "drafts",
)
TAMPERED = [name for name in TABLES if name not in OPERATIONAL]
# Columns that may hold only some words: another one of them.
OTHER_WORDS = {
    ("positions", "choice"): ("abstain", "stand_aside"),
    ("interests", "kind"): ("institutional", "none"),
    ("interests", "handling"): ("exclude", ""),
    ("contributions", "what"): ("voice", "reason"),
    ("participants", "standing"): ("suspended", "left"),
    ("agenda", "what"): ("report", "information"),
    ("replies", "answer"): ("no", "perhaps"),
    ("noted_positions", "choice"): ("abstain", "stand_aside"),
    ("postings", "what"): ("released", "moved_in"),
}


@pytest.fixture
def told(store: Store) -> Store:
    """A record with something in every table."""
    story.found(store)
    story.decide(store)
    story.decide(store, acts=9)
    story.decide(store, acts=1)
    story.gather(store)
    return store


@contextmanager
def unguarded(store: Store) -> Iterator[Connection]:
    """Give a connection on which every rule of the database is off, and nothing stays."""
    with store.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            for pragma in ("foreign_keys=OFF", "ignore_check_constraints=ON"):
                connection.connection.driver_connection.execute(f"PRAGMA {pragma}")
        transaction = connection.begin()
        if connection.dialect.name == "sqlite":
            triggers.drop(connection, triggers.TABLES)
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("DROP INDEX uq_positions_current")
        yield connection
        transaction.rollback()
        connection.invalidate()


def another(table: Table, column: str, cell: Any) -> Any:
    """Return a different value of the same kind."""
    words = OTHER_WORDS.get((table.name, column))
    if words:
        return words[0] if cell != words[0] else words[1]
    empty: dict[str, Any] = {
        "AutoString": "x",
        "Date": date(2030, 1, 1),
        "UTCDateTime": story.at(1),
        "Boolean": True,
        "BigInteger": 7,
    }
    changes = {
        bool: lambda v: not v,
        int: lambda v: v + 1000,
        bytes: lambda v: v[:-1] + b" ",
        str: lambda v: v + "x",
        tuple: lambda v: (*v, "x"),
        dict: lambda v: {**v, "x": 1},
    }
    if cell is None:
        return empty[type(table.c[column].type).__name__]
    change = next((change for kind, change in changes.items() if type(cell) is kind), None)
    return change(cell) if change else cell + timedelta(days=1)


def problems(connection: Connection, store: Store) -> set[tuple[str, str]]:
    return {(p.where, p.row) for p in examine(connection, store.prepared, "plymouth").problems if p.where != "triggers"}


def row_name(table: Table, row: Any) -> str:
    keys = [column.name for column in table.primary_key]
    if table.name == "editions":
        return row.digest
    if table.name == "ledger_entries":
        return str(row.seq)
    return " ".join(str(getattr(row, key)) for key in keys[1:]) or row.alliance


def test_a_record_that_nobody_touched_holds(told: Store) -> None:
    verdict = verify(told, "plymouth")
    assert verdict.problems == ()
    assert verdict.ok
    assert verdict.entries == verify_chain(told, "plymouth").entries == 3 + 18 + 9 + 1 + 5 + 1
    with told.engine.connect() as connection:
        filled = {name for name in TABLES if connection.execute(select(func.count()).select_from(TABLES[name])).scalar_one()}
    assert filled >= {*TAMPERED, "outbox"}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_changed_cell_of_any_column_is_found(told: Store, name: str) -> None:
    table = TABLES[name]
    for column in [column.name for column in table.columns]:
        with unguarded(told) as connection:
            row = connection.execute(select(table).order_by(*table.primary_key).limit(1)).one()
            this = [table.c[key.name] == getattr(row, key.name) for key in table.primary_key]
            changed = another(table, column, getattr(row, column))
            assert connection.execute(table.update().where(*this).values({column: changed})).rowcount == 1
            found = problems(connection, told)
            assert any(where == name for where, _ in found), f"{name}.{column} was changed unseen; only {found}"
            if not table.c[column].primary_key:
                assert (name, row_name(table, row)) in found, f"{name}.{column}: {found}"


@pytest.mark.parametrize("name", TAMPERED)
def test_a_deleted_and_a_doubled_row_are_found(told: Store, name: str) -> None:
    table = TABLES[name]
    with unguarded(told) as connection:
        row = connection.execute(select(table).order_by(*table.primary_key).limit(1)).one()
        connection.execute(table.delete().where(*[table.c[key.name] == getattr(row, key.name) for key in table.primary_key]))
        assert any(where == name for where, _ in problems(connection, told)), f"a row of {name} is gone unseen"
    if name in {
        "ledger_heads",
        "alliances",
        "editions",
    }:  # another alliance may begin, and an edition nobody used yet may be kept
        return
    last = list(table.primary_key)[-1]
    with unguarded(told) as connection:
        again = {**row._mapping, last.name: another(table, last.name, getattr(row, last.name))}
        unique = {"prev": "f" * 64, "key": "another", "n": 1000, "round_no": 1000, "current": False}
        again |= {column: cell for column, cell in unique.items() if column in again and column != last.name}
        connection.execute(table.insert().values(again))
        assert any(where == name for where, _ in problems(connection, told)), f"a row too many in {name} is unseen"


def test_a_forger_who_hashes_again_is_found_by_the_tables(told: Store) -> None:
    """Changing a body and every hash after it keeps the chain whole; the tables and whoever holds an older root still tell."""
    from govflow.record import ledger
    from govflow.trust import canonical, merkle

    entries = TABLES["ledger_entries"]
    with unguarded(told) as connection:
        head = ledger.new_head("plymouth")
        root = connection.execute(select(TABLES["ledger_heads"].c.root)).scalar_one()
        for seq, body in connection.execute(select(entries.c.seq, entries.c.body).order_by(entries.c.seq)).all():
            content = {**canonical.decode(body), "prev": head.hash}
            for fact in content["facts"]:
                if fact["kind"] == "MoneyPosted":
                    fact["pence"] = 1
            forged = canonical.encode(content)
            leaf = merkle.leaf(forged)
            connection.execute(entries.update().where(entries.c.seq == seq).values(body=forged, hash=leaf.hex(), prev=head.hash))
            head = ledger.after(head, leaf, content["subject"])
        kept = {"size": head.size, "hash": head.hash, "frontier": ledger.frontier_text(head.frontier), "root": head.root}
        connection.execute(TABLES["ledger_heads"].update().values(kept))
        assert problems(connection, told) == {("postings", "DEC-0001 1"), ("balances", "outreach 2026-27")}
        assert head.root != root


def test_a_missing_trigger_is_found(told: Store) -> None:
    with told.engine.begin() as connection:
        triggers.drop(connection, ("editions",))
    assert {p.row for p in verify(told, "plymouth").problems} >= {"editions_no_update", "editions_no_delete"}
    with told.engine.begin() as connection:
        triggers.create(connection, ("editions",))
    assert verify(told, "plymouth").ok


def test_what_is_found_never_repeats_what_is_personal(told: Store) -> None:
    with unguarded(told) as connection:
        for name in ("positions", "people", "former_names", "contributions", "interests"):
            texts = [c.name for c in TABLES[name].columns if c.name in {"reason", "name", "said", "nature"}]
            connection.execute(TABLES[name].update().values(dict.fromkeys(texts, f"other {story.SECRET}")))
        found = examine(connection, told.prepared, "plymouth").problems
    assert len(found) > 10
    assert not any(story.SECRET in says for _, _, says in found)


def test_an_alliance_that_has_nothing_yet(store: Store) -> None:
    store.create_alliance("empty")
    assert verify(store, "empty").ok
    assert [p.says for p in verify(store, "nowhere").problems] == ["is missing"]


def test_every_table_is_either_proved_or_operational(store: Store) -> None:
    from govflow.record.replay import GOVERNED

    assert {*GOVERNED, *CHAINED, *OPERATIONAL} == set(Base.metadata.tables)
    found = {name for name in inspect(store.engine).get_table_names() if not name.startswith(OWN_INDEX)}
    assert {*Base.metadata.tables, "alembic_version"} == found
