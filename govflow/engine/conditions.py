"""The conditions: each ``if:`` sentence of a workflow file, which chooses between moves of one name and never refuses."""

from govflow.domain.mandate_versions import EXPIRED, IN_FORCE, SUPERSEDED
from govflow.domain.options import NO_WINDOW
from govflow.domain.policies import ASK_AGAIN
from govflow.engine.asking import in_body
from govflow.engine.attending import speaking_for_nobody
from govflow.engine.cases import Case
from govflow.engine.defaults import BINDING, FAILED, UNSEEN, DefaultCase, agreed_day, all_judge, is_gone, is_owner, others
from govflow.engine.gatherings import MeetingCase
from govflow.engine.guards.following import tries
from govflow.engine.guards.opening import lacking_here
from govflow.engine.issues import IssueCase, chairs, consented, counting, seated
from govflow.engine.linking import is_alone, waits
from govflow.engine.mandating import OWNER_LEVEL, MandateCase
from govflow.engine.waiting import is_agreed, waits_for
from govflow.engine.words import condition

ACCEPTING = frozenset({"in_force", "implemented", "reviewed"})


@condition("it opens in writing")
def in_writing(case: Case) -> bool:
    """Say whether positions open outside a meeting."""
    return not case.data.get("meeting")


@condition("it opens in a meeting")
def in_meeting(case: Case) -> bool:
    """Say whether positions open in a meeting."""
    return bool(case.data.get("meeting"))


@condition("somebody in the electorate is gone")
def somebody_gone(case: Case) -> bool:
    """Say whether a participant of the frozen electorate no longer decides: it left, or is suspended or excluded."""
    return bool(gone(case))


def gone(case: Case) -> tuple[str, ...]:
    """Return the participants of the frozen electorate that no longer decide in the body."""
    members = frozenset(in_body(case))
    return tuple(p for p in case.decision.electorate if p not in members)


@condition("the meeting has lost its quorum")
def quorum_lost(case: Case) -> bool:
    """Say whether somebody whose presence was needed left the meeting in which positions are open, or it ended.

    What everyone agreed to while they were there, and what only waits, stands.
    """
    asked = case.decision.asked
    if asked is None or not asked.meeting or waits_for(case):
        return False
    return bool(case.data.get("quorum_lost")) or ("present" in case.data and bool(lacking_here(case)))


@condition("there was a quorum")
def was_quorate(case: MeetingCase) -> bool:
    """Say whether there was a quorum at any time in the meeting."""
    return case.meeting.was_quorate


@condition("somebody here speaks for a participant that takes no part any more")
def speaks_for_nobody(case: MeetingCase) -> bool:
    """Say whether somebody is in the meeting for a participant that has left or is suspended."""
    return bool(speaking_for_nobody(case))


@condition("the tries are used up")
def tries_used_up(case: Case) -> bool:
    """Say whether one more failure makes the number of tries the policy allows; what everyone agreed to has not failed."""
    return not is_agreed(case) and case.decision.failures + 1 >= tries(case)


@condition("an own body is awaited")
def own_body_awaited(case: Case) -> bool:
    """Say whether a participant agreed subject to a decision of its own body."""
    return any(
        p.choice == "agree_subject_to"
        for p in case.decision.current_positions
        if p.participant in case.decision.eligible_participants
    )


@condition("every awaited body has approved")
def all_approved(case: Case) -> bool:
    """Say whether no own body's decision is still awaited."""
    return not case.decision.awaited


@condition("the policy gives an objection window")
def has_window(case: Case) -> bool:
    """Say whether option J gives days to object: for decisions taken in writing, and for late items of a meeting."""
    asked = case.decision.asked
    item = case.meeting.item_for(case.decision.ref) if case.meeting and asked and asked.meeting == case.meeting.ref else None
    in_writing_or_late = not (asked and asked.meeting) or bool(item and item.late)
    return case.policy.options["J"] != NO_WINDOW and in_writing_or_late


@condition("a linked decision is still to be settled")
def linked_waits(case: Case) -> bool:
    """Say whether it comes into force together with another decision, which is not settled."""
    return waits(case)


@condition("every linked decision is settled")
def linked_settled(case: Case) -> bool:
    """Say whether what it is linked to is settled too."""
    return not waits(case)


