"""One row that is not as it should be, from before names and addresses were checked, never keeps the others from being told."""

from typing import Any

import pytest

from govflow.acts import accounts, performing
from govflow.acts.delivering import PAUSES, deliver
from govflow.notices.composing import SUBJECTS
from govflow.notices.sending import Post
from tests.gatherings import a_meeting
from tests.posting import outbox
from tests.sending import strict
from tests.sending.conftest import Box
from tests.stories import Story

ODD = {
    "a line break in an address": ("Kay Lee", "kay@example.org\nATTENDEE:mailto:evil@example.net"),
    "two addresses": ("Kay Lee", "kay@example.org, evil@example.net"),
    "a comma for a dot": ("Kay Lee", "kay@example,org"),
    "a name with the address": ("Kay Lee", "Kay <kay@example.org>"),
    "no address": ("Kay Lee", "not an address"),
    "a line break in a name": ("Kay\r\nBcc: evil@example.net", "kay@example.org"),
    "marks in a name": ("Kay\u2028\x07Lee", "kay@example.org"),
}


def invited(story: Story, name: str, contact: str) -> str:
    """Give the seat of Youth to somebody, whatever name and address they have, and the chair an ordinary address."""
    cast = story.cast
    story.act("person.correct", cast.administrator, person=cast.chair, contact="chair@example.org", reason="Now known.")
    story.act("person.invite", cast.administrator, name=name, contact=contact)
    person = story.roster().people[-1].ref
    held = {"participant": "youth", "body": "leadership-team"}
    story.act("seat.end", cast.administrator, person=cast.leads["youth"], **held)
    story.act("seat.fill", cast.administrator, person=person, **held)
    story.act("seat.confirm", cast.managers["youth"], person=person, **held)
    return person


def all_delivered(story: Story, post: Post) -> None:
    for pause in PAUSES:
        while list(deliver(story.house, post)):
            pass
        story.clock.advance(pause)


@pytest.mark.parametrize("what", ODD)
def test_one_odd_name_or_address_stops_no_notice_and_no_calendar(
    reachable: Story, box: tuple[Box, Post], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    handler, post = box
    with monkeypatch.context() as unchecked:
        unchecked.setattr(performing, "checked", lambda _, data: {"reason": "", **data})
        person = invited(reachable, *ODD[what])
    ref = a_meeting(reachable, days=40)
    reachable.act("meeting.send_notice", reachable.cast.manager, ref)
    all_delivered(reachable, post)
    rows = {row.person: row for row in outbox(reachable) if row.kind == "meeting-notice"}
    told = {"gwen@example.org", "chair@example.org"} | (
        {"kay@example.org"} if "name" in what and "address" not in what else set()
    )
    mails = [strict.read(raw, notice=True, answered=False) for raw in handler.raw]
    about = {
        kind: [mail for mail in mails if mail["Subject"].startswith(SUBJECTS[kind])] for kind in ("who-speaks", "meeting-notice")
    }
    assert sum(map(len, about.values())) == len(mails)
    for of_a_kind in about.values():
        assert {mail["To"].addresses[0].addr_spec for mail in of_a_kind} == told
    for mail in about["meeting-notice"]:
        content: Any = next(part for part in mail.walk() if part.get_content_type() == "text/calendar").get_payload(decode=True)
        (event,) = strict.events(content)
        assert event.addresses == (mail["To"].addresses[0].addr_spec,)
    if "address" in what or "comma" in what:
        assert (rows[person].state, rows[person].attempts) == ("failed", 1), "it is said, and not tried again and again"
        assert "not a mail address" in rows[person].note


def test_who_has_no_address_in_the_roster_is_told_at_the_one_they_sign_in_with(reachable: Story, box: tuple[Box, Post]) -> None:
    handler, post = box
    house, cast = reachable.house, reachable.cast
    lead, closed, waits = (cast.leads[one] for one in ("council", "hostel", "housing"))
    for person in (lead, closed, waits):
        token = accounts.open_account(house, reachable.alliance, person, f"{person.lower()}@accounts.example")
        if person != waits:
            accounts.set_password_by_link(house, token, "seven green ladders")
    reachable.act("person.end", cast.administrator, person=closed)
    ref = a_meeting(reachable, days=40)
    reachable.act("meeting.send_notice", cast.manager, ref)
    all_delivered(reachable, post)
    rows = {row.person: row for row in outbox(reachable) if row.kind == "meeting-notice"}
    assert rows[lead].state == "sent"
    assert "no mail address" in rows[waits].note, "an invitation that nobody took up lets nobody be told by it"
    assert closed not in rows
    to = {mail["To"].addresses[0].addr_spec for mail in handler.mails()}
    assert to == {"gwen@example.org", f"{lead.lower()}@accounts.example"}
