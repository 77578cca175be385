"""What is installed: two packages, the shipped workflows and policies, the migrations, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Build a wheel with the installed build backend, which fetches nothing, and list what is in it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    run = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (file,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(file).namelist())


def files_of(folder: str) -> set[str]:
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in found}


def test_the_wheel_installs_exactly_two_packages(wheel: set[str]) -> None:
    top = {name.split("/")[0] for name in wheel}
    assert {name for name in top if not name.endswith(".dist-info")} == {"govflow", "web"}


def test_the_wheel_carries_its_licence_and_its_command(wheel: set[str]) -> None:
    names = {name.split("/", 1)[1] for name in wheel if ".dist-info/" in name}
    assert {"licenses/LICENSE", "entry_points.txt"} <= names


@pytest.mark.parametrize("folder", ["govflow", "web"])
def test_every_file_of_a_package_is_in_the_wheel(wheel: set[str], folder: str) -> None:
    assert files_of(folder) - wheel == set()


@pytest.mark.parametrize("folder", ["workflows", "policies"])
def test_shipped_files_are_bundled_inside_govflow(wheel: set[str], folder: str) -> None:
    """Under their own names they would overwrite a stranger's package."""
    shipped = files_of(folder)
    assert any(name.endswith(".yaml") for name in shipped), f"{folder}/ holds no YAML"
    assert {f"govflow/_bundled/{name}" for name in shipped} - wheel == set()


def test_the_migrations_are_in_the_wheel(wheel: set[str]) -> None:
    migrations = {name for name in wheel if name.startswith("govflow/record/migrations/")}
    assert "govflow/record/migrations/env.py" in migrations
    assert any("/versions/" in name for name in migrations)
