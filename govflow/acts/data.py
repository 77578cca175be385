"""What each act's data may hold: one model an act, unknown fields refused.

Shape only; whether it may be done is for the guards.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from govflow.acts.actions import ACTION_DATA
from govflow.acts.defaults import DEFAULT_DATA
from govflow.acts.issues import ISSUE_DATA
from govflow.acts.mandates import MANDATE_DATA
from govflow.acts.meetings import MEETING_DATA
from govflow.acts.minutes import MINUTES_DATA
from govflow.acts.shapes import Data, Names, Nothing, Papers, Reason, Statement, Urgent
from govflow.acts.text import Address, Day, EmptyableDay, EmptyablePence, Long, Moment, Name, Number, Pence, Short, Yes
from govflow.domain.interests import INSTITUTIONAL, PERSONAL
from govflow.domain.typed import TypedError


class Change(Data):
    """The fields of a proposal that a revision or amendment changes, and why: what is not given stays, what is given empty is emptied."""

    emptied: ClassVar[frozenset[str]] = frozenset({"amount_pence", "review_on"})

    title: Short | None = Field(default=None, min_length=1)
    text: Long | None = Field(default=None, min_length=1)
    kind: Short | None = None
    amount_pence: EmptyablePence = Field(default=None, alias="amount")
    line: Short | None = None
    year: Short | None = None
    to_line: Short | None = None
    to_year: Short | None = None
    releases: Short | None = None
    changes: Names | None = None
    measure: Short | None = None
    review_on: EmptyableDay = None
    statement: Statement | None = None
    reason: Long = ""


class Revise(Change):
    """A change before positions open, which may also ask for the ``body`` that decides; "" for the lowest that may."""

    body: Short | None = None


class Propose(Data):
    """A new proposal; ``concerns`` names the participant whose default or exit it is about.

    ``linked`` is the reserved matter from which it follows; ``nothing_follows`` says of a reserved matter why nothing does.
    """

    kind: Short
    title: Short = Field(min_length=1)
    text: Long = Field(min_length=1)
    body: Short | None = None
    mandate: Short | None = None
    amount_pence: Pence = Field(default=None, alias="amount")
    line: Short | None = None
    year: Short | None = None
    to_line: Short | None = None
    to_year: Short | None = None
    releases: Short | None = None
    supersedes: Short | None = None
    concerns: Short | None = None
    linked: Short | None = None
    nothing_follows: Long = ""
    changes: Names | None = None
    measure: Short | None = None
    review_on: Day | None = None
    statement: Statement | None = None


class RecordVoice(Data):
    """What a group of people (not a named person) said, and what it changed."""

    who: Short = Field(min_length=1)
    said: Long = Field(min_length=1)
    changed: Long = ""


class Ask(Data):
    """A question on the proposal."""

    text: Long = Field(min_length=1)


class Answer(Data):
    """An answer to the question of number ``to``."""

    text: Long = Field(min_length=1)
    to: Number


class Circulate(Data):
    """Notice: the papers, whether it is flagged for decision, whether interests are asked, and why it is urgent if it is; which
    ``body`` is asked to decide, where that changes ("" for the lowest that may).
    """

    papers: Papers = ()
    for_decision: Yes = True
    ask_interests: Yes = True
    urgent: Urgent | None = None
    body: Short | None = None


class ShowUrgency(Data):
    """Why what notice was given of is urgent, whether it is legal, and whether it is safe."""

    urgent: Urgent = Urgent()


class Open(Data):
    """Opening positions, in writing or in a ``meeting``; ``closes`` is local to the alliance unless it carries an offset."""

    closes: Moment | None = None
    meeting: Short | None = None


class DeclareInterest(Data):
    """An interest and what it is, or that there is none; ``of`` is the number of one's own declaration that it corrects."""

    kind: Literal["personal", "institutional", "none"]
    nature: Long = Field(default="", validate_default=True)
    of: Number | None = None

    @field_validator("nature")
    @classmethod
    def _said(cls, nature: str, found: ValidationInfo) -> str:
        if not nature and found.data.get("kind") in {PERSONAL, INSTITUTIONAL}:
            raise TypedError("is needed", "Say what the interest is.")
        return nature


class RuleOnInterest(Data):
    """How interest number ``of`` is handled; option E's value where it is left out."""

    of: Number
    handling: Literal["exclude", "discuss_no_vote", "participate_if_others_agree", "note_only"] | None = None
    reason: Long = ""


class ConfirmRuling(Data):
    """Confirmation of the ruling on interest number ``of``."""

    of: Number


class Answered(Data):
    """A position on one version; ``noted`` is its number in a meeting, where somebody wrote it down for this participant."""

    version: Number | None = None
    noted: Number | None = None
    reason: Long = ""


class SubjectTo(Answered):
    """Agreement subject to a decision of one's own body."""

    body: Short = Field(min_length=1)
    decision_kind: Literal["key", "officer", "board"]
    expected: Day | None = None


class Object(Answered):
    """An objection: the principle or protected interest it rests on, and what would have to change."""

    principle: Short = ""
    interest: Short = ""
    would_agree_if: Long = ""


class RaiseObjection(Data):
    """An objection within the window after a decision."""

    reason: Long = ""
    principle: Short = ""
    interest: Short = ""
    would_agree_if: Long = ""


class EditWording(Data):
    """A wording that keeps the meaning."""

    text: Long = Field(min_length=1)


class Defer(Reason):
    """Putting off until a day."""

    until: Day


