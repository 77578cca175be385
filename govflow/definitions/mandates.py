"""Mandates as files and stored content: the same keys in a pack's example, an act's data and a record."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from govflow.definitions.canonical import canonical, digest, from_canonical
from govflow.definitions.schema import Fields, Problems, each, fields, to_day
from govflow.definitions.strict_yaml import Node, Plain
from govflow.domain.mandates import ALIGNED, DEVOLVED, Appetite, EnvelopeLine, Limit, Mandate, Outcome, is_one_year
from govflow.domain.vocabulary import LEVELS

PENCE = 100
# The parts in which an owner writes a mandate, with the keys of each.
PARTS: Mapping[str, tuple[str, ...]] = {
    "term": ("title", "from", "until"),
    "outcomes": ("outcomes",),
    "risk": ("risk",),
    "envelope": ("envelope",),
    "reserved": ("reserved",),
    "limits": ("limits",),
}
LIMITED = ("manager", "management")  # above them the envelope is the limit
UNSAID: Mapping[str, Plain] = {
    "ref": "draft", "version": "1", "title": "draft", "from": "1900-01-01", "until": "2199-12-31",
    "outcomes": [], "risk": [], "envelope": [], "reserved": [], "limits": [],
}  # fmt: skip


def read_mandate(node: Node, problems: Problems, *, kept: bool = False) -> Mandate:
    """Return the mandate that ``node`` says, adding what is wrong with it to ``problems``.

    One that was ``kept`` in a record is read as it is, also where it was written before all of this was asked for.
    """
    with fields(node, "a mandate", problems) as f:
        mandate = Mandate(
            ref=f.text("ref"),
            version=f.number("version", 1, 9999),
            title=f.text("title"),
            valid_from=f.day("from"),
            valid_until=f.day("until"),
            outcomes=each(f, "outcomes", "an outcome", _outcome, lambda o: o.id),
            risk=each(f, "risk", "a risk appetite", _appetite, lambda a: a.category),
            envelope=each(f, "envelope", "a budget line", _line, lambda e: f"{e.line} {e.year}"),
            reserved=f.texts("reserved", needed=False),
            limits=each(f, "limits", "a limit", _limit, lambda one: one.level),
            digest="",
            extendable_until=_extendable(f),
        )
        if mandate.valid_until < mandate.valid_from:
            problems.add(f.at("until"), f"'until' ({mandate.valid_until}) is before 'from' ({mandate.valid_from})")
        if not kept:
            _check_years(mandate, f)
            _check_limits(mandate, f)
    return replace(mandate, digest=digest(mandate_content(mandate)))


def mandate_content(mandate: Mandate) -> bytes:
    """Return ``mandate`` as canonical JSON; its SHA-256 is the mandate's digest."""
    return canonical(mandate_plain(mandate))


def mandate_from_content(content: bytes) -> Mandate:
    """Return the mandate kept as ``content``. Raises DefinitionError."""
    problems = Problems()
    mandate = read_mandate(from_canonical(content, "stored mandate"), problems, kept=True)
    problems.stop()
    return replace(mandate, digest=digest(content))


def mandate_plain(mandate: Mandate) -> dict[str, Plain]:
    """Return ``mandate`` as a file writes it."""
    until = mandate.extendable_until
    extendable: dict[str, Plain] = {"extendable_until": until.isoformat()} if until else {}
    return {
        "ref": mandate.ref,
        "version": str(mandate.version),
        "title": mandate.title,
        "from": mandate.valid_from.isoformat(),
        "until": mandate.valid_until.isoformat(),
        "outcomes": [{name: str(getattr(o, name)) for name in o.__dataclass_fields__} for o in mandate.outcomes],
        "risk": [{"category": a.category, "threshold": str(a.threshold), "level": a.level} for a in mandate.risk],
        "envelope": [_line_row(e) for e in mandate.envelope],
        "reserved": list(mandate.reserved),
        "limits": [{"level": one.level, "amount": pounds(one.pence)} for one in mandate.limits],
        **extendable,
    }


