"""Explaining: nothing of a file is left out of its English, table, diagram or drawing, and the drawing is safe to put in a page."""

import shutil
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from govflow.cli import main
from govflow.definitions.bundled import bundled
from govflow.definitions.explaining import acts_table, alternative, english, mermaid, policy_english, svg, table
from govflow.definitions.explaining.authority import authority_sentences, authority_table, goes_up
from govflow.definitions.explaining.diagrams import arrows, columns
from govflow.definitions.explaining.options import MEANS
from govflow.definitions.explaining.workflows import sentence
from govflow.definitions.library import load_library
from govflow.definitions.policies import load_policy
from govflow.definitions.schema import Problems
from govflow.definitions.strict_yaml import read_file
from govflow.definitions.workflows import Move, State, Workflow, read_workflow
from govflow.domain.authority import Matter, route, the
from govflow.domain.options import NO_WINDOW, OPTIONS
from govflow.domain.vocabulary import ACTS, CLOCKS, ITS_WORD, LEVELS, MAY_CHANGE
from govflow.engine.registry import known_words

DECISION = read_workflow(read_file(bundled("workflows") / "decision.yaml"), Problems())
PACKS = {folder.parent.name: load_policy(folder.parent) for folder in sorted(bundled("policies").glob("*/policy.yaml"))}
PLYMOUTH = PACKS["plymouth"]
SVG = "{http://www.w3.org/2000/svg}"


def squeezed(text):
    return " ".join(text.split())


def a_workflow(targets, awkward):
    """Return a small machine whose states go where ``targets`` says, with an awkward title."""
    names = [f"s{n}" for n in range(len(targets))]
    states = {}
    for name, goes in zip(names, targets, strict=True):
        moves = tuple(
            Move(f"go_{to}", "people", ("it is so",), (), ("record it",), f"s{to}", "") for to in goes if to < len(names)
        )
        states[name] = State(name, f"{awkward} {name}", f"{awkward}.", "", moves)
    return Workflow("small", 1, awkward, "s0", {}, states, (), "")


MACHINES = st.builds(
    a_workflow,
    st.lists(st.lists(st.integers(0, 5), max_size=4), min_size=1, max_size=6),
    st.text(alphabet="<>&\"'ab é]", min_size=1, max_size=12).map(lambda text: text.strip() or "x"),
)


@pytest.mark.parametrize("pack", [None, *PACKS])
def test_every_move_of_the_file_is_a_sentence_of_its_english(pack):
    policy = PACKS.get(pack)
    said = squeezed(english(DECISION, policy))
    for n, state in enumerate(DECISION.states.values(), 1):
        assert f"{n}. {state.title} ({state.id})" in said
        for k, move in enumerate(state.moves, 1):
            assert f"{n}.{k} {squeezed(sentence(DECISION, policy, state, move))}" in said
            words = squeezed(sentence(DECISION, policy, state, move))
            assert all(word in words for word in (*move.when, *move.if_, *move.then, move.after, f"({move.do})"))
    assert all(promise.condition in said for promise in DECISION.promises)


def test_who_may_do_it_is_read_from_the_policy():
    state = DECISION.states["draft"]
    withdraw = next(move for move in state.moves if move.do == "withdraw")
    said = sentence(DECISION, PLYMOUTH, state, withdraw)
    assert said.startswith("The proposer or the chair may withdraw the proposal (withdraw), provided that")
    assert sentence(DECISION, None, state, withdraw).startswith("Whoever the policy lets may")
    nobody = replace(PLYMOUTH, acts={})
    assert sentence(DECISION, nobody, state, withdraw).startswith("Nobody under this policy may")


@given(MACHINES)
def test_the_english_and_table_of_any_machine_hold_every_move(machine):
    said, rows = squeezed(english(machine, None)), table(machine).splitlines()
    for state, move in machine.moves:
        assert squeezed(sentence(machine, None, state, move)) in said
    assert len(rows) == 2 + len(machine.moves)


def test_the_table_has_a_row_for_every_move():
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table(DECISION, PLYMOUTH).splitlines()[2:]]
    moves = [(state.id, move.do, "(stays)" if move.to == state.id else move.to) for state, move in DECISION.moves]
    assert [tuple(row[:3]) for row in rows] == moves
    assert {row[3] for row, (_, move) in zip(rows, DECISION.moves, strict=True) if move.by == "the clock"} == {"the clock"}


def test_the_mermaid_diagram_has_every_state_and_arrow():
    lines = [line.strip() for line in mermaid(DECISION).splitlines()]
    assert lines[0] == "stateDiagram-v2"
    assert "[*] --> draft" in lines
    for state in DECISION.states.values():
        assert f"{state.id} : {state.title}" in lines
        assert (f"{state.id} --> [*]" in lines) == (not state.moves)
    for arrow in arrows(DECISION):
        assert f"{arrow.origin} --> {arrow.to} : {arrow.label}" in lines


@given(MACHINES)
def test_a_drawing_is_well_formed_and_holds_no_script_and_no_style(machine):
    drawing = svg(machine)
    root = ET.fromstring(drawing)  # noqa: S314 - our own text
    assert root.get("role") == "img"
    named = (root.get("aria-labelledby") or "").split()
    assert named == [root.find(f"{SVG}title").get("id"), root.find(f"{SVG}desc").get("id")]
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "defs", "marker", "path", "g", "rect", "text"}
        assert not any(name == "style" or name.startswith("on") or "href" in name for name in element.attrib)
    assert len(root.findall(f".//{SVG}g[@class='label']")) == len([a for a in arrows(machine) if machine.states[a.to].moves])


