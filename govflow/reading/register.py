"""The register of decisions, a page at a time, with a mark for every seat. Flat in their number: LIMIT before anything is joined.

Search asks the index of what was written (``record.searching``); whoever shows it has it catch up with the ledger first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, false, select, union_all

from govflow.domain.searching import OF_POSITIONS, Excerpt, Part, excerpt, holds, terms
from govflow.domain.translating import say
from govflow.engine.casing import Source, rules_of
from govflow.engine.rulebook import Rulebook
from govflow.reading.authority import with_level
from govflow.reading.decisions import decision_case
from govflow.reading.drafts import readable_by
from govflow.reading.positions import hides
from govflow.reading.seats import EXCLUDED, WAITING, Mark, marks_of, without_choices
from govflow.record.rows import TABLES
from govflow.record.searching import matching, parts_of
from govflow.record.tables.decisions import ASKED, AT_REST, is_live
from govflow.record.units import View

PAGE = 25
MOST = 10_000  # lines of one export
BY_REF, BY_CHANGE = "reference", "change"
SORTS = (BY_REF, BY_CHANGE)
GROUPS: Mapping[str, tuple[str, ...]] = {
    "preparing": ("draft", "consulting", "deferred"),
    "deciding": ("circulated", "open"),
    "agreed": ("adopted", "awaiting_approval", "objection_window", "awaiting_linked"),
    "not-agreed": ("not_reached", "inquorate", "deadlocked"),
    "in-force": ("in_force", "implemented", "reviewed"),
    "closed": ("withdrawn", "lapsed", "superseded"),
}
GROUP_OF = {state: group for group, states in GROUPS.items() for state in states}
NOT_ASKED = frozenset({*GROUPS["preparing"], "circulated"})  # where no round has begun, or none of the proposal as it stands
ASKING = ("open", "awaiting_approval")  # where a participant can be waited for
COLUMNS = (
    "ref", "title", "state", "kind", "version", "agreed", "objections", "eligible", "proposed_at", "since", "round_no", "body", "routed",
    "held_by", "policy", "workflow",
)  # fmt: skip
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; "" or 0 for whatever. ``after`` and ``before`` are keys of lines, as a page gives them."""

    group: str = ""
    kind: str = ""
    waiting: str = ""
    year: int = 0
    text: str = ""
    sort: str = BY_REF
    after: str = ""
    before: str = ""


class Reader(NamedTuple):
    """Who reads the register, when (UTC), and which participant's seat is marked as theirs ("" for none)."""

    person: str
    now: datetime
    mine: str = ""


class Line(NamedTuple):
    """One decision in the register; ``marks`` are its seats, () when nobody is asked.

    The figures are of the round that stands: nothing where positions have not opened yet (``asked`` is then false).
    ``hides``: whoever reads may not see yet what others said; ``since_day`` is the alliance's day of ``since``.
    """

    ref: str
    title: str
    state: str
    group: str
    kind: str
    version: int
    agreed: int
    objections: int
    eligible: int
    proposed: datetime | None
    since: datetime | None
    marks: tuple[Mark, ...]
    key: str
    found: Excerpt | None
    body: str
    why_this_body: str
    held: bool = False
    asked: bool = True
    hides: bool = False
    since_day: date | None = None

    @property
    def answered(self) -> int:
        """Return how many have answered."""
        return sum(m.choice not in {WAITING, EXCLUDED} for m in self.marks)


class Page(NamedTuple):
    """A page of the register, and the keys that lead to the pages beside it ("" for none)."""

    lines: tuple[Line, ...]
    before: str
    after: str


class Choices(NamedTuple):
    """What can be filtered by: ids and titles."""

    kinds: tuple[tuple[str, str], ...]
    participants: tuple[tuple[str, str], ...]
    years: tuple[tuple[int, str], ...]


def choices(source: Source, book: Rulebook, now: datetime) -> Choices:
    """Return what the register of an alliance can be filtered by."""
    alliance, policy = source.alliance(), rules_of(source, book, None).policy
    zone = ZoneInfo(alliance.zone)
    last = now.astimezone(zone).year
    first = alliance.founded_at.astimezone(zone).year if alliance.founded_at else last
    return Choices(
        tuple((k.id, k.title) for k in policy.kinds),
        tuple((p.id, p.title) for p in alliance.participants),
        tuple((year, str(year)) for year in range(last, first - 1, -1)),
    )


