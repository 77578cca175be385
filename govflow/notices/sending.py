"""Ways of sending a message. The console prints it; mail comes with the meetings."""

from collections.abc import Callable
from typing import Protocol

from govflow.notices.composing import Message


class Sender(Protocol):
    """Anything that can send a message; it raises OSError when it could not."""

    def send(self, message: Message) -> None:
        """Send ``message``."""
        ...


class ConsoleSender:
    """Prints messages instead of sending them."""

    def __init__(self, write: Callable[[str], None]) -> None:
        """Print with ``write``, a line or several at a time."""
        self._write = write

    def send(self, message: Message) -> None:
        """Print ``message``."""
        address = f" <{message.contact}>" if message.contact else ""
        self._write(f"To: {message.to}{address}\nSubject: {message.subject}\n\n{message.text}\n")
