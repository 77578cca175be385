"""The rules that never bend hold after every one of very many random acts, on both databases."""

import itertools
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import text

from govflow.record.sessions import open_database
from tests.acts.machine import Alliance
from tests.houses import a_story, house_on
from tests.stories import ALLIANCE, Story, a_founded_alliance

MEMBERS = 4
SMALL = {"deadline": None, "suppress_health_check": list(HealthCheck), "print_blob": True}


class InMemory(Alliance):
    """The machine on SQLite: a copy of a founded alliance for each run."""

    def begin(self, policy) -> Story:
        return a_story(policy, MEMBERS)

    def end(self) -> None:
        self.story.house.store.engine.dispose()


class OnServer(Alliance):
    """The machine on PostgreSQL: another alliance of one database for each run."""

    engine: ClassVar
    numbers: ClassVar = itertools.count(1)

    def begin(self, policy) -> Story:
        return a_founded_alliance(house_on(self.engine), policy, MEMBERS, alliance=f"{ALLIANCE}-{next(self.numbers)}")

    def end(self) -> None:
        pass


def on_server(fresh_url) -> type[Alliance]:
    OnServer.engine = open_database(fresh_url("postgres"))
    with OnServer.engine.connect() as connection:
        assert connection.execute(text("select 1")).scalar_one() == 1
    return OnServer


def test_random_acts_on_sqlite_never_bend_a_rule():
    run_state_machine_as_test(InMemory, settings=settings(max_examples=40, stateful_step_count=35, **SMALL))


@pytest.mark.postgres
def test_random_acts_on_postgresql_never_bend_a_rule(fresh_url):
    machine = on_server(fresh_url)
    try:
        run_state_machine_as_test(machine, settings=settings(max_examples=5, stateful_step_count=40, **SMALL))
    finally:
        machine.engine.dispose()


@pytest.mark.soak
def test_very_many_random_acts_on_sqlite_never_bend_a_rule():
    run_state_machine_as_test(InMemory, settings=settings(max_examples=1500, stateful_step_count=60, **SMALL))


@pytest.mark.soak
@pytest.mark.postgres
def test_very_many_random_acts_on_postgresql_never_bend_a_rule(fresh_url):
    machine = on_server(fresh_url)
    try:
        run_state_machine_as_test(machine, settings=settings(max_examples=150, stateful_step_count=60, **SMALL))
    finally:
        machine.engine.dispose()
