"""The claim protocol, model-checked by spin: nothing lost, nothing marked that was not sent, no more twice than faults explain."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

MODEL = Path(__file__).parent / "claim.pml"
pytestmark = pytest.mark.skipif(not (shutil.which("spin") and shutil.which("gcc")), reason="needs spin and gcc")


def checked(folder: Path, *defines: str, liveness: bool = False) -> tuple[int, int]:
    """Return how many errors spin finds, and how many states it looked at."""
    given = [f"-D{name}" for name in defines]
    _run(folder, "spin", *given, "-a", str(MODEL))
    mode = ["-DNFAIR=4"] if liveness else ["-DSAFETY", "-DNOCLAIM"]
    _run(folder, "gcc", "-O2", "-w", *mode, "-o", "pan", "pan.c")
    said = _run(folder, "./pan", "-m100000", *(["-a", "-f", "-N", "comes_to_an_end"] if liveness else []))
    assert "error: max search depth too small" not in said
    errors, states = re.search(r"errors: (\d+)", said), re.search(r"([\d.e+]+) states, stored", said)
    assert errors, said
    assert states, said
    return int(errors[1]), int(float(states[1]))


def _run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("defines", [(), ("ASK",)], ids=["bare mail", "a sender that can be asked"])
def test_the_protocol_holds_in_every_order_of_events(tmp_path: Path, defines: tuple[str, ...]) -> None:
    errors, states = checked(tmp_path, *defines)
    assert errors == 0
    assert states > 1_000


@pytest.mark.parametrize("defines", [(), ("ASK",)], ids=["bare mail", "a sender that can be asked"])
def test_every_message_comes_to_its_end(tmp_path: Path, defines: tuple[str, ...]) -> None:
    errors, _ = checked(tmp_path, *defines, liveness=True)
    assert errors == 0


@pytest.mark.parametrize("wrong", ["HASTY", "BLIND"])
def test_a_wrong_protocol_is_found_wrong(tmp_path: Path, wrong: str) -> None:
    errors, _ = checked(tmp_path, wrong)
    assert errors > 0
