"""What the shipped packs say: the facts they were made from, and the example alliances that go with them."""

from datetime import date

import pytest

from govflow.definitions.alliances import load_alliance
from govflow.definitions.bundled import bundled
from govflow.definitions.mandates import mandate_content, mandate_from_content, pounds
from govflow.definitions.policies import load_policy
from govflow.definitions.strict_yaml import plain, read_file
from govflow.domain.options import DEFAULTS, OPTIONS
from govflow.domain.vocabulary import ACTS, CLOCKS, ITS_WORD, RUNGS

PACKS = ("consensus", "nacg", "plymouth")
POLICIES = bundled("policies")
YEARS = ("2025-26", "2026-27", "2027-28", "2028-29", "2029-30")


@pytest.fixture(scope="module")
def policies():
    return {name: load_policy(POLICIES / name) for name in PACKS}


@pytest.fixture(scope="module")
def alliances(policies):
    return {name: load_alliance(POLICIES / name / "alliance.yaml", policies[name]) for name in PACKS}


@pytest.mark.parametrize("pack", PACKS)
def test_a_shipped_pack_writes_out_every_option_and_gives_every_act_to_somebody(policies, pack):
    assert set(plain(read_file(POLICIES / pack / "options.yaml"))["options"]) == set(OPTIONS)
    assert set(policies[pack].acts) == set(ACTS) - set(ITS_WORD)
    assert all(policies[pack].acts.values())
    assert list(policies[pack].clocks) == list(CLOCKS)


def test_plymouth_is_the_default_of_every_option(policies):
    assert policies["plymouth"].options == DEFAULTS


def test_plymouth_has_its_seven_principles_and_four_levels(policies):
    assert [p.id for p in policies["plymouth"].principles] == [
        "collective-responsibility",
        "best-for-people",
        "unanimous-decisions",
        "no-fault-no-blame",
        "open-book",
        "best-person",
        "values-and-behaviours",
    ]
    assert [b.level for b in policies["plymouth"].bodies] == ["owner", "leadership", "management", "manager"]


def test_plymouth_has_the_clocks_of_the_practice_it_follows(policies):
    clocks = {name: str(span) for name, span in policies["plymouth"].clocks.items()}
    assert [clocks[rung].split()[0] for rung in RUNGS] == ["2", "10", "10", "10", "5", "20", "15", "10", "28"]
    assert (clocks["notice"], clocks["papers"]) == ("5 clear working days", "5 clear working days")
    assert (clocks["positions"], clocks["second_consideration"]) == ("10 working days", "10 working days")
    assert (clocks["unopened"], clocks["approval"]) == ("20 working days", "40 working days")
    assert (clocks["settlement_wait"], clocks["minutes"]) == ("1 working day", "5 working days")


def test_each_pack_decides_in_its_own_way(policies):
    assert [(p.base, p.options["B"], p.options["D"], p.options["J"], p.zone) for p in policies.values()] == [
        ("consensus", "stand_aside_allowed", "named_roles", "15 calendar days", "Europe/London"),
        ("unanimity", "blocks", "each_participant", "none", "Australia/Sydney"),
        ("unanimity", "blocks", "each_participant", "none", "Europe/London"),
    ]


def test_the_seaport_alliance_is_as_published_alliances_are(alliances):
    seaport = alliances["plymouth"]
    assert [p.id for p in seaport.participants] == [
        "council",
        "health",
        "housing",
        "hostel",
        "recovery",
        "outreach",
        "youth",
        "advice",
    ]
    assert [p.id for p in seaport.tagged("owner")] == ["council"]
    assert [p.id for p in seaport.tagged("public-body")] == ["council", "health"]
    assert all("leadership-team" in p.bodies for p in seaport.participants)
    assert seaport.participant("nobody") is None


def test_seven_point_seven_million_is_devolved_each_year(alliances):
    mandate = alliances["plymouth"].mandate
    for year in YEARS:
        assert sum(e.pence for e in mandate.envelope if e.year == year and e.holding == "devolved") == 770_000_000
    demand_led = {e.line for e in mandate.envelope if e.demand_led}
    assert demand_led == {"prescribing", "bed-and-breakfast"}
    aligned = mandate.line("health-inclusion", "2026-27")
    assert aligned is not None
    assert (aligned.holding, aligned.holder) == ("aligned", "health")


def test_the_mandate_is_in_force_from_its_first_to_its_last_day(alliances):
    mandate = alliances["plymouth"].mandate
    days = [date(2025, 3, 31), date(2025, 4, 1), date(2030, 3, 31), date(2030, 4, 1)]
    assert [mandate.in_force_on(day) for day in days] == [False, True, True, False]
    assert mandate.extendable_until == date(2035, 3, 31)
    assert (mandate.limit("management"), mandate.limit("leadership")) == (5_000_000, None)
    assert mandate.line("outreach", "2031-32") is None


@pytest.mark.parametrize("pack", PACKS)
def test_a_mandate_is_kept_and_found_again_as_content(alliances, pack):
    mandate = alliances[pack].mandate
    assert mandate_from_content(mandate_content(mandate)) == mandate


def test_money_is_written_as_it_is_read():
    assert [pounds(n) for n in (0, 5, 100, 18_000_000)] == ["0.00", "0.05", "1.00", "180000.00"]
