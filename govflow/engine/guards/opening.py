"""Guards on opening positions: notice, seats, interests, electorate, mandate, and the ways a policy lets a team decide."""

from govflow.domain.mandate_versions import SUPERSEDED
from govflow.domain.participants import GONE
from govflow.domain.policies import CARRY_ON
from govflow.domain.proposals import matters
from govflow.domain.quorum import beyond_reach, lacking, needs, too_few
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.sentences import clock_time
from govflow.engine.asking import closing_time, deciding, electorate, full_time, is_own_matter
from govflow.engine.attending import rule_of
from govflow.engine.cases import Case
from govflow.engine.dating import urgency_lacks
from govflow.engine.words import guard

CHAIR_AND_MANAGER = frozenset({"chair", "manager"})


@guard("notice was long enough")
def notice_given(case: Case) -> Refusal | None:
    """Refuse to open before the clear working days of notice have passed, unless urgency is shown by chair and manager together."""
    began, calendar, needed = case.decision.notice_from, case.rules.calendar, case.policy.clocks["notice"]
    body = case.policy.body(case.decision.body)
    if began is None or (body and not body.notice):
        return None
    first = calendar.counts_from(began, case.policy.closing)
    given = calendar.clear_days_between(first, case.day)
    if given >= needed.n:
        return None
    earliest = f"{calendar.after_clear_days(first, needed.n):%A %-d %B %Y}"
    if is_urgent(case):
        missing = _urgency_missing(case)
        otherwise = f", or wait: positions can open anyway from {earliest}"
        return refuse("urgency-not-shown", missing=", ".join(missing), otherwise=otherwise) if missing else None
    return refuse(
        "notice-too-short",
        given=f"only {given} clear working day{'' if given == 1 else 's'} ago",
        needed=str(needed),
        earliest=earliest,
    )


def is_urgent(case: Case) -> bool:
    """Say whether notice was shortened for urgency, and that still counts.

    It was granted for one proposal at one time: what changes that matters, or is put off, asks for notice in full or urgency anew.
    """
    given, decision = case.decision.circulation, case.decision
    if given is None or not given.urgent:
        return False
    put_off = any(c.what == "reason" and c.changed == "defer" and c.at >= given.at for c in decision.contributions)
    was = next(v for v in decision.versions if v.n == given.version)
    return not put_off and not matters(was, decision.text)


def _urgency_missing(case: Case) -> list[str]:
    """Return what keeps urgency from shortening notice: what is not said, and the second of chair and manager."""
    given = case.decision.circulation
    if given is None:
        return ["notice"]
    missing = list(urgency_lacks({"reason": given.urgent_reason, "legal": given.legal, "safe": given.safe}).values())
    both = {given.by_role, case.actor.capacity.role} == CHAIR_AND_MANAGER and given.by != case.actor.person
    other = "chair" if given.by_role == "manager" else "alliance manager"
    agreement = f"the agreement of the {other} (another person than who called it urgent), which they give by opening positions"
    return missing if both else [*missing, agreement]


@guard("every seat is filled")
def seats_filled(case: Case) -> Refusal | None:
    """Refuse to open while a participant's seat is empty: each must at all times be represented (PAA template, ALT clause (d))."""
    empty = tuple(p for p in electorate(case) if not case.alliance.holder(p, case.decision.body, case.day))
    return refuse("seat-empty", who=case.titles(empty)) if empty else None


@guard("interests were asked")
def interests_asked(case: Case) -> Refusal | None:
    """Refuse to open when not every participant was asked to declare interests."""
    circulation = case.decision.circulation
    if circulation is not None and circulation.interests_asked:
        return None
    declared = {i.participant for i in case.decision.interests}
    unasked = tuple(p for p in electorate(case) if p not in declared)
    return refuse("interests-not-asked", who=case.titles(unasked)) if unasked else None


@guard("there is an electorate")
def electorate_exists(case: Case) -> Refusal | None:
    """Refuse to open with fewer than two who can decide, or none where one decides alone: nobody adopts nothing (rule 1).

    Nor with fewer than the quorum takes (option D): positions would be asked for that can never adopt anything.
    """
    members, excluded = electorate(case), case.decision.excluded
    able = [p for p in members if p not in excluded]
    if len(able) < case.rule().least:
        return refuse("no-electorate")
    body = case.policy.body(case.decision.body)
    if body is None or not beyond_reach(case.policy, body, len(members)):
        return None
    return refuse(
        "quorum-not-met", why=too_few(case.policy, body, len(members)), needed=f"{needs(case.rule())} with a place there"
    )


