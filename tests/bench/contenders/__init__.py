"""The contenders: twins written for the comparison, and govflow itself."""

from tests.bench.contenders.bare import Bare
from tests.bench.contenders.core import Core
from tests.bench.contenders.events import Events
from tests.bench.contenders.handwritten import Handwritten
from tests.bench.contenders.product import Product
from tests.bench.contenders.screens import HandwrittenScreens, Screens
from tests.bench.contenders.spiff import Spiff
from tests.bench.work import Entrant, Place


def sqlite_url(place: Place) -> str:
    return f"sqlite:///{place.folder}/bench.db"


ENTRANTS = (
    Entrant("a1", "bare INSERT and commit, SQLite", lambda p: Bare(sqlite_url(p))),
    Entrant("a5", "SQL by hand, full step with hash chain, SQLite", lambda p: Handwritten(sqlite_url(p))),
    Entrant("c1", "Core statements, shared machine, chain, SQLite", lambda p: Core(sqlite_url(p))),
    Entrant("d1", "SpiffWorkflow, JSON a step, SQLite", lambda p: Spiff(sqlite_url(p))),
    Entrant("e1", "eventsourcing, SQLite", lambda p: Events(p.folder)),
    Entrant("govflow", "the real acts, every rule on, SQLite", lambda p: Product(sqlite_url(p))),
    Entrant("a5-http", "a5 behind Flask, as requests, SQLite", lambda p: HandwrittenScreens(sqlite_url(p))),
    Entrant("gov-http", "the real app, as requests, every rule on, SQLite", lambda p: Screens(sqlite_url(p))),
    Entrant("c3", "Core statements, shared machine, chain, PostgreSQL", lambda p: Core(p.postgres), needs_postgres=True),
    Entrant("govflow-pg", "the real acts, every rule on, PostgreSQL", lambda p: Product(p.postgres), needs_postgres=True),
)
