"""How far an alliance is set up: every step follows from what is recorded, and is done by whom the policy says."""

from datetime import timedelta

from sqlalchemy import event

from govflow.acts import accounts
from govflow.acts.set_up_alliance import PersonRow, setting_up
from govflow.reading import set_up as reading
from govflow.reading.set_up import MANDATE, MEETING, NAME, OFFICES, ORGANISATIONS, PEOPLE, PROPOSAL, Checklist, Step
from tests.beginnings import ADMINISTRATOR, LEADS, an_empty_alliance, leads, organisations, person
from tests.cast import LEADERSHIP
from tests.engine.test_mandates import WHOLE
from tests.stories import Story, statement

PASSWORD = "seven green ladders"


def checklist(story: Story, who: str = ADMINISTRATOR) -> Checklist:
    with story.house.store.view(story.alliance) as view:
        return reading.checklist(view, story.house.book, who, story.clock.now())


def step(story: Story, name: str, who: str = ADMINISTRATOR) -> Step:
    return checklist(story, who).step(name)


def signed_in(story: Story, who: str) -> None:
    email = f"{who.lower()}@harbour.example"
    accounts.set_password_by_link(story.house, accounts.open_account(story.house, story.alliance, who, email), PASSWORD)
    accounts.sign_in(story.house, email, PASSWORD, accounts.Where())


def test_a_new_alliance_has_a_name_and_nothing_else() -> None:
    story = an_empty_alliance()
    found = checklist(story)
    assert [one.name for one in found.steps if one.is_done] == [NAME]
    assert (found.done, len(found.needed), found.is_done) == (1, 6, False)
    assert found.step(NAME).says == "Harbour Alliance"
    assert [one.name for one in found.steps if one.may] == [NAME, ORGANISATIONS, PEOPLE, OFFICES]
    assert found.step(MANDATE).who == "the commissioner"
    assert found.step(PROPOSAL).who == "a member, the alliance manager or the commissioner"


def test_each_step_says_how_far_it_is_until_all_are_done() -> None:
    story = an_empty_alliance()
    with setting_up(story.house, story.alliance, ADMINISTRATOR) as to:
        to.take_in(organisations(1))
    assert step(story, ORGANISATIONS).says == "Harbour Borough Council so far. An alliance needs two or more"
    assert step(story, ORGANISATIONS).is_begun
    with setting_up(story.house, story.alliance, ADMINISTRATOR) as to:
        to.take_in([one._replace(commissioner=False) for one in organisations(3)[1:]])
        to.invite(leads(3)[1:])
    assert step(story, ORGANISATIONS).says == "3 organisations. The commissioner is Harbour Borough Council"
    people = step(story, PEOPLE)
    assert (people.is_done, people.is_begun) == (False, True)
    assert people.says == ("2 of 3 organisations have somebody in the leadership team. Nobody yet for Harbour Borough Council")
    assert step(story, MANDATE).says == "Nobody acts for the commissioner yet"
    with setting_up(story.house, story.alliance, ADMINISTRATOR) as to:
        to.invite([*leads(1), PersonRow("Mo Ade", "mo@harbour.example", "", "manager")])
    assert step(story, PEOPLE).says == "5 people. Signed in so far: 0"
    assert step(story, OFFICES).says == "Alliance manager: Mo Ade. Chair: nobody yet"
    assert step(story, OFFICES).is_begun
    chair = person(story, "Owen Marsh")
    with setting_up(story.house, story.alliance, ADMINISTRATOR) as to:
        to.appoint_chair(chair)
    assert step(story, OFFICES).is_done
    owner, manager = person(story, "Priya Shah"), person(story, "Mo Ade")
    assert step(story, MANDATE).says == "Priya Shah has not signed in yet"
    signed_in(story, owner)
    assert step(story, MANDATE).says == "Priya Shah has signed in, and has not begun"
    assert (step(story, MANDATE, owner).may, step(story, MEETING, manager).may) == (True, True)
    ref = story.act("mandate.draft", owner).subject
    assert (step(story, MANDATE).says, step(story, MANDATE).subject) == ("Version 1 is being written by the owner", ref)
    given = WHOLE | {"term": {"from": "2026-03-02", "until": "2027-03-31"}}
    story.act("mandate.revise", owner, ref, statement=statement(story.policy), **given)
    story.act("mandate.issue", owner, ref)
    assert step(story, MANDATE).says == "Version 1 is before the leadership team, which answers it by DEC-0001"
    assert not step(story, PROPOSAL).is_done, "the answer to the mandate is no proposal of anybody's"
    story.do("circulate", manager, "DEC-0001", papers=["The mandate"])
    story.clock.advance(timedelta(days=14))
    story.do("open", manager, "DEC-0001")
    for name, organisation in zip(LEADS[:3], story.roster().participants, strict=True):
        story.says("agree", person(story, name), organisation.id, "DEC-0001")
    assert step(story, MANDATE).is_done
    assert step(story, MANDATE).says == "Version 1 is in force, from Monday 2 March 2026 to Wednesday 31 March 2027"
    story.act("decision.propose", manager, kind="key-issue", title="Open a day centre", text="It opens.")
    assert checklist(story).is_done, "a meeting is optional"
    story.act("meeting.plan", manager, body=LEADERSHIP, at="2026-05-04 14:00", title="The first meeting")
    assert (step(story, MEETING).is_done, step(story, MEETING).says) == (True, "The first meeting")
    assert (step(story, PROPOSAL).subject, step(story, PROPOSAL).says) == ("DEC-0002", "Open a day centre")


def test_who_appoints_the_chair_is_what_the_policy_says() -> None:
    story = an_empty_alliance("nacg")
    with setting_up(story.house, story.alliance, ADMINISTRATOR) as to:
        to.take_in(organisations(2))
        to.invite([*leads(2), PersonRow("Mo Ade", "mo@harbour.example", "", "manager")])
    found = step(story, OFFICES)
    assert (found.may, found.who) == (False, "the commissioner")
    assert found.says == "Alliance manager: Mo Ade. Chair: nobody yet. For the commissioner to appoint"
    owner = person(story, "Priya Shah")
    assert step(story, OFFICES, owner).may
    with story.house.store.view(story.alliance) as view:
        mine = reading.offices(view, story.house.book, owner, story.clock.now())
        theirs = reading.offices(view, story.house.book, ADMINISTRATOR, story.clock.now())
    assert (mine.may, theirs.may) == (("manager", "chair"), ("manager",))
    assert [name for _, name in mine.people][:2] == ["Owen Marsh", "Priya Shah"], "the leadership team is offered first"


def test_looking_is_a_handful_of_small_queries() -> None:
    story = an_empty_alliance()
    with setting_up(story.house, story.alliance, ADMINISTRATOR) as to:
        to.take_in(organisations())
        to.invite(leads())
    asked: list[str] = []
    listen = event.listens_for(story.house.store.engine, "before_cursor_execute")
    listen(lambda _c, _cur, statement, *_: asked.append(statement))
    checklist(story)
    assert len(asked) <= 6, asked
