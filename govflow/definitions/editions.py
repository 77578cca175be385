"""The list of editions: which digest each shipped workflow and policy has at each edition.

A rule that changes without a new edition would make an old decision seem to have run under other rules. The list stands in
``EDITIONS`` in each folder, one ``name edition digest`` a line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from govflow.definitions.schema import Problems
from govflow.definitions.strict_yaml import Node

FILE = "EDITIONS"
HEAD = "# name edition digest: what each edition's rules hash to. Raise the edition in a file when its rules change.\n"


@dataclass(frozen=True, slots=True)
class Edition:
    """One line of the list."""

    name: str
    edition: int
    digest: str

    def __str__(self) -> str:
        return f"{self.name} {self.edition} {self.digest}"


def read_editions(folder: Path) -> tuple[Edition, ...]:
    """Return the list of ``folder``; none where there is no list, as in a folder of an operator's own."""
    path = folder / FILE
    if not path.is_file():
        return ()
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
    return tuple(Edition(name, int(edition), digest) for name, edition, digest in rows)


def check_editions(folder: Path, loaded: Iterable[Edition], problems: Problems) -> None:
    """Refuse rules that changed while their edition did not."""
    known: Mapping[tuple[str, int], str] = {(e.name, e.edition): e.digest for e in read_editions(folder)}
    for one in loaded:
        was = known.get((one.name, one.edition), one.digest)
        if was != one.digest:
            problems.add(
                Node("", 0, f"{folder.name}/{FILE}"),
                f"{one.name} edition {one.edition} has other rules than when it was listed ({was[:12]}, now {one.digest[:12]}); "
                "raise its edition, or list it again if it was never released",
            )


def unlisted(folder: Path, loaded: Iterable[Edition]) -> tuple[Edition, ...]:
    """Return what is loaded and not on the list of ``folder`` as it is."""
    return tuple(sorted(set(loaded) - set(read_editions(folder)), key=str))


def list_editions(folder: Path, loaded: Iterable[Edition]) -> None:
    """Write ``loaded`` into the list of ``folder``. Earlier editions stay; an edition that was never released is put right."""
    rows = {(e.name, e.edition): e for e in (*read_editions(folder), *loaded)}
    lines = [f"{rows[key]}\n" for key in sorted(rows)]
    (folder / FILE).write_text(HEAD + "".join(lines), encoding="utf-8")
