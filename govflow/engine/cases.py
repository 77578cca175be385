"""A case: everything a guard or an effect may look at when somebody asks for an act. Values only; nothing is fetched here.

``Asked`` is what every case has, ``Case`` one about a decision; those of meetings, minutes and actions are beside, in ``gatherings``.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from govflow.domain import applying
from govflow.domain.alliances import Alliance
from govflow.domain.changing import changer
from govflow.domain.decisions import Decision
from govflow.domain.defaults import Default
from govflow.domain.facts import Fact
from govflow.domain.mandates import Mandate
from govflow.domain.meetings import Meeting
from govflow.domain.money import Balance, Holding
from govflow.domain.policies import Kind, Policy
from govflow.domain.unanimity import ALONE, LEAST, Rule, Tally, tally

if TYPE_CHECKING:
    from govflow.engine.machine import Rules

CLOCK, ENGINE, PEOPLE = "the clock", "the engine", "people"


@dataclass(frozen=True, slots=True)
class Capacity:
    """In what role somebody acts: for which participant and body, and under which naming when as a deputy."""

    role: str
    participant: str = ""
    body: str = ""
    deputy: int = 0


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts (a person's reference, or the clock or the engine), in which capacity."""

    person: str
    capacity: Capacity

    @property
    def by(self) -> str:
        """Return whose kind of move this is: people, the clock or the engine."""
        return self.person if self.person in {CLOCK, ENGINE} else PEOPLE


THE_CLOCK = Actor(CLOCK, Capacity(CLOCK))
THE_ENGINE = Actor(ENGINE, Capacity(ENGINE))


def nothing_taken(_line: str, _year: str) -> int:
    """Answer for an alliance in which no decision has taken any money."""
    return 0


def decides_alone(policy: Policy, body: str) -> bool:
    """Say whether one participant decides for the body of that id."""
    found = policy.body(body)
    return found is not None and found.alone


def no_holding(_ref: str) -> Holding | None:
    """Answer for an alliance without other decisions."""
    return None


def nothing_coming() -> Mandate | None:
    """Answer where no variation of the mandate is on its way."""
    return None


class Asked:
    """One asking for an act on some subject; ``data`` are the act's checked values. Each kind of case says what its subject is."""

    __slots__ = ()

    noun: ClassVar[str]
    alliance: Alliance
    rules: "Rules"
    now: datetime
    event: str
    actor: Actor
    data: Mapping[str, Any]

    @property
    @abstractmethod
    def subject(self) -> Any:  # noqa: ANN401 - a decision, a meeting, minutes, an action
        """Return what the case is about."""

    @abstractmethod
    def about(self, subject: Any) -> Self:  # noqa: ANN401
        """Return the same case about ``subject`` as it is now."""

    @abstractmethod
    def asking(self, event: str, actor: Actor, data: Mapping[str, Any]) -> Self:
        """Return the same case with another asking."""

    @property
    def policy(self) -> Policy:
        """Return the policy the subject is governed by."""
        return self.rules.policy

    @property
    def day(self) -> date:
        """Return the alliance's local date."""
        return self.rules.calendar.local_date(self.now)

    def by_engine(self, event: str) -> Self:
        """Return the case in which the engine itself asks for ``event``; what a person sent is not its business."""
        return self.asking(event, THE_ENGINE, self.data if self.actor.by == ENGINE else {})

    def title_of(self, participant: str) -> str:
        """Return a participant's title, or its id when it is not known."""
        found = self.alliance.participant(participant)
        return found.title if found else participant

    def titles(self, participants: tuple[str, ...]) -> tuple[str, ...]:
        """Return the titles of ``participants``."""
        return tuple(self.title_of(p) for p in participants)

    @abstractmethod
    def after(self, facts: tuple[Fact, ...]) -> Self:
        """Return the same case with the subject as it is after ``facts``."""


_changed: Any = replace  # the fields of a case about some noun are named below, in its own room


