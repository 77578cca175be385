"""Signing in on both databases: the session that was begun is the one that is found, with what it holds."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

import pytest
from sqlalchemy import func, select, update

from govflow.acts import accounts
from govflow.acts.account_mail import account_mail
from govflow.acts.accounts import Where
from govflow.acts.delivering import deliver, reference_of
from govflow.acts.house import House
from govflow.domain.refusals import Refused
from govflow.record.outbox import claim, put_back
from govflow.record.rows import TABLES
from govflow.record.tables import Base
from govflow.record.verifying import verify
from tests.posting import Kept, outbox, post
from tests.stories import a_draft, a_founded_alliance, an_open_decision

PASSWORD = "seven green ladders"


def test_a_session_is_found_with_who_it_is_and_what_they_have_read(house_on_both: House) -> None:
    story = a_founded_alliance(house_on_both)
    person = story.cast.manager
    accounts.set_password_by_link(
        house_on_both, accounts.open_account(house_on_both, story.alliance, person, "m@example.org"), PASSWORD
    )
    first = accounts.who_is(
        house_on_both, accounts.sign_in(house_on_both, "m@example.org", PASSWORD, Where("192.0.2.7", "A browser"))
    )
    assert first is not None
    assert (first.person, first.roles, first.read_at) == (person, {"manager", "seat holder"}, None)
    size = story.trace()[0].size
    accounts.mark_read(house_on_both, first, size)
    a_draft(story)
    story.clock.advance(timedelta(minutes=5))
    accounts.mark_read(house_on_both, first, size - 1)  # what was read stays read
    token = accounts.sign_in(house_on_both, "m@example.org", PASSWORD, Where())
    second = accounts.who_is(house_on_both, token)
    assert second is not None
    assert (second.read_entry, second.read_at) == (size, story.clock.now() - timedelta(minutes=5))
    assert {s.ip_prefix for s in accounts.sessions_of(house_on_both, second)} == {"192.0.2.0/24", ""}
    accounts.sign_out(house_on_both, token)
    assert accounts.who_is(house_on_both, token) is None


def test_mail_about_accounts_waits_in_the_outbox_and_goes_before_the_rest(house_on_both: House) -> None:
    story = a_founded_alliance(house_on_both)
    an_open_decision(story)
    chair, observer, now = story.cast.chair, story.cast.observer, story.clock.now()
    for email in ("wrong@example.org", "kay@example.org"):
        accounts.send_invitation(house_on_both, story.alliance, chair, email)
    accounts.send_invitation(house_on_both, story.alliance, observer, "obs@example.org")
    accounts.ask_reset(house_on_both, "OBS@example.org")
    accounts.ask_reset(house_on_both, "nobody@example.org")
    mine = [(row.kind, row.person, row.state, row.note) for row in outbox(story) if row.entry is None]
    assert mine == [
        ("invitation", chair, "cancelled", "asked for again"),
        ("invitation", chair, "due", ""),
        ("invitation", observer, "due", ""),
        ("reset", observer, "due", ""),
    ]
    first = claim(house_on_both.store, "worker", now, now + timedelta(minutes=2), 3)
    assert {message.entry for message in first} == {None}, "somebody waits for it and cannot get in"
    put_back(house_on_both.store, first)
    story.act("person.end", story.cast.administrator, person=observer)
    sender = Kept()
    came = {(m.kind, m.person): why for m, why in deliver(house_on_both, post(sender)) if m.entry is None}
    over = "no longer needed"
    assert came == {("invitation", chair): "sent", ("invitation", observer): over, ("reset", observer): over}
    (sent,) = [message for message in sender.messages if not message.choices]
    token = re.search(r"/set-password/(\S+)", sent.text)[1]
    assert (sent.contact, accounts.link_for(house_on_both, token).purpose) == ("kay@example.org", "invitation")
    assert verify(house_on_both.store, story.alliance).ok
    with house_on_both.store.engine.connect() as connection:
        dump = repr([connection.execute(table.select()).all() for table in Base.metadata.sorted_tables])
    assert "kay@example.org" in dump
    assert token not in dump


def test_one_that_was_sent_before_a_crash_keeps_its_link(house_on_both: House) -> None:
    """A sender that can be asked is asked before a fresh link is made, which would end the one that has arrived."""
    story = a_founded_alliance(house_on_both)
    accounts.send_invitation(house_on_both, story.alliance, story.cast.chair, "kay@example.org")
    sender, now = Kept(can_be_asked=True), story.clock.now()
    (crashed,) = claim(house_on_both.store, "crashes", now, now + timedelta(seconds=1), 1)
    made = account_mail(house_on_both, crashed, "https://a.example.org", reference_of(crashed))
    sender.send(made)
    story.clock.advance(timedelta(minutes=1))
    assert "sent before" in [came for message, came in deliver(house_on_both, post(sender)) if message.n == crashed.n]
    assert accounts.link_for(house_on_both, re.search(r"/set-password/(\S+)", made.text)[1])


def test_links_for_the_command_line(house_on_both: House) -> None:
    story = a_founded_alliance(house_on_both)
    opened = accounts.open_account(house_on_both, story.alliance, story.cast.chair, "kay@example.org")
    reset, again = (accounts.reset_link(house_on_both, email) for email in (" Kay@example.org", "kay@example.org"))
    found = [accounts.link_for(house_on_both, token) for token in (opened, reset, again)]
    assert [one and (one.purpose, one.email, one.name) for one in found] == [
        ("invitation", "kay@example.org", "Chair"),
        None,
        ("reset", "kay@example.org", "Chair"),
    ]
    with pytest.raises(Refused, match="No account has the address"):
        accounts.reset_link(house_on_both, "nobody@example.org")
    story.act("person.end", story.cast.administrator, person=story.cast.chair)
    with pytest.raises(Refused, match="no access any more"):
        accounts.reset_link(house_on_both, "kay@example.org")
    for wrong in ("nobody", "a b@example.org", "a@b@c"):
        with pytest.raises(Refused, match="not an e-mail address"):
            accounts.send_invitation(house_on_both, story.alliance, story.cast.manager, wrong)


@contextmanager
def somebody_writes(house: House) -> Iterator[None]:
    """Hold what a writer holds: on SQLite the one lock, on PostgreSQL every session."""
    with house.store.engine.connect() as other, other.begin():
        other.execute(update(TABLES["sessions"]).values(ip_prefix=""))
        yield


def test_looking_waits_for_nobody_who_writes(house_on_both: House) -> None:
    """Every request looks who is there. That it notes the time, or that a session is over, must not keep anybody waiting."""
    story = a_founded_alliance(house_on_both)
    person = story.cast.observer
    invited = accounts.open_account(house_on_both, story.alliance, person, "o@example.org")
    accounts.set_password_by_link(house_on_both, invited, PASSWORD)
    token = accounts.sign_in(house_on_both, "o@example.org", PASSWORD, Where())
    seen = accounts.sessions_of(house_on_both, accounts.who_is(house_on_both, token))[0].last_seen_at
    story.clock.advance(timedelta(minutes=5))
    with somebody_writes(house_on_both):
        began = monotonic()
        assert accounts.who_is(house_on_both, token) is not None
        assert monotonic() - began < 2
        unnoted = accounts.sessions_of(house_on_both, accounts.who_is(house_on_both, token))[0].last_seen_at
    assert unnoted == seen
    assert accounts.sessions_of(house_on_both, accounts.who_is(house_on_both, token))[0].last_seen_at == story.clock.now()
    story.clock.advance(timedelta(hours=13))
    with somebody_writes(house_on_both):
        began = monotonic()
        assert accounts.who_is(house_on_both, token) is None
        assert monotonic() - began < 2
    assert kept(house_on_both) == 1, "it could not be noted that it was over"
    assert accounts.who_is(house_on_both, token) is None
    assert kept(house_on_both) == 0, "it is over for good"


def kept(house: House) -> int:
    with house.store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(TABLES["sessions"])).scalar_one())


def test_somebody_who_was_ended_and_is_invited_again_comes_in_with_the_same_address(house_on_both: House) -> None:
    """Whose mail it is can be invited again in the same alliance; the account that was ended lets nobody in any more."""
    story = a_founded_alliance(house_on_both)
    cast, address = story.cast, "anna@example.org"
    accounts.set_password_by_link(
        house_on_both, accounts.open_account(house_on_both, story.alliance, cast.leads["health"], address), PASSWORD
    )
    before = accounts.sign_in(house_on_both, address, PASSWORD, Where())
    story.act("person.end", cast.administrator, person=cast.leads["health"])
    story.act("person.invite", cast.administrator, name="Anna Reed", contact=address)
    again = story.roster().people[-1].ref
    accounts.set_password_by_link(house_on_both, accounts.open_account(house_on_both, story.alliance, again, address), PASSWORD)
    found = accounts.who_is(house_on_both, accounts.sign_in(house_on_both, address, PASSWORD, Where()))
    assert found is not None
    assert found.person == again
    assert accounts.who_is(house_on_both, before) is None
