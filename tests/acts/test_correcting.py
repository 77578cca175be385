"""A name or an address is corrected: everything held stays, mail finds the person, and what was written keeps the name of its time."""

from datetime import timedelta

import pytest

from govflow.acts.house import House
from govflow.reading.actions import action_page
from govflow.reading.minutes import minutes_page
from govflow.reading.records import decision_record
from govflow.reading.seats import roster
from govflow.record.verifying import verify
from tests.gatherings import a_meeting, an_action, held
from tests.posting import delivered
from tests.stories import Story, a_founded_alliance, an_open_decision

OLD, NEW, LATER = "Leadership member, Health", "Siân Ŵyn", "Siân Ŵyn-Jones"


def corrected(story: Story, by: str, person: str, **data: str) -> tuple[str, ...]:
    return story.refusals("person.correct", by, person=person, **data)


def shown(found: object) -> str:
    """Return everything of a page in one text, to look for names in."""
    return repr(found)


def test_old_minutes_and_records_keep_the_old_name_and_nothing_lapses(house_on_both: House) -> None:
    story = a_founded_alliance(house_on_both)
    cast, person = story.cast, story.cast.leads["health"]
    minutes = held(story, a_meeting(story))
    action = an_action(story, person)
    story.act("action.progress", person, action, text="Half of it.")
    story.act("minutes.issue", cast.manager, minutes)
    ref = an_open_decision(story)
    story.agrees("health", ref)
    before = story.roster()
    story.clock.advance(timedelta(minutes=1))
    assert (
        corrected(story, cast.manager, person, name=f" {NEW}\u200b ", contact="Sian@Health.example ", reason="She married.") == ()
    )

    after = story.roster()
    assert (after.person(person).name, after.person(person).contact) == (NEW, "Sian@Health.example")
    assert [(n.person, n.name) for n in after.former_names] == [(person, OLD)]
    assert (after.seats, after.deputies, after.offices, after.absences) == (
        before.seats,
        before.deputies,
        before.offices,
        before.absences,
    )
    assert story.decision(ref).agreed == 1
    story.all_agree(ref, "health")
    assert story.decision(ref).state != "open", "the position given under the name before still counts"

    with story.house.store.view(story.alliance) as view:
        book, now = story.house.book, story.clock.now()
        page = minutes_page(view, book, minutes, cast.manager, now)
        record = decision_record(view, book, ref, now)
        opened = action_page(view, book, action, cast.manager, now)
        today = roster(view, book, cast.manager, now)
        past = roster(view, book, cast.manager, now, before.founded_at.date())
    assert OLD in page["text"]
    assert OLD in [a["name"] for a in page["attendees"]]
    assert NEW not in shown(page)
    assert [row["person"] for row in record["rounds"][-1]["positions"] if row["participant"] == "health"] == [OLD]
    assert NEW not in shown(record)
    assert any(OLD in line["says"] for line in record["timeline"])
    assert NEW in opened["owner"], "who is to do it is known by the name of today"
    assert opened["progress"][0]["says"].startswith(OLD)
    assert NEW in [s.name for s in today.seats]
    assert OLD in [s.name for s in past.seats]
    assert today.formerly[person] == (OLD,)

    later = held(story, a_meeting(story))
    with story.house.store.view(story.alliance) as view:
        assert NEW in minutes_page(view, book, later, cast.manager, now)["text"]
        entries = b"".join(
            entry.content["act"].encode() + repr(entry.content["facts"]).encode() for entry in view.entries("ALLIANCE")
        )
    assert NEW.encode() not in entries
    assert b"health.example" not in entries, "a name and an address are in the ledger only as salted commitments"
    assert verify(story.house.store, story.alliance).problems == ()


def test_each_name_is_of_its_time(house_on_both: House) -> None:
    story = a_founded_alliance(house_on_both, members=3)
    person, began = story.cast.leads[story.cast.participants[1]], story.clock.now()
    old = story.roster().name_of(person)
    for name in (NEW, LATER, NEW):
        story.clock.advance(timedelta(days=1))
        assert corrected(story, story.cast.administrator, person, name=name) == ()
    names = [story.roster().name_at(person, began + timedelta(days=day, hours=1)) for day in range(4)]
    assert names == [old, NEW, LATER, NEW]
    assert story.roster().name_at(person, began + timedelta(days=1)) == NEW, "from the moment it was corrected"
    assert verify(story.house.store, story.alliance).problems == ()


