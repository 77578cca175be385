"""What the ledger holds: canonical bytes, a whole chain, the published root; and never a personal text."""

import hashlib
from dataclasses import fields

import pytest
import rfc8785
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from govflow.domain import facts as f
from govflow.record import facts, ledger
from govflow.record.rows import TABLES
from govflow.record.store import Store
from govflow.record.triggers import REFUSAL
from govflow.record.verifying import verify
from govflow.trust import canonical, merkle
from tests.record import story


def bodies(store: Store) -> list[bytes]:
    entries = TABLES["ledger_entries"].c
    with store.engine.connect() as connection:
        return list(connection.execute(select(entries.body).order_by(entries.seq)).scalars())


def test_bodies_are_chained_canonical_json_under_the_published_root(store: Store) -> None:
    story.found(store)
    story.decide(store)
    before, kept = "0" * 64, bodies(store)
    for seq, body in enumerate(kept, 1):
        content = canonical.decode(body)
        assert rfc8785.dumps(content) == body
        assert (content["v"], content["seq"], content["prev"], content["alliance"]) == (2, seq, before, "plymouth")
        before = hashlib.sha256(b"\0" + body).hexdigest()
    with store.view("plymouth") as view:
        assert (view.head.size, view.head.hash) == (len(kept), before)
        assert view.head.root == merkle.root_of([merkle.leaf(body) for body in kept]).hex()


def test_what_an_entry_says(store: Store) -> None:
    story.found(store)
    ref = story.decide(store, acts=7)
    story.step(store, "plymouth", ref, "agree", story.position("ccg"), key="a key", participant="ccg", actor="PER-0003")
    content = canonical.decode(bodies(store)[-1])
    assert {name: content[name] for name in ("act", "subject", "from", "to", "actor", "role", "participant", "seat", "key")} == {
        "act": "decision.agree", "subject": ref, "from": "open", "to": "open", "actor": "PER-0003", "role": "seat holder",
        "participant": "ccg", "seat": "leadership", "key": "a key",
    }  # fmt: skip
    assert content["at"] == "2026-03-02T09:00:00.000000Z"
    assert content["met"] == ["a reason is given"]
    assert [fact["kind"] for fact in content["facts"]] == ["PositionTaken", "StateMoved"]


def test_no_personal_text_is_in_a_body_and_each_is_opened_beside_it(store: Store) -> None:
    story.found(store)
    story.decide(store)
    assert story.SECRET.encode() not in b"".join(bodies(store))
    openings = TABLES["ledger_openings"]
    with store.engine.connect() as connection:
        rows = connection.execute(select(openings)).all()
    assert all(story.SECRET in row.value for row in rows)
    assert len({row.salt for row in rows}) == len(rows) > 30
    content = canonical.decode(bodies(store)[rows[0].seq - 1])
    place, name = rows[0].field.split(".")
    assert content["facts"][int(place)][name] == canonical.commitment(name, rows[0].value, bytes.fromhex(rows[0].salt))


@pytest.mark.parametrize("table", ["ledger_entries", "ledger_openings", "editions"])
@pytest.mark.parametrize("how", ["UPDATE {0} SET alliance = alliance", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_the_database_refuses_to_change_what_was_written(store: Store, table: str, how: str) -> None:
    if "TRUNCATE" in how and store.engine.dialect.name == "sqlite":
        how = "DELETE FROM {0} WHERE 1"
    story.found(store)
    with pytest.raises(DBAPIError, match=REFUSAL), store.engine.begin() as connection:
        connection.exec_driver_sql(how.format(table))


def test_two_entries_cannot_follow_the_same_one(store: Store) -> None:
    """One number has one entry; under a number of its own, verifying names it."""
    story.found(store)
    entries = TABLES["ledger_entries"]
    with store.engine.connect() as connection:
        last = connection.execute(select(entries).order_by(entries.c.seq.desc())).first()
    with pytest.raises(DBAPIError), store.engine.begin() as connection:
        connection.execute(entries.insert().values({**last._mapping, "key": "another"}))
    with store.engine.begin() as connection:
        connection.execute(entries.insert().values({**last._mapping, "seq": last.seq + 1, "key": "another"}))
    named = {(problem.where, problem.row) for problem in verify(store, "plymouth").problems}
    assert ("ledger_entries", str(last.seq + 1)) in named


def test_a_float_or_a_lone_surrogate_leaves_nothing(store: Store) -> None:
    story.found(store)
    for statement in ({"cost": 1.5}, {"cost": float("nan")}, {"cost": "\ud800"}, {"cost": 2**53}):
        with pytest.raises(canonical.NotCanonicalError):
            story.step(store, "plymouth", "DEC-0001", "propose", story.proposal(statement=statement), to="draft")
    with store.view("plymouth") as view:
        assert view.head.size == 3


def test_every_kind_of_fact_can_be_written_and_read() -> None:
    for name, kind in f.KINDS.items():
        assert len(facts._fields(kind)) == len(fields(kind)), name


def test_a_fact_that_is_not_as_written_is_refused() -> None:
    (written,) = facts.seal([f.RoundClosed(1, 1, ("x",))]).facts
    assert facts.read(written, {}) == f.RoundClosed(1, 1, ("x",))
    for wrong in ({"round_no": "1"}, {"round_no": True}, {"missing": "x"}, {"kind": "Nothing"}, {"extra": 1}):
        with pytest.raises(facts.FactError):
            facts.read({**written, **wrong}, {})


def test_counters_only_go_up() -> None:
    counters = ledger.counted(ledger.counted({}, "DEC-0007"), "DEC-0003")
    assert counters == {"DEC": 7}
    assert ledger.counted(counters, "ALLIANCE") == counters
