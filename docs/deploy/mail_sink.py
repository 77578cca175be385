"""A mail server for trying an installation: it takes every mail, sends nothing, and prints what a person would read.

python -m aiosmtpd --nosetuid --listen 127.0.0.1:2525 --class mail_sink.Printing
"""

from email import message_from_bytes
from email.policy import default
from typing import Any


class Printing:
    """What aiosmtpd hands mails to."""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401 - aiosmtpd's names
        """Print a mail in plain text, whatever it is encoded in."""
        mail = message_from_bytes(envelope.content, policy=default)
        text = mail.get_body(("plain",))
        attached = [part.get_filename() or part.get_content_type() for part in mail.iter_attachments()]
        said = text.get_content() if text else ""
        print(
            f"To: {mail['to']}\nSubject: {mail['subject']}\n\n{said}\nAttached: {', '.join(attached) or 'nothing'}\n", flush=True
        )
        return "250 taken, and not sent"
