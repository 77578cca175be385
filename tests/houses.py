"""Houses for tests: the example alliance, founded once for each policy in a process and copied for each test.

Use with `from tests.houses import *` in a conftest; `house_on_both` needs the fixtures of `tests.databases`.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import cache

import pytest
from sqlalchemy import Engine

from govflow.acts.house import House
from govflow.clock import VirtualClock
from govflow.domain.policies import Policy
from govflow.engine.rulebook import Rulebook
from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from govflow.record.store import Store
from tests.stories import START, Story, a_founded_alliance, library

__all__ = ["house", "house_on_both", "story", "story_under"]

FOUNDED: dict[tuple[str, int], tuple[Engine, Story]] = {}


@cache
def book() -> Rulebook:
    """Return the rules of the library; shared, as in a running installation."""
    return Rulebook(library())


def house_on(engine: Engine) -> House:
    """Return a house on a migrated database, with a clock that stands at the beginning of every story."""
    return House(Store(engine), book(), VirtualClock(START))


@cache
def empty() -> Engine:
    """Return an empty, migrated database in memory, to be copied."""
    engine = open_database("sqlite://")
    migrate(engine)
    return engine


def copy_of(engine: Engine) -> Engine:
    """Return a copy in memory of a database in memory."""
    copy = open_database("sqlite://")
    with engine.connect() as one, copy.connect() as other:
        one.connection.driver_connection.backup(other.connection.driver_connection)
    return copy


def a_story(policy: Policy | None = None, members: int = 0) -> Story:
    """Return the example alliance, founded in a database of its own in memory."""
    policy = policy or library().policies["plymouth"]
    key = (policy.digest, members)
    if key not in FOUNDED:
        engine = copy_of(empty())
        FOUNDED[key] = engine, a_founded_alliance(house_on(engine), policy, members)
    engine, told = FOUNDED[key]
    return replace(told, house=house_on(copy_of(engine)))


@pytest.fixture
def house() -> Iterator[House]:
    """An empty house in memory."""
    found = house_on(copy_of(empty()))
    yield found
    found.store.engine.dispose()


@pytest.fixture
def house_on_both(store: Store) -> House:
    """An empty house on a SQLite file, and again on PostgreSQL."""
    return House(store, book(), VirtualClock(START))


@pytest.fixture
def story_under() -> Iterator[Callable[..., Story]]:
    """Give a function that founds the example alliance in memory, under a policy and with so many members."""
    with ExitStack() as stack:

        def begin(policy: Policy | None = None, members: int = 0) -> Story:
            told = a_story(policy, members)
            stack.callback(told.house.store.engine.dispose)
            return told

        yield begin


@pytest.fixture
def story(story_under: Callable[..., Story]) -> Story:
    """The example alliance under the Plymouth pack, in memory."""
    return story_under()
