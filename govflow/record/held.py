"""Values this process has read or saved, each good for as long as its row names the same entry of the ledger.

Every change of a subject is an entry with a number of its own, so a value read under that number cannot be out of date. Only
what was committed comes in here. A database is therefore never put back, from a copy, under a process that is running.
"""

from threading import Lock
from typing import Any

MOST = 1_000  # values; the one that came first goes first


class Held:
    """The values of one store, shared by its threads."""

    def __init__(self, most: int = MOST) -> None:
        self._values: dict[tuple[str, str], tuple[int, Any]] = {}
        self._most, self._lock = most, Lock()

    def get(self, alliance: str, ref: str, entry: int) -> Any | None:  # noqa: ANN401 - a frozen value of the domain
        """Return the value of ``ref`` as it is since ``entry``, or None when it is not held."""
        since, value = self._values.get((alliance, ref), (0, None))
        return value if since == entry else None

    def keep(self, alliance: str, ref: str, entry: int, value: Any) -> None:  # noqa: ANN401 - a frozen value of the domain
        """Hold ``value``, which stands in the record since ``entry``."""
        with self._lock:
            self._values.pop((alliance, ref), None)
            self._values[alliance, ref] = entry, value
            if len(self._values) > self._most:
                del self._values[next(iter(self._values))]