class NotifyOwnBody(Data):
    """Notice of a decision of one's own body: by which route it was published and when, the day planned, its reference, and why short."""

    route: Literal["notice", "general_exception", "special_urgency"]
    published_on: Day | None = None
    decide_on: Day | None = None
    reference: Short = ""
    reason: Long = ""


class Ratify(Data):
    """The own body's decision, and the day it was published where that came later."""

    reference: Short = ""
    decided_on: Day | None = None
    announced_on: Day | None = None


class Complete(Data):
    """What came of it."""

    outcome: Long = ""


class Review(Data):
    """What the review found."""

    finding: Long = ""
    worked: Literal["yes", "partly", "no"] | None = None


class Membership(Data):
    """An act on a participant."""

    participant: Short = Field(min_length=1)
    reason: Long = ""


class Leaving(Membership):
    """Leaving, or the end of a suspension; ``decision`` is what the others agreed to."""

    decision: Short = ""


class Notice(Leaving):
    """Notice to leave, or a suspension, ending with a day."""

    until: Day


class Join(Data):
    """A participant joining: its bodies and tags."""

    participant: Short = Field(min_length=1, pattern=r"^[a-z][a-z0-9-]*$")
    title: Short = Field(min_length=1)
    bodies: Names = ()
    tags: Names = ()


class Holding(Data):
    """A person, a participant and a body, with dates (inclusive)."""

    participant: Short = Field(min_length=1)
    body: Short = Field(min_length=1)
    person: Short = Field(min_length=1)
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    reason: Long = ""


class Heading(Data):
    """A person and the participant of which they are the chief executive."""

    participant: Short = Field(min_length=1)
    person: Short = Field(min_length=1)


Role = Literal["manager", "administrator", "observer", "auditor", "lived experience", "chief executive"]


class Invite(Data):
    """A person, by the name people know; ``role`` gives an office at once (manager, administrator, observer, ...)."""

    name: Name = Field(min_length=1)
    contact: Address = ""
    role: Role | None = None
    participant: Short | None = None
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None


class GiveRole(Data):
    """A role for a person who is here; a chief executive's is for a ``participant``."""

    person: Short = Field(min_length=1)
    role: Role
    participant: Short | None = None
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None


class Correct(Data):
    """A person's name or address, put right, or how they are shown. What is not given stays.

    An address that is given empty is emptied; somebody whose ``shown_as`` is emptied is shown by their name.
    """

    person: Short = Field(min_length=1)
    name: Name | None = Field(default=None, min_length=1)
    contact: Address | None = None
    shown_as: Name | None = None
    reason: Long = ""


class EndPerson(Data):
    """A person's access ends."""

    person: Short = Field(min_length=1)
    reason: Long = ""


class Appoint(Data):
    """The chair or deputy chair of a body."""

    person: Short = Field(min_length=1)
    body: Short = ""
    role: Literal["chair", "deputy chair"] = "chair"
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None


class Rename(Data):
    """The name of the alliance."""

    title: Short = Field(min_length=1)


class Nudge(Data):
    """About which subject those who owe something are reminded."""

    subject: Short = Field(min_length=1)


DATA: Mapping[str, type[Data]] = {
    **MANDATE_DATA,
    **ISSUE_DATA,
    **DEFAULT_DATA,
    **MEETING_DATA,
    **MINUTES_DATA,
    **ACTION_DATA,
    "decision.propose": Propose,
    "decision.revise": Revise,
    "decision.amend": Change,
    "decision.consult": Nothing,
    "decision.record_voice": RecordVoice,
    "decision.ask": Ask,
    "decision.answer": Answer,
    "decision.circulate": Circulate,
    "decision.show_urgency": ShowUrgency,
    "decision.open": Open,
    "decision.declare_interest": DeclareInterest,
    "decision.rule_on_interest": RuleOnInterest,
    "decision.confirm_ruling": ConfirmRuling,
    "decision.agree": Answered,
    "decision.agree_subject_to": SubjectTo,
    "decision.object": Object,
    "decision.abstain": Answered,
    "decision.stand_aside": Answered,
    "decision.edit_wording": EditWording,
    "decision.confirm_editorial": Nothing,
    "decision.insist_material": Reason,
    "decision.close": Nothing,
    "decision.direct": Reason,
    "decision.retable": Reason,
    "decision.defer": Defer,
    "decision.resume": Reason,
    "decision.withdraw": Reason,
    "decision.decline": Reason,
    "decision.notify_own_body": NotifyOwnBody,
    "decision.ratify": Ratify,
    "decision.call_in": Reason,
    "decision.raise_objection": RaiseObjection,
    "decision.complete": Complete,
    "decision.review": Review,
    "notice.nudge": Nudge,
    "alliance.rename": Rename,
    "participant.join": Join,
    "participant.give_notice": Notice,
    "participant.take_back_notice": Membership,
    "participant.leave": Leaving,
    "participant.suspend": Notice,
    "participant.resume": Leaving,
    "seat.fill": Holding,
    "seat.confirm": Holding,
    "seat.end": Holding,
    "deputy.name": Holding,
    "deputy.confirm": Holding,
    "deputy.end": Holding,
    "absence.notify": Holding,
    "person.invite": Invite,
    "person.appoint": GiveRole,
    "person.confirm": Heading,
    "person.correct": Correct,
    "person.end": EndPerson,
    "chair.appoint": Appoint,
}


def plain(model: Data) -> Mapping[str, Any]:
    """Return the values somebody gave, by the names the engine reads: nested statements as mappings, ``since`` as ``from``."""
    given = model.plainly()
    if "since" in given:
        given["from"] = given.pop("since")
    return {name: value for name, value in given.items() if value is not None or name in model.emptied}