class NounCase(Asked):
    """A case about what is no decision: its subject is the field called like its noun, and ``apply`` is how a fact changes that."""

    __slots__ = ()

    apply: ClassVar[Callable[[Any, Any, datetime], Any]]

    @property
    def subject(self) -> Any:  # noqa: ANN401 - a meeting, a mandate, an issue
        """Return what the case is about."""
        return getattr(self, self.noun)

    def about(self, subject: Any) -> Self:  # noqa: ANN401
        """Return the same case about ``subject`` as it is now."""
        found: Self = _changed(self, **{self.noun: subject})
        return found

    def asking(self, event: str, actor: Actor, data: Mapping[str, Any]) -> Self:
        """Return the same case with another asking."""
        found: Self = _changed(self, event=event, actor=actor, data=data)
        return found

    def after(self, facts: tuple[Fact, ...]) -> Self:
        """Return the same case with its subject as it is after ``facts``."""
        subject = self.subject
        for fact in facts:
            subject = type(self).apply(subject, fact, self.now)
        return self.about(subject)


@dataclass(frozen=True)
class Case(Asked):
    """One asking for an act on a decision; ``meeting`` is the one it is decided in.

    ``taken`` says how many pence of a line and year other decisions have taken, ``holding`` what a decision holds of any,
    ``balances`` what all have taken of every line, ``coming`` which variation of the mandate is agreed and not yet in force.
    """

    noun: ClassVar[str] = "decision"

    decision: Decision
    alliance: Alliance
    rules: "Rules"
    now: datetime
    event: str
    actor: Actor
    data: Mapping[str, Any] = field(default_factory=dict)
    mandate: Mandate | None = None
    governing: Mandate | None = None  # whose envelope counts, where the one cited was varied
    taken: Callable[[str, str], int] = nothing_taken
    holding: Callable[[str], Holding | None] = no_holding
    balances: Callable[[], tuple[Balance, ...]] = tuple
    coming: Callable[[], Mandate | None] = nothing_coming
    meeting: Meeting | None = None
    linked: tuple[Decision, ...] = ()  # what follows from a reserved matter; of such a one, the matter it follows from
    default: Default | None = None  # that it answers

    @property
    def subject(self) -> Decision:
        """Return the decision."""
        return self.decision

    def about(self, subject: Decision) -> "Case":
        """Return the same case about the decision as it is now."""
        return changed(self, decision=subject)

    def asking(self, event: str, actor: Actor, data: Mapping[str, Any]) -> "Case":
        """Return the same case with another asking."""
        return changed(self, event=event, actor=actor, data=data)

    @property
    def kind(self) -> Kind | None:
        """Return the decision's kind as the policy defines it."""
        return self.policy.kind(self.decision.kind)

    def after(self, facts: tuple[Fact, ...]) -> "Case":
        """Return the same case with the decision as it is after ``facts``."""
        if not facts:
            return self
        decision = self.decision
        for fact in facts:
            decision = applying.apply(decision, fact, self.now)
        return changed(self, decision=decision)

    def rule(self) -> Rule:
        """Return the policy's rule of agreement, with its named roles as participants of this electorate."""
        policy, options = self.policy, self.policy.options
        tagged = {p for tag in policy.quorum.named for p in self.alliance.tagged(tag)}
        named = tuple(p for p in self.decision.electorate if p in tagged or p in policy.quorum.named)
        alone = decides_alone(policy, self.decision.body)
        return Rule(
            base=policy.base,
            whose=options["A"],
            abstention=options["B"],
            quorum="each_participant" if alone else options["D"],
            least=ALONE if alone else LEAST,
            excluded=options["P"],
            at_least=policy.quorum.at_least,
            named=named,
            panel=policy.quorum.panel,
        )

    def tally(self) -> Tally:
        """Return where the current round stands."""
        decision = self.decision
        return tally(decision.electorate, decision.excluded, decision.answers, self.rule())


changed = changer(Case)
