"""What a step counts for, and for how long, as sentences: what holds for everyone, with what this policy sets."""

from collections.abc import Iterator

from govflow.domain.policies import Policy
from govflow.domain.translating import mark, say


def time_sentences(policy: Policy) -> Iterator[str]:
    """Give what notice, urgency, agreement, an issue and a date count for under ``policy``."""
    yield say(
        "Notice that is given after {closing}, or on a day off, counts from the next working day.",
        closing=f"{policy.closing:%H:%M}",
    )
    yield say(URGENCY)
    yield say(WAITING)
    pause, longest = policy.clocks.get("hold_again"), policy.clocks.get("deferral")
    if pause is not None:
        yield say(HOLDING, pause=str(pause))
    yield say(ONCE)
    if longest is not None:
        yield say(
            "A proposal can be put off for {longest} at most at once, and never beyond the mandate's last day.",
            longest=str(longest),
        )
    yield say(MONEY)
    yield say(EVIDENCE)
    yield say("What the clock comes to do late is counted from when it was due: the record says both.")


URGENCY = mark(
    "Urgency is granted for one proposal. When its words, its kind, its money, its statement or what it would change is changed after "
    "that, or it is put off, notice runs in full again, unless chair and manager agree on urgency anew."
)
WAITING = mark(
    "What everyone has agreed to and only waits (for the end of an issue, for everyone to see a change, for a quorum, for a ruling, or for "
    "another decision about to take the same place) is not closed, neither by the clock nor by anybody, and is no failure to agree."
)
HOLDING = mark(
    "An open issue about a decision holds it. Once everyone has agreed, another issue that is logged after that holds it only {pause} or "
    "more after the last one has ended: one new issue after another does not hold it for ever."
)
ONCE = mark(
    "Of two open decisions that would replace the same one, give back the same money, or settle whether the same participant leaves, only "
    "the first that comes into force counts. The other is proposed anew, about what stands then."
)
MONEY = mark(
    "Money of a financial year is committed or moved until that year is over. A year of the mandate is one financial year, and no level "
    "may decide on more at once than the level above it."
)
EVIDENCE = mark(
    "What is reported carries a day on which it can be true: a participant's own body decided when these words were there to decide on, "
    "its notice is no older than the proposal, nothing that is reported lies ahead, and nothing is expected beyond the mandate's last day."
)
