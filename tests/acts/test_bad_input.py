"""What nobody should send: refused with words, by every act, and nothing is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from govflow.acts.data import DATA
from govflow.acts.founding import Founding, found_alliance
from govflow.acts.house import House
from govflow.acts.performing import Act, perform
from govflow.assemble import house_in_memory, library_of
from govflow.clock import VirtualClock
from govflow.definitions.library import Library
from govflow.domain.proposals import Version
from govflow.domain.refusals import Refused
from govflow.record.ledger import Receipt

ONE, OTHER = "one", "other"
ADMINISTRATOR = "PER-0001"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MUCH = "x" * 5_000_000
BIG = 1e308


@cache
def library() -> Library:
    return library_of()


@dataclass(frozen=True)
class Setting:
    """A house with two founded alliances, and one decision in the second of them."""

    house: House

    def do(self, act: str, by: str = ADMINISTRATOR, subject: str = "", /, *, alliance: str = ONE, **data: Any) -> Receipt:
        return perform(self.house, alliance, Act(act, by, subject, data))

    def refused(self, act: str, by: str = ADMINISTRATOR, subject: str = "", /, **data: Any) -> tuple[str, ...]:
        """Return the codes of the refusal; the ledger of the first alliance is as it was."""
        before = self.entries()
        with pytest.raises(Refused) as refused:
            self.do(act, by, subject, **data)
        assert self.entries() == before
        for refusal in refused.value.refusals:
            assert refusal.says
            assert refusal.remedy
            assert len(refusal.says) < 600
        return refused.value.codes

    def entries(self) -> int:
        with self.house.store.view(ONE) as view:
            return view.head.size


@pytest.fixture(scope="module")
def setting() -> Setting:
    """A setting that tests share: what is refused leaves no trace in it."""
    return a_setting()


@pytest.fixture
def fresh() -> Setting:
    """A setting of the test's own, to take a decision further."""
    return a_setting()


def a_setting() -> Setting:
    found = Setting(house_in_memory(library(), VirtualClock(START)))
    policy, example = library().policies["plymouth"], library().alliances["plymouth"]
    for alliance in (ONE, OTHER):
        found_alliance(found.house, alliance, Founding.of_example(example, policy))
        found.do("person.invite", name="Alliance manager", role="manager", alliance=alliance)
        found.do("person.invite", name="Leadership member, Health", alliance=alliance)
        found.do("seat.fill", participant="health", body="leadership-team", person="PER-0003", alliance=alliance)
    return found


def proposal(**changes: Any) -> Mapping[str, Any]:
    return {"kind": "key-issue", "title": "A title", "text": "A text"} | changes


