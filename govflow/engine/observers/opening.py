"""Observers of opening: notice, seats, interests asked, the electorate, the mandate, writing or meeting."""

# ruff: noqa: SIM110 - plain loops on purpose: these are the second entry, not a copy of the first

from datetime import timedelta

from govflow.domain.decisions import Circulation
from govflow.engine.seen import Seen
from govflow.engine.words import observer

TWO = 2


@observer("notice in full, or urgency that chair and manager both stand behind and show to be legal and safe")
def notice(seen: Seen) -> bool:
    """Count the working days between the day of notice and today, both left out; urgency needs two people in two roles.

    What is sent after hours, or on a day off, is notice of the next working day.
    """
    began = seen.before.notice_from
    for body in seen.policy.bodies:
        if body.id == seen.before.body and not body.notice:
            return True
    if began is None:
        return False
    sent = began.astimezone(seen.calendar.zone)
    first = sent.date()
    if sent.time() > seen.policy.closing:
        first += timedelta(days=1)
    while not seen.calendar.is_working(first):
        first += timedelta(days=1)
    clear, day = 0, first + timedelta(days=1)
    while day < seen.day:
        if seen.calendar.is_working(day):
            clear += 1
        day += timedelta(days=1)
    return clear >= seen.policy.clocks["notice"].n or _urgent(seen)


def _urgent(seen: Seen) -> bool:
    given = seen.before.circulation
    if given is None or not given.urgent or changed_since(seen, given):
        return False
    if given.urgent_reason.strip() == "" or given.legal.strip() == "" or given.safe.strip() == "":
        return False
    roles = sorted([given.by_role, seen.actor.capacity.role])
    return roles == ["chair", "manager"] and given.by != seen.actor.person


def changed_since(seen: Seen, given: Circulation) -> bool:
    """Say whether the proposal is another than the one notice was given of, but for its title, or was put off since."""
    said: list[tuple[object, ...]] = []
    for number in (given.version, seen.before.versions[-1].n):
        for v in seen.before.versions:
            if v.n == number:
                money = (v.amount_pence, v.line, v.year, v.to_line, v.to_year, v.releases)
                said.append((v.text, v.kind, v.changes, repr(sorted(v.statement.items())), money))
                break
    if said[0] != said[-1]:
        return True
    for one in seen.before.contributions:
        if one.what == "reason" and one.changed == "defer" and one.at >= given.at:
            return True
    return False


@observer("somebody in every seat")
def seats(seen: Seen) -> bool:
    """Say whether somebody sits today for each participant that is asked."""
    for participant in seen.after.electorate:
        sitting = False
        for seat in seen.alliance.seats:
            if seat.participant == participant and seat.body == seen.after.body and seat.since <= seen.day:
                sitting = sitting or seat.until is None or seat.until >= seen.day
        if not sitting:
            return False
    return True


@observer("everyone having been asked about interests")
def interests_asked(seen: Seen) -> bool:
    """Say whether notice asked about interests, or each participant has declared one or none by itself."""
    given = seen.before.circulation
    if given is not None and given.interests_asked:
        return True
    for participant in seen.after.electorate:
        if not any(i.participant == participant for i in seen.before.interests):
            return False
    return True


def fewest(seen: Seen) -> int:
    """Return how few may decide: two, or one for a body of the owner's or the manager's level that decides alone."""
    for body in seen.policy.bodies:
        if body.id == seen.after.body and body.alone and body.level in {"owner", "manager"}:
            return 1
    return TWO


@observer("at least two participants who can decide, or the one that decides alone")
def two_left(seen: Seen) -> bool:
    """Count those asked whom no ruling keeps out."""
    left = 0
    for participant in seen.after.electorate:
        kept_out = False
        for interest in seen.after.interests:
            if (
                interest.participant == participant
                and interest.kind == "institutional"
                and interest.handling in {"exclude", "discuss_no_vote"}
            ):
                kept_out = kept_out or len(interest.confirmed_by) >= interest.confirmations
        left += not kept_out
    return left >= fewest(seen)


