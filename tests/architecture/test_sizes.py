"""Small, plain, typed: every file fits in the head, every function on a screen."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 600
LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 10

PRODUCT = sorted(path for room in ("govflow", "web") for path in (ROOT / room).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


class Function(NamedTuple):
    where: str
    name: str
    lines: int
    typed: bool


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_migration(path: Path) -> bool:
    """A migration is a list of columns, frozen once shipped."""
    return "migrations" in path.parts


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Function(f"{relative(path)}:{node.lineno}", node.name, length, node.returns is not None)


FUNCTIONS = [function for path in PRODUCT if not is_migration(path) for function in functions(path)]


@pytest.mark.parametrize("path", PRODUCT + TESTS, ids=relative)
def test_no_file_is_long(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE, f"{relative(path)} has {lines} lines, over {LONGEST_FILE}: split it by noun."


@pytest.mark.parametrize("path", PRODUCT, ids=relative)
def test_every_module_says_what_lives_in_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text)), f"{relative(path)} has no docstring."


def test_no_function_is_long() -> None:
    long = [f"{it.where} {it.name}: {it.lines} lines" for it in FUNCTIONS if it.lines > LONGEST_FUNCTION]
    assert not long, f"Over {LONGEST_FUNCTION} lines; one function holds the ifs, helpers are pure:\n" + "\n".join(long)


def test_most_functions_are_short() -> None:
    middle = median(it.lines for it in FUNCTIONS)
    assert middle < MEDIAN_FUNCTION, f"Half of all functions have {middle} lines or more; keep that under {MEDIAN_FUNCTION}."


def test_every_function_says_what_it_returns() -> None:
    untyped = [f"{it.where} {it.name}" for it in FUNCTIONS if not it.typed]
    assert not untyped, "No return type:\n" + "\n".join(untyped)
