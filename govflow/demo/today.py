"""What is going on in the made-up alliance today: a decision open for positions, one that the next meeting decides, and the calendar.

The story lies in the past; these are done at the real time, so that whoever signs in finds something to answer.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from govflow.acts.house import House
from govflow.acts.performing import Act, perform
from govflow.domain.mandates import financial_year
from govflow.engine.casing import rules_of

SOON, THURSDAY = timedelta(days=15), 3
NIGHTS: Mapping[str, Any] = {
    "kind": "key-issue",
    "title": "Keep the day centre open at night while it freezes",
    "text": "The day centre opens from 9pm to 7am on every night that the severe weather protocol is in force, with two staff.",
    "statement": {
        "affected": "People sleeping rough and in cars; last year between nine and twenty on a freezing night.",
        "evidence": "Last winter nobody who was offered a place at night was taken to hospital with cold. People asked for a quiet room.",
        "options": "Hotel rooms: rejected, dearer and far away. Leaving it to the churches: rejected, they open on three nights only.",
        "cost": "About £190 a night, from what the hostel has already; no budget line is asked for.",
        "lawful": "Legal: the lease allows it. Safe: two trained staff, the fire officer agrees.",
        "interests": "Hostel runs the building and declares that.",
    },
}
URGENT = {
    "reason": "Frost is forecast from tonight.",
    "legal": "Yes. The lease allows night use.",
    "safe": "Yes. Two trained staff, and no more than twenty people.",
}
NURSE: Mapping[str, Any] = {
    "kind": "key-issue",
    "title": "A visiting nurse in the hostels on two days a week",
    "text": "Health sends a nurse to each hostel on Tuesdays and Fridays for a year; what comes of it is reviewed after nine months.",
    "statement": {
        "affected": "About 90 people in four hostels, a third of them not registered with a doctor.",
        "evidence": "Staff counted 61 ambulance calls in the hostels last quarter; 40 were for something a nurse could have dressed.",
        "options": "A walk-in clinic: rejected, people do not go. Training hostel staff: goes ahead as well, but does not replace a nurse.",
        "cost": "Borne by Health from its own budget; no line of the alliance is asked for.",
        "lawful": "Legal and safe; the nurse works under Health's own rules.",
        "interests": "Health is the employer and declares that.",
    },
}
SCOPE: Mapping[str, Any] = {
    "kind": "reserved-matter",
    "title": "People leaving prison are among those the services are for",
    "text": "From 1 January 2027 the services are also for people who leave prison with nowhere to live.",
    "changes": ["the scope of the services"],
    "statement": {
        "affected": "About 140 people a year who are released to no address; most are known to the services within a month.",
        "evidence": "A count at the prison gate over six months. People said that the first night decides whether they go back.",
        "options": "Leave it as it is: rejected, the same people come in a worse state. A service of its own: rejected, dearer.",
        "cost": "Nothing from the owner; what it costs the alliance is decided by everyone, in the decision linked to this one.",
        "lawful": "Legal: the council's duty to prevent homelessness covers it. Safe: the probation service shares what staff must know.",
        "interests": "None that we know of; asked on the day it was drafted.",
    },
}
ROOMS: Mapping[str, Any] = {
    "kind": "budget-allocation",
    "title": "Eight rooms for the first weeks after prison",
    "text": "Hostel and Housing keep eight rooms for people in their first six weeks after prison, with a worker from Recovery.",
    "amount": "64000.00",
    "line": "supported-housing",
    "statement": {
        "affected": "About 140 people a year, and those who wait for the same rooms now: the wait grows by about four days.",
        "evidence": "In the other cities that keep such rooms two in three people move on to a home of their own within the year.",
        "options": "Rooms spread over all houses: rejected, the worker could not reach them. Fewer rooms: rejected, see the count.",
        "cost": "£64,000 from the supported-housing line; devolved. Nothing else is moved.",
        "lawful": "Legal under the leases; safe with a worker on site in the day and the night staff at night.",
        "interests": "Hostel and Housing own the rooms and declare that.",
    },
}

DISCHARGES: Mapping[str, Any] = {
    "happened": "On three evenings this month people came from the ward to the hostel door after eight, with no call before.",
    "affected": "Three people who had to wait in the hall; two night workers; on one night somebody who lost the bed kept free.",
    "would_help": "A call before two in the afternoon, and one number that is answered on the ward and in the hostel.",
    "with": ["health"],
}
ONE_NUMBER = "A shared mobile number from Monday: the ward rings it before two, the hostel answers it until ten at night."


def begin_today(house: House, alliance: str) -> None:
    """Open one decision in the short way for what is urgent, and give notice of another, at the time of the house's clock."""
    with house.store.view(alliance) as view:
        roster = view.alliance()
        principles = rules_of(view, house.book, None).policy.principles
    holders = {s.participant: s.person for s in roster.seats if s.body == "leadership-team"}
    office = {o.role: o.person for o in roster.offices}
    grid = {p.id: {"effect": "serves", "how": "It keeps people alive and is decided by all of us, openly."} for p in principles}
    nights = _proposed(house, alliance, holders["hostel"], NIGHTS, grid)
    papers = ["Nights opened last winter, and what came of them"]
    perform(house, alliance, Act("decision.circulate", office["manager"], nights, {"papers": papers, "urgent": URGENT}))
    perform(house, alliance, Act("decision.open", office["chair"], nights))
    nurse = _proposed(house, alliance, holders["health"], NURSE, grid)
    perform(house, alliance, Act("decision.circulate", office["manager"], nurse, {"papers": ["Ambulance calls by hostel"]}))
    _reserved(house, alliance, office["manager"], grid)
    _calendar(house, alliance, office["manager"], holders, nurse)
    issue = perform(house, alliance, Act("issue.log", holders["hostel"], data=DISCHARGES)).subject
    perform(
        house,
        alliance,
        Act("issue.triage", office["chair"], issue, {"reason": "Those who run the ward and the door know best."}),
    )
    perform(house, alliance, Act("issue.offer_option", holders["health"], issue, {"option": ONE_NUMBER}))


