"""Mandates and example alliances: what is refused when they are read, each with its line."""

import pytest

from govflow.definitions.alliances import load_alliance
from govflow.definitions.bundled import bundled
from govflow.definitions.canonical import canonical
from govflow.definitions.mandates import mandate_from_content, read_mandate
from govflow.definitions.policies import load_policy, with_overrides
from govflow.definitions.schema import Problems
from govflow.definitions.strict_yaml import DefinitionError, read_text

MANDATE = """\
ref: MAN-0001
version: 1
title: A mandate
from: 2025-04-01
until: 2030-03-31
outcomes: [{id: a, title: A, measure: m, baseline: b, target: t, direction: up, source: s}]
risk: [{category: money, threshold: 12, level: leadership}]
envelope:
  - {line: outreach, year: 2025-26, amount: "10.00", holding: devolved, demand_led: no}
  - {line: clinic, year: 2025-26, amount: "10.00", holding: aligned, holder: health}
reserved: [scope]
limits: [{level: management, amount: "5.00"}]
"""


def problems_of(text):
    problems = Problems()
    read_mandate(read_text(text, "m.yaml"), problems)
    return [str(p) for p in problems.found]


def test_a_complete_mandate_has_no_problems():
    assert problems_of(MANDATE) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("until: 2030", "until: 2020", "m.yaml:5: 'until' (2020-03-31) is before 'from' (2025-04-01)"),
        (", holder: health", "", "m.yaml:10: 'clinic' is aligned and needs its 'holder'"),
        ("holding: devolved", "holding: devolved, holder: health", "m.yaml:9: 'outreach' is devolved, so nobody is its 'holder'"),
        ("line: clinic", "line: outreach", "m.yaml:10: a budget line 'outreach 2025-26' stands here a second time"),
        ("holding: devolved", "holding: pooled", "m.yaml:9: 'holding' cannot be 'pooled'; known: aligned, devolved"),
        ("threshold: 12", "threshold: 26", "m.yaml:7: 'threshold' is 26; it must be from 1 to 25"),
        ("level: management", "level: managers", "m.yaml:12: 'level' cannot be 'managers'; did you mean"),
        ("direction: up", "direction: better", "m.yaml:6: 'direction' cannot be 'better'; known: down, up"),
    ],
)
def test_each_mistake_of_a_mandate_is_named(old, new, says):
    assert any(says in said for said in problems_of(MANDATE.replace(old, new, 1)))


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"version":1}', b"null", canonical({"ref": "MAN-0001"})])
def test_content_that_is_no_mandate_is_refused(content):
    with pytest.raises(DefinitionError):
        mandate_from_content(content)


def test_an_alliance_of_one_is_refused_and_so_is_a_quorum_of_nobody_in_it(tmp_path):
    policies = bundled("policies")
    policy = load_policy(policies / "plymouth")
    policy = with_overrides(policy, {"options": {"D": "named_roles"}, "quorum": {"named": ["hots"]}})
    text = (policies / "plymouth" / "alliance.yaml").read_text(encoding="utf-8")
    text = text.replace("tags: [provider]", "tags: [host]")
    path = tmp_path / "alliance.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match="the quorum names 'hots', neither participant nor tag; did you mean 'host'"):
        load_alliance(path, policy)
    lines = text.splitlines(keepends=True)
    path.write_text("".join(row for row in lines if "leadership-team, " not in row or "id: council" in row), encoding="utf-8")
    with pytest.raises(DefinitionError, match="at least two participants"):
        load_alliance(path, policy)
