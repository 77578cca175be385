"""What every act's data has in common: closed, immutable models, and the few fields that many share."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from govflow.acts.text import Long, Short

Papers = Annotated[tuple[Short, ...], Field(max_length=100)]
Names = Annotated[tuple[Short, ...], Field(max_length=200)]
NEEDED = "is needed"


class Data(BaseModel):
    """The base of every act's data: closed, immutable. ``emptied`` are the fields whose None is meant: they are made empty again."""

    emptied: ClassVar[frozenset[str]] = frozenset()

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)

    def plainly(self) -> dict[str, Any]:
        """Return the values that were given, by the names of their fields."""
        return self.model_dump(exclude_unset=True)


class Nothing(Data):
    """An act without data."""


class Reason(Data):
    """An act that needs only a reason."""

    reason: Long = ""


class Urgent(Data):
    """Why notice is shortened, whether it is legal, whether it is safe."""

    reason: Long = ""
    legal: Long = ""
    safe: Long = ""


class PrincipleNote(Data):
    """How one principle is served or strained."""

    effect: Literal["serves", "strains", "neither"] = "serves"
    how: Long


class Statement(Data):
    """The seven parts of the best-for-people statement."""

    affected: Long = ""
    evidence: Long = ""
    options: Long = ""
    principles: dict[str, PrincipleNote] = Field(default_factory=dict, max_length=50)
    cost: Long = ""
    lawful: Long = ""
    interests: Long = ""
