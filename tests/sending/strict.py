"""A strict reader of raw mail: whatever RFC 5322, 2045, 2047, 2369 and 5545 ask of what this product sends is checked, or it fails."""

import email
import email.policy
import re
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

ALWAYS = {"date", "from", "to", "subject", "message-id", "auto-submitted", "mime-version", "content-type"}
SOMETIMES = {"reply-to", "in-reply-to", "references", "list-unsubscribe"}
IDENTITY = re.compile(r"<[0-9a-f]{32}@[A-Za-z0-9.-]+>")
ENCODED = re.compile(rb"=\?[^?\s]*\?[bq]\?[^?\s]*\?=", re.IGNORECASE)
LONGEST_LINE, LONGEST_WORD = 998, 75


def read(raw: bytes, *, notice: bool, digest: bool = False) -> EmailMessage:
    """Return a mail of which everything was checked: a ``notice`` about a subject, a ``digest``, or else mail about an account."""
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= LONGEST_LINE
    assert max(map(len, ENCODED.findall(raw.partition(b"\r\n\r\n")[0])), default=0) <= LONGEST_WORD
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    names = [name.lower() for name in mail.keys() if not name.lower().startswith("x-")]  # noqa: SIM118 - a name once for each time
    wanted = ALWAYS | {"reply-to"} | ({"list-unsubscribe"} if notice else set())
    wanted |= {"in-reply-to", "references"} if notice and not digest else set()
    assert sorted(names) == sorted(wanted), "each header once, and none that does not belong"
    assert not any(mail[name].defects for name in names)
    _look_at_headers(mail)
    _look_at_parts(mail)
    return mail


def _look_at_headers(mail: EmailMessage) -> None:
    assert parsedate_to_datetime(mail["Date"]).utcoffset() is not None
    for name in ("Message-ID", "In-Reply-To", "References"):
        assert mail[name] is None or IDENTITY.fullmatch(mail[name]), name
    assert mail["In-Reply-To"] == mail["References"] != mail["Message-ID"]
    for name in ("From", "To", "Reply-To"):
        assert all(one.display_name and "@" in one.addr_spec for one in mail[name].addresses), name
    assert len(mail["From"].addresses) == len(mail["To"].addresses) == 1
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Subject"].strip()
    if mail["List-Unsubscribe"] is not None:
        assert re.fullmatch(r"<https?://\S+/notices>", mail["List-Unsubscribe"])


def _look_at_parts(mail: EmailMessage) -> None:
    assert mail.get_content_type() == "multipart/alternative"
    text, html, *calendar = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert len(text.get_content().strip()) > LONGEST_WORD
    assert re.search(r'<html lang="en-GB">.*<title>[^<]+</title>.*<h1.*</html>', html.get_content(), re.DOTALL)
    assert len(calendar) <= 1
    for part in calendar:
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        look_at_calendar(content)
        assert f"METHOD:{part.get_param('method')}".encode() in content
        assert part.get_param("charset") == "utf-8"


def look_at_calendar(content: bytes) -> None:
    """Check the lines of a calendar (RFC 5545, 3.1): CRLF ends each, and none is longer than 75 octets."""
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert not set(content.replace(b"\r\n", b"")) & {0x0A, 0x0D, 0x00, 0x07}
    assert max(map(len, content.split(b"\r\n"))) <= LONGEST_WORD
