"""e1: the eventsourcing library: an aggregate rebuilt from its events at each step. No chain; the library's own SQLite recorder."""

from pathlib import Path
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from tests.bench.work import ADOPTED, MEMBERS, REASON, Times


class RefusedError(ValueError):
    """The step may not be done now."""


class Matter(Aggregate):
    """A decision as an aggregate."""

    @event("Created")
    def __init__(self, title: str) -> None:
        self.title, self.state, self.edition = title, "draft", 1
        self.electorate: tuple[str, ...] = ()
        self.answers: dict[str, str] = {}

    @event("Opened")
    def open(self, electorate: list[str]) -> None:
        self.state, self.electorate = "open", tuple(electorate)

    def agree(self, member: str, reason: str, edition: int) -> None:
        may = member in self.electorate and member not in self.answers and reason and edition == self.edition
        if self.state != "open" or not may:
            raise RefusedError(f"{member} may not answer now")
        self.answered(member, reason)
        if len(self.answers) == len(self.electorate):
            self.adopt()

    @event("Answered")
    def answered(self, member: str, reason: str) -> None:
        self.answers[member] = reason

    @event("Adopted")
    def adopt(self) -> None:
        self.state = ADOPTED


class Events:
    """The library's application on its own recorder, which keeps SQLite's default of synchronous FULL, in WAL."""

    acts = 2 + len(MEMBERS)

    def __init__(self, folder: Path) -> None:
        self._app: Application[UUID] = Application(
            env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder / "events.db")}
        )
        self._made: list[UUID] = []

    def run(self, decisions: int, times: Times) -> None:
        for _ in range(decisions):
            ref = times.step(self._create)
            self._made.append(ref)
            times.step(self._open, ref)
            for member in MEMBERS:
                times.step(self._agree, ref, member)

    def _create(self) -> UUID:
        matter = Matter("Make it permanent")
        self._app.save(matter)
        return matter.id

    def _open(self, ref: UUID) -> None:
        matter: Matter = self._app.repository.get(ref)
        matter.open(list(MEMBERS))
        self._app.save(matter)

    def _agree(self, ref: UUID, member: str) -> None:
        matter: Matter = self._app.repository.get(ref)
        matter.agree(member, REASON, 1)
        self._app.save(matter)

    def adopted(self) -> int:
        found: list[Matter] = [self._app.repository.get(ref) for ref in self._made]
        return sum(matter.state == ADOPTED for matter in found)

    def close(self) -> None:
        self._app.close()
