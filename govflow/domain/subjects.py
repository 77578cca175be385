"""What every subject of a process has in common, whatever it is about: its reference, where it stands, under which rules, what is due."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, Protocol


class Part(NamedTuple):
    """A part somebody has in one subject and nowhere else: the role (proposer, attendee ...), for which participant."""

    role: str
    participant: str


class Matter(Protocol):
    """Whatever an act is about and people may have a part in: a subject, or a person."""

    @property
    def body(self) -> str: ...
    def parts_of(self, person: str) -> tuple[Part, ...]:
        """Return the parts that ``person`` has in it."""
        ...


class Subject(Matter, Protocol):
    """A decision, a meeting, its minutes, an action."""

    @property
    def ref(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def workflow(self) -> str: ...
    @property
    def policy(self) -> str: ...
    @property
    def due(self) -> Mapping[str, datetime]: ...
    @property
    def entry(self) -> int: ...
