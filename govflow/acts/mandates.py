"""What the data of each act on a mandate may hold, in the words of the act; it is written as a policy file writes a mandate."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from govflow.acts.shapes import Data, Names, Reason, Statement
from govflow.acts.text import Day, Long, Short, ShortName, Year, text_of, whole_number, yes_or_no
from govflow.definitions.mandates import pounds
from govflow.domain import typed

MOST = 500  # rows of one part
HIGHEST = 25  # score of a risk: likelihood times effect, each from 1 to 5


# As a policy file writes them: everything in it is text.
def _pounds(value: Any) -> str:  # noqa: ANN401 - anything may come in
    return pounds(typed.pence(text_of(value)))


def _written_yes(value: Any) -> str:  # noqa: ANN401
    return "yes" if yes_or_no(value) else "no"


def _score(value: Any) -> str:  # noqa: ANN401
    return str(typed.whole(str(whole_number(value)), 1, HIGHEST))


Pounds = Annotated[str, BeforeValidator(_pounds)]
WrittenYes = Annotated[str, BeforeValidator(_written_yes)]
Score = Annotated[str, BeforeValidator(_score)]
Level = Literal["manager", "management", "leadership", "owner"]


class OutcomeRow(Data):
    """What the owner wants to change for people, and how it is measured."""

    id: ShortName
    title: Short = Field(min_length=1)
    measure: Short = Field(min_length=1)
    baseline: Short = Field(min_length=1)
    target: Short = Field(min_length=1)
    direction: Literal["up", "down"]
    source: Short = Field(min_length=1)


class AppetiteRow(Data):
    """From which score (1 to 25) a risk of one category goes to a level."""

    category: Short = Field(min_length=1)
    threshold: Score
    level: Level


class LineRow(Data):
    """One budget line in one year, in pounds."""

    line: ShortName
    year: Year
    amount: Pounds
    holding: Literal["devolved", "aligned"]
    holder: Short = ""
    demand_led: WrittenYes = "no"


class LimitRow(Data):
    """The most that one level may decide at once, in pounds."""

    level: Level
    amount: Pounds


class Term(Data):
    """The first and the last day of a mandate, and how far it can be extended."""

    since: Day = Field(alias="from")
    until: Day
    extendable_until: Day | None = None


class Terms(Data):
    """The parts of a mandate that an act writes; what is not given stays."""

    title: Short | None = Field(default=None, min_length=1)
    term: Term | None = None
    outcomes: tuple[OutcomeRow, ...] | None = Field(default=None, max_length=MOST)
    risk: tuple[AppetiteRow, ...] | None = Field(default=None, max_length=MOST)
    envelope: tuple[LineRow, ...] | None = Field(default=None, max_length=MOST)
    reserved: Names | None = None
    limits: tuple[LimitRow, ...] | None = Field(default=None, max_length=MOST)
    statement: Statement | None = None
    reason: Long = ""

    def plainly(self) -> dict[str, Any]:
        """Return the parts given, as a policy file writes them."""
        given = self.model_dump(exclude_unset=True)
        term = given.pop("term", None)
        if term is not None:
            given |= {"from": term["since"].isoformat(), "until": term["until"].isoformat()}
            extendable = term.get("extendable_until")
            given["extendable_until"] = extendable.isoformat() if extendable else ""
        for part in ("outcomes", "risk", "envelope", "limits", "reserved"):
            if given.get(part) is not None:
                given[part] = [_row(row) for row in given[part]]
        return {name: value for name, value in given.items() if value is not None}


def _row(row: Any) -> Any:  # noqa: ANN401 - a row of any part, or a text
    return {key: value for key, value in row.items() if value != ""} if isinstance(row, dict) else row


class Comments(Data):
    """What would have to change for the leadership team to accept a mandate."""

    comments: Long = ""


MANDATE_DATA: Mapping[str, type[Data]] = {
    "mandate.draft": Terms,
    "mandate.revise": Terms,
    "mandate.vary": Terms,
    "mandate.issue": Reason,
    "mandate.return": Comments,
    "mandate.withdraw": Reason,
    "mandate.expire": Reason,
}
