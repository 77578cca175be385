"""Random acts about money, and where the ledger says that money stands: told from the states alone, without the postings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from govflow.definitions.mandates import pounds
from govflow.domain.refusals import Refused
from tests.stories import Story, statement

YEAR = "2026-27"
ENVELOPE = {"youth": 500_000_00, "outreach": 950_000_00, "health-inclusion": 620_000_00}
HOLDER = "health"
WAITING, STANDING = {"awaiting_approval", "objection_window"}, {"in_force", "implemented", "reviewed"}
MOVES = {"budget-move", "aligned-transfer"}
KINDS = ("budget-allocation", "budget-allocation", "subcontract", "budget-move", "aligned-transfer", "budget-release")
Place = tuple[str, str]
ACTS = ("carry", "carry", "carry", "carry", "bring", "bring", "agree", "subject", "subject", "decide", "amend", "wait", "object")
number = st.integers(0, 10_000)
acts = st.lists(
    st.tuples(st.sampled_from(ACTS), number, number),
    min_size=6,
    max_size=18,
)


@dataclass
class Told:
    """A decision as its entries tell it: what it says now, its state, and what it has of its line."""

    kind: str = ""
    replaces: str = ""
    says: dict[str, Any] = field(default_factory=dict)
    state: str = ""
    has: int = 0

    @property
    def place(self) -> Place:
        return self.says["line"], self.says["year"]


@dataclass
class Model:
    """Where money stands by the states of decisions; nothing here knows a posting."""

    told: dict[str, Told] = field(default_factory=dict)
    taken: dict[Place, int] = field(default_factory=dict)

    def read(self, ref: str, facts: list[dict[str, Any]]) -> None:
        """Take in the facts of one entry."""
        one = self.told.setdefault(ref, Told())
        for fact in facts:
            if fact["kind"] == "Proposed":
                one.replaces = fact["supersedes"]
            elif fact["kind"] == "VersionAdded":
                one.kind = fact["decision_kind"]
                one.says = {name: fact[name] for name in ("amount_pence", "line", "year")} | {"to": None, "releases": ""}
            elif fact["kind"] == "MoneyAimed":
                one.says |= {"to": (fact["to_line"], fact["to_year"]), "releases": fact["releases"]}
            elif fact["kind"] == "StateMoved" and fact["to"] != one.state:
                self._moved(ref, one, fact["to"])

    def _moved(self, ref: str, one: Told, to: str) -> None:
        before, one.state = one.state, to
        amount = one.says["amount_pence"]
        if amount is None:
            return
        if to == "adopted" and one.kind != "budget-release":
            self._take(one, amount - self._comes_over(one, amount))
        elif before in WAITING and to in {"circulated", "lapsed"}:
            self._take(one, -one.has)
        elif to == "in_force":
            self._in_force(one, amount)

    def _comes_over(self, one: Told, amount: int) -> int:
        old = self.told.get(one.replaces)
        same = old is not None and old.state in STANDING and old.kind not in MOVES and old.place == one.place
        return min(amount, old.has) if old is not None and same else 0

    def _in_force(self, one: Told, amount: int) -> None:
        old, given = self.told.get(one.replaces), self.told.get(one.says["releases"])
        if old is not None and old.state in STANDING and old.kind not in MOVES:
            self._take(old, -old.has)
        if one.kind == "budget-release" and given is not None and given.state in STANDING:
            self._take(given, -min(amount, given.has))
        elif one.kind != "budget-release":
            self._take(one, amount - one.has)
        if one.kind in MOVES:
            self.taken[one.says["to"]] = self.taken.get(one.says["to"], 0) - amount

    def _take(self, one: Told, pence: int) -> None:
        one.has += pence
        self.taken[one.place] = self.taken.get(one.place, 0) + pence


def posted(facts: list[dict[str, Any]]) -> Iterator[tuple[Place, int]]:
    """Give what the postings among an entry's facts take, by line and year."""
    for fact in facts:
        if fact["kind"] == "MoneyPosted":
            sign = 1 if fact["what"] in {"committed", "moved_out"} else -1
            yield (fact["line"], fact["year"]), sign * fact["pence"]


