"""A workflow as an SVG drawing of our own: states as boxes in columns by distance from the start, arrows with the events that make them.

What leads to an end is written in the box it leaves, as nearly every state can end; what leads back runs over lanes at the top. Looks
are presentation attributes, so that a page's style sheet can replace them by class; there is no script and no style attribute.
"""

import textwrap
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from govflow.definitions.explaining.diagrams import Arrow, alternative, arrows, columns
from govflow.definitions.workflows import State, Workflow

WIDE, GUTTER, ROW, EDGE = 204, 136, 34, 20
LINE, LANE, PORT, SMALL = 17, 22, 17, 6.1  # how high a line, a lane and an arrow's place are; how wide a small letter is
HERE = "▶ It is here"
FORWARD, BESIDE, BACK = "forward", "beside", "back"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is drawn: the workflow, where it is and has been, its arrows, and how far each state is from the start."""

    workflow: Workflow
    here: str
    passed: Collection[str]
    arrows: tuple[Arrow, ...]
    depth: Mapping[str, int]

    def way(self, arrow: Arrow) -> str:
        """Return whether an arrow leads forward, beside or back."""
        if self.depth[arrow.to] == self.depth[arrow.origin]:
            return BESIDE
        return FORWARD if self.depth[arrow.to] > self.depth[arrow.origin] else BACK


@dataclass(frozen=True, slots=True)
class Box:
    """A state where it is drawn."""

    state: State
    column: int
    x: float
    y: float
    title: tuple[str, ...]
    ends: tuple[str, ...]
    ports: int

    @property
    def height(self) -> float:
        """Return how high the box must be for its lines, and for its arrows to keep apart."""
        return max(18 + LINE * (len(self.title) + len(self.ends)), PORT * (self.ports + 1))


@dataclass(frozen=True, slots=True)
class Look:
    """How a state's box looks: what it is in words (its class), its colour, and its line."""

    kind: str
    fill: str
    thick: float
    dashed: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """An arrow where it is drawn: its path and where its label is centred."""

    arrow: Arrow
    path: str
    x: float
    y: float


