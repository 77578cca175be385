"""Who is reminded of what, and when: only those who still owe something, each once; digests; what a silent worker missed."""

from datetime import datetime, timedelta

import pytest

from govflow.acts import preferring
from govflow.acts.delivering import BATCH, CATCHING_UP, deliver
from govflow.acts.reminding import remind
from govflow.reading import told
from tests.gatherings import ZONE, a_meeting, action, an_action, held, minutes
from tests.posting import Kept, outbox, post
from tests.sending.test_calendars import who
from tests.stories import Story, a_circulated_decision, an_awaited_decision, an_open_decision
from tests.telling.passing import Passed, pass_time, work

DAY = timedelta(days=1)


def people(story: Story, kind: str) -> set[str]:
    return {row.person for row in outbox(story) if row.kind == kind and row.state != "cancelled"}


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[arg-type, misc]


def test_half_way_and_on_the_last_day_only_those_who_owe_an_answer_are_told(story: Story) -> None:
    ref = an_open_decision(story)
    closes = story.decision(ref).asked.closes_at
    story.agrees("health", ref)
    pass_time(story, closes - DAY - timedelta(hours=1))
    half = people(story, "position-half-way")
    assert half == {story.cast.leads[p] for p in story.cast.participants if p != "health"}
    story.agrees("council", ref)
    passed = pass_time(story, closes - timedelta(hours=20))
    last = people(story, "position-last-day")
    assert last == half - {story.cast.leads["council"]}
    assert {row.created_at for row in outbox(story) if row.kind == "position-last-day"} == {closes - DAY}
    assert all("One day left" in m.subject for m in passed.sender.messages)


def test_whoever_answers_between_the_reminder_and_its_sending_is_left_alone(story: Story) -> None:
    ref = an_open_decision(story)
    pass_time(story, story.decision(ref).asked.closes_at - DAY - timedelta(seconds=1))
    story.clock.advance(timedelta(seconds=1))
    assert [came for _, came in remind(story.house)] == ["done"]
    story.agrees("health", ref)
    came = dict((m.person, c) for m, c in deliver(story.house, post(Kept())))  # noqa: C402
    assert came[story.cast.leads["health"]] == "no longer needed"
    assert came[story.cast.leads["council"]] == "sent"


def test_a_new_version_moves_the_reminders(story: Story) -> None:
    ref = an_open_decision(story)
    before = story.decision(ref).asked.closes_at
    story.clock.advance(4 * DAY)
    story.do("amend", story.cast.manager, ref, text="Another text.", reason="Asked for.")
    after = story.decision(ref).asked.closes_at
    assert after > before
    pass_time(story, after)
    assert {row.created_at for row in outbox(story) if row.kind == "position-last-day"} == {after - DAY}


def test_a_matter_that_is_settled_reminds_nobody(story: Story) -> None:
    ref = an_open_decision(story)
    closes = story.decision(ref).asked.closes_at
    story.all_agree(ref)
    pass_time(story, closes)
    assert people(story, "position-half-way") == people(story, "position-last-day") == set()


def test_minutes_and_actions_chase_themselves(story: Story) -> None:
    cast = story.cast
    mine = held(story, a_meeting(story))
    todo = an_action(story, cast.leads["health"], days=10)
    pass_time(story, story.clock.now() + 30 * DAY)
    assert people(story, "minutes-due") == {cast.manager}
    found = minutes(story, mine)
    assert found.state == "circulated"
    assert not found.by_all
    assert cast.leads["health"] in people(story, "minutes-accept") & people(story, "minutes-last-day")
    assert people(story, "action-due") == {cast.leads["health"]}
    assert people(story, "action-overdue") == {cast.leads["health"], cast.manager}
    assert action(story, todo).state == "open"


def test_the_manager_is_told_of_what_was_left_lying(story: Story) -> None:
    a_circulated_decision(story)
    pass_time(story, story.clock.now() + 40 * DAY)
    assert people(story, "opening-due") == {story.cast.manager, story.cast.chair}


