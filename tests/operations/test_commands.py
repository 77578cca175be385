"""What an operator types, and gets wrong: answers in a sentence, with the exit code that is promised."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from socket import socket

import pytest


def govflow(home: Path, *words: str, module: bool = True, **settings: str) -> "subprocess.CompletedProcess[str]":
    told = {"GOVFLOW_HOME": str(home)} | {f"GOVFLOW_{name}": value for name, value in settings.items()}
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GOVFLOW_")} | told
    command = [sys.executable, "-m", "govflow"] if module else [str(Path(sys.executable).parent / "govflow")]
    return subprocess.run([*command, *words], env=environ, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("place", ["nonsense", "127.0.0.1:99999", ":8000"])
def test_a_place_that_is_none_is_wrong_usage(tmp_path: Path, place: str) -> None:
    done = govflow(tmp_path, "serve", "--bind", place)
    assert done.returncode == 2
    assert "it must be a host and a port, such as 127.0.0.1:8000." in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == [], "nothing was made before the mistake was told"


def test_a_place_that_is_taken_is_told_at_once(tmp_path: Path) -> None:
    with closing(socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        done = govflow(tmp_path, "serve", "--bind", place)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"{place} cannot be listened on: Address already in use. Stop what listens there, or choose another place."
    ]


def test_the_module_is_the_command(tmp_path: Path) -> None:
    assert govflow(tmp_path, "--version").stdout == govflow(tmp_path, "--version", module=False).stdout
    assert govflow(tmp_path, "--help").stdout.startswith("Usage: govflow ")
