"""Notices: each kind that the rules can give has its wording, and the text reads as a person would write it."""

import re
from dataclasses import replace

import pytest

from govflow.acts.delivering import DONE, deliver, message_for
from govflow.engine.effects.telling import TEAM_IS_TOLD
from govflow.notices.composing import SUBJECTS, TO_DO, Telling, compose
from govflow.record.outbox import waiting
from tests.stories import a_circulated_decision, a_failed_decision, a_policy, an_adopted_decision, an_open_decision

ASKED = {"positions-open", "opened", "approval-awaited"}
KINDS = {*TEAM_IS_TOLD.values(), *ASKED}
SENTENCE = "6 of 8 agreed to version 3. Waiting for Health and Housing."
ADDRESS = "https://alliance.example.org/decisions/DEC-0001"


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
    message = compose(telling(kind))
    assert message.subject == f"{SUBJECTS[kind]}: Make outreach permanent (DEC-0001)"
    lines = message.text.strip().split("\n")
    assert lines[0] == "Leadership member, Health,"
    assert SENTENCE in lines
    assert ADDRESS in lines
    assert lines[-1] == "Seaport Alliance. Entry 42 of the record."
    assert "\n\n\n" not in message.text.strip()
    assert not re.search(r"[<>{}]|PER-\d|None|_", message.text)


def test_without_an_address_no_line_is_left_empty_for_it():
    text = compose(telling("notice", address="")).text.strip()
    assert "\n\n\n" not in text
    assert ADDRESS not in text


def test_a_title_is_never_read_as_markup_or_as_a_template():
    message = compose(replace(telling("notice"), title="{{ 7 * 7 }} <b>now</b>"))
    assert "{{ 7 * 7 }} <b>now</b>" in message.text


def test_an_unknown_kind_of_notice_is_not_sent_as_something_else():
    with pytest.raises(KeyError):
        compose(telling("party"))


class Kept:
    """A sender that keeps what it is given, and fails when it is told to."""

    def __init__(self):
        self.messages, self.fails = [], False

    def send(self, message):
        if self.fails:
            raise OSError("the post is closed")
        self.messages.append(message)


@pytest.mark.parametrize("begin", [an_open_decision, an_adopted_decision, a_failed_decision])
def test_whatever_waits_can_be_worded_and_is_sent_once(story_under, begin):
    story = story_under(a_policy("plymouth"))
    begin(story)
    found = waiting(story.house.store, 1000)
    assert found
    messages = [message_for(story.house, notice, "https://alliance.example.org") for notice in found]
    assert all(message is None or message.text for message in messages)
    sender = Kept()
    assert all(came in DONE for _, came in deliver(story.house, sender, "https://alliance.example.org"))
    assert sender.messages == [message for message in messages if message]
    assert waiting(story.house.store, 1000) == ()
    assert list(deliver(story.house, sender, "")) == []


def test_a_notice_that_fails_waits_and_undoes_nothing(story):
    ref = an_open_decision(story)
    sender, state = Kept(), story.decision(ref)
    sender.fails = True
    assert all(came not in DONE for _, came in deliver(story.house, sender, ""))
    assert story.decision(ref) == state
    sender.fails = False
    assert list(deliver(story.house, sender, ""))
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
    sender = Kept()
    list(deliver(story.house, sender, ""))
    asked = [m.to for m in sender.messages if m.subject.startswith(SUBJECTS["positions-open"])]
    assert "Leadership member, Health" not in asked
    assert len(asked) == 7


def _told(story, kind):
    return {notice.person for notice in waiting(story.house.store, 1000) if notice.kind == kind}
