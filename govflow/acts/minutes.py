"""What the data of each act on minutes may hold."""

from collections.abc import Mapping

from pydantic import Field

from govflow.acts.shapes import Data, Names, Nothing
from govflow.acts.text import Long, Number, Short, Yes


class Revise(Data):
    """A new text, why, the numbers of the corrections it takes in, and how the minutes stood when it was written ("" for any way)."""

    text: Long
    seen: Short = ""
    reason: Long = ""
    corrections: Names = ()


class Accept(Data):
    """The version accepted."""

    version: Number | None = None


class Correct(Data):
    """What should be corrected, and to what."""

    text: Long = Field(min_length=1)


class Answer(Data):
    """What comes of correction number ``of``: taken in, or why not."""

    of: Number
    taken: Yes = False
    reason: Long = ""


MINUTES_DATA: Mapping[str, type[Data]] = {
    "minutes.revise": Revise,
    "minutes.issue": Nothing,
    "minutes.accept": Accept,
    "minutes.correct": Correct,
    "minutes.answer": Answer,
}
