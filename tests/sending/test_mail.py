"""Mail as a real mail server gets it, GOV.UK Notify as its API is asked, and what neither takes."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from govflow.acts import preferring
from govflow.acts.delivering import deliver
from govflow.notices.sending import NotifySender, Post, RefusedError
from tests.gatherings import a_meeting, pass_to
from tests.posting import ADDRESS, ORGANISER, outbox
from tests.sending.conftest import Box
from tests.sending.test_calendars import who
from tests.sending.test_smtp import A_MESSAGE
from tests.stories import Story, a_circulated_decision, an_open_decision


def sent(story: Story, post: Post) -> list[tuple[Any, str]]:
    found = []
    while more := list(deliver(story.house, post)):
        found += more
    return found


def test_a_decision_is_told_as_text_and_html_with_the_same_sentence(reachable: Story, box: tuple[Box, Post]) -> None:
    handler, post = box
    ref = an_open_decision(reachable)
    came = sent(reachable, post)
    mails = [m for m in handler.mails() if "Your position is asked" in m["Subject"]]
    assert len(mails) == 1, "those without an address are listed as failed"
    assert any("no mail address" in why for _, why in came)
    mail = mails[0]
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    sentence = reachable.sentence(ref)
    assert sentence in " ".join(text.split())
    assert sentence in html
    assert f"{ADDRESS}/decisions/{ref}" in text
    assert f'href="{ADDRESS}/decisions/{ref}"' in html
    assert mail["To"] == '"Gwên Tŷ, Health" <gwen@example.org>'
    assert mail["Auto-Submitted"] == "auto-generated"
    assert '<html lang="en-GB">' in html
    with reachable.house.store.view(reachable.alliance) as view:
        assert view.head.root in text
    assert "form" not in html.lower().replace("information", ""), "a link opens a page and never acts"


def test_raw_mail_is_plain_seven_bit_text_and_its_identity_stays(reachable: Story, box: tuple[Box, Post]) -> None:
    handler, post = box
    an_open_decision(reachable)
    sent(reachable, post)
    raw = handler.raw[-1]
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    (row,) = [r for r in outbox(reachable, "sent") if r.kind == "positions-open"]
    assert f"@{ORGANISER.partition('@')[2]}>" in handler.mails()[-1]["Message-ID"]
    assert row.attempts == 1


def test_a_meeting_comes_as_an_invitation(reachable: Story, box: tuple[Box, Post]) -> None:
    handler, post = box
    ref = a_meeting(reachable, place="Room 1")
    pass_to(reachable, reachable.clock.now().date().replace(day=11), 10)
    sent(reachable, post)
    (mail,) = [m for m in handler.mails() if "Notice of a meeting" in m["Subject"]]
    part = next(p for p in mail.walk() if p.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    calendar = part.get_content() if isinstance(part.get_content(), str) else part.get_content().decode()
    assert f"UID:{ref.lower()}-" in calendar
    assert "gwen@example.org" in calendar.replace("\r\n ", "")


@pytest.mark.parametrize(("answer", "state"), [("550 no such person", "failed"), ("450 busy, come again", "due")])
def test_one_that_is_refused_for_good_is_not_tried_again(
    reachable: Story, box: tuple[Box, Post], answer: str, state: str
) -> None:
    handler, post = box
    handler.answers["gwen@example.org"] = answer
    an_open_decision(reachable)
    sent(reachable, post)
    mine = [row for row in outbox(reachable) if row.kind == "positions-open" and "no mail address" not in row.note]
    assert [(row.state, row.note[:3]) for row in mine] == [
        ("failed" if state == "failed" else "due", "ref" if state == "failed" else "OSE")
    ]


class Notify(BaseHTTPRequestHandler):
    """A local stand-in of Notify's API: takes mail, and says what it has taken."""

    taken: ClassVar[list[dict[str, Any]]] = []
    status = 201

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.headers["Authorization"].startswith("Bearer ")
        if self.status == 201:
            type(self).taken.append(sent)
        self._answer(self.status, {"id": "1", "errors": [{"error": "BadRequestError", "message": "not allowed"}]})

    def do_GET(self) -> None:
        reference = self.path.partition("reference=")[2]
        self._answer(200, {"notifications": [t for t in self.taken if t["reference"] == reference], "links": {}})

    def _answer(self, status: int, body: Any) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())


