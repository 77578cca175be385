"""Setting an alliance up from nothing: what is founded, what many rows come to, and that half of them is never recorded."""

import pytest

from govflow.acts.founding import ADMINISTRATOR, Founding, found_alliance
from govflow.acts.house import House
from govflow.acts.people import SeatFor, invite_to_seat
from govflow.acts.performing import Act, perform
from govflow.acts.set_up_alliance import OrganisationRow, PersonRow, RowsRefused, setting_up
from govflow.domain.invitations import PARTS
from govflow.domain.refusals import Refused
from govflow.engine.permissions import capacities
from govflow.record.errors import StaleError
from govflow.record.verifying import verify
from tests.stories import library

HARBOUR = "harbour"
COUNCIL, TRUST, QUAY = "Harbour Council", "Harbour Health Trust", "Quay Housing"
ORGANISATIONS = (
    OrganisationRow(COUNCIL, commissioner=True),
    OrganisationRow(TRUST, public_body=True),
    OrganisationRow(QUAY, hosts_manager=True),
)
PEOPLE = (
    PersonRow("Kay Okafor", "kay@council.example", COUNCIL),
    PersonRow("Hana Price", "hana@trust.example", TRUST),
    PersonRow("Tom Byrne", "tom@quay.example", QUAY),
    PersonRow("Tom Byrne", "Tom@quay.example", QUAY, "management"),
    PersonRow("Ife Bell", "ife@quay.example", QUAY, "chief executive"),
    PersonRow("Mo Ade", "mo@quay.example", "", "manager"),
    PersonRow("Ada Lee", "ada@harbour.example", "", "observer"),
)


def founded(house: House, pack: str = "plymouth") -> None:
    found_alliance(house, HARBOUR, Founding("Harbour Alliance", library().policies[pack], "Ada Lee", "ada@harbour.example"))


def roster(house: House):
    with house.store.view(HARBOUR) as view:
        return view.alliance()


def entries(house: House) -> int:
    with house.store.view(HARBOUR) as view:
        return view.head.size


def refused_rows(house: House, what: str, rows) -> list[tuple[int, str]]:
    """Return what is refused of rows, as row and field; nothing of them may be recorded."""
    before = entries(house)
    with pytest.raises(RowsRefused) as refused, setting_up(house, HARBOUR, ADMINISTRATOR) as set_up:
        getattr(set_up, what)(rows)
    assert entries(house) == before
    return [(one.row, one.field) for one in refused.value.refused]


@pytest.mark.parametrize("pack", ["plymouth", "consensus", "nacg"])
def test_an_alliance_begins_empty_but_for_its_rules_and_one_administrator(house, pack):
    founded(house, pack)
    found = roster(house)
    assert (found.title, found.illustrative, found.participants, found.seats) == ("Harbour Alliance", False, (), ())
    assert [(p.ref, p.name, p.contact) for p in found.people] == [(ADMINISTRATOR, "Ada Lee", "ada@harbour.example")]
    with house.store.view(HARBOUR) as view:
        assert view.mandates() == ()
    assert verify(house.store, HARBOUR).ok


@pytest.mark.parametrize("name", ["", "../evil", "Bad Name", "-x", "a" * 41, "ä", "x\n", "9lives"])
def test_a_short_name_that_could_not_stand_in_an_address_is_refused_and_leaves_nothing(house, name):
    with pytest.raises(Refused):
        found_alliance(house, name, Founding("Harbour", library().policies["plymouth"]))
    assert house.store.alliances() == ()


@pytest.mark.parametrize(
    ("title", "name", "contact"),
    [("", "Ada", ""), ("Harbour", "Ada\nBcc: x", ""), ("Harbour", "Ada", "ada at harbour"), ("Har\u202ebour", "Ada", "")],
)
def test_what_is_typed_at_founding_is_checked_like_anything_else(house, title, name, contact):
    with pytest.raises(Refused):
        found_alliance(house, HARBOUR, Founding(title, library().policies["plymouth"], name, contact))
    assert house.store.alliances() == ()


def test_an_alliance_is_founded_once(house):
    founded(house)
    with pytest.raises(StaleError):
        founded(house)
    assert entries(house) == 1


def test_organisations_people_seats_and_offices_come_in_together(house_on_both):
    house = house_on_both
    founded(house)
    with setting_up(house, HARBOUR, ADMINISTRATOR) as set_up:
        set_up.take_in(ORGANISATIONS)
        invited = set_up.invite(PEOPLE)
        set_up.appoint_chair(set_up.person_at("KAY@council.example"))
    found, day = roster(house), house.clock.now().date()
    assert [p.id for p in found.participants] == ["harbour-council", "harbour-health-trust", "quay-housing"]
    assert [p.title for p in found.participants if "owner" in p.tags] == [COUNCIL]
    assert [one.name for one in invited] == ["Kay Okafor", "Hana Price", "Tom Byrne", "Ife Bell", "Mo Ade"]
    held = {
        p.name: sorted({(c.role, c.participant) for c in capacities(found, library().policies["plymouth"], p.ref, None, day)})
        for p in found.people
    }
    council, quay = "harbour-council", "quay-housing"
    assert held == {
        "Ada Lee": [("administrator", ""), ("observer", "")],
        "Kay Okafor": [("chair", ""), ("owner", council), ("seat holder", council)],
        "Hana Price": [("seat holder", "harbour-health-trust")],
        "Tom Byrne": [("management member", quay), ("seat holder", quay)],
        "Ife Bell": [("chief executive", quay)],
        "Mo Ade": [("manager", ""), ("seat holder", quay)],
    }
    assert verify(house.store, HARBOUR).ok


