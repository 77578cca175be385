"""How meetings, minutes, actions, mandates and issues begin: the first facts of each."""

from collections.abc import Mapping
from typing import Any

from govflow.domain import facts as f
from govflow.domain.actions import Action
from govflow.domain.decisions import Decision
from govflow.domain.issues import Issue
from govflow.domain.mandate_versions import MandateVersion
from govflow.domain.meetings import Meeting
from govflow.domain.minutes import Minutes
from govflow.domain.notices import Notice
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.requirement_codes import refuse
from govflow.domain.translating import say
from govflow.engine import mandating, moving
from govflow.engine.attending import participant_of
from govflow.engine.cases import Asked
from govflow.engine.dating import dated
from govflow.engine.gatherings import ActionCase, MeetingCase, MinutesCase
from govflow.engine.guards.meetings import far_enough
from govflow.engine.issues import IssueCase, body_at, people_of
from govflow.engine.mandating import LEADERSHIP_LEVEL, MandateCase
from govflow.engine.moving import Moved

LENGTH = 120  # minutes, where nobody says otherwise


def plan(case: MeetingCase, ref: str, series: str = "") -> Moved:
    """Return the planning of a meeting. Raises Refused for a body there is not, or a date too near."""
    data, body = case.data, str(case.data.get("body") or "")
    if case.policy.body(body) is None:
        known = ", ".join(b.id for b in case.policy.bodies)
        raise Refused((refuse("unknown-value", field="body", value=body or "(none)", known=known),))
    too_near = far_enough(case) or (_within(case) if case.event == "request" else None)
    if too_near is not None:
        raise Refused((too_near,))
    when = dated(case, data["starts_at"])
    fact = f.MeetingPlanned(
        body=body,
        title=str(data.get("title") or "") or _title(case, body),
        on=when.on,
        clock=when.clock,
        zone=case.policy.zone,
        starts_at=when.starts_at,
        minutes=data.get("minutes") or LENGTH,
        place=str(data.get("place") or ""),
        link=str(data.get("link") or ""),
        series=series or (ref if data.get("rule") else ""),
        rule=str(data.get("rule") or ""),
        called_by=str(data.get("called_by") or case.actor.person),
        participant=case.actor.capacity.participant if case.event == "request" else "",
        workflow=case.rules.workflow.digest,
        policy=case.policy.digest,
        notice_due=when.notice_due,
        papers_due=when.papers_due,
        why=str(data.get("reason") or ""),
    )
    return moving.begin(case.about(Meeting(ref=ref)), (fact,))


def _title(case: Asked, body: str) -> str:
    found = case.policy.body(body)
    return f"{found.title} meeting" if found else ""


def _within(case: MeetingCase) -> Refusal | None:
    """Refuse a request for a date later than the policy's time within which one is held, or without a reason."""
    if not str(case.data.get("reason") or "").strip():
        return refuse("reason-missing", field="reason")
    calendar = case.rules.calendar
    last = calendar.local_date(calendar.due(case.now, case.policy.clocks["meeting_request"], case.policy.closing))
    if calendar.local_date(case.data["starts_at"]) <= last:
        return None
    return refuse(
        "invalid", field="at", why=f"a meeting that is requested is held by {last:%A %-d %B %Y}",
        remedy="Give an earlier day; later meetings are planned by the manager or the chair.",
    )  # fmt: skip


def draft_minutes(case: MinutesCase, ref: str, text: str) -> Moved:
    """Return the minutes of ``case.meeting`` as they are begun, with their first text, for everybody who attended."""
    meeting = case.meeting or Meeting()
    attended = meeting.attended
    drafted = f.MinutesDrafted(
        meeting=meeting.ref,
        body=meeting.body,
        people=tuple(a.person for a in attended),
        participants=tuple(a.participant for a in attended),
        workflow=case.rules.workflow.digest,
        policy=case.policy.digest,
    )
    return moving.begin(case.about(Minutes(ref=ref)), (drafted, f.MinutesWritten(1, case.actor.person, text, "")))