@observer("a mandate in force on the day")
def mandate(seen: Seen) -> bool:
    """Say whether the mandate's term covers today."""
    return seen.mandate is not None and seen.mandate.valid_from <= seen.day and seen.day <= seen.mandate.valid_until


@observer("a meeting, or a policy that lets it be decided in writing")
def writing(seen: Seen) -> bool:
    """Say whether it opened in a meeting or option I allows writing for it."""
    if seen.data.get("meeting"):
        return True
    allowed = seen.policy.options["I"]
    given = seen.before.circulation
    urgent = given is not None and given.urgent and not changed_since(seen, given)
    return allowed == "written_unanimous" or (allowed == "exceptional_only" and urgent)


@observer("the policy's whole time to answer, unless it is urgent or in a meeting")
def time_to_answer(seen: Seen) -> bool:
    """Count the working days from today to the closing time."""
    asked, given = seen.after.asked, seen.before.circulation
    if asked is None or asked.closes_at <= seen.now:
        return bool(seen.data.get("meeting"))
    if seen.data.get("meeting") or (given is not None and given.urgent and not changed_since(seen, given)):
        return True
    return _working_days(seen) >= seen.policy.clocks["positions"].n


def _working_days(seen: Seen) -> int:
    asked, days, day = seen.after.asked, 0, seen.day
    if asked is None:
        return 0
    while day < seen.calendar.local_date(asked.closes_at):
        day += timedelta(days=1)
        days += seen.calendar.is_working(day)
    return days if seen.policy.clocks["positions"].unit == "working days" else (day - seen.day).days


@observer("the consent the policy asks for a late item")
def late(seen: Seen) -> bool:
    """Say whether an item added late was consented to by those option F names."""
    if not seen.data.get("meeting") or not seen.data.get("late"):
        return True
    wanted = {
        "none": None,
        "all_present_consent": tuple(seen.data.get("present", ())),
        "all_members_present_and_consent": seen.after.electorate,
    }[seen.policy.options["F"]]
    if not wanted:
        return False
    for participant in wanted:
        if participant not in seen.data.get("consented", ()):
            return False
    return True


@observer("everyone represented in the meeting, where the policy's quorum is everyone")
def represented(seen: Seen) -> bool:
    """Say whether each participant that is asked is represented in the meeting it opens in."""
    if not seen.data.get("meeting") or seen.policy.options["D"] != "each_participant":
        return True
    for participant in seen.after.electorate:
        if participant not in seen.data.get("present", ()):
            return False
    return True


@observer("nobody asked on its own default or exit")
def own_matter(seen: Seen) -> bool:
    """Say whether the participant whose default or exit it is about is not among those asked."""
    return not about_one(seen) or seen.after.concerns not in seen.after.electorate


@observer("whoever it concerns still being in the alliance")
def concerned_here(seen: Seen) -> bool:
    """Say whether the participant whose default, exit or suspension it is about has neither left nor been excluded."""
    if not about_one(seen):
        return True
    for participant in seen.alliance.participants:
        if participant.id == seen.after.concerns:
            return participant.standing not in {"left", "excluded"}
    return True


@observer("a default that was not put right, where it answers one")
def default_behind(seen: Seen) -> bool:
    """Say whether the default that it answers stands as not put right, and asks for this very decision."""
    for kind in seen.policy.kinds:
        if kind.id == seen.after.kind and kind.about == "default":
            found = seen.default
            if found is None or found.state != "exclusion_proposed" or found.concerns != seen.after.concerns:
                return False
            return found.decision == seen.after.ref and found.answer_kind == kind.id
    return True


def about_one(seen: Seen) -> bool:
    """Say whether any version of the proposal was about one participant's own default or exit."""
    for version in seen.after.versions:
        kind = seen.policy.kind(version.kind)
        if kind is not None and kind.about != "":
            return True
    return False