def test_everything_that_is_wrong_with_organisations_is_told_at_once(house):
    founded(house)
    assert refused_rows(house, "take_in", [OrganisationRow("A"), OrganisationRow("B")]) == [(0, "commissioner")]
    rows = [
        OrganisationRow("A", commissioner=True, hosts_manager=True),
        OrganisationRow("a", commissioner=True, hosts_manager=True),
    ]
    assert refused_rows(house, "take_in", rows) == [(1, "title"), (1, "commissioner"), (1, "hosts_manager")]
    assert refused_rows(house, "take_in", [OrganisationRow(" ", commissioner=True)]) == [(0, "title")]
    with setting_up(house, HARBOUR, ADMINISTRATOR) as set_up:
        set_up.take_in(ORGANISATIONS)
    assert refused_rows(house, "take_in", [OrganisationRow(TRUST)]) == [(0, "title")]
    assert refused_rows(house, "take_in", [OrganisationRow("D", commissioner=True)]) == [(0, "commissioner")]
    with setting_up(house, HARBOUR, ADMINISTRATOR) as set_up:
        set_up.take_in([OrganisationRow("A Late Comer")])
    assert roster(house).participants[-1].bodies == ("leadership-team", "management-team")


def test_everything_that_is_wrong_with_people_is_told_at_once(house):
    founded(house)
    with setting_up(house, HARBOUR, ADMINISTRATOR) as set_up:
        set_up.take_in(ORGANISATIONS)
        set_up.invite(PEOPLE)
    rows = [
        PersonRow("Uma Nwosu", "uma@quay.example", "Nobody Ltd"),
        PersonRow("", "no address", "", "king"),
        PersonRow("Uma Nwosu", "uma@quay.example", QUAY),
        PersonRow("Somebody Else", "uma@quay.example", TRUST, "management"),
        PersonRow("Another Name", "kay@council.example", COUNCIL, "management"),
        PersonRow("Lena Fox", "lena@trust.example", TRUST, "management"),
        PersonRow("Sid Fox", "sid@trust.example"),
    ]
    assert refused_rows(house, "invite", rows) == [
        (0, "organisation"),
        (1, "name"),
        (1, "email"),
        (1, "part"),
        (2, "part"),
        (3, "email"),
        (4, "email"),
        (6, "organisation"),
    ]
    assert refused_rows(house, "invite", [PersonRow("Uma Nwosu", "uma@quay.example", QUAY)]) == [(0, "part")]


def test_whoever_owns_the_mandate_need_not_be_who_leads_for_the_commissioner(house):
    founded(house)
    with setting_up(house, HARBOUR, ADMINISTRATOR) as set_up:
        set_up.take_in(ORGANISATIONS)
        set_up.invite([PersonRow("Kay", "kay@c.example", COUNCIL), PersonRow("Col", "col@c.example", COUNCIL, "commissioner")])
    found, day = roster(house), house.clock.now().date()
    assert found.person(found.holder("harbour-council", "owner", day)).name == "Col"


@pytest.mark.parametrize("part", PARTS)
def test_everything_that_somebody_can_be_invited_as_exists_in_every_pack(house, part):
    for number, pack in enumerate(library().policies):
        alliance = f"{HARBOUR}-{number}"
        found_alliance(house, alliance, Founding("Harbour", library().policies[pack], "Ada", "ada@h.example"))
        with setting_up(house, alliance, ADMINISTRATOR) as set_up:
            set_up.take_in(ORGANISATIONS)
            (one,) = set_up.invite([PersonRow("Kay", "kay@c.example", COUNCIL, part)])
        assert one.email == "kay@c.example"


def test_several_acts_are_recorded_together_or_not_at_all(house):
    founded(house)
    before = entries(house)
    with pytest.raises(Refused):
        invite_to_seat(house, HARBOUR, SeatFor("nobody", "leadership-team", "Kay"), ADMINISTRATOR)
    assert entries(house) == before
    assert len(roster(house).people) == 1


def test_the_name_of_the_alliance_can_be_changed_and_must_then_be_another(house):
    founded(house)
    perform(house, HARBOUR, Act("alliance.rename", ADMINISTRATOR, data={"title": "Harbour and Quay Alliance"}))
    assert roster(house).title == "Harbour and Quay Alliance"
    with pytest.raises(Refused) as refused:
        perform(house, HARBOUR, Act("alliance.rename", ADMINISTRATOR, data={"title": "Harbour and Quay Alliance"}))
    assert refused.value.refusals[0].field == "title"
    assert verify(house.store, HARBOUR).ok


def test_the_first_draft_of_the_mandate_may_be_the_administrators_and_nothing_more_of_it(house):
    founded(house)
    with setting_up(house, HARBOUR, ADMINISTRATOR) as set_up:
        set_up.take_in(ORGANISATIONS)
        set_up.invite(PEOPLE)
    drafted = perform(house, HARBOUR, Act("mandate.draft", ADMINISTRATOR, data={"title": "Our first mandate"}))
    for act, data in (("mandate.revise", {"title": "Another"}), ("mandate.issue", {}), ("mandate.withdraw", {"reason": "x"})):
        with pytest.raises(Refused) as refused:
            perform(house, HARBOUR, Act(act, ADMINISTRATOR, drafted.subject, data))
        assert refused.value.codes == ("not-allowed",)
    owner = next(p.ref for p in roster(house).people if p.name == "Kay Okafor")
    perform(house, HARBOUR, Act("mandate.revise", owner, drafted.subject, {"title": "Our own words"}))
    with house.store.view(HARBOUR) as view:
        assert view.mandate(drafted.subject).title == "Our own words"
