"""What every act's data has in common: closed, immutable models, and the few fields that many share."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from govflow.acts.text import Long, Short

Papers = Annotated[tuple[Short, ...], Field(max_length=100)]
Names = Annotated[tuple[Short, ...], Field(max_length=200)]
NEEDED = "is needed"


class Data(BaseModel):
    """The base of every act's data: closed, immutable. ``emptied`` are the fields whose None is meant: they are made empty again."""

    emptied: ClassVar[frozenset[str]] = frozenset()

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


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
