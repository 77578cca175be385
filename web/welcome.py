"""What somebody can do here, in four lines for each part they have: on their desk from their first visit until they put it away."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from govflow.acts import accounts
from govflow.reading import welcome as reading
from govflow.reading.welcome import (
    ADMINISTRATOR,
    CHAIR,
    CHIEF_EXECUTIVE,
    DEPUTY,
    LEADERSHIP,
    LIVED_EXPERIENCE,
    MANAGEMENT,
    MANAGER,
    OBSERVER,
    OWNER,
)
from web.access import allow
from web.here import house, looking, me, now

screens = Blueprint("welcome", __name__)


class Line(NamedTuple):
    """One thing that can be done, and the page where."""

    text: Any
    endpoint: str = ""


class Part(NamedTuple):
    """One part that somebody has, and what can be done in it."""

    title: Any
    lines: tuple[Line, ...]


PARTS: Mapping[str, Part] = {
    LEADERSHIP: Part(_l("In the leadership team"), (
        Line(_l("Say what your organisation's position is on each proposal. What waits for you is on this desk.")),
        Line(_l("Read the proposals and their papers, and ask about them."), "register.show"),
        Line(_l("Write a proposal of your own."), "proposals.new"),
        Line(_l("Say when you are away, so that your deputy can answer."), "people.show"),
    )),
    MANAGEMENT: Part(_l("In the management team"), (
        Line(_l("Say what your organisation's position is on what the management team decides.")),
        Line(_l("Read what was decided, and why."), "register.show"),
        Line(_l("See what you agreed to do, and say how it goes."), "actions.show"),
        Line(_l("Log an issue when something stands in the way of the work."), "issue_logging.begin"),
    )),
    DEPUTY: Part(_l("As a deputy"), (
        Line(_l("Answer for a member while they are away. What waits for you then is on this desk.")),
        Line(_l("See for whom you stand in, and when."), "people.show"),
        Line(_l("Read the proposals and their papers at any time."), "register.show"),
        Line(_l("See when the alliance meets."), "meetings.show"),
    )),
    CHAIR: Part(_l("As chair"), (
        Line(_l("Open positions once notice was given, and put a proposal again that was not agreed."), "register.show"),
        Line(_l("Rule on interests that members declare. They appear on this desk.")),
        Line(_l("Confirm that a change of wording keeps the meaning. It appears on this desk.")),
        Line(_l("Plan meetings, and lead them from the meeting's own page."), "meetings.show"),
    )),
    MANAGER: Part(_l("As alliance manager"), (
        Line(_l("See every open matter on this desk, and what each one waits for.")),
        Line(_l("Write proposals, give notice of them and open positions."), "proposals.new"),
        Line(_l("Plan meetings. Their notices and papers go out in time."), "meetings.plan"),
        Line(_l("Invite people, and keep the seats filled."), "people.show"),
    )),
    OWNER: Part(_l("For the commissioner"), (
        Line(_l("Write the mandate: what the alliance is for, and with which money."), "mandates.show"),
        Line(_l("Decide what the mandate reserves to you. It appears on this desk.")),
        Line(_l("See how much of the money is committed, and by which decisions."), "money.show"),
        Line(_l("Check who agreed to what, and when."), "register.show"),
    )),
    ADMINISTRATOR: Part(_l("As administrator"), (
        Line(_l("Set the alliance up, step by step."), "set_up.show"),
        Line(_l("Invite people, and send a new link to somebody who cannot sign in."), "people.show"),
        Line(_l("Fill a seat when somebody new comes, and end it when they leave."), "people.show"),
        Line(_l("Change the name of the alliance."), "set_up.name"),
    )),
    OBSERVER: Part(_l("As observer or auditor"), (
        Line(_l("Read every decision: who agreed to which words, and why."), "register.show"),
        Line(_l("See the meetings and their minutes."), "meetings.show"),
        Line(_l("See what the money is committed to."), "money.show"),
        Line(_l("You take no part in deciding, so nothing will wait for you here.")),
    )),
    LIVED_EXPERIENCE: Part(_l("Speaking from experience"), (
        Line(_l("Read what is proposed."), "register.show"),
        Line(_l("Tell the proposer what you know. It is recorded with the proposal, and what was changed because of it.")),
        Line(_l("Read what was decided, and why it is best for people."), "register.show"),
        Line(_l("See when the alliance meets."), "meetings.show"),
    )),
    CHIEF_EXECUTIVE: Part(_l("As chief executive"), (
        Line(_l("Help to settle an issue that others could not. It appears on this desk."), "issues.show"),
        Line(_l("See who speaks for your organisation."), "people.show"),
        Line(_l("Read what your organisation has agreed to."), "register.show"),
        Line(_l("Read how the alliance decides."), "rules.show"),
    )),
}  # fmt: skip


@screens.post("/welcome")
@allow("signed in")
def put_away() -> ResponseReturnValue:
    """Put the lines away, or have them shown again."""
    accounts.set_welcomed(house(), me(), welcomed=request.form.get("show") != "yes")
    return redirect(url_for("desk.show"), 303)


@screens.app_template_global("welcome_parts")
def welcome_parts() -> tuple[Part, ...]:
    """Return what whoever is here can do, in the parts they have; nothing once it was put away."""
    if me().welcomed:
        return ()
    with looking() as view:
        return tuple(PARTS[part] for part in reading.parts_of(view, house().book, me().person, now()))
