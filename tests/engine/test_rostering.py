"""The alliance itself: each requirement of joining, leaving, seats, deputies, absences, people and offices refuses what it should."""

from datetime import UTC, date, datetime, timedelta

import pytest

from govflow.engine.rostering import CHECKS, RESULTS
from tests.cast import LEADERSHIP, MANAGEMENT
from tests.stories import REASON, a_departure, a_suspension, an_awaited_decision, an_open_decision

WHERE = {"participant": "health", "body": LEADERSHIP}


def refused(story, act, by="manager", **data):
    person = getattr(story.cast, by, None) or by
    return story.refusals(act, person, **data)


@pytest.mark.parametrize(
    ("act", "data", "code"),
    [
        ("participant.join", {"participant": "health", "title": "Health"}, "invalid"),
        ("participant.join", {"participant": "Not An Id", "title": "x"}, "invalid"),
        ("participant.join", {"participant": "harbour", "title": "Harbour", "bodies": ["parliament"]}, "unknown-value"),
        ("participant.leave", {"participant": "nobody"}, "unknown-value"),
        ("participant.leave", {"participant": "health"}, "decision-needed"),
        ("participant.leave", {"participant": "health", "decision": "DEC-0009"}, "unknown-reference"),
        ("participant.suspend", {"participant": "health", "until": "2026-09-01"}, "reason-missing"),
        ("participant.suspend", {"participant": "health", "until": "2026-09-01", "reason": "x"}, "decision-needed"),
        ("participant.suspend", {"participant": "health", "until": "2026-03-01", "reason": "x"}, "invalid"),
        ("participant.suspend", {"participant": "nobody", "until": "2026-09-01", "reason": "x"}, "unknown-value"),
        ("participant.resume", {"participant": "health"}, "reason-missing"),
        ("participant.resume", {"participant": "health", "reason": "x"}, "not-now"),
        ("participant.resume", {"participant": "nobody"}, "unknown-value"),
        ("seat.fill", {**WHERE, "person": "PER-0007"}, "invalid"),
        ("seat.fill", {**WHERE, "person": "PER-9999"}, "invalid"),
        ("seat.fill", {**WHERE, "participant": "nobody", "person": "PER-0007"}, "unknown-value"),
        ("seat.fill", {**WHERE, "body": "parliament", "person": "PER-0007"}, "unknown-value"),
        ("seat.fill", {**WHERE, "body": "owner", "person": "PER-0007"}, "invalid"),
        ("seat.end", {**WHERE, "person": "PER-0007"}, "invalid"),
        ("seat.end", {**WHERE, "participant": "nobody", "person": "PER-0007"}, "unknown-value"),
        ("seat.end", {**WHERE, "body": "parliament", "person": "PER-0007"}, "unknown-value"),
        ("deputy.name", {**WHERE, "person": "PER-9999"}, "invalid"),
        ("deputy.name", {**WHERE, "person": "PER-0007", "since": "2026-05-02", "until": "2026-05-01"}, "invalid"),
        ("deputy.name", {**WHERE, "body": "owner", "person": "PER-0007"}, "invalid"),
        ("deputy.name", {**WHERE, "body": "parliament", "person": "PER-0007"}, "unknown-value"),
        ("deputy.name", {**WHERE, "participant": "nobody", "person": "PER-0007"}, "unknown-value"),
        ("deputy.end", {**WHERE, "person": "PER-0007"}, "invalid"),
        ("deputy.end", {**WHERE, "participant": "nobody", "person": "PER-0007"}, "unknown-value"),
        ("deputy.end", {**WHERE, "body": "parliament", "person": "PER-0007"}, "unknown-value"),
        ("absence.notify", {**WHERE, "person": "PER-0007"}, "invalid"),
        ("absence.notify", {**WHERE, "participant": "nobody", "person": "PER-0007"}, "unknown-value"),
        ("absence.notify", {**WHERE, "body": "parliament", "person": "PER-0007"}, "unknown-value"),
        ("person.invite", {"name": ""}, "invalid"),
        ("person.invite", {"name": "Somebody", "role": "king"}, "unknown-value"),
        ("person.invite", {"name": "Head", "role": "chief executive", "participant": "nobody"}, "unknown-value"),
        ("person.appoint", {"person": "PER-9999", "role": "observer"}, "invalid"),
        ("person.appoint", {"person": "PER-0007", "role": "king"}, "unknown-value"),
        ("person.appoint", {"person": "PER-0007", "role": "chief executive", "participant": "nobody"}, "unknown-value"),
        ("person.appoint", {"person": "PER-0002", "role": "manager"}, "nothing-changed"),
        ("person.appoint", {"person": "PER-0007", "role": "observer", "since": "2026-05-02", "until": "2026-05-01"}, "invalid"),
        ("participant.join", {"participant": "health-2", "title": "HEALTH"}, "invalid"),
        ("alliance.rename", {"title": ""}, "invalid"),
        ("person.end", {"person": "PER-9999"}, "invalid"),
        ("chair.appoint", {"person": "PER-9999"}, "invalid"),
        ("chair.appoint", {"person": "PER-0007", "role": "king"}, "unknown-value"),
        ("chair.appoint", {"person": "PER-0007", "body": "parliament"}, "unknown-value"),
        ("chair.appoint", {"person": "PER-0007", "since": "2026-05-02", "until": "2026-05-01"}, "invalid"),
    ],
)
def test_what_an_act_on_the_alliance_refuses(story, act, data, code):
    assert code in refused(story, act, **data)


