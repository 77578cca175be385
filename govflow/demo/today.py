"""What is going on in the made-up alliance today: one decision open for positions, and one of which notice was just given.

The story lies in the past; these are done at the real time, so that whoever signs in finds something to answer.
"""

from collections.abc import Mapping
from typing import Any

from govflow.acts.house import House
from govflow.acts.performing import Act, perform
from govflow.engine.casing import rules_of

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


def _proposed(house: House, alliance: str, by: str, proposal: Mapping[str, Any], grid: Mapping[str, Any]) -> str:
    data = {**proposal, "statement": {**proposal["statement"], "principles": grid}}
    return perform(house, alliance, Act("decision.propose", by, data=data)).subject