@guard("whom it concerns is still in the alliance")
def concerned_here(case: Case) -> Refusal | None:
    """Refuse to decide on the default, exit or suspension of a participant that has left or was excluded meanwhile."""
    whom = case.decision.concerns if is_own_matter(case.kind) else ""
    found = case.alliance.participant(whom) if whom else None
    return refuse("concerned-gone", who=(found.title,)) if found is not None and found.standing in GONE else None


@guard("the mandate is in force")
def mandate_in_force(case: Case) -> Refusal | None:
    """Refuse to open under a mandate whose term does not cover today."""
    return out_of_term(case)


def out_of_term(case: Case) -> Refusal | None:
    """Refuse when the cited mandate is missing or does not cover today."""
    if case.mandate is None:
        return refuse("mandate-not-cited", field="mandate")
    if case.mandate.in_force_on(case.day) or answers(case) or _carries_on(case):
        return None
    return refuse("mandate-not-in-force", mandate=case.mandate.ref, day=f"{case.day:%-d %B %Y}")


def answers(case: Case) -> bool:
    """Say whether it is the answer to the very mandate it cites, which the leadership team has before it."""
    asked = case.kind is not None and "mandate" in case.kind.changes
    return asked and case.mandate is not None and case.mandate.standing in {"issued", "under_consideration"}


def _carries_on(case: Case) -> bool:
    """Say whether positions that opened under a mandate varied since go on under it, as the policy says."""
    mandate, asked = case.mandate, case.decision.asked
    stands = asked is not None and not asked.lapsed
    return stands and mandate is not None and mandate.standing == SUPERSEDED and case.policy.mandate_varied == CARRY_ON


@guard("deciding in writing is allowed")
def writing_allowed(case: Case) -> Refusal | None:
    """Refuse to open outside a meeting where option I does not allow it."""
    allowed = case.policy.options["I"]
    if allowed == "off":
        return refuse("meeting-required", when="nothing")
    if allowed == "exceptional_only" and not (is_urgent(case) and not _urgency_missing(case)):
        return refuse("meeting-required", when="only what is urgent")
    return None


@guard("the closing time is far enough")
def closing_far_enough(case: Case) -> Refusal | None:
    """Refuse a closing time that is past, or sooner than the policy's time to answer unless the circulation is urgent."""
    closes, urgent = closing_time(case), is_urgent(case)
    if closes > case.now and (urgent or closes >= full_time(case)):
        missing = _urgency_missing(case) if closes < full_time(case) else []
        otherwise = ", or give the whole time to answer"
        return refuse("urgency-not-shown", missing=", ".join(missing), otherwise=otherwise) if missing else None
    least = full_time(case).astimezone(case.rules.calendar.zone)
    return refuse(
        "invalid",
        field="closes",
        why="participants would have less time to answer than the policy gives them",
        remedy=f"Close no sooner than {clock_time(least, case.rules.calendar.zone)}, or leave it out.",
    )


@guard("a late item was consented to")
def late_item_consented(case: Case) -> Refusal | None:
    """Refuse a late item without the consent option F asks for."""
    if not case.data.get("late"):
        return None
    consented = frozenset(case.data.get("consented", ()))
    needed = (
        frozenset(electorate(case)) if case.policy.options["F"] == "all_members_present_and_consent" else frozenset(present(case))
    )
    if case.policy.options["F"] != "none" and needed and consented >= needed:
        return None
    return refuse("late-item-not-consented")


@guard("the meeting is quorate")
def meeting_quorate(case: Case) -> Refusal | None:
    """Refuse to open in a meeting at which somebody needed for the quorum is not represented (option D)."""
    away = lacking_here(case)
    if not away:
        return None
    members = electorate(case)
    return refuse(
        "quorum-not-met",
        why=f"{', '.join(case.titles(away))} not represented",
        needed=needs(rule_of(case.alliance, case.policy, members, case.decision.body)),
    )


def lacking_here(case: Case) -> tuple[str, ...]:
    """Return who is not represented in the meeting and is needed for its quorum; the excluded count as option P says."""
    members, excluded, body = deciding(case), case.decision.excluded, case.decision.body
    if case.policy.options["P"] == "excluded_counts_as_present":
        return lacking(members, {*present(case), *excluded}, rule_of(case.alliance, case.policy, members, body))
    eligible = tuple(p for p in members if p not in excluded)
    return lacking(eligible, present(case), rule_of(case.alliance, case.policy, eligible, body))


def present(case: Case) -> tuple[str, ...]:
    """Return the participants represented in the meeting, as the meeting's door says."""
    return tuple(case.data.get("present", ()))
