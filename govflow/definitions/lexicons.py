"""Lexicons: wording that assigns fault, one file a language in ``policies/lexicons``, read and checked like everything else there."""

from collections.abc import Callable, Mapping
from pathlib import Path

from govflow.definitions.schema import Fields, Problems, each, fields
from govflow.definitions.strict_yaml import read_file
from govflow.domain.lexicons import WRITTEN, Entry, Lexicon, wording

LEXICONS = "lexicons"


def load_lexicon(path: Path) -> Lexicon:
    """Return the lexicon of the file at ``path``. Raises DefinitionError with every problem of it."""
    problems = Problems()
    with fields(read_file(path, f"{LEXICONS}/{path.name}"), "a lexicon", problems) as f:
        language, seen = f.word("lexicon", (path.stem,)), dict[str, str]()
        found = Lexicon(
            id=language,
            title=f.text("title"),
            spared=_wordings(f, "spared", seen),
            entries=each(f, "entries", "an entry", _entry(language, seen), lambda e: ", ".join(e.words)),
        )
    problems.stop()
    return found


def load_lexicons(folder: Path, problems: Problems) -> Mapping[str, Lexicon]:
    """Return the lexicons of ``folder`` by language, none without a folder, adding what is wrong with any to ``problems``."""
    found: dict[str, Lexicon] = {}
    for path in sorted(folder.glob("*.yaml")):
        with problems.caught():
            found[path.stem] = load_lexicon(path)
    return found


def _entry(language: str, seen: dict[str, str]) -> Callable[[Fields], Entry]:
    return lambda f: Entry(_wordings(f, "words", seen), f.text("rather"), f.text("why"), language)


def _wordings(f: Fields, key: str, seen: dict[str, str]) -> tuple[str, ...]:
    """Read wordings: words alone, at least one, and none that stands in the file already."""
    found = f.texts(key)
    if not found and f.has(key):
        f.problems.add(f.at(key), f"{key!r} is empty")
    for words in found:
        plain = wording(words)
        if not WRITTEN.fullmatch(plain):
            f.problems.add(f.at(key), f"{key!r} holds {words!r}; a wording is words and nothing else, with one space between two")
        elif plain in seen:
            f.problems.add(f.at(key), f"{key!r} holds {words!r}, which stands in {seen[plain]!r} already")
        seen.setdefault(plain, key)
    return found
