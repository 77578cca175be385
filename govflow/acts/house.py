"""The house: the joined parts that every act and every reading needs. ``assemble`` builds it; nothing here has rules."""

from dataclasses import dataclass

from govflow.acts.files import Files
from govflow.clock import Clock
from govflow.engine.rulebook import Rulebook
from govflow.record.store import Store


@dataclass(frozen=True, slots=True)
class House:
    """The record, the rules, the only clock, and where uploaded files are kept (None: nowhere, so none can be)."""

    store: Store
    book: Rulebook
    clock: Clock
    files: Files | None = None