def test_every_act_on_the_alliance_has_its_requirements_and_its_result():
    assert set(CHECKS) == set(RESULTS)


def test_only_who_left_can_join_again(story):
    a_departure(story, "health")
    assert refused(story, "seat.fill", **WHERE, person=story.cast.observer) == ("not-now",)
    assert refused(story, "deputy.name", **WHERE, person=story.cast.observer) == ("not-now",)
    assert "not-now" in refused(story, "participant.leave", participant="health")
    assert refused(story, "participant.join", participant="health", title="Health", bodies=[LEADERSHIP]) == ()


def test_notice_of_leaving_is_given_by_ones_own_people_and_ends_on_a_day_ahead(story):
    health = story.cast.leads["health"]

    def notice(by, **data):
        return refused(story, "participant.give_notice", by, participant="health", **data)

    assert notice(story.cast.leads["housing"], until="2026-09-01") == ("not-allowed",)
    assert notice(health, until="2026-03-01") == ("invalid",)
    assert notice(health) == ("invalid",)
    assert notice("manager", until="2026-09-01") == ("not-allowed",)
    assert notice(health, until="2026-09-01") == ()
    assert notice(health, until="2026-10-01") == ("not-now",)


@pytest.mark.parametrize(("until", "codes"), [("2026-05-30", ("exit-notice-too-short",)), ("2026-05-31", ())])
def test_notice_of_leaving_is_the_policys_ninety_days(story, until, codes):
    health = story.cast.leads["health"]
    assert refused(story, "participant.give_notice", health, participant="health", until=until, reason="We merge.") == codes


def test_only_who_binds_a_participant_gives_notice_for_it(story):
    by = story.cast.managers["health"]
    assert refused(story, "participant.give_notice", by, participant="health", until="2026-09-01") == ("no-seat",)


def test_what_is_held_for_a_participant_ends_on_its_last_day(story):
    cast, last = story.cast, date(2026, 6, 30)
    story.act("chair.appoint", cast.owner, person=cast.leads["health"], body=LEADERSHIP)
    story.act("absence.notify", cast.manager, **WHERE, person=cast.leads["health"], until="2026-12-31")
    story.act("participant.give_notice", cast.leads["health"], participant="health", until=last.isoformat())
    story.until(datetime(2026, 7, 1, 12, tzinfo=UTC))
    roster = story.roster()
    held = [*roster.seats, *roster.deputies, *roster.absences]
    assert {h.until for h in held if h.participant == "health"} == {last}
    assert {h.until for h in held if h.participant != "health"} == {None}
    assert {o.until for o in roster.offices if o.person == cast.leads["health"]} == {last}
    assert roster.in_office("manager", date(2026, 7, 1)) == (cast.manager,)


