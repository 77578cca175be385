"""Delivering what is due: claim it with a lease, look whether it is still needed, send it, mark it.

At least once: a crash between sending and marking sends one again, under the same reference, unless the sender can be asked. A message
that fails is tried again later and later, and in the end listed as failed; it holds up no other.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from threading import Thread
from typing import NamedTuple, TypeVar

from govflow.acts import account_email
from govflow.acts.account_mail import account_mail
from govflow.acts.house import House
from govflow.acts.telling import invitation_for, telling_for, who_answers
from govflow.notices.composing import Envelope, Message, compose, compose_digest, one_line
from govflow.notices.sending import TIMEOUT, Post, RefusedError
from govflow.record import outbox
from govflow.record.outbox import Waiting
from govflow.record.tables.outbox import CANCELLED, FAILED

T = TypeVar("T")

LEASE = timedelta(seconds=120)  # several times what one message may take
MARGIN = timedelta(seconds=TIMEOUT * 2)
BATCH = 20
LATE, CATCHING_UP = (
    timedelta(hours=1),
    5,
)  # after a long silence no more than this at a time, so that nobody's mail box is flooded
PAUSES = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240, 720))  # after the last, a message counts as failed
SENT, NO_LONGER_NEEDED, BEFORE = "sent", "no longer needed", "sent before"
DONE = frozenset({SENT, NO_LONGER_NEEDED, BEFORE})


def deliver(house: House, post: Post) -> Iterator[tuple[Waiting, str]]:
    """Send what is due now, a batch; yield each message with what came of it: sent, no longer needed, or what went wrong."""
    now = house.clock.now()
    claimed = outbox.claim(house.store, post.owner, now, now + LEASE, most_now(house, now))
    try:
        yield from _all_delivered(house, post, claimed)
    finally:
        post.sender.rest()


def _all_delivered(house: House, post: Post, claimed: Sequence[Waiting]) -> Iterator[tuple[Waiting, str]]:
    bundles = [list(group) for _, group in groupby(sorted(claimed, key=_bundle), key=_bundle)]
    for position, bundle in enumerate(bundles):
        lease = bundle[0].lease_until
        over = lease is not None and house.clock.now() + MARGIN > lease
        if over or not outbox.still_held(house.store, bundle[0]):
            outbox.put_back(house.store, [one for rest in bundles[position:] for one in rest])
            return
        yield from _delivered(house, post, bundle)


def most_now(house: House, now: datetime) -> int:
    """Return how many messages may go at once: few while catching up after a long silence."""
    since = outbox.oldest(house.store, now)
    return CATCHING_UP if since is not None and now - since > LATE else BATCH


class Letter(NamedTuple):
    """What goes out at once: the messages that are in it, its reference, and how it is composed (None: needed no longer)."""

    told: Sequence[Waiting]
    reference: str
    composed: Callable[[], Message | None]


def _bundle(message: Waiting) -> tuple[bool, str, str, str, int]:
    """Return what keeps messages together: those of one person's digest are one, any other is by itself; about accounts first."""
    apart = (message.alliance, message.person, message.bundle, 0) if message.bundle else (message.alliance, "", "", message.n)
    return (message.entry is not None, *apart)


def _delivered(house: House, post: Post, messages: Sequence[Waiting]) -> Iterator[tuple[Waiting, str]]:
    try:
        letter = _made(house, post, messages)
    except Exception as wrong:  # noqa: BLE001 - one poisoned message must not hold up the others, in a digest neither
        if len(messages) > 1:
            for one in messages:
                yield from _delivered(house, post, [one])
            return
        letter, came, final = Letter(messages, "", lambda: None), _said(wrong), False
    else:
        came, final = _sent(post, letter)
    for message in messages:
        needed = message in letter.told
        yield message, _marked(house, message, came if needed else NO_LONGER_NEEDED, final=final)


def _made(house: House, post: Post, messages: Sequence[Waiting]) -> Letter:
    """Return what to send as things stand now."""
    first, now = messages[0], house.clock.now()
    if first.entry is None:
        about_account = account_email.mail_for if first.kind in account_email.KINDS else account_mail
        reference = reference_of(first)
        return Letter(messages, reference, lambda: about_account(house, first, post.base_url, reference))
    with house.store.view(first.alliance) as view:
        found = [(m, telling) for m in messages if (telling := telling_for(view, house, m, post.base_url)) is not None]
        calendar = invitation_for(view, house, found[0][0], post.base_url, post.organiser) if len(found) == 1 else None
        answers = who_answers(view, now)
    if not found:
        return Letter((), "", lambda: None)
    told, tellings = [m for m, _ in found], [t for _, t in found]
    thread = thread_of(told[0]) if len(told) == 1 else ""
    envelope = Envelope(reference_of(told[0]), now, answers, thread)
    ready = compose(tellings[0], envelope, calendar) if len(told) == 1 else compose_digest(tellings, envelope)
    return Letter(told, envelope.reference, lambda: ready)


def _sent(post: Post, letter: Letter) -> tuple[str, bool]:
    """Send a letter, unless it was sent before; return what came of it, and whether trying again is of no use."""
    try:
        if letter.told and letter.told[0].attempts > 1 and within(TIMEOUT, lambda: post.sender.was_sent(letter.reference)):
            return BEFORE, False
        ready = letter.composed()  # only now: the link in it, where there is one, ends the one that was sent before
        if ready is None:
            return NO_LONGER_NEEDED, False
        within(TIMEOUT, lambda: post.sender.send(ready))
    except RefusedError as refused:
        return one_line(f"refused: {refused}"), True
    except Exception as wrong:  # noqa: BLE001
        return _said(wrong), False
    return SENT, False


def _said(wrong: Exception) -> str:
    return one_line(f"{type(wrong).__name__}: {wrong}")


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what ``work`` does. Raises TimeoutError after ``seconds``, whatever it waits for: its outcome counts no more."""
    came: list[T] = []
    wrong: list[BaseException] = []

    def run() -> None:
        try:
            came.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again below
            wrong.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if wrong:
        raise wrong[0]
    if not came:
        raise TimeoutError(f"no answer within {seconds:g} seconds")
    return came[0]


def _marked(house: House, message: Waiting, came: str, *, final: bool) -> str:
    """Mark what came of a message; whoever lost its lease meanwhile changes nothing."""
    now = house.clock.now()
    if came in {SENT, BEFORE}:
        held = outbox.mark_sent(house.store, message, now)
    elif came == NO_LONGER_NEEDED:
        held = outbox.mark_over(house.store, message, CANCELLED, came)
    elif final or message.attempts > len(PAUSES):
        held = outbox.mark_over(house.store, message, FAILED, came)
    else:
        held = outbox.mark_again(house.store, message, now + PAUSES[message.attempts - 1], came)
    return came if held else f"{came}, and held by another worker meanwhile"


def reference_of(message: Waiting) -> str:
    """Return the reference under which a message is sent, the same however often it is tried."""
    return _reference(message.alliance, str(message.n), message.created_at.isoformat())


def thread_of(message: Waiting) -> str:
    """Return the reference that all messages about one subject share, so that mail programs show them together."""
    return _reference(message.alliance, message.subject)


def _reference(*parts: str) -> str:
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:32]
