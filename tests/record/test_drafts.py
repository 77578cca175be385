"""Drafts on both databases: each person's own, never saved over unseen, bounded, and gone for good when they are removed."""

import threading
from datetime import timedelta

import pytest

from govflow.record.drafts import Draft, Writer, add_draft, draft_of, drafts_of, remove_draft, save_draft
from govflow.record.store import Store
from tests.record import story

MINE = Writer("plymouth", "PER-0002", "issue")
OTHERS = (MINE._replace(person="PER-0003"), MINE._replace(alliance="harbour"), MINE._replace(kind="decision"))
NOW, LATER = story.at(5), story.at(65)
TYPED = {"happened": "The caf\u00e9 closed.\r\n\x00\u202e", "with_": ["hostel", "youth"], "about": ""}


@pytest.fixture
def founded(store: Store) -> Store:
    story.found(store)
    store.create_alliance("harbour")
    return store


def added(store: Store, writer: Writer = MINE, happened: str = "Something.") -> Draft:
    found = add_draft(store, writer, {"happened": happened}, NOW, 10)
    assert found is not None
    return found


def test_what_was_typed_comes_back_as_it_was(founded: Store) -> None:
    kept = add_draft(founded, MINE, TYPED, NOW, 10)
    assert kept is not None
    assert draft_of(founded, MINE, kept.n) == kept == Draft(kept.n, TYPED, kept.mark, NOW, NOW)
    assert drafts_of(founded, MINE) == (kept,)


@pytest.mark.parametrize("other", OTHERS, ids=["person", "alliance", "kind"])
def test_nobody_else_reads_saves_or_removes_it(founded: Store, other: Writer) -> None:
    mine = added(founded)
    assert (drafts_of(founded, other), draft_of(founded, other, mine.n)) == ((), None)
    assert save_draft(founded, other, mine, {"happened": "Theirs"}, LATER) is None
    assert not remove_draft(founded, other, mine.n, mine.mark)
    assert draft_of(founded, MINE, mine.n) == mine


def test_it_is_saved_only_over_what_was_seen(founded: Store) -> None:
    first = added(founded)
    second = save_draft(founded, MINE, first, {"happened": "More."}, LATER)
    assert second is not None
    assert (second.n, second.begun_at, second.saved_at) == (first.n, NOW, LATER)
    assert second.mark != first.mark
    assert save_draft(founded, MINE, first, {"happened": "Another tab."}, LATER) is None
    assert not remove_draft(founded, MINE, first.n, first.mark)
    assert draft_of(founded, MINE, first.n) == second
    assert remove_draft(founded, MINE, first.n, second.mark)
    assert draft_of(founded, MINE, first.n) is None
    assert save_draft(founded, MINE, second, {"happened": "Too late."}, LATER) is None


def test_a_number_never_comes_to_mean_another_draft(founded: Store) -> None:
    first = added(founded)
    remove_draft(founded, MINE, first.n, first.mark)
    assert added(founded).n > first.n


def test_a_person_has_only_so_many_and_others_are_not_counted(founded: Store) -> None:
    for other in OTHERS:
        added(founded, other)
    assert [add_draft(founded, MINE, {}, NOW, 2) is None for _ in range(3)] == [False, False, True]


def test_the_last_saved_comes_first(founded: Store) -> None:
    first, second = added(founded, happened="One"), added(founded, happened="Two")
    assert [one.n for one in drafts_of(founded, MINE)] == [second.n, first.n]
    save_draft(founded, MINE, first, {"happened": "One, again"}, NOW + timedelta(minutes=1))
    assert [one.n for one in drafts_of(founded, MINE)] == [first.n, second.n]


def test_of_two_tabs_that_save_at_once_one_is_told(founded: Store) -> None:
    first, saved = added(founded), list[Draft | None]()
    tabs = [
        threading.Thread(target=lambda n=n: saved.append(save_draft(founded, MINE, first, {"happened": f"Tab {n}"}, LATER)))
        for n in range(4)
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    (won,) = [one for one in saved if one is not None]
    assert (draft_of(founded, MINE, first.n), len(saved)) == (won, 4)