def test_the_drawing_shows_every_state_and_every_arrow():
    root = ET.fromstring(svg(DECISION))  # noqa: S314 - our own text
    boxes = [g for g in root.iter(f"{SVG}g") if (g.get("class") or "").startswith("state ")]
    assert len(boxes) == len(DECISION.states)
    texts = [" ".join(t.text for t in box.iter(f"{SVG}text") if t.get("class") == "title") for box in boxes]
    assert sorted(texts) == sorted(state.title for state in DECISION.states.values())
    drawn = {(p.get("data-from"), p.get("data-to")) for p in root.iter(f"{SVG}path") if p.get("data-from")}
    ends = {state.id for state in DECISION.states.values() if not state.moves}
    assert drawn == {(a.origin, a.to) for a in arrows(DECISION) if a.to not in ends}
    into_ends = [t.text for t in root.iter(f"{SVG}text") if t.get("class") == "ends"]
    assert len(into_ends) == len([a for a in arrows(DECISION) if a.to in ends])


def test_no_two_boxes_overlap():
    root = ET.fromstring(svg(DECISION))  # noqa: S314 - our own text
    boxes = [g.find(f"{SVG}rect") for g in root.iter(f"{SVG}g") if (g.get("class") or "").startswith("state ")]
    at = [tuple(float(box.get(name)) for name in ("x", "y", "width", "height")) for box in boxes]
    for n, (x, y, w, h) in enumerate(at):
        for x2, y2, w2, h2 in at[n + 1 :]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_the_text_alternative_says_every_arrow():
    said = alternative(DECISION)
    assert all(f"to {DECISION.states[a.to].title} ({a.label})" in said for a in arrows(DECISION))
    assert "Withdrawn is an end." in said
    assert columns(DECISION)["draft"] == 0


def test_every_value_of_every_option_has_words():
    for letter, option in OPTIONS.items():
        values = {*option.values, *option.refused} | ({NO_WINDOW} if letter == "J" else set())
        assert set(MEANS[letter]) == values


@pytest.mark.parametrize("pack", PACKS)
def test_the_english_of_a_policy_holds_every_setting(pack):
    policy = PACKS[pack]
    said = squeezed(policy_english(policy))
    told = [p.means for p in policy.principles] + [k.title for k in policy.kinds] + [w.prompt for w in policy.words]
    told += [b.title for b in policy.bodies] + [str(span) for span in policy.clocks.values()] + list(policy.interests)
    told += [CLOCKS[name] for name in policy.clocks] + [
        f"({value})" for value in policy.options.values() if not value[0].isdigit()
    ]
    assert [text for text in told if squeezed(text) not in said] == []


@pytest.mark.parametrize("pack", PACKS)
def test_the_table_of_acts_ticks_exactly_what_the_policy_allows(pack):
    policy = PACKS[pack]
    head, _, *rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in acts_table(policy).splitlines()]
    of_policies = [act for act in ACTS if act not in ITS_WORD]  # what no policy gives or takes away is in no table of a policy
    assert len(rows) == len(of_policies)
    for row, act in zip(rows, of_policies, strict=True):
        assert row[0].endswith(f"({act})")
        assert {role for role, mark in zip(head[1:], row[1:], strict=True) if mark == "x"} == set(policy.acts.get(act, ()))


@pytest.mark.parametrize("pack", PACKS)
def test_who_decides_which_kind_is_a_row_each_and_no_amount_is_invented(pack):
    policy = PACKS[pack]
    found = list(authority_table(policy))
    assert [(row[0], row[1], row[-1]) for row in found] == [(k.title, policy.body(k.body).title, "□") for k in policy.kinds]
    said = " ".join([*authority_sentences(policy), *(cell for row in found for cell in row)])
    assert "£" not in said
    assert not any(sign.isdigit() for sign in said)
    assert all(MAY_CHANGE[change][1:] in row[3] for row, kind in zip(found, policy.kinds, strict=True) for change in kind.changes)


@pytest.mark.parametrize("level", LEVELS)
def test_what_takes_a_kind_up_is_what_the_rule_does(level):
    """The bodies that the table names are those through which ever larger amounts take a proposal."""
    kind = replace(PLYMOUTH.kinds[0], body=next(b.id for b in PLYMOUTH.bodies if b.level == level))
    mandate = load_library(bundled("workflows"), bundled("policies"), known_words()).alliances["plymouth"].mandate
    pence = sorted({0, *(limit.pence + 1 for limit in mandate.limits)})
    reached = dict.fromkeys(the(route(Matter(kind, amount), PLYMOUTH.bodies, mandate).body) for amount in pence)
    said = goes_up(PLYMOUTH, kind)
    assert [name for name in list(reached)[1:] if f": {name}" not in said] == []
    assert said.count(":") == len(reached) - 1
    assert (said == "Never by its amount") == (len(reached) == 1)


def test_a_policy_of_ones_own_is_explained_by_its_folder(tmp_path):
    own = shutil.copytree(bundled("policies") / "plymouth", tmp_path / "plymouth")
    kinds = own / "kinds.yaml"
    kinds.write_text(kinds.read_text(encoding="utf-8").replace("Operational matter", "Ordinary matter"), encoding="utf-8")
    result = CliRunner().invoke(main, ["explain", str(own)])
    assert (result.exit_code, "Ordinary matter" in result.output) == (0, True)
    assert "| Kind " in result.output
    assert CliRunner().invoke(main, ["explain", "nothing"]).exit_code == 2
