"""Workflow files: read as the contract says, checked as a whole, kept and found again as content."""

from dataclasses import replace

import pytest

from govflow.definitions.strict_yaml import DefinitionError
from govflow.definitions.workflow_checks import unused_words
from govflow.definitions.workflows import Promise, Words, load_workflow, workflow_content, workflow_from_content

WORDS = Words(
    guards=frozenset({"every eligible participant agrees", "the meeting is quorate", "a reason is given"}),
    conditions=frozenset({"this is the last try"}),
    effects=frozenset({"count the failure", "record the position"}),
    moments=frozenset({"the closing time"}),
    observers=frozenset({"every eligible participant agreed to that version", "a reason"}),
    acts=frozenset({"decision.agree", "decision.settle", "decision.close", "decision.open", "other.thing"}),
)

GOOD = """\
workflow: decision
edition: 3
title: Decision
starts: draft
elsewhere:
  agree: voting-closed
states:
  draft:
    title: Draft
    means: It is being written.
    moves:
      - {do: open, to: open}
  open:
    title: Open
    means: Everybody is asked.
    asks: every eligible participant
    moves:
      - {do: agree, when: [a reason is given], then: [record the position], to: same}
      - {do: settle, by: the engine, when: [every eligible participant agrees, the meeting is quorate], to: adopted}
      - {do: close, by: the clock, after: the closing time, if: [this is the last try], then: [count the failure], to: lapsed}
      - {do: close, by: the clock, after: the closing time, then: [count the failure], to: draft}
  adopted:
    title: Adopted
    means: It is agreed.
  lapsed:
    title: Lapsed
    means: It is over.
promises:
  - adopted is never reached without: every eligible participant agreed to that version
  - "agree never happens without: a reason"
"""


@pytest.fixture
def load(tmp_path):
    def load(text):
        path = tmp_path / "decision.yaml"
        path.write_text(text, encoding="utf-8")
        return load_workflow(path, WORDS)

    return load


@pytest.fixture
def problems(load):
    def problems(text):
        with pytest.raises(DefinitionError) as caught:
            load(text)
        return [(p.line, p.says) for p in caught.value.problems]

    return problems


def test_a_workflow_is_read_as_it_stands(load):
    found = load(GOOD)
    assert (found.name, found.edition, found.starts, found.elsewhere) == ("decision", 3, "draft", {"agree": "voting-closed"})
    assert list(found.states) == ["draft", "open", "adopted", "lapsed"]
    agree, settle, close, again = found.states["open"].moves
    assert (agree.by, agree.to, agree.when, agree.then) == ("people", "open", ("a reason is given",), ("record the position",))
    assert (settle.by, settle.to) == ("the engine", "adopted")
    assert (close.by, close.after, close.if_, close.to) == ("the clock", "the closing time", ("this is the last try",), "lapsed")
    assert (again.if_, again.line) == ((), 21)
    assert found.states["adopted"].moves == ()


def test_promises_read_as_they_are_written(load):
    first, second = load(GOOD).promises
    assert first == Promise("state", "adopted", "every eligible participant agreed to that version")
    assert str(first) == "adopted is never reached without: every eligible participant agreed to that version"
    assert str(second) == "agree never happens without: a reason"


def test_layout_and_comments_do_not_change_the_digest_and_rules_do(load):
    same = GOOD.replace(
        "      - {do: open, to: open}", "      # a comment\n      - do: open\n        by: people\n        to: open"
    )
    assert load(same).digest == load(GOOD).digest
    assert load(same) == load(GOOD)
    changed = {
        load(GOOD.replace(*pair)).digest
        for pair in [("edition: 3", "edition: 4"), ("[a reason is given]", "[]"), ("to: draft", "to: lapsed")]
    }
    assert len(changed | {load(GOOD).digest}) == 4


def test_content_hashes_to_the_digest_and_loads_back_equal(load):
    found = load(GOOD)
    again = workflow_from_content(workflow_content(found))
    assert again == found
    assert list(again.states) == list(found.states)
    assert workflow_content(again) == workflow_content(found)