def test_a_chair_who_also_sits_for_somebody_else_goes_on(story):
    cast = story.cast
    story.act("chair.appoint", cast.owner, person=cast.leads["health"], body=LEADERSHIP)
    story.act("seat.end", cast.administrator, participant="hostel", body=MANAGEMENT, person=cast.managers["hostel"])
    story.act("seat.fill", cast.administrator, participant="hostel", body=MANAGEMENT, person=cast.leads["health"])
    a_departure(story, "health")
    assert story.roster().in_office("chair", story.clock.now().date(), LEADERSHIP) == (cast.leads["health"],)


def test_a_suspension_ends_by_itself_and_a_notice_goes_on(story):
    health = story.cast.leads["health"]
    story.act("participant.give_notice", health, participant="health", until="2026-12-31")
    a_suspension(story, "health", days=10)
    assert set(story.roster().due) == {"leave", "resume"}
    assert story.until(story.clock.now() + timedelta(days=12)) == ["resume"]
    found = story.roster().participant("health")
    assert (found.standing, found.until, found.leaves_on) == ("leaving", date(2026, 12, 31), date(2026, 12, 31))
    assert refused(story, "participant.take_back_notice", health, participant="health", reason="We stay.") == ()
    assert story.roster().due == {}


def test_nobody_answers_for_a_suspended_participant_but_its_own_body_still_decides(story):
    ref = an_awaited_decision(story, "health")
    about = {"happened": "x", "affected": "x", "would_help": "x", "with": ["health"]}
    issue = story.act("issue.log", story.cast.leads["housing"], **about).subject
    a_suspension(story, "health")
    health, deputy = story.cast.leads["health"], story.cast.deputies["health"]
    said = {"happened": "x", "affected": "x", "would_help": "x"}
    assert story.refusals("issue.log", health, **said) == ("participant-suspended",)
    assert story.refusals("decision.propose", health, kind="key-issue", title="t", text="t") == ("participant-suspended",)
    assert story.refusals("issue.offer_option", deputy, issue, option="A rota.") == ("participant-suspended",)
    assert story.refused("decline", health, ref, reason="The cabinet says no.") == ()


def test_a_seat_has_one_holder_at_a_time_also_in_days_to_come(story):
    health, other, third = story.cast.leads["health"], story.cast.observer, story.cast.auditor
    assert refused(story, "seat.fill", **WHERE, person=other) == ("invalid",)
    assert refused(story, "seat.end", **WHERE, person=health, until="2026-04-30") == ()
    assert refused(story, "seat.fill", **WHERE, person=other, since="2026-04-30") == ("invalid",)
    assert refused(story, "seat.fill", **WHERE, person=other, since="2026-06-01") == ()
    assert refused(story, "seat.fill", **WHERE, person=third, since="2026-05-01") == ("invalid",)  # it would run on into June
    assert refused(story, "seat.fill", **WHERE, person=third, since="2026-05-01", until="2026-05-31") == ()
    for person in (third, other):
        assert refused(story, "seat.confirm", story.cast.managers["health"], **WHERE, person=person) == ()
    holders = {
        d: story.roster().holder("health", LEADERSHIP, d) for d in (date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 1))
    }
    assert list(holders.values()) == [health, third, other]


def test_ending_a_seat_or_a_naming_never_makes_it_longer(story):
    health, deputy = story.cast.leads["health"], story.cast.deputies["health"]
    for act, person in (("seat.end", health), ("deputy.end", deputy)):
        assert refused(story, act, **WHERE, person=person, until="2026-04-30") == ()
        assert refused(story, act, **WHERE, person=person, until="2026-05-01") == ("invalid",)
        assert refused(story, act, **WHERE, person=person, until="2026-04-01") == ()


