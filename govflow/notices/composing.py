"""Composing a message: what is to be told -> subject, text and HTML, with the same computed sentence as the page."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from govflow import templates
from govflow.domain.translating import mark, say

GIVEN = ("first", "subject", "telling", "tellings")  # what a mail is drawn from

SUBJECTS: Mapping[str, str] = {
    "consulting": "Being talked over",
    "notice": "Notice of a decision",
    "made-urgent": "It is urgent",
    "positions-open": "Your position is asked",
    "position-half-way": "Your position is still awaited",
    "position-last-day": "One day left for your position",
    "confirm-position": "Is this what you said?",
    "opened": "Positions are open",
    "opening-due": "Positions can be opened, and are not yet",
    "withdrawn": "Withdrawn",
    "deferred": "Deferred",
    "resumed": "Taken up again",
    "lapsed": "Lapsed",
    "wording-changed": "The wording was changed",
    "electorate-changed": "Who decides has changed",
    "mandate-changed": "The mandate has changed",
    "mandate-issued": "A mandate is issued",
    "mandate-returned": "The mandate was returned",
    "mandate-in-force": "A mandate is in force",
    "mandate-ended": "A mandate has ended",
    "mandate-expiring": "The mandate will end",
    "quorum-lost": "Quorum was lost",
    "not-reached": "Agreement was not reached",
    "waits-linked": "Agreed, and waiting for the decision it is linked to",
    "declined": "An own body did not approve",
    "called-in": "An own body's decision was called in",
    "objection": "An objection was raised",
    "deadlocked": "Deadlocked",
    "rests": "Agreed to differ",
    "directed": "The owner directs that it goes on",
    "owner-decides": "It is for the owner to decide",
    "in-force": "In force",
    "ruling": "An interest was ruled on",
    "approval-awaited": "The decision of your own body is awaited",
    "approval-due": "The decision of your own body is still awaited",
    "own-notice-due": "Notice of your own body's decision is due",
    "review-due": "To be looked at again",
    "issue-logged": "An issue is logged",
    "issue-moved": "An issue moves on",
    "issue-option": "A way forward is offered",
    "issue-helper": "Somebody independent helps",
    "issue-resolved": "An issue is resolved",
    "issue-closed": "An issue is closed",
    "issue-turned-away": "An issue is sent where it belongs",
    "issue-unsorted": "An issue waits to be sorted",
    "issue-words": "Words for everybody wait for your consent",
    "issue-published": "Words about an issue are public",
    "rung-ends": "An issue is about to move on",
    "default-prepared": "Something restricted is prepared",
    "default-confirmed": "A notice to join",
    "default-notice": "Notice is given",
    "default-served": "A notice was served",
    "default-heard": "The one concerned was heard",
    "default-extended": "There is more time to put it right",
    "default-put-right": "It is said to be put right",
    "default-judging": "The time to put it right is over",
    "default-cured": "It was put right",
    "default-not-cured": "It was not put right",
    "default-proposed": "The others are asked what follows",
    "default-excluded": "A participant is excluded",
    "default-suspended": "Activities are suspended",
    "default-ended": "Something restricted has ended",
    "default-confirm-due": "Something restricted waits to be confirmed",
    "default-join-due": "A notice still waits to be joined",
    "default-serve-due": "A notice is still to be served",
    "default-cure-ends": "The time to put it right is about to end",
    "default-judge-due": "What you say of it is still awaited",
    "default-propose-due": "What follows can still be asked",
    "meeting-notice": "Notice of a meeting",
    "meeting-papers": "Agenda and papers",
    "meeting-moved": "The meeting is moved",
    "meeting-cancelled": "The meeting is cancelled",
    "meeting-tomorrow": "Your next meeting",
    "meeting-off": "You are not expected at a meeting any more",
    "papers-due": "Papers are due",
    "late-item": "A late item",
    "no-quorum": "There was no quorum",
    "minutes-due": "Minutes are due",
    "minutes-accept": "Minutes to accept",
    "minutes-last-day": "One day left for the minutes",
    "minutes-correction": "A correction is asked for",
    "minutes-appended": "Something was added to the minutes",
    "minutes-sent": "Minutes",
    "action-given": "Something for you to do",
    "action-due": "An action is due",
    "action-overdue": "An action is overdue",
    "exit-notice": "Notice of leaving is given",
    "notice-taken-back": "A notice of leaving is taken back",
    "exit-ends": "A notice of leaving is about to end",
    "participant-left": "A participant has left",
    "left-behind": "Somebody else is needed",
    "who-speaks": "Who speaks for an organisation",
    "participant-suspended": "A participant is suspended",
    "suspension-ends": "A suspension is about to end",
    "suspension-ended": "A suspension has ended",
    "nudge": "A word from the alliance manager",
}
TO_DO: Mapping[str, str] = {
    "consulting": "Say what you think, and ask what you need to know, before notice is given.",
    "notice": "Read the proposal and its papers, ask your questions, and declare any interest before positions open.",
    "made-urgent": "Read the proposal and its papers now: positions can open as soon as both chair and manager agree that it is urgent.",
    "positions-open": "Record your organisation's position and the reason for it. Not answering is never counted as agreement.",
    "position-half-way": "Record your organisation's position and the reason for it. Not answering is never counted as agreement.",
    "position-last-day": "Record your organisation's position and the reason for it. Not answering is never counted as agreement.",
    "confirm-position": "A position was written down for you in the meeting. It counts only once you confirm it.",
    "opening-due": "Open positions, or put it on the agenda of a meeting; otherwise it lapses.",
    "wording-changed": "Only the wording was changed. If you think the meaning changed too, you can insist on that.",
    "electorate-changed": "The positions given have lapsed; everyone is asked again when positions reopen.",
    "mandate-changed": "The positions given have lapsed; everyone is asked again under the mandate in force.",
    "mandate-issued": "Read it. The leadership team answers it by a decision of its own, which you are told of.",
    "mandate-returned": "Read the comments. When the mandate is issued again, everybody is asked again.",
    "mandate-in-force": "From now on decisions are checked against it.",
    "mandate-ended": "Nothing can be adopted until another mandate is in force.",
    "mandate-expiring": "Agree in good time on what follows it: nothing can be adopted without a mandate in force.",
    "waits-linked": "Nothing; it comes into force when the linked decision is settled too.",
    "not-reached": "Look at what was missing. It can be put again, changed or as it is.",
    "approval-awaited": "Record your own body's decision, with its reference and date, when it has been taken.",
    "approval-due": "Record your own body's decision, with its reference and date. Without it the decision lapses.",
    "called-in": "It is suspended until that body has decided again. Nothing is in force.",
    "own-notice-due": "Publish the notice, and record it here; later than this it does not allow the day that is expected.",
    "objection": "The positions given have lapsed; the proposal goes back to the team.",
    "declined": "The positions given have lapsed; the proposal goes back to the team.",
    "rests": "Nothing is decided. What people need meanwhile goes on as before.",
    "directed": "It goes on without prejudice to the issue about it, which stays open.",
    "owner-decides": "Decide it as owner, as a reserved matter; what follows for the others comes back to everyone.",
    "review-due": "Record whether it worked, for the people who use the services.",
    "issue-logged": "Read what happened and what would help; offer a way forward, or accept one.",
    "issue-moved": "Read what was said so far; offer a way forward, or accept one.",
    "issue-option": "Read it, and accept it if your organisation can live with it.",
    "issue-words": "Read them. Nobody else sees them before everyone concerned has consented.",
    "issue-helper": "Meet, and look for a way forward together.",
    "issue-unsorted": "Take it to the next rung, or send it where it belongs; otherwise it moves on by itself when its time is over.",
    "rung-ends": "Offer or accept a way forward; otherwise it moves on by itself when its time is over.",
    "default-prepared": "Read the grounds and the evidence. Somebody of a third participant confirms it, after the pause, or it ends.",
    "default-confirm-due": "Read the grounds and the evidence, and confirm it if they hold. Unless somebody does, it ends by itself.",
    "default-confirmed": "Read the grounds and the evidence, and join the notice if they hold. Unless all the others do, it ends.",
    "default-join-due": "Read the grounds and the evidence, and join the notice if they hold. Unless all the others do, it ends.",
    "default-notice": "Read the notice. Whoever it concerns may be heard from now on, at any time.",
    "default-serve-due": "Serve the notice, and record how and on which day. Otherwise it ends by itself.",
    "default-served": "Whoever it concerns can say what it did to put it right; all the others together can agree to more time.",
    "default-cure-ends": "Say what was done to put it right, or agree to more time, before it ends.",
    "default-put-right": "Read what was done, and say with a reason whether it was put right. Not answering says neither.",
    "default-judging": "Say with a reason whether it was put right. Unless all the others say the same, it ends.",
    "default-judge-due": "Say with a reason whether it was put right. Unless all the others say the same, it ends.",
    "default-heard": "Read what was said.",
    "default-not-cured": "Any of the others can ask all of them what follows. Unless one does, it ends.",
    "default-propose-due": "Any of the others can ask all of them what follows. Unless one does, it ends.",
    "default-proposed": "Read the decision that is proposed. All the others are asked; whoever it concerns is heard, and not counted.",
    "meeting-notice": "Say whether you will come. If you cannot, notify the absence, so that your deputy can speak for you.",
    "meeting-papers": "Read the papers, and declare any interest before the meeting.",
    "meeting-moved": "Say whether you will come at the new time.",
    "meeting-off": "Nothing. Somebody else comes for your organisation, or nobody needs to; your calendar takes it out.",
    "papers-due": "Add the papers. What is there goes out by itself when they are due.",
    "late-item": "It is decided only with the consent that the alliance's policy asks for.",
    "minutes-due": "Read through the draft and issue the minutes. They go out as they are when they are due.",
    "minutes-accept": "Read them, and accept them or ask for a correction.",
    "minutes-last-day": "Read them, and accept them or ask for a correction. After that they stand as accepted by those who did.",
    "minutes-correction": "Take it into the text, or say why not.",
    "action-given": "Say how far it has come, and when it is done.",
    "action-due": "Say how far it has come, and when it is done.",
    "action-overdue": "Say how far it has come; the manager can give it another day or somebody else.",
    "exit-notice": "Its agreement is needed until the notice ends; on the terms of its leaving the others decide.",
    "notice-taken-back": "It takes part as before.",
    "exit-ends": "Decide in good time on the terms of its leaving, and on who takes over what its people do.",
    "participant-left": "What was open is put to those who are left; their positions are asked anew.",
    "left-behind": "Give its actions to somebody else. What waits for its own body lapses unless it is proposed anew without it.",
    "who-speaks": "If this is not right, say so to the alliance manager and the chair. Whoever may confirm it finds it under People.",
    "participant-suspended": "What was open is put to the others; their positions are asked anew.",
    "suspension-ends": "It takes part again from the next opening of positions on.",
    "suspension-ended": "It is asked again from the next opening of positions on.",
}


class AccountWords(NamedTuple):
    """What a message about an account says: in a few words, in a sentence, on its button, and for whoever did not ask for it."""

    heading: str
    says: str
    press: str
    otherwise: str


ACCOUNT_MAIL: Mapping[str, AccountWords] = {
    "invitation": AccountWords(
        mark("Invitation to sign in"),
        mark("You are invited to sign in to {alliance}. You sign in with this e-mail address, {contact}, and a password."),
        mark("Choose your password"),
        mark("If you did not expect this, you need do nothing: without a password nobody can sign in as you."),
    ),
    "reset": AccountWords(
        mark("A new password"),
        mark("Somebody asked for a new password for {contact}, the address you sign in to {alliance} with."),
        mark("Choose a new password"),
        mark("If you did not ask for it, you need do nothing: your password stays as it is."),
    ),
    "email-confirm": AccountWords(
        mark("Confirm your new address"),
        mark(
            "This address, {contact}, was given for you to sign in to {alliance} with. Confirm it with the password you have now."
        ),
        mark("Confirm this address"),
        mark("Until you confirm it, nothing changes. If this is not about you, you need do nothing."),
    ),
    "email-asked": AccountWords(
        mark("Another address to sign in with"),
        mark(
            "Another address was given for you to sign in to {alliance} with. Nothing has changed yet: it must be confirmed from there."
        ),
        "",
        mark("If you do not want this, sign in, take it back on the page of your account, and tell your alliance manager."),
    ),
    "email-changed": AccountWords(
        mark("Your address to sign in with has changed"),
        mark("From now on you sign in to {alliance} with another address, which was confirmed from there with your password."),
        "",
        mark("If this was not you, tell your alliance manager at once."),
    ),
    "tries": AccountWords(
        mark("Wrong passwords for your account"),
        mark(
            "Wrong passwords were typed for {contact}, the address you sign in to {alliance} with, until whoever typed them had to wait."
        ),
        "",
        mark(
            "If it was you, ask for a new password on the page where you sign in. If it was not, you need do nothing as long as you use "
            "your password nowhere else. In a browser in which you have signed in before you still can. "
            "You get this message once a day at most."
        ),
    ),
}


def heading_of(kind: str) -> str:
    """Return what a message of ``kind`` is about in a few words. Raises KeyError for a kind that has no wording."""
    return say(SUBJECTS[kind] if kind in SUBJECTS else ACCOUNT_MAIL[kind].heading)


class Contact(NamedTuple):
    """Somebody a message goes to, or whom an answer reaches: name and mail address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a message is sent with: its reference, the same however often it is tried, its time (UTC), and whom an answer reaches.

    ``thread`` is the reference that all messages about one subject share, "" for one that is about none.
    """

    reference: str
    at: datetime
    reply_to: tuple[Contact, ...] = ()
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready to send: to whom (name and contact), from which alliance, subject, text and HTML, and its envelope.

    ``choices`` is the page where one chooses how to be told, "" where there is nothing to choose; ``calendar`` an invitation to
    a meeting (method, content).
    """

    to: str
    contact: str
    sender: str
    subject: str
    text: str
    html: str
    envelope: Envelope
    choices: str = ""
    calendar: tuple[str, bytes] | None = None

    @property
    def reference(self) -> str:
        """Return the reference under which it is sent."""
        return self.envelope.reference


