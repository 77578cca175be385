"""Jurisdictions: the days off of 2026 and 2027 against a table typed by hand, and the calendars made of them."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from govflow.definitions.bundled import bundled
from govflow.definitions.jurisdictions import calendar_for, load_jurisdiction, public_holidays, shipped_jurisdictions
from govflow.definitions.policies import load_policy
from govflow.definitions.strict_yaml import DefinitionError

# Days off that fall on a weekday, as announced: a holiday at a weekend counts by its substitute.
ENGLAND = """
2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
"""
# 15 June 2026 was added by proclamation for the football World Cup.
SCOTLAND = """
2026-01-01 2026-01-02 2026-04-03 2026-05-04 2026-05-25 2026-06-15 2026-08-03 2026-11-30 2026-12-25 2026-12-28
2027-01-01 2027-01-04 2027-03-26 2027-05-03 2027-05-31 2027-08-02 2027-11-30 2027-12-27 2027-12-28
"""
NORTHERN_IRELAND = f"{ENGLAND} 2026-03-17 2026-07-13 2027-03-17 2027-07-12"
TABLE = {"england": ENGLAND, "wales": ENGLAND, "scotland": SCOTLAND, "northern-ireland": NORTHERN_IRELAND}


@pytest.mark.parametrize("name", TABLE)
def test_the_working_days_of_2026_and_2027_are_those_of_the_table(name):
    where = shipped_jurisdictions()[name]
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(730)]
    off = {d for d in days if d.weekday() < 5 and d in public_holidays(where.country, where.subdivision, d.year)}
    assert {d.isoformat() for d in off} == set(TABLE[name].split())


def test_new_south_wales_keeps_australia_day_and_its_own_labour_day():
    found = public_holidays("AU", "NSW", 2026)
    assert {date(2026, 1, 26), date(2026, 10, 5), date(2026, 6, 8)} <= found
    assert date(2026, 5, 4) not in found


def test_a_country_without_its_subdivision_is_refused():
    with pytest.raises(ValueError, match="name a subdivision"):
        public_holidays("GB", "", 2026)


def test_each_file_says_what_public_law_adds():
    found = shipped_jurisdictions()
    assert set(found) == {"england", "wales", "scotland", "northern-ireland", "new-south-wales"}
    assert (found["england"].key_decision_clear_days, found["england"].general_exception_clear_days) == (28, 5)
    assert found["england"].call_in_working_days == 5
    assert [e.paragraph for e in found["england"].exemptions] == [str(n) for n in range(1, 8)]
    assert [e.paragraph for e in found["wales"].exemptions] == [str(n) for n in range(12, 19)]
    assert all(one.confirm for one in found.values())


def test_a_jurisdiction_with_a_wrong_key_is_refused(tmp_path):
    text = (bundled("policies") / "jurisdictions" / "wales.yaml").read_text(encoding="utf-8")
    path = tmp_path / "wales.yaml"
    path.write_text(text.replace("country: GB", "contry: GB"), encoding="utf-8")
    with pytest.raises(DefinitionError, match="did you mean 'country'"):
        load_jurisdiction(path)


def test_a_jurisdiction_whose_call_in_is_for_an_unknown_kind_is_refused(tmp_path):
    text = (bundled("policies") / "jurisdictions" / "wales.yaml").read_text(encoding="utf-8")
    path = tmp_path / "wales.yaml"
    path.write_text(text.replace("called_in: [key]", "called_in: [keys]"), encoding="utf-8")
    with pytest.raises(DefinitionError, match="'called_in' cannot hold 'keys'"):
        load_jurisdiction(path)


def test_a_policys_calendar_has_its_zone_holidays_and_local_closures():
    policy = replace(load_policy(bundled("policies") / "plymouth"), local_closures=("2026-12-29",))
    calendar = calendar_for(policy)
    assert calendar == calendar_for(policy)
    assert not calendar.is_working(date(2026, 12, 28))
    assert not calendar.is_working(date(2026, 12, 29))
    assert calendar.is_working(date(2026, 12, 30))
    assert calendar.at(date(2026, 7, 1), time(17, 0)).hour == 16


def test_two_policies_of_two_jurisdictions_disagree_about_a_day():
    plymouth = load_policy(bundled("policies") / "plymouth")
    scottish = replace(plymouth, jurisdiction="scotland")
    easter_monday = date(2026, 4, 6)
    assert not calendar_for(plymouth).is_working(easter_monday)
    assert calendar_for(scottish).is_working(easter_monday)