def test_notice_of_an_own_body_is_asked_for_while_it_still_allows_the_day_that_is_expected(story: Story) -> None:
    """28 clear days before 21 April is 23 March, a Monday: two working days before it is Thursday 19 March, in the morning."""
    cast = story.cast
    an_awaited_decision(story, "council", "health", expected="2026-04-21")
    told = an_awaited_decision(story, "council", expected="2026-05-21")
    story.do("notify_own_body", cast.leads["council"], told, route="notice", published_on="2026-03-18")
    pass_time(story, local(2026, 3, 19, 8))
    assert people(story, "own-notice-due") == set()
    pass_time(story, local(2026, 3, 19, 10))
    assert people(story, "own-notice-due") == {cast.leads["council"], cast.leads["health"]}
    pass_time(story, local(2026, 6, 1, 10))
    assert {row.subject for row in outbox(story) if row.kind == "own-notice-due"} == {"DEC-0001"}


def test_who_has_longer_for_its_notice_is_asked_later(story: Story) -> None:
    cast = story.cast
    ref = an_open_decision(story)
    story.all_agree(ref, "council", "health")
    for participant, expected in (("council", "2026-04-21"), ("health", "2026-05-21")):
        own = {"body": "Cabinet", "decision_kind": "key", "expected": expected}
        story.says("agree_subject_to", cast.leads[participant], participant, ref, **own)
    pass_time(story, local(2026, 4, 1, 10))
    assert people(story, "own-notice-due") == {cast.leads["council"]}
    pass_time(story, local(2026, 4, 22, 10))
    asked = [row.person for row in outbox(story) if row.kind == "own-notice-due"]
    assert sorted(asked) == sorted([cast.leads["council"], cast.leads["health"]])


def test_who_gave_notice_is_not_asked_for_it(story: Story) -> None:
    cast = story.cast
    ref = an_awaited_decision(story, "council", "health", expected="2026-04-21")
    story.do("notify_own_body", cast.leads["health"], ref, route="notice", published_on="2026-03-10")
    pass_time(story, local(2026, 3, 24, 10))
    assert people(story, "own-notice-due") == {cast.leads["council"]}


@pytest.mark.parametrize(("digest", "day"), [("daily", local(2026, 3, 3, 7)), ("weekly", local(2026, 3, 9, 7))])
def test_who_wants_a_digest_gets_one_mail_and_notice_at_once(story: Story, digest: str, day: datetime) -> None:
    person = story.cast.leads["health"]
    preferring.choose(story.house, who(story, person), digest)
    for title in ("One", "Two", "Three"):
        story.act("action.open", story.cast.manager, what=title, owner=person, due="2026-06-01")
    a_circulated_decision(story)
    sender = Kept()
    list(deliver(story.house, post(sender)))
    mine = [m for m in sender.messages if "Health" in m.to]
    assert [m.subject.split(":")[0] for m in mine] == ["Notice of a decision"], "statutory notice does not wait"
    passed = pass_time(story, day + timedelta(hours=1))
    digests = [m for m in passed.sender.messages if "Health" in m.to]
    assert [m.subject for m in digests] == ["3 things in Seaport Alliance"]
    assert all(title in digests[0].text for title in ("One", "Two", "Three"))
    assert "<h2" in digests[0].html


def test_nobody_chooses_a_digest_there_is_not(story: Story) -> None:
    from govflow.domain.refusals import Refused

    with pytest.raises(Refused):
        preferring.choose(story.house, who(story, story.cast.manager), "never")


