"""Notices wait in the outbox from the act that gave them until they are sent."""

from govflow.record.outbox import mark_failed, mark_sent, waiting
from govflow.record.store import Store
from tests.record import story


def test_a_notice_waits_for_each_person_until_it_is_sent(store: Store) -> None:
    story.found(store)
    ref = story.decide(store, acts=3)
    notices = waiting(store, 99)
    assert [(n.kind, n.person, n.subject) for n in notices] == [("notice", f"PER-{n:04d}", ref) for n in range(2, 10)]
    assert (notices[0].alliance, notices[0].entry, notices[0].created_at, notices[0].attempts) == ("plymouth", 6, story.at(2), 0)
    assert mark_sent(store, notices[0].n, story.at(5))
    assert not mark_sent(store, notices[0].n, story.at(6))
    assert waiting(store, 99) == notices[1:]
    assert waiting(store, 2) == notices[1:3]


def test_one_that_fails_goes_to_the_end(store: Store) -> None:
    story.found(store)
    story.decide(store, acts=3)
    first, second = waiting(store, 2)
    mark_failed(store, first.n, "mail server away")
    assert waiting(store, 1) == (second,)
    assert waiting(store, 99)[-1] == first._replace(attempts=1)


def test_the_same_notice_twice_in_one_act_is_one(store: Store) -> None:
    story.found(store)
    ref = story.decide(store, acts=2)
    once = story.Notice("notice", ("PER-0002", "PER-0002"), ref)
    story.step(store, "plymouth", ref, "ask", notices=(once, once))
    assert len(waiting(store, 99)) == 1
