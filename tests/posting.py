"""The post in tests: a sender that keeps what it is given, what waits in the outbox, and delivering until nothing is due."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from govflow.acts.delivering import DONE, deliver
from govflow.notices.composing import Message
from govflow.notices.sending import Post
from govflow.record.rows import TABLES
from tests.stories import Story

ADDRESS = "https://alliance.example.org"
ORGANISER = "govflow@alliance.example.org"


@dataclass
class Kept:
    """A sender that keeps what it is given, fails when it is told to, and can be asked when it is told to."""

    messages: list[Message] = field(default_factory=list)
    fails: bool | type[Exception] = False
    can_be_asked: bool = False

    def send(self, message: Message) -> None:
        if self.fails:
            raise (self.fails if isinstance(self.fails, type) else OSError)("the post is closed")
        self.messages.append(message)

    def was_sent(self, reference: str) -> bool | None:
        return any(m.reference == reference for m in self.messages) if self.can_be_asked else None

    def rest(self) -> None:
        pass


def post(sender: Kept, owner: str = "worker") -> Post:
    return Post(ADDRESS, sender, ORGANISER, owner)


def outbox(story: Story, *states: str) -> list[Any]:
    """Return the rows of the outbox in one of ``states`` (all of them for none), in their order."""
    row = TABLES["outbox"].c
    with story.house.store.view(story.alliance) as view:
        rows = view.rows(select(TABLES["outbox"]).where(view.mine("outbox")).order_by(row.n))
    return [one for one in rows if not states or one.state in states]


def delivered(story: Story, sender: Kept | None = None) -> Kept:
    """Deliver until nothing more is due; return the sender with what was sent."""
    sender = sender or Kept()
    while found := list(deliver(story.house, post(sender))):
        assert all(came in DONE for _, came in found), found
    return sender
