"""Mails about the address somebody signs in with, as a real mail server gets them, and what comes of one that is not taken at once."""

import re
from datetime import timedelta

from govflow.acts import account_email, accounts
from govflow.acts.accounts import Where
from govflow.acts.delivering import deliver
from govflow.notices.sending import Post
from tests.posting import ADDRESS, outbox
from tests.sending.conftest import Box
from tests.stories import Story

PASSWORD, OLD, NEW = "seven green ladders", "gwen@example.org", "gwen.ty@example.org"
LINK = re.compile(rf"{ADDRESS}/confirm-address/([\w-]{{43}})")


def ask_for_another_address(story: Story) -> accounts.SignedIn:
    """Return the last person of the roster, signed in at the old address and asking to sign in with the new one."""
    house, person = story.house, story.roster().people[-1].ref
    accounts.set_password_by_link(house, accounts.open_account(house, story.alliance, person, OLD), PASSWORD)
    me = accounts.who_is(house, accounts.sign_in(house, OLD, PASSWORD, Where()))
    assert me is not None
    account_email.ask(house, me, NEW, PASSWORD)
    return me


def test_a_change_of_address_goes_to_both_and_is_confirmed_by_the_link_that_came(reachable: Story, box: tuple[Box, Post]) -> None:
    story, (handler, post) = reachable, box
    house = story.house
    ask_for_another_address(story)
    handler.answers[NEW] = "450 busy, come again"
    came = {message.kind: what.partition(" ")[0] for message, what in deliver(house, post)}
    assert came == {"email-confirm": "OSError:", "email-asked": "sent"}
    del handler.answers[NEW]
    story.clock.advance(timedelta(minutes=2))
    assert [what for _, what in deliver(house, post)] == ["sent"]
    old, new = handler.mails()
    assert old["To"] == '"Gwên Tŷ, Health" <gwen@example.org>'
    assert new["To"] == '"Gwên Tŷ, Health" <gwen.ty@example.org>'
    assert old["Subject"] == "Another address to sign in with: Seaport Alliance"
    text, html = (new.get_body((kind,)).get_content() for kind in ("plain", "html"))
    (token,) = LINK.findall(text)
    assert LINK.findall(html) == [token, token]
    for part in ("plain", "html"):
        body = old.get_body((part,)).get_content()
        assert NEW not in body, "whoever reads the old address's mail is not told the new one"
        assert not LINK.search(body)
    assert all(raw.isascii() for raw in handler.raw)

    account_email.confirm(house, token, PASSWORD)
    assert [what for _, what in deliver(house, post)] == ["sent"]
    assert handler.mails()[-1]["Subject"] == "Your address to sign in with has changed: Seaport Alliance"
    assert handler.mails()[-1]["To"].addresses[0].addr_spec == OLD
    assert {row.state for row in outbox(story) if row.kind.startswith("email-")} == {"sent"}


def test_a_mail_about_a_change_that_is_over_does_not_go_out(reachable: Story, box: tuple[Box, Post]) -> None:
    story, (handler, post) = reachable, box
    house, me = story.house, ask_for_another_address(story)
    account_email.take_back(house, me)
    assert {what for _, what in deliver(house, post)} == {"no longer needed"}
    account_email.ask(house, me, NEW, PASSWORD)
    story.clock.advance(timedelta(hours=25))
    found = {message.kind: what for message, what in deliver(house, post)}
    assert found == {"email-confirm": "no longer needed", "email-asked": "sent"}
    assert [mail["To"].addresses[0].addr_spec for mail in handler.mails()] == [OLD]
