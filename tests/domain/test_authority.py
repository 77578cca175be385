"""Who decides: at every limit to the penny, under every shipped pack, against the rule told once more, and what always holds."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.authority import REASONS, Matter, pounds, route, the
from govflow.domain.mandates import EnvelopeLine, Limit, Mandate
from govflow.domain.policies import Body, Kind
from tests.stories import library

PACKS = ("plymouth", "consensus", "nacg")
LEVELS = ("manager", "management", "leadership", "owner")
BODIES = tuple(Body(level, f"{level.title()} body", level) for level in reversed(LEVELS))
YEAR = "2026-27"
MANDATE = Mandate(
    "MAN-0001", 3, "A mandate", date(2026, 4, 1), date(2031, 3, 31), (), (),
    (EnvelopeLine("beds", YEAR, 900_000_00, "devolved"), EnvelopeLine("health", YEAR, 300_000_00, "aligned", "health")),
    (), (Limit("manager", 5_000_00), Limit("management", 50_000_00)), "d" * 64,
)  # fmt: skip


def limited(**pence: int) -> Mandate:
    """Return the mandate with these limits, in pence by level."""
    return replace(MANDATE, limits=tuple(Limit(*one) for one in pence.items()))


def kind_at(level: str, bodies: tuple[Body, ...] = BODIES) -> Kind:
    body = next(b for b in bodies if b.level == level)
    return Kind("some", "Some matter", "Something.", body.id)


def may_decide(level: str, pence: int | None, mandate: Mandate | None) -> bool:
    """Tell the rule from its prose: the upper levels may decide any amount; the lower ones what the mandate gives them, and no more."""
    if level in {"leadership", "owner"} or pence is None or mandate is None:
        return True
    given = {one.level: one.pence for one in mandate.limits}
    return level in given and not pence > given[level]


def decides(lowest: str, pence: int | None, mandate: Mandate | None, asked: str = "") -> str:
    """Return the first level that may, from the kind's up; or the one asked for, if that stands higher."""
    fitting = [level for level in LEVELS[LEVELS.index(lowest) :] if may_decide(level, pence, mandate)]
    return max((fitting[0], asked or fitting[0]), key=LEVELS.index)


def went(lowest: str, pence: int | None, mandate: Mandate | None, asked: str = "") -> str:
    found = route(Matter(kind_at(lowest), pence, asked=asked), BODIES, mandate)
    assert found is not None
    return found.body.level


@pytest.mark.parametrize(
    ("lowest", "pence", "level"),
    [
        ("manager", 4_999_99, "manager"),
        ("manager", 5_000_00, "manager"),
        ("manager", 5_000_01, "management"),
        ("manager", 49_999_99, "management"),
        ("manager", 50_000_00, "management"),
        ("manager", 50_000_01, "leadership"),
        ("management", 1, "management"),
        ("management", 49_999_99, "management"),
        ("management", 50_000_00, "management"),
        ("management", 50_000_01, "leadership"),
        ("leadership", 1, "leadership"),
        ("leadership", 10**12, "leadership"),
        ("owner", 1, "owner"),
        ("manager", None, "manager"),
    ],
)
def test_a_penny_at_a_limit(lowest, pence, level):
    assert went(lowest, pence, MANDATE) == level
    assert decides(lowest, pence, MANDATE) == level


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("limits", ["its own", "none", "manager only", "management only", "upside down", "no mandate"])
def test_every_limit_of_every_pack(pack, limits):
    """A penny below, at and above every limit, from every level, whichever limits the mandate sets."""
    bodies, own = library().policies[pack].bodies, library().alliances[pack].mandate
    changed = {
        "none": (),
        "manager only": (Limit("manager", 5_000_00),),
        "management only": (Limit("management", 5_000_00),),
        "upside down": (Limit("manager", 9_000_00), Limit("management", 5_000_00)),
    }
    mandate = None if limits == "no mandate" else replace(own, limits=changed.get(limits, own.limits))
    edges = {limit.pence + n for limit in (*own.limits, *changed["upside down"]) for n in (-1, 0, 1)} | {0, 10**11}
    for lowest in {b.level for b in bodies}:
        for pence in sorted(edges):
            found = route(Matter(kind_at(lowest, bodies), pence), bodies, mandate)
            assert found.body.level == decides(lowest, pence, mandate), (lowest, pence)


def test_every_kind_of_every_pack_goes_to_its_body_where_no_amount_is_named():
    for pack in PACKS:
        policy = library().policies[pack]
        for kind in policy.kinds:
            assert route(Matter(kind), policy.bodies, library().alliances[pack].mandate).body.id == kind.body


