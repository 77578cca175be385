"""Observers of money: the envelope, aligned money and its holder, and what is taken, given back and moved. Written from the rules' text."""

from govflow.domain.mandates import EnvelopeLine
from govflow.domain.proposals import Version
from govflow.engine.observers.settling import kept_out, standing
from govflow.engine.seen import Seen
from govflow.engine.words import observer


def line_of(seen: Seen, line: str, year: str) -> EnvelopeLine | None:
    """Return the budget line of that year in the mandate."""
    for one in seen.mandate.envelope if seen.mandate else ():
        if one.line == line and one.year == year:
            return one
    return None


def doing(seen: Seen, version: Version) -> str:
    """Return what a version does with money; "" for nothing."""
    kind = seen.policy.kind(version.kind)
    if version.amount_pence is None or kind is None or "mandate" in kind.changes:
        return ""
    return kind.money


def comes_over(seen: Seen, version: Version) -> int:
    """Return what the decision that it replaces holds of the same money: that much is not taken anew."""
    held = seen.holding(seen.before.supersedes) if seen.before.supersedes else None
    if held is None or held.line != version.line or held.year != version.year:
        return 0
    return min(held.pence, version.amount_pence or 0)


@observer("money left for it in the envelope")
def money(seen: Seen) -> bool:
    """Say whether the line and year hold the amount beside what other decisions took (pence), save what it takes over."""
    version = seen.before.versions[-1]
    if doing(seen, version) not in {"commit", "move", "transfer"}:
        return True
    line = line_of(seen, version.line, version.year)
    there = line.pence if line else 0
    amount = (version.amount_pence or 0) - comes_over(seen, version)
    return amount + seen.taken(version.line, version.year) <= there


@observer("a year of its money that is not over")
def year_runs(seen: Seen) -> bool:
    """Say whether the financial years it takes money of, or sends it to, have not ended."""
    version = seen.before.versions[-1]
    does = doing(seen, version)
    if does not in {"commit", "move", "transfer"}:
        return True
    this = seen.day.year if seen.day.month >= seen.calendar.year_begins else seen.day.year - 1
    years = [version.year] if does == "commit" else [version.year, version.to_year]
    return min(int(year[:4]) for year in years) >= this


@observer("its money being taken")
def taken(seen: Seen) -> bool:
    """Say whether the amount, save what it takes over, is booked on its line and year."""
    version, booked = seen.before.versions[-1], 0
    if doing(seen, version) not in {"commit", "move", "transfer"}:
        return True
    for posting in seen.after.postings[len(seen.before.postings) :]:
        if posting.line == version.line and posting.year == version.year:
            booked += posting.pence
    return booked == (version.amount_pence or 0) - comes_over(seen, version)


@observer("the money being released")
def released(seen: Seen) -> bool:
    """Say whether the decision holds no money any more: all that was ever committed or sent on came back, or arrived."""
    left = 0
    for posting in seen.after.postings:
        left += posting.pence if posting.what in {"committed", "moved_out"} else -posting.pence
    return left == 0


@observer("the money that it moves arriving")
def arrived(seen: Seen) -> bool:
    """Say whether as much came in where it goes to as went out where it was."""
    out = arrived_ = 0
    for posting in seen.after.postings:
        if posting.what in {"moved_out", "moved_back"}:
            out += posting.pence if posting.what == "moved_out" else -posting.pence
        if posting.what == "moved_in":
            version = seen.after.text
            if (posting.line, posting.year) != (version.to_line, version.to_year):
                return False
            arrived_ += posting.pence
    return out == arrived_


@observer("what was asked for being given back, and no more than it held")
def given_back(seen: Seen) -> bool:
    """Say whether just as much was given back as was asked for, or else all that was held."""
    before = after = 0
    for posting in seen.before.postings:
        before += posting.pence if posting.what == "committed" else -posting.pence
    for posting in seen.after.postings:
        after += posting.pence if posting.what == "committed" else -posting.pence
    return before > 0 and before - after == min(before, seen.data.get("pence", 0))


@observer("as much held by the decision whose money it gives back")
def gives_back(seen: Seen) -> bool:
    """Say whether that decision holds at least the amount, on the line and year that are named."""
    version = seen.after.versions[-1]
    if doing(seen, version) != "release":
        return True
    held = seen.holding(version.releases)
    if held is None or (held.line, held.year) != (version.line, version.year):
        return False
    return 0 < (version.amount_pence or 0) <= held.pence


@observer("no other adopted decision waiting to replace the same one")
def alone(seen: Seen) -> bool:
    """Say whether it is the only adopted decision that will replace the one it replaces, or whose money it gives back."""
    held = seen.holding(seen.before.supersedes) if seen.before.supersedes else None
    giving = seen.holding(seen.before.versions[-1].releases) if seen.before.versions[-1].releases else None
    if giving is not None and giving.waiting != ():
        return False
    return held is None or (held.waiting == () and held.releasing == ())


@observer("what it replaces, or gives back the money of, still standing")
def stands(seen: Seen) -> bool:
    """Say whether nothing else took the place of the decision that it replaces, or whose money it gives back."""
    for ref in (seen.before.supersedes, seen.before.versions[-1].releases):
        held = seen.holding(ref) if ref else None
        if held is not None and held.gone != "":
            return False
    return True


def holder(seen: Seen, version: Version) -> str:
    """Return who holds the aligned line that it takes money from; "" for nobody."""
    line = line_of(seen, version.line, version.year)
    if line is None or line.holding != "aligned" or doing(seen, version) not in {"commit", "move", "transfer"}:
        return ""
    return line.holder


@observer("the agreement, subject to its own decision, of whoever holds the aligned money it takes")
def holder_asked(seen: Seen) -> bool:
    """Say whether the holder of aligned money stands among those who count, subject to its own body."""
    whose = holder(seen, seen.before.versions[-1])
    if whose == "":
        return True
    return whose in seen.before.electorate and whose not in kept_out(seen) and standing(seen).get(whose) == "agree_subject_to"


@observer("the own decision of whoever holds the aligned money it takes")
def holder_decided(seen: Seen) -> bool:
    """Say whether the own body of the holder of aligned money has approved, in this very round."""
    whose = holder(seen, seen.after.versions[-1])
    if whose == "":
        return True
    for approval in seen.after.approvals:
        if approval.participant == whose and approval.round_no == len(seen.after.rounds) and approval.approved is True:
            return approval.reference != "" and approval.decided_on is not None
    return False


@observer("their holding none of the aligned money it takes")
def not_theirs(seen: Seen) -> bool:
    """Say whether whoever agrees plainly does not hold the aligned money that is taken."""
    return seen.mine == "" or seen.mine != holder(seen, seen.before.versions[-1])


@observer("as much in the mandate it answers as decisions have committed")
def answer_covers(seen: Seen) -> bool:
    """Say whether the mandate that is accepted gives every line at least what was committed on it, with what was moved there."""
    kind = seen.policy.kind(seen.before.versions[-1].kind)
    if kind is None or "mandate" not in kind.changes:
        return True
    for balance in seen.balances():
        line = line_of(seen, balance.line, balance.year)
        there = (line.pence if line else 0) + balance.moved_in + balance.moved_back - balance.moved_out
        if balance.committed - balance.released > there:
            return False
    return True
