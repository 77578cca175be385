"""The house: the joined parts that every act and every reading needs. ``assemble`` builds it; nothing here has rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from govflow.acts.files import Files
from govflow.clock import Clock
from govflow.engine.rulebook import Rulebook
from govflow.record.store import Store

# Told of what matters to the safety of accounts: what, whether it is grave, whose account, and from which address.
Noted = Callable[[str, bool, Mapping[str, str], str], None]


@dataclass(slots=True)
class Noting:
    """How events that matter to the safety of accounts are told; a door that keeps a log puts its own way in."""

    told: Noted = lambda _what, _grave, _of, _address: None

    def __call__(self, what: str, grave: bool, of: Mapping[str, str], address: str) -> None:  # noqa: FBT001 - as it is told
        self.told(what, grave, of, address)


@dataclass(frozen=True, slots=True)
class House:
    """The record, the rules, the only clock, and where uploaded files are kept (None: nowhere, so none can be)."""

    store: Store
    book: Rulebook
    clock: Clock
    files: Files | None = None
    noted: Noting = field(default_factory=Noting)
