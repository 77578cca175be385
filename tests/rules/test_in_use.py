"""The rules an installation works with: what `govflow check` reads, and that a half-written file stops nothing that runs."""

import json
import os
import pty
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govflow.acts.founding import Founding, found_alliance
from govflow.assemble import house_in_memory, library_of
from govflow.cli import main
from govflow.clock import VirtualClock
from govflow.config import read
from govflow.definitions.bundled import bundled
from govflow.progress import CLEAR, Progress
from govflow.reading.rules_in_force import rules_in_force
from web import create_app

ADMINISTRATOR = ("--title", "Harbour Alliance", "--administrator", "Ada Lee", "--email", "ada@harbour.example")


def ran(*arguments: object, **settings: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)], env={f"GOVFLOW_{name}": str(one) for name, one in settings.items()})


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path) -> dict[str, Path]:
    """Settings of an installation with a pack of its own."""
    settings = {"HOME": tmp_path / "home", "POLICIES": tmp_path / "policies"}
    assert ran("new-pack", "north", "--into", settings["POLICIES"]).exit_code == 0
    return settings


def test_check_reads_the_folders_in_use_and_a_new_pack_passes_at_once(own: dict[str, Path]) -> None:
    result = ran("check", "--json", **own)
    report = json.loads(result.output)
    assert (result.exit_code, report["held"]) == (0, True)
    assert report["read"] == [
        f"Workflows in {bundled('workflows')}: action, decision, default, issue, mandate, meeting, minutes.",
        f"Policy packs in {own['POLICIES']}: north.",
    ]
    assert {(p["workflow"], p["policy"]) for p in report["proofs"]} == {(w, "north") for w in ("decision", "default", "issue")}


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for result in (ran("check", empty), ran("check", POLICIES=empty)):
        assert result.exit_code == 1
        assert f"{empty}: holds no policy pack" in result.output
        assert "govflow new-pack NAME begins one" in result.output
        assert "promises" not in result.output


def test_a_workflow_of_ones_own_is_checked_and_those_it_lacks_are_named(own: dict[str, Path], tmp_path: Path) -> None:
    flows = tmp_path / "workflows"
    flows.mkdir()
    shutil.copy(bundled("workflows") / "issue.yaml", flows)
    edit(flows / "issue.yaml", "workflow: issue", "workflow: isue")
    result = ran("check", WORKFLOWS=flows, **own)
    assert result.exit_code == 1
    assert f"Workflows in {flows}: issue." in result.output
    assert "Workflows that came with govflow: action, decision, default, mandate, meeting, minutes." in result.output
    assert "issue.yaml: 'workflow' is 'isue', yet the file is called 'issue.yaml'" in result.output


def test_half_written_rules_stop_nothing_that_runs(own: dict[str, Path]) -> None:
    """Founded with whole rules; then a second pack is begun, and a jurisdiction, and the first pack is edited badly."""
    assert ran("init", "harbour", *ADMINISTRATOR, "--policy", "north", **own).exit_code == 0
    policies = own["POLICIES"]
    (policies / "south").mkdir()
    (policies / "south" / "kinds.yaml").write_text("kinds: [", encoding="utf-8")
    (policies / "jurisdictions").mkdir()
    (policies / "jurisdictions" / "wales.yaml").write_text("jurisdiction: wales\n", encoding="utf-8")
    edit(policies / "north" / "clocks.yaml", "notice: 5 clear", "notice: five clear")
    assert ran("verify", **own).exit_code == 0, "a record is looked at without its rules"
    for command in (["people"], ["worker", "--once"]):
        result = ran(*command, **own)
        assert result.exit_code == 0, (command, result.output)
        assert "Some files of the rules have mistakes. Nothing is founded under them" in result.output
        assert "south/kinds.yaml:" in result.output
        assert "jurisdictions/wales.yaml:" in result.output
        assert "north/clocks.yaml:5: 'notice' must be a length of time" in result.output
        assert len(result.output.splitlines()) < 20
    site = create_app(settings=read({f"GOVFLOW_{name}": str(one) for name, one in own.items()}))
    assert site.test_client().get("/sign-in").status_code == 200
    checked = ran("check", **own)
    assert checked.exit_code == 1
    assert "south/kinds.yaml:" in checked.output
    founding = ran("init", "second", *ADMINISTRATOR, "--policy", "north", **own)
    assert founding.exit_code == 1
    assert "north/clocks.yaml:5: 'notice' must be a length of time" in founding.output
    assert ran("people", **own).output.count("Ada Lee") == 1


def test_a_jurisdiction_in_force_is_needed_and_a_workflow_with_mistakes_is_replaced(own: dict[str, Path], tmp_path: Path) -> None:
    assert ran("init", "harbour", *ADMINISTRATOR, "--policy", "north", **own).exit_code == 0
    flows = shutil.copytree(bundled("workflows"), tmp_path / "workflows")
    (flows / "meeting.yaml").write_text("workflow: meeting\n", encoding="utf-8")
    result = ran("worker", "--once", WORKFLOWS=flows, **own)
    assert result.exit_code == 0
    assert "meeting.yaml:1: a workflow needs 'edition' (and 3 more)" in result.output
    (own["POLICIES"] / "jurisdictions").mkdir()
    (own["POLICIES"] / "jurisdictions" / "england.yaml").write_text("jurisdiction: england\n", encoding="utf-8")
    result = ran("worker", "--once", **own)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "\njurisdictions/england.yaml:1: a jurisdiction needs 'title'\n" in result.output


