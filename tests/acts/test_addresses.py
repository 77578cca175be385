"""One address in several alliances, on both databases: one password, a session of one alliance, and nothing of one shows in another.

The threats: an administrator of one alliance who learns of an account in another, resets or closes it, or gets in by it.
"""

from datetime import timedelta

import pytest

from govflow.acts import account_email, accounts
from govflow.acts.accounts import SignedIn, Where
from govflow.acts.house import House
from govflow.domain.refusals import Refused
from tests.posting import ADDRESS, Kept, delivered
from tests.stories import Story, a_founded_alliance

PASSWORD, ANOTHER = "seven green ladders", "nine purple kettles"
KAY, EVE = "kay@example.org", "eve@example.org"


def two(house: House) -> tuple[Story, Story]:
    return tuple(a_founded_alliance(house, members=2, alliance=name) for name in ("harbour", "uplands"))


def joined(story: Story, person: str, email: str, password: str = PASSWORD) -> None:
    accounts.set_password_by_link(story.house, accounts.open_account(story.house, story.alliance, person, email), password)


def signed_in(house: House, email: str, alliance: str = "", password: str = PASSWORD) -> SignedIn:
    token = accounts.sign_in(house, email, password, Where())
    who = accounts.who_is(house, token)
    assert who is not None
    if alliance and who.alliance != alliance:
        who = accounts.who_is(house, accounts.go_to(house, who, alliance, Where()))
        assert who is not None
    return who


def codes(done: object, *given: object, **named: object) -> tuple[str, ...]:
    try:
        done(*given, **named)
    except Refused as refused:
        return refused.codes
    return ()


def test_one_password_two_alliances_and_each_session_is_of_one(house_on_both: House) -> None:
    one, other = two(house_on_both)
    house, kay_here, kay_there = house_on_both, one.cast.manager, other.cast.chair
    joined(one, kay_here, KAY)
    first = accounts.sign_in(house, KAY, PASSWORD, Where())
    assert [p.alliance for p in accounts.places_of(house, accounts.who_is(house, first))] == ["harbour"]
    invitation = accounts.open_account(house, "uplands", kay_there, "Kay@Example.org")
    assert accounts.link_for(house, invitation).has_password
    assert codes(accounts.set_password_by_link, house, invitation, ANOTHER) == ("sign-in-refused",)
    assert signed_in(house, KAY).alliance == "harbour", "an invitation alone lets nobody in, and sets no password"
    accounts.set_password_by_link(house, invitation, PASSWORD)
    assert codes(accounts.set_password_by_link, house, invitation, PASSWORD) == ("link-over",)
    assert accounts.who_is(house, first) is not None, "accepting somewhere else ends nothing"

    one.clock.advance(timedelta(minutes=5))
    here = signed_in(house, KAY)
    assert (here.alliance, here.person) == ("harbour", kay_here), "of the one visited last"
    assert [(p.alliance, p.is_here) for p in accounts.places_of(house, here)] == [("harbour", True), ("uplands", False)]
    token = accounts.go_to(house, here, "uplands", Where())
    there = accounts.who_is(house, token)
    assert (there.alliance, there.person) == ("uplands", kay_there)
    assert there.roles != here.roles
    assert codes(accounts.end_session, house, there, here.session) == ("unknown-reference",), "the one before is over"
    assert codes(accounts.go_to, house, there, "elsewhere", Where()) == ("invalid",)

    accounts.change_password(house, there, PASSWORD, ANOTHER)
    assert accounts.who_is(house, first) is None, "a new password ends the sessions of the address in every alliance"
    assert codes(accounts.sign_in, house, KAY, PASSWORD, Where()) == ("sign-in-refused",)
    assert {signed_in(house, KAY, name, ANOTHER).alliance for name in ("harbour", "uplands")} == {"harbour", "uplands"}


def test_a_session_lasts_no_longer_by_going_to_and_fro(house_on_both: House) -> None:
    one, other = two(house_on_both)
    for story in (one, other):
        joined(story, story.cast.chair, KAY)
    who = signed_in(house_on_both, KAY)
    for _ in range(12):
        one.clock.advance(timedelta(minutes=59))
        token = accounts.go_to(house_on_both, who, "uplands" if who.alliance == "harbour" else "harbour", Where())
        who = accounts.who_is(house_on_both, token)
        assert who is not None
    one.clock.advance(timedelta(minutes=13))
    assert accounts.who_is(house_on_both, token) is None


