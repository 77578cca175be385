"""Who may import whom: the contracts are in pyproject.toml, and every room has a place in them."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_import_goes_downwards() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([lint_imports, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_room_has_a_place_in_the_layers() -> None:
    """A new module beside the others would otherwise be free to import anything."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    placed = {name.strip(" ()").removeprefix("govflow.") for layer in layers for name in layer.split("|")}
    rooms = {path.stem for path in (ROOT / "govflow").glob("*.py") if path.stem != "__init__"}
    rooms |= {path.parent.name for path in (ROOT / "govflow").glob("*/__init__.py")}
    assert rooms - placed == set(), "Give these a layer in pyproject.toml ([tool.importlinter])."