def test_a_quorum_that_the_members_can_never_be_is_told_where_it_is_known(own: dict[str, Path]) -> None:
    """At founding with its example; at every start of an alliance that stands; when positions open, see tests/scenarios."""
    pack = own["POLICIES"] / "north"
    edit(pack / "options.yaml", "D: each_participant", "D: n_of_participants")
    edit(pack / "policy.yaml", "at_least: 2", "at_least: 9")
    refused = ran("init", "harbour", "--example", "--policy", "north", **own)
    assert refused.exit_code == 1
    assert "north/alliance.yaml:8: a quorum is at least 9 participants, and only 8 could ever answer" in refused.output
    library = library_of()
    beyond = library.changed("plymouth", {"options": {"D": "n_of_participants"}, "quorum": {"at_least": "9"}})
    house = house_in_memory(library, VirtualClock(datetime(2026, 3, 2, tzinfo=UTC)))
    found_alliance(house, "harbour", Founding.of_example(library.alliances["plymouth"], beyond))
    assert rules_in_force(house.store, house.book) == tuple(
        f"Seaport Alliance: a quorum is at least 9 participants, and only 8 could ever answer in '{body}'."
        for body in ("Leadership team", "Management team")
    )


def test_explaining_a_workflow_uses_the_alliances_policy_or_the_only_pack(own: dict[str, Path]) -> None:
    only = ran("explain", "decision", **own)
    assert only.exit_code == 0
    assert not own["HOME"].exists(), "to explain makes no database"
    assert ran("new-pack", "south", "--from", "north", **own).exit_code == 0
    which = ran("explain", "decision", **own)
    assert which.exit_code == 2
    assert "Say under which policy, with --policy: north, south." in which.output
    edit(own["POLICIES"] / "south" / "roles.yaml", "decision.consult: [manager, proposer]", "decision.consult: [auditor]")
    assert ran("init", "harbour", *ADMINISTRATOR, "--policy", "south", **own).exit_code == 0
    assert "auditor" in ran("explain", "decision", **own).output
    assert "auditor" not in ran("explain", "decision", "--policy", "north", **own).output
    assert "There is no policy nort; did you mean 'north'?" in ran("explain", "decision", "--policy", "nort", **own).output


def test_a_policy_has_no_picture_and_what_stands_in_it_is_printed_as_data() -> None:
    for form in ("svg", "mermaid"):
        result = ran("explain", "plymouth", "--as", form)
        assert result.exit_code == 2
        assert "A policy has no picture" in result.output
    told = json.loads(ran("explain", "plymouth", "--json").output)
    assert (told["kind"], told["name"], told["content"]["clocks"]["notice"]) == ("policy", "plymouth", "5 clear working days")
    assert json.loads(ran("explain", "issue", "--json").output)["content"]["workflow"] == "issue"


def test_a_pack_is_never_written_over_and_its_name_is_checked(own: dict[str, Path], tmp_path: Path) -> None:
    again = ran("new-pack", "north", "--from", "nacg", **own)
    assert again.exit_code == 1
    assert "is there already, and is left as it is" in again.output
    assert "policy: north" in (own["POLICIES"] / "north" / "policy.yaml").read_text(encoding="utf-8")
    for name in ("Bad Name", "../evil", "1st", "jurisdictions", "a" * 41):
        refused = ran("new-pack", name, **own)
        assert refused.exit_code == 1
        assert "cannot name a pack: use small letters, digits and hyphens" in refused.output
    assert (
        "There is no pack 'plymoth' to begin from; did you mean 'plymouth'?"
        in ran("new-pack", "x", "--from", "plymoth", **own).output
    )
    assert ran("new-pack", "x").exit_code == 2, "no folder of one's own is named, and the product's is not written to"
    blocked = tmp_path / "a-file"
    blocked.write_text("", encoding="utf-8")
    assert "cannot be written to" in ran("new-pack", "x", "--into", blocked / "below").output
    assert sorted(path.name for path in own["POLICIES"].iterdir()) == ["README.md", "lexicons", "north"]


def test_a_scenario_without_a_start_starts_within_the_mandate(own: dict[str, Path], tmp_path: Path) -> None:
    alliance = own["POLICIES"] / "north" / "alliance.yaml"
    edit(alliance, "from: 2025-04-01", "from: 2026-11-05")
    story = tmp_path / "story.yaml"
    text = "scenario: It begins\npolicy: north\ncast: {mo: manager}\nsteps:\n  - {by: mo, do: decision.propose, on: a}\n"
    story.write_text(f"{text}  - {{by: mo, do: decision.circulate, on: a}}\n", encoding="utf-8")
    result = ran("rehearse", story, **own)
    assert result.exit_code == 0, result.output
    assert "Mon 2026-11-09 09:00" in result.output
    alliance.unlink()
    refused = ran("rehearse", story, **own)
    assert refused.exit_code == 1
    assert "the policy 'north' has no alliance.yaml to say who is in the alliance" in refused.output


def test_a_terminal_is_told_how_far_it_is_and_anything_else_is_not(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal, Progress(terminal) as tell:
        tell("too soon to be said")
        tell._began -= 10
        tell("proof 1 of 3")
    shown = os.read(ours, 4096).decode()
    while shown.count(CLEAR) < 2:
        shown += os.read(ours, 4096).decode()
    os.close(ours)
    assert shown == f"{CLEAR}proof 1 of 3 (10 s){CLEAR}", "the line is gone when the answer comes"
    with (tmp_path / "log").open("w+", encoding="utf-8") as stream:
        with Progress(stream) as tell:
            tell._began -= 10
            tell("at work")
        stream.seek(0)
        assert stream.read() == ""
