"""a1: the disk's floor. One INSERT and one commit a step, nothing else."""

from govflow.record.sessions import open_database
from tests.bench.work import MEMBERS, REASON, Times


class Bare:
    """One row a step."""

    acts = 2 + len(MEMBERS)

    def __init__(self, url: str) -> None:
        self._engine = open_database(url)  # the product's own driver and PRAGMAs
        self._held = self._engine.connect()
        self._raw = self._held.connection.driver_connection
        self._raw.execute("CREATE TABLE steps (n INTEGER PRIMARY KEY, decision TEXT, who TEXT, reason TEXT)")
        self._n = 0

    def run(self, decisions: int, times: Times) -> None:
        for _ in range(decisions):
            self._n += 1
            for who in ("create", "open", *MEMBERS):
                times.step(self._insert, f"DEC-{self._n:04d}", who)

    def _insert(self, decision: str, who: str) -> None:
        self._raw.execute("BEGIN IMMEDIATE")
        self._raw.execute("INSERT INTO steps (decision, who, reason) VALUES (?, ?, ?)", (decision, who, REASON))
        self._raw.execute("COMMIT")

    def adopted(self) -> int:
        (rows,) = self._raw.execute("SELECT count(*) FROM steps").fetchone()
        return int(rows) // self.acts

    def close(self) -> None:
        self._held.close()
        self._engine.dispose()