def test_a_level_without_a_body_is_passed_over():
    bodies = tuple(b for b in BODIES if b.level != "management")
    assert route(Matter(kind_at("manager"), 5_000_01), bodies, MANDATE).body.level == "leadership"
    assert route(Matter(kind_at("management"), 1), bodies, MANDATE) is None


SENTENCES = {
    ("within",): (
        Matter(kind_at("management"), 50_000_00),
        "The kind “Some matter” is for the management body; £50,000 is within the management body's £50,000 in version 3 of the mandate.",
    ),
    ("above",): (
        Matter(kind_at("management"), 50_000_01),
        "The kind “Some matter” is for the management body; £50,000.01 is above the management body's £50,000 in version 3 of the mandate.",
    ),
    ("left",): (
        Matter(kind_at("leadership"), 10_00, "beds", YEAR, 10_00),
        "The kind “Some matter” is for the leadership body; it is within the £10 left on beds for 2026-27.",
    ),
    ("not-left",): (
        Matter(kind_at("leadership"), 10_01, "beds", YEAR, 10_00),
        "The kind “Some matter” is for the leadership body; it is more than the £10 left on beds for 2026-27.",
    ),
    ("left", "aligned"): (
        Matter(kind_at("leadership"), 10_00, "health", YEAR, 10_00, "Health"),
        ("The kind “Some matter” is for the leadership body; it is within the £10 left on health for 2026-27; it touches an aligned line "
        "held by Health, so that body's own decision is needed too."),
    ),
    ("reserved",): (
        Matter(kind_at("owner"), reserved=("the scope of the services",)),
        "The kind “Some matter” is for the owner body; the scope of the services is reserved to the owner in version 3 of the mandate.",
    ),
    ("asked",): (
        Matter(kind_at("management"), asked="leadership"),
        "The kind “Some matter” is for the management body; it was asked to go to the leadership body.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("codes", SENTENCES)
def test_the_facts_make_a_sentence(codes):
    matter, says = SENTENCES[codes]
    found = route(matter, BODIES, MANDATE)
    assert [r.code for r in found.reasons] == ["kind", *codes]
    assert found.says == says


def test_a_mandate_that_gives_no_amount_says_so():
    found = route(Matter(kind_at("management"), 1), BODIES, limited(manager=5_000_00))
    assert [r.code for r in found.reasons] == ["kind", "no-limit"]
    assert (
        found.says
        == "The kind “Some matter” is for the management body; the mandate gives the management body no amount to decide."
    )


def test_every_reason_occurs():
    assert {code for codes in SENTENCES for code in codes} | {"kind", "no-limit"} == set(REASONS)


def test_a_body_that_is_called_the_something_is_named_once():
    owner = Body("owner", "The owner", "owner")
    assert the(owner) == "the owner"
    assert "for the owner" in route(Matter(kind_at("owner", (owner,))), (owner,), None).says


levels, amounts = st.sampled_from(LEVELS), st.integers(0, 10**10)
mandates = st.none() | st.dictionaries(levels, amounts).map(lambda limits: limited(**limits))


@given(levels, st.none() | amounts, mandates, levels | st.just(""))
def test_it_goes_where_the_rule_says(lowest, pence, mandate, asked):
    assert went(lowest, pence, mandate, asked) == decides(lowest, pence, mandate, asked)


@given(levels, amounts, amounts, mandates, levels | st.just(""))
def test_more_money_never_goes_lower(lowest, one, other, mandate, asked):
    less, more = sorted((one, other))
    assert LEVELS.index(went(lowest, less, mandate, asked)) <= LEVELS.index(went(lowest, more, mandate, asked))


@given(levels, st.none() | amounts, mandates, levels)
def test_asking_lifts_and_never_lowers(lowest, pence, mandate, asked):
    before, after = went(lowest, pence, mandate), went(lowest, pence, mandate, asked)
    assert LEVELS.index(after) == max(LEVELS.index(before), LEVELS.index(asked))


@given(levels, amounts, mandates)
def test_the_sentence_names_the_amount_and_each_limit_that_was_looked_at(lowest, pence, mandate):
    found = route(Matter(kind_at(lowest), pence), BODIES, mandate)
    for reason in found.reasons:
        if reason.code in {"within", "above"}:
            body = next(b for b in BODIES if the(b) == reason.words["body"])
            limit = mandate.limit(body.level)
            assert f"{pounds(pence)} is {reason.code} {the(body)}'s {pounds(limit)} in version 3" in found.says
            assert (reason.code == "above") == (pence > limit)
    assert found.says.endswith(".")
    assert found.says.startswith("The kind “Some matter” is for the ")
