"""The ladder in the files: `to: the next rung` in a workflow, `ladder` in a policy; mistakes are named with file and line."""

import shutil
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.definitions.bundled import bundled
from govflow.definitions.explaining import english, mermaid, policy_english
from govflow.definitions.policies import load_policy, policy_content, policy_from_content, with_overrides
from govflow.definitions.strict_yaml import DefinitionError
from govflow.definitions.workflows import NEXT_RUNG, load_workflow, workflow_content, workflow_from_content
from govflow.domain.ladder import TO_CLOSE, next_rung
from govflow.domain.vocabulary import RUNGS
from govflow.engine.registry import known_words
from tests.stories import library

ISSUE, DECISION = library().workflows["issue"], library().workflows["decision"]
SHORT = ("logged", "with_leadership_team", "mediation")
LADDERS = st.lists(st.sampled_from(RUNGS[1:]), unique=True).map(lambda rest: (RUNGS[0], *rest))
PLYMOUTH = library().policies["plymouth"]


@pytest.fixture
def problems(tmp_path):
    """Return a function that spoils a file of what is shipped and gives (file, line, what is said)."""

    def load(file, *changes):
        folder = tmp_path / "plymouth"
        shutil.copytree(bundled("policies") / "plymouth", folder)
        path = folder / file if (folder / file).is_file() else tmp_path / file
        text = path.read_text("utf-8") if path.is_file() else (bundled("workflows") / file).read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")
        with pytest.raises(DefinitionError) as caught:
            load_policy(folder) if path.parent == folder else load_workflow(path, known_words())
        return [(p.file, text.splitlines()[p.line - 1] if p.line else "", p.says) for p in caught.value.problems]

    return load


def test_along_its_ladder_each_rung_leads_to_the_next_and_the_others_are_gone():
    found = ISSUE.along(SHORT)
    assert [name for name in found.states if name in RUNGS] == list(SHORT)
    leads = {state.id: {m.to for m in state.moves if m.do == "step_up"} for state in found.states.values() if state.id in SHORT}
    assert leads == {"logged": {"with_leadership_team"}, "with_leadership_team": {"mediation"}, "mediation": {TO_CLOSE}}
    assert found.digest == ISSUE.digest == workflow_from_content(workflow_content(ISSUE)).digest


@given(LADDERS)
def test_whatever_the_ladder_no_move_leads_nowhere_and_every_state_that_asks_has_a_clock(ladder):
    found = ISSUE.along(ladder)
    assert {m.to for _, m in found.moves} <= set(found.states)
    for state in found.states.values():
        assert not state.asks or any(m.by == "the clock" for m in state.moves)
    for rung in ladder:
        assert {m.to for m in found.states[rung].moves if m.do == "step_up"} == {next_rung(ladder, rung)}


def test_another_workflow_is_untouched_by_a_ladder_although_a_state_is_called_like_a_rung():
    assert "deadlocked" in DECISION.states
    assert DECISION.along(("logged",)) is DECISION


def test_a_move_to_the_next_rung_from_what_is_no_rung_is_named_with_its_line(problems):
    found = problems("issue.yaml", ("to: closed_unresolved}\n\n  resolved", "to: the next rung}\n\n  resolved"))
    (line, says), *others = [(line, says) for _, line, says in found if "no rung" in says]
    assert "after: its time on this rung is over" in line
    assert says.startswith("'close' leads to the next rung, yet 'to_close' is no rung of the ladder")
    assert not others


def test_a_rung_that_is_missing_is_named(problems):
    found = problems("issue.yaml", ("  mediation:\n", "  meditation:\n"))
    assert any(says == "a move leads to the next rung, yet 'states' lacks mediation" for _, _, says in found)
    assert any("'meditation' is no rung of the ladder; did you mean 'mediation'?" in says for _, _, says in found)


def test_an_issue_starts_on_the_first_rung(problems):
    found = problems("issue.yaml", ("starts: logged", "starts: mediation"))
    assert any(says == "a ladder starts on its first rung, 'logged', not 'mediation'" for _, _, says in found)


def test_a_rung_without_a_clock_is_refused(problems):
    text = (bundled("workflows") / "issue.yaml").read_text("utf-8")
    clock = next(line for line in text.splitlines() if "by: the clock" in line)
    found = problems("issue.yaml", (clock + "\n", ""))
    assert any("state 'logged' asks" in says and "no clock moves it on" in says for _, _, says in found)


LINE = "ladder: [logged, with_management_team, with_leadership_team, reconsidered, deadlocked, facilitated,"


@pytest.mark.parametrize(("changes", "at", "says"), [
    ((LINE, LINE.replace("facilitated", "facilitatet")), "ladder:", "'ladder' cannot hold 'facilitatet'; did you mean 'facilitated'?"),
    ((LINE, LINE.replace("logged, ", "")), "ladder:", "'ladder' must start with 'logged', where every issue is logged"),
    ((LINE, LINE.replace("deadlocked", "logged")), "ladder:", "'ladder' holds 'logged' twice"),
    ((LINE, LINE.replace(" facilitated,", "")), "first_rung:", "'first_rung' is 'facilitated', which is not on the ladder"),
    (("  to_close: 10 working days\n", ""), "", "'clocks' lacks to_close"),
])  # fmt: skip
def test_a_ladder_that_cannot_be_climbed_is_refused_with_file_and_line(problems, changes, at, says):
    file = "clocks.yaml" if "to_close" in changes[0] else "policy.yaml"
    found = problems(file, changes)
    assert any(name == f"plymouth/{file}" and line.startswith(at) and said.startswith(says) for name, line, said in found), found


def test_two_shipped_policies_have_different_ladders():
    assert {len(policy.ladder) for policy in library().policies.values()} == {5, 9}
    assert library().policies["nacg"].first_rung in library().policies["nacg"].ladder


def test_a_ladder_can_be_overridden_for_a_rehearsal_and_is_kept():
    changed = with_overrides(PLYMOUTH, {"ladder": list(SHORT), "first_rung": "mediation"})
    assert (changed.ladder, changed.first_rung) == (SHORT, "mediation")
    assert policy_from_content(policy_content(changed)) == changed
    assert "The no-fault ladder: logged, then with leadership team, then mediation." in policy_english(changed)


def test_a_policy_kept_before_there_were_ladders_has_every_rung():
    content = orjson.loads(policy_content(PLYMOUTH))
    del content["ladder"]
    older = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    assert policy_from_content(older).ladder == RUNGS


def test_the_english_shows_the_ladder_of_the_policy():
    short = replace(PLYMOUTH, ladder=SHORT)
    assert "With an independent facilitator" not in english(ISSUE, short)
    assert 'It becomes "In mediation"' in english(ISSUE, short)
    assert "With an independent facilitator" in english(ISSUE, None)
    assert NEXT_RUNG not in mermaid(ISSUE.along(SHORT))


def test_an_independent_expert_needs_the_rung_on_which_one_helps():
    without = [rung for rung in PLYMOUTH.ladder if rung != "facilitated"]
    changes = {"ladder": without, "first_rung": "mediation", "options": {"H": "independent_expert"}}
    with pytest.raises(DefinitionError, match="on which its issue would be raised"):
        with_overrides(PLYMOUTH, changes)
    assert (
        with_overrides(PLYMOUTH, {"options": {"H": "independent_expert"}, "first_rung": "mediation"}).rung_of_deadlock
        == "facilitated"
    )
