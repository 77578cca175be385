"""Effects on the proposal: versions, voices and questions, circulation."""

from collections.abc import Mapping
from typing import Any

from govflow.domain import facts as f
from govflow.domain.proposals import is_material
from govflow.engine.cases import Case
from govflow.engine.drafting import asked_for, bound_for, changed, current, drafted, routed
from govflow.engine.spending import money_aimed
from govflow.engine.words import effect

Facts = tuple[f.Fact, ...]


def _text(case: Case, name: str) -> str:
    return str(case.data.get(name) or "")


@effect("record the new version")
def new_version(case: Case) -> Facts:
    """Add version n+1 with what the act changes; a material change, and any that comes back from the ladder, resets the failures.

    A draft that nobody else was given yet stays version 1, however often it is saved.
    """
    new, decision = drafted(case), case.decision
    return (
        f.VersionAdded(
            version=decision.version + decision.shared,
            title=new["title"],
            text=new["text"],
            decision_kind=new["kind"],
            amount_pence=new["amount_pence"],
            line=new["line"],
            year=new["year"],
            changes=tuple(new["changes"]),
            measure=new["measure"],
            review_on=new["review_on"],
            statement=new["statement"],
            material=case.event == "return" or is_material(decision.text, changed(case)),
            by=case.actor.person,
            reason=_text(case, "reason"),
        ),
        *_redirected(case, new),
        *money_aimed(new),
        *restart(case),
    )


@effect("say who decides it")
def say_who_decides(case: Case) -> Facts:
    """Record which body decides the proposal as it stands, and why: the reason for the routing is kept with the decision."""
    found, decision = routed(case, current(case)), case.decision
    if found is None:
        return ()
    said = f.Routed(bound_for(case, found.body), found.says)
    same = (said.body, said.why) == (decision.body, decision.routed)
    return (*_asked(case), *(() if same else (said,)))


def _asked(case: Case) -> Facts:
    asked = asked_for(case)
    return () if asked == case.decision.asked_body else (f.BodyAsked(asked),)


def _redirected(case: Case, new: Mapping[str, Any]) -> Facts:
    """Take it to another body where one is asked for, or none any more; why is said once notice is given."""
    asked, found = _asked(case), routed(case, new)
    return (*asked, f.Routed(bound_for(case, found.body), "")) if asked and found else ()


def restart(case: Case) -> Facts:
    """Start notice again where notice had been given, and where it comes back from the ladder changed."""
    again = case.decision.state == "circulated" or case.event == "return"
    return (f.NoticeRestarted(case.decision.version + 1),) if again else ()


def _contribution(case: Case, what: str, said: str, who: str = "") -> Facts:
    return (
        f.Contributed(
            n=len(case.decision.contributions) + 1,
            what=what,
            who=who,
            by=case.actor.person,
            to=case.data.get("to") or 0,
            changed=_text(case, "changed"),
            said=said,
        ),
    )


@effect("record what was said")
def voice(case: Case) -> Facts:
    """Record what a group of people said of the proposal, and what it changed."""
    return _contribution(case, "voice", _text(case, "said"), _text(case, "who"))


@effect("record the question")
def question(case: Case) -> Facts:
    """Put a question on the proposal."""
    return _contribution(case, "question", _text(case, "text"))


@effect("record the answer")
def answer(case: Case) -> Facts:
    """Put an answer to a question on the proposal."""
    return _contribution(case, "answer", _text(case, "text"))


@effect("record the circulation")
def circulation(case: Case) -> Facts:
    """Record that notice is given, with the papers and, where urgent, why, whether it is legal and whether it is safe."""
    urgent = case.data.get("urgent") or {}
    return (
        f.Circulated(
            n=len(case.decision.circulations) + 1,
            version=case.decision.version,
            papers=tuple(case.data.get("papers", ())),
            flagged=bool(case.data.get("for_decision", True)),
            interests_asked=bool(case.data.get("ask_interests", True)),
            urgent=bool(urgent),
            by=case.actor.person,
            by_role=case.actor.capacity.role,
            urgent_reason=str(urgent.get("reason") or ""),
            legal=str(urgent.get("legal") or ""),
            safe=str(urgent.get("safe") or ""),
        ),
    )


@effect("record the urgency")
def urgency(case: Case) -> Facts:
    """Record why it is urgent, and who stands behind that from now on."""
    urgent = case.data.get("urgent") or {}
    said = {name: str(urgent.get(name) or "") for name in ("reason", "legal", "safe")}
    return (f.UrgencyShown(case.actor.person, case.actor.capacity.role, said["reason"], said["legal"], said["safe"]),)


@effect("record the circulation again")
def circulation_again(case: Case) -> Facts:
    """Give notice again with the same papers, no longer urgent, and record why."""
    last = case.decision.circulation
    return (
        f.Circulated(
            n=len(case.decision.circulations) + 1,
            version=case.decision.version,
            papers=last.papers if last else (),
            flagged=True,
            interests_asked=True,
            urgent=False,
            by=case.actor.person,
            by_role=case.actor.capacity.role,
        ),
        *reason(case),
    )


@effect("record the reason")
def reason(case: Case) -> Facts:
    """Record why the act was done."""
    n = len(case.decision.contributions) + 1
    return (f.ReasonGiven(n, case.event, case.actor.person, _text(case, "reason")),)


@effect("record the proposed wording")
def proposed_wording(case: Case) -> Facts:
    """Keep a wording that chair and manager must both stand behind."""
    return (f.WordingProposed(_text(case, "text"), case.actor.person, case.actor.capacity.role),)


@effect("change the wording")
def change_wording(case: Case) -> Facts:
    """Take the wording over; the version keeps its number."""
    decision = case.decision
    return (f.WordingChanged(decision.version, decision.wording + 1, case.actor.person),)


@effect("make the wording a new version")
def wording_as_version(case: Case) -> Facts:
    """Make an editorial change, proposed or made, a new version because a participant insists that it is material."""
    decision = case.decision
    now = decision.text
    return (
        f.VersionAdded(
            version=decision.version + 1,
            title=now.title,
            text=decision.wording_proposed or now.text,
            decision_kind=now.kind,
            amount_pence=now.amount_pence,
            line=now.line,
            year=now.year,
            changes=now.changes,
            measure=now.measure,
            review_on=now.review_on,
            statement=now.statement,
            material=True,
            by=case.actor.person,
            reason=_text(case, "reason"),
        ),
        *money_aimed(current(case)),
    )
