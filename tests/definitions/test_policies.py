"""Policy packs: complete or refused with every problem together; no door lets in what would break a rule that never bends."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from govflow.definitions.bundled import bundled
from govflow.definitions.policies import FILES, load_policy, policy_content, policy_from_content, with_overrides
from govflow.definitions.strict_yaml import DefinitionError
from govflow.domain.options import OPTIONS
from govflow.domain.vocabulary import ROUTES, RULES
from govflow.domain.working_days import Span

PLYMOUTH = bundled("policies") / "plymouth"
REFUSED = [(letter, value, rules) for letter, option in OPTIONS.items() for value, rules in option.refused.items()]
CONSENSUS_ONLY = [(letter, value) for letter, option in OPTIONS.items() for value in option.needs_consensus]


@pytest.fixture
def plymouth():
    return load_policy(PLYMOUTH)


@pytest.fixture
def pack(tmp_path):
    """Copy the Plymouth pack to a folder where it may be spoiled; returns a function that replaces text in one of its files."""
    folder = tmp_path / "plymouth"
    shutil.copytree(PLYMOUTH, folder)

    def change(file: str, old: str, new: str) -> Path:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return change


def problems(call, *args):
    with pytest.raises(DefinitionError) as caught:
        call(*args)
    return [str(p) for p in caught.value.problems]


@pytest.mark.parametrize(("letter", "value", "rules"), REFUSED)
def test_a_refused_option_names_the_rules_it_would_break(plymouth, letter, value, rules):
    [said] = problems(with_overrides, plymouth, {"options": {letter: value}})
    assert f"option {letter}: {value} would break " in said
    assert "so it cannot be switched on" in said
    assert all(f"rule {n} ({RULES[n]})" in said for n in rules)


def test_every_refused_value_of_the_rules_is_among_those_tried():
    assert {f"{letter} {value}" for letter, value, _ in REFUSED} >= {
        "A all_present_if_quorate",
        "C assent",
        "H majority_fallback",
        "I written_majority",
        "L none",
    }


@pytest.mark.parametrize(("letter", "value"), CONSENSUS_ONLY)
def test_an_option_that_needs_consensus_is_refused_under_unanimity_only(plymouth, letter, value):
    [said] = problems(with_overrides, plymouth, {"options": {letter: value}})
    assert "rule 1" in said
    assert "needs 'base: consensus'" in said
    assert with_overrides(plymouth, {"base": "consensus", "options": {letter: value}}).options[letter] == value


@pytest.mark.parametrize(
    ("letter", "value"), [(k, v) for k, o in OPTIONS.items() for v in o.values if v not in o.needs_consensus and "N " not in v]
)
def test_every_other_value_of_every_option_can_be_chosen(plymouth, letter, value):
    quorum = {"named": ["council"]} if value == "named_roles" else {}
    assert with_overrides(plymouth, {"options": {letter: value}, "quorum": quorum}).options[letter] == value


@pytest.mark.parametrize("window", ["15 calendar days", "3 working days", "none"])
def test_the_objection_window_takes_a_number_of_days(plymouth, window):
    assert with_overrides(plymouth, {"options": {"J": window}}).options["J"] == window


@pytest.mark.parametrize("value", ["N calendar days", "0 working days", "15 days", "all_eligable", ""])
def test_an_unknown_value_is_refused_with_the_nearest(plymouth, value):
    letter = "A" if value == "all_eligable" else "J"
    [said] = problems(with_overrides, plymouth, {"options": {letter: value}})
    assert f"cannot be {value!r}" in said
    if value == "all_eligable":
        assert "did you mean 'all_eligible'?" in said


def test_an_option_left_out_takes_its_default_and_the_digest_is_the_same(pack, plymouth):
    assert load_policy(pack("options.yaml", "  O: chair\n", "")) == plymouth


def test_overrides_change_what_they_name_and_the_digest(plymouth):
    changed = with_overrides(
        plymouth, {"clocks": {"notice": "3 working days"}, "quorum": {"at_least": "4"}, "hide_positions": "yes"}
    )
    assert changed.clocks["notice"] == Span(3, "working days")
    assert changed.clocks["positions"] == plymouth.clocks["positions"]
    assert (changed.quorum.at_least, changed.quorum.panel, changed.hide_positions) == (4, 3, True)
    assert (changed.pack, changed.edition) == ("plymouth", 1)
    assert changed.digest != plymouth.digest


def test_an_override_that_says_what_stands_already_changes_nothing(plymouth):
    assert with_overrides(plymouth, {"options": {"B": "blocks"}}) == plymouth
    assert with_overrides(plymouth, {}) == plymouth


def test_standing_aside_is_offered_exactly_where_it_may_be(plymouth):
    aside = with_overrides(plymouth, {"base": "consensus", "options": {"B": "stand_aside_allowed"}})
    assert aside.word("stand_aside").prompt
    assert plymouth.word("stand_aside") is None
    assert with_overrides(aside, {"options": {"B": "ignored"}}).word("stand_aside") is None


def test_an_override_of_anything_else_is_refused(plymouth):
    said = problems(
        with_overrides,
        plymouth,
        {"acts": {"decision.agree": ["manager"]}, "clock": {}, "clocks": {"notise": "1 day", "papers": "soon"}},
    )
    assert any("'acts' cannot be changed here" in s for s in said)
    assert any("'clock' cannot be changed here; did you mean 'clocks'?" in s for s in said)
    assert any("there is no clock 'notise'; did you mean 'notice'?" in s for s in said)
    assert any("'papers' must be a length of time" in s for s in said)


@pytest.mark.parametrize(
    "changes", [{"options": "B"}, {"clocks": ["x"]}, {"quorum": "all"}, {"base": {"a": "b"}}, {"hide_positions": ["yes"]}]
)
def test_an_override_of_the_wrong_shape_is_refused(plymouth, changes):
    assert problems(with_overrides, plymouth, changes)


def test_content_hashes_to_the_digest_and_loads_back_equal(plymouth):
    changed = with_overrides(plymouth, {"base": "consensus", "options": {"B": "stand_aside_allowed"}})
    for policy in (plymouth, changed):
        again = policy_from_content(policy_content(policy))
        assert again == policy
        assert policy_content(again) == policy_content(policy)


def test_stored_content_is_still_held_to_the_rules_that_never_bend(plymouth):
    spoiled = policy_content(plymouth).replace(b'"decision.agree":["seat holder","deputy"]', b'"decision.agree":["manager"]')
    assert spoiled != policy_content(plymouth)
    assert "rule 1" in problems(policy_from_content, spoiled)[0]
    assert "rule 2" in problems(policy_from_content, policy_content(plymouth).replace(b'"not_agreed"', b'"assent"'))[0]


def test_stored_content_with_words_of_another_time_still_loads(plymouth):
    older = (
        policy_content(plymouth).replace(b'"decision.withdraw"', b'"decision.take_back"').replace(b'"papers":', b'"paper_time":')
    )
    assert policy_from_content(older).acts["decision.take_back"] == ("proposer", "chair")


@pytest.mark.parametrize("act", ["agree", "agree_subject_to", "object", "abstain", "stand_aside"])
def test_nobody_but_a_seat_holder_or_deputy_can_give_a_position(pack, act):
    [said] = problems(
        load_policy, pack("roles.yaml", f"decision.{act}: [seat holder, deputy]", f"decision.{act}: [seat holder, manager]")
    )
    assert f"decision.{act} is for a seat holder or deputy; manager would break rule 1" in said


def test_nobody_can_settle_by_hand(pack):
    [said] = problems(
        load_policy, pack("roles.yaml", "decision.settle: [the engine, the clock]", "decision.settle: [the engine, chair]")
    )
    assert "done by the rules themselves; chair would break rule 5" in said


def test_a_kind_that_moves_or_gives_back_money_names_an_amount(pack):
    [said] = problems(load_policy, pack("kinds.yaml", "    needs_amount: yes\n    money: move\n", "    money: move\n"))
    assert "kind 'budget-move' has 'money: move', and needs 'needs_amount: yes'" in said


def test_a_kind_does_with_money_only_what_there_is_a_word_for(pack):
    [said] = problems(load_policy, pack("kinds.yaml", "    money: move\n", "    money: spend\n"))
    assert "'spend'" in said


@pytest.mark.parametrize(("kind", "about"), [("exclusion", "default"), ("exit", "exit")])
def test_the_bar_on_deciding_on_ones_own_default_or_exit_cannot_be_lifted(pack, kind, about):
    [said] = problems(load_policy, pack("kinds.yaml", f"    about: {about}\n", ""))
    assert f"kind '{kind}' must be there with 'about: {about}'" in said
    assert "rule 7" in said


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "policy.yaml",
            "jurisdiction: england",
            "jurisdiction: englnd",
            "plymouth/policy.yaml:7: there is no jurisdiction 'englnd'; did you mean 'england'?",
        ),
        ("policy.yaml", "zone: Europe/London", "zone: Europe/Londn", "there is no time zone 'Europe/Londn'"),
        ("policy.yaml", "zone: Europe/London", "zone: /etc/passwd", "there is no time zone"),
        ("policy.yaml", 'closing: "17:00"', "closing: 5pm", "it must be a time of day such as 17:00"),
        ("policy.yaml", "base: unanimity ", "base: majority ", "'base' cannot be 'majority'; known: consensus, unanimity"),
        ("policy.yaml", "policy: plymouth", "policy: exeter", "yet its folder is called 'plymouth'"),
        ("policy.yaml", "local_closures: []", "local_closures: [2026-13-01]", "'2026-13-01' is not a date"),
        ("policy.yaml", "at_least: 2", "at_least: 1", "'at_least' is 1; it must be from 2 to 99"),
        ("policy.yaml", "panel: 3", "panel: 3\n  named: [council]", "'named' counts only where option D is named_roles"),
        ("policy.yaml", "quiet_minutes", "quiet_minuts", "has no key 'quiet_minuts'; did you mean 'quiet_minutes'?"),
        ("options.yaml", "D: each_participant", "D: named_roles", "'quorum' has no 'named'"),
        ("options.yaml", "  P: ", "  Q: ", "there is no option 'Q'; the options are A to P"),
        ("clocks.yaml", "  cure: 10 working days\n", "", "'clocks' lacks cure"),
        ("defaults.yaml", "  - id: wilful-default\n", "  - id: wilful\n", "'grounds' lacks 'wilful-default'"),
        ("defaults.yaml", "    curable: no\n", "    curable: yes\n", "ground 'insolvency' leaves nothing to put right"),
        ("roles.yaml", "default.judge: [seat holder]", "default.judge: [manager]", "manager would break rule 1"),
        ("kinds.yaml", "  - id: suspension-of-activities\n", "  - id: pause\n", "kind 'suspension-of-activities' must be there"),
        ("clocks.yaml", "5 clear working days", "five clear working days", "'notice' must be a length of time"),
        (
            "kinds.yaml",
            "body: management-team",
            "body: managment-team",
            "'body' cannot be 'managment-team'; did you mean 'management-team'?",
        ),
        ("kinds.yaml", "  - id: mandate-response", "  - id: mandate-answer", "'kinds' lacks 'mandate-response'"),
        ("kinds.yaml", "changes: [holding]", "changes: [holdings]", "'changes' cannot hold 'holdings'; did you mean 'holding'?"),
        ("bodies.yaml", "level: manager,", "level: management,", "two at level 'management'"),
        ("bodies.yaml", "  - {id: owner, title: Owner, level: owner, alone: yes}\n", "", "'bodies' has none at level 'owner'"),
        ("bodies.yaml", "level: leadership}", "level: leadership, alone: yes}", "at level 'leadership', would break rule 1"),
        ("positions.yaml", "  - id: abstain", "  - id: abstein", "'positions' lacks 'abstain'"),
        ("positions.yaml", "  - id: abstain", "  - id: stand_aside", "'stand_aside' can be offered only with 'base: consensus'"),
        (
            "roles.yaml",
            "decision.retable",
            "decision.retabel",
            "there is no act 'decision.retabel'; did you mean 'decision.retable'?",
        ),
        ("roles.yaml", "[manager, proposer]", "[manger, proposer]", "cannot hold 'manger'; did you mean 'manager'?"),
        ("roles.yaml", "acts:", "act:", "a policy needs 'acts'"),
        ("principles.yaml", "id: open-book", "id: best-person", "a principle 'best-person' stands here a second time"),
        ("routes.yaml", "id: fraud", "id: freud", "'id' cannot be 'freud'; did you mean 'fraud'?"),
        ("routes.yaml", "id: fraud", "id: freud", "'routes' lacks 'fraud', by which an issue can be sent where it belongs"),
        ("routes.yaml", "id: fraud", "id: data-breach", "a route 'data-breach' stands here a second time"),
        ("routes.yaml", "    title: Fraud\n", "", "a route needs 'title'"),
        ("routes.yaml", "    when: Something", "    where: Something", "a route needs 'when'"),
        ("routes.yaml", "    when: Something", "    where: Something", "a route has no key 'where'"),
        ("routes.yaml", "title: Fraud", "title: [Fraud]", "'title' must be text"),
        ("routes.yaml", "routes:", "router:", "a policy needs 'routes'"),
    ],
)
def test_each_mistake_of_a_pack_is_named(pack, file, old, new, says):
    from govflow.definitions.policy_checks import Known
    from govflow.domain.vocabulary import ACTS, ROLES

    said = problems(load_policy, pack(file, old, new), Known(ACTS, ROLES, ("england", "wales")))
    assert any(says in s for s in said), said


def test_the_mistakes_of_all_files_come_together(pack):
    pack("clocks.yaml", "notice: 5", "notice: -5")
    pack("roles.yaml", "[proposer]", "[proposr]")
    folder = pack("options.yaml", "I: written_unanimous", "I: written_majority")
    (folder / "option.yaml").write_text("a: b\n", encoding="utf-8")
    (folder / "bodies.yaml").unlink()
    said = "\n".join(problems(load_policy, folder))
    for file in ("clocks.yaml:", "roles.yaml:", "options.yaml:", "bodies.yaml: cannot be read"):
        assert f"plymouth/{file}" in said
    assert "plymouth/option.yaml: is not a file of a policy; did you mean 'options.yaml'?" in said


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("roles.yaml", "acts: none"),
        ("options.yaml", "options: {A: [x]}"),
        ("bodies.yaml", "[]"),
        ("routes.yaml", "routes: none"),
        ("routes.yaml", "routes: [fraud]"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused(pack, file, text):
    folder = pack(file, "", "")
    (folder / file).write_text(text, encoding="utf-8")
    assert any(s.startswith(f"plymouth/{file}:1: ") for s in problems(load_policy, folder))


def test_a_section_in_two_files_is_refused(pack):
    folder = pack("bodies.yaml", "bodies:", "clocks: {}\nbodies:")
    assert any("'clocks' is also given in plymouth/bodies.yaml" in s for s in problems(load_policy, folder))


def test_the_files_of_a_pack_are_those_the_readme_lists():
    readme = (PLYMOUTH.parent / "README.md").read_text(encoding="utf-8")
    assert all(f"`{file}`" in readme for file in FILES)


@pytest.mark.parametrize("name", ["plymouth", "consensus", "nacg"])
def test_every_route_of_every_pack_has_its_address_and_nobody_is_told_to_be_free_of_a_duty(name):
    policy = load_policy(PLYMOUTH.parent / name)
    assert [route.id for route in policy.routes] == list(ROUTES)
    for route in policy.routes:
        assert policy.route(route.id) == route
        assert (route.when.count(". "), route.when[-1], route.address[-1]) == (0, ".", "."), route.id
    said = " ".join(f"{route.when} {route.address}" for route in policy.routes).lower()
    assert "bars anybody from going to court" in said
    assert [word for word in ("liab", "immun", "no duty", "protected from") if word in said] == []


def test_a_policy_that_was_kept_before_there_were_routes_is_still_read_and_has_none(plymouth):
    content = policy_content(replace(plymouth, routes=()))
    assert b'"routes"' not in content
    kept = policy_from_content(content)
    assert (kept.routes, kept.route("fraud")) == ((), None)
    assert policy_from_content(policy_content(plymouth)).routes == plymouth.routes
