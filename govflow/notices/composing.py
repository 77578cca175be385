"""Composing a notice: what is to be told -> subject and text, with the same computed sentence as the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from govflow.domain.translating import say

SUBJECTS: Mapping[str, str] = {
    "consulting": "Being talked over",
    "notice": "Notice of a decision",
    "positions-open": "Your position is asked",
    "opened": "Positions are open",
    "withdrawn": "Withdrawn",
    "deferred": "Deferred",
    "resumed": "Taken up again",
    "lapsed": "Lapsed",
    "wording-changed": "The wording was changed",
    "electorate-changed": "Who decides has changed",
    "quorum-lost": "Quorum was lost",
    "not-reached": "Agreement was not reached",
    "declined": "An own body did not approve",
    "objection": "An objection was raised",
    "deadlocked": "Deadlocked",
    "in-force": "In force",
    "ruling": "An interest was ruled on",
    "approval-awaited": "The decision of your own body is awaited",
}
TO_DO: Mapping[str, str] = {
    "consulting": "Say what you think, and ask what you need to know, before notice is given.",
    "notice": "Read the proposal and its papers, ask your questions, and declare any interest before positions open.",
    "positions-open": "Record your organisation's position and the reason for it. Not answering is never counted as agreement.",
    "wording-changed": "Only the wording was changed. If you think the meaning changed too, you can insist on that.",
    "electorate-changed": "The positions given have lapsed; everyone is asked again when positions reopen.",
    "not-reached": "Look at what was missing. It can be put again, changed or as it is.",
    "approval-awaited": "Record your own body's decision, with its reference and date, when it has been taken.",
    "objection": "The positions given have lapsed; the proposal goes back to the team.",
    "declined": "The positions given have lapsed; the proposal goes back to the team.",
}


@dataclass(frozen=True, slots=True)
class Message:
    """A notice ready to send: to whom (name and contact), its subject line and plain text."""

    to: str
    contact: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Telling:
    """What a message is made of: the kind of notice, the person, and the decision as it stands now."""

    kind: str
    name: str
    contact: str
    ref: str
    title: str
    sentence: str
    alliance: str
    entry: int
    address: str


def compose(telling: Telling) -> Message:
    """Return the message for ``telling``. Raises KeyError for a kind of notice that has no wording."""
    text = _template().render(telling=telling, heading=say(SUBJECTS[telling.kind]), to_do=say(TO_DO.get(telling.kind, "")))
    subject = say("{heading}: {title} ({ref})", heading=say(SUBJECTS[telling.kind]), title=telling.title, ref=telling.ref)
    return Message(telling.name, telling.contact, subject, text)


@cache
def _template() -> Template:
    # Plain text mail: nothing here is ever read as markup.
    words = Environment(loader=PackageLoader("govflow.notices"), undefined=StrictUndefined, autoescape=False, trim_blocks=True)  # noqa: S701
    return words.get_template("notice.txt")
