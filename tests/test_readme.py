"""Every command in the README does what it says there: each is run, in the order of the page, by somebody who has only the page."""

import os
import re
import shlex
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sending.conftest import a_free_port

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
STARTS = ("make ", "govflow ", ".venv/bin/govflow ", "export ", "python3 ", "docker ")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
# What stands in a command for something of one's own.
STANDS_FOR = {
    "FILE...": "tests/scenarios/a-new-decision-supersedes-an-old-one.yaml",
    "NAME": "another",
    "HASH": "1",
}


def sections() -> Iterator[tuple[str, list[str]]]:
    """Yield each section of the page with the commands in it: lines of blocks, and what stands between marks of code."""
    for part in re.split(r"^## ", README, flags=re.MULTILINE)[1:]:
        title, _, text = part.partition("\n")
        blocks = [line.strip() for line in text.splitlines() if line.startswith("    ")]
        inline = re.findall(r"`([^`\n]+)`", text)
        commands = [re.split(r"\s{2,}#", line)[0].strip() for line in (*blocks, *inline)]
        found = [one for one in commands if one.startswith(STARTS)]
        if found:
            yield title, list(dict.fromkeys(found))


class Reader:
    """Somebody at a terminal, in a folder of their own, who types what the page says."""

    def __init__(self, folder: Path, postgres: str) -> None:
        self.folder, self.postgres = folder, postgres
        self.home = folder / "home"

    def types(self, command: str) -> None:
        """Run one command; it must do what it is there for."""
        if command.startswith("make"):
            target = command.split()[1]
            assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), f"there is no {command}"
        elif command.startswith("export"):
            assert command.startswith("export GOVFLOW_HOME=")
        elif command.startswith("python3"):
            assert 'govflow = "govflow.cli:main"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        elif command.startswith("docker"):
            assert (ROOT / "compose.yaml").is_file()
        elif command.endswith(" serve"):
            self._serves()
        else:
            self._runs(command)

    def _runs(self, command: str) -> None:
        line, _, output = command.partition(" > ")
        words = [STANDS_FOR.get(word, word) for word in shlex.split(line)[1:]]
        home = self.folder / "restored" if words[0] == "restore" else self.home
        if words[0] == "move":
            words[1] = self.postgres
        if words[0] == "rehearse":
            words[1] = str(ROOT / words[1])
        done = subprocess.run(
            [sys.executable, "-m", "govflow.cli", *words],
            cwd=self.folder, env=self._environ(home), capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        if output:
            (self.folder / output).write_text(done.stdout, encoding="utf-8")

    def _serves(self) -> None:
        port = a_free_port()
        environ = self._environ(self.home) | {"GOVFLOW_BIND": f"127.0.0.1:{port}"}
        with subprocess.Popen(
            [sys.executable, "-m", "govflow.cli", "serve"],
            cwd=self.folder,
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as server:
            try:
                assert answers(f"http://127.0.0.1:{port}/healthz")
            finally:
                server.terminate()
                server.wait(60)

    def _environ(self, home: Path) -> dict[str, str]:
        ours = {"GOVFLOW_HOME": str(home), "GOVFLOW_PROCESSES": "1", "PYTHONPATH": str(ROOT)}
        return {key: value for key, value in os.environ.items() if not key.startswith("GOVFLOW_")} | ours


def answers(address: str, within: float = 60) -> bool:
    """Say whether a server answers at an address before the time is over."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.2)
    return False


@pytest.fixture
def reader(tmp_path: Path, fresh_url: Callable[[str], str]) -> Reader:
    return Reader(tmp_path, fresh_url("postgres").replace("+psycopg", ""))


@pytest.mark.slow
@pytest.mark.postgres
def test_every_command_of_the_page_is_run_as_it_stands_there(reader: Reader) -> None:
    found = dict(sections())
    assert {"Two commands", "Begin your own alliance", "Write your own policy", "Run it for real"} <= set(found)
    around = found.pop("Two commands")
    begins = found.pop("Begin your own alliance")
    reader.types("govflow demo --no-serve")
    for command in around:
        reader.types(command)
    reader.home = reader.folder / "own"
    for command in begins:
        reader.types(command)
    for title, commands in found.items():
        reader.home = reader.folder / re.sub(r"\W", "", title)
        reader.types("govflow init harbour --title Harbour --administrator Ada --email ada@harbour.example")
        for command in commands:
            reader.types(command)


@pytest.mark.parametrize(
    "page", ["README.md", "docs/operating.md", "docs/package.md", "policies/README.md", "workflows/README.md"]
)
def test_every_command_and_option_that_a_page_names_exists(page: str) -> None:
    from govflow.cli import main

    text = (ROOT / page).read_text(encoding="utf-8")
    for name, rest in re.findall(r"\bgovflow ([a-z][a-z-]+)((?: [^`\n|#]*)?)", text):
        if name not in main.commands:
            assert f"`govflow {name}" not in text, f"{page}: there is no govflow {name}"
            continue
        known = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"(?<=\s)(--[a-z-]+)", rest)) <= known | {"--help"}, f"{page}: govflow {name}{rest}"
