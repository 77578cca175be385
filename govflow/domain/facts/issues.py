"""Facts about issues on the no-fault ladder. What people say there is personal: the ledger holds commitments to it alone."""

from dataclasses import dataclass

from govflow.domain.facts.base import Fact, personal


@dataclass(frozen=True, slots=True)
class IssueLogged(Fact):
    """Somebody, or the engine at a deadlock, said what happened, who is affected, what matters and would help; whom it concerns."""

    about: str
    by: str
    participant: str
    body: str
    concerned: tuple[str, ...]
    workflow: str
    policy: str
    happened: str = personal()
    affected: str = personal()
    would_help: str = personal()
    matters: str = personal()


@dataclass(frozen=True, slots=True)
class OptionOffered(Fact):
    """Way forward ``n``, offered on a rung; ``title`` and ``text`` are what the contested decision would say then, where it changes."""

    n: int
    rung: str
    participant: str
    by: str
    option: str = personal()
    new: str = personal()
    title: str = personal()
    text: str = personal()


@dataclass(frozen=True, slots=True)
class OptionAccepted(Fact):
    """A participant concerned accepts way forward ``n``, in place of whatever it said before."""

    n: int
    participant: str
    by: str


@dataclass(frozen=True, slots=True)
class AgreedToDiffer(Fact):
    """A participant concerned would leave it unresolved, in place of whatever it said before."""

    participant: str
    by: str
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class SteppedUp(Fact):
    """It leaves a rung for the next: because somebody asked, or because the rung's time is over."""

    n: int
    rung: str
    by: str
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class GuestAppointed(Fact):
    """Somebody helps along on a rung, as facilitator or mediator, on these terms."""

    n: int
    person: str
    role: str
    rung: str
    by: str
    terms: str = personal()


@dataclass(frozen=True, slots=True)
class IssueTurnedAway(Fact):
    """It belongs to another route: safeguarding, fraud, whistleblowing, data-breach, statutory-duty or court-relief."""

    route: str
    by: str
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class IssueEnded(Fact):
    """It ended on a rung: by way forward ``option`` that everyone concerned accepted, or (0) without one."""

    rung: str
    option: int
    by: str
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class IssuePublishing(Fact):
    """Words ``n`` for everybody about an issue that has ended are put forward, in place of any before; they wait for consent."""

    n: int
    by: str
    summary: str = personal()


@dataclass(frozen=True, slots=True)
class PublishingConsented(Fact):
    """A participant concerned consents to words ``n`` being shown to everybody."""

    n: int
    participant: str
    by: str


@dataclass(frozen=True, slots=True)
class IssuePublished(Fact):
    """Everyone concerned consented to words ``n``: from now on they are public, and stand in the ledger themselves."""

    n: int
    summary: str


@dataclass(frozen=True, slots=True)
class Held(Fact):
    """A decision is held while this issue about it is open."""

    issue: str


@dataclass(frozen=True, slots=True)
class Unheld(Fact):
    """No issue about a decision is open any more; ``issue`` is the one that held it last."""

    issue: str


@dataclass(frozen=True, slots=True)
class Directed(Fact):
    """The owner directed, without prejudice, that an adopted decision goes on although ``issue`` about it is open."""

    n: int
    issue: str
    participant: str
    by: str
    reason: str = personal()