def test_a_good_proposal_is_taken(setting: Setting) -> None:
    assert setting.do("decision.propose", "PER-0003", **proposal()).state == "draft"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "wish"}, "unknown-value"),
        ({"colour": "red"}, "unknown-value"),
        ({"text": MUCH}, "invalid"),
        ({"title": MUCH}, "invalid"),
        ({"title": "A\x00title"}, "invalid"),
        ({"text": "A\x07bell"}, "invalid"),
        ({"title": "A \u202egninnigeb"}, "invalid"),
        ({"text": "A \u2066isolate"}, "invalid"),
        ({"text": "Half a pair \ud800"}, "invalid"),
        ({"title": ""}, "invalid"),
        ({"title": "   "}, "invalid"),
        ({"title": True}, "invalid"),
        ({"title": 7}, "invalid"),
        ({"title": ["A", "list"]}, "invalid"),
        ({"title": None}, "invalid"),
        ({"amount": "-1.00", "line": "outreach", "year": "2026-27"}, "invalid"),
        ({"amount": -1}, "invalid"),
        ({"amount": BIG}, "invalid"),
        ({"amount": "1e308"}, "invalid"),
        ({"amount": "NaN"}, "invalid"),
        ({"amount": "Infinity"}, "invalid"),
        ({"amount": True}, "invalid"),
        ({"amount": 180000.00}, "invalid"),
        ({"amount": "180.000,00"}, "invalid"),
        ({"amount": "180k"}, "invalid"),
        ({"amount": "1.234"}, "invalid"),
        ({"amount": "1,80,000"}, "invalid"),
        ({"amount": "1.001"}, "invalid"),
        ({"amount": "١٢.٠٠"}, "invalid"),
        ({"amount": "1.00\n"}, "invalid"),
        ({"amount": ""}, "invalid"),
        ({"review_on": "2026-13-01"}, "invalid"),
        ({"review_on": "tomorrow"}, "invalid"),
        ({"review_on": "31/13/2026"}, "invalid"),
        ({"review_on": "Friday 31 December 2026"}, "invalid"),
        ({"review_on": True}, "invalid"),
        ({"review_on": 20260302}, "invalid"),
        ({"review_on": "2026-W10-1"}, "invalid"),
        ({"review_on": "9999-12-31"}, "invalid"),
        ({"review_on": "0001-01-01"}, "invalid"),
        ({"changes": "mandate"}, "invalid"),
        ({"changes": ["x"] * 1000}, "invalid"),
        ({"statement": "All of it"}, "invalid"),
        ({"statement": {"colour": "red"}}, "unknown-value"),
        ({"statement": {"principles": {"open-book": {"effect": "blesses", "how": "Much"}}}}, "unknown-value"),
        ({"statement": {"principles": {str(n): {"how": "Much"} for n in range(51)}}}, "invalid"),
        ({"concerns": "nobody"}, "unknown-value"),
        ({"body": "choir"}, "unknown-value"),
        ({"supersedes": "DEC-0999"}, "invalid"),
    ],
    ids=lambda value: f"{value!s:.40}",
)
def test_a_proposal_that_cannot_be_is_refused(changes: Mapping[str, Any], code: str, setting: Setting) -> None:
    assert code in setting.refused("decision.propose", "PER-0003", **proposal(**changes))


@pytest.mark.parametrize(
    "amount", ["£180,000", "180,000.00", "180000.0", " 180000 ", "180 000", "180\u00a0000", "£ 180,000", "GBP 180000"]
)
def test_a_sum_is_read_as_people_write_it(amount: str, setting: Setting) -> None:
    ref = setting.do("decision.propose", "PER-0003", **proposal(amount=amount, line="outreach", year="2026-27")).subject
    assert version_of(setting, ref).amount_pence == 18_000_000


@pytest.mark.parametrize("day", ["2026-12-31", "31 Dec 2026", "31/12/2026", "31.12.2026", "Thursday 31st December 2026"])
def test_a_day_is_read_as_people_write_it(day: str, setting: Setting) -> None:
    ref = setting.do("decision.propose", "PER-0003", **proposal(review_on=day)).subject
    assert str(version_of(setting, ref).review_on) == "2026-12-31"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202aDay centre\u202c", "Day centre"), ("\ufeffDay\u200b centre\u200e", "Day centre"), ("Day\x0bcentre\x0c", "Day centre"),
        ("Day\u2028centre", "Day centre"), ("א\u200fב", "א\u200fב"), ("Renta\ufffel", "Rental"), ("well\u00adbeing", "wellbeing"),
    ],
)  # fmt: skip
def test_what_nobody_sees_is_taken_out_of_what_is_pasted(typed: str, kept: str, setting: Setting) -> None:
    ref = setting.do("decision.propose", "PER-0003", **proposal(title=typed, text=f"{typed}\x0cMore")).subject
    assert version_of(setting, ref).title == kept
    assert version_of(setting, ref).text.splitlines()[-1] == "More"


def test_what_turns_a_text_round_is_refused_with_the_words_around_it(setting: Setting) -> None:
    with pytest.raises(Refused) as refused:
        setting.do("decision.propose", "PER-0003", **proposal(text="The first line.\nWe pay \u202edaerpser the rent."))
    assert "between “We pay” and “daerpser the rent.”" in refused.value.refusals[0].says


def version_of(setting: Setting, ref: str) -> Version:
    with setting.house.store.view(ONE) as view:
        found = view.decision(ref)
    assert found is not None
    return found.text


