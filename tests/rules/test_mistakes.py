"""The mistakes people make in the files of a pack: each is answered by one sentence with its file and line, and by nothing else."""

import os
import shutil
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import pytest
from click.testing import CliRunner

from govflow.cli import main
from govflow.definitions.bundled import bundled

# The file, what stands in it, the mistake, and what is answered; LINE is the line on which the mistake stands.
MISTAKES = {
    "a tab": (
        "clocks.yaml",
        "  notice: 5 clear",
        "\tnotice: 5 clear",
        (
            "north/clocks.yaml:LINE: is not valid YAML: found character '\\t' that cannot start any token; "
            "indent with spaces, not with a tab"
        ),
    ),
    "a colon in the text": (
        "kinds.yaml",
        "means: Anything that matters",
        "means: Anything: that matters",
        (
            "north/kinds.yaml:LINE: is not valid YAML: mapping values are not allowed here; "
            "text with a colon and a space in it needs quotation marks around it"
        ),
    ),
    "a role": (
        "roles.yaml",
        "decision.revise: [proposer, manager]",
        "decision.revise: [proposer, manger]",
        "north/roles.yaml:LINE: 'decision.revise' cannot hold 'manger'; did you mean 'manager'?",
    ),
    "a key": ("policy.yaml", "zone:", "zon: a\nzone:", "north/policy.yaml:LINE: a policy has no key 'zon'; did you mean 'zone'?"),
    "a number without its days": (
        "clocks.yaml",
        "notice: 5 clear working days",
        "notice: 5",
        "north/clocks.yaml:LINE: 'notice' must be a length of time, such as '5 clear working days' or '15 minutes'",
    ),
    "days in one word": (
        "clocks.yaml",
        "notice: 5 clear working days",
        "notice: 5 clear workingdays",
        "north/clocks.yaml:LINE: 'notice' must be a length of time, such as '5 clear working days' or '15 minutes'",
    ),
    "a closing time": (
        "policy.yaml",
        'closing: "17:00"',
        "closing: 5pm",
        "north/policy.yaml:LINE: 'closing' is '5pm'; it must be a time of day such as 17:00",
    ),
    "a rule that never bends": (
        "options.yaml",
        "I: written_unanimous",
        "I: written_majority",
        (
            "north/options.yaml:LINE: option I: written_majority would break rule 1 (unanimity is of participants, on one version), "
            "so it cannot be switched on"
        ),
    ),
    "a body": (
        "kinds.yaml",
        "that no other kind fits.\n    body: leadership-team",
        "that no other kind fits.\n    body: leadershp-team",
        "north/kinds.yaml:LINE: 'body' cannot be 'leadershp-team'; did you mean 'leadership-team'?",
    ),
    "a key twice": (
        "clocks.yaml",
        "  papers: 5 clear",
        "  notice: 4 days\n  papers: 5 clear",
        "north/clocks.yaml:LINE: gives 'notice' a second time (first on line 5)",
    ),
    "a clock that is missing": (
        "clocks.yaml",
        "clocks:\n  # From notice to adoption\n  notice: 5 clear working days\n",
        "clocks:\n",
        "north/clocks.yaml:LINE: 'clocks' lacks notice",
    ),
    "a name twice": (
        "kinds.yaml",
        "  - id: operational",
        "  - id: key-issue",
        "north/kinds.yaml:LINE: a kind 'key-issue' stands here a second time",
    ),
    "a day": (
        "policy.yaml",
        "local_closures: []",
        "local_closures: [29/13/2026]",
        "north/policy.yaml:LINE: '29/13/2026' is not a date such as 2026-03-31",
    ),
    "a time zone": (
        "policy.yaml",
        "zone: Europe/London",
        "zone: Europe/Plymouth",
        "north/policy.yaml:LINE: there is no time zone 'Europe/Plymouth'; it is written as in Europe/London",
    ),
    "yes or no": (
        "policy.yaml",
        "hide_positions: no",
        "hide_positions: maybe",
        "north/policy.yaml:LINE: 'hide_positions' cannot be 'maybe'; known: no, yes",
    ),
    "a rung": (
        "policy.yaml",
        "first_rung: facilitated",
        "first_rung: facilitate",
        "north/policy.yaml:LINE: 'first_rung' cannot be 'facilitate'; did you mean 'facilitated'?",
    ),
    "a jurisdiction": (
        "policy.yaml",
        "jurisdiction: england",
        "jurisdiction: englnd",
        "north/policy.yaml:LINE: there is no jurisdiction 'englnd'; did you mean 'england'?",
    ),
    "an example's body": (
        "alliance.yaml",
        "bodies: [leadership-team, management-team, managers-office]",
        "bodies: [leadership-team, managment-team, managers-office]",
        "north/alliance.yaml:LINE: 'bodies' cannot hold 'managment-team'; did you mean 'management-team'?",
    ),
    "an example without its owner": (
        "alliance.yaml",
        "participants:\n  - {id: council, title: Council, tags: [owner, ",
        "participants:\n  - {id: council, title: Council, tags: [",
        "north/alliance.yaml:LINE: no participant has the tag 'owner'",
    ),
    "money with a comma": (
        "alliance.yaml",
        'year: 2025-26, amount: "450000.00"',
        "year: 2025-26, amount: 450,000",
        "north/alliance.yaml:LINE: 'amount' is cut in two by its comma; write 450000.00, without commas",
    ),
    "money with two commas": (
        "alliance.yaml",
        'year: 2025-26, amount: "2400000.00"',
        "year: 2025-26, amount: 2,000,000",
        "north/alliance.yaml:LINE: gives '000' a second time (first on line LINE); write figures without commas",
    ),
    "an example that claims to be real": (
        "alliance.yaml",
        "illustrative: yes",
        "illustrative: no",
        (
            "north/alliance.yaml:LINE: 'illustrative' must be there and say yes: "
            "this file is an example for demonstrations and tests, and nothing in it is real"
        ),
    ),
    "a quorum above the membership": (
        "alliance.yaml",  # where the members stand; the quorum is changed below
        "participants:",
        "participants:",
        (
            "north/alliance.yaml:LINE: a quorum is at least 9 participants, and only 8 could ever answer in 'Leadership team' "
            "(see 'at_least' in policy.yaml)\n"
            "north/alliance.yaml:LINE: a quorum is at least 9 participants, and only 8 could ever answer in 'Management team' "
            "(see 'at_least' in policy.yaml)"
        ),
    ),
    "something that means nothing": (
        "positions.yaml",
        "id: abstain",
        "id: abstane",
        (
            "north/positions.yaml:LINE: 'positions' lacks 'abstain'\n"
            "north/positions.yaml:LINE: there is no position 'abstane'; did you mean 'abstain'?"
        ),
    ),
}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of one's own, begun by the command."""
    folder = tmp_path_factory.mktemp("policies")
    done = CliRunner().invoke(main, ["new-pack", "north", "--into", str(folder)])
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> Path:
    return shutil.copytree(begun, tmp_path / "policies")


