"""Every word is used: each sentence of the engine by a workflow, each refusal somewhere, each act by the tables."""

import ast
import re
from pathlib import Path

import pytest

from govflow.acts.data import DATA
from govflow.definitions.bundled import bundled
from govflow.domain.requirement_codes import CODES
from govflow.domain.vocabulary import ACTS, ENGINE_ACTS, ITS_WORD, ROLES
from govflow.engine import registry, words
from tests.stories import library

ROOT = Path(__file__).parents[2]
SOURCE = {path: path.read_text(encoding="utf-8") for path in (ROOT / "govflow").rglob("*.py")}
PACKS = ("plymouth", "consensus", "nacg")
REGISTERS = {"when": words.GUARDS, "if_": words.CONDITIONS, "then": words.EFFECTS, "after": words.MOMENTS}
BY_CLOCK = {"decision.window_ends", "decision.lapse", "decision.call_in_ends"}


def used(part):
    """Return the sentences that shipped workflows use in one part of their moves."""
    found = set()
    for workflow in library().workflows.values():
        for state in workflow.states.values():
            for move in state.moves:
                value = getattr(move, part)
                found |= {value} if isinstance(value, str) else set(value)
    return found - {""}


@pytest.mark.parametrize("part", REGISTERS)
def test_every_sentence_of_the_engine_is_used_by_a_shipped_workflow_and_the_reverse(part):
    assert registry.known_words().guards  # the rooms are entered
    assert set(REGISTERS[part]) == used(part)


@pytest.mark.parametrize("code", CODES)
def test_every_refusal_is_raised_somewhere(code):
    raised = {path for path, text in SOURCE.items() if f'"{code}"' in text and path.name != "requirement_codes.py"}
    workflow = (bundled("workflows") / "decision.yaml").read_text(encoding="utf-8")
    assert raised or re.search(rf": {code}$", workflow, re.MULTILINE), f"{code} is worded and never said"


def test_every_refusal_that_is_raised_is_worded():
    for path, text in SOURCE.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "refuse" and isinstance(node.args[0], ast.Constant):
                assert node.args[0].value in CODES, f"{path.name}:{node.lineno}"


def test_every_act_with_data_stands_in_the_vocabulary_and_in_every_packs_table():
    assert set(DATA) <= set(ACTS)
    for pack in PACKS:
        assert set(library().policies[pack].acts) == set(ACTS) - set(ITS_WORD), (
            "no policy gives or takes away an organisation's own word"
        )


def test_every_act_people_may_do_has_its_data_and_what_machines_do_has_none():
    """Founding has a door of its own; what the rules or the clock do alone is sent by nobody."""
    assert set(ACTS) - set(DATA) == ENGINE_ACTS | BY_CLOCK | {"alliance.found"}
    for pack in PACKS:
        acts = library().policies[pack].acts
        assert {
            act for act in ACTS if set(acts.get(act, ITS_WORD.get(act, ()))) <= {"the clock", "the engine"}
        } == ENGINE_ACTS | BY_CLOCK


def test_every_event_of_the_workflow_is_an_act_and_the_reverse():
    events = {f"decision.{move.do}" for state in library().workflows["decision"].states.values() for move in state.moves}
    assert events | {"decision.propose"} == {act for act in ACTS if act.startswith("decision.")}


def test_a_role_of_the_tables_is_one_of_the_vocabulary():
    for pack in PACKS:
        assert {role for roles in library().policies[pack].acts.values() for role in roles} <= set(ROLES)
