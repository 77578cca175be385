"""A disk without room: the probe says so at once, the process lives, and all is well again as soon as there is room."""

import shutil
from pathlib import Path

import pytest

from tests.backups import harm
from tests.operations.served import serving, until

SIZE = 48 * 1024 * 1024


@pytest.mark.slow
def test_a_full_disk_is_told_by_the_probe_at_once_and_is_over_with_room(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with harm.small_disk(home, SIZE) as small:
        if not small:
            pytest.skip("this user may not mount a small disk")
        with serving(home, PROCESSES="1") as server:
            until(lambda: server.ask("GET", "/readyz").status == 200)
            filler = home / "filler"
            with filler.open("wb") as file:
                file.write(b"\0" * (shutil.disk_usage(home).free - 4096))
            full = server.ask("GET", "/readyz")
            assert (full.status, full.json()["status"]) == (503, "the disk is full: nothing can be recorded")
            assert server.ask("GET", "/healthz").status == 200
            filler.unlink()
            assert server.ask("GET", "/readyz").status == 200
