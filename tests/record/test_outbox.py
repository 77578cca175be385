"""Messages wait in the outbox from the act that gave them until they are sent: claimed with a lease, marked by whoever holds it."""

from datetime import timedelta

import pytest

from govflow.record.outbox import Waiting, claim, mark_again, mark_over, mark_sent, next_due, oldest, put_back
from govflow.record.store import Store
from govflow.record.tables.outbox import CANCELLED, DUE
from tests.record import story

NOW = story.at(5)
LEASE = timedelta(seconds=120)


def claimed(store: Store, owner: str = "one", limit: int = 99, minutes: int = 5) -> tuple[Waiting, ...]:
    now = story.at(minutes)
    return claim(store, owner, now, now + LEASE, limit)


def test_a_message_waits_for_each_person_until_it_is_sent(store: Store) -> None:
    story.found(store)
    ref = story.decide(store, acts=3)
    assert next_due(store) == oldest(store, NOW) == story.at(2)
    found = claimed(store)
    assert [(n.kind, n.person, n.subject) for n in found] == [("notice", f"PER-{n:04d}", ref) for n in range(2, 10)]
    assert (found[0].alliance, found[0].entry, found[0].created_at, found[0].attempts) == ("plymouth", 6, story.at(2), 1)
    assert claimed(store, "two") == (), "what one worker holds no other gets"
    assert all(mark_sent(store, one, NOW) for one in found)
    assert not mark_sent(store, found[0], NOW), "once"
    assert claimed(store, minutes=60) == ()
    assert next_due(store) is None


def test_one_that_fails_comes_again_later_and_behind_the_others(store: Store) -> None:
    story.found(store)
    story.decide(store, acts=3)
    first, second = claimed(store, limit=2)
    assert mark_again(store, first, story.at(6), "mail server away")
    assert [one.n for one in claimed(store)] == [n for n in range(first.n, first.n + 8) if n not in {first.n, second.n}]
    (again,) = claimed(store, minutes=6)
    assert (again.n, again.attempts) == (first.n, 2)


def test_a_worker_that_thaws_after_its_lease_changes_nothing(store: Store) -> None:
    story.found(store)
    story.decide(store, acts=3)
    (frozen,) = claimed(store, "frozen", limit=1)
    taken = next(one for one in claimed(store, "awake", minutes=8) if one.n == frozen.n)
    assert (taken.owner, taken.attempts) == ("awake", 2)
    assert not mark_sent(store, frozen, story.at(9))
    assert not mark_over(store, frozen, CANCELLED, "late")
    assert not mark_again(store, frozen, story.at(20), "late")
    assert mark_sent(store, taken, story.at(9))


def test_what_was_claimed_and_not_begun_is_given_back(store: Store) -> None:
    story.found(store)
    story.decide(store, acts=3)
    found = claimed(store)
    put_back(store, found)
    assert [(one.n, one.attempts) for one in claimed(store, "two")] == [(one.n, 1) for one in found]


def test_what_is_in_one_digest_is_claimed_together(store: Store) -> None:
    story.found(store)
    ref = story.decide(store, acts=1)
    common = {"alliance": "plymouth", "entry": 1, "created_at": story.at(0), "attempts": 0, "note": "", "state": DUE}
    rows = [
        {**common, "kind": f"k{n}", "person": "PER-0002", "subject": ref, "due_at": story.at(1), "due_key": "", "bundle": "daily"}
        for n in range(3)
    ]
    with store.unit("plymouth") as unit:
        unit.add_messages(rows)
    assert len(claimed(store, limit=1)) == 3


def test_the_same_notice_twice_in_one_act_is_one(store: Store) -> None:
    story.found(store)
    ref = story.decide(store, acts=2)
    once = story.Notice("notice", ("PER-0002", "PER-0002"), ref)
    story.step(store, "plymouth", ref, "ask", notices=(once, once))
    assert len(claimed(store)) == 1


def test_a_message_ends_in_a_state_there_is(store: Store) -> None:
    story.found(store)
    story.decide(store, acts=3)
    (one,) = claimed(store, limit=1)
    with pytest.raises(ValueError, match="does not end as"):
        mark_over(store, one, "lost", "")


def test_a_clock_that_was_set_back_keeps_no_message_waiting(store: Store) -> None:
    """What was due at once is due though that time is still to come, and nobody holds a message for hours."""
    story.found(store)
    story.decide(store, acts=3)
    found = claimed(store, "before", minutes=-60)
    assert len(found) == 8
    put_back(store, found)
    assert len(claimed(store, "gone", minutes=5)) == 8
    assert claimed(store, "another whose clock is a little behind", minutes=4) == ()
    assert [one.owner for one in claimed(store, "after", minutes=-55)] == ["after"] * 8