def test_ones_own_and_nobody_elses(story: Story) -> None:
    cast, me, other = story.cast, story.cast.leads["health"], story.cast.leads["youth"]
    assert corrected(story, me, me, name=NEW) == ()
    assert corrected(story, cast.observer, cast.observer, contact="o@example.org") == ()
    assert corrected(story, me, other, name=NEW) == ("not-allowed",)
    assert corrected(story, cast.chair, other, name=NEW) == ("not-allowed",)
    assert corrected(story, me, "PER-9999", name=NEW) == ("not-allowed",)
    story.act("person.end", cast.administrator, person=me)
    assert corrected(story, me, me, name=LATER) == ("not-allowed",)
    assert corrected(story, cast.manager, me, name=LATER) == ("invalid",)
    story.act("seat.end", cast.administrator, participant="youth", body="leadership-team", person=other)
    assert story.refusals("person.end", other, person=other) == ("not-allowed",), "that it is about oneself gives nothing else"


@pytest.mark.parametrize(
    "data",
    [
        {}, {"name": "Leadership member, Health"}, {"name": ""}, {"name": "\u200b"}, {"name": "A\nBcc: x@example.org"}, {"name": "..."},
        {"contact": "nobody"}, {"contact": "a@example.org\r\nBcc: b@example.org"}, {"contact": ""}, {"nickname": "Sh"}, {"name": "x" * 301},
    ],
)  # fmt: skip
def test_what_changes_nothing_or_is_no_name_or_address_is_refused(story: Story, data: dict[str, str]) -> None:
    refused = corrected(story, story.cast.manager, story.cast.leads["health"], **data)
    assert refused in {("invalid",), ("unknown-value",), ("nothing-changed",)}


@pytest.mark.parametrize(
    "data", [{"name": "A\r\nBcc: b@example.org"}, {"name": "A", "contact": "a@example.org\nX: y"}, {"name": "A", "contact": "a"}]
)
def test_whoever_is_invited_has_a_name_and_an_address_too(story: Story, data: dict[str, str]) -> None:
    assert story.refusals("person.invite", story.cast.manager, **data) == ("invalid",)


def test_the_next_message_goes_to_the_new_address_under_the_new_name(story: Story) -> None:
    person = story.cast.leads["health"]
    story.act("person.correct", story.cast.manager, person=person, contact="old@example.org")
    an_open_decision(story)
    story.act("person.correct", person, person=person, name=NEW, contact="new@example.org")
    mails = [m for m in delivered(story).messages if m.contact]
    assert {(m.to, m.contact) for m in mails} == {(NEW, "new@example.org")}
    story.act("person.correct", person, person=person, contact="")
    assert story.roster().person(person).contact == "", "an address that is given up gets nothing"


def test_somebody_is_shown_as_they_wish_and_the_name_in_full_stays(house_on_both: House) -> None:
    story = a_founded_alliance(house_on_both)
    cast, person = story.cast, story.cast.leads["health"]
    minutes = held(story, a_meeting(story))
    story.act("minutes.issue", cast.manager, minutes)
    story.clock.advance(timedelta(minutes=1))
    assert corrected(story, person, person, name="Siân Ŵyn-Jones", shown_as=" Siân Jones ") == ()
    known = story.roster().person(person)
    assert (known.name, known.shown_as, known.called) == ("Siân Ŵyn-Jones", "Siân Jones", "Siân Jones")
    with story.house.store.view(story.alliance) as view:
        now = story.clock.now()
        assert OLD in [a["name"] for a in minutes_page(view, story.house.book, minutes, cast.manager, now)["attendees"]]
        today = roster(view, story.house.book, cast.manager, now)
    assert "Siân Jones" in [s.name for s in today.seats]
    assert today.in_full == {person: "Siân Ŵyn-Jones"}
    assert corrected(story, person, person, shown_as="Siân Jones") == ("nothing-changed",)
    story.clock.advance(timedelta(minutes=1))
    assert corrected(story, person, person, shown_as="") == ()
    assert story.roster().name_of(person) == "Siân Ŵyn-Jones"
    assert [n.name for n in story.roster().former_names] == [OLD, "Siân Jones"]
    assert verify(story.house.store, story.alliance).problems == ()
