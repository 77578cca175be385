"""The one place where the parts are joined: settings -> a house with its record, rules and clock."""

from pathlib import Path

from govflow.acts.house import House
from govflow.clock import Clock, SystemClock
from govflow.config import Settings
from govflow.definitions.bundled import bundled
from govflow.definitions.library import Library, load_library
from govflow.engine.registry import known_words
from govflow.engine.rulebook import Rulebook
from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from govflow.record.store import Store


def library_of(workflows: Path | None = None, policies: Path | None = None) -> Library:
    """Return the workflows and policies of the given folders, or those govflow brings. Raises DefinitionError."""
    return load_library(bundled("workflows", workflows), bundled("policies", policies), known_words())


def assemble(settings: Settings, clock: Clock | None = None) -> House:
    """Return the house of an installation, its database brought to the newest schema."""
    library = library_of(settings.workflows, settings.policies)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)  # the record and the papers are for the installation alone
    engine = open_database(settings.database)
    migrate(engine)
    return House(Store(engine), Rulebook(library), clock or SystemClock())


def house_in_memory(library: Library, clock: Clock) -> House:
    """Return a house on a database that is gone when it is: for rehearsals."""
    engine = open_database("sqlite://")
    migrate(engine)
    return House(Store(engine), Rulebook(library), clock)
