"""What the data of each act on an action may hold."""

from collections.abc import Mapping

from pydantic import Field

from govflow.acts.shapes import Data, Reason
from govflow.acts.text import Day, Long, Number, Short


class OpenAction(Data):
    """What somebody is to do, until a day; from which meeting, item and decision it comes."""

    what: Short = Field(min_length=1)
    owner: Short = Field(min_length=1)
    due: Day
    meeting: Short = ""
    item: Number = 0
    decision: Short = ""
    body: Short = ""


class Said(Data):
    """An act that needs only a few words."""

    text: Long = ""


class ChangeAction(Data):
    """Another owner or another day, and why."""

    owner: Short | None = None
    due: Day | None = None
    reason: Long = ""


ACTION_DATA: Mapping[str, type[Data]] = {
    "action.open": OpenAction,
    "action.progress": Said,
    "action.change": ChangeAction,
    "action.complete": Said,
    "action.drop": Reason,
}