def test_nothing_of_one_alliance_is_learnt_or_changed_from_another(house_on_both: House) -> None:
    """Each as far as an administrator of one alliance can go with an address that has an account in another."""
    one, other = two(house_on_both)
    house = house_on_both
    joined(one, one.cast.manager, KAY)
    joined(other, other.cast.manager, EVE)
    kay, eve = signed_in(house, KAY), signed_in(house, EVE)
    said = []
    for person, address in ((other.cast.chair, KAY), (other.cast.deputy_chair, "nobody@example.org")):
        accounts.invite(house, eve, person, address)
        (mail,) = delivered(other).messages
        said.append(mail.text.partition("/set-password/")[0].partition("\n")[2].replace(address, "ADDRESS"))
    assert said[0] == said[1], "the invitation says the same whether or not the address is known elsewhere"
    assert [(a.email, a.accepted_at) for a in accounts.accounts_of(house, eve) if a.email != EVE] == [
        (KAY, None),
        ("nobody@example.org", None),
    ]
    assert [p.alliance for p in accounts.places_of(house, kay)] == ["harbour"], "not before Kay accepts"
    accounts.set_disabled(house, eve, other.cast.chair, disabled=True)
    other.act("person.end", eve.person, person=other.cast.chair)
    again = other.act("person.invite", eve.person, name="Kay once more", contact=KAY)
    assert again.seq
    mine = other.roster().people[-1].ref
    accounts.open_account(house, "uplands", mine, KAY)  # the account that was ended has let the address go
    assert [(a.person, a.email) for a in accounts.accounts_of(house, eve) if a.email == KAY] == [(mine, KAY)], (
        "one account an address"
    )
    assert codes(accounts.set_disabled, house, eve, "PER-9999", disabled=True) == ("unknown-reference",)
    assert signed_in(house, KAY).alliance == "harbour", "closing and ending there closes and ends nothing here"
    assert codes(accounts.sign_in, house, KAY, ANOTHER, Where()) == ("sign-in-refused",)


def test_an_invitation_that_went_astray_is_of_no_use_once_it_goes_elsewhere(house_on_both: House) -> None:
    one, _ = two(house_on_both)
    person = one.cast.chair
    astray = accounts.open_account(house_on_both, "harbour", person, EVE)
    accounts.open_account(house_on_both, "harbour", person, KAY)
    assert accounts.link_for(house_on_both, astray) is None
    assert codes(accounts.set_password_by_link, house_on_both, astray, PASSWORD) == ("link-over",)
    assert codes(accounts.sign_in, house_on_both, EVE, PASSWORD, Where()) == ("sign-in-refused",)


def test_a_forgotten_password_is_of_the_address_and_of_nobody_else(house_on_both: House) -> None:
    one, other = two(house_on_both)
    house = house_on_both
    joined(one, one.cast.manager, KAY)
    joined(other, other.cast.chair, KAY)
    joined(other, other.cast.manager, EVE)
    sessions = [accounts.sign_in(house, email, PASSWORD, Where()) for email in (KAY, EVE)]
    mails = []
    for _ in range(5):
        accounts.ask_reset(house, KAY)
        mails += delivered(one).messages
    assert len(mails) == 3, "the throttle is of the address, in however many alliances it is"
    link = mails[-1].text.partition("/set-password/")[2].split()[0]
    accounts.set_password_by_link(house, link, ANOTHER)
    assert [accounts.who_is(house, token) is None for token in sessions] == [True, False]
    assert {signed_in(house, KAY, name, ANOTHER).alliance for name in ("harbour", "uplands")} == {"harbour", "uplands"}
    for tried in range(12):
        expected = "sign-in-refused" if tried < 10 else "too-many-tries"
        assert codes(accounts.sign_in, house, KAY, "wrong wrong wrong", Where()) == (expected,)


