"""`govflow rehearse`: what it prints, and its exit code: 0 held, 1 did not hold or cannot be read, 2 wrong usage."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govflow.cli import main

HELD = "scenario: A proposal\ncast: {mo: manager}\nsteps:\n  - {by: mo, do: decision.propose, on: a}\n  - {expect: {a: draft}}\n"


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "one.yaml"
    path.write_text(HELD, encoding="utf-8")
    return path


def ran(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["rehearse", *map(str, arguments)])


def test_what_holds(scenario: Path) -> None:
    result = ran(scenario)
    assert result.exit_code == 0
    assert "1 of 1 scenarios held." in result.output


def test_what_does_not_hold(scenario: Path) -> None:
    scenario.write_text(HELD.replace("a: draft", "a: open"), encoding="utf-8")
    result = ran(scenario)
    assert result.exit_code == 1
    assert "came:     a state draft" in result.output


def test_what_cannot_be_read(scenario: Path) -> None:
    scenario.write_text(HELD.replace("cast:", "cats:"), encoding="utf-8")
    result = ran(scenario)
    assert result.exit_code == 1
    assert "one.yaml:2: a scenario has no key 'cats'; did you mean 'cast'?" in result.output


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert ran(tmp_path / "none.yaml").exit_code == 2


def test_no_file_at_all() -> None:
    assert ran().exit_code == 2


def test_json(scenario: Path) -> None:
    assert json.loads(ran("--json", scenario).output)["ok"] is True
