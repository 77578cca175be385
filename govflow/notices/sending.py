"""Ways of sending a message: mail by SMTP, GOV.UK Notify, the console. Each answers within ``TIMEOUT`` or counts as failed.

At least once: exactly once does not exist over SMTP. What cannot be asked afterwards whether it sent may, after a crash, send once more,
under the same Message-ID; what can be asked (Notify) is asked first.
"""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any, Protocol

from govflow.notices.composing import Message

TIMEOUT = 20.0  # seconds a message may take; a lease is several times that
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
REFUSED_FOR_GOOD = range(500, 600)


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


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: where, whether over TLS from the start, as whom, and from which address.

    Without TLS from the start it is taken up as soon as the server offers it, and nobody signs in without it but on this machine.
    """

    host: str
    port: int
    tls: bool
    user: str
    password: str
    sender: str
    sender_name: str = "govflow"

    @property
    def is_here(self) -> bool:
        """Say whether the server is on this machine."""
        return self.host in LOOPBACK


class SmtpSender:
    """Sends by a mail server, over TLS and signed in where the server says so."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def send(self, message: Message) -> None:
        """Send ``message`` as text and HTML, with an invitation where it has one. Raises OSError, RefusedError."""
        if not message.contact:
            raise RefusedError("no mail address is known")
        try:
            with self._connected() as connection:
                connection.send_message(as_mail(message, self._server))
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            _raise(code, said, error)
        except smtplib.SMTPResponseException as error:
            _raise(error.smtp_code, error.smtp_error, error)
        except smtplib.SMTPException as error:
            raise OSError(str(error)) from error

    def was_sent(self, reference: str) -> bool | None:
        """Return None: a mail server cannot be asked."""
        del reference
        return None

    def _connected(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        if server.tls:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
            connection.ehlo_or_helo_if_needed()
            if connection.has_extn("starttls"):
                connection.starttls(context=context)
            elif server.user and not server.is_here:
                connection.close()
                raise OSError("the mail server offers no TLS, and nobody signs in without it")
        if server.user:
            connection.login(server.user, server.password)
        return connection


def _raise(code: int, said: bytes | str, error: Exception) -> None:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    kind = RefusedError if code in REFUSED_FOR_GOOD else OSError
    raise kind(f"{code} {text}") from error


def as_mail(message: Message, server: Server) -> EmailMessage:
    """Return ``message`` as mail: text first, HTML beside it, an invitation as calendars read it."""
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = Address(server.sender_name, addr_spec=server.sender)
    mail["To"] = Address(message.to, addr_spec=message.contact)
    mail["Message-ID"] = f"<{message.reference}@{server.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    if message.calendar is not None:
        method, content = message.calendar
        mail.add_alternative(content.decode(), subtype="calendar", params={"method": method, "name": "meeting.ics"}, cte="base64")
    return mail


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
        words = {"subject": message.subject, "body": message.text}
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


BUSY = 429
ANSWERED_NO = range(400, 500)


def _refused(error: Any) -> None:  # noqa: ANN401 - Notify's HTTPError
    final = error.status_code in ANSWERED_NO and error.status_code not in {BUSY, 403}
    raise (RefusedError if final else OSError)(f"{error.status_code} {error.message}") from error
