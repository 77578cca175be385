"""Comparing what a scenario expects with what anybody may read: a subject's figures, the money left, the notices given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from govflow.acts.house import House
from govflow.acts.telling import case_for
from govflow.definitions.mandates import pounds
from govflow.definitions.strict_yaml import Plain
from govflow.domain.decisions import Decision
from govflow.domain.refusals import Refusal
from govflow.engine.mandating import terms_of
from govflow.engine.moving import needed
from govflow.reading.decisions import Figures, figures
from govflow.record.units import View
from govflow.rehearsing.figures import NONE
from govflow.rehearsing.seating import People


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure of one subject: what it must be, and what it is."""

    subject: str
    figure: str
    expected: str
    found: str
    ok: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """Where figures are looked up: the record as it stands, and the names the scenario gave."""

    house: House
    view: View
    people: People
    refs: Mapping[str, str]
    zone: ZoneInfo


def findings(seen: Seen, expected: Mapping[str, Mapping[str, Plain]]) -> Iterator[Finding]:
    """Yield every expected figure with what was found."""
    for subject, wanted in expected.items():
        ref = _ref(seen, subject)
        if subject and not ref:
            yield Finding(
                subject, "state", str(wanted.get("state", "any")), "it is not there: its proposing was not accepted", ok=False
            )
            continue
        found = _figures(seen, ref) if ref else None
        for figure, value in wanted.items():
            yield from _finding(seen, subject, found, figure, value)


def linked(view: View, ref: str, link: str) -> str:
    """Return what is linked to a subject: the minutes of a meeting, the decision that answers a mandate or a default, the last issue."""
    if link == "issue":
        return next(iter(view.issues_about(ref)[::-1]), "")
    if link == "answer":
        answered = view.mandate(ref) or view.default(ref)
        return answered.decision if answered else ""
    found = view.minutes_of(ref)
    return found.ref if found else ""


def _ref(seen: Seen, subject: str) -> str:
    base, _, link = subject.partition(".")
    ref = seen.refs.get(base, "")
    return linked(seen.view, ref, link) if link else ref


@dataclass(frozen=True, slots=True)
class Standing:
    """What can be expected of anything but a decision; ``needed`` is what keeps minutes from being settled."""

    ref: str
    state: str
    version: int
    needed: tuple[Refusal, ...]


def _figures(seen: Seen, ref: str) -> Figures | Standing:
    """Return what can be expected of a subject: the published figures of a decision, where anything else stands."""
    found, now = seen.view.subject(ref), seen.house.clock.now()
    if found is None or isinstance(found, Decision):
        return figures(seen.view, seen.house.book, ref, now)
    case = case_for(seen.view, seen.house, ref, now)
    return Standing(ref, found.state, getattr(found, "version", 0), needed(case))


def _finding(seen: Seen, subject: str, found: Figures | Standing | None, figure: str, wanted: Plain) -> Iterator[Finding]:
    ref = found.ref if found else ""
    if figure == "mails_to":
        for name, count in _pairs(wanted).items():
            yield _same(subject, f"mails to {name}", str(count), str(seen.view.told(seen.people.ref(name), ref)))
    elif figure == "standing":
        stands = {p.id: p.standing for p in seen.view.alliance().participants}
        for participant, standing in _pairs(wanted).items():
            yield _same(subject, f"standing of {participant}", str(standing), stands.get(participant, "it is no participant"))
    elif figure == "remaining":
        for line, amount in (_pairs(wanted) or {"": wanted}).items():
            yield _same(subject, f"remaining {line}".strip(), str(amount), _remaining(seen, ref, line))
    elif found is None or not hasattr(found, figure):
        yield Finding(
            subject, figure, _text(wanted), "only a decision has this figure" if found else "only a subject has it", ok=False
        )
    elif figure == "needed":
        yield _needed(subject, wanted, found)
    elif figure == "closes":
        yield _same(subject, figure, str(wanted), _local(getattr(found, figure), seen.zone))
    else:
        yield _same(subject, figure, str(wanted), str(getattr(found, figure)))


def _needed(subject: str, wanted: Plain, found: Figures | Standing) -> Finding:
    codes = tuple(refusal.code for refusal in found.needed)
    asked = [str(one) for one in wanted] if isinstance(wanted, list) else [str(wanted)]
    nothing = asked in ([], [NONE])
    ok = not codes if nothing else set(asked) <= set(codes)
    return Finding(subject, "needed", _text(wanted) or NONE, ", ".join(dict.fromkeys(codes)) or NONE, ok)


def _remaining(seen: Seen, ref: str, line_and_year: str) -> str:
    """Return what is left of ``LINE YEAR``, or of the subject's own line and year, in pounds and pence."""
    decision = seen.view.decision(ref) if ref else None
    text = decision.text if decision else None
    line, _, year = line_and_year.partition(" ")
    line, year = (line, year) if line_and_year else (text.line, text.year) if text else ("", "")
    mandate = terms_of(seen.view.mandate(decision.mandate if decision else _newest(seen.view)))
    found = mandate.line(line, year) if mandate else None
    if found is None:
        return f"there is no line {line or '(none named)'} {year} in the mandate"
    pence = found.pence - seen.view.taken(line, year)
    return pounds(pence) if pence >= 0 else f"-{pounds(-pence)}"


def _newest(view: View) -> str:
    """Return the reference of the mandate in force; "" when there is none."""
    return max((m.ref for m in view.mandates() if m.state == "in_force"), default="")


def _same(subject: str, figure: str, wanted: str, found: str) -> Finding:
    return Finding(subject, figure, wanted, found, wanted == found)


def _local(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else NONE


def _pairs(value: Plain) -> Mapping[str, Plain]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Plain) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
