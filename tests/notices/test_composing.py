"""Notices: each kind that the rules can give has its wording, and the text reads as a person would write it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from govflow.acts.delivering import DONE, deliver
from govflow.engine import participants
from govflow.engine.effects import defaults, issues, mandates, meetings
from govflow.engine.effects.telling import TEAM_IS_TOLD
from govflow.engine.placing import WHO_SPEAKS
from govflow.engine.reminding import CONCERNED
from govflow.notices.composing import SUBJECTS, TO_DO, Envelope, Telling, compose
from tests.posting import Kept, delivered, outbox, post
from tests.stories import a_circulated_decision, a_failed_decision, a_policy, an_adopted_decision, an_open_decision

ASKED = {"meeting-off", "positions-open", "opened", "approval-awaited", "confirm-position", "action-given", "nudge"}
MINUTES = {"minutes-accept", "minutes-correction", "minutes-appended", "minutes-sent"}
KINDS = {
    *TEAM_IS_TOLD.values(),
    *meetings.TOLD.values(),
    *mandates.TOLD.values(),
    *issues.TOLD.values(),
    "issue-logged",
    *defaults.TOLD.values(),
    "default-prepared",
    *participants.TOLD.values(),
    participants.LEFT_BEHIND,
    "withdrawn",
    WHO_SPEAKS,
    "owner-decides",
    *ASKED,
    *MINUTES,
    *CONCERNED,
}
SENTENCE = "6 of 8 agreed to version 3. Waiting for Health and Housing."
ADDRESS = "https://alliance.example.org/decisions/DEC-0001"
ENVELOPE = Envelope("reference", datetime(2026, 3, 2, 9, tzinfo=UTC))


def telling(kind, address=ADDRESS):
    words = (
        "Leadership member, Health",
        "health@example.org",
        "DEC-0001",
        "Make outreach permanent",
        SENTENCE,
        "Seaport Alliance",
        42,
    )
    return Telling(kind, *words, address)


def test_every_kind_of_notice_has_a_wording_and_every_wording_a_kind():
    assert set(SUBJECTS) == KINDS
    assert set(TO_DO) <= KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_notice_reads_well_as_plain_text(kind):
    message = compose(telling(kind), ENVELOPE)
    assert message.subject == f"{SUBJECTS[kind]}: Make outreach permanent (DEC-0001)"
    lines = message.text.strip().split("\n")
    assert lines[0] == "Leadership member, Health,"
    assert SENTENCE in lines
    assert ADDRESS in lines
    assert "Entry 42 of the record." in lines[-1]
    assert "\n\n\n" not in message.text.strip()
    assert not re.search(r"[<>{}]|PER-\d|None|_", message.text)


def test_without_an_address_no_line_is_left_empty_for_it():
    text = compose(telling("notice", address=""), ENVELOPE).text.strip()
    assert "\n\n\n" not in text
    assert ADDRESS not in text


def test_a_title_is_never_read_as_markup_or_as_a_template():
    message = compose(replace(telling("notice"), title="{{ 7 * 7 }} <b>now</b>"), ENVELOPE)
    assert "{{ 7 * 7 }} <b>now</b>" in message.text


def test_an_unknown_kind_of_notice_is_not_sent_as_something_else():
    with pytest.raises(KeyError):
        compose(telling("party"), ENVELOPE)


@pytest.mark.parametrize("begin", [an_open_decision, an_adopted_decision, a_failed_decision])
def test_whatever_waits_can_be_worded_and_is_sent_once(story_under, begin):
    story = story_under(a_policy("plymouth"))
    begin(story)
    waiting = outbox(story, "due")
    assert waiting
    sender = delivered(story)
    assert all(message.text and message.html for message in sender.messages)
    assert len(sender.messages) == len(outbox(story, "sent"))
    assert outbox(story, "due", "sending", "failed") == []
    assert list(deliver(story.house, post(sender))) == []


def test_a_notice_that_fails_waits_and_undoes_nothing(story):
    ref = an_open_decision(story)
    sender, state = Kept(fails=True), story.decision(ref)
    assert all(came not in DONE for _, came in deliver(story.house, post(sender)))
    assert story.decision(ref) == state
    sender.fails = False
    story.clock.advance(timedelta(minutes=1))
    assert list(deliver(story.house, post(sender)))
    assert sender.messages


def test_nobody_is_told_what_it_just_did_itself(story):
    a_circulated_decision(story)
    people = _told(story, "notice")
    assert story.cast.manager not in people
    assert people == {*story.cast.leads.values(), story.cast.chair}


def test_the_last_to_agree_is_told_of_the_outcome_like_everybody(story):
    an_adopted_decision(story)
    assert _told(story, "in-force") == {*story.cast.leads.values(), story.cast.chair, story.cast.manager}


def test_who_has_answered_meanwhile_is_not_asked_any_more(story):
    ref = an_open_decision(story)
    story.agrees("health", ref)
    sender = delivered(story)
    asked = [m.to for m in sender.messages if m.subject.startswith(SUBJECTS["positions-open"])]
    assert "Leadership member, Health" not in asked
    assert len(asked) == 7


def _told(story, kind):
    return {row.person for row in outbox(story) if row.kind == kind}
