"""Observers of adoption: rule 1 in full, quorum, waiting and issues. From the rules' text, without ``unanimity``."""

from datetime import timedelta

from govflow.domain import facts as f
from govflow.engine.observers.opening import about_one, fewest
from govflow.engine.seen import Seen
from govflow.engine.words import observer

TWO = 2  # an alliance decision is between organisations
YES = frozenset({"agree", "agree_subject_to"})


def kept_out(seen: Seen) -> set[str]:
    """Return the participants that a ruling in effect keeps out for an institutional interest."""
    out = set()
    for interest in seen.before.interests:
        if interest.kind != "institutional" or interest.handling == "":
            continue
        in_effect = len(interest.confirmed_by) >= interest.confirmations
        if interest.handling in {"exclude", "discuss_no_vote"} and in_effect:
            out.add(interest.participant)
        if interest.handling == "participate_if_others_agree" and not in_effect:
            out.add(interest.participant)
    return out


def standing(seen: Seen) -> dict[str, str]:
    """Return who says what to the version that stands.

    Only last answers of the last round count: none that lapsed, was of another version, or was given by a person now barred.
    """
    says: dict[str, tuple[str, str]] = {}
    for position in seen.before.positions:
        if position.round_no != len(seen.before.rounds) or position.version != seen.before.versions[-1].n or position.lapsed:
            continue
        says[position.participant] = (position.choice, position.person)
    return {participant: choice for participant, (choice, person) in says.items() if not person_barred(seen, person)}


def person_barred(seen: Seen, person: str) -> bool:
    """Say whether a personal interest keeps the person from answering: ruled so in effect, or waiting for the others' leave."""
    for interest in seen.before.interests:
        if interest.kind != "personal" or interest.person != person or interest.handling == "":
            continue
        in_effect = len(interest.confirmed_by) >= interest.confirmations
        if in_effect == (interest.handling in {"exclude", "discuss_no_vote"}) and interest.handling != "note_only":
            return True
    return False


@observer("every eligible participant's agreement to this very version, by at least two, or the one that decides alone")
def everyone_agrees(seen: Seen) -> bool:
    """Say whether each agreed (or, where the base is consensus, stood aside or abstained as allowed), and enough agreed."""
    out, says, agreed = kept_out(seen), standing(seen), 0
    may_pass = {("consensus", "stand_aside_allowed"): "stand_aside", ("consensus", "ignored"): "abstain"}
    passing = may_pass.get((seen.policy.base, seen.policy.options["B"]), "")
    for participant in seen.before.rounds[-1].electorate if seen.before.rounds else ():
        if participant in out and seen.policy.options["A"] == "all_eligible":
            continue
        choice = "" if participant in out else says.get(participant, "")
        if choice in YES:
            agreed += 1
        elif choice == "" or choice != passing:
            return False
    return agreed >= fewest(seen)


@observer("only answers that stand being counted")
def counted_truly(seen: Seen) -> bool:
    """Say whether what is recorded as agreed and eligible is what stands: nobody barred, nothing lapsed or old."""
    out, says = kept_out(seen), standing(seen)
    electorate = seen.before.rounds[-1].electorate if seen.before.rounds else ()
    for fact in seen.facts:
        if isinstance(fact, f.Adopted):
            agreed = {p for p in electorate if says.get(p) in YES and p not in out}
            return set(fact.agreed) == agreed and set(fact.eligible) == set(electorate) - out
    return False


@observer("nobody counted on its own default or exit")
def own_matter(seen: Seen) -> bool:
    """Say whether the participant whose default or exit it is about neither was asked nor counts."""
    if not about_one(seen):
        return True
    counted = {p for fact in seen.facts if isinstance(fact, f.Adopted) for p in (*fact.agreed, *fact.eligible)}
    return seen.after.concerns not in counted and seen.after.concerns not in seen.after.electorate


@observer("a quorum of answers")
def quorum(seen: Seen) -> bool:
    """Say whether enough have answered: options D and P, never fewer than two who may, or the one that decides alone."""
    policy, out, electorate = seen.policy, kept_out(seen), seen.before.electorate
    may = [p for p in electorate if p not in out]
    answered = [p for p in may if p in standing(seen)]
    if len(may) < fewest(seen):
        return False
    if fewest(seen) < TWO:
        return len(answered) == len(may)
    missing_out = [p for p in electorate if p in out]
    if missing_out and policy.options["P"] == "unconflicted_panel":
        return len(may) >= policy.quorum.panel and len(answered) == len(may)
    present = answered + (missing_out if policy.options["P"] == "excluded_counts_as_present" else [])
    whole = list(electorate) if policy.options["P"] == "excluded_counts_as_present" else may
    if policy.options["D"] == "n_of_participants":
        return len(present) >= policy.quorum.at_least
    if policy.options["D"] == "named_roles":
        return all(_answers_for(seen, role, whole, present) for role in policy.quorum.named)
    return len(present) >= len(whole)


def _answers_for(seen: Seen, role: str, whole: list[str], present: list[str]) -> bool:
    bearers = [p.id for p in seen.alliance.participants if p.id in whole and (p.id == role or role in p.tags)]
    return not bearers or any(p in present for p in bearers)


@observer("the wait for everyone to see a change being over")
def waited(seen: Seen) -> bool:
    """Say whether the moment adoption had to wait for has come."""
    return seen.before.settles_at is None or seen.before.settles_at <= seen.now


@observer("no open issue about it")
def no_issue(seen: Seen) -> bool:
    """Say whether no issue holds the decision."""
    return seen.before.held_by == ""


@observer("no open issue about it, or the owner's direction that it goes on, as the policy allows")
def no_issue_or_directed(seen: Seen) -> bool:
    """Say whether no issue holds the decision, or the owner directed it to go on in spite of that very one, where option N lets it."""
    if seen.before.held_by == "":
        return True
    return seen.policy.options["N"] == "owner_may_direct" and seen.before.directed == seen.before.held_by


@observer("the pause after the last issue about what everyone agreed to")
def held_again(seen: Seen) -> bool:
    """Say whether the issue that holds it was logged after the policy's pause, where another had ended since everyone agreed."""
    ended, logged, pause = seen.data.get("ended_at"), seen.data.get("logged_at"), seen.policy.clocks.get("hold_again")
    if ended is None or pause is None:
        return True
    day, passed = seen.calendar.local_date(ended), 0
    last = seen.calendar.local_date(logged or seen.now)
    while day < last:
        day += timedelta(days=1)
        passed += pause.unit == "days" or seen.calendar.is_working(day)
    return passed >= pause.n


@observer("a policy that lets the owner direct")
def direction_offered(seen: Seen) -> bool:
    """Say whether option N lets the owner direct that what is held goes on."""
    return seen.policy.options["N"] == "owner_may_direct"


@observer("an open issue about it, and its having been adopted")
def directed_rightly(seen: Seen) -> bool:
    """Say whether an issue holds the decision, and every eligible participant had agreed to it."""
    held = seen.before.held_by not in {"", seen.before.directed}
    return held and seen.before.adopted_at is not None and everyone_agrees(seen)
