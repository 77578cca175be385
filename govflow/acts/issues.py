"""What the data of each act on an issue may hold, in the words of the act."""

from collections.abc import Mapping

from pydantic import Field

from govflow.acts.shapes import Data, Names, Reason
from govflow.acts.text import Long, Number, Short
from govflow.domain.vocabulary import Route


class Log(Data):
    """What happened, who is affected, what matters to each and what would help; what it is about; ``with`` whom besides one's own."""

    about: Short = ""
    happened: Long = Field(min_length=1)
    affected: Long = Field(min_length=1)
    would_help: Long = Field(min_length=1)
    matters: Long = ""
    concerned: Names = Field(default=(), alias="with")


class Offer(Data):
    """A way forward; ``title`` and ``text`` are what the contested decision would say then, ``new`` what is new in it."""

    option: Long = Field(min_length=1)
    new: Long = ""
    title: Short = ""
    text: Long = ""


class Accept(Data):
    """The number of the way forward that is accepted."""

    option: Number


class Help(Data):
    """Who helps an issue along on its rung, and on which terms."""

    person: Short = Field(min_length=1)
    terms: Long = ""


class TurnAway(Reason):
    """To which route of its own an issue goes, and why."""

    route: Route


class Publish(Data):
    """Words for everybody about an issue that has ended."""

    summary: Long = ""


class Consent(Data):
    """Nothing but the consent; ``version`` is the number of the words that were read, where it is given."""

    version: Number | None = None


ISSUE_DATA: Mapping[str, type[Data]] = {
    "issue.log": Log,
    "issue.triage": Reason,
    "issue.offer_option": Offer,
    "issue.accept_option": Accept,
    "issue.step_up": Reason,
    "issue.appoint": Help,
    "issue.close": Reason,
    "issue.turn_away": TurnAway,
    "issue.publish": Publish,
    "issue.consent": Consent,
}
