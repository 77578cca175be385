"""govflow itself, through the real acts with every rule on. It gives notice too, as its rules demand: eleven acts where others have ten."""

from sqlalchemy import func, select

from govflow.clock import VirtualClock
from govflow.record.migrating import migrate
from govflow.record.rows import TABLES
from govflow.record.sessions import open_database
from tests.bench.work import Times
from tests.seaport import NOTICE, START, founded, members


class Product:
    """The example alliance on SQLite or PostgreSQL."""

    acts = 3 + len(members())

    def __init__(self, url: str) -> None:
        engine = open_database(url)
        migrate(engine)
        engine.dispose()
        self._clock = VirtualClock(START)
        self._seaport = founded(url, self._clock)

    def run(self, decisions: int, times: Times) -> None:
        start = self._clock.now()
        refs = [times.step(self._seaport.propose) for _ in range(decisions)]
        for ref in refs:
            times.step(self._seaport.circulate, ref)
        self._clock.set(start + NOTICE)  # notice runs for all of them at once
        for ref in refs:
            times.step(self._seaport.open, ref)
            for member in members():
                times.step(self._seaport.agree, ref, member)

    def adopted(self) -> int:
        decisions = TABLES["decisions"]
        found = select(func.count()).select_from(decisions).where(decisions.c.state == "in_force")
        with self._seaport.house.store.reader.connect() as connection:
            return int(connection.execute(found).scalar_one())

    def close(self) -> None:
        self._seaport.close()
