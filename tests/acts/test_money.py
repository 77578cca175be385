"""For any sequence of acts the running position is what the ledger comes to, to the penny, and no line is ever exceeded."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govflow.reading import money as reading
from govflow.record.sessions import open_database
from govflow.record.verifying import verify
from tests.acts import money
from tests.houses import a_story, house_on
from tests.stories import ALLIANCE, Story, a_founded_alliance, a_policy

MEMBERS = 4
POLICIES = (a_policy("plymouth"), a_policy("plymouth", J="10 working days"))
SMALL = {"deadline": None, "suppress_health_check": list(HealthCheck), "print_blob": True}
numbers = itertools.count(1)


class Books:
    """What was read of the ledger so far: by its postings, and by a model that knows none."""

    def __init__(self, story: Story) -> None:
        self.story, self.seq = story, 0
        self.sums: dict[money.Place, int] = {}
        self.model = money.Model()

    def check(self) -> None:
        """Read on, entry by entry, and hold what the product says against what the ledger comes to."""
        with self.story.house.store.view(self.story.alliance) as view:
            for entry in view.entries_after(self.seq):
                self.seq = entry.seq
                if entry.content["subject"].startswith("DEC-"):
                    facts = entry.content["facts"]
                    self.model.read(entry.content["subject"], facts)
                    money.add(self.sums, money.posted(facts))
                    over = {p: taken for p, taken in self.sums.items() if taken > money.envelope(p)}
                    assert not over, f"entry {entry.seq} takes more than there is: {over}"
            balances = {(b.line, b.year): b.taken for b in view.balances() if b.taken}
            assert balances == {p: n for p, n in self.sums.items() if n} == {p: n for p, n in self.model.taken.items() if n}
            self._page(view)

    def _page(self, view) -> None:
        book, now = self.story.house.book, self.story.clock.now()
        year = reading.year_page(view, book, money.YEAR, now)
        left = {p.line: p.left for p in year.lines}
        for line, pence in money.ENVELOPE.items():
            assert left[line] == pence - self.sums.get((line, money.YEAR), 0)
            behind = reading.line_page(view, book, reading.Wanted(line, money.YEAR, size=reading.MOST), now)
            assert behind.position.left == left[line] == behind.position.envelope + sum(n for _, n in behind.sums)
            assert sum(one.takes for one in behind.postings) == self.sums.get((line, money.YEAR), 0)
            assert not behind.postings or behind.postings[0].left == left[line]


def play(story: Story, acts) -> None:
    player, books = money.Player(story), Books(story)
    for act, n, m in acts:
        player.do(act, n, m)
        books.check()
    assert verify(story.house.store, story.alliance).problems == ()


sequences = given(acts=money.acts, policy=st.sampled_from(POLICIES))


def on_sqlite(acts, policy) -> None:
    story = a_story(policy, MEMBERS)
    try:
        play(story, acts)
    finally:
        story.house.store.engine.dispose()


@settings(max_examples=20, **SMALL)
@sequences
def test_the_running_position_is_what_the_ledger_comes_to_on_sqlite(acts, policy):
    on_sqlite(acts, policy)


@pytest.mark.soak
@settings(max_examples=1_000, **SMALL)
@sequences
def test_very_many_sequences_come_to_the_penny_on_sqlite(acts, policy):
    on_sqlite(acts, policy)


def on_postgresql(fresh_url, examples: int) -> None:
    engine = open_database(fresh_url("postgres"))

    @settings(max_examples=examples, **SMALL)
    @sequences
    def each(acts, policy) -> None:
        play(a_founded_alliance(house_on(engine), policy, MEMBERS, alliance=f"{ALLIANCE}-{next(numbers)}"), acts)

    try:
        each()
    finally:
        engine.dispose()


@pytest.mark.postgres
def test_the_running_position_is_what_the_ledger_comes_to_on_postgresql(fresh_url):
    on_postgresql(fresh_url, 6)


@pytest.mark.soak
@pytest.mark.postgres
def test_very_many_sequences_come_to_the_penny_on_postgresql(fresh_url):
    on_postgresql(fresh_url, 100)
