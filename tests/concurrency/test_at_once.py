"""Eight processes at the same moment: nobody's agreement is lost, and nobody is counted twice."""

from collections import Counter

from tests.concurrency import jobs
from tests.concurrency.crews import Worker, together
from tests.concurrency.keeping import faults, kept
from tests.concurrency.runs import unanimous
from tests.seaport import members, opened


def test_simultaneous_agreement_is_adopted_every_time(url: str) -> None:
    found = unanimous(url, matters=40, slack=1)
    assert faults(found) == []
    assert Counter(row["state"] for row in found.decisions) == {"in_force": 40}
    adopted = Counter(entry.row["subject"] for entry in found.entries for _ in entry.facts("Adopted"))
    assert len(adopted) == 40
    assert set(adopted.values()) == {1}


def test_the_same_key_from_eight_processes_records_once_and_answers_all_alike(url: str) -> None:
    refs, now = opened(url, 5)
    keys = [(ref, members()[n], f"key-{n}") for n, ref in enumerate(refs)]
    answers = together(jobs.same_key, [(url, now, keys)] * 8)
    found = kept(url)
    assert faults(found) == []
    for n, (ref, _, key) in enumerate(keys):
        (receipt,) = {receipts[n] for receipts in answers}
        assert (receipt.subject, receipt.seq, receipt.hash) == (ref, found.by_key()[key].seq, found.by_key()[key].row["hash"])
        assert [entry.seq for entry in found.of(ref) if entry.positions] == [receipt.seq]


def test_one_participant_answering_eight_times_at_once_has_one_current_position(url: str) -> None:
    refs, now = opened(url, 3)
    together(jobs.agree_at_once, [(url, now, members()[3], refs)] * 8)
    found = kept(url)
    assert faults(found) == []
    for ref in refs:
        rows = [row for row in found.positions if row["ref"] == ref]
        assert sorted(row["n"] for row in rows) == list(range(1, 9))
        assert [bool(row["current"]) for row in rows] == [False] * 7 + [True]
        assert [row["agreed"] for row in found.decisions if row["ref"] == ref] == [1]


def test_a_kill_between_commit_and_answer_and_a_retry_leave_one_entry(url: str) -> None:
    (ref,), now = opened(url, 1)
    for n, member in enumerate(members()[:4]):
        worker = Worker(jobs.die_after_commit, url, now, ref, member, f"key-{n}")
        assert worker.said() == []
        worker.stop()
        entry = kept(url).by_key()[f"key-{n}"]
        (again,) = together(jobs.same_key, [(url, now, [(ref, member, f"key-{n}")])])[0]
        assert (again.seq, again.hash) == (entry.seq, entry.row["hash"])
    found = kept(url)
    assert faults(found) == []
    assert len([entry for entry in found.of(ref) if entry.positions]) == 4