def problems_of(content: Mapping[str, Plain]) -> tuple[str, ...]:
    """Return what is wrong with what a draft says so far; what it does not say yet is not wrong."""
    problems = Problems()
    with problems.caught():
        read_mandate(from_canonical(canonical({**UNSAID, **content}), "draft"), problems)
    return tuple(problem.says for problem in problems.found)


def unsaid(content: Mapping[str, Plain]) -> tuple[str, ...]:
    """Return the parts of a mandate that a draft does not say yet; limits are said for each level that has any."""
    limits = content.get("limits")
    levels = {row.get("level") for row in limits if isinstance(row, Mapping)} if isinstance(limits, list) else set()
    missing = {part for part, keys in PARTS.items() if not all(content.get(key) for key in keys)}
    if not set(LIMITED) <= levels:
        missing.add("limits")
    return tuple(part for part in PARTS if part in missing)


def pounds(pence: int) -> str:
    """Return whole pence as files and acts write money: ``180000.00``."""
    return f"{pence // PENCE}.{pence % PENCE:02d}"


def _check_years(mandate: Mandate, f: Fields) -> None:
    """Refuse a year of the envelope that is not one financial year: money is given, taken and counted year by year."""
    for row, line in zip(f.rows("envelope", needed=False), mandate.envelope, strict=False):
        if line.year and not is_one_year(line.year):
            f.problems.add(row, f"'year' is {line.year!r}; it must be one financial year, such as 2026-27")


def _check_limits(mandate: Mandate, f: Fields) -> None:
    """Refuse limits upside down: whoever is higher may decide at least as much at once as whoever is lower."""
    set_for = {one.level: one.pence for one in mandate.limits}
    ordered = [level for level in LEVELS if level in set_for]
    for lower, higher in pairwise(ordered):
        if set_for[lower] > set_for[higher]:
            says = f"the limit of {lower} ({pounds(set_for[lower])}) is above that of {higher} ({pounds(set_for[higher])})"
            f.problems.add(f.at("limits"), f"{says}; a higher level may decide at least as much")


def _extendable(f: Fields) -> date | None:
    text = f.text("extendable_until", "")
    return to_day(text, f.at("extendable_until"), f.problems) if text else None


def _outcome(f: Fields) -> Outcome:
    return Outcome(
        id=f.name("id"),
        title=f.text("title"),
        measure=f.text("measure"),
        baseline=f.text("baseline"),
        target=f.text("target"),
        direction=f.word("direction", ("up", "down")),
        source=f.text("source"),
    )


def _appetite(f: Fields) -> Appetite:
    return Appetite(f.text("category"), f.number("threshold", 1, 25), f.word("level", LEVELS))


def _line(f: Fields) -> EnvelopeLine:
    line = EnvelopeLine(
        line=f.name("line"),
        year=f.text("year"),
        pence=f.pence("amount"),
        holding=f.word("holding", (DEVOLVED, ALIGNED)),
        holder=f.text("holder", ""),
        demand_led=f.flag("demand_led", default=False),
    )
    if line.holding == ALIGNED and not line.holder:
        f.problems.add(f.node, f"{line.line!r} is aligned and needs its 'holder'")
    if line.holding == DEVOLVED and line.holder:
        f.problems.add(f.node, f"{line.line!r} is devolved, so nobody is its 'holder'")
    return line


def _limit(f: Fields) -> Limit:
    return Limit(f.word("level", LEVELS), f.pence("amount"))


def _line_row(e: EnvelopeLine) -> dict[str, Plain]:
    holder: dict[str, Plain] = {"holder": e.holder} if e.holder else {}
    led = "yes" if e.demand_led else "no"
    return {"line": e.line, "year": e.year, "amount": pounds(e.pence), "holding": e.holding, **holder, "demand_led": led}
