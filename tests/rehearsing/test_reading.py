"""Mistakes in scenario files are found before anything is played: all together, with file, line and the nearest known word."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from govflow.assemble import house_in_memory, library_of
from govflow.clock import VirtualClock
from govflow.definitions.strict_yaml import DefinitionError
from govflow.rehearsing import rehearse
from govflow.rehearsing.scenario import read_scenarios
from govflow.rehearsing.seating import seat_everybody
from govflow.rehearsing.steps import Do

WRONG = """\
scenario: Everything wrong
polisy: plymouth
start: yesterday
given: {mandate: perhaps, seats: filled, weather: fine}
cast:
  kay: leadership:counsil
  lee: leader:outreach
  mo: manager
  moa: leadership:health
  mob: leadership:health
  everyone: chair
  una: leadership:youth unnotified
  sol: leadership
  two: [manager, observer]
steps:
  - {by: kat, do: decision.propose, on: outreach}
  - {by: mo, do: decision.circulat, on: outreach}
  - {by: mo, do: decision.open, on: outeach}
  - {by: mo, do: decision.open, on: outreach, refused: notice-to-short}
  - {by: the clock, do: decision.close, on: outreach}
  - {by: mo, do: decision.open}
  - {by: mo, do: decision.open, on: outreach, wiht: {closes: 2026-03-12 17:00}}
  - {wait: 5 clear working days}
  - {wait: a while}
  - {wait: until Easter}
  - {expect: {outreach: in_farce}}
  - {expect: {outreach: {agred: 8}}}
  - {expect: {outreach: {agreed: many, level: top, closes: soon, needed: a-lot, mails_to: 3, remaining: 5}}}
  - {expect: {other: open}}
  - {set: {outreach: in_force}}
  - {by: mo, do: decision.open, on: m1.response}
  - {by: "leadership:nobody", do: decision.open, on: outreach}
  - {by: mo, for: nobody, do: decision.open, on: outreach}
  - {by: [], do: decision.open, on: outreach, refused: []}
  - {by: lee, do: decision.propose, on: outreach}
  - {expect: {outreach: {mails_to: {zoe: 1}}}}
  - {by: everyone but zed, do: decision.agree, on: outreach}
