"""What is going on in the made-up alliance today: a decision open for positions, one that the next meeting decides, and the calendar.

The story lies in the past; these are done at the real time, so that whoever signs in finds something to answer.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from govflow.acts.house import House
from govflow.acts.performing import Act, perform
from govflow.definitions.strict_yaml import plain, read_file
from govflow.domain.mandates import financial_year

SOON, THURSDAY = timedelta(days=15), 3
WRITTEN = Path(__file__).with_name("today.yaml")


def begin_today(house: House, alliance: str) -> None:
    """Open one decision in the short way for what is urgent, and give notice of another, at the time of the house's clock."""
    written = _written()
    with house.store.view(alliance) as view:
        roster = view.alliance()
    holders = {s.participant: s.person for s in roster.seats if s.body == "leadership-team"}
    owner = next(s.person for s in roster.seats if s.body == "owner")
    office = {o.role: o.person for o in roster.offices}

    def act(name: str, by: str, on: str = "", **data: Any) -> str:  # noqa: ANN401 - the act's data
        return perform(house, alliance, Act(name, by, on, data)).subject

    nights = act("decision.propose", holders["hostel"], **written["nights"])
    act("decision.circulate", office["manager"], nights, papers=written["papers"]["nights"], urgent=written["urgent"])
    act("decision.open", office["chair"], nights)
    nurse = act("decision.propose", holders["health"], **written["nurse"])
    act("decision.circulate", office["manager"], nurse, papers=written["papers"]["nurse"])
    # What the owner alone decides, and what follows from it for everyone.
    scope = act("decision.propose", owner, **written["scope"])
    year = financial_year(house.clock.now().date())
    rooms = act("decision.propose", holders["hostel"], **written["rooms"], linked=scope, year=year)
    act("decision.circulate", office["manager"], scope, papers=written["papers"]["scope"])
    act("decision.circulate", office["manager"], rooms, papers=written["papers"]["rooms"])
    _calendar(house, alliance, office["manager"], holders, nurse)
    issue = act("issue.log", holders["hostel"], **written["discharges"])
    act("issue.triage", office["chair"], issue, reason=written["sorted"])
    act("issue.offer_option", holders["health"], issue, option=written["one number"])


def _written() -> Mapping[str, Any]:
    """Return what is proposed and said, in the words of the file beside this."""
    found = plain(read_file(WRITTEN, WRITTEN.name))
    if not isinstance(found, Mapping):
        raise TypeError("today.yaml must be a mapping")
    return found


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
    act(
        "meeting.add_item",
        on=meeting,
        title="The cold nights at the day centre, so far",
        what="report",
        minutes="20",
        who="Hostel",
    )
    act("meeting.add_item", on=meeting, title="What we want to learn this winter", what="discussion", minutes="30")
    due = first - timedelta(days=2)
    act("action.open", what="Bring the ambulance calls of the last month", owner=holders["hostel"], due=str(due), meeting=meeting)
