"""The way to a mail server: TLS and signing in, one connection for a batch, and servers that end it, hang or are away."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest
import trustme
from aiosmtpd.smtp import AuthResult

from govflow.acts import delivering
from govflow.acts.delivering import deliver
from govflow.notices import smtp
from govflow.notices.composing import Envelope, Message
from govflow.notices.sending import Post
from govflow.notices.smtp import Server, SmtpSender
from tests.posting import ADDRESS, ORGANISER, outbox
from tests.sending.conftest import Box, a_free_port, listening
from tests.stories import Story, an_open_decision

A_MESSAGE = Message(
    "A", "a@example.org", "Seaport", "Subject", "Text", "<p>Text", Envelope("reference", datetime(2026, 3, 2, 9, tzinfo=UTC))
)
NAME, SECRET = "govflow", "correct horse"


def by(port: int, *, tls: bool = False, user: str = "", password: str = "") -> SmtpSender:
    return SmtpSender(Server("127.0.0.1", port, tls, user, password, ORGANISER))


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def shown(authority: trustme.CA) -> ssl.SSLContext:
    """What a mail server on this machine shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def trusting(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this machine trust the authority, and no other."""
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    smtp._trusted.cache_clear()
    yield
    smtp._trusted.cache_clear()


def knows(_server: object, _session: object, _envelope: object, _mechanism: object, who: object) -> AuthResult:
    return AuthResult(handled=False, success=(who.login, who.password) == (NAME.encode(), SECRET.encode()))  # type: ignore[attr-defined]


@pytest.mark.usefixtures("trusting")
def test_mail_goes_over_tls_that_begins_on_the_way_and_is_signed_in(shown: ssl.SSLContext) -> None:
    handler = Box()
    needs = {"tls_context": shown, "require_starttls": True, "authenticator": knows, "auth_required": True}
    with listening(handler, **needs) as port:
        sender = by(port, user=NAME, password=SECRET)
        sender.send(A_MESSAGE)
        sender.rest()
    assert [m["Subject"] for m in handler.mails()] == ["Subject"]


def test_a_server_that_nobody_vouches_for_is_told_nothing(shown: ssl.SSLContext) -> None:
    handler = Box()
    with listening(handler, tls_context=shown, require_starttls=True) as port, pytest.raises(OSError, match="CERT"):
        by(port).send(A_MESSAGE)
    assert handler.raw == []


def test_nobody_signs_in_to_another_machine_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govflow.notices.smtp.LOOPBACK", frozenset())
    handler = Box()
    with listening(handler) as port, pytest.raises(OSError, match="offers no TLS"):
        by(port, user=NAME, password=SECRET).send(A_MESSAGE)
    assert handler.raw == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # there is TLS, from the start
@pytest.mark.usefixtures("trusting")
def test_over_tls_from_the_start_a_wrong_password_costs_no_message(shown: ssl.SSLContext) -> None:
    handler = Box()
    with listening(handler, ssl_context=shown, authenticator=knows, auth_required=True, auth_require_tls=False) as port:
        with pytest.raises(OSError, match="535"):
            by(port, tls=True, user=NAME, password="wrong").send(A_MESSAGE)
        sender = by(port, tls=True, user=NAME, password=SECRET)
        sender.send(A_MESSAGE)
        sender.rest()
    assert len(handler.raw) == 1


def test_a_mail_server_that_is_away_is_a_fault_of_the_moment() -> None:
    with pytest.raises(OSError):
        by(a_free_port()).send(A_MESSAGE)


def test_a_batch_goes_by_one_connection_which_then_ends(box: tuple[Box, Post]) -> None:
    handler, post = box
    for n in range(5):
        post.sender.send(replace(A_MESSAGE, envelope=replace(A_MESSAGE.envelope, reference=f"{n}")))
    assert (len(handler.raw), len(handler.connections)) == (5, 1)
    post.sender.rest()
    post.sender.send(A_MESSAGE)
    assert len(handler.connections) == 2


def test_a_server_that_ends_a_connection_costs_no_message(box: tuple[Box, Post]) -> None:
    handler, post = box
    handler.tired = True
    for n in range(3):
        post.sender.send(replace(A_MESSAGE, envelope=replace(A_MESSAGE.envelope, reference=f"{n}")))
    assert (len(handler.raw), len(handler.connections)) == (3, 3)


def test_one_that_is_refused_leaves_the_way_free_for_the_next(box: tuple[Box, Post]) -> None:
    handler, post = box
    handler.answers["nobody@example.org"] = "550 no such person"
    post.sender.send(A_MESSAGE)
    with pytest.raises(smtp.RefusedError):
        post.sender.send(replace(A_MESSAGE, contact="nobody@example.org"))
    post.sender.send(A_MESSAGE)
    assert len(handler.raw) == 2


@contextmanager
def a_tarpit() -> Iterator[int]:
    """A server that greets for ever, a line every few milliseconds, so that no wait for its next word is long."""
    server, over = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def greet() -> None:
        with suppress(OSError):
            while not over.is_set():
                caller, _ = server.accept()
                threading.Thread(target=drip, args=(caller,), daemon=True).start()

    def drip(caller: socket.socket) -> None:
        with suppress(OSError), caller:
            while not over.is_set():
                caller.sendall(b"220-wait\r\n")
                sleep(0.02)

    threading.Thread(target=greet, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        over.set()
        server.close()


def test_a_server_that_never_comes_to_the_point_is_left(reachable: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "TIMEOUT", 0.3)
    an_open_decision(reachable)
    begun = monotonic()
    with a_tarpit() as port:
        found = list(deliver(reachable.house, Post(ADDRESS, by(port), ORGANISER)))
    assert any(came == "TimeoutError: no answer within 0.3 seconds" for _, came in found)
    assert monotonic() - begun < 10
    assert {row.state for row in outbox(reachable) if "TimeoutError" in row.note} == {"due"}, "it is tried again later"
