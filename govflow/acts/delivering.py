"""Delivering what is due: claim it with a lease, look whether it is still needed, send it, mark it.

At least once: a crash between sending and marking sends one again, under the same reference, unless the sender can be asked. A message
that fails is tried again later and later, and in the end listed as failed; it holds up no other.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from threading import Thread

from govflow.acts import account_email
from govflow.acts.house import House
from govflow.acts.telling import invitation_for, telling_for
from govflow.notices.composing import Message, Telling, compose, compose_digest
from govflow.notices.sending import TIMEOUT, Post, RefusedError, Sender
from govflow.record import outbox
from govflow.record.outbox import Waiting
from govflow.record.tables.outbox import CANCELLED, FAILED

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


def _bundle(message: Waiting) -> tuple[str, str, str, int]:
    """Return what keeps messages together: those of one person's digest are one, any other is by itself."""
    return (message.alliance, message.person, message.bundle, 0) if message.bundle else (message.alliance, "", "", message.n)


def _delivered(house: House, post: Post, messages: Sequence[Waiting]) -> Iterator[tuple[Waiting, str]]:
    try:
        ready, told = _made(house, post, messages)
        came = within(TIMEOUT, lambda: _sent(post.sender, ready, told[0])) if ready is not None else NO_LONGER_NEEDED
        final = False
    except RefusedError as refused:
        came, told, final = f"refused: {refused}", list(messages), True
    except Exception as wrong:  # noqa: BLE001 - one poisoned message must not hold up the others
        came, told, final = f"{type(wrong).__name__}: {wrong}", list(messages), False
    for message in messages:
        needed = message in told
        yield message, _marked(house, message, came if needed else NO_LONGER_NEEDED, final=final)


def _made(house: House, post: Post, messages: Sequence[Waiting]) -> tuple[Message | None, list[Waiting]]:
    """Return the message to send as things stand now, None when nothing is needed, and which of ``messages`` are in it."""
    if messages[0].kind in account_email.KINDS:
        mail = account_email.mail_for(house, messages[0], post.base_url, reference_of(messages[0]))
        return mail, [] if mail is None else list(messages)
    with house.store.view(messages[0].alliance) as view:
        found = [(m, telling) for m in messages if (telling := telling_for(view, house, m, post.base_url)) is not None]
        calendar = invitation_for(view, house, found[0][0], post.base_url, post.organiser) if len(found) == 1 else None
    if not found:
        return None, []
    return _composed([t for _, t in found], reference_of(found[0][0]), calendar), [m for m, _ in found]


def _composed(tellings: Sequence[Telling], reference: str, calendar: tuple[str, bytes] | None) -> Message:
    return compose(tellings[0], reference, calendar) if len(tellings) == 1 else compose_digest(tellings, reference)


def _sent(sender: Sender, ready: Message, first: Waiting) -> str:
    if first.attempts > 1 and sender.was_sent(ready.reference):
        return BEFORE
    sender.send(ready)
    return SENT


def within(seconds: float, work: Callable[[], str]) -> str:
    """Return what ``work`` does. Raises TimeoutError after ``seconds``, whatever it waits for: its outcome counts no more."""
    came: list[str] = []
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
    return hashlib.sha256(f"{message.alliance}/{message.n}/{message.created_at:%s}".encode()).hexdigest()[:32]
