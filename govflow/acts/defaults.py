"""What the data of each act on a default may hold, in the words of the act."""

from collections.abc import Mapping

from pydantic import Field

from govflow.acts.shapes import Data, Nothing, Reason, Statement
from govflow.acts.text import Day, Long, Short, Yes


class GroundRow(Data):
    """One ground of the policy's list, and the evidence for it."""

    ground: Short = Field(min_length=1)
    evidence: Long = ""


class Prepare(Data):
    """A default ``of`` a participant: one ``ground`` with its ``evidence``, or several ``grounds``; and that it is no honest mistake."""

    of: Short = Field(min_length=1)
    ground: Short = ""
    evidence: Long = ""
    grounds: tuple[GroundRow, ...] = Field(default=(), max_length=20)
    not_honest_mistake: Yes = False


class Serve(Data):
    """How the notice was served, and on which day (today, where it is not said)."""

    how: Long = Field(min_length=1)
    on: Day | None = None


class Extend(Data):
    """Until which later day there is time to put it right."""

    until: Day


class PutRight(Data):
    """What was done to put it right."""

    evidence: Long = ""


class Judge(Reason):
    """Whether it was put right, and why."""

    cured: Yes


class ProposeExclusion(Reason):
    """Why the others are asked what follows; the best-for-people statement of their decision can be given at once."""

    statement: Statement | None = None


DEFAULT_DATA: Mapping[str, type[Data]] = {
    "default.prepare": Prepare,
    "default.confirm": Nothing,
    "default.give_notice": Nothing,
    "default.serve": Serve,
    "default.extend": Extend,
    "default.cure": PutRight,
    "default.be_heard": Reason,
    "default.judge": Judge,
    "default.propose_exclusion": ProposeExclusion,
    "default.withdraw": Reason,
}
