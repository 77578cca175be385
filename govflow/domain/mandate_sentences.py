"""The one sentence that says where a version of the mandate stands: computed, the same on page, in mail and from the API."""

from datetime import date

from govflow.domain.mandate_versions import MandateVersion
from govflow.domain.sentences import day
from govflow.domain.translating import mark, say


def of_mandate(mandate: MandateVersion) -> str:
    """Return where a version stands."""
    issued = mandate.issued
    words = {"n": mandate.version, "begins": _day(mandate.valid_from), "ends": _day(mandate.valid_until), "why": mandate.why}
    words |= {"over": _day(mandate.ended_on), "decision": mandate.decision, "comments": issued.comments if issued else ""}
    return say(MANDATE[mandate.state], **words)


def _day(on: date | None) -> str:
    return day(on) if on else ""


MANDATE = {
    "draft": mark("Version {n} is being written by the owner."),
    "issued": mark("Version {n} is issued, to bind from {begins} to {ends}."),
    "under_consideration": mark("Version {n} is before the leadership team, which answers it by {decision}."),
    "returned": mark("Version {n} went back to the owner. {comments}"),
    "accepted": mark("Every participant has accepted version {n}. It binds from {begins} to {ends}."),
    "in_force": mark("Version {n} is in force, from {begins} to {ends}."),
    "superseded": mark("Version {n} was replaced by a newer version on {over}."),
    "expired": mark("Version {n} ended on {over}. {why}"),
    "withdrawn": mark("Version {n} was withdrawn. {why}"),
}