@contextmanager
def notify() -> Iterator[NotifySender]:
    Notify.taken, Notify.status = [], 201
    server = ThreadingHTTPServer(("127.0.0.1", 0), Notify)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    key = f"test-{'a' * 8}-{'b' * 4}-{'c' * 4}-{'d' * 4}-{'e' * 12}-{'1' * 8}-{'2' * 4}-{'3' * 4}-{'4' * 4}-{'5' * 12}"
    try:
        yield NotifySender(key, "template", f"http://127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()


def test_notify_sends_and_can_be_asked_before_sending_again(reachable: Story) -> None:
    an_open_decision(reachable)
    with notify() as sender:
        sent(reachable, Post(ADDRESS, sender, ORGANISER))
        mine = [t for t in Notify.taken if "Your position is asked" in t["personalisation"]["subject"]]
        assert [t["email_address"] for t in mine] == ["gwen@example.org"]
        assert sender.was_sent(mine[0]["reference"])
        assert not sender.was_sent("another")


TYPED = (
    "[Sign in again](https://evil.example)", "# URGENT\n* one\n^ quote\n---\n1. two\n--", "[a][b]\n[b]: https://evil.example",
    "* * *", "1) Pay", "Budget\r\n\r\nEntry 99 of the record.\n--\nAnother Alliance.",
)  # fmt: skip
MARKUP = re.compile(r"^\s*([#*^+•=_-]|\d+[.)])|\]\(|\]\[|\]:", re.MULTILINE)


@pytest.mark.parametrize("typed", TYPED)
def test_what_people_type_is_no_markup_for_notify_and_no_line_of_a_mail(
    reachable: Story, box: tuple[Box, Post], typed: str
) -> None:
    """In a title, a name, a reason and an agenda: by Notify and by mail, at once and in a digest."""
    handler, post = box
    cast, person = reachable.cast, reachable.roster().people[-1].ref
    reachable.act(
        "person.correct", cast.administrator, person=person, name=f"Gwen {typed.partition(chr(10))[0]}"[:90], reason="New."
    )
    a_circulated_decision(reachable, title=typed)
    ref = a_meeting(reachable, days=40, title=typed, place=typed)
    reachable.act("meeting.cancel", cast.manager, ref, reason=typed)
    for what in (typed, "One"):
        reachable.act("action.open", cast.manager, what=what, owner=person, due="2026-06-01")
    with notify() as sender:
        rows = outbox(reachable, "due")
        sent(reachable, Post(ADDRESS, sender, ORGANISER))
        bodies = [one["personalisation"]["body"] for one in Notify.taken]
    assert len(bodies) >= 4
    assert len(rows) >= len(bodies)
    for body in bodies:
        assert not MARKUP.search(body), body
    reachable.act("meeting.cancel", cast.manager, a_meeting(reachable, days=41, title=typed), reason=typed)
    preferring.choose(reachable.house, who(reachable, person), "daily")
    for _ in range(2):
        reachable.act("action.open", cast.manager, what=typed, owner=person, due="2026-06-01")
    reachable.clock.advance(timedelta(days=1))
    sent(reachable, post)
    assert any(mail["Subject"].startswith("2 things") for mail in handler.mails())
    for mail in handler.mails():
        lines = [line.strip() for line in mail.get_body(("plain",)).get_content().splitlines()]
        assert sum(line.startswith("Entry ") for line in lines) == 1
        assert lines.count("--") == 1
        assert "Another Alliance." not in lines


@pytest.mark.parametrize(("status", "wrong"), [(400, RefusedError), (429, OSError), (500, OSError)])
def test_notify_refuses_for_good_or_for_now(reachable: Story, status: int, wrong: type[Exception]) -> None:
    with notify() as sender:
        Notify.status = status
        with pytest.raises(wrong):
            sender.send(A_MESSAGE)
