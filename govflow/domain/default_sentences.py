"""The words of a default: the notice, and the one sentence that says where it stands, with nothing in it of what people said."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from govflow.domain.defaults import Default
from govflow.domain.policies import Policy
from govflow.domain.sentences import clock_time
from govflow.domain.translating import listed, mark, say

Titled = Callable[[str], str]


def title_of_default() -> str:
    """Return what a default is called wherever it is named: whom it concerns is said on its own page alone."""
    return say("A restricted matter")


def notice_text(default: Default, policy: Policy, title_of: Titled, others: tuple[str, ...]) -> str:
    """Return the notice: from whom and to whom, every ground as the policy defines it, and the evidence for each."""
    lines = [
        say("Notice to {whom}, given jointly by {others}.", whom=title_of(default.concerns), others=listed(others)),
        say("It rests on these grounds of the alliance's policy, and on no other:"),
    ]
    for stated in default.stated_grounds:
        ground = policy.ground(stated.ground)
        title, means = (ground.title, ground.means) if ground else (stated.ground, "")
        lines += [f"{stated.n}. {title}: {means}".rstrip(": "), say("Evidence: {evidence}", evidence=stated.evidence)]
    right = mark("There are {time} from the day of service to put it right; the others can agree to more.")
    lines.append(say(right, time=policy.clocks["cure"]) if default.curable else say("There is no time to put it right."))
    lines.append(
        say("{whom} may be heard at any time, and takes no part in what the others decide.", whom=title_of(default.concerns))
    )
    return "\n\n".join(lines)


def of_default(default: Default, zone: ZoneInfo) -> str:
    """Return where a default stands, and until when."""
    stands = say(STANDS[default.state])
    if default.state == "curing":
        return f"{stands} {_time_left(default, zone)}"
    until = default.due.get("end")
    return f"{stands} {_ends(until, zone)}" if until else stands


def _time_left(default: Default, zone: ZoneInfo) -> str:
    runs, until = default.due.get("cure_ends"), default.due.get("end")
    left = say("That time ends on {when}.", when=clock_time(runs, zone)) if runs else say("That time is over.")
    return f"{left} {_ends(until, zone)}" if until else left


def _ends(until: datetime, zone: ZoneInfo) -> str:
    return say("Unless it goes on before, it ends by itself on {when}.", when=clock_time(until, zone))


STANDS = {
    "prepared": mark("It is prepared, and waits for a second person to confirm it."),
    "confirmed": mark("It is confirmed, and waits for all the others to join the notice."),
    "notice_given": mark("All the others have given notice, which is still to be served."),
    "curing": mark("There is time to put it right."),
    "not_cured": mark("It was not put right; the others may be asked what follows."),
    "exclusion_proposed": mark("The others are asked what follows."),
    "cured": mark("It was put right, and nothing follows."),
    "excluded": mark("The others decided on an exclusion."),
    "activities_suspended": mark("The others decided to suspend activities."),
    "ended": mark("It has ended, and nothing follows."),
}
