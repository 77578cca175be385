"""Every kind of message there is, by a real mail server, read back strictly; and what odd marks, faults and retries do to it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from typing import Any

import pytest

from govflow.acts import accounts, preferring
from govflow.acts.accounts import SignedIn
from govflow.acts.delivering import PAUSES, deliver
from govflow.acts.telling import INVITING
from govflow.notices.calendars import Appointment, Guest, feed, file, invitation
from govflow.notices.composing import (
    ACCOUNT_MAIL,
    SUBJECTS,
    AccountTelling,
    Contact,
    Envelope,
    Telling,
    compose,
    compose_account_mail,
    compose_digest,
)
from govflow.notices.sending import Post, RefusedError
from govflow.notices.smtp import Server, SmtpSender
from govflow.record.tables.outbox import DUE
from tests.gatherings import a_meeting
from tests.posting import ADDRESS, outbox
from tests.sending import strict
from tests.sending.conftest import Box, listening
from tests.stories import Story, an_open_decision

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MANAGER = Contact("Mo Adair, manager", "mo@example.org")
LONG_HOST = "governance.decisions-and-mandates.a-very-long-name-of-an-alliance.example.org"
APPOINTMENT = Appointment(
    identity="mtg-0001@example.org", sequence=0, title="Seaport: Team", starts_at=AT, ends_at=AT + timedelta(hours=2), changed_at=AT,
    place="Room 1", link="", says="On Monday.", address=f"{ADDRESS}/meetings/MTG-0001", cancelled=False,
    organiser="govflow@example.org", guest=Guest("Gwên Tŷ", "gwen@example.org", ""),
)  # fmt: skip
ODD = 'Gwên\r\nBcc: x@example.net "T", <a@b>;\x07 (Ŵyrdd) \u2028😀 ' * 3


def envelope(reference: str) -> Envelope:
    return Envelope(f"{int(reference):032x}", AT, (MANAGER,), "f" * 32)


def telling(kind: str) -> Telling:
    return Telling(
        kind, "Gwên Tŷ, Health", "gwen@example.org", "DEC-0001", "Make alcohol outreach permanent", "6 of 8 agreed to version 3.",
        "Seaport Alliance", 42, f"{ADDRESS}/decisions/DEC-0001", 50, "ab" * 32, choices=f"{ADDRESS}/notices",
    )  # fmt: skip


def about_an_account(kind: str) -> AccountTelling:
    link = f"{ADDRESS}/set-password/{'x' * 43}"
    return AccountTelling(kind, "Gwên Tŷ, Health", "gwen@example.org", "Seaport Alliance", link, "Monday 9 March 2026, 9:30am")


def test_every_kind_of_message_is_right_by_the_rules_of_mail(box: tuple[Box, Post]) -> None:
    handler, post = box
    sent = []
    for n, kind in enumerate(SUBJECTS):
        calendar = invitation(APPOINTMENT) if kind in INVITING else None
        sent.append((compose(telling(kind), envelope(str(n)), calendar), {"notice": True}))
    digest = compose_digest([telling(kind) for kind in SUBJECTS], replace(envelope("900"), thread=""))
    sent.append((digest, {"notice": True, "digest": True}))
    for n, kind in enumerate(ACCOUNT_MAIL, 1000):
        mail = compose_account_mail(about_an_account(kind), replace(envelope(str(n)), thread=""))
        sent.append((mail, {"notice": False}))
    for message, _ in sent:
        post.sender.send(message)
    mails = [strict.read(raw, **kind) for raw, (_, kind) in zip(handler.raw, sent, strict=True)]
    assert len({mail["Message-ID"] for mail in mails}) == len(mails) > len(SUBJECTS) + len(ACCOUNT_MAIL)
    assert len({mail["References"] for mail in mails} - {None}) == 1
    for mail, (message, _) in zip(mails, sent, strict=True):
        assert mail["Subject"] == message.subject
        assert str(mail["From"]) == "Seaport Alliance <govflow@alliance.example.org>"
        assert str(mail["Reply-To"]) == '"Mo Adair, manager" <mo@example.org>'
        assert mail["Date"].datetime == AT
        words = " ".join(mail.get_body(("plain",)).get_content().split())
        assert ("Choose how you are told: https://alliance.example.org/notices" in words) == bool(message.choices)


def decoded(header: str) -> str:
    return str(make_header(decode_header(re.sub(r"\r?\n", "", header))))


def test_odd_marks_and_long_addresses_break_no_message_and_get_into_no_other_header() -> None:
    handler = Box()
    odd = replace(
        telling("notice"),
        name=ODD,
        title=ODD,
        alliance=ODD,
        contact=" gwen@ŵyrdd.example.org\n",
        choices=f"https://ŵ.{LONG_HOST}/notices",
    )
    appointment = replace(APPOINTMENT, title=ODD, place=ODD, link=ODD, says=ODD, guest=Guest(ODD, "gwen@example.org", ""))
    answers = (Contact(ODD, "mo@example.org"), Contact("Wrong", "mo at example.org"), Contact("Lee", "lee@example.org"))
    with listening(handler) as port:
        sender = SmtpSender(Server("127.0.0.1", port, False, "", "", f"govflow@{LONG_HOST}"))
        sender.send(compose(odd, replace(envelope("1"), reply_to=answers), invitation(appointment)))
        for wrong in (
            "",
            "nobody",
            "a b@example.org",
            "a@b@c",
            "@b",
            "a@",
            "a@[1",
            "a@example.org\r\nBcc: b@example.org",
            "â@example.org",
        ):
            with pytest.raises(RefusedError):
                sender.send(compose(replace(odd, contact=wrong), envelope("2")))
        sender.rest()
    (raw,) = handler.raw
    mail = strict.read(raw, notice=True)
    shown = " ".join(ODD.replace("\x07", " ").replace("\u2028", " ").split())
    assert decoded(mail["Subject"]) == f"Notice of a decision: {shown} (DEC-0001)"
    assert mail["To"].addresses[0].addr_spec == "gwen@xn--yrdd-98a.example.org"
    assert [one.addr_spec for one in mail["Reply-To"].addresses] == ["mo@example.org", "lee@example.org"]
    assert mail["Message-ID"].endswith(f"@{LONG_HOST}>")
    assert mail["List-Unsubscribe"] == f"<https://xn--9ga.{LONG_HOST}/notices>"
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar").get_payload(decode=True)
    assert calendar.replace(b"\r\n ", b"").count(b"\r\nATTENDEE") == 1
    for guest in (Guest("Wrong", 'a"\r\nX-A: b@example.org', "yes"), Guest("None", "", ""), None):
        content = invitation(replace(appointment, guest=guest))[1]
        assert b"ATTENDEE" not in strict.look_at_calendar(content), "one that is mistyped spoils no invitation"
    for content in (feed(ODD, [appointment]), file(appointment)):
        assert b"ATTENDEE" not in strict.look_at_calendar(content)


def person(story: Story) -> str:
    return story.roster().people[-1].ref


def until_nothing_is_due(story: Story, post: Post) -> list[tuple[Any, str]]:
    found = []
    while more := list(deliver(story.house, post)):
        found += more
    return found


def reads(handler: Box, about: str) -> list[Any]:
    """Return what came so far whose subject begins so, each read strictly; the box is empty then."""
    raws, handler.raw = handler.raw, []
    found = []
    for raw in raws:
        digest, account = b"\r\nReferences:" not in raw, b"\r\nList-Unsubscribe:" not in raw
        found.append(strict.read(raw, notice=not account, digest=digest and not account))
    return [mail for mail in found if str(mail["Subject"]).startswith(about)]


def with_a_manager(story: Story) -> None:
    """Give the alliance a manager whose address is known."""
    story.act("person.invite", story.cast.administrator, name="Mo Adair", contact="mo@example.org", role="manager")


def test_a_story_is_told_in_threads_by_somebody_who_can_be_answered(reachable: Story, box: tuple[Box, Post]) -> None:
    handler, post = box
    gwen = person(reachable)
    with_a_manager(reachable)
    first, second = an_open_decision(reachable), an_open_decision(reachable)
    reachable.act("meeting.send_notice", reachable.cast.manager, a_meeting(reachable, place="Room 1"))
    until_nothing_is_due(reachable, post)
    mails = reads(handler, "")
    assert len({mail["Message-ID"] for mail in mails}) == len(mails)
    threads: dict[str, set[str]] = {}
    for mail in mails:
        ref = re.search(r"\((\w+-\d+)\)", mail["Subject"])
        if ref:
            threads.setdefault(ref[1], set()).add(mail["References"])
    assert {first, second} <= threads.keys()
    assert all(len(found) == 1 for found in threads.values())
    assert len(set.union(*threads.values())) == len(threads)
    assert {str(mail["Reply-To"]) for mail in mails} == {"Mo Adair <mo@example.org>"}
    assert any(part.get_content_type() == "text/calendar" for mail in mails for part in mail.walk())
    who = SignedIn(1, reachable.alliance, "", gwen, "", "", frozenset(), "t", "Europe/London", illustrative=True)
    preferring.choose(reachable.house, who, "daily")
    for ref in (first, second):
        reachable.act("decision.withdraw", reachable.cast.chair, ref, reason="Not now.")
    accounts.send_invitation(reachable.house, reachable.alliance, gwen, "gwen@example.org")
    until_nothing_is_due(reachable, post)
    (mail,) = [mail for mail in reads(handler, "") if mail["To"].addresses[0].addr_spec == "gwen@example.org"]
    assert mail["Subject"].startswith("Invitation to sign in"), "which waits for no digest"
    reachable.clock.advance(timedelta(days=1))
    until_nothing_is_due(reachable, post)
    assert [mail["Subject"] for mail in reads(handler, "2 things")] == [f"2 things in {reachable.roster().title}"]


def link_in(mail: Any) -> str:
    (text, html) = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    (token,) = set(re.findall(r"/set-password/([\w-]+)", text)) & set(re.findall(r"/set-password/([\w-]+)", html))
    return str(token)


@pytest.mark.parametrize("kind", ["invitation", "reset"])
def test_a_link_is_made_when_it_is_sent_and_a_retry_makes_another(reachable: Story, box: tuple[Box, Post], kind: str) -> None:
    handler, post = box
    with_a_manager(reachable)
    house, gwen = reachable.house, person(reachable)
    until_nothing_is_due(reachable, post)
    handler.raw = []
    accounts.send_invitation(house, reachable.alliance, gwen, "Gwen@Example.org")
    if kind == "reset":
        until_nothing_is_due(reachable, post)
        handler.raw = []
        accounts.ask_reset(house, "gwen@example.org ")
    handler.lost = "451 try again later"
    ((_, came),) = deliver(house, post)
    assert "451" in came
    handler.lost = ""
    reachable.clock.advance(PAUSES[0] + timedelta(hours=3))
    assert [came for _, came in deliver(house, post)] == ["sent"]
    lost, arrived = reads(handler, "")
    assert lost["Message-ID"] == arrived["Message-ID"]
    assert lost["Date"] != arrived["Date"]
    assert accounts.link_for(house, link_in(lost)) is None
    found = accounts.link_for(house, link_in(arrived))
    assert found is not None
    assert (found.purpose, found.email) == (kind, "gwen@example.org")
    reachable.clock.advance(accounts.LINK_LASTS[kind] - timedelta(seconds=1))
    assert accounts.link_for(house, link_in(arrived)), "its time counts from when it was sent"
    reachable.clock.advance(timedelta(seconds=1))
    assert accounts.link_for(house, link_in(arrived)) is None
    (row,) = [row for row in outbox(reachable) if row.kind == kind]
    assert (row.entry, row.subject, row.state) == (None, "", "sent")
    assert link_in(arrived) not in repr(outbox(reachable))


def test_one_that_cannot_be_told_holds_up_no_other_even_in_its_digest(reachable: Story, box: tuple[Box, Post]) -> None:
    handler, post = box
    with_a_manager(reachable)
    gwen, ref, now = person(reachable), an_open_decision(reachable), reachable.clock.now()
    until_nothing_is_due(reachable, post)
    handler.raw = []
    common = {
        "alliance": reachable.alliance,
        "entry": 1,
        "person": gwen,
        "created_at": now,
        "attempts": 0,
        "note": "",
        "state": DUE,
    }
    rows: Sequence[dict[str, Any]] = [
        {**common, "kind": kind, "subject": subject, "due_at": now, "due_key": str(n), "bundle": "daily 2026-03-03"}
        for n, (kind, subject) in enumerate([("party", ref), ("deferred", "DEC-9999"), ("opened", ref), ("resumed", ref)])
    ]
    with reachable.house.store.unit(reachable.alliance) as unit:
        unit.add_messages(rows)
    came = {message.kind: why for message, why in until_nothing_is_due(reachable, post)}
    assert (came["opened"], came["resumed"]) == ("sent", "sent")
    assert came["party"].startswith("KeyError")
    assert came["deferred"].startswith("LookupError")
    assert len(reads(handler, "")) == 2
