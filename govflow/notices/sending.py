"""Ways of sending a message: GOV.UK Notify and the console; mail is in ``smtp``. Each answers within ``TIMEOUT`` or counts as failed.

At least once: exactly once does not exist over SMTP. What cannot be asked afterwards whether it sent may, after a crash, send once more,
under the same Message-ID; what can be asked (Notify) is asked first.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from govflow.notices.composing import Message

TIMEOUT = 20.0  # seconds a message may take; a lease is several times that


class RefusedError(Exception):
    """The message will never be taken: the address does not exist, or is not allowed. Trying again is of no use."""


class Sender(Protocol):
    """Anything that can send a message. It raises OSError when it could not now, RefusedError when it never will."""

    def send(self, message: Message) -> None:
        """Send ``message``."""
        ...

    def was_sent(self, reference: str) -> bool | None:
        """Say whether a message of that reference was sent before; None when this way of sending cannot be asked."""
        ...

    def rest(self) -> None:
        """Nothing more is to be sent for now: let go of what was kept open for it."""
        ...


@dataclass(frozen=True, slots=True)
class Post:
    """How to reach people from here: the address links begin with, who sends, from whom invitations come, which worker this is."""

    base_url: str
    sender: Sender
    organiser: str = ""
    owner: str = "worker"


class ConsoleSender:
    """Prints messages instead of sending them."""

    def __init__(self, write: Callable[[str], None]) -> None:
        """Print with ``write``, a line or several at a time."""
        self._write = write

    def send(self, message: Message) -> None:
        """Print ``message``."""
        address = f" <{message.contact}>" if message.contact else ""
        self._write(f"To: {message.to}{address}\nSubject: {message.subject}\n\n{message.text}\n")

    def was_sent(self, reference: str) -> bool | None:
        """Return None: a console remembers nothing."""
        del reference
        return None

    def rest(self) -> None:
        """Nothing is kept open."""


class NotifySender:
    """Sends by GOV.UK Notify, with a template of two fields: ((subject)) and ((body)). It can be asked what it sent before."""

    def __init__(self, key: str, template: str, base_url: str = "") -> None:
        from notifications_python_client.notifications import NotificationsAPIClient  # noqa: PLC0415 - an extra

        make: Any = NotificationsAPIClient
        self._client: Any = make(key, timeout=int(TIMEOUT), **({"base_url": base_url} if base_url else {}))
        self._template = template

    def send(self, message: Message) -> None:
        """Send ``message``. Raises OSError, RefusedError."""
        from notifications_python_client.errors import HTTPError  # noqa: PLC0415

        if not message.contact:
            raise RefusedError("no mail address is known")
        words = {"subject": message.subject, "body": without_markup(message.text)}
        try:
            self._client.send_email_notification(
                message.contact, self._template, personalisation=words, reference=message.reference
            )
        except HTTPError as error:
            _refused(error)

    def was_sent(self, reference: str) -> bool | None:
        """Ask whether a message of that reference was taken before. Raises OSError."""
        from notifications_python_client.errors import HTTPError  # noqa: PLC0415

        try:
            found = self._client.get_all_notifications(reference=reference)
        except HTTPError as error:
            raise OSError(str(error)) from error
        return bool(found.get("notifications"))

    def rest(self) -> None:
        """Nothing is kept open between two requests."""


# Notify reads these at the beginning of a line as a heading, a list, an inset, a rule; and these inside one as a link.
# Source: "Formatting" in GOV.UK Notify's guidance on using Notify, and CommonMark for links defined apart.
BEGINS_MARKUP = re.compile(r"^([ \t]*)(?=[#*^+•·=_-]|\d+[.)])", re.MULTILINE)
LINKED = re.compile(r"\](?=[\[(:])")


def without_markup(text: str) -> str:
    """Return ``text`` so that Notify shows what people typed as they typed it: nothing in it is a heading, a list or a link."""
    ruled_off = text.replace("\n--\n", "\n\n")  # the line above our own foot
    return LINKED.sub("] ", BEGINS_MARKUP.sub(r"\1› ", ruled_off))


BUSY = 429
ANSWERED_NO = range(400, 500)


def _refused(error: Any) -> None:  # noqa: ANN401 - Notify's HTTPError
    final = error.status_code in ANSWERED_NO and error.status_code not in {BUSY, 403}
    raise (RefusedError if final else OSError)(f"{error.status_code} {error.message}") from error
