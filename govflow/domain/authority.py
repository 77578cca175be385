"""Authority: the lowest level that may decide a proposal, and why, as facts that make a sentence. Pure functions.

A matter goes to the lowest level that holds the authority for it, by its kind, its amount and the mandate's limits (the four levels of
the Plymouth Alliance contract). A person may ask for a higher level, never for a lower one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from govflow.domain.mandates import ALIGNED, Mandate
from govflow.domain.policies import Body, Kind
from govflow.domain.translating import mark, say
from govflow.domain.vocabulary import LEVELS

UNLIMITED = LEVELS.index("leadership")  # from here on the envelope is the limit
REASONS = {
    "kind": mark("the kind “{kind}” is for {body}"),
    "reserved": mark("{what} is reserved to the owner in version {version} of the mandate"),
    "no-limit": mark("the mandate gives {body} no amount to decide"),
    "above": mark("{amount} is above {body}'s {limit} in version {version} of the mandate"),
    "within": mark("{amount} is within {body}'s {limit} in version {version} of the mandate"),
    "left": mark("it is within the {left} left on {line} for {year}"),
    "not-left": mark("it is more than the {left} left on {line} for {year}"),
    "aligned": mark("it touches an aligned line held by {holder}, so that body's own decision is needed too"),
    "asked": mark("it was asked to go to {body}"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that bears on who decides: a word of ``REASONS``, and what fills it."""

    code: str
    words: Mapping[str, Any]

    @property
    def says(self) -> str:
        """Return the fact in words."""
        return say(REASONS[self.code], **self.words)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a proposal goes: the body of the lowest level that may decide it (or a higher one asked for), and the facts behind that."""

    body: Body
    reasons: tuple[Reason, ...]

    @property
    def says(self) -> str:
        """Return the facts as one sentence."""
        said = "; ".join(reason.says for reason in self.reasons)
        return f"{said[:1].upper()}{said[1:]}."


@dataclass(frozen=True, slots=True)
class Matter:
    """What bears on who decides. Money is in pence; ``left`` is what the line and year still have; ``holder`` is a title."""

    kind: Kind
    pence: int | None = None
    line: str = ""
    year: str = ""
    left: int | None = None
    holder: str = ""
    asked: str = ""  # the body somebody asked for, "" for the lowest
    reserved: tuple[str, ...] = ()  # what it would change that the mandate reserves


def route(matter: Matter, bodies: tuple[Body, ...], mandate: Mandate | None) -> Route | None:
    """Return where ``matter`` goes; None where the policy has no such body."""
    first = next((b for b in bodies if b.id == matter.kind.body), None)
    if first is None:
        return None
    reasons = [Reason("kind", {"kind": matter.kind.title, "body": the(first)})]
    version = mandate.version if mandate is not None else 0
    reasons += [Reason("reserved", {"what": what, "version": version}) for what in matter.reserved]
    level = LEVELS.index(first.level)
    while matter.pence is not None and mandate is not None and level < UNLIMITED:
        reason = _limit(matter.pence, _of_level(bodies, level, first), mandate)
        reasons.append(reason)
        if reason.code == "within":
            break
        level = _next(bodies, level)
    reasons += _money(matter, mandate)
    asked = next((b for b in bodies if b.id == matter.asked), None)
    if asked is not None and LEVELS.index(asked.level) > level:
        return Route(asked, (*reasons, Reason("asked", {"body": the(asked)})))
    return Route(_of_level(bodies, level, first), tuple(reasons))


def _next(bodies: Iterable[Body], level: int) -> int:
    """Return the next level above that has a body."""
    above = [LEVELS.index(b.level) for b in bodies if LEVELS.index(b.level) > level]
    return min(above, default=level + 1)


def _of_level(bodies: tuple[Body, ...], level: int, first: Body) -> Body:
    return first if LEVELS.index(first.level) == level else next((b for b in bodies if LEVELS.index(b.level) == level), first)


def _limit(pence: int, body: Body, mandate: Mandate) -> Reason:
    limit = mandate.limit(body.level)
    words = {"amount": pounds(pence), "body": the(body), "version": mandate.version}
    if limit is None:
        return Reason("no-limit", {"body": the(body)})
    return Reason("within" if pence <= limit else "above", {**words, "limit": pounds(limit)})


def _money(matter: Matter, mandate: Mandate | None) -> tuple[Reason, ...]:
    line = mandate.line(matter.line, matter.year) if mandate is not None and matter.pence is not None else None
    if line is None or matter.pence is None or matter.left is None:
        return ()
    words = {"left": pounds(max(matter.left, 0)), "line": line.line, "year": line.year}
    left = Reason("left" if matter.pence <= matter.left else "not-left", words)
    return (left, Reason("aligned", {"holder": matter.holder})) if line.holding == ALIGNED else (left,)


def the(body: Body) -> str:
    """Return a body as a sentence names it: ``the leadership team``."""
    name = body.title.lower()
    return name if name.startswith("the ") else f"the {name}"


def pounds(pence: int) -> str:
    """Return pence as people write pounds: ``£1,234.56``, without pence when there are none."""
    return f"£{pence // 100:,}" if pence % 100 == 0 else f"£{pence // 100:,}.{pence % 100:02d}"