def page(view: View, book: Rulebook, wanted: Wanted, reader: Reader, size: int = PAGE) -> Page:
    """Return one page of the register as ``reader`` sees it."""
    back = bool(wanted.before)
    base = _matching(view, book, wanted, reader)
    rows = _waiting_rows(view, base, wanted, size + 1) if wanted.waiting else _rows(view, base, wanted, size + 1)
    shown = rows[:size]
    more = len(rows) > size
    shown = shown[::-1] if back else shown
    lines = _lines(view, book, wanted, shown, reader)
    first, last = (lines[0].key, lines[-1].key) if lines else ("", "")
    came_from = bool(wanted.after)
    return Page(lines, first if (more if back else came_from) else "", last if (back or more) else "")


def every_line(view: View, book: Rulebook, wanted: Wanted, reader: Reader) -> tuple[Line, ...]:
    """Return the lines of an export: all that fit ``wanted``, whatever page somebody is on, at most ``MOST``."""
    whole = Wanted(wanted.group, wanted.kind, wanted.waiting, wanted.year, wanted.text, wanted.sort)
    return page(view, book, whole, reader, size=MOST).lines


def _rows(view: View, base: Select[Any], wanted: Wanted, limit: int) -> list[Row]:
    """Return the rows of a page and one more, nearest the key first."""
    asked = _by_change(base, wanted, limit) if wanted.sort == BY_CHANGE else _by_ref(base, wanted, limit)
    return [dict(row._mapping) for row in view.rows(asked)]  # noqa: SLF001 - the public name of a row's columns


def _matching(view: View, book: Rulebook, wanted: Wanted, reader: Reader) -> Select[Any]:
    row = TABLES["decisions"].c
    mine = view.mine("decisions"), readable_by(view, book, reader.person, reader.now)
    found = select(*(row[name] for name in COLUMNS)).where(*mine)
    if wanted.kind:
        found = found.where(row.kind == wanted.kind)
    if wanted.year:
        zone = ZoneInfo(view.alliance().zone)
        begins, ends = (datetime(year, 1, 1, tzinfo=zone).astimezone(UTC) for year in (wanted.year, wanted.year + 1))
        found = found.where(row.proposed_at >= begins, row.proposed_at < ends)
    looked_for = terms(wanted.text)
    if looked_for:
        found = found.where(matching(view, looked_for))
    elif wanted.text:
        found = found.where(false())  # nothing but signs was typed
    return found


def _by_ref(base: Select[Any], wanted: Wanted, limit: int) -> Select[Any]:
    """Return the references beyond the key. Live matters come from their own small index, the others in the order of the key."""
    row = TABLES["decisions"].c
    states = GROUPS.get(wanted.group, ())
    if states and not set(states) & set(AT_REST):
        base = base.where(is_live(), row.state.in_(states))
    elif states:
        base = base.where((row.state + "").in_(states))  # not by the index of states, which would be sorted whole
    if wanted.before:
        return base.where(row.ref > wanted.before).order_by(row.ref.asc()).limit(limit)
    beyond = base.where(row.ref < wanted.after) if wanted.after else base
    return beyond.order_by(row.ref.desc()).limit(limit)


def _by_change(base: Select[Any], wanted: Wanted, limit: int) -> Select[Any]:
    """Return what came to its state last, beyond the key: a page of each state by the index, then a page of those."""
    back, key = bool(wanted.before), _moment(wanted.before or wanted.after)
    row, parts = TABLES["decisions"].c, []
    for state in GROUPS.get(wanted.group, tuple(GROUP_OF)):
        part = base.where(row.state == state)
        if key is not None:
            at, named = key
            further = row.since > at if back else row.since < at
            further_ref = row.ref > named if back else row.ref < named
            part = part.where(further | ((row.since == at) & further_ref))
        ordered = (row.since.asc(), row.ref.asc()) if back else (row.since.desc(), row.ref.desc())
        parts.append(select(part.order_by(*ordered).limit(limit).subquery()))
    found = union_all(*parts).subquery()
    order = (found.c.since.asc(), found.c.ref.asc()) if back else (found.c.since.desc(), found.c.ref.desc())
    return select(found).order_by(*order).limit(limit)


def _moment(key: str) -> tuple[datetime, str] | None:
    stamp, _, ref = key.partition("~")
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return (at, ref) if at.tzinfo else None