@dataclass(frozen=True, slots=True)
class Telling:
    """What a message is made of: the kind of notice, the person, and the subject as it stands now.

    ``entry`` is the one that called for it; ``size`` and ``root`` say how the record stood, so that everybody who is told is a witness.
    ``choices`` is the page where the person chooses how to be told.
    """

    kind: str
    name: str
    contact: str
    ref: str
    title: str
    sentence: str
    alliance: str
    entry: int
    address: str
    size: int = 0
    root: str = ""
    note: str = ""
    illustrative: bool = False
    choices: str = ""

    @property
    def heading(self) -> str:
        """Return what it is about in a few words."""
        return heading_of(self.kind)

    @property
    def to_do(self) -> str:
        """Return what the person can do; "" when nothing."""
        return say(TO_DO.get(self.kind, ""))


@dataclass(frozen=True, slots=True)
class AccountTelling:
    """What a message about an account is made of: the kind, the person, the address it goes to, and a link that ends ("" for none)."""

    kind: str
    name: str
    contact: str
    alliance: str
    link: str
    until: str
    illustrative: bool = False

    @property
    def heading(self) -> str:
        """Return what it is about in a few words."""
        return heading_of(self.kind)

    @property
    def sentence(self) -> str:
        """Return why it comes."""
        return say(ACCOUNT_MAIL[self.kind].says, alliance=self.alliance, contact=self.contact)

    @property
    def press(self) -> str:
        """Return what its link is for."""
        return say(ACCOUNT_MAIL[self.kind].press)

    @property
    def otherwise(self) -> str:
        """Return what to do for whoever did not ask for it."""
        return say(ACCOUNT_MAIL[self.kind].otherwise)


