"""The engine adopts exactly what the text of the rule adopts: real acts, real permissions, real settling, on a stride of all cases."""

from dataclasses import replace
from functools import cache

import pytest

from govflow.domain.policies import Quorum
from govflow.domain.refusals import Refused
from govflow.engine.cases import Case
from tests.cast import Cast
from tests.domain.unanimity_rule import ALL_RULES, CONFLICTS, FOUR, NAMED, PANEL, SAID, Rules, adopted
from tests.houses import a_story
from tests.pure import clock_does, does, under
from tests.stories import REASON, a_policy, an_open_decision

STRIDE = 977  # a prime, so that it meets every value of every option in turn
ADOPTED = {"adopted", "in_force", "awaiting_approval", "objection_window"}
CARRIED = {"object": {"principle": "best-for-people", "would_agree_if": "It is reviewed."}, "agree_subject_to": {"body": "Board"}}


@cache
def opened() -> tuple[Case, Cast]:
    """Return an open decision of four participants as the engine sees it, and the cast."""
    story = a_story(members=len(FOUR))
    assert story.cast.participants == FOUR
    return story.case(an_open_decision(story)), story.cast


@cache
def policy_of(rules: Rules, handling: str):
    policy = a_policy("plymouth", rules.base, A=rules.whose, B=rules.abstention, D=rules.quorum, P=rules.excluded, E=handling)
    return replace(policy, quorum=Quorum(rules.figure, NAMED, PANEL))


@cache
def case_under(rules: Rules, handling: str) -> Case:
    return under(opened()[0], policy_of(rules, handling))


def said_of(number: int) -> dict[str, str]:
    """Return the number-th way in which four participants can answer."""
    said = {}
    for participant in FOUR:
        number, word = divmod(number, len(SAID))
        said[participant] = SAID[word]
    return said


def declared(case: Case, cast: Cast, who: str) -> Case:
    return does(case, "declare_interest", cast.leads[who], kind="institutional", nature="It runs a service.")


def ruled(case: Case, cast: Cast, who: str, *, confirmed: bool) -> Case:
    """Let the chair rule as option E says, and the others confirm, all of them or one too few; then let the wait pass."""
    case = does(case, "rule_on_interest", cast.chair, of=1, reason="It has a stake.")
    needed = case.decision.interests[0].confirmations
    for participant in [p for p in FOUR if p != who][: needed if confirmed else max(needed - 1, 0)]:
        if case.decision.state == "open":
            case = does(case, "confirm_ruling", cast.leads[participant], of=1)
    if case.decision.settles_at and case.decision.state == "open":
        case = clock_does(case, "settle", case.decision.settles_at)
    return case


def answered(case: Case, cast: Cast, said: dict[str, str]) -> Case:
    """Let everyone say its word as long as positions are open; a participant that may not is told so, and that is all."""
    for participant, word in said.items():
        if not word or case.decision.state != "open":
            continue
        codes: tuple[str, ...] = ()
        try:
            case = does(case, word, cast.leads[participant], version=1, reason=REASON, **CARRIED.get(word, {}))
        except Refused as refused:
            codes = refused.codes
        assert set(codes) <= {"excluded-by-interest", "option-not-offered"}
    return case


def cases():
    """Yield a stride of the product of all rules, conflicts and answers."""
    total = len(ALL_RULES) * len(CONFLICTS) * len(SAID) ** len(FOUR)
    for number in range(0, total, STRIDE):
        rest, words = divmod(number, len(SAID) ** len(FOUR))
        rules, conflict = divmod(rest, len(CONFLICTS))
        yield ALL_RULES[rules], CONFLICTS[conflict], said_of(words)
    for number in range(len(ALL_RULES) * len(CONFLICTS)):  # and those close to adoption, where one word decides
        rules, conflict = divmod(number, len(CONFLICTS))
        said = dict(zip(FOUR, [SAID[number % len(SAID)], *["agree"] * 3], strict=True))
        yield ALL_RULES[rules], CONFLICTS[conflict], {p: said[FOUR[(i + number) % 4]] for i, p in enumerate(FOUR)}


@pytest.mark.parametrize("first", ["the ruling", "the answers"])
def test_the_engine_adopts_what_the_text_of_the_rule_adopts(first):
    """Whether the interest is ruled on before anybody answers or after all have, the outcome is the rule's."""
    tried, wrong, passed = 0, [], 0
    for rules, conflict, said in cases():
        who, (handling, confirmed) = conflict or ("", ("note_only", True))
        case, cast = case_under(rules, handling), opened()[1]
        case = declared(case, cast, who) if who else case
        case = ruled(case, cast, who, confirmed=confirmed) if who and first == "the ruling" else case
        case = answered(case, cast, said)
        case = ruled(case, cast, who, confirmed=confirmed) if who and first == "the answers" else case
        expected, found = adopted(said, conflict, rules), case.decision.state in ADOPTED
        tried, passed = tried + 1, passed + expected
        if found is not expected:
            wrong.append((rules, conflict, said, expected, case.decision.state))
    assert not wrong, f"{len(wrong)} of {tried} cases, such as {wrong[:3]}"
    assert tried > 4000
    assert passed > 200
