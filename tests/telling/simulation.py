"""A deterministic simulation of telling people: a virtual clock, workers that crash and freeze, a faulty database, faulty mail.

One seed is one history: the same seed gives the same. `python -m tests.telling.simulation SEED` replays it and says what happened.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from govflow.acts.clock import tick
from govflow.acts.delivering import PAUSES, deliver
from govflow.acts.house import House
from govflow.acts.reminding import remind
from govflow.clock import VirtualClock
from govflow.domain.refusals import Refused
from govflow.notices.composing import Message
from govflow.notices.sending import Post
from govflow.record import outbox
from govflow.record.errors import UnavailableError
from govflow.record.held import Held
from govflow.record.rows import TABLES
from govflow.record.store import Store
from tests.gatherings import a_meeting
from tests.houses import a_story, copy_of
from tests.stories import Story, an_open_decision

MEMBERS, STEPS = 3, 12
FROZEN = timedelta(minutes=5)  # longer than a lease
ASKING = ("Your position is", "One day left for your position")


class Crash(BaseException):
    """The process is gone, as by kill -9."""


@dataclass
class Mail:
    """What was really sent, by reference, and when; it can be asked where ``can_be_asked``."""

    can_be_asked: bool
    clock: VirtualClock
    sent: list[tuple[str, str, str, datetime]] = field(default_factory=list)
    fault: Callable[[], str] = lambda: ""
    elsewhere: Callable[[], None] = lambda: None
    told_in_vain: list[str] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)

    def send(self, message: Message) -> None:
        fault = self.fault()
        if fault == "refuses":
            raise OSError("not now")
        if fault == "crash before":
            raise Crash
        if fault == "freeze before":
            self.elsewhere()
        elif message.to in self.answered and message.subject.startswith(ASKING):
            self.told_in_vain.append(f"{message.to}: {message.subject}")
        self.sent.append((message.reference, message.to, message.subject, self.clock.now()))
        if fault == "crash after":
            raise Crash
        if fault == "freeze after":
            self.elsewhere()

    def was_sent(self, reference: str) -> bool | None:
        return any(r == reference for r, *_ in self.sent) if self.can_be_asked else None

    def rest(self) -> None:
        pass


class Faulty(Store):
    """A store whose database is away now and then: before anything is written, or just after it was, so that nobody knows."""

    fault: Callable[[], str] = staticmethod(lambda: "")

    @contextmanager
    def writing(self) -> Iterator[Any]:
        fault = self.fault()
        if fault == "away":
            raise UnavailableError("nothing was recorded")
        with super().writing() as connection:
            yield connection
        if fault == "unknown":
            raise UnavailableError("it is not known whether this was recorded")


@dataclass
class World:
    """An alliance to be put back to its beginning for every seed: a decision open for positions, two meetings ahead."""

    story: Story
    store: Faulty
    pristine: Any
    start: datetime
    ref: str

    @classmethod
    def make(cls) -> "World":
        story = a_story(members=MEMBERS)
        ref = an_open_decision(story)
        for days in (20, 45):
            a_meeting(story, days=days)
        pristine = copy_of(story.house.store.engine)
        store = Faulty(story.house.store.engine)
        clock = VirtualClock(story.clock.now())
        return cls(
            Story(House(store, story.house.book, clock), story.cast, story.policy), store, pristine, story.clock.now(), ref
        )

    def reset(self) -> None:
        """Put the database back, and forget what was read from it."""
        with self.pristine.connect() as one, self.store.engine.connect() as other:
            one.connection.driver_connection.backup(other.connection.driver_connection)
        self.store._held = Held()
        self.story.clock.set(self.start)


@dataclass
class Result:
    """What came of a seed: what is wrong, and how much happened."""

    seed: int
    wrong: list[str]
    faults: Counter[str]
    sends: int
    told: list[str]


class Play:
    """One seed, played."""

    def __init__(self, world: World, seed: int, *, can_be_asked: bool) -> None:
        self.world, self.story, self.random = world, world.story, Random(seed)
        self.seed, self.faults, self.told = seed, Counter[str](), [f"seed {seed}"]
        self.mail = Mail(can_be_asked, world.story.clock)
        self.calm, self.depth = False, 0

    def run(self) -> Result:
        """Play the seed and judge it."""
        self.world.reset()
        self.mail.fault, self.mail.elsewhere = self._mail_fault, self._elsewhere
        self.world.store.fault = self._database_fault
        for _ in range(STEPS):
            self.story.clock.advance(self._pause())
            (self._act if self.random.random() < 0.3 else self._wake)()
        self._come_to_rest()
        return Result(self.seed, self._judged(), self.faults, len(self.mail.sent), self.told)

    def _pause(self) -> timedelta:
        return self.random.choice((timedelta(seconds=5), timedelta(minutes=3), timedelta(hours=7), timedelta(days=2, hours=1)))

    def _mail_fault(self) -> str:
        kinds = ("refuses", "crash before", "crash after", "freeze before", "freeze after")
        fault = self.random.choice(kinds) if not self.calm and self.depth == 0 and self.random.random() < 0.2 else ""
        return self._noted(fault)

    def _database_fault(self) -> str:
        return self._noted("" if self.calm or self.random.random() > 0.03 else self.random.choice(("away", "unknown")))

    def _noted(self, fault: str) -> str:
        if fault:
            self.faults[fault] += 1
            self.told.append(f"  {self.story.clock.now():%d %b %H:%M:%S} {fault}")
        return fault

    def _elsewhere(self) -> None:
        """While this worker is frozen its lease ends, and another takes over; then it thaws."""
        self.depth += 1
        self.story.clock.advance(FROZEN)
        self._wake("other")
        self.depth -= 1

    def _wake(self, owner: str = "") -> None:
        post = Post("", self.mail, "", owner or self.random.choice(("one", "two")))
        self.told.append(f"  {self.story.clock.now():%d %b %H:%M:%S} {post.owner} wakes")
        try:
            list(tick(self.story.house))
            list(remind(self.story.house))
            for message, came in deliver(self.story.house, post):
                self.told.append(f"    {message.kind} to {message.person}: {came}")
        except (Crash, UnavailableError) as fault:
            self.told.append(f"    gone: {fault!r}")

    def _act(self) -> None:
        story, cast = self.story, self.story.cast
        participant = self.random.choice(cast.participants)
        what = self.random.choice(("answer", "answer", "move", "cancel", "reply"))
        self.told.append(f"  {story.clock.now():%d %b %H:%M:%S} {what} {participant}")
        try:
            if what == "answer":
                story.says("object", cast.leads[participant], participant, self.world.ref)
                self.mail.answered.add(f"Leadership member, {participant.capitalize()}")
            elif what == "reply":
                story.act("meeting.reply", cast.leads[participant], "MTG-0001", answer="no")
            elif what == "move":
                day = (story.clock.now() + timedelta(days=self.random.randrange(12, 30))).date()
                story.act("meeting.reschedule", cast.manager, "MTG-0001", at=f"{day} 10:00", reason="It suits more of us.")
            else:
                story.act("meeting.cancel", cast.manager, "MTG-0001", reason="Nothing to decide.")
        except (Refused, UnavailableError):
            self.told.append("    not done")

    def _come_to_rest(self) -> None:
        """From here on nothing fails: a worker looks until everything that was due is dealt with."""
        self.calm = True
        self._wake("last")
        while (due := outbox.next_due(self.story.house.store)) is not None:
            self.story.clock.set(max(due, self.story.clock.now()) + timedelta(seconds=1))
            self._wake("last")

    def _judged(self) -> list[str]:
        now = self.story.clock.now()
        with self.story.house.store.view(self.story.alliance) as view:
            rows = view.rows(select(TABLES["outbox"]))
            reminders = view.rows(select(TABLES["reminders"]))
        wrong = [f"{r.kind} to {r.person} is {r.state}" for r in rows if r.state in {"due", "sending"} and r.due_at <= now]
        wrong += [f"{r.kind} of {r.ref} is still due" for r in reminders if r.state == "due" and r.due_at <= now]
        wrong += [
            f"{r.kind} to {r.person} failed too soon: {r.note}" for r in rows if r.state == "failed" and r.attempts <= len(PAUSES)
        ]
        wrong += [f"told in vain: {one}" for one in self.mail.told_in_vain]
        return wrong + self._counted(rows)

    def _counted(self, rows: Any) -> list[str]:
        from govflow.acts.delivering import reference_of

        sent, firsts = Counter(reference for reference, *_ in self.mail.sent), {}
        for reference, _, _, at in self.mail.sent:
            firsts.setdefault(reference, at)
        wrong = []
        for row in rows:
            reference = reference_of(row)
            if row.state == "sent" and not sent[reference]:
                wrong.append(f"{row.kind} to {row.person} is marked as sent and was not")
            if reference in firsts and firsts[reference] < row.created_at:
                wrong.append(f"{row.kind} to {row.person} was sent before it was due")
        twice, faults = sum(sent.values()) - len(sent), self.faults
        allowed = faults["freeze before"]
        if not self.mail.can_be_asked:
            allowed += faults["crash after"] + faults["freeze after"] + faults["away"] + faults["unknown"]
        return wrong + ([f"{twice} sent twice, {allowed} could be"] if twice > allowed else [])


def main(seed: int) -> None:
    """Replay a seed with both kinds of mail."""
    world = World.make()
    for can_be_asked in (False, True):
        result = Play(world, seed, can_be_asked=can_be_asked).run()
        print("\n".join([*result.told, f"asked: {can_be_asked}, {dict(result.faults)}", *result.wrong]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
