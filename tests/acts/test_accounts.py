"""Signing in on both databases: the session that was begun is the one that is found, with what it holds."""

from datetime import timedelta

from govflow.acts import accounts
from govflow.acts.accounts import Where
from govflow.acts.house import House
from tests.stories import a_draft, a_founded_alliance

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
