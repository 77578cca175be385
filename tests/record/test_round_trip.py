"""Whatever facts come, in whatever order: the value that was saved is the value that is loaded, and the ledger proves it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from govflow.domain import facts as f
from govflow.domain.money import POSTINGS
from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from govflow.record.store import Store
from govflow.record.verifying import verify
from govflow.trust.canonical import nfc
from tests.record import story

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12).map(nfc)
NAME, NUMBER = st.sampled_from(story.ORGANISATIONS), st.integers(0, 2**31 - 1)
MOMENT = st.integers(0, 10**6).map(story.at)
KEY = st.text("ab", max_size=3)
CHOICE = st.sampled_from(["agree", "object", "abstain"])
PLAIN = st.recursive(st.none() | st.booleans() | NUMBER | TEXT, lambda v: st.lists(v, max_size=3) | st.dictionaries(KEY, v))
FACTS = st.one_of(
    st.builds(f.VersionAdded, NUMBER, TEXT, TEXT, TEXT, st.none() | st.integers(0, 10**12), TEXT, TEXT, st.tuples(TEXT, TEXT),
              TEXT, st.none() | st.dates(), st.dictionaries(KEY, PLAIN), st.booleans(), TEXT, TEXT),
    st.builds(f.Contributed, NUMBER, st.sampled_from(["voice", "question", "answer"]), TEXT, TEXT, NUMBER, TEXT, TEXT),
    st.builds(f.ReasonGiven, NUMBER, TEXT, TEXT, TEXT),
    st.builds(f.PositionTaken, st.just(1), NAME, NUMBER, NUMBER, NUMBER, CHOICE, TEXT, TEXT, TEXT, st.none() | st.dates(), TEXT,
              st.booleans(), TEXT, TEXT, TEXT),
    st.builds(f.PositionsLapsed, st.just(1), TEXT),
    st.builds(f.InterestCorrected, st.just(1), st.integers(1, 9)),
    st.builds(f.InterestRuled, st.just(1), st.sampled_from(["exclude", "note_only"]), TEXT, TEXT, st.integers(0, 3), TEXT),
    st.builds(f.RulingConfirmed, st.just(1), NAME, TEXT),
    st.builds(f.SettlementWaits, MOMENT, TEXT),
    st.builds(f.MoneyCommitted, TEXT, TEXT, st.integers(0, 10**12)),
    st.builds(f.MoneyAimed, TEXT, TEXT, TEXT),
    st.builds(f.MoneyPosted, st.sampled_from(POSTINGS), TEXT, TEXT, st.integers(1, 10**12), TEXT),
    st.builds(f.ApprovalGiven, st.just("council"), st.booleans(), TEXT, st.none() | st.dates(), TEXT, TEXT),
    st.builds(f.ApprovalAwaited, NAME, TEXT, TEXT, st.none() | st.dates(), MOMENT),
    st.builds(f.OwnBodyNotified, st.just("council"), TEXT, st.dates(), st.dates(), st.none() | st.dates(), MOMENT, TEXT, TEXT, TEXT),
    st.builds(f.OwnBodyDecided, st.just("council"), TEXT, st.dates(), st.none() | st.dates(), st.none() | MOMENT, TEXT),
    st.builds(f.CalledIn, st.just("council"), MOMENT, TEXT, TEXT),
    st.builds(f.TimersSet, st.dictionaries(st.sampled_from(["close", "remind", "lapse"]), MOMENT)),
    st.builds(f.Deferred, MOMENT, TEXT),
    st.builds(f.Completed, TEXT, TEXT),
)  # fmt: skip


def unique(facts: list[f.Fact], taken: set[tuple]) -> list[f.Fact]:
    """Number versions and answers apart, as the engine does."""
    kept = []
    for fact in facts:
        if isinstance(fact, f.VersionAdded | f.PositionTaken):
            numbered = replace(fact, **{"version" if isinstance(fact, f.VersionAdded) else "n": len(taken) + 10})
            taken.add((numbered.kind, len(taken)))
            kept.append(numbered)
        else:
            kept.append(fact)
    return kept


@settings(max_examples=40)
@given(acts=st.lists(st.lists(FACTS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_any_story_comes_back_and_is_proved(sqlite_template: Path, acts: list[list[f.Fact]]) -> None:
    path = sqlite_template.with_name("story.db")
    path.write_bytes(sqlite_template.read_bytes())
    store = Store(open_database(f"sqlite:///{path}"))
    story.found(store)
    ref, taken = story.decide(store, acts=6), set()
    for n, facts in enumerate(acts, 10):
        with store.unit("plymouth") as unit:
            moved = story.decision_act(
                unit.decision(ref), ref, "anything", *unique(facts, taken), when=story.START + timedelta(hours=n)
            )
            receipt = unit.save(moved)
            assert unit.decision(ref) == replace(moved.after, entry=receipt.seq)
        for other in (store, Store(store.engine)):  # what is held, and what is read
            with other.view("plymouth") as view:
                assert view.decision(ref) == replace(moved.after, entry=receipt.seq)
    assert verify(store, "plymouth").problems == ()
    store.engine.dispose()


def test_a_file_can_be_opened_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'again.db'}"
    first = Store(open_database(url))
    migrate(first.engine)
    story.found(first)
    ref = story.decide(first)
    first.engine.dispose()
    second = Store(open_database(url))
    with second.view("plymouth") as view:
        assert view.decision(ref).state == "in_force"
    second.engine.dispose()
