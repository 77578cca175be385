"""What the pages of meetings, minutes and actions share: names, titles, what somebody may do now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from govflow.domain.alliances import Alliance
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.requirement_codes import refuse
from govflow.engine.cases import ENGINE, PEOPLE, Actor
from govflow.engine.casing import Asking, gathering_case
from govflow.engine.moving import available
from govflow.engine.permissions import permitted
from govflow.engine.rulebook import Rulebook
from govflow.record.units import View

Plain = dict[str, Any]
Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """A subject as somebody sees it: its case, who looks, and the words for people and participants."""

    case: Any
    person: str

    @property
    def alliance(self) -> Alliance:
        """Return the alliance."""
        found: Alliance = self.case.alliance
        return found

    @property
    def zone(self) -> ZoneInfo:
        """Return the alliance's zone."""
        return ZoneInfo(self.case.policy.zone)

    def name(self, person: str, at: datetime | None = None) -> str:
        """Return how a person is named: as it was at a moment (UTC) where one is given, else as it is now."""
        return self.alliance.named(person, at)

    def cited(self, person: str, at: datetime | None = None) -> str:
        """Return how a person is named in the middle of a sentence."""
        return self.alliance.cited(person, at)

    def title(self, participant: str) -> str:
        """Return a participant's title."""
        found: str = self.case.title_of(participant) if participant else ""
        return found

    def may(self, event: str) -> bool:
        """Say whether whoever looks may do ``event`` where the subject stands, whatever a form still asks for."""
        case = self.case
        if not any(m.do == event and m.by == PEOPLE for m in case.rules.workflow.states[case.subject.state].moves):
            return False
        return isinstance(self._actor(event), Actor)

    def could(self, event: str, **data: Any) -> bool:  # noqa: ANN401 - the act's data
        """Say whether ``event`` could be done now with ``data``, with nothing left that it needs."""
        actor = self._actor(event)
        return self.may(event) and isinstance(actor, Actor) and available(self.case.asking(event, actor, data), event) == ()

    def lacks(self, event: str) -> tuple[Refusal, ...]:
        """Return what keeps whoever looks from doing ``event`` now, where nothing is filled in for it."""
        actor = self._actor(event)
        return available(self.case.asking(event, actor, {}), event) or () if isinstance(actor, Actor) else (actor,)

    def _actor(self, event: str) -> Any:  # noqa: ANN401 - an actor or a refusal
        case = self.case
        return permitted(case.alliance, case.policy, f"{case.noun}.{event}", self.person, case.subject, case.day)


def seen(view: View, book: Rulebook, noun: str, ref: str, person: str, now: datetime) -> Seen:  # noqa: PLR0913, PLR0917
    """Return the subject ``ref`` as ``person`` sees it. Raises Refused for a reference that is none of that noun."""
    looked: Mapping[str, Callable[[str], Any]] = {
        "mandate": view.mandate,
        "meeting": view.meeting,
        "minutes": view.minutes,
        "action": view.action,
        "issue": view.issue,
        "default": view.default,
    }
    subject = looked[noun](ref)
    if subject is None:
        raise Refused((refuse("unknown-reference", field="subject", value=ref[:80]),))
    return Seen(gathering_case(view, book, subject, Asking(f"{noun}.look", ENGINE), now), person)