def test_every_wrong_field_is_told_at_once(setting: Setting) -> None:
    with pytest.raises(Refused) as refused:
        setting.do("decision.propose", "PER-0003", kind="key-issue", title="", text=7, amount="-1", colour="red")
    assert {r.field for r in refused.value.refusals} >= {"title", "text", "amount", "colour"}


@pytest.mark.parametrize(
    "version", [True, False, "true", "one", "1.0", 1.0, -1, "-1", "", [], {}, 10**12, "9" * 400, BIG, "1\n", "١"], ids=str
)
def test_a_version_that_is_no_whole_number(version: object, setting: Setting) -> None:
    ref = setting.do("decision.propose", "PER-0003", **proposal()).subject
    assert setting.refused("decision.agree", "PER-0003", ref, version=version, reason="Good") == ("invalid",)


@pytest.mark.parametrize("flag", ["perhaps", 1, 0, "", None, [], "YES PLEASE"], ids=str)
def test_a_flag_that_is_neither_yes_nor_no(flag: object, setting: Setting) -> None:
    ref = setting.do("decision.propose", "PER-0003", **proposal()).subject
    assert "invalid" in setting.refused("decision.circulate", "PER-0002", ref, papers=["One"], for_decision=flag)


def opened(setting: Setting) -> str:
    """Return a decision that is open for positions: everybody's seat filled, notice given, the time passed."""
    for member in (p.id for p in library().alliances["plymouth"].participants if p.id != "health"):
        setting.do("person.invite", name=f"Leadership member, {member}")
        with setting.house.store.view(ONE) as view:
            person = view.alliance().people[-1].ref
        setting.do("seat.fill", participant=member, body="leadership-team", person=person)
    parts = dict.fromkeys(("affected", "evidence", "options", "cost", "lawful", "interests"), "Said in full.")
    principles = {p.id: {"how": "It serves it."} for p in library().policies["plymouth"].principles}
    ref = setting.do("decision.propose", "PER-0003", **proposal(statement={**parts, "principles": principles})).subject
    setting.do("decision.circulate", "PER-0002", ref, papers=["One"])
    clock = setting.house.clock
    assert isinstance(clock, VirtualClock)
    clock.advance(timedelta(days=8))
    setting.do("decision.open", "PER-0002", ref)
    return ref


@pytest.mark.parametrize("version", [0, 2, 999_999_999, "2"])
def test_a_stale_or_future_version(version: object, fresh: Setting) -> None:
    assert fresh.refused("decision.agree", "PER-0003", opened(fresh), version=version, reason="Good") == ("stale-version",)


def test_no_version_at_all(fresh: Setting) -> None:
    assert fresh.refused("decision.agree", "PER-0003", opened(fresh), reason="Good") == ("stale-version",)


@pytest.mark.parametrize("reason", ["", "  ", "\n\t", "\u00a0"], ids=repr)
def test_a_reason_of_nothing(reason: str, fresh: Setting) -> None:
    assert fresh.refused("decision.agree", "PER-0003", opened(fresh), version=1, reason=reason) == ("reason-missing",)


@pytest.mark.parametrize("closes", ["2026-03-09 17:00", "1970-01-01 00:00", "2026-03-12 17:00"])
def test_a_closing_time_that_is_past_or_too_soon(closes: str, fresh: Setting) -> None:
    ref = opened(fresh)
    fresh.do("decision.withdraw", "PER-0003", ref, reason="To try once more")
    assert "not-now" in fresh.refused("decision.open", "PER-0002", ref, closes=closes)


@pytest.mark.parametrize("far", ["9999-12-31", "0001-01-01", "2200-01-01"])
def test_a_day_too_far_to_reckon_with(far: str, fresh: Setting) -> None:
    ref = opened(fresh)
    own = {"version": 1, "reason": "Good", "body": "Board", "decision_kind": "board"}
    assert fresh.refused("decision.agree_subject_to", "PER-0003", ref, expected=far, **own) == ("invalid",)
    assert fresh.refused("decision.defer", "PER-0003", ref, until=far, reason="Later") == ("invalid",)
    assert fresh.refused("participant.give_notice", "PER-0003", participant="health", until=far, reason="Later") == ("invalid",)
    assert fresh.refused("decision.open", "PER-0002", ref, closes=f"{far} 17:00") == ("invalid",)


