"""Those concerned are told where an issue was sent, and what to do there first: at once, and in a digest."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from govflow.acts import preferring
from govflow.acts.delivering import deliver
from govflow.definitions.policies import policy_content, policy_from_content
from govflow.domain.vocabulary import ROUTES
from govflow.engine.routes import route_of, routes_of
from tests.gatherings import ZONE
from tests.houses import book
from tests.posting import Kept, post
from tests.sending.test_calendars import who
from tests.stories import Story, library
from tests.telling.passing import pass_time

SAID = {"happened": "Money is missing.", "affected": "Everyone.", "would_help": "To know where it went."}


def sent_away(story: Story, route: str) -> str:
    ref = story.act("issue.log", story.cast.leads["youth"], **SAID, **{"with": ["health"]}).subject
    story.act("issue.turn_away", story.cast.chair, ref, route=route, reason="It belongs there.")
    return ref


@pytest.mark.parametrize("route", ROUTES)
def test_the_mail_says_where_it_belongs_and_what_to_do_first(story: Story, route: str) -> None:
    sent_away(story, route)
    sender = Kept()
    list(deliver(story.house, post(sender)))
    found = story.policy.route(route)
    assert found is not None
    mails = [m for m in sender.messages if m.subject.startswith("An issue is sent where it belongs")]
    assert {m.to for m in mails} >= {"Leadership member, Youth", "Leadership member, Health"}
    for mail in mails:
        assert f"{found.title}. What to do first: {found.address}" in mail.text
        assert "Money is missing" not in mail.text + mail.html
        assert "What to do first:" in mail.html


def test_a_digest_says_it_too(story: Story) -> None:
    person = story.cast.leads["health"]
    preferring.choose(story.house, who(story, person), "daily")
    sent_away(story, "fraud")
    passed = pass_time(story, datetime(2026, 3, 3, 7, tzinfo=ZONE) + timedelta(hours=1))
    (digest,) = [m for m in passed.sender.messages if "Leadership member, Health" in m.to and "things in" in m.subject]
    assert f"What to do first: {story.policy.route('fraud').address}" in digest.text
    assert "What to do first:" in digest.html


def test_a_policy_from_before_there_were_routes_has_those_of_its_pack() -> None:
    old = policy_from_content(policy_content(replace(library().policies["nacg"], routes=())))
    assert routes_of(book(), old) == library().policies["nacg"].routes
    found = route_of(book(), old, "safeguarding")
    assert found is not None
    assert "000" in found.address
    assert route_of(book(), old, "nonsense") is None
    assert routes_of(book(), replace(old, pack="of-ones-own")) == ()
