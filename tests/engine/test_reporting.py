"""What ``govflow check`` reports: problems with file and line, proofs in plain lines, and the same as data."""

import json
import shutil

from govflow.definitions.bundled import bundled
from govflow.definitions.library import Folders
from govflow.engine.reporting import check_report

PACK = bundled("policies") / "plymouth"
FILE = bundled("workflows") / "decision.yaml"
IN_USE = Folders(bundled("workflows"), bundled("policies"))


def test_one_workflow_under_one_pack_holds():
    heard: list[str] = []
    report = check_report(IN_USE, [FILE, PACK], heard.append)
    assert heard[0] == "proof 1 of 1: decision under plymouth"
    assert any(" situations found, " in said for said in heard)
    assert report.held
    assert report.lines[:2] == (f"File {FILE}.", f"Policy pack {PACK}.")
    [line] = report.lines[2:]
    assert line.startswith("decision under plymouth: ")
    assert "situations of 3 participants" in line
    assert json.loads(json.dumps(report.as_data()))["proofs"][0]["holds"] is True


def test_a_guard_taken_out_of_a_file_is_told_step_by_step(tmp_path):
    text = FILE.read_text(encoding="utf-8")
    (tmp_path / "decision.yaml").write_text(
        text.replace(", the outcome is stated]", "]").replace("[the outcome is stated, ", "["), encoding="utf-8"
    )
    report = check_report(IN_USE, [tmp_path / "decision.yaml", PACK])
    assert not report.held
    assert "complete never happens without: a statement of what came of it" in report.lines
    assert any(
        line.endswith("The manager records that it is done without saying what came of it -> implemented")
        for line in report.lines
    )
    assert report.as_data()["proofs"][0]["counter_examples"][0]["steps"]


def test_what_is_wrong_with_a_file_is_told_with_its_line(tmp_path):
    text = FILE.read_text(encoding="utf-8")
    (tmp_path / "decision.yaml").write_text(text.replace("the outcome is stated", "the outcome is statd"), encoding="utf-8")
    shutil.copytree(PACK, tmp_path / "plymouth")
    report = check_report(IN_USE, [tmp_path])
    assert not report.held
    assert report.proofs == ()
    [line] = [str(problem) for problem in report.problems]
    number = next(n for n, row in enumerate(text.splitlines(), 1) if "the outcome is stated" in row)
    assert line == f"decision.yaml:{number}: there is no guard 'the outcome is statd'; did you mean 'the outcome is stated'?"


def test_a_path_that_is_not_there_is_told(tmp_path):
    report = check_report(IN_USE, [tmp_path / "nowhere"])
    assert not report.held
    assert report.lines[0].endswith("nowhere: there is no such file or folder")