def test_the_furthest_day_is_reckoned_with(fresh: Setting) -> None:
    ref = opened(fresh)
    fresh.do("participant.give_notice", "PER-0003", participant="health", until="2199-12-31", reason="Later")
    assert fresh.refused("decision.defer", "PER-0003", ref, until="2199-12-31", reason="Later") == (
        "invalid",
    )  # nothing is put off for ever


def test_another_alliance_s_reference(setting: Setting) -> None:
    theirs = [setting.do("decision.propose", "PER-0003", alliance=OTHER, **proposal()).subject for _ in range(200)][-1]
    assert setting.refused("decision.circulate", "PER-0002", theirs, papers=["One"]) == ("unknown-reference",)
    assert setting.refused("decision.propose", "PER-0003", **proposal(supersedes=theirs)) == ("invalid",)


def test_another_alliance_s_mandate_and_person(setting: Setting) -> None:
    setting.do("person.invite", name="Somebody of theirs", alliance=OTHER)
    with setting.house.store.view(OTHER) as view:
        person = view.alliance().people[-1].ref
    assert setting.refused("decision.propose", person, **proposal()) == ("not-allowed",)
    assert setting.refused("seat.fill", participant="housing", body="leadership-team", person=person) == ("invalid",)


@pytest.mark.parametrize(
    "subject", ["", "DEC-0099", "dec-0001", "ALLIANCE", "PER-0001", "' or 1=1 --", "x" * 10_000, "DEC-0001\x00"]
)
def test_a_reference_to_nothing(subject: str, setting: Setting) -> None:
    assert setting.refused("decision.circulate", "PER-0002", subject, papers=["One"]) == ("unknown-reference",)


@pytest.mark.parametrize("by", ["", "PER-0999", "nobody", "the clock", "the engine", "' or 1=1 --"])
def test_nobody_can_act(by: str, setting: Setting) -> None:
    assert setting.refused("decision.propose", by, **proposal()) == ("not-allowed",)
    assert setting.refused("person.invite", by, name="A friend") == ("not-allowed",)


@pytest.mark.parametrize(
    "act", ["", "decision.settle", "decision.supersede", "decision.escalate", "alliance.found", "no.such", "__init__"]
)
def test_an_act_that_people_do_not_do(act: str, setting: Setting) -> None:
    assert setting.refused(act) == ("unknown-value",)


@pytest.mark.parametrize("act", sorted(DATA))
def test_every_act_refuses_fields_it_does_not_know(act: str, setting: Setting) -> None:
    assert "unknown-value" in setting.refused(act, **{"no such field": "x"})


@pytest.mark.parametrize("act", sorted(DATA))
@pytest.mark.parametrize("value", [MUCH, "\x00", "\u202e", BIG, True, [[]], {"a": {"b": "c"}}, -1], ids=lambda v: f"{v!s:.12}")
def test_every_field_of_every_act_stands_nonsense(act: str, value: object, setting: Setting) -> None:
    """Whatever comes in every field at once, the answer is a refusal or an act done, never a crash."""
    names = [field.alias or name for name, field in DATA[act].model_fields.items()]
    try:
        setting.do(act, "PER-0002", **dict.fromkeys(names, value))
    except Refused as refused:
        assert refused.codes  # noqa: PT017 - either answer will do


@pytest.mark.parametrize("data", [None, [], "text", 7, True])
def test_data_that_is_no_mapping(data: object, setting: Setting) -> None:
    with pytest.raises(Refused) as refused:
        perform(setting.house, ONE, Act("decision.propose", "PER-0003", "", data))  # type: ignore[arg-type]
    assert refused.value.codes == ("invalid",)