def test_where_one_alliance_closes_an_account_the_others_stay_open(house_on_both: House) -> None:
    one, other = two(house_on_both)
    house = house_on_both
    for story in (one, other):
        joined(story, story.cast.chair, KAY)
    joined(other, other.cast.manager, EVE)
    session = signed_in(house, KAY, "uplands")
    accounts.set_disabled(house, signed_in(house, EVE), other.cast.chair, disabled=True)
    assert codes(accounts.end_session, house, session, session.session) == ("unknown-reference",)
    assert signed_in(house, KAY).alliance == "harbour"
    assert codes(accounts.go_to, house, signed_in(house, KAY), "uplands", Where()) == ("invalid",)
    one.act("person.end", one.cast.administrator, person=one.cast.chair)
    assert codes(accounts.sign_in, house, KAY, PASSWORD, Where()) == ("sign-in-refused",)
    invitation = accounts.open_account(house, "harbour", one.cast.observer, "new@example.org")
    assert not accounts.link_for(house, invitation).has_password


# --- the address one signs in with ------------------------------------------------------------------------------------------------


def the_link(sender: Kept, subject: str = "Confirm your new address") -> str:
    (mail,) = [m for m in sender.messages if m.subject.startswith(subject)]
    return mail.text.partition(f"{ADDRESS}/confirm-address/")[2].split()[0]


def test_a_new_address_signs_in_once_it_is_confirmed_from_there(house_on_both: House) -> None:
    one, other = two(house_on_both)
    house, person = house_on_both, one.cast.chair
    joined(one, person, KAY)
    joined(other, other.cast.chair, KAY)
    me = signed_in(house, KAY, "harbour")
    assert codes(account_email.ask, house, me, "Kay.New@Example.org", ANOTHER) == ("sign-in-refused",)
    assert codes(account_email.ask, house, me, "kay@nowhere", PASSWORD) == ("invalid",)
    assert codes(account_email.ask, house, me, KAY, PASSWORD) == ("invalid",)
    account_email.ask(house, me, "Kay.New@Example.org", PASSWORD)
    told = {m.contact: m.subject.partition(":")[0] for m in delivered(one).messages}
    assert told == {"kay.new@example.org": "Confirm your new address", KAY: "Another address to sign in with"}
    account_email.ask(house, me, "kay.new@example.org", PASSWORD)
    link = the_link(delivered(one))
    account_email.ask(house, me, "kay.new@example.org", PASSWORD)
    assert codes(account_email.ask, house, me, "flooded@example.org", PASSWORD) == ("too-many-tries",)
    assert delivered(one).messages
    assert signed_in(house, KAY, "harbour").email == KAY, "until then the old one signs in"
    assert codes(accounts.sign_in, house, "kay.new@example.org", PASSWORD, Where()) == ("sign-in-refused",)
    assert account_email.confirming(house, link).new_email == "kay.new@example.org"
    assert codes(accounts.set_password_by_link, house, link, ANOTHER) == ("link-over",), "it sets no password"
    assert codes(account_email.confirm, house, link, ANOTHER) == ("sign-in-refused",)
    account_email.confirm(house, link, PASSWORD)
    assert codes(account_email.confirm, house, link, PASSWORD) == ("link-over",)
    after = signed_in(house, "kay.new@example.org")
    assert (after.alliance, after.person, [p.alliance for p in accounts.places_of(house, after)]) == (
        "harbour",
        person,
        ["harbour"],
    )
    assert signed_in(house, KAY).alliance == "uplands", "the other alliance knows the address it was given"
    assert [(m.contact, m.subject.partition(":")[0]) for m in delivered(one).messages] == [
        (KAY, "Your address to sign in with has changed")
    ]
    assert one.roster().person(person).contact == "", "where the alliance's mail goes is the person's own to say"