def open_action(case: ActionCase, ref: str) -> Moved:
    """Return the opening of an action. Raises Refused when it is for nobody known, or for a day that has passed."""
    data, owner = case.data, str(case.data["owner"])
    found = case.alliance.person(owner)
    if found is None or not found.active:
        raise Refused((refuse("unknown-reference", field="owner", value=owner[:80]),))
    if data["due"] < case.day:
        raise Refused((refuse("invalid", field="due", why="that day has passed", remedy="Give a day that lies ahead."),))
    fact = f.ActionOpened(
        body=str(data.get("body") or ""),
        what=data["what"],
        owner=owner,
        participant=participant_of(case, owner),
        until=data["due"],
        meeting=str(data.get("meeting") or ""),
        item=data.get("item", 0),
        decision=str(data.get("decision") or ""),
        by=case.actor.person,
        workflow=case.rules.workflow.digest,
        policy=case.policy.digest,
    )
    told = (Notice("action-given", (owner,), ref),) if owner != case.actor.person else ()
    return moving.begin(case.about(Action(ref=ref)), (fact, *told))


def draft_mandate(case: MandateCase, ref: str, varied: MandateVersion | None = None) -> Moved:
    """Return the beginning of a version: empty, or as a variation of ``varied``, whose words it begins with."""
    start = case.about(MandateVersion(ref=ref, content=_kept(varied), title=varied.title if varied else ""))
    drafted = f.MandateDrafted(
        version=varied.version + 1 if varied else 1,
        varies=varied.ref if varied else "",
        by=case.actor.person,
        participant=case.actor.capacity.participant,
        body=mandating.owners_body(case),
        workflow=case.rules.workflow.digest,
        policy=case.policy.digest,
    )
    wrong = mandating.misread(start)
    if wrong is not None:
        raise Refused((wrong,))
    return moving.begin(start, (drafted, mandating.written(start)))


def _kept(varied: MandateVersion | None) -> Mapping[str, Any]:
    return {key: varied.content[key] for key in mandating.WRITTEN if key in varied.content} if varied else {}


def log_issue(case: IssueCase, ref: str) -> Moved:
    """Return the logging of an issue by somebody. Raises Refused for what it cannot be about, and for participants there are not."""
    data, mine = case.data, case.actor.capacity.participant
    about = str(data.get("about") or "")
    if about and case.contested is None and case.earlier is None:
        raise Refused((refuse("unknown-reference", field="about", value=about[:80]),))
    concerned = tuple(sorted({*data.get("concerned", ()), *((mine,) if mine else ())}))
    known = tuple(p.id for p in case.alliance.participants)
    strangers = [p for p in concerned if p not in known]
    if strangers or not concerned:
        raise Refused((refuse("unknown-value", field="with", value=", ".join(strangers) or "(none)", known=", ".join(known)),))
    said = {name: str(data.get(name) or "") for name in ("happened", "affected", "would_help", "matters")}
    return _logged(case, ref, about, concerned, case.rules.workflow.starts, said)


def raise_issue(case: IssueCase, ref: str) -> Moved:
    """Return the issue that a deadlocked decision raises by itself, on the rung the policy names, for everybody who could decide."""
    decision = case.contested or Decision()
    standing = [(case.title_of(p.participant), p.would_agree_if) for p in decision.current_positions if p.would_agree_if]
    happened = say("{ref} was put as often as the policy allows, and not everybody agreed.", ref=decision.ref)
    helps = [say("{who} would agree if: {what}", who=who, what=what) for who, what in standing]
    said = {"happened": happened, "affected": str(decision.text.statement.get("affected") or ""), "would_help": "\n".join(helps)}
    return _logged(case, ref, decision.ref, decision.eligible_participants, case.policy.rung_of_deadlock, said)


def _logged(  # noqa: PLR0913, PLR0917 - each is a different thing that an issue says
    case: IssueCase, ref: str, about: str, concerned: tuple[str, ...], rung: str, said: Mapping[str, str]
) -> Moved:
    fact = f.IssueLogged(
        about=about,
        by=case.actor.person,
        participant=case.actor.capacity.participant,
        body=body_at(case, LEADERSHIP_LEVEL),
        concerned=concerned,
        workflow=case.rules.workflow.digest,
        policy=case.policy.digest,
        **said,
    )
    start = case.about(Issue(ref=ref))
    told = tuple(p for p in people_of(start.after((fact,)), rung) if p != case.actor.person)
    return moving.begin(start, (fact, Notice("issue-logged", told, ref)), at=rung)