def _reserved(house: House, alliance: str, manager: str, grid: Mapping[str, Any]) -> None:
    """Give notice of what the owner alone decides, and of what follows from it for everyone."""
    with house.store.view(alliance) as view:
        holders = {(s.participant, s.body): s.person for s in view.alliance().seats}
    scope = _proposed(house, alliance, holders["council", "owner"], SCOPE, grid)
    rooms = _proposed(
        house,
        alliance,
        holders["hostel", "leadership-team"],
        {**ROOMS, "linked": scope, "year": financial_year(house.clock.now().date())},
        grid,
    )
    for ref in (scope, rooms):
        perform(house, alliance, Act("decision.circulate", manager, ref, {"papers": ["The count at the prison gate"]}))


def _calendar(house: House, alliance: str, manager: str, holders: Mapping[str, str], decision: str) -> None:
    """Plan the meetings of the next half year, with an agenda for the first, and note what is to be done before it."""

    def act(name: str, **data: str) -> str:
        return perform(house, alliance, Act(name, manager, data.pop("on", ""), data)).subject

    first = house.clock.now().date() + SOON
    first += timedelta(days=(THURSDAY - first.weekday()) % 7)
    rule = f"FREQ=MONTHLY;BYDAY={min((first.day - 1) // 7 + 1, 4)}TH;COUNT=6"
    place = {"place": "Town Hall, room 3", "link": "https://meet.example.org/seaport"}
    meeting = act("meeting.plan", body="leadership-team", at=f"{first} 14:00", rule=rule, **place)
    act("meeting.add_item", on=meeting, decision=decision, minutes="45", who="Health")
    act("meeting.add_item", on=meeting, title="The nights at the day centre, so far", what="report", minutes="20", who="Hostel")
    act("meeting.add_item", on=meeting, title="What we want to learn this winter", what="discussion", minutes="30")
    due = first - timedelta(days=2)
    act("action.open", what="Bring the ambulance calls of the last month", owner=holders["hostel"], due=str(due), meeting=meeting)


def _proposed(house: House, alliance: str, by: str, proposal: Mapping[str, Any], grid: Mapping[str, Any]) -> str:
    data = {**proposal, "statement": {**proposal["statement"], "principles": grid}}
    return perform(house, alliance, Act("decision.propose", by, data=data)).subject