def test_after_eight_silent_days_across_three_meetings_nothing_is_silent(story: Story) -> None:
    cast = story.cast
    past = [a_meeting(story, days=n) for n in (16, 18, 20)]
    ahead = a_meeting(story, days=40)
    pass_time(story, local(2026, 3, 14, 12))
    before = len(outbox(story))
    story.clock.set(local(2026, 3, 24, 12))  # nobody worked since
    passed, started = Passed(), story.clock.now()
    rates = []
    while found := work(story, passed):
        rates.append(found)
        story.clock.advance(timedelta(seconds=5))
    with story.house.store.view(story.alliance) as view:
        listed = told.going_out(view, story.house.book, cast.manager, story.clock.now())
    assert {one["ref"] for one in listed["missed"]} >= set(past), "each meeting that went by is listed as missed"
    assert all(row.state in {"sent", "cancelled"} for row in outbox(story))
    assert not [r for r in outbox(story)[before:] if r.kind == "meeting-tomorrow" and r.subject in past], "too late is not sent"
    pass_time(story, local(2026, 4, 12, 12), passed)
    tomorrow = [r for r in outbox(story) if r.kind == "meeting-tomorrow" and r.subject == ahead]
    assert len(tomorrow) == len({r.person for r in tomorrow}) > 0
    assert cast.manager in {r.person for r in tomorrow}
    assert started


def test_what_waited_long_goes_out_slowly(story: Story) -> None:
    an_open_decision(story)
    story.clock.advance(3 * DAY)
    assert CATCHING_UP * 12 <= 60 < BATCH * 12, "at a wake every five seconds that is sixty a minute"
    assert len(list(deliver(story.house, post(Kept())))) == CATCHING_UP


def test_a_nudge_goes_to_those_who_owe_something_and_stands_in_the_record(story: Story) -> None:
    ref = an_open_decision(story)
    story.agrees("health", ref)
    receipt = story.act("notice.nudge", story.cast.manager, subject=ref)
    assert people(story, "nudge") == {story.cast.leads[p] for p in story.cast.participants if p != "health"}
    with story.house.store.view(story.alliance) as view:
        assert view.entry(receipt.seq).content["facts"][0]["subject"] == ref
    story.all_agree(ref, "health")
    assert story.refusals("notice.nudge", story.cast.manager, subject=ref) == ("nothing-waits",)
    assert story.refusals("notice.nudge", story.cast.manager, subject="DEC-0099") == ("unknown-reference",)
    assert story.refusals("notice.nudge", story.cast.observer, subject=ref) == ("not-allowed",)


def test_a_poisoned_message_holds_up_no_other(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    from govflow.acts import telling

    an_open_decision(story)
    poisoned = outbox(story, "due")[0]
    real = telling.is_needed

    def broken(case: object, message: object) -> bool:
        if message.n == poisoned.n:  # type: ignore[attr-defined]
            raise KeyError("a template that is broken")
        return real(case, message)  # type: ignore[arg-type]

    monkeypatch.setattr(telling, "is_needed", broken)
    passed = Passed()
    for _ in range(40):
        work(story, passed)
        story.clock.advance(timedelta(hours=6))
    rows = {row.n: row for row in outbox(story)}
    assert rows[poisoned.n].state == "failed"
    assert "KeyError" in rows[poisoned.n].note
    assert all(
        row.state in {"sent", "cancelled"} for n, row in rows.items() if n != poisoned.n and row.created_at <= poisoned.created_at
    )


def test_a_mail_server_away_for_six_hours_delays_and_loses_nothing(story: Story) -> None:
    an_open_decision(story)
    due, passed, start = {row.n for row in outbox(story, "due")}, Passed(), story.clock.now()
    passed.sender.fails = True
    while story.clock.now() < start + timedelta(hours=6):
        work(story, passed)
        story.clock.advance(timedelta(minutes=1))
    assert passed.sender.messages == []
    passed.sender.fails = False
    pass_time(story, start + timedelta(days=1, hours=6), passed)
    rows = {row.n: row.state for row in outbox(story)}
    assert {rows[n] for n in due} == {"sent"}
    references = [m.reference for m in passed.sender.messages]
    assert len(references) == len(set(references))
