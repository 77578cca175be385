"""The sentence that says how a participant stands: the same on the page of people, in mail and on the command line."""

from govflow.domain.participants import EXCLUDED, JOINED, LEAVING, LEFT, SUSPENDED, Participant
from govflow.domain.sentences import day
from govflow.domain.translating import mark, say

SAID = {
    JOINED: mark("{who} takes part."),
    LEAVING: mark("{who} has given notice and takes part until it leaves, on {until}."),
    SUSPENDED: mark("{who} is suspended until {until}; nobody answers for it until then, and it does not count."),
    LEFT: mark("{who} left on {until}."),
    EXCLUDED: mark("{who} is no longer in the alliance."),
}


def of_participant(participant: Participant) -> str:
    """Return how ``participant`` stands, and until when, with a notice of leaving that goes on while it is suspended."""
    until = day(participant.until) if participant.until else say("a day not recorded")
    said = say(SAID[participant.standing], who=participant.title, until=until)
    if participant.standing == SUSPENDED and participant.leaves_on:
        return " ".join([said, say("Its notice of leaving ends on {day}.", day=day(participant.leaves_on))])
    return said
