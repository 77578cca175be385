"""Mandates: the case of an act on one, what its draft would say after an act, and what is missing there. Pure functions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from govflow.definitions.canonical import canonical
from govflow.definitions.mandates import mandate_from_content, problems_of, unsaid
from govflow.domain import facts as f
from govflow.domain import mandate_versions
from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.mandate_versions import MandateVersion
from govflow.domain.mandates import ALIGNED, Mandate
from govflow.domain.money import Balance
from govflow.domain.proposals import missing_parts
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.engine.cases import Actor, Asked, NounCase
from govflow.engine.drafting import merged

if TYPE_CHECKING:
    from govflow.engine.machine import Rules

OWNER_LEVEL, LEADERSHIP_LEVEL = "owner", "leadership"
WRITTEN = ("title", "from", "until", "extendable_until", "outcomes", "risk", "envelope", "reserved", "limits")
# What no two rows of a part may both say.
ALONE: Mapping[str, tuple[str, ...]] = {"outcomes": ("id",), "risk": ("category",), "envelope": ("line", "year")}
_READ: dict[str, Mandate] = {}  # by digest: what a digest names never changes


@dataclass(frozen=True, slots=True)
class MandateCase(NounCase):
    """One asking for an act on a version of the mandate; ``answer`` is the decision by which the leadership team answers it."""

    noun: ClassVar[str] = "mandate"
    apply: ClassVar[Any] = staticmethod(mandate_versions.apply)

    mandate: MandateVersion
    alliance: Alliance
    rules: "Rules"
    now: datetime
    event: str
    actor: Actor
    data: Mapping[str, Any] = field(default_factory=dict)
    answer: Decision | None = None
    balances: Callable[[], tuple[Balance, ...]] = tuple


def terms_of(found: MandateVersion | None) -> Mandate | None:
    """Return what a version says as it was last issued, with where it stands; None for one that was never issued."""
    if found is None or not found.digest:
        return None
    if found.digest not in _READ:
        issued = found.issued.content if found.issued else found.content
        _READ[found.digest] = mandate_from_content(canonical(dict(issued)))
    read = _READ[found.digest]
    return read if read.standing == found.state else replace(read, standing=found.state)


def owners_body(case: Asked) -> str:
    """Return the body in which the owner sits."""
    return next((b.id for b in case.policy.bodies if b.level == OWNER_LEVEL), "")


def written(case: MandateCase) -> f.MandateWritten:
    """Return what the draft says after the act's data."""
    content, data = said(case), case.data
    statement = merged(case.mandate.statement, data["statement"]) if data.get("statement") else case.mandate.statement
    title = str(content.get("title") or "")
    return f.MandateWritten(title, content, statement, case.actor.person, str(data.get("reason") or ""))


def said(case: MandateCase) -> Mapping[str, Any]:
    """Return the content of the draft with the parts that the act's data gives; an empty part is taken out."""
    given = {key: case.data[key] for key in WRITTEN if key in case.data}
    return {key: value for key, value in {**case.mandate.content, **given}.items() if value not in ("", None)}


def misread(case: MandateCase) -> Refusal | None:
    """Refuse words of a mandate that contradict each other: a line twice, aligned money without a holder, an end before its beginning."""
    found = next(_contradictions(said(case)), None) or _strangers(case)
    wrong = () if found else problems_of(said(case))
    if not wrong:
        return found
    part = next((key for key in WRITTEN if key in case.data), "")
    return refuse("invalid", field=part, why="; ".join(wrong), remedy="Put it right.")


def _contradictions(content: Mapping[str, Any]) -> Iterator[Refusal]:
    """Yield what contradicts itself, with the field that is to be put right."""
    for part, keys in ALONE.items():
        rows = content.get(part) or ()
        for n, row in enumerate(rows):
            if any(all(row.get(key) == one.get(key) for key in keys) for one in rows[:n]):
                why = f"{' '.join(str(row.get(key)) for key in keys)} is there already"
                yield refuse(
                    "invalid", field=f"{part}.{n}.{keys[0]}", why=why, remedy="Give it another name, or write on that one."
                )
    for n, row in enumerate(content.get("envelope") or ()):
        if row.get("holding") == ALIGNED and not row.get("holder"):
            why = "somebody holds money that is aligned"
            yield refuse("invalid", field=f"envelope.{n}.holder", why=why, remedy="Choose the participant that holds it.")
        if row.get("holding") != ALIGNED and row.get("holder"):
            why = "nobody holds money that the alliance decides on"
            yield refuse(
                "invalid", field=f"envelope.{n}.holder", why=why, remedy="Leave it out, or say that one participant decides."
            )
    if content.get("until") and content.get("from") and content["until"] < content["from"]:
        yield refuse("invalid", field="term.until", why="it ends before it begins", remedy="Give a later last day.")


def _strangers(case: MandateCase) -> Refusal | None:
    """Refuse a holder that is no participant."""
    known = {p.id for p in case.alliance.participants}
    lines = said(case).get("envelope") or ()
    unknown = sorted({row["holder"] for row in lines if row.get("holder") and row["holder"] not in known})
    if not unknown:
        return None
    return refuse("unknown-value", field="envelope", value=unknown[0], known=", ".join(sorted(known)))


def missing(case: MandateCase) -> tuple[str, ...]:
    """Return the parts that the draft does not say yet, the best-for-people statement among them."""
    principles = tuple(p.id for p in case.policy.principles)
    without = ("statement",) if missing_parts(case.mandate.statement, principles) else ()
    return (*unsaid(case.mandate.content), *without)


def issued_content(case: MandateCase) -> Mapping[str, Any]:
    """Return the whole content as it is issued, under its reference and version."""
    mandate = case.mandate
    content: dict[str, Any] = {"ref": mandate.ref, "version": str(mandate.version), **mandate.content}
    return {**content, "reserved": content.get("reserved", [])}


def first_day(case: MandateCase) -> date:
    """Return the day from which an accepted version binds: its own first day, or today when that has passed."""
    return max(case.mandate.valid_from or case.day, case.day)


def owners(case: MandateCase) -> tuple[str, ...]:
    """Return who sits for the owner."""
    body = case.mandate.body
    holders = (case.alliance.holder(p, body, case.day) for p in case.alliance.members(body))
    return tuple(h for h in holders if h)


def concerned_people(case: MandateCase) -> tuple[str, ...]:
    """Return the people of the leadership team, its chair, the alliance manager and the owner."""
    bodies = [b.id for b in case.policy.bodies if b.level == LEADERSHIP_LEVEL]
    holders = [case.alliance.holder(p, body, case.day) for body in bodies for p in case.alliance.members(body)]
    offices = [*case.alliance.in_office("manager", case.day)]
    for body in bodies:
        offices += case.alliance.in_office("chair", case.day, body)
    return tuple(dict.fromkeys([*(h for h in holders if h), *offices, *owners(case)]))
