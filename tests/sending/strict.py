"""A strict reader of raw mail: whatever RFC 5322, 2045, 2047, 2369 and 5545 ask of what this product sends is checked, or it fails."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

ALWAYS = {"date", "from", "to", "subject", "message-id", "auto-submitted", "mime-version", "content-type"}
SOMETIMES = {"reply-to", "in-reply-to", "references", "list-unsubscribe"}
IDENTITY = re.compile(r"<[0-9a-f]{32}@[A-Za-z0-9.-]+>")
ENCODED = re.compile(rb"=\?[^?\s]*\?[bq]\?[^?\s]*\?=", re.IGNORECASE)
LONGEST_LINE, LONGEST_WORD = 998, 75


def read(raw: bytes, *, notice: bool, digest: bool = False, answered: bool = True) -> EmailMessage:
    """Return a mail of which everything was checked: a ``notice`` about a subject, a ``digest``, or else mail about an account."""
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= LONGEST_LINE
    assert max(map(len, ENCODED.findall(raw.partition(b"\r\n\r\n")[0])), default=0) <= LONGEST_WORD
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    names = [name.lower() for name in mail.keys() if not name.lower().startswith("x-")]  # noqa: SIM118 - a name once for each time
    wanted = ALWAYS | ({"reply-to"} if answered else set()) | ({"list-unsubscribe"} if notice else set())
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
    for name in {"From", "To", "Reply-To"} & set(mail.keys()):
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


def look_at_calendar(content: bytes) -> bytes:
    """Check the lines of a calendar (RFC 5545, 3.1), CRLF at the end of each and none longer than 75 octets; return it unfolded."""
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert not set(content.replace(b"\r\n", b"")) & {0x0A, 0x0D, 0x00, 0x07}
    assert max(map(len, content.split(b"\r\n"))) <= LONGEST_WORD
    return content.replace(b"\r\n ", b"")


@dataclass(frozen=True)
class Event:
    """An event as a reader of its own takes it from the lines, without any library."""

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    status: str
    method: str
    addresses: tuple[str, ...]  # of people: whoever is invited
    zones: int  # descriptions of time zones in the file


def events(content: bytes) -> list[Event]:
    """Return the events of a calendar, of which every line was checked (RFC 5545, 3.6.1; the method: RFC 5546)."""
    text = look_at_calendar(content).decode()
    lines = [re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=(?:\"[^\"]*\"|[^;:\"]*))*):(.*)", line) for line in text.split("\r\n")[:-1]]
    assert all(lines), "each is a name, parameters and a value"
    read = [(m[1], m[2], m[3]) for m in lines if m]
    method = next(value for name, _, value in read if name == "METHOD")
    zones = read.count(("BEGIN", "", "VTIMEZONE"))
    found, inside = [], list[tuple[str, str, str]]()
    for line in read:
        inside = [] if line == ("BEGIN", "", "VEVENT") else [*inside, line]
        if line == ("END", "", "VEVENT"):
            found.append(_event(inside[: next((n for n, one in enumerate(inside) if one[0] == "BEGIN"), -1)], method, zones))
    return found


def _event(lines: list[tuple[str, str, str]], method: str, zones: int) -> Event:
    once = {name: (more, value) for name, more, value in lines}
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "ORGANIZER"):
        assert [one[0] for one in lines].count(name) == 1, name
    people = tuple(value.removeprefix("mailto:") for name, _, value in lines if name == "ATTENDEE")
    assert method != "PUBLISH" or not people, "who is invited stands in no calendar that anybody may read"
    return Event(
        once["UID"][1], int(once["SEQUENCE"][1]), _moment(*once["DTSTART"]), _moment(*once["DTEND"]), once["STATUS"][1], method, people,
        zones,
    )  # fmt: skip


def _moment(more: str, value: str) -> datetime:
    assert (more, value[-1]) == ("", "Z"), "a time is in UTC, so that no reader needs to know a zone's clock changes"
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
