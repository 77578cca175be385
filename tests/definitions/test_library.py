"""The library: everything shipped loads together, its editions are listed, and rules do not change under an edition."""

import shutil

import pytest

from govflow.definitions import bundled as locator
from govflow.definitions.bundled import bundled
from govflow.definitions.editions import FILE, Edition, check_editions, list_editions, read_editions, unlisted
from govflow.definitions.library import load_library, refresh_editions, shipped_editions
from govflow.definitions.schema import Problems
from govflow.definitions.strict_yaml import DefinitionError, plain, read_file
from govflow.definitions.workflows import Words, read_workflow
from govflow.domain.vocabulary import ACTS

WORKFLOWS, POLICIES = bundled("workflows"), bundled("policies")
REFRESH = f"from {refresh_editions.__module__} import {refresh_editions.__name__} as r; r()"


def words_of(folder):
    """Every word the workflows of ``folder`` use: whether the engine has them is the engine's test."""
    found = [read_workflow(read_file(path), Problems()) for path in folder.glob("*.yaml")]
    moves = [move for workflow in found for _, move in workflow.moves]
    return Words(
        guards=frozenset(w for m in moves for w in m.when),
        conditions=frozenset(w for m in moves for w in m.if_),
        effects=frozenset(w for m in moves for w in m.then),
        moments=frozenset(m.after for m in moves),
        observers=frozenset(p.condition for workflow in found for p in workflow.promises),
        acts=frozenset(ACTS),
    )


@pytest.fixture(scope="module")
def library():
    return load_library(WORKFLOWS, POLICIES, words_of(WORKFLOWS))


@pytest.fixture
def copies(tmp_path):
    for folder in (WORKFLOWS, POLICIES):
        shutil.copytree(folder, tmp_path / folder.name)
    return tmp_path / "workflows", tmp_path / "policies"


def test_everything_shipped_loads_and_is_found_by_name_and_digest(library):
    assert set(library.policies) == {"consensus", "nacg", "plymouth"}
    for policy in library.policies.values():
        assert library.policy_by_digest(policy.digest) is policy
        assert library.calendar(policy).zone.key == policy.zone
    for workflow in library.workflows.values():
        assert library.workflow_by_digest(workflow.digest) is workflow
    assert library.policy_by_digest("0" * 64) is None


def test_every_shipped_edition_is_listed():
    for folder, editions in zip((WORKFLOWS, POLICIES), shipped_editions(WORKFLOWS, POLICIES), strict=True):
        left_out = "\n".join(map(str, unlisted(folder, editions)))
        remedy = f"Rules in {folder.name} changed. If released, raise the edition in the file. Then: python -c '{REFRESH}'"
        assert not left_out, f"{remedy}\n{left_out}"


def test_a_rule_that_changes_under_its_edition_is_refused(copies):
    workflows, policies = copies
    clocks = policies / "plymouth" / "clocks.yaml"
    clocks.write_text(clocks.read_text(encoding="utf-8").replace("notice: 5", "notice: 4"), encoding="utf-8")
    with pytest.raises(DefinitionError, match="plymouth edition 1 has other rules than when it was listed"):
        load_library(workflows, policies, words_of(workflows))
    policy = policies / "plymouth" / "policy.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("edition: 1", "edition: 2"), encoding="utf-8")
    assert load_library(workflows, policies, words_of(workflows)).policies["plymouth"].edition == 2


def test_a_comment_changes_no_edition(copies):
    workflows, policies = copies
    clocks = policies / "plymouth" / "clocks.yaml"
    clocks.write_text("# a comment\n" + clocks.read_text(encoding="utf-8"), encoding="utf-8")
    load_library(workflows, policies, words_of(workflows))


def test_the_problems_of_all_folders_come_together(copies):
    workflows, policies = copies
    (workflows / "odd.yaml").write_text("workflow: odd\n", encoding="utf-8")
    (policies / "jurisdictions" / "wales.yaml").write_text("jurisdiction: wales\n", encoding="utf-8")
    (policies / "nacg" / "alliance.yaml").write_text("a: &b c\n", encoding="utf-8")
    (policies / "consensus" / "kinds.yaml").write_text("kinds: []\n", encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_library(workflows, policies, words_of(workflows))
    assert {"odd.yaml", "jurisdictions/wales.yaml", "nacg/alliance.yaml", "consensus/kinds.yaml"} <= {
        p.file for p in caught.value.problems
    }


def test_an_alliance_that_does_not_fit_its_pack_is_refused(copies):
    workflows, policies = copies
    path = policies / "plymouth" / "alliance.yaml"
    text = (
        path.read_text(encoding="utf-8")
        .replace("holder: health", "holder: helth", 1)
        .replace("illustrative: yes", "illustrative: no")
    )
    path.write_text(text.replace("tags: [owner, ", "tags: ["), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_library(workflows, policies, words_of(workflows))
    said = "\n".join(map(str, caught.value.problems))
    assert "unknown participant 'helth'; did you mean 'health'?" in said
    assert "'illustrative' must be there and say yes" in said
    assert "no participant has the tag 'owner'" in said


def test_refreshing_lists_what_is_there_now(copies, monkeypatch):
    workflows, policies = copies
    monkeypatch.setattr(locator, "PACKAGE", workflows.parent / "govflow")
    clocks = policies / "plymouth" / "clocks.yaml"
    clocks.write_text(clocks.read_text(encoding="utf-8").replace("notice: 5", "notice: 4"), encoding="utf-8")
    assert [e.name for e in unlisted(policies, shipped_editions(workflows, policies)[1])] == ["plymouth"]
    refresh_editions()
    assert unlisted(policies, shipped_editions(workflows, policies)[1]) == ()


def test_listing_keeps_earlier_editions(tmp_path):
    list_editions(tmp_path, [Edition("a", 1, "x")])
    list_editions(tmp_path, [Edition("a", 2, "y"), Edition("b", 1, "z")])
    assert read_editions(tmp_path) == (Edition("a", 1, "x"), Edition("a", 2, "y"), Edition("b", 1, "z"))


def test_a_folder_without_a_list_is_an_operators_own(tmp_path):
    problems = Problems()
    check_editions(tmp_path, [Edition("a", 1, "x")], problems)
    assert (problems.found, read_editions(tmp_path)) == ([], ())


def test_changes_are_held_to_the_library(library):
    assert library.changed("plymouth", {"clocks": {"notice": "3 working days"}}).clocks["notice"].n == 3
    with pytest.raises(DefinitionError, match="rule 1"):
        library.changed("plymouth", {"options": {"I": "written_majority"}})


def test_an_own_folder_comes_first_then_the_wheels_then_the_one_beside(tmp_path, monkeypatch):
    monkeypatch.setattr(locator, "PACKAGE", tmp_path / "govflow")
    for folder in ("own", "policies", "govflow/_bundled/policies"):
        (tmp_path / folder).mkdir(parents=True)
    assert bundled("policies", tmp_path / "own") == tmp_path / "own"
    assert bundled("policies") == tmp_path / "govflow" / "_bundled" / "policies"
    (tmp_path / "govflow" / "_bundled" / "policies").rmdir()
    assert bundled("policies") == tmp_path / "policies"
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        bundled("policies", tmp_path / "nowhere")


def test_every_file_in_the_shipped_folders_is_strict_yaml():
    for folder in (WORKFLOWS, POLICIES):
        for path in folder.rglob("*.yaml"):
            assert plain(read_file(path))
    assert (POLICIES / FILE).is_file()