def compose(telling: Telling, envelope: Envelope, calendar: tuple[str, bytes] | None = None) -> Message:
    """Return the message for ``telling``. Raises KeyError for a kind of notice that has no wording."""
    telling = _of_one_line(telling)
    words = {"telling": telling}
    subject = one_line(say("{heading}: {title} ({ref})", heading=telling.heading, title=telling.title, ref=telling.ref))
    text, html = _rendered("notice.txt", **words), _rendered("notice.html", subject=subject, **words)
    return Message(telling.name, telling.contact, telling.alliance, subject, text, html, envelope, telling.choices, calendar)


def compose_digest(tellings: Sequence[Telling], envelope: Envelope) -> Message:
    """Return one message for several tellings to one person, the first first. Raises KeyError, IndexError for none."""
    tellings = [_of_one_line(one) for one in tellings]
    first = tellings[0]
    subject = one_line(say("{n} things in {alliance}", n=len(tellings), alliance=first.alliance))
    words = {"tellings": tellings, "telling": first}
    text, html = _rendered("digest.txt", **words), _rendered("digest.html", subject=subject, **words)
    return Message(first.name, first.contact, first.alliance, subject, text, html, envelope, first.choices)


def compose_account_mail(telling: AccountTelling, envelope: Envelope) -> Message:
    """Return the message about an account, with its link. Raises KeyError for a kind that has no wording."""
    telling = replace(telling, name=one_line(telling.name), alliance=one_line(telling.alliance))
    words = {"telling": telling}
    subject = one_line(say("{heading}: {alliance}", heading=telling.heading, alliance=telling.alliance))
    text, html = _rendered("account.txt", **words), _rendered("account.html", subject=subject, **words)
    return Message(telling.name, telling.contact, telling.alliance, subject, text, html, envelope)


def _of_one_line(telling: Telling) -> Telling:
    """Return ``telling`` with each thing that people typed on one line, so that none of it can pass for a line of the official text."""
    return replace(
        telling,
        name=one_line(telling.name),
        title=one_line(telling.title),
        sentence=one_line(telling.sentence),
        alliance=one_line(telling.alliance),
    )


def one_line(text: str) -> str:
    """Return ``text`` as a header can hold it: no line ends and no control characters, whatever somebody typed."""
    plain = (" " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in text)
    return " ".join("".join(plain).split())


def _rendered(template: str, **words: object) -> str:
    return _templates().get_template(template).render(**words)


def check_templates() -> None:
    """Check the templates of mails. Raises TemplateFaultError."""
    _templates()


@cache
def _templates() -> Environment:
    env = Environment(
        loader=PackageLoader("govflow.notices"),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html",)),
        trim_blocks=True,
    )
    templates.check(env, env.list_templates(), GIVEN)
    return env
