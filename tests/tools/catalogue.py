"""The catalogue of what is to be translated: every string that people read, from code, templates and workflows.

`make words` writes it as a POT file, from which `pybabel init -l cy` begins a translation. Translations themselves do not live here.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[2]
SAYING = frozenset({"say", "mark"})
# Tables whose values are said later, by name: a table of words belongs here, or its words are never translated.
TABLES = frozenset(
    {
        "ACTS", "CHANGED", "CODES", "GROUPS", "HANDLED", "KINDS", "LAPSED", "MAY_CHANGE", "NEXT", "PAST", "POSITIONS", "ROLES",
        "STATEMENT_PARTS", "SUBJECTS", "TEAM_IS_TOLD", "TO_DO", "OTHER_WORDS",
    }
)  # fmt: skip
READ = frozenset({"title", "means", "asks", "says", "remedy"})  # what people read in a workflow
TEMPLATES = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true", "encoding": "utf-8"}}
Found = tuple[str, int, str]


def in_code(path: Path) -> Iterator[Found]:
    """Yield what a module of the engine says: its templates, and the words of its tables."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING and node.args:
            yield from _texts(path, [node.args[0]])
        elif isinstance(node, ast.Assign | ast.AnnAssign) and _names(node) & TABLES and node.value is not None:
            yield from _texts(path, _values(node.value))


def in_workflow(path: Path) -> Iterator[Found]:
    """Yield what a workflow's file says to people."""
    found: list[object] = [yaml.safe_load(path.read_text(encoding="utf-8"))]
    while found:
        one = found.pop()
        if isinstance(one, dict):
            yield from (
                (str(path.relative_to(ROOT)), 0, text) for key, text in one.items() if key in READ and isinstance(text, str)
            )
            found += one.values()
        elif isinstance(one, list):
            found += one


def catalogue() -> Catalog:
    """Return everything that is to be translated."""
    made = Catalog(project="govflow", charset="utf-8")
    for where, line, message, comments, _context in extract_from_dir(
        ROOT / "web", TEMPLATES, OPTIONS, keywords={"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}
    ):
        made.add(message, locations=[(f"web/{where}", line)], auto_comments=comments)
    for path in sorted((ROOT / "govflow").rglob("*.py")):
        _add(made, in_code(path))
    for path in sorted((ROOT / "workflows").glob("*.yaml")):
        _add(made, in_workflow(path))
    return made


def _add(made: Catalog, found: Iterable[Found]) -> None:
    for where, line, text in found:
        made.add(text, locations=[(where, line)])


def _names(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _values(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the values of a table, those of a table in it too, and never its keys."""
    if isinstance(node, ast.Dict):
        for value in node.values:
            yield from _values(value)
    elif isinstance(node, ast.Call):
        for value in node.args:
            yield from _values(value)
    elif isinstance(node, ast.Tuple | ast.List):
        for value in node.elts:
            yield from _values(value)
    else:
        yield node


def _texts(path: Path, nodes: Iterable[ast.expr]) -> Iterator[Found]:
    for node in nodes:
        parts = (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
                yield str(path.relative_to(ROOT)), part.lineno, part.value


def main() -> None:
    """Write the catalogue to the path given."""
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_po(file, catalogue(), width=120)


if __name__ == "__main__":
    main()
