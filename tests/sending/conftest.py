"""A real mail server in this process, and a person of the example alliance whom mail reaches."""

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from govflow.notices.sending import Post
from govflow.notices.smtp import Server, SmtpSender
from tests.posting import ADDRESS, ORGANISER, delivered
from tests.stories import Story


class Box:
    """What a mail server was handed, raw, and by which connections; it refuses whom it is told to, all of a connection, or says
    that it ``lost`` what it was handed.
    """

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.answers: dict[str, str] = {}
        self.connections: set[Any] = set()
        self.tired = False
        self.lost = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        answer = self.answers.get(address, "")
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.raw.append(envelope.content)
        self.connections.add(session.peer)
        return self.lost or "250 taken"

    async def handle_NOOP(self, server: Any, session: Any, envelope: Any, arg: str) -> str:  # noqa: N802
        return "421 that is enough for one connection" if self.tired else "250 go on"

    def mails(self) -> list[EmailMessage]:
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.raw]  # type: ignore[misc]


def a_free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def listening(handler: Box, **options: Any) -> Iterator[int]:
    """Give the port of a mail server, with the options of aiosmtpd, for as long as the block lasts."""
    port = a_free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture
def box() -> Iterator[tuple[Box, Post]]:
    handler = Box()
    with listening(handler) as port:
        sender = SmtpSender(Server("127.0.0.1", port, False, "", "", ORGANISER))
        yield handler, Post(ADDRESS, sender, ORGANISER)
        sender.rest()


@pytest.fixture
def reachable(story: Story) -> Story:
    """The example alliance with a person who has a mail address, holding the seat of Health from today."""
    cast = story.cast
    story.act("person.invite", cast.administrator, name="Gwên Tŷ, Health", contact="gwen@example.org")
    person = story.roster().people[-1].ref
    held = {"participant": "health", "body": "leadership-team"}
    story.act("seat.end", cast.administrator, person=cast.leads["health"], **held)
    story.act("seat.fill", cast.administrator, person=person, **held)
    story.act("seat.confirm", cast.managers["health"], person=person, **held)
    delivered(story)  # everybody was told who speaks for Health; what a test sends comes after that
    return story