@condition("its linked decision has ended")
def linked_ended(case: Case) -> bool:
    """Say whether what it is linked to ended without result."""
    return is_alone(case)


@condition("the mandate it rests on has changed")
def mandate_gone(case: Case) -> bool:
    """Say whether the mandate of an open round binds no longer: it ended, or was varied and the policy says to ask again."""
    mandate = case.mandate
    if mandate is None or mandate.standing == IN_FORCE:
        return False
    return mandate.standing == EXPIRED or (mandate.standing == SUPERSEDED and case.policy.mandate_varied == ASK_AGAIN)


@condition("the decision that answers it has begun")
def answer_begun(case: MandateCase) -> bool:
    """Say whether the decision by which the leadership team answers has begun."""
    return bool(case.data.get("decision"))


@condition("every participant has accepted it")
def mandate_accepted(case: MandateCase) -> bool:
    """Say whether the decision that answers it is in force."""
    return case.answer is not None and case.answer.state in ACCEPTING


@condition("its answer ended without agreement")
def answer_ended(case: MandateCase) -> bool:
    """Say whether the decision that answers it ended and did not come into force."""
    return case.answer is not None and case.answer.state in {"withdrawn", "lapsed"}


@condition("its first day has come")
def first_day_come(case: MandateCase) -> bool:
    """Say whether the term of an accepted version has begun."""
    return case.mandate.valid_from is not None and case.mandate.valid_from <= case.day


@condition("a newer version is in force")
def newer_in_force(case: MandateCase) -> bool:
    """Say whether a version that varies this one has come into force."""
    return bool(case.data.get("successor"))


@condition("the policy lets a deadlock rest")
def deadlock_rests(case: Case) -> bool:
    """Say whether option H lets what was not agreed rest, agreed to differ."""
    return case.policy.options["H"] == "agree_to_disagree"


@condition("it is reserved, and the policy leaves it to the owner")
def owners_to_decide(case: Case) -> bool:
    """Say whether option H leaves a deadlock to the owner, and the mandate reserves the matter, whatever it was taken for before."""
    mandate, kind = case.governing or case.mandate, case.kind
    reserved = set(mandate.reserved) if mandate else set()
    is_reserved = (kind is not None and kind.is_reserved) or bool(reserved.intersection(case.decision.text.changes))
    return case.policy.options["H"] == "owner_decides_if_reserved" and is_reserved and not case.decision.rung


@condition("it is not yet on the ladder")
def not_on_ladder(case: Case) -> bool:
    """Say whether the deadlock has not been put on the no-fault ladder yet."""
    return not case.decision.rung


@condition("its issue ended with changed text")
def issue_ended_changed(case: Case) -> bool:
    """Say whether the ladder came back with a changed proposal."""
    return case.data.get("issue_ended") == "changed"


@condition("its issue ended without agreement")
def issue_ended_unresolved(case: Case) -> bool:
    """Say whether the ladder ended without agreement."""
    return case.data.get("issue_ended") == "unresolved"


@condition("the decision it replaced has released its money")
def freed(case: Case) -> bool:
    """Say whether the decision that this one replaced has released its money, and some of this one's amount is still to come."""
    return bool(case.data.get("freed")) and case.decision.to_come > 0


@condition("a decision that gives back its money came into force")
def money_asked_for(case: Case) -> bool:
    """Say whether a decision has come into force that gives back some of this one's money, and it has not done so yet."""
    by, postings = str(case.data.get("released_by") or ""), case.decision.postings
    return bool(by) and case.decision.holding.pence > 0 and all(posting.cause != by for posting in postings)


@condition("an issue about it is open")
def issue_open(case: Case) -> bool:
    """Say whether an issue about the decision has been logged that does not hold it yet, and may.

    Where one that held what everyone had agreed to has ended, what was logged since then, before that ended or soon after, does not hold
    it again: otherwise one new issue after another would hold it for ever.
    """
    open_now = bool(case.data.get("issue")) and case.data["issue"] != case.decision.held_by
    ended, logged, pause = case.data.get("ended_at"), case.data.get("logged_at"), case.policy.clocks.get("hold_again")
    if not open_now or ended is None or pause is None:
        return open_now
    return (logged or case.now) >= case.rules.calendar.due(ended, pause, case.policy.closing)


