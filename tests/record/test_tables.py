"""Columns are the fields of the domain's values and the keys, so a new field cannot be forgotten; the schema guards its words."""

from dataclasses import fields

import pytest
from sqlalchemy import Engine, LargeBinary, select
from sqlalchemy.exc import IntegrityError

from govflow.domain.mandate_versions import Issuing, MandateVersion
from govflow.record.codec import decoder, encoder
from govflow.record.rows import KEPT, TABLES, Kind
from govflow.record.store import Store
from govflow.record.tables import TimerRow, is_live
from tests.record import story


def columns(table: str) -> set[str]:
    return set(TABLES[table].columns.keys())


@pytest.mark.parametrize("kind", KEPT.values(), ids=lambda kind: kind.table)
def test_a_root_table_has_the_fields_and_the_keys(kind: Kind) -> None:
    plain = {field.name for field in fields(kind.make)} - {*kind.tuples, "due"}
    assert columns(kind.table) == plain | {"alliance", "entry", "children"}
    assert {field.name for field in fields(kind.make) if str(field.type).startswith("tuple[")} == set(kind.tuples)


@pytest.mark.parametrize("kind", KEPT.values(), ids=lambda kind: kind.table)
def test_each_tuple_has_a_table_of_its_fields_and_the_keys(kind: Kind) -> None:
    for name, element in kind.tuples.items():
        journal = {"entry"} if name in kind.journals else set()
        assert columns(name) == {field.name for field in fields(element)} | {*kind.keys, "nth"} | journal


def test_mandates_and_timers() -> None:
    root = {field.name for field in fields(MandateVersion)} - {"due", "issuings"}
    assert columns("mandates") == root | {"alliance", "children"}
    assert columns("issuings") == {field.name for field in fields(Issuing)} | {"alliance", "ref", "nth"}
    assert columns("timers") == set(TimerRow.model_fields) == {"alliance", "ref", "event", "due_at"}


def test_cells_are_spelt_as_sqlalchemy_spells_them(store: Store) -> None:
    """Acts write cells past the ORM; lists read the same cells through it."""
    dialect = store.prepared.dialect
    story.found(store)
    story.decide(store)
    story.gather(store)
    for table in TABLES.values():
        if table.name in {
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
        }:
            continue  # acts keep these through SQLAlchemy
        with store.engine.connect() as connection:
            row = connection.execute(select(table)).first()
        for column in table.columns:
            if isinstance(column.type, LargeBinary):
                continue
            ours, theirs = encoder(table, column.name, dialect), column.type.dialect_impl(dialect).bind_processor(dialect)
            value = getattr(row, column.name)
            cell = ours(value) if ours else value
            assert cell == (theirs(value) if theirs else value), column
            back = decoder(table, column.name, dialect)
            assert (back(cell) if back else cell) == value, column


def test_a_word_that_the_domain_does_not_know_is_refused(store: Store) -> None:
    story.found(store)
    story.decide(store)
    with pytest.raises(IntegrityError), store.engine.begin() as connection:
        connection.execute(TABLES["positions"].update().values(choice="maybe"))


def test_two_current_positions_of_one_participant_are_refused(store: Store) -> None:
    story.found(store)
    story.decide(store)
    with pytest.raises(IntegrityError), store.engine.begin() as connection:
        connection.execute(TABLES["positions"].update().values(current=True))


def test_lists_of_live_matters_are_answered_by_their_index(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return
    row = TABLES["decisions"].c
    asked = select(row.ref).where(row.alliance == "plymouth", is_live()).order_by(row.since)
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN " + str(asked.compile(engine, compile_kwargs={"literal_binds": True}))
        )
        assert "ix_decisions_live" in plan.all()[0][-1]
