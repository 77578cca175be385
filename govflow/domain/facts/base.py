"""The base of all facts: what an act establishes, in the past tense, as frozen values.

A fact carries results, never inputs to be judged again: applying it needs no policy, calendar or clock, so the record can be folded
back into the state years later. Fields marked ``personal`` reach the ledger only as salted commitments. A kind is never deleted,
only retired. Applying facts is ``applying``'s work; writing them is ``record``'s.
"""

from dataclasses import Field, dataclass, field, fields
from typing import Annotated, Any, ClassVar, TypeAlias

VERSION = 2  # of an entry: since this one more of what people type is personal
VERSIONS = frozenset({1, VERSION})
PERSONAL = "personal"  # of a field: since which version
KINDS: dict[str, type["Fact"]] = {}


def personal() -> Any:  # noqa: ANN401 - dataclasses.field is typed as its default
    """Return a text field that is kept out of the ledger's body: names, contacts, reasons, comments, interests."""
    return field(default="", metadata={PERSONAL: 1})


# A text, to be given, that is kept out of the ledger's body since the second version of entries; before, it stood in it.
PersonalText: TypeAlias = Annotated[str, 2]


@dataclass(frozen=True, slots=True)
class Fact:
    """Anything an act establishes; ``kind`` is its name in the ledger."""

    kind: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        """Enter the class in the closed vocabulary of facts."""
        cls.kind = cls.__name__
        KINDS[cls.kind] = cls


def personal_fields(kind: type[Fact], version: int = VERSION) -> frozenset[str]:
    """Return the names of the fields of ``kind`` that are personal in entries of that ``version``."""
    return frozenset(f.name for f in fields(kind) if _personal_since(f) <= version)


def _personal_since(one: "Field[Any]") -> int:
    (since,) = getattr(one.type, "__metadata__", (one.metadata.get(PERSONAL, VERSION + 1),))
    return int(since)
