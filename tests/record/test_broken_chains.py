"""A ledger from which something is missing, or into which something was put: each place is named, and the rest still looked at."""

import random
import re
from collections.abc import Collection, Iterator

import pytest
from sqlalchemy import Connection

from govflow.record.chain import Problem
from govflow.record.store import Store
from govflow.record.verifying import examine, verify
from tests.record import forging, story
from tests.record.test_verifying import unguarded

ENTRIES = 37


@pytest.fixture
def told(store: Store) -> Store:
    """A record with something in every table."""
    story.found(store)
    story.decide(store)
    story.decide(store, acts=9)
    story.decide(store, acts=1)
    story.gather(store)
    return store


def found_in(store: Store, connection: Connection) -> tuple[Problem, ...]:
    return examine(connection, store.prepared, "plymouth").problems


def named_missing(problems: Collection[Problem]) -> set[int]:
    """Return the numbers of entries that are said to be missing."""
    return {number for p in problems if p.where == "ledger_entries" for number in _missing(p.says)}


def _missing(says: str) -> Iterator[int]:
    one = re.search(r"entry (\d+) is missing", says)
    more = re.search(r"entries (\d+) to (\d+) are missing", says)
    if one:
        yield int(one[1])
    if more:
        yield from range(int(more[1]), int(more[2]) + 1)


def test_one_entry_deleted_at_each_place_is_named(told: Store) -> None:
    for seq in range(1, ENTRIES + 1):
        with unguarded(told) as connection:
            forging.gone(seq)(connection)
            assert named_missing(found_in(told, connection)) == {seq}


def test_three_entries_deleted_are_named(told: Store) -> None:
    chance = random.Random(20261130)
    for _ in range(ENTRIES):
        numbers = chance.sample(range(1, ENTRIES + 1), 3)
        with unguarded(told) as connection:
            forging.gone(*numbers)(connection)
            assert named_missing(found_in(told, connection)) == set(numbers)


def test_all_entries_deleted_are_named(told: Store) -> None:
    with unguarded(told) as connection:
        forging.gone(*range(1, ENTRIES + 1))(connection)
        assert named_missing(found_in(told, connection)) == set(range(1, ENTRIES + 1))


@pytest.mark.parametrize("seq", [1, 20, ENTRIES])
def test_an_entry_that_does_not_follow_the_one_before_is_found_though_every_hash_and_the_head_fit(told: Store, seq: int) -> None:
    with unguarded(told) as connection:
        forging.unlinked(seq)(connection)
        chain = [p for p in found_in(told, connection) if p.where in {"ledger_entries", "ledger_heads"}]
    after = [str(seq + 1)] if seq < ENTRIES else []  # the next one names the hash that was there
    assert [p.row for p in chain] == [str(seq), *after]
    assert {p.says for p in chain} == {"does not name the hash of the entry before it"}


@pytest.mark.parametrize("name", [*forging.FORGERIES])
def test_every_forgery_is_named_and_never_ends_the_check(told: Store, name: str) -> None:
    forge, table = forging.FORGERIES[name]
    with unguarded(told) as connection:
        if connection.dialect.name != "sqlite" and name in {"a time has something behind it", "a time is spelt otherwise"}:
            return  # a column of PostgreSQL holds a time and nothing else: there is nothing to forge
        forge(connection)
        problems = found_in(told, connection)
    assert table in {p.where for p in problems}
    assert not [p for p in problems if "cannot be checked to the end" in p.says]


def test_what_was_found_before_a_part_breaks_down_is_kept(told: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr("govflow.record.replay.Replay._fold", breaks)
    with unguarded(told) as connection:
        forging.gone(5)(connection)
        problems = found_in(told, connection)
    assert ("tables", "", "cannot be checked to the end: ZeroDivisionError") in problems
    assert named_missing(problems) == {5}


def test_times_that_go_back_are_pointed_out_and_are_no_fault(store: Store) -> None:
    story.found(store)
    assert verify(store, "plymouth").remarks == ()
    with store.unit("plymouth") as unit:
        unit.save(story.alliance_act(unit, "rename", story.f.AllianceRenamed("Another name"), when=story.at(-60)))
    verdict = verify(store, "plymouth")
    assert verdict.ok
    ((where, row, says),) = verdict.remarks
    assert (where, row) == ("ledger_entries", str(verdict.entries))
    assert "2026-03-02T08:00:00.000000Z" in says
    assert "set back" in says