def _waiting_rows(view: View, base: Select[Any], wanted: Wanted, limit: int) -> list[Row]:
    """Return what waits for a participant: looked for among what asks anybody, which is never many."""
    row = TABLES["decisions"].c
    asked = base.where(is_live(), row.state.in_(set(ASKING) & set(GROUPS.get(wanted.group, ASKING))))
    rows: list[Row] = [dict(found._mapping) for found in view.rows(asked)]  # noqa: SLF001 - the public name of a row's columns
    marks = marks_of(view, rows)
    fitting = [r for r in rows if any(m.participant == wanted.waiting and m.waits for m in marks.get(r["ref"], ()))]
    back = bool(wanted.before)
    fitting.sort(key=lambda r: _sort_key(r, wanted.sort), reverse=not back)
    limit_key = wanted.before or wanted.after
    if limit_key:
        edge = (limit_key,) if wanted.sort == BY_REF else _moment(limit_key) or ()
        fitting = [r for r in fitting if (_sort_key(r, wanted.sort) > edge) == back and _sort_key(r, wanted.sort) != edge]
    return fitting[:limit]


def _sort_key(row: Row, sort: str) -> tuple[Any, ...]:
    return (row["ref"],) if sort == BY_REF else (row["since"], row["ref"])


def _lines(view: View, book: Rulebook, wanted: Wanted, rows: Sequence[Row], reader: Reader) -> tuple[Line, ...]:
    hidden = frozenset(row["ref"] for row in rows if _hides(view, book, row, reader))
    marks = {ref: without_choices(shown) if ref in hidden else shown for ref, shown in marks_of(view, rows, reader.mine).items()}
    rules = rules_of(view, book, None)
    states = {s.id: say(s.title) for s in rules.workflow.states.values()}
    kinds = {k.id: k.title for k in rules.policy.kinds}
    bodies = {b.id: with_level(b, b.id) for b in rules.policy.bodies}
    looked_for = terms(wanted.text)
    parts = parts_of(view, [row["ref"] for row in rows]) if looked_for else {}
    parts = {ref: _unhidden(written) if ref in hidden else written for ref, written in parts.items()}
    found = {ref: excerpt(written, looked_for) for ref, written in parts.items()}
    # Found only in what the reader may not see yet is not found.
    shown = (row for row in rows if row["ref"] not in hidden or holds(parts.get(row["ref"], ()), looked_for))
    lines = (_line(row, Titles(states, kinds, bodies), marks, wanted.sort, found) for row in shown)
    zone = ZoneInfo(view.alliance().zone)
    return tuple(
        line._replace(hides=line.ref in hidden, since_day=line.since.astimezone(zone).date() if line.since else None)
        for line in lines
    )


def _hides(view: View, book: Rulebook, row: Row, reader: Reader) -> bool:
    """Say whether the rules of a decision that is open keep from the reader what others said."""
    if row["state"] != ASKED or not book.rules(row["policy"], row["workflow"], view.edition).policy.hide_positions:
        return False
    return hides(decision_case(view, book, row["ref"], reader.now), reader.person)


def _unhidden(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return what was written besides what positions say."""
    return tuple(part for part in parts if part.label not in OF_POSITIONS)


class Titles(NamedTuple):
    """What states, kinds and bodies are called."""

    states: Mapping[str, str]
    kinds: Mapping[str, str]
    bodies: Mapping[str, str]


def _line(
    row: Row, titles: Titles, marks: Mapping[str, tuple[Mark, ...]], sort: str, found: Mapping[str, Excerpt | None]
) -> Line:
    states, kinds, bodies = titles
    key = row["ref"] if sort == BY_REF else f"{row['since'].isoformat()}~{row['ref']}"
    asked = row["state"] not in NOT_ASKED
    return Line(
        row["ref"],
        row["title"],
        states.get(row["state"], row["state"]),
        GROUP_OF.get(row["state"], ""),
        kinds.get(row["kind"], row["kind"]),
        row["version"],
        row["agreed"] if asked else 0,
        row["objections"] if asked else 0,
        row["eligible"] if asked else 0,
        row["proposed_at"],
        row["since"],
        marks.get(row["ref"], ()) if asked else (),
        key,
        found.get(row["ref"]),
        bodies.get(row["body"], row["body"]),
        row["routed"],
        bool(row["held_by"]),
        asked,
    )
