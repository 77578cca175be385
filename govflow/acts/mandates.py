"""What the data of each act on a mandate may hold, in the words of the act; it is written as a policy file writes a mandate."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from govflow.acts.shapes import Data, Names, Reason, Statement
from govflow.acts.text import MONEY, Day, Long, Short

NAME = r"^[a-z][a-z0-9_-]{0,59}$"
MOST = 500  # rows of one part


def _pounds(value: Any) -> str:  # noqa: ANN401 - anything may come in
    if not isinstance(value, str) or not MONEY.fullmatch(value):
        raise ValueError('must be pounds as text, such as "180000.00": no sign, no commas, no more than two decimals')
    whole, _, pence = value.partition(".")
    return f"{int(whole)}.{pence or '00'}"


def _written_yes(value: Any) -> str:  # noqa: ANN401
    known = {True: "yes", False: "no", "yes": "yes", "no": "no", "true": "yes", "false": "no"}
    if not isinstance(value, str | bool) or value not in known:
        raise ValueError("must be yes or no")
    return known[value]


def _written_number(value: Any) -> str:  # noqa: ANN401
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not text.isascii() or not text.isdigit() or len(text) > 9:  # noqa: PLR2004 - as a policy file
        raise ValueError("must be a whole number")
    return str(int(text))


Pounds = Annotated[str, BeforeValidator(_pounds)]
WrittenYes = Annotated[str, BeforeValidator(_written_yes)]
WrittenNumber = Annotated[str, BeforeValidator(_written_number)]
Level = Literal["manager", "management", "leadership", "owner"]


class OutcomeRow(Data):
    """What the owner wants to change for people, and how it is measured."""

    id: Short = Field(pattern=NAME)
    title: Short = Field(min_length=1)
    measure: Short = Field(min_length=1)
    baseline: Short = Field(min_length=1)
    target: Short = Field(min_length=1)
    direction: Literal["up", "down"]
    source: Short = Field(min_length=1)


class AppetiteRow(Data):
    """From which score (1 to 25) a risk of one category goes to a level."""

    category: Short = Field(min_length=1)
    threshold: WrittenNumber
    level: Level


class LineRow(Data):
    """One budget line in one year, in pounds."""

    line: Short = Field(pattern=NAME)
    year: Short = Field(pattern=r"^[0-9]{4}-[0-9]{2}$")
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
