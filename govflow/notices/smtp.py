"""Mail by SMTP: over TLS where there is TLS, and one connection for the messages of a batch."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache

from govflow.notices.composing import Contact, Message, one_line
from govflow.notices.headers import NOWHERE, address, addresses, mail_policy, web_address
from govflow.notices.sending import TIMEOUT, RefusedError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
REFUSED_FOR_GOOD = range(500, 600)
READY = 250
MAIL = mail_policy()


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

    @property
    def is_here(self) -> bool:
        """Say whether the server is on this machine."""
        return self.host in LOOPBACK


class SmtpSender:
    """Sends by a mail server, over TLS and signed in where the server says so; a connection is kept until it is to ``rest``."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._kept: smtplib.SMTP | None = None

    def send(self, message: Message) -> None:
        """Send ``message`` as text and HTML, with an invitation where it has one. Raises OSError, RefusedError."""
        if not message.contact:
            raise RefusedError("no mail address is known")
        try:
            self._hand_over(as_mail(message, self._server))
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            _raise(code, said, error)
        except smtplib.SMTPDataError as error:
            _raise(error.smtp_code, error.smtp_error, error)
        except (
            smtplib.SMTPException
        ) as error:  # also a password or sender that is refused: those are put right here, not by the reader
            raise OSError(str(error)) from error

    def was_sent(self, reference: str) -> bool | None:
        """Return None: a mail server cannot be asked."""
        del reference
        return None

    def rest(self) -> None:
        """Say goodbye to the mail server, where there is a connection."""
        kept, self._kept = self._kept, None
        if kept is not None:
            with suppress(OSError):
                kept.quit()

    def _hand_over(self, mail: EmailMessage) -> None:
        kept, self._kept = self._kept, None
        connection = kept if kept is not None and _is_ready(kept) else _connected(self._server)
        try:
            connection.send_message(mail)
        except BaseException:
            connection.close()
            raise
        self._kept = connection


def _is_ready(connection: smtplib.SMTP) -> bool:
    """Say whether a connection can be used again, and end it where not: many servers let go after so many messages, or seconds."""
    with suppress(OSError):
        if connection.noop()[0] == READY:
            return True
    connection.close()
    return False


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom this machine trusts; reading that takes longer than sending a message."""
    return ssl.create_default_context()


def _connected(server: Server) -> smtplib.SMTP:
    if server.tls:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=_trusted())
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        _introduce(connection, server)
    except BaseException:
        connection.close()
        raise
    return connection


def _introduce(connection: smtplib.SMTP, server: Server) -> None:
    connection.ehlo_or_helo_if_needed()
    if not server.tls and connection.has_extn("starttls"):
        connection.starttls(context=_trusted())
    elif not server.tls and server.user and not server.is_here:
        raise OSError("the mail server offers no TLS, and nobody signs in without it")
    if server.user:
        connection.login(server.user, server.password)


def _raise(code: int, said: bytes | str, error: Exception) -> None:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    kind = RefusedError if code in REFUSED_FOR_GOOD else OSError
    raise kind(f"{code} {text}") from error


def as_mail(message: Message, server: Server) -> EmailMessage:
    """Return ``message`` as mail: text first, HTML beside it, an invitation as calendars read it. Raises RefusedError."""
    mail = EmailMessage(policy=MAIL)
    mail["From"] = sender = address(Contact(message.sender, server.sender))
    try:
        mail["To"] = address(Contact(message.to, message.contact))
    except ValueError as error:
        raise RefusedError(str(error)) from error
    if answers := addresses(message.envelope.reply_to):
        mail["Reply-To"] = answers
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = message.envelope.at
    mail["Message-ID"] = f"<{message.reference}@{sender.domain}>"
    if message.envelope.thread:
        mail["In-Reply-To"] = mail["References"] = f"<{message.envelope.thread}@{NOWHERE}>"
    if message.choices:
        mail["List-Unsubscribe"] = f"<{web_address(message.choices)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    if message.calendar is not None:
        method, content = message.calendar
        how = {"method": method, "charset": "utf-8", "name": "meeting.ics"}
        mail.add_alternative(content, maintype="text", subtype="calendar", params=how, cte="base64")  # bytes keep their CRLF
    return mail
