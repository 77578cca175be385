"""A scenario that does not say what happens fails, and the report says what was expected and what came."""

import json
from pathlib import Path

import pytest

from govflow.assemble import house_in_memory, library_of
from govflow.rehearsing import Rehearsal, rehearse

TRUE = """\
scenario: Two decisions of one alliance
start: 2026-03-02 09:00
cast: {kay: leadership:council, lee: leadership:outreach, cho: chair, mo: manager}
steps:
  - {by: lee, do: decision.propose, on: outreach, with: {kind: subcontract, amount: "100.00", line: outreach, year: 2026-27}}
  - {by: mo, do: decision.circulate, on: outreach}
  - {by: mo, do: decision.open, on: outreach, refused: notice-too-short}
  - {wait: 6 working days}
  - {by: mo, do: decision.open, on: outreach}
  - {by: everyone but kay, do: decision.agree, on: outreach, with: {reason: Good}}
  - {expect: {outreach: {state: open, agreed: 7, needed: [not-yet-agreed], level: leadership, closes: 2026-03-24 17:00}}}
  - {expect: {outreach: {mails_to: {kay: 2}}}}
  - {by: kay, do: decision.agree, on: outreach, with: {reason: Good}}
  - {expect: {outreach: {state: in_force, objections: 0, version: 1, eligible: 8, remaining: "949900.00", needed: none}}}
"""

LIES = [
    ("state: in_force", "state: open", "came:     outreach state in_force"),
    ("agreed: 7", "agreed: 8", "came:     outreach agreed 7"),
    ("version: 1", "version: 2", "came:     outreach version 1"),
    ("eligible: 8", "eligible: 7", "came:     outreach eligible 8"),
    ("objections: 0", "objections: 1", "came:     outreach objections 0"),
    ("level: leadership", "level: management", "came:     outreach level leadership"),
    ("closes: 2026-03-24 17:00", "closes: 2026-03-24 16:00", "came:     outreach closes 2026-03-24 17:00"),
    ("mails_to: {kay: 2}", "mails_to: {kay: 3}", "came:     outreach mails to kay 2"),
    ('remaining: "949900.00"', 'remaining: "950000.00"', "came:     outreach remaining 949900.00"),
    ('remaining: "949900.00"', 'remaining: {moon 2026-27: "1.00"}', "there is no line moon 2026-27 in the mandate"),
    ("needed: [not-yet-agreed]", "needed: [envelope-exceeded]", "came:     outreach needed not-yet-agreed, quorum-not-met"),
    ("needed: [not-yet-agreed]", "needed: none", "came:     outreach needed not-yet-agreed, quorum-not-met"),
    ("needed: none", "needed: [not-yet-agreed]", "came:     outreach needed none"),
    (", refused: notice-too-short", "", "came:     refused: notice-too-short"),
    ("refused: notice-too-short", "refused: seat-empty", "came:     refused: notice-too-short"),
    ("refused: notice-too-short", "refused: [notice-too-short, seat-empty]", "expected: refused: notice-too-short, seat-empty"),
    (
        "do: decision.circulate, on: outreach}",
        "do: decision.circulate, on: outreach, refused: any}",
        "came:     accepted; outreach is circulated",
    ),
    ("by: everyone but kay", "by: everyone but kay and lee", "came:     outreach agreed 6"),
    ("wait: 6 working days", "wait: until 2026-03-01 09:00", "came:     that time has passed already"),
    ("wait: 6 working days", "wait: 5 working days", "came:     refused: notice-too-short"),
    ("by: kay, do: decision.agree", "by: [kay, lee, mo], do: decision.agree", "came:     refused: voting-closed"),
]


def rehearsed(tmp_path: Path, text: str) -> Rehearsal:
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return rehearse([path], library_of(), house_in_memory)


def test_the_truth_holds(tmp_path: Path) -> None:
    told = rehearsed(tmp_path, TRUE)
    assert told.ok, told.text()
    assert "✗" not in told.text()
    assert "1 of 1 scenarios held." in told.text()


@pytest.mark.parametrize(("true", "lie", "came"), LIES)
def test_a_lie_is_told(true: str, lie: str, came: str, tmp_path: Path) -> None:
    assert true in TRUE
    told = rehearsed(tmp_path, TRUE.replace(true, lie))
    assert not told.ok
    assert came in told.text()
    assert "expected:" in told.text() or "expect " in told.text()
    assert "0 of 1 scenarios held." in told.text()


def test_what_follows_a_failed_step_is_still_played(tmp_path: Path) -> None:
    told = rehearsed(tmp_path, TRUE.replace("refused: notice-too-short", "refused: seat-empty"))
    (played,) = told.played
    assert [outcome.ok for outcome in played.outcomes].count(False) == 1
    assert played.outcomes[-1].ok


def test_what_was_not_proposed_is_said_not_to_be_there(tmp_path: Path) -> None:
    told = rehearsed(tmp_path, TRUE.replace("kind: subcontract", "kind: wish"))
    assert "it is not there: its proposing was not accepted" in told.text()
    assert "unknown-reference" in told.text()


def test_a_policy_that_is_not_refused_is_a_lie(tmp_path: Path) -> None:
    told = rehearsed(tmp_path, "scenario: Nothing wrong\npolicy: plymouth\npolicy_refused: [1]\n")
    assert not told.ok
    assert "came:     accepted" in told.text()


def test_a_policy_refused_for_another_rule_is_a_lie(tmp_path: Path) -> None:
    told = rehearsed(tmp_path, "scenario: Silence\npolicy: {pack: plymouth, options: {C: assent}}\npolicy_refused: [7]\n")
    assert not told.ok
    assert "rule 2 (silence is never agreement)" in told.text()


def test_nobody_who_still_owes_an_answer_is_a_failure(tmp_path: Path) -> None:
    again = "  - {by: everyone, do: decision.agree, on: outreach, with: {reason: Once more}}\n"
    told = rehearsed(tmp_path, TRUE + again)
    assert not told.ok
    assert "came:     nobody does" in told.text()


def test_a_refusal_shows_its_sentence_and_remedy(tmp_path: Path) -> None:
    told = rehearsed(tmp_path, TRUE)
    assert "notice-too-short: Notice was given only 0 clear working days ago; 5 clear working days are needed" in told.text()


def test_the_same_files_give_the_same_report(tmp_path: Path) -> None:
    one, two = rehearsed(tmp_path, TRUE), rehearsed(tmp_path, TRUE)
    assert one.text() == two.text()
    assert one.json() == two.json()


def test_the_report_as_json(tmp_path: Path) -> None:
    told = json.loads(rehearsed(tmp_path, TRUE.replace("agreed: 7", "agreed: 8")).json())
    assert told["ok"] is False
    (scenario,) = told["scenarios"]
    assert scenario["scenario"] == "Two decisions of one alliance"
    (wrong,) = [step for step in scenario["steps"] if not step["ok"]]
    assert wrong["line"] == 11
    assert {"subject": "outreach", "figure": "agreed", "expected": "8", "found": "7", "ok": False} in wrong["findings"]
    (refused,) = [step for step in scenario["steps"] if step["refusals"]]
    assert refused["refusals"][0]["code"] == "notice-too-short"