def test_an_address_nobody_has_any_more_keeps_no_password(house_on_both: House) -> None:
    one, other = two(house_on_both)
    house = house_on_both
    joined(one, one.cast.chair, KAY)
    joined(other, other.cast.chair, EVE, ANOTHER)
    account_email.ask(house, signed_in(house, KAY), EVE, PASSWORD)
    accounts.ask_reset(house, KAY)
    sender = delivered(one)
    account_email.confirm(house, the_link(sender), PASSWORD)
    over = next(mail.text for mail in sender.messages if "/set-password/" in mail.text).partition("/set-password/")[2].split()[0]
    assert codes(accounts.set_password_by_link, house, over, "nine red ladders too") == ("link-over",), (
        "it went to the old address"
    )
    assert codes(accounts.sign_in, house, EVE, PASSWORD, Where()) == ("sign-in-refused",), "it has the password it had there"
    assert len(accounts.places_of(house, signed_in(house, EVE, password=ANOTHER))) == 2
    reused = accounts.open_account(house, "harbour", one.cast.observer, KAY)
    assert not accounts.link_for(house, reused).has_password


@pytest.mark.parametrize("way", ["a day", "taken back", "another asked", "disabled", "access ended", "password", "taken"])
def test_a_change_that_is_over_changes_nothing(house: House, way: str) -> None:
    one = a_founded_alliance(house, members=2)
    joined(one, one.cast.chair, KAY)
    joined(one, one.cast.manager, EVE)
    me = signed_in(house, KAY)
    account_email.ask(house, me, "new@example.org", PASSWORD)
    link, code = the_link(delivered(one)), "link-over"
    if way == "a day":
        one.clock.advance(timedelta(hours=24, seconds=1))
    elif way == "taken back":
        account_email.take_back(house, me)
        assert codes(account_email.take_back, house, me) == ("invalid",)
    elif way == "another asked":
        account_email.ask(house, me, "newer@example.org", PASSWORD)
    elif way == "disabled":
        accounts.set_disabled(house, signed_in(house, EVE), one.cast.chair, disabled=True)
    elif way == "access ended":
        one.act("person.end", one.cast.administrator, person=one.cast.chair)
    elif way == "password":
        accounts.change_password(house, me, PASSWORD, ANOTHER)
    else:
        joined(one, one.cast.observer, "new@example.org")
        code = "invalid"
        assert codes(account_email.ask, house, me, "new@example.org", PASSWORD) == ("invalid",)
    assert codes(account_email.confirm, house, link, ANOTHER if way == "password" else PASSWORD) == (code,)
    assert codes(accounts.sign_in, house, "new@example.org", "wrong wrong wrong", Where()) == ("sign-in-refused",)


def test_a_manager_who_corrects_an_address_asks_and_gets_nothing_by_it(house_on_both: House) -> None:
    """Whoever can say where a person's mail goes must not thereby become that person."""
    one = a_founded_alliance(house_on_both, members=2)
    house, person = house_on_both, one.cast.chair
    joined(one, person, KAY)
    joined(one, one.cast.manager, "manager@example.org")
    one.act("person.correct", one.cast.manager, person=person, contact=EVE)
    sender = delivered(one)
    assert sorted((m.contact, m.subject.partition(":")[0]) for m in sender.messages) == [
        (EVE, "Confirm your new address"),
        (KAY, "Another address to sign in with"),
    ]
    assert account_email.waiting_of(house, one.alliance, person).new_email == EVE
    assert codes(account_email.confirm, house, the_link(sender), ANOTHER) == ("sign-in-refused",)
    assert codes(accounts.open_account, house, one.alliance, person, EVE) == ("invalid",)
    accounts.ask_reset(house, EVE)
    assert delivered(one).messages == [], "no link for a password goes where it was corrected to"
    assert signed_in(house, KAY).person == person
    account_email.confirm(house, the_link(sender), PASSWORD)
    assert signed_in(house, EVE).person == person

    for data in ({"contact": EVE}, {"contact": "manager@example.org"}, {"contact": ""}):
        one.act("person.correct", one.cast.manager, person=person, contact="other@example.org")
        assert account_email.waiting_of(house, one.alliance, person) is not None
        one.act("person.correct", one.cast.manager, person=person, **{"contact": EVE} | data)
        assert account_email.waiting_of(house, one.alliance, person) is None, data
    one.act("person.correct", person, person=person, contact="mine@example.org")
    assert account_email.waiting_of(house, one.alliance, person) is None, "one's own is asked for with the password"
