"""Nothing in the project names the machine it was written on, or where its packages came from."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MADE = {".git", ".venv", "__pycache__", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "govflow-data"}

# Written in pieces, so that this file does not hold what it looks for.
HOSTS = ["pypi" + r"\.org", "python" + r"hosted\.", "registry" + r"\.npmjs", "registry" + r"\.yarnpkg", "deb" + r"\.debian\.org"]
FOLDERS = [r"(?<![\w.~>*)}\]-])/" + name + r"\b/" for name in ("work", "root", r"home/\w+", "opt/wheels", "opt/pypi")]
ADDRESS = re.compile("|".join(HOSTS + FOLDERS))
URL = re.compile(r"\w+://|--(extra-)?index|--find-links")


def kept_files() -> list[Path]:
    """Every file that git keeps, or would if it were added."""
    git = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    run = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode != 0:  # not a checkout: whatever was not made by a tool
        return [path for path in ROOT.rglob("*") if path.is_file() and not MADE & set(path.parts)]
    return [path for name in run.stdout.splitlines() if (path := ROOT / name).is_file()]


def lines_with(pattern: re.Pattern[str], path: Path) -> list[str]:
    """List file and line of each match; a file that is not text has none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    return [f"{path.relative_to(ROOT)}:{n}: {line.strip()}" for n, line in enumerate(lines, 1) if pattern.search(line)]


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    found = [line for path in kept_files() for line in lines_with(ADDRESS, path)]
    assert not found, "\n".join(found)


def test_the_lock_holds_no_address() -> None:
    assert lines_with(URL, ROOT / "requirements.lock") == []


def test_everything_in_the_lock_is_pinned_by_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = re.split(r"\n(?=\S)", re.sub(r"(?m)^ *#.*\n?", "", lock).strip())
    unpinned = [package.split()[0] for package in packages if "==" not in package or "--hash=sha256:" not in package]
    assert unpinned == []
