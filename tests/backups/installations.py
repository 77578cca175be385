"""Installations for tests of the command line: a home and a database, commands run in them, and papers that the record refers to."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import text

from govflow.acts.files import Files
from govflow.acts.performing import Act, perform
from govflow.cli import main
from govflow.clock import Clock
from govflow.record.read_only import open_to_look
from tests.seaport import ALLIANCE, MANAGER, attached

PDF = b"%PDF-1.7\n"


@dataclass(frozen=True)
class Installation:
    """A home and the address of its database."""

    home: Path
    url: str

    @property
    def papers(self) -> Path:
        return self.home / "papers"

    @property
    def env(self) -> dict[str, str]:
        return {"GOVFLOW_HOME": str(self.home), "GOVFLOW_DATABASE": self.url}

    def run(self, *arguments: object) -> Result:
        """Run a command in this process."""
        return CliRunner().invoke(main, [str(word) for word in arguments], env=self.env)

    def held(self, *arguments: object) -> str:
        """Run a command that must do what it was asked to; return what it printed."""
        result = self.run(*arguments)
        assert result.exit_code == 0, (arguments, result.output)
        return result.output

    def refused(self, *arguments: object) -> str:
        """Run a command that must be refused in a sentence; return it."""
        result = self.run(*arguments)
        assert isinstance(result.exception, SystemExit), result.exc_info
        assert result.exit_code == 1, (arguments, result.exit_code, result.output)
        assert_a_sentence(result.output)
        return result.output

    def hashes(self) -> set[str]:
        """Return the hash of every entry."""
        with open_to_look(self.url) as engine, engine.connect() as connection:
            return set(connection.execute(text("SELECT hash FROM ledger_entries")).scalars())

    def bytes(self) -> dict[str, str]:
        """Return the digest of every file in the home, but of those that hold nothing, or only locks."""
        return dict(self._digests())

    def _digests(self) -> Iterator[tuple[str, str]]:
        for path in sorted(self.home.rglob("*")):
            if path.is_file() and path.stat().st_size and not path.name.endswith((".worker", "-shm")):
                yield str(path.relative_to(self.home)), hashlib.sha256(path.read_bytes()).hexdigest()


def sqlite_in(home: Path) -> Installation:
    """Return an installation on SQLite, which is not there yet."""
    return Installation(home, f"sqlite:///{home / 'govflow.db'}")


def add_papers(installation: Installation, clock: Clock, how_many: int) -> list[str]:
    """Plan a meeting and add uploaded papers to it; return their digests."""
    seaport, files = attached(installation.url, clock), Files(installation.papers)
    planned = {"body": "leadership-team", "at": f"{clock.now().date().replace(month=clock.now().month + 2)} 14:00"}
    meeting = perform(seaport.house, ALLIANCE, Act("meeting.plan", MANAGER, data=planned)).subject
    kept = [files.keep(f"paper-{n}.pdf", PDF + f"paper {n}\n".encode() * 500) for n in range(how_many)]
    for n, file in enumerate(kept):
        data = {"title": f"Paper {n}", "item": 0, "digest": file.digest, "media": file.media, "size": file.size}
        perform(seaport.house, ALLIANCE, Act("meeting.add_paper", MANAGER, meeting, data))
    seaport.close()
    return [file.digest for file in kept]


def paper_file(installation: Installation, digest: str) -> Path:
    return installation.papers / digest[:2] / digest


def assert_a_sentence(output: str) -> None:
    """Check that ``output`` is something a person can act on."""
    assert "Traceback" not in output
    assert "error in govflow itself" not in output, output
    assert output.strip(), "it says nothing"
    assert re.match(r"[A-Z/]|[a-z_]+, \S+", output), output  # or what verify found: table, row