@pytest.mark.parametrize(
    "content",
    [
        b'{"states":[{"id":"a","means":' + b"[" * 900 + b"]" * 900 + b"}]}",
        b"",
        b"[]",
        b"{}",
        b'{"states":[{}]}',
        b'{"states":{}}',
        b'{"states":[{"id":"a","title":1}]}',
        b"{",
        b"[" * 900 + b"]" * 900,
    ],
)
def test_content_that_is_no_workflow_is_refused(content):
    with pytest.raises(DefinitionError):
        workflow_from_content(content)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (
            "agrees, the meeting",
            "agrees, the meting",
            19,
            "there is no guard 'the meting is quorate'; did you mean 'the meeting is quorate'?",
        ),
        (
            "if: [this is the last try]",
            "if: [this is the lost try]",
            20,
            "there is no condition 'this is the lost try'; did you mean",
        ),
        ("then: [record the position]", "then: [record a position]", 18, "there is no effect 'record a position'; did you mean"),
        ("after: the closing time, if", "after: the closng time, if", 20, "there is no moment 'the closng time'; did you mean"),
        (
            "without: every eligible",
            "without: each eligible",
            29,
            "there is no observer 'each eligible participant agreed to that version'",
        ),
        ("do: agree,", "do: agre,", 18, "there is no act decision.agre; did you mean 'agree'?"),
        ("by: the engine", "by: the engin", 19, "'by' cannot be 'the engin'; did you mean 'the engine'?"),
        ("to: open}", "to: opne}", 12, "'open' leads to the unknown state 'opne'; did you mean 'open'?"),
        ("to: open}", "to: lapsed}", 13, "state 'open' can never be reached from 'draft'"),
        ("to: open}", "to: same}", 8, "state 'draft' has no way out"),
        ("after: the closing time, then", "then", 21, "'close' is by the clock and needs 'after'"),
        (
            "do: settle, by",
            "do: settle, after: the closing time, by",
            19,
            "'settle' has 'after', which is only for 'by: the clock'",
        ),
        ("if: [this is the last try], ", "", 21, "this 'close' never happens: an earlier one in 'open' has no 'if'"),
        ("- adopted is never", "- adoptd is never", 29, "the promise names the unknown state 'adoptd'; did you mean 'adopted'?"),
        (
            '"agree never happens',
            '"agred never happens',
            30,
            "the promise names the unknown event 'agred'; did you mean 'agree'?",
        ),
        ('"agree never happens without: a reason"', "agree needs a reason", 30, "a promise reads"),
        ("starts: draft", "starts: drift", 0, "starts in the unknown state 'drift'; did you mean 'draft'?"),
        (
            "  agree: voting-closed",
            "  argee: voting-closed",
            0,
            "'elsewhere' names the event 'argee', which no state has; did you mean 'agree'?",
        ),
        ("    means: It is over.\n", "", 25, "state 'lapsed' needs 'means'"),
        ("{do: open, to: open}", "{do: open, too: open}", 12, "a move of 'draft' has no key 'too'; did you mean 'to'?"),
        ("workflow: decision", "workflow: decisions", 0, "yet the file is called 'decision.yaml'"),
    ],
)
def test_each_mistake_is_named_with_its_line_and_the_nearest_word(problems, old, new, line, says):
    assert old in GOOD
    found = problems(GOOD.replace(old, new, 1))
    assert any(at == line and says in said for at, said in found), found


def test_a_state_that_asks_people_for_something_has_a_clock(problems):
    text = GOOD.replace("    means: It is being written.", "    means: It is being written.\n    asks: the proposer")
    assert problems(text) == [(8, "state 'draft' asks the proposer for something, yet no clock moves it on")]


def test_a_circle_without_an_end_is_refused(problems):
    text = GOOD.replace("    means: It is over.", "    means: It is over.\n    moves: [{do: open, to: adopted}]").replace(
        "    means: It is agreed.", "    means: It is agreed.\n    moves: [{do: open, to: lapsed}]"
    )
    assert {said for _, said in problems(text)} == {
        f"from state {s!r} no end can be reached" for s in ("draft", "open", "adopted", "lapsed")
    }


def test_all_mistakes_come_together(problems):
    text = (
        GOOD.replace("to: open}", "to: opne}")
        .replace("a reason is given", "a reason is giving")
        .replace("edition: 3", "edition: three")
    )
    says = [said for _, said in problems(text)]
    assert len(says) >= 3
    assert any("opne" in s for s in says)
    assert any("giving" in s for s in says)
    assert any("whole number" in s for s in says)


def test_words_that_no_workflow_uses_are_listed(load):
    more = replace(WORDS, guards=WORDS.guards | {"nobody asks"}, observers=WORDS.observers | {"nothing"})
    assert unused_words(WORDS, [load(GOOD)]) == ()
    assert unused_words(more, [load(GOOD)]) == ("guard: nobody asks", "observer: nothing")
