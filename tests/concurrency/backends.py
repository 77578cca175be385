"""Harm to a PostgreSQL server while it works: backends are told to end, and killed, after which the server recovers as from a crash."""

import os
import signal
from collections.abc import Collection
from time import monotonic, sleep

import psycopg
from sqlalchemy.engine import make_url

RECOVERED_WITHIN = 30
OTHERS = """SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""


class Backends:
    """Called before each kill of a worker: ends a backend every so many calls, and kills one at certain calls."""

    def __init__(self, url: str, ended_every: int, killed_at: Collection[int]) -> None:
        self._address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._every, self.killed_at = ended_every, killed_at
        self.ended = self.killed = 0
        with self._connected() as connection:  # a recovery that takes a second instead of ten
            connection.execute("ALTER SYSTEM SET recovery_init_sync_method = 'syncfs'")
            connection.execute("SELECT pg_reload_conf()")

    def __call__(self, n: int) -> None:
        if n in self.killed_at:
            self._kill()
        elif n % self._every == 0:
            self._end()

    def _end(self) -> None:
        with self._connected() as connection:
            connection.execute(f"SELECT pg_terminate_backend(pid) FROM ({OTHERS} LIMIT 1) AS other")
            self.ended += 1

    def _kill(self) -> None:
        with self._connected() as connection:
            while (found := connection.execute(OTHERS).fetchone()) is None:
                sleep(0.01)
        os.kill(found[0], signal.SIGKILL)
        self.killed += 1
        sleep(0.05)
        self._connected().close()

    def _connected(self) -> psycopg.Connection:
        until = monotonic() + RECOVERED_WITHIN
        while True:
            try:
                return psycopg.connect(self._address, autocommit=True)
            except psycopg.OperationalError:
                if monotonic() > until:
                    raise
                sleep(0.05)
