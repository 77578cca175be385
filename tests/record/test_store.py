"""Saving and loading, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from govflow.domain import facts as f
from govflow.record.errors import StaleError, UnknownAllianceError
from govflow.record.store import Store
from tests.record import story


def test_a_decision_comes_back_as_it_was_saved(store: Store) -> None:
    story.found(store)
    ref = story.decide(store, acts=0)
    for n, (event, facts, given) in enumerate(story.steps(ref)):
        with store.unit("plymouth") as unit:
            moved = story.decision_act(unit.decision(ref), ref, event, *facts, when=story.at(n), **given)
            receipt = unit.save(moved)
        with store.view("plymouth") as view:
            assert view.decision(ref) == story.replace(moved.after, entry=receipt.seq)
            assert receipt.state == moved.after.state


def test_the_alliance_and_mandates_come_back(store: Store) -> None:
    story.found(store)
    with store.view("plymouth") as view:
        alliance = view.alliance()
        assert [p.standing for p in alliance.participants].count("leaving") == 1
        assert alliance.due == {"leave": story.at(100_000)}
        assert view.alliance() is alliance
        mandate = story.mandate_act("MAN-0001").after
        assert view.mandate("MAN-0001") == replace(mandate, entry=3)
        assert view.mandate("MAN-0002") is None
        assert view.decision("DEC-0001") is None
        assert view.edition(story.POLICY_DIGEST) == story.POLICY
        assert view.edition("0" * 64) is None
    with Store(store.engine).view("plymouth") as view:
        assert view.alliance() == alliance
        assert view.alliance() is not alliance


def test_a_change_of_the_roster_is_seen_inside_the_unit_and_by_another_process(store: Store) -> None:
    story.found(store)
    other = Store(store.engine)
    with other.view("plymouth") as view:
        assert view.alliance().title == "Plymouth"
    with store.unit("plymouth") as unit:
        unit.save(story.alliance_act(unit, "office.end", f.OfficeEnded(1, story.START.date())))
        assert unit.alliance().offices[0].until == story.START.date()
    with other.view("plymouth") as view:
        assert view.alliance().offices[0].until == story.START.date()


def test_a_roster_that_was_not_committed_is_forgotten(store: Store) -> None:
    story.found(store)

    def give_up() -> None:
        with store.unit("plymouth") as unit:
            unit.save(story.alliance_act(unit, "office.end", f.OfficeEnded(1, story.START.date())))
            unit.alliance()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()
    with store.view("plymouth") as view:
        assert view.alliance().offices[0].until is None


def test_references_are_counted_by_what_was_saved(store: Store) -> None:
    story.found(store)
    with store.unit("plymouth") as unit:
        assert [unit.next_ref("DEC"), unit.next_ref("DEC"), unit.next_ref("MAN")] == ["DEC-0001", "DEC-0002", "MAN-0002"]
    assert story.decide(store, acts=1) == "DEC-0001"
    assert story.decide(store, acts=1) == "DEC-0002"


def test_what_a_unit_can_ask(store: Store) -> None:
    story.found(store)
    one, two = story.decide(store), story.decide(store, acts=7)
    with store.view("plymouth") as view:
        assert view.decisions("in_force") == (one,)
        assert view.decisions("open", "in_force") == (one, two)
        assert view.taken("outreach", "2026-27") == 120_000_00
        assert view.taken("outreach", "2026-27", other_than=one) == 0
        assert view.taken("beds", "2026-27") == 0
        assert view.balances() == (view.balance("outreach", "2026-27"),)
        due = view.due(story.at(10_000), 10)
        assert [(timer.ref, timer.event) for timer in due] == [(two, "remind"), (two, "close")]
        assert view.due(story.at(10_000), 1) == due[:1]
    assert store.due(story.at(200_000), 99)[:2] == due
    assert store.next_due() == story.at(8_000)
    assert store.alliances() == ("plymouth",)


def test_the_same_key_finds_the_first_answer(store: Store) -> None:
    story.found(store)
    ref = story.decide(store, acts=7)
    receipt = story.step(store, "plymouth", ref, "agree", story.position("ccg"), key="a key", participant="ccg")
    with store.unit("plymouth") as unit:
        assert unit.seen("a key") == receipt
        assert unit.seen("another") is None
        assert unit.seen("") is None
    with pytest.raises(StaleError):
        story.step(store, "plymouth", ref, "agree", story.position("hostel"), key="a key", participant="hostel")


def test_a_subject_changed_in_the_meantime_is_refused(store: Store) -> None:
    story.found(store)
    ref = story.decide(store, acts=7)
    with store.view("plymouth") as view:
        read = view.decision(ref)
    story.step(store, "plymouth", ref, "agree", story.position("ccg"))
    with pytest.raises(StaleError), store.unit("plymouth") as unit:
        unit.save(story.decision_act(read, ref, "agree", story.position("hostel")))


def test_a_unit_that_fails_leaves_nothing(store: Store) -> None:
    story.found(store)
    ref = story.decide(store, acts=7)
    with store.view("plymouth") as view:
        before = view.head, view.decision(ref)

    def give_up() -> None:
        with store.unit("plymouth") as unit:
            unit.save(story.decision_act(unit.decision(ref), ref, "agree", story.position("ccg"), when=story.at(9)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()
    with store.view("plymouth") as view:
        assert (view.head, view.decision(ref)) == before


def test_only_what_the_engine_made_is_saved(store: Store) -> None:
    story.found(store)
    with store.unit("plymouth") as unit:
        with pytest.raises(TypeError):
            unit.save("anything")  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            unit.save(story.mandate_act("DEC-0001"))
        with pytest.raises(ValueError, match="is not the digest"):
            unit.add_edition("policy", "x", "1", "0" * 64, b"x")


def test_an_alliance_that_is_not_there(store: Store) -> None:
    with pytest.raises(UnknownAllianceError), store.unit("nowhere"):
        pass
    store.create_alliance("here")
    with pytest.raises(StaleError):
        store.create_alliance("here")
    with pytest.raises(UnknownAllianceError), store.view("here") as view:
        view.alliance()


def test_what_was_undone_is_not_held(store: Store) -> None:
    """The number of an entry that was undone is given again, to another act on the same subject."""
    story.found(store)
    ref = story.decide(store, acts=1)
    with store.view("plymouth") as view:
        before = view.decision(ref)
    with suppress(ZeroDivisionError), store.unit("plymouth") as unit:
        unit.save(story.decision_act(before, ref, "ask", f.Contributed(9, "question", "council", "PER-0002", 0, "", "Undone?")))
        assert unit.decision(ref).contributions[0].said == "Undone?"
        raise ZeroDivisionError
    story.step(store, "plymouth", ref, "ask", f.Contributed(9, "question", "council", "PER-0002", 0, "", "Done?"))
    with store.view("plymouth") as view:
        assert view.decision(ref).contributions[0].said == "Done?"


def test_what_another_process_saved_is_read_again(store: Store) -> None:
    story.found(store)
    ref = story.decide(store, acts=1)
    other = Store(store.engine)
    for asked in ("One?", "Two?"):
        story.step(store, "plymouth", ref, "ask", f.Contributed(9, "question", "council", "PER-0002", 0, "", asked))
        with other.view("plymouth") as view:
            assert view.decision(ref).contributions[-1].said == asked


def test_text_is_kept_composed_and_the_nul_character_is_refused(store: Store) -> None:
    story.found(store)
    ref = story.decide(store, acts=1)
    story.step(store, "plymouth", ref, "ask", f.Contributed(9, "question", "council", "PER-0002", 0, "", "w\u0302?"))
    with Store(store.engine).view("plymouth") as view:
        assert view.decision(ref).contributions[0].said == "ŵ?"
    with pytest.raises(ValueError, match=r"U\+0000"):
        story.step(store, "plymouth", ref, "ask", f.Contributed(9, "question", "council", "PER-0002", 0, "", "a\0b"))


def test_a_tuple_may_grow_shorter_and_change_its_order(store: Store) -> None:
    """Joining again moves an organisation to the end of the roster."""
    story.found(store)
    with store.unit("plymouth") as unit:
        again = f.ParticipantJoined("council", "City Council", ("leadership",), ())
        moved = story.alliance_act(unit, "participant.join", again, f.TimersSet({}))
        unit.save(moved)
    with store.view("plymouth") as view:
        assert view.alliance() == moved.after
        assert [p.id for p in view.alliance().participants][-1] == "council"


def test_eight_at_once_are_all_recorded_without_a_gap(store: Store) -> None:
    story.found(store)
    ref = story.decide(store, acts=6)
    with ThreadPoolExecutor(8) as pool:
        receipts = list(
            pool.map(lambda name: story.step(store, "plymouth", ref, "agree", story.position(name)), story.ORGANISATIONS)
        )
    first = min(receipt.seq for receipt in receipts)
    assert sorted(receipt.seq for receipt in receipts) == list(range(first, first + 8))
    with store.view("plymouth") as view:
        assert view.decision(ref).agreed == 8
        assert view.head.size == first + 7


def test_alliances_do_not_wait_for_each_other_on_postgresql(store: Store) -> None:
    story.found(store)
    story.found(store, "exeter")
    if store.engine.dialect.name == "sqlite":
        return
    with store.unit("plymouth") as held, store.unit("exeter") as other:
        assert held.head.alliance != other.head.alliance


def test_moments_keep_their_microseconds(store: Store) -> None:
    story.found(store)
    when = story.START + timedelta(microseconds=7)
    ref = story.decide(store, acts=0)
    story.step(store, "plymouth", ref, *_first(ref), when=when, to="draft")
    with store.view("plymouth") as view:
        assert view.decision(ref).proposed_at == when


def _first(ref: str) -> tuple:
    event, facts, _ = next(story.steps(ref))
    return (event, *facts)


def test_tidying_changes_nothing_that_is_recorded(store: Store) -> None:
    store.create_alliance("seaport")
    store.tidy()
    store.tidy()
    assert store.alliances() == ("seaport",)
