"""The list of editions: which digest each shipped workflow and policy has at each edition.

A rule that changes without a new edition would make an old decision seem to have run under other rules. The list stands in
``EDITIONS`` in each folder, one ``name edition digest`` a line.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from govflow.definitions.schema import Problems
from govflow.definitions.strict_yaml import DefinitionError, Node, Problem

FILE = "EDITIONS"
ROW = re.compile(r"\S+\s+[0-9]{1,9}\s+\S+\s*")
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
    """Return the list of ``folder``; none where there is no list, as in a folder of an operator's own. Raises DefinitionError."""
    path = folder / FILE
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    rows = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    wrong = [
        Problem(f"{folder.name}/{FILE}", n, "must be a name, an edition and a digest")
        for n, line in rows
        if not ROW.fullmatch(line)
    ]
    if wrong:
        raise DefinitionError(wrong)
    return tuple(Edition(name, int(edition), digest) for name, edition, digest in (line.split() for _, line in rows))


def check_editions(folder: Path, loaded: Iterable[Edition], problems: Problems) -> tuple[str, ...]:
    """Refuse rules that changed while their edition did not, and return their names."""
    known: Mapping[tuple[str, int], str] = {}
    with problems.caught():
        known = {(e.name, e.edition): e.digest for e in read_editions(folder)}
    changed = [one for one in loaded if known.get((one.name, one.edition), one.digest) != one.digest]
    for one in changed:
        was = known[one.name, one.edition]
        problems.add(
            Node("", 0, f"{folder.name}/{FILE}"),
            f"{one.name} edition {one.edition} has other rules than when it was listed ({was[:12]}, now {one.digest[:12]}); "
            "raise its edition, or list it again if it was never released",
        )
    return tuple(one.name for one in changed)


def unlisted(folder: Path, loaded: Iterable[Edition]) -> tuple[Edition, ...]:
    """Return what is loaded and not on the list of ``folder`` as it is."""
    return tuple(sorted(set(loaded) - set(read_editions(folder)), key=str))


def list_editions(folder: Path, loaded: Iterable[Edition]) -> None:
    """Write ``loaded`` into the list of ``folder``. Earlier editions stay; an edition that was never released is put right."""
    rows = {(e.name, e.edition): e for e in (*read_editions(folder), *loaded)}
    lines = [f"{rows[key]}\n" for key in sorted(rows)]
    (folder / FILE).write_text(HEAD + "".join(lines), encoding="utf-8")
