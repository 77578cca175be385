"""The base of all facts: what an act establishes, in the past tense, as frozen values.

A fact carries results, never inputs to be judged again: applying it needs no policy, calendar or clock, so the record can be folded
back into the state years later. Fields marked ``personal`` reach the ledger only as salted commitments. A kind is never deleted,
only retired. Applying facts is ``applying``'s work; writing them is ``record``'s.
"""

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

KINDS: dict[str, type["Fact"]] = {}


def personal() -> Any:  # noqa: ANN401 - dataclasses.field is typed as its default
    """Return a text field that is kept out of the ledger's body: names, contacts, reasons, comments, interests."""
    return field(default="", metadata={"personal": True})


@dataclass(frozen=True, slots=True)
class Fact:
    """Anything an act establishes; ``kind`` is its name in the ledger."""

    kind: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        """Enter the class in the closed vocabulary of facts."""
        cls.kind = cls.__name__
        KINDS[cls.kind] = cls


def personal_fields(kind: type[Fact]) -> frozenset[str]:
    """Return the names of the fields of ``kind`` that are personal."""
    return frozenset(f.name for f in fields(kind) if f.metadata.get("personal"))
