"""A line on a terminal that says what is being done and how far it is, once that takes longer than two seconds."""

import shutil
from time import monotonic
from types import TracebackType
from typing import Self, TextIO

SOON = 2.0  # seconds before anything is said
OFTEN = 0.5  # seconds between two lines
CLEAR = "\r\x1b[K"


class Progress:
    """Called with what is being done; shows it on ``stream`` in one line that the next replaces. Elsewhere it is silent."""

    def __init__(self, stream: TextIO) -> None:
        """Begin the clock; nothing is shown yet."""
        self._stream = stream
        self._began = self._last = monotonic()
        self._shown = False

    def __call__(self, says: str) -> None:
        """Show ``says`` with the seconds so far, if it is time to and somebody watches."""
        now = monotonic()
        if not self._stream.isatty() or now - self._began < SOON or (self._shown and now - self._last < OFTEN):
            return
        line = f"{says} ({now - self._began:.0f} s)"
        self._stream.write(CLEAR + line[: shutil.get_terminal_size().columns - 1])
        self._stream.flush()
        self._last, self._shown = now, True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take the line away, so that the answer stands alone."""
        if self._shown:
            self._stream.write(CLEAR)
            self._stream.flush()