def test_an_act_that_changes_nothing_is_refused_in_one_way(story):
    cast, health = story.cast, story.cast.leads["health"]
    name = story.roster().person(health).name
    until = {"since": "2026-03-02", "until": "2026-12-31"}
    assert refused(story, "chair.appoint", person=cast.chair, body=LEADERSHIP, **until) == ()
    assert refused(story, "seat.end", **WHERE, person=health, until="2026-04-30") == ()
    assert refused(story, "alliance.rename", title="Harbour") == ()
    for act, data in (
        ("chair.appoint", {"person": cast.chair, "body": LEADERSHIP, **until}),
        ("seat.end", {**WHERE, "person": health, "until": "2026-04-30"}),
        ("alliance.rename", {"title": "Harbour"}),
        ("person.correct", {"person": health, "name": f" {name}\u200b"}),
        ("person.appoint", {"person": cast.manager, "role": "manager"}),
    ):
        assert refused(story, act, **data) == ("nothing-changed",), act


def test_a_seat_of_somebody_whose_access_has_ended_can_be_filled(story):
    story.act("person.end", story.cast.manager, person=story.cast.leads["health"])
    assert refused(story, "seat.fill", **WHERE, person=story.cast.observer) == ()


def test_ones_own_deputy_and_absence_and_nobody_elses(story):
    health, housing = story.cast.leads["health"], story.cast.leads["housing"]
    assert refused(story, "deputy.name", housing, **WHERE, person=story.cast.observer) == ("not-allowed",)
    assert refused(story, "deputy.name", health, **WHERE, person=story.cast.observer) == ()
    assert refused(story, "deputy.end", housing, **WHERE, person=story.cast.observer) == ("not-allowed",)
    assert refused(story, "absence.notify", housing, **WHERE, person=health) == ("not-allowed",)
    assert refused(story, "absence.notify", health, **WHERE, person=health) == ()
    assert refused(story, "seat.end", story.cast.chief_executive, **WHERE, person=health) == ("not-allowed",)


def test_an_absence_is_that_of_whoever_holds_the_seat(story):
    assert refused(story, "absence.notify", **WHERE, person=story.cast.deputies["health"]) == ("invalid",)
    ended = {**WHERE, "person": story.cast.leads["health"], "since": "2026-05-02", "until": "2026-05-01"}
    assert "invalid" in refused(story, "absence.notify", **ended)


def test_a_new_chair_takes_the_place_of_the_one_before(story):
    body = {"body": LEADERSHIP}
    story.act("chair.appoint", story.cast.owner, person=story.cast.observer, **body)
    assert story.roster().in_office("chair", story.clock.now().date(), LEADERSHIP) == (story.cast.observer,)
    assert story.roster().in_office("deputy chair", story.clock.now().date(), LEADERSHIP) == (story.cast.deputy_chair,)


def test_who_ends_goes_on_being_named_in_what_was_done(story):
    ref = an_open_decision(story)
    story.agrees("health", ref)
    story.act("person.end", story.cast.manager, person=story.cast.leads["health"])
    assert [p.person for p in story.decision(ref).current_positions] == [story.cast.leads["health"]]
    assert story.roster().person(story.cast.leads["health"]).name
    assert story.refused("agree", story.cast.leads["health"], ref, version=1, reason=REASON) == ("no-seat",)


def test_management_seats_are_seats_of_their_own(story):
    assert story.roster().holder("health", MANAGEMENT, story.clock.now().date()) == story.cast.managers["health"]
    assert story.roster().members(MANAGEMENT) == tuple(sorted(story.cast.participants))


def test_another_manager_takes_over_from_the_one_before(story):
    chair, day = story.cast.chair, story.clock.now().date()
    story.act("person.appoint", story.cast.owner, person=chair, role="manager")
    assert story.roster().in_office("manager", day) == (chair,)
    story.act("person.appoint", chair, person=chair, role="auditor")
    assert set(story.roster().in_office("auditor", day)) == {story.cast.auditor, chair}