"""

SAID = [
    (2, "a scenario has no key 'polisy'; did you mean 'policy'?"),
    (3, "'start' is 'yesterday'"),
    (4, "'mandate' cannot be 'perhaps'"),
    (4, "what is given has no key 'weather'"),
    (6, "there is no participant 'counsil' in Seaport Alliance; did you mean 'council'?"),
    (7, "there is no seat 'leader:outreach' for the cast; did you mean 'leadership:outreach'?"),
    (10, "'leadership:health' is given to 'moa' already; one seat has one holder"),
    (11, "nobody in the cast can be called 'everyone'"),
    (12, "there is no seat 'leadership:youth unnotified' for the cast"),
    (13, "there is no seat 'leadership' for the cast; write leadership:ORG"),
    (14, "'two' can be invited to one of these at most"),
    (16, "there is no 'kat' in the cast; did you mean 'kay'?"),
    (17, "there is no act 'decision.circulat'; did you mean 'decision.circulate'?"),
    (18, "no earlier step brought 'outeach'; did you mean 'outreach'?"),
    (19, "there is no refusal code 'notice-to-short'; did you mean 'notice-too-short'?"),
    (20, "'the clock' is nobody in the cast"),
    (21, "decision.open needs 'on'"),
    (22, "a step has no key 'wiht'; did you mean 'with'?"),
    (23, "'wait' cannot be '5 clear working days'"),
    (24, "'wait' cannot be 'a while'"),
    (25, "'until Easter' is not a time to wait for"),
    (26, "there is no state 'in_farce'; did you mean 'in_force'?"),
    (27, "an expectation has no key 'agred'; did you mean 'agreed'?"),
    (28, "'agreed': must be a whole number"),
    (28, "'level': there is no level 'top'"),
    (28, "'closes': must be a time such as 2026-03-12 17:00, or none"),
    (28, "'needed': there is no code 'a-lot'"),
    (28, "'mails_to': must be {NAME: how many}"),
    (28, "'remaining': must be pounds and pence"),
    (29, "no earlier step brought 'other'"),
    (30, "a step has no key 'set'"),
    (31, "'m1.response' has a dot"),
    (32, "there is no 'leadership:nobody' in the cast"),
    (33, "there is no participant 'nobody'"),
    (34, "'by' names nobody"),
    (34, "'refused' names no code"),
    (35, "'outreach' is already the name of something"),
    (36, "there is no 'zoe' in the cast"),
    (37, "there is no 'zed' in the cast"),
]


def problems(tmp_path: Path, *texts: str) -> list[tuple[str, int, str]]:
    paths = []
    for n, text in enumerate(texts, 1):
        paths.append(tmp_path / f"{n}.yaml")
        paths[-1].write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        rehearse(paths, library_of(), house_in_memory)
    return [(Path(p.file).name, p.line, p.says) for p in refused.value.problems]


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    found = problems(tmp_path, WRONG)
    for line, says in SAID:
        assert any(at == line and says in said for _, at, said in found), f"line {line}: {says}\n" + "\n".join(map(str, found))


def test_nothing_else_is_told(tmp_path: Path) -> None:
    told = {line for line, _ in SAID}
    assert [one for one in problems(tmp_path, WRONG) if one[1] not in told] == []


def test_the_mistakes_of_all_files_are_told_together(tmp_path: Path) -> None:
    found = problems(tmp_path, "scenario: One\nsteps: nothing\n", "scenario: Two\nsteps: []\ncolour: red\n", "scenario: [Three\n")
    assert {name for name, _, _ in found} == {"1.yaml", "2.yaml", "3.yaml"}


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        ("plimouth", "there is no policy 'plimouth', neither a pack nor a folder; did you mean 'plymouth'?"),
        ("{pack: plymouth, option: {B: ignored}}", "a policy in a scenario has no key 'option'; did you mean 'options'?"),
        ("{pack: plymouth, options: {B: ignored}}", "would break rule 1"),
        ("{pack: plymouth, options: {B: blocked}}", "did you mean 'blocks'?"),
        ("{pack: plymouth, clocks: {notice: soon}}", "must be a length of time"),
        ("[plymouth]", "'policy' must be a pack, a path, or"),
    ],
)
def test_a_policy_that_cannot_be_is_told(policy: str, says: str, tmp_path: Path) -> None:
    found = problems(tmp_path, f"scenario: A policy\npolicy: {policy}\nsteps: []\n")
    assert any(line == 2 and says in said for _, line, said in found), found


def test_a_policy_may_be_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "plymouth"
    folder.mkdir()
    for path in sorted((Path(__file__).parents[2] / "policies" / "plymouth").iterdir()):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    clocks = folder / "clocks.yaml"
    clocks.write_text(clocks.read_text(encoding="utf-8").replace("notice: 5 clear", "notice: 1 clear"), encoding="utf-8")
    scenario = tmp_path / "one.yaml"
    scenario.write_text(
        "scenario: A shorter notice\npolicy: ./plymouth\ncast: {mo: manager}\nsteps:\n"
        "  - {by: mo, do: decision.propose, on: a}\n  - {by: mo, do: decision.circulate, on: a}\n"
        "  - {wait: 2 working days}\n  - {by: mo, do: decision.open, on: a}\n",
        encoding="utf-8",
    )
    told = rehearse([scenario], library_of(), house_in_memory)
    assert told.ok, told.text()


def test_hidden_characters_in_a_file_are_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, "scenario: Right \u202eto left\nsteps: []\n")
    assert "hidden character U+202E" in found[0][2]


def test_a_file_may_give_people_names_and_the_others_have_their_role_for_one(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(
        "scenario: One\ncast: {kay: leadership:council, mo: manager}\n"
        'people: {kay: Priya Shah, "leadership:health": Daniel Okonkwo, administrator: Chloe Bennett}\nsteps: []\n',
        encoding="utf-8",
    )
    (scenario,) = read_scenarios([path], library_of())
    house = house_in_memory(library_of(), VirtualClock(datetime(2026, 3, 2, 9, tzinfo=UTC)))
    people = seat_everybody(house, "one", scenario)
    with house.store.view("one") as view:
        alliance = view.alliance()
    named = {
        who: alliance.named(people.ref(who)) for who in ("kay", "leadership:health", "administrator", "mo", "leadership:youth")
    }
    assert named == {
        "kay": "Priya Shah, Council",
        "leadership:health": "Daniel Okonkwo, Health",
        "administrator": "Chloe Bennett, administrator",
        "mo": "Alliance manager",
        "leadership:youth": "Leadership member, Youth",
    }
    assert alliance.cited(people.ref("kay")) == "Priya Shah (Council)"


def test_a_name_for_nobody_and_an_empty_name_are_told(tmp_path: Path) -> None:
    text = 'scenario: One\ncast: {kay: leadership:council}\npeople:\n  kai: Priya Shah\n  kay: ""\n  "chief:nobody": Ann Other\nsteps: []\n'
    said = {(line, says) for _, line, says in problems(tmp_path, text)}
    assert (4, "there is no 'kai' in the cast to give a name to; did you mean 'kay'?") in said
    assert (5, "the name of 'kay' must be text of 1 to 100 characters") in said
    assert any(line == 6 and "there is no 'chief:nobody' in the cast" in says for line, says in said)


def test_names_and_defaults_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(
        "scenario: One\ncast: {lee: [leadership:outreach, chair]}\nsteps:\n  - {by: lee, do: decision.propose, on: a}\n",
        encoding="utf-8",
    )
    (scenario,) = read_scenarios([path], library_of())
    assert scenario.stage.policy is not None
    assert scenario.stage.policy.pack == "plymouth"
    assert (scenario.mandate_in_force, scenario.seats_filled) == (True, True)
    (step,) = scenario.steps
    assert isinstance(step, Do)
    assert (step.line, step.by, step.on) == (4, ("lee",), "a")