def edit(path: Path, old: str, new: str) -> int:
    """Put ``new`` in the place of ``old`` and return the line on which what is new ends to differ."""
    text = path.read_bytes().decode()
    assert old in text, f"{path.name} holds no {old!r}"
    at = text.index(old)
    path.write_bytes(text.replace(old, new, 1).encode())
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old.splitlines(), new.splitlines(), strict=False)))
    return text.count("\n", 0, at) + min(alike, old.rstrip("\n").count("\n")) + 1


def checked(folder: Path) -> list[str]:
    """Return what `govflow check` says of the pack; it must not hold, and must not fall over."""
    result = CliRunner().invoke(main, ["check", str(folder / "north")])
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    first, *rest = result.output.splitlines()
    assert first == f"Policy pack {folder / 'north'}."
    return rest


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_once_with_its_file_and_line(mistake: str, folder: Path) -> None:
    file, old, new, says = MISTAKES[mistake]
    line = edit(folder / "north" / file, old, new)
    if mistake == "a quorum above the membership":
        edit(folder / "north" / "policy.yaml", "at_least: 2", "at_least: 9")
        edit(folder / "north" / "options.yaml", "D: each_participant", "D: n_of_participants")
    # What is wrong with a list as a whole is told where the list begins.
    of_a_list = {"something that means nothing": 2, "an example without its owner": line - 1, "a clock that is missing": line - 1}
    line = of_a_list.get(mistake, line)
    assert checked(folder) == says.replace("LINE", str(line)).splitlines()


def test_files_that_are_missing_and_what_is_no_pack_are_told(folder: Path) -> None:
    (folder / "north" / "bodies.yaml").unlink()
    (folder / "north" / "option.yaml").write_text("a: b\n", encoding="utf-8")
    assert checked(folder) == [
        "north/bodies.yaml: cannot be read: No such file or directory",
        "north/option.yaml: is not a file of a policy; did you mean 'options.yaml'?",
    ]


def test_line_ends_of_windows_and_a_time_without_quotation_marks_are_no_mistakes(folder: Path) -> None:
    """Beside a mistake that stops the check before it proves anything."""
    for path in (folder / "north").glob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    edit(folder / "north" / "policy.yaml", 'closing: "17:00"', "closing: 17:00")
    edit(folder / "north" / "clocks.yaml", "mediation: 28", "mediation: -28")
    [line] = checked(folder)
    assert line.startswith("north/clocks.yaml:")
    assert "'mediation' must be a length of time" in line


def test_what_lies_beside_the_packs_is_read_too(folder: Path) -> None:
    own = folder / "jurisdictions" / "cornwall.yaml"
    own.parent.mkdir()
    england = (bundled("policies") / "jurisdictions" / "england.yaml").read_text(encoding="utf-8")
    own.write_text(england.replace("jurisdiction: england", "jurisdiction: cornwall"), encoding="utf-8")
    where = edit(own, "subdivision: ENG", "subdivision: CORNWALL")
    edit(folder / "north" / "policy.yaml", "jurisdiction: england", "jurisdiction: cornwall")
    (folder / "lexicons" / "en.yaml").write_text("lexicon: en\n", encoding="utf-8")
    told = checked(folder)
    assert told[0].startswith(f"jurisdictions/cornwall.yaml:{where}: no public holidays are known of 'CORNWALL' in 'GB'")
    assert {line.partition(":")[0] for line in told[1:]} == {"lexicons/en.yaml"}


def test_a_real_process_answers_the_same(folder: Path) -> None:
    """Also where jurisdictions are missing, which once ended in a traceback."""
    edit(folder / "north" / "policy.yaml", "jurisdiction: england", "jurisdiction: englnd")
    (folder / "EDITIONS").write_text("what is this\nnorth one\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "govflow.cli", "check"],
        env={**os.environ, "GOVFLOW_POLICIES": str(folder), "GOVFLOW_HOME": str(folder.parent / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[1:] == [
        f"Policy packs in {folder}: north.",
        "north/policy.yaml:10: there is no jurisdiction 'englnd'; did you mean 'england'?",
        f"{folder.name}/EDITIONS:1: must be a name, an edition and a digest",
        f"{folder.name}/EDITIONS:2: must be a name, an edition and a digest",
    ]