class Player:
    """Does random acts about money; what is refused is refused."""

    def __init__(self, story: Story) -> None:
        self.story, self.refs = story, []

    def do(self, act: str, n: int, m: int) -> None:
        """Do one of ``acts``."""
        getattr(self, act)(n, m)

    def ask(self, act: str, by: str, ref: str = "", speaking_for: str = "", **data: Any) -> str:
        try:
            return self.story.act(act, by, ref, speaking_for=speaking_for, **data).subject
        except Refused:
            return ""

    def one(self, n: int, *states: str) -> str:
        """Return a decision in one of ``states``; "" where none is."""
        found = [ref for ref in self.refs if self.story.decision(ref).state in states]
        return found[n % len(found)] if found else ""

    def pence(self, n: int, line: str, held: int = 0) -> str:
        with self.story.house.store.view(self.story.alliance) as view:
            left = ENVELOPE[line] - view.taken(line, YEAR)
        most = ENVELOPE[line]
        some = (
            left,
            left + 1,
            left + held,
            left + held + 1,
            held,
            held + 1,
            1,
            held // 2,
            most // 2,
            left // 3,
            most // 7,
            most // 9,
        )
        pence = max(1, some[n % len(some)])
        return pounds(pence)

    def held(self, n: int) -> str:
        """Return a decision in force that holds money, or else any that stands or waits."""
        holding = [
            ref for ref in self.refs if self.story.decision(ref).state in STANDING and self.story.decision(ref).holding.pence
        ]
        return holding[n % len(holding)] if holding and n % 5 else self.one(n, *STANDING, *WAITING)

    def bring(self, n: int, m: int) -> None:
        """Take a new matter as far as open positions."""
        cast, other = self.story.cast, self.held(m)
        kind = KINDS[n % len(KINDS)] if other else KINDS[n % 5]
        lines = ("health-inclusion",) if kind == "aligned-transfer" else ("youth", "youth", "outreach", "health-inclusion")
        held = self.story.decision(other).holding if other else None
        line = held.line if held and held.pence and m % 4 else lines[m % len(lines)]
        data: dict[str, Any] = {
            "kind": kind,
            "line": line,
            "year": YEAR,
            "amount": self.pence(m, line, held.pence if held else 0),
        }
        if kind in MOVES:
            data |= {"to_line": "outreach" if line != "outreach" else "youth", "to_year": YEAR}
        if kind == "budget-release" and held:
            some = (held.pence, held.pence + 1, 1, held.pence // 2 + 1, held.pence // 3 + 1)
            data |= {"releases": other, "amount": pounds(some[m % len(some)] or 1)}
        elif other and m % 2 and self.story.decision(other).state in STANDING:
            data["supersedes"] = other
        words = {"title": "Money", "text": f"Text {n}", "statement": statement(self.story.policy)}
        ref = self.ask("decision.propose", cast.leads[HOLDER], **words, **data)
        if ref:
            self.refs.append(ref)
            if self.ask("decision.circulate", cast.manager, ref, papers=["p"]):
                self.story.until(self.story.clock.now() + timedelta(days=14))
                self.ask("decision.open", cast.manager, ref)

    def carry(self, n: int, m: int) -> None:
        """Take a new matter as far as it comes when everybody agrees and every own body approves."""
        known = len(self.refs)
        self.bring(n, m)
        for ref in self.refs[known:]:
            if self.story.decision(ref).state == "open":
                line = self.story.decision(ref).text.line
                self._agree(ref, {HOLDER} if line == "health-inclusion" else set())
                self._decided(ref, well=True)

    def agree(self, n: int, m: int) -> None:
        """Let everybody agree; the holder of aligned money subject to its own body."""
        ref = self.one(n, "open")
        self._agree(ref, {HOLDER} if ref and self.story.decision(ref).text.line == "health-inclusion" else set())

    def subject(self, n: int, m: int) -> None:
        self._agree(self.one(n, "open"), {HOLDER, self.story.cast.participants[m % 2]})

    def _agree(self, ref: str, subject: set[str]) -> None:
        for participant in self.story.cast.participants if ref else ():
            data = {"version": self.story.decision(ref).version, "reason": "It serves people."}
            own = {"body": "Board", "decision_kind": "board"}
            by = self.story.cast.leads[participant]
            if participant in subject:
                self.ask("decision.agree_subject_to", by, ref, participant, **data, **own)
            else:
                self.ask("decision.agree", by, ref, participant, **data)

    def decide(self, n: int, m: int) -> None:
        """Let the own bodies that are awaited decide, mostly for it."""
        ref = self.one(n, "awaiting_approval")
        if ref:
            self._decided(ref, well=bool(m % 4))

    def _decided(self, ref: str, *, well: bool) -> None:
        for approval in self.story.decision(ref).awaited:
            by, today = self.story.cast.leads[approval.participant], self.story.clock.now().date().isoformat()
            if well:
                self.ask("decision.ratify", by, ref, approval.participant, reference="B-1", decided_on=today)
            else:
                self.ask("decision.decline", by, ref, approval.participant, reason="No.")

    def amend(self, n: int, m: int) -> None:
        ref = self.one(n, "open")
        if ref:
            line = self.story.decision(ref).text.line
            self.ask("decision.amend", self.story.cast.manager, ref, amount=self.pence(m, line), reason="Another figure")

    def wait(self, n: int, m: int) -> None:
        """Let time go by, a day or until approvals lapse."""
        days = (1, 10, 30, 90)[n % 4]
        self.story.until(self.story.clock.now() + timedelta(days=days))

    def object(self, n: int, m: int) -> None:
        ref = self.one(n, "objection_window")
        if ref:
            principle = self.story.policy.principles[0].id
            said = {"reason": "Not so.", "principle": principle, "would_agree_if": "It were less."}
            first = self.story.cast.participants[0]
            self.ask("decision.raise_objection", self.story.cast.leads[first], ref, first, **said)


def envelope(place: Place) -> int:
    """Return the envelope of the lines that are played with; the others are not."""
    return ENVELOPE[place[0]]


def add(sums: dict[Place, int], more: Mapping[Place, int] | Iterator[tuple[Place, int]]) -> None:
    for place, pence in more.items() if isinstance(more, Mapping) else more:
        sums[place] = sums.get(place, 0) + pence