def svg(workflow: Workflow, here: str = "", passed: Collection[str] = ()) -> str:
    """Return the drawing of ``workflow``, with the state it is ``here`` and those it has ``passed`` marked.

    Its title and description say the same in words.
    """
    name, plan = f"workflow-{workflow.name}", Plan(workflow, here, passed, arrows(workflow), columns(workflow))
    drawn_arrows = [a for a in plan.arrows if workflow.states[a.to].moves]
    top = EDGE + LANE * (1 + sum(plan.way(a) == BACK for a in drawn_arrows))
    boxes = _boxes(plan, top)
    drawn = tuple(_drawn(plan, drawn_arrows, boxes))
    width = max(b.x + WIDE for b in boxes.values()) + GUTTER / 2
    height = max(b.y + b.height for b in boxes.values()) + EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="workflow" role="img" aria-labelledby="{name}-title {name}-desc"',
        f' viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" font-family="sans-serif" fill="currentColor">',
        f'<title id="{name}-title">{escape(workflow.title)}: states and what leads from one to another</title>',
        f'<desc id="{name}-desc">{escape(alternative(workflow, here, passed))}</desc>',
        f'<defs><marker id="{name}-head" class="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">',
        '<path d="M0 0L8 4L0 8z" fill="currentColor"/></marker></defs>',
        *(_line(d, name) for d in drawn),
        *(_label(d) for d in drawn),
        *(_drawn_box(box, _look(plan, box.state)) for box in boxes.values()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _boxes(plan: Plan, top: float) -> Mapping[str, Box]:
    """Place the states: those with moves in their columns, the most returned to on top; the ends in a row below."""
    workflow, depth, back = plan.workflow, plan.depth, _returned_to(plan)
    going = [s for s in workflow.states.values() if s.moves]
    placed: dict[str, Box] = {}
    for column in sorted({depth[s.id] for s in going}):
        y = top
        for state in sorted((s for s in going if depth[s.id] == column), key=lambda s: -back.get(s.id, 0)):
            placed[state.id] = _box(plan, state, (column, column), y)
            y += placed[state.id].height + ROW
    below = max((b.y + b.height for b in placed.values()), default=top - ROW) + ROW
    for n, state in enumerate(s for s in workflow.states.values() if not s.moves):
        placed[state.id] = _box(plan, state, (depth[state.id], n), below)
    return placed


def _box(plan: Plan, state: State, where: tuple[int, int], y: float) -> Box:
    (column, place), states = where, plan.workflow.states
    ends = [f"{a.label} → {states[a.to].title}" for a in plan.arrows if a.origin == state.id and not states[a.to].moves]
    title = (*([HERE] if state.id == plan.here else []), *(textwrap.wrap(state.title, 22) or [state.id]))
    going = [a for a in plan.arrows if states[a.to].moves and plan.way(a) != BACK]
    ports = max(sum(a.origin == state.id for a in going), sum(a.to == state.id for a in going))
    return Box(state, column, EDGE + place * (WIDE + GUTTER), y, title, tuple(ends), ports)


def _returned_to(plan: Plan) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for arrow in plan.arrows:
        if plan.way(arrow) == BACK:
            found[arrow.to] = found.get(arrow.to, 0) + 1
    return found


def _drawn(plan: Plan, drawn: list[Arrow], boxes: Mapping[str, Box]) -> Iterator[Drawn]:
    """Yield the arrows; each leaves and enters at a place of its own, and each that leads back has a lane, the longest outermost."""
    ways = {arrow: plan.way(arrow) for arrow in drawn}
    backs = sorted((a for a in drawn if ways[a] == BACK), key=lambda a: (-boxes[a.origin].x, -boxes[a.origin].y))
    for arrow in drawn:
        one, other = boxes[arrow.origin], boxes[arrow.to]
        if ways[arrow] == BACK:
            beside = [a for a in backs if boxes[a.origin].column == one.column]
            entering = [a for a in backs if a.to == arrow.to]
            enter = other.x + WIDE * (entering.index(arrow) + 1) / (len(entering) + 1)
            yield _over_the_top(arrow, one, other, backs.index(arrow), (beside.index(arrow), enter))
            continue
        out = sorted(
            (a for a in drawn if a.origin == arrow.origin and ways[a] != BACK), key=lambda a: (ways[a] == BESIDE, boxes[a.to].y)
        )
        leaving = _port(one, out, arrow)
        if ways[arrow] == BESIDE:
            yield _beside(arrow, one, other, leaving)
        else:
            into = sorted((a for a in drawn if a.to == arrow.to and ways[a] == FORWARD), key=lambda a: boxes[a.origin].y)
            yield _across(arrow, one, other, leaving, _port(other, into, arrow))


def _port(box: Box, sharing: list[Arrow], arrow: Arrow) -> float:
    return box.y + box.height * (sharing.index(arrow) + 1) / (len(sharing) + 1)


def _across(arrow: Arrow, one: Box, other: Box, leaving: float, entering: float) -> Drawn:
    x, to = one.x + WIDE, other.x
    bend = (to - x) / 2
    path = f"M{x:.0f} {leaving:.0f}C{x + bend:.0f} {leaving:.0f} {to - bend:.0f} {entering:.0f} {to:.0f} {entering:.0f}"
    return Drawn(arrow, path, to - 44, entering)


def _beside(arrow: Arrow, one: Box, other: Box, leaving: float) -> Drawn:
    x, entering = one.x + WIDE, other.y + other.height * (0.25 if other.y > one.y else 0.75)
    bulge = 34 + abs(other.y - one.y) / 9
    path = f"M{x:.0f} {leaving:.0f}C{x + bulge:.0f} {leaving:.0f} {x + bulge:.0f} {entering:.0f} {x:.0f} {entering:.0f}"
    return Drawn(arrow, path, x + bulge * 0.78 + 12, (leaving + entering) / 2)


def _over_the_top(arrow: Arrow, one: Box, other: Box, lane: int, where: tuple[int, float]) -> Drawn:
    beside, enter = where
    x, y, up = one.x + WIDE, one.y + 9, EDGE + LANE * lane
    turn = x + GUTTER * 0.42 + 9 * beside
    path = f"M{x:.0f} {y:.0f}H{turn:.0f}V{up:.0f}H{enter:.0f}V{other.y:.0f}"
    return Drawn(arrow, path, turn - 10 - SMALL * len(arrow.label) / 2, up)


def _line(drawn: Drawn, name: str) -> str:
    origin, to = drawn.arrow.origin, drawn.arrow.to
    return (
        f'<path class="arrow" data-from="{origin}" data-to="{to}" d="{drawn.path}" fill="none" stroke="currentColor" stroke-width="1.2"'
        f' marker-end="url(#{name}-head)"/>'
    )


def _label(drawn: Drawn) -> str:
    text = drawn.arrow.label
    wide = SMALL * len(text) + 6
    return (
        f'<g class="label"><rect class="label-back" x="{drawn.x - wide / 2:.0f}" y="{drawn.y - 8:.0f}" width="{wide:.0f}"'
        ' height="16" fill="#fff"/>'
        f'<text x="{drawn.x:.0f}" y="{drawn.y + 4:.0f}" font-size="11" text-anchor="middle">{escape(text)}</text></g>'
    )


def _look(plan: Plan, state: State) -> Look:
    kind = "start" if state.id == plan.workflow.starts else "end" if not state.moves else "going"
    if state.id == plan.here:
        return Look(f"{kind} here", "#ffdd00", 4, dashed=False)
    fill = "#dfe9f2" if state.id in plan.passed else "#fff"
    return Look(
        f"{kind} passed" if state.id in plan.passed else kind, fill, 2.6 if kind == "start" else 1.4, dashed=kind == "end"
    )


def _drawn_box(box: Box, look: Look) -> str:
    dash = ' stroke-dasharray="5 3"' if look.dashed else ""
    place = f'x="{box.x:.0f}" y="{box.y:.0f}" width="{WIDE}" height="{box.height:.0f}" rx="6"'
    lines = [
        f'<g class="state {look.kind}"><rect {place} fill="{look.fill}"',
        f' stroke="currentColor" stroke-width="{look.thick}"{dash}/>',
    ]
    for n, text in enumerate((*box.title, *box.ends)):
        size, cls = (14, "title") if n < len(box.title) else (11, "ends")
        weight = ' font-weight="bold"' if cls == "title" else ""
        lines.append(
            f'<text class="{cls}" x="{box.x + WIDE / 2:.0f}" y="{box.y + 22 + LINE * n:.0f}" font-size="{size}"{weight}'
            f' text-anchor="middle">{escape(text)}</text>'
        )
    return "".join(lines) + "</g>"
