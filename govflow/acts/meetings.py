"""What the data of each act on a meeting may hold. ``at`` is local to the alliance unless it carries an offset."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from govflow.acts.shapes import Data, Names, Nothing, Reason, Urgent
from govflow.acts.text import DAYLONG, Length, Long, Moment, Number, Rule, Short, Yes
from govflow.definitions.series import MOST

__all__ = ["DAYLONG", "LARGEST", "MEETING_DATA", "MOST"]

LARGEST = 50 * 1024 * 1024  # bytes of one paper


class Plan(Data):
    """A meeting, or with ``rule`` (RFC 5545, such as FREQ=MONTHLY;BYDAY=2TH;COUNT=12) the first of a series."""

    body: Short = Field(min_length=1)
    starts_at: Moment = Field(alias="at")
    title: Short = ""
    minutes: Length | None = None
    place: Short = ""
    link: Short = ""
    rule: Rule = ""
    urgent: Urgent | None = None
    reason: Long = ""


class Request(Data):
    """A meeting that a participant asks for, and why."""

    body: Short = Field(min_length=1)
    starts_at: Moment = Field(alias="at")
    title: Short = ""
    minutes: Length | None = None
    place: Short = ""
    link: Short = ""
    reason: Long = ""


class AddItem(Data):
    """An item: its title, or the decision it is about; minutes it may take; who brings it."""

    title: Short = ""
    what: Literal["decision", "discussion", "report", "information"] | None = None
    decision: Short = ""
    minutes: Number | None = Field(default=None, le=DAYLONG)
    who: Short = ""
    note: Long = ""


class OfItem(Data):
    """An act on an item of the agenda, by number."""

    item: Number


class Order(Data):
    """The numbers of the items, in their order."""

    order: Names


class AddPaper(Data):
    """A paper for an item (0: the whole meeting): an address, or a file that was kept, by digest, type and size in bytes."""

    title: Short = Field(min_length=1)
    item: Number = 0
    address: Short = ""
    digest: Short = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    media: Short = ""
    size: Number = Field(default=0, le=LARGEST)


class DropPaper(Data):
    """A paper that is taken away, by its number, and why."""

    paper: Number
    reason: Long = ""


class ReplacePaper(DropPaper):
    """A paper in the place of another: an address, or a file as of ``AddPaper``; and why."""

    title: Short = Field(min_length=1)
    address: Short = ""
    digest: Short = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    media: Short = ""
    size: Number = Field(default=0, le=LARGEST)


class Reply(Data):
    """Whether one means to come."""

    answer: Literal["yes", "no", "perhaps"]


class Reschedule(Data):
    """Another time or place, and why; what is not given stays."""

    starts_at: Moment | None = Field(default=None, alias="at")
    minutes: Length | None = None
    place: Short | None = None
    link: Short | None = None
    urgent: Urgent | None = None
    reason: Long = ""


class SendNotice(Data):
    """Notice; ``urgent`` says why it is shorter than the policy gives."""

    urgent: Urgent | None = None


class Arrive(Data):
    """Who comes (oneself where it is left out), for which participant, and whether from elsewhere."""

    person: Short | None = None
    participant: Short | None = None
    remote: Yes = False


class Leave(Data):
    """Who leaves; oneself where it is left out."""

    person: Short | None = None


class Note(OfItem):
    """What was said on an item."""

    text: Long = ""


class NotePosition(Data):
    """What a participant said on a decision that is open in the meeting."""

    decision: Short = Field(min_length=1)
    participant: Short = Field(min_length=1)
    choice: Literal["agree", "object", "abstain", "stand_aside"]
    version: Number | None = None
    reason: Long = ""
    principle: Short = ""
    interest: Short = ""
    would_agree_if: Long = ""


MEETING_DATA: Mapping[str, type[Data]] = {
    "meeting.plan": Plan,
    "meeting.request": Request,
    "meeting.add_item": AddItem,
    "meeting.drop_item": OfItem,
    "meeting.order_items": Order,
    "meeting.add_paper": AddPaper,
    "meeting.drop_paper": DropPaper,
    "meeting.replace_paper": ReplacePaper,
    "meeting.reply": Reply,
    "meeting.reschedule": Reschedule,
    "meeting.send_notice": SendNotice,
    "meeting.send_papers": Nothing,
    "meeting.cancel": Reason,
    "meeting.start": Nothing,
    "meeting.arrive": Arrive,
    "meeting.leave": Leave,
    "meeting.go_to_item": OfItem,
    "meeting.note": Note,
    "meeting.consent_late": OfItem,
    "meeting.note_position": NotePosition,
    "meeting.close": Nothing,
}
