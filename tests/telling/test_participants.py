"""What people are told when a participant gives notice, leaves, is suspended or comes back; and whose part is then somebody else's."""

from datetime import datetime, timedelta

from tests.gatherings import ZONE, an_action
from tests.posting import delivered, outbox
from tests.stories import Story, a_departure, a_suspension, an_awaited_decision
from tests.telling.passing import pass_time

LAST = "2026-06-30"


def given(story: Story) -> None:
    story.act("participant.give_notice", story.cast.leads["youth"], participant="youth", until=LAST, reason="We merge.")


def told(story: Story, kind: str) -> set[str]:
    return {row.person for row in outbox(story) if row.kind == kind and row.state != "cancelled"}


def test_everyone_with_a_seat_and_the_manager_are_told_of_a_notice(story: Story) -> None:
    given(story)
    cast = story.cast
    everyone = {*cast.leads.values(), *cast.managers.values(), cast.owner, cast.manager, cast.chair, cast.deputy_chair}
    assert told(story, "exit-notice") == everyone - {cast.leads["youth"]}
    sent = delivered(story).messages
    assert {m.subject.partition(" (entry")[0] for m in sent} == {"Notice of leaving is given: Youth"}
    assert "Youth has given notice and takes part until it leaves, on Tuesday 30 June 2026." in sent[0].text
    assert "Its agreement is needed until the notice ends" in sent[0].text
    story.act("participant.take_back_notice", cast.leads["youth"], participant="youth", reason="The merger is off.")
    assert "Youth takes part." in delivered(story).messages[0].text


def test_a_week_before_a_notice_ends_everyone_is_reminded_and_then_told(story: Story) -> None:
    given(story)
    pass_time(story, datetime(2026, 7, 2, 12, tzinfo=ZONE))
    rows = [row for row in outbox(story) if row.kind == "exit-ends"]
    assert {row.created_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") for row in rows} == {"2026-06-24 09:00"}
    assert story.cast.manager in told(story, "participant-left")
    assert told(story, "left-behind") == set()


def test_a_notice_that_was_taken_back_reminds_nobody(story: Story) -> None:
    given(story)
    story.act("participant.take_back_notice", story.cast.leads["youth"], participant="youth", reason="The merger is off.")
    pass_time(story, datetime(2026, 7, 2, 12, tzinfo=ZONE))
    assert told(story, "exit-ends") == told(story, "participant-left") == set()


def test_what_waits_for_the_people_of_whoever_left_is_listed_to_the_manager(story: Story) -> None:
    ref = an_awaited_decision(story, "youth")
    action = an_action(story, owner=story.cast.leads["youth"])
    delivered(story)
    a_departure(story, "youth")
    assert told(story, "left-behind") == {story.cast.manager}
    (mail,) = [m for m in delivered(story).messages if m.subject.startswith("Somebody else is needed")]
    assert f"Youth left on Tuesday 17 March 2026. What waits for its people: {action} and {ref}." in mail.text
    assert "Give its actions to somebody else" in mail.text


def test_what_somebody_took_over_meanwhile_is_listed_no_more(story: Story) -> None:
    action = an_action(story, owner=story.cast.leads["youth"])
    a_departure(story, "youth")
    story.act("action.change", story.cast.manager, action, owner=story.cast.leads["health"], reason="It took over.")
    (mail,) = [m for m in delivered(story).messages if m.subject.startswith("Somebody else is needed")]
    assert action not in mail.text


def test_of_a_suspension_and_of_its_end_everyone_is_told(story: Story) -> None:
    a_suspension(story, "youth", days=20)
    sent = delivered(story).messages
    assert (
        "Youth is suspended until Sunday 22 March 2026; nobody answers for it until then, and it does not count." in sent[0].text
    )
    pass_time(story, story.clock.now() + timedelta(days=25))
    kinds = {row.kind for row in outbox(story) if row.person == story.cast.leads["youth"]}
    assert {"suspension-ends", "suspension-ended"} <= kinds
