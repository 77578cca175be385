"""Screens hold no rule: no view is longer than a dozen lines or so, and no state of a workflow is named in one or in a template."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories import library

ROOT = Path(__file__).parents[2] / "web"
LONGEST_VIEW = 15
VIEWS = sorted(ROOT.glob("*.py"))
TEMPLATES = sorted(ROOT.rglob("*.html"))
# Words that are a state's id and also an everyday word of a screen; they may stand there, and may not be compared.
STATES = sorted({state for workflow in library().workflows.values() for state in workflow.states})
COMPARED = re.compile(r"""(?:==|!=|\bin\b)\s*[\[({]?\s*["'](\w+)["']|["'](\w+)["']\s*(?:==|!=)""")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def views(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and any("allow" in ast.unparse(one) for one in node.decorator_list):
            yield node


def length(view: ast.FunctionDef) -> int:
    """Return the lines of a view's body, without its docstring."""
    body = view.body[1:] if ast.get_docstring(view) else view.body
    return (view.end_lineno or 0) - body[0].lineno + 1


def test_there_are_views() -> None:
    assert sum(1 for path in VIEWS for _ in views(path)) > 25
    assert {"open", "adopted", "in_force"} <= set(STATES)


@pytest.mark.parametrize("path", VIEWS, ids=relative)
def test_no_view_is_long(path: Path) -> None:
    assert [f"{view.name}: {length(view)} lines" for view in views(path) if length(view) > LONGEST_VIEW] == []


def constants(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


@pytest.mark.parametrize("path", VIEWS, ids=relative)
def test_no_state_is_compared_in_a_view(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    compared = [text for node in ast.walk(tree) if isinstance(node, ast.Compare) for text in constants(node)]
    assert sorted(set(compared) & set(STATES)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_no_state_is_compared_in_a_template(path: Path) -> None:
    found = {word for pair in COMPARED.findall(path.read_text(encoding="utf-8")) for word in pair}
    assert sorted(found & set(STATES)) == []