@condition("no issue about it is open any more")
def issue_over(case: Case) -> bool:
    """Say whether the issue that held the decision has ended, and no other may hold it now."""
    held, still = case.decision.held_by, case.data.get("issue")
    return bool(held) and still is not None and still != held and not issue_open(case)


@condition("everyone concerned agrees to differ")
def all_differ(case: IssueCase) -> bool:
    """Say whether every participant concerned would leave the issue unresolved."""
    return bool(every := counting(case)) and all(c.differs for c in every)


@condition("no words about it are public")
def not_published(case: IssueCase) -> bool:
    """Say whether nothing about the issue was made public yet."""
    return case.issue.published_at is None


@condition("words about it are put forward")
def words_wait(case: IssueCase) -> bool:
    """Say whether words for everybody wait for the consent of those concerned."""
    return bool(case.issue.summary_n) and case.issue.published_at is None


@condition("everyone concerned consents to the words")
def all_consent(case: IssueCase) -> bool:
    """Say whether words that wait may be made public."""
    return words_wait(case) and consented(case)


@condition("the chair or the owner closes it")
def closed_by_chair_or_owner(case: IssueCase) -> bool:
    """Say whether whoever asks chairs the leadership team or sits for the owner."""
    return case.actor.person in {*chairs(case), *seated(case, OWNER_LEVEL)}


@condition("a newer decision replaces it")
def replaced(case: Case) -> bool:
    """Say whether a newer decision that supersedes this one has come into force."""
    return bool(case.data.get("successor"))


@condition("all of it can be put right")
def can_be_put_right(case: DefaultCase) -> bool:
    """Say whether every ground of the default leaves time to put it right."""
    return case.default.curable


@condition("every other participant has joined the notice")
def all_joined(case: DefaultCase) -> bool:
    """Say whether every participant that decides, without the one concerned, has joined the notice."""
    return bool(every := others(case)) and set(every) <= case.default.joined


@condition("every other participant agrees to the same later day")
def one_later_day(case: DefaultCase) -> bool:
    """Say whether all the others agree to one and the same later day."""
    return agreed_day(case) is not None


@condition("every other participant judges it put right")
def all_say_cured(case: DefaultCase) -> bool:
    """Say whether all the others say that it was put right."""
    return all_judge(case, cured=True)


@condition("every other participant judges it not put right")
def all_say_not_cured(case: DefaultCase) -> bool:
    """Say whether all the others say that it was not put right."""
    return all_judge(case, cured=False)


@condition("the time to put it right is over")
def cure_over(case: DefaultCase) -> bool:
    """Say whether the time to put it right is over."""
    return case.default.is_time_over(case.now)


@condition("the decision that answers the default has begun")
def default_answer_begun(case: DefaultCase) -> bool:
    """Say whether the decision by which the others answer has begun, and is not recorded yet."""
    return bool(case.data.get("decision")) and not case.default.decision


@condition("the others have decided it")
def others_decided(case: DefaultCase) -> bool:
    """Say whether the decision that answers it, and is still about whom and of the kind it was begun with, is in force."""
    default, found = case.default, case.decision
    answers = found is not None and (found.concerns, found.kind) == (default.concerns, default.answer_kind)
    return answers and found is not None and found.state in BINDING


@condition("the others have not decided it")
def others_did_not(case: DefaultCase) -> bool:
    """Say whether the decision that answers it ended, or was not agreed."""
    return case.decision is not None and case.decision.state in FAILED


@condition("it is not before the others")
def not_before_them(case: DefaultCase) -> bool:
    """Say whether notice of the decision that answers it has not been given yet."""
    return case.decision is None or case.decision.state in UNSEEN


@condition("the one concerned is the owner")
def concerns_owner(case: DefaultCase) -> bool:
    """Say whether it concerns the owner."""
    return is_owner(case, case.default.concerns)


@condition("the one concerned is not the owner")
def concerns_another(case: DefaultCase) -> bool:
    """Say whether it concerns anybody but the owner."""
    return not is_owner(case, case.default.concerns)


@condition("the one concerned is no longer in the alliance")
def concerned_gone(case: DefaultCase) -> bool:
    """Say whether the one concerned has left the alliance, for whatever reason."""
    return is_gone(case)
