"""Random acts by random people at random times, through the one door, and after each act the rules that never bend.

The machine knows the rules only as they are written; what the product believes of itself is not asked, but read from its tables and
its ledger.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zlib import crc32

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from govflow.acts.clock import tick
from govflow.domain.decisions import Decision
from govflow.domain.refusals import Refused
from govflow.record.verifying import verify
from tests.cast import LEADERSHIP
from tests.stories import NOTICE, REASON, Story, a_policy, statement

AGREEING = {"agree", "agree_subject_to"}
CHOICES = ("agree", "agree", "agree", "agree_subject_to", "object", "abstain", "stand_aside")
ENDS = {"withdrawn", "lapsed", "superseded"}
AFTER = {"in_force", "implemented", "reviewed", *ENDS}
POLICIES = (
    a_policy("plymouth"),
    a_policy("plymouth", J="15 calendar days", E="participate_if_others_agree", P="quorum_of_eligible"),
    a_policy("consensus", D="n_of_participants"),
)
MOVES = (
    *("circulate", "open", "open", "close", "retable", "defer", "resume", "withdraw", "complete", "review", "ask", "consult"),
    *("notify_own_body", "ratify", "ratify", "call_in", "decline", "raise_objection"),
)
MOST = 5  # so that runs are about deciding
pick = st.integers(0, 10_000)


class Alliance(RuleBasedStateMachine):
    """One alliance of four on a database of its own; ``begin`` gives the story and ``end`` takes the database away."""

    def begin(self, policy) -> Story:
        raise NotImplementedError

    def end(self) -> None:
        raise NotImplementedError

    @initialize(policy=st.sampled_from(POLICIES))
    def founded(self, policy) -> None:
        self.story = self.begin(policy)
        self.refs: list[str] = []
        self.seen: dict[int, str] = {}
        self.states: dict[str, str] = {}
        self.electorates: dict[tuple[str, int], tuple[str, ...]] = {}
        self.bring_to_opening(1, "key-issue")

    # --- asking for an act -----------------------------------------------------------------------------------------------------

    def any_of(self, n: int, things):
        found = sorted(things)
        return found[crc32(str(n).encode()) % len(found)]  # small numbers are tried most; they must not all mean the first

    def ref(self, n: int, *states: str) -> str:
        """Return a decision, one in ``states`` if there is one."""
        fitting = [r for r in self.refs if self.states.get(r) in states]
        return self.any_of(n, fitting or self.refs)

    def concerned(self, n: int) -> str:
        """Return a decision on which an interest waits, if there is one."""
        waiting = [r for r in self.refs if any(not i.is_ruled for i in self.story.decision(r).interests)]
        return self.any_of(n, waiting or self.refs)

    def ask(self, act: str, by: str, ref: str = "", speaking_for: str = "", **data: Any) -> bool:
        """Ask for an act; whether it was done. What is refused leaves no trace at all."""
        before, receipt, codes = self.dump(), None, ()
        try:
            receipt = self.story.act(act, by, ref, speaking_for=speaking_for, **data)
        except Refused as refused:
            codes = refused.codes
        if receipt is None:
            assert codes, "a refusal says why"
            assert self.dump() == before, f"{act} was refused as {codes} and left a trace"
            return False
        assert self.size() > before["head"][1], f"{act} was done without an entry"
        if act == "decision.propose":
            self.refs.append(receipt.subject)
        return True

    def size(self) -> int:
        with self.story.house.store.view(self.story.alliance) as view:
            return view.head.size

    def dump(self) -> Mapping[str, Any]:
        """Return the head, the timers, and how much everybody is told: what any writing at all would change."""
        with self.story.house.store.view(self.story.alliance) as view:
            told = tuple(view.told(p) for p in (self.story.cast.manager, *self.story.cast.leads.values()))
            head = (view.head.hash, view.head.size, view.head.root)
            values = tuple(view.decision(ref) for ref in self.refs)
            return {"head": head, "told": told, "roster": view.alliance(), "values": values}

    # --- rules: what people, the clock and the roster do -----------------------------------------------------------------------

    @precondition(lambda self: len(self.refs) < MOST)
    @rule(n=pick, kind=st.sampled_from(["key-issue", "key-issue", "subcontract", "exclusion", "exit"]), again=pick)
    def propose(self, n, kind, again) -> None:
        cast, data = (
            self.story.cast,
            {"kind": kind, "title": f"Matter {n % 7}", "text": f"Text {n % 5}", "statement": statement(self.story.policy)},
        )
        if kind == "subcontract":
            line = next(e for e in self.story.house.book.library.alliances[self.story.policy.pack].mandate.envelope)
            data |= {"amount": f"{line.pence // 100 // (n % 3 + 1)}.00", "line": line.line, "year": line.year}
        if kind in {"exclusion", "exit"}:
            data["concerns"] = self.any_of(n, cast.participants)
        if self.refs and again % 4 == 0:
            data["supersedes"] = self.ref(again, "in_force", "implemented")
        self.ask("decision.propose", self.any_of(n, [*cast.leads.values(), cast.manager]), **data)

    @precondition(lambda self: len(self.refs) < MOST)
    @rule(n=pick, kind=st.sampled_from(["key-issue", "key-issue", "exit"]))
    def bring_to_opening(self, n, kind) -> None:
        """Take a new matter as far as positions, so that runs are about deciding and not about preparing."""
        self.propose(n, kind, 1)
        if not self.refs:
            return
        ref = self.refs[-1]
        if self.ask("decision.circulate", self.story.cast.manager, ref, papers=["p"]):
            self.story.clock.advance(NOTICE)
            self.ask("decision.open", self.story.cast.manager, ref)

    @precondition(lambda self: self.refs)
    @rule(
        n=pick,
        who=pick,
        choice=st.sampled_from(CHOICES),
        old=st.booleans(),
        hand=st.sampled_from(["lead", "lead", "lead", "deputy", "manager"]),
    )
    def answer(self, n, who, choice, old, hand) -> None:
        ref, cast = self.ref(n, "open"), self.story.cast
        participant = self.any_of(who, cast.participants)
        person = {"lead": cast.leads, "deputy": cast.deputies, "manager": cast.managers}[hand][participant]
        version = self.story.decision(ref).version - (old and who % 9 == 0)
        data: dict[str, Any] = {"version": version, "reason": REASON}
        if choice == "object":
            data |= {"principle": self.story.policy.principles[0].id, "would_agree_if": "It is reviewed."}
        if choice == "agree_subject_to":
            data |= {"body": "Cabinet", "decision_kind": ("key", "board", "officer")[who % 3]}
        self.ask(f"decision.{choice}", person, ref, participant, **data)

    @precondition(lambda self: self.refs)
    @rule(n=pick, but=pick)
    def nearly_all_agree(self, n, but) -> None:
        ref, cast = self.ref(n, "open"), self.story.cast
        left_out = self.any_of(but, [*cast.leads, *([""] * 4)])
        for participant, person in cast.leads.items():
            if participant != left_out and self.story.decision(ref).state == "open":
                self.ask("decision.agree", person, ref, participant, version=self.story.decision(ref).version, reason=REASON)

    @precondition(lambda self: self.refs)
    @rule(n=pick, who=pick, kind=st.sampled_from(["institutional", "institutional", "personal", "none"]))
    def declare(self, n, who, kind) -> None:
        cast = self.story.cast
        self.ask(
            "decision.declare_interest",
            self.any_of(who, cast.leads.values()),
            self.ref(n, "open", "circulated"),
            kind=kind,
            nature="x",
        )

    @precondition(lambda self: self.refs)
    @rule(n=pick, who=pick, handling=st.sampled_from(["exclude", "discuss_no_vote", "participate_if_others_agree", "note_only"]))
    def rule_on(self, n, who, handling) -> None:
        ref = self.concerned(n)
        of = len(self.story.decision(ref).interests) - (who % 5 == 4)
        by = (
            self.any_of(who, [self.story.cast.chair] * 5 + [*self.story.cast.leads.values()])
            if who % 3
            else self.story.cast.chair
        )
        self.ask("decision.rule_on_interest", by, ref, of=max(of, 0), handling=handling, reason="It has a stake.")

    @precondition(lambda self: self.refs)
    @rule(n=pick, who=pick)
    def confirm(self, n, who) -> None:
        ref = self.concerned(n)
        interests = [i.n for i in self.story.decision(ref).interests if i.waits_for_confirmation] or [1]
        self.ask("decision.confirm_ruling", self.any_of(who, self.story.cast.leads.values()), ref, of=interests[0])

    @precondition(lambda self: self.refs)
    @rule(
        n=pick,
        change=st.sampled_from([{"text": "Other."}, {"title": "Other"}, {"kind": "publication"}, {"text": "Third."}]),
        act=st.sampled_from(["amend", "revise"]),
    )
    def change(self, n, change, act) -> None:
        self.ask(
            f"decision.{act}",
            self.story.cast.manager,
            self.ref(n, "open", "circulated", "not_reached"),
            reason="Heard.",
            **change,
        )

    @precondition(lambda self: self.refs)
    @rule(n=pick, step=st.sampled_from(["edit_wording", "confirm_editorial", "insist_material"]), who=pick)
    def wording(self, n, step, who) -> None:
        cast, ref = self.story.cast, self.ref(n, "open")
        by = {
            "edit_wording": cast.manager,
            "confirm_editorial": cast.chair,
            "insist_material": self.any_of(who, cast.leads.values()),
        }[step]
        data = {"edit_wording": {"text": f"Text {n % 5}, then."}, "insist_material": {"reason": "It is not the same."}}.get(
            step, {}
        )
        self.ask(f"decision.{step}", by, ref, **data)

    @precondition(lambda self: self.refs)
    @rule(
        n=pick,
        who=pick,
        act=st.sampled_from(MOVES),
    )
    def anything_else(self, n, who, act) -> None:
        cast = self.story.cast
        data: dict[str, Any] = {
            "circulate": {"papers": ["p"]},
            "retable": {"reason": "r"},
            "defer": {"reason": "r", "until": self.day(5)},
            "ask": {"text": "Why?"},
            "resume": {"reason": "r"},
            "withdraw": {"reason": "r"},
            "notify_own_body": {"route": "special_urgency", "published_on": self.day(-n % 3), "reason": "It cannot wait."},
            "call_in": {"reason": "r"},
            "ratify": {"reference": "C/1", "decided_on": self.day(0)},
            "decline": {"reason": "r"},
            "raise_objection": {"reason": "r", "principle": self.story.policy.principles[0].id, "would_agree_if": "x"},
            "complete": {"outcome": "Done."},
            "review": {"finding": "Good.", "worked": "yes"},
        }.get(act, {})
        likely = {
            "circulate": "draft",
            "open": "circulated",
            "close": "open",
            "retable": "not_reached",
            "resume": "deferred",
            "review": "implemented",
            "complete": "in_force",
            "notify_own_body": "awaiting_approval",
            "ratify": "awaiting_approval",
            "call_in": "awaiting_approval",
            "decline": "awaiting_approval",
            "raise_objection": "objection_window",
        }
        by = (
            self.any_of(who, [cast.manager, cast.chair])
            if act in {"circulate", "open", "close", "retable", "defer", "resume", "withdraw", "complete"}
            else self.any_of(who, cast.leads.values())
        )
        self.ask(
            f"decision.{act}", self.any_of(n, cast.everybody) if n % 7 == 0 else by, self.ref(n, likely.get(act, "open")), **data
        )

    @rule(
        n=pick,
        act=st.sampled_from(
            ["participant.suspend", "participant.resume", "participant.give_notice", "absence.notify", "participant.leave"]
        ),
    )
    def roster(self, n, act) -> None:
        cast = self.story.cast
        participant = self.any_of(n, cast.participants)
        by = cast.manager if act in {"participant.leave", "participant.resume"} else cast.leads[participant]
        if act in {"participant.leave", "participant.suspend", "participant.give_notice"} and n % 4 != 1:
            return
        data = {
            "absence.notify": {"body": LEADERSHIP, "person": cast.leads[participant], "until": self.day(9)},
            "participant.give_notice": {"until": self.day(90 + n % 30)},
            "participant.suspend": {"until": self.day(n % 30)},
        }.get(act, {})
        self.ask(act, by, participant=participant, reason="It is so.", **data)

    @rule(hours=st.sampled_from([0, 1, 7, 24, 24, 72, 200, 400]), ticks=st.booleans())
    def time_passes(self, hours, ticks) -> None:
        """Go on, with the clock at work or (as after an outage) late."""
        now = self.story.clock.now()
        if ticks:
            self.story.until(now + timedelta(hours=hours))
        else:
            self.story.clock.advance(timedelta(hours=hours))
            if hours > 100:
                list(tick(self.story.house))

    def day(self, ahead: int) -> str:
        return (self.story.clock.now() + timedelta(days=ahead)).date().isoformat()

    # --- the rules that never bend ---------------------------------------------------------------------------------------------

    @invariant()
    def every_change_of_state_has_its_entry(self) -> None:
        with self.story.house.store.view(self.story.alliance) as view:
            entries = view.entries_after(len(self.seen))
            assert [e.seq for e in entries] == [*range(len(self.seen) + 1, view.head.size + 1)], "a gap in the ledger"
            states = dict(self.states)
            for entry in entries:
                self.seen[entry.seq] = entry.hash
                for fact in (fact for fact in entry.content["facts"] if fact["kind"] == "StateMoved"):
                    assert states.get(entry.content["subject"], "") == fact["origin"]
                    self.closed_means_closed(entry.content["subject"], fact["origin"], fact["to"])
                    states[entry.content["subject"]] = fact["to"]
            for ref in self.refs:
                assert view.decision(ref).state == states[ref], "the table says another state than the ledger"
        self.states = states

    def closed_means_closed(self, ref: str, before: str, after: str) -> None:
        if before in ENDS:
            assert after == before, f"{ref} was {before} and is {after}"
        if before in AFTER:
            assert after in AFTER, f"{ref} was {before} and is {after}"

    @invariant()
    def positions_are_those_of_participants_on_one_version(self) -> None:
        for ref in self.refs:
            decision = self.story.decision(ref)
            self.one_position_each(decision)
            self.electorate_is_frozen(decision)
            self.nobody_on_its_own_matter(decision)
            self.adopted_only_by_everybody(decision)
            self.no_own_body_is_passed_over(decision)

    def one_position_each(self, decision: Decision) -> None:
        standing = [p for p in decision.positions if p.current]
        assert len({p.participant for p in standing}) == len(standing)
        assert all(p.version == decision.version for p in standing), "a position outlived a material change"
        assert all(p.participant in decision.electorate for p in standing)
        assert decision.agreed <= decision.eligible or not decision.electorate

    def electorate_is_frozen(self, decision: Decision) -> None:
        for asked in decision.rounds:
            frozen = self.electorates.setdefault((decision.ref, asked.n), asked.electorate)
            assert asked.electorate == frozen, "the electorate of a round changed"

    def nobody_on_its_own_matter(self, decision: Decision) -> None:
        if decision.versions[0].kind in {"exclusion", "exit"}:
            assert all(decision.concerns not in asked.electorate for asked in decision.rounds)
            assert all(p.participant != decision.concerns for p in decision.positions)

    def no_own_body_is_passed_over(self, decision: Decision) -> None:
        """Whatever is past approval has every own body's, its notice in full before it, and its call-in behind it."""
        if decision.state not in {"objection_window", "in_force", "implemented", "reviewed"}:
            return
        for one in (a for a in decision.approvals if a.round_no == decision.round_no):
            assert one.approved, (decision.ref, one)
            assert one.call_in_ends_at is None or one.call_in_ends_at <= self.story.clock.now(), (decision.ref, one)
            assert one.earliest_on is None or (one.decided_on and one.earliest_on <= one.decided_on), (decision.ref, one)
            assert one.own_body_kind != "key" or one.earliest_on is not None, (decision.ref, one)

    def adopted_only_by_everybody(self, decision: Decision) -> None:
        """Silence is never agreement: who is needed, and said nothing to this version, was not passed over."""
        if decision.state not in {"adopted", "awaiting_approval", "objection_window", "in_force", "implemented", "reviewed"}:
            return
        barred = {i.person for i in decision.interests if i.kind == "personal" and i.bars}
        out = {i.participant for i in decision.interests if i.kind == "institutional" and i.bars}
        said = {
            p.participant: p.choice
            for p in decision.positions
            if p.current and p.version == decision.version and p.person not in barred
        }
        let_pass = AGREEING | ({"stand_aside"} if self.story.policy.base == "consensus" else set())
        assert all(said.get(p) in let_pass for p in decision.electorate if p not in out), (decision.ref, said, out)
        assert sum(said.get(p) in AGREEING for p in decision.electorate if p not in out) >= 2
        assert all(i.is_ruled for i in decision.interests)
        self.by_somebody_with_authority(decision)

    def by_somebody_with_authority(self, decision: Decision) -> None:
        cast = self.story.cast
        for p in decision.positions:
            assert p.person in {cast.leads[p.participant], cast.deputies[p.participant]}
            assert p.deputy is (p.person == cast.deputies[p.participant])
            assert p.at < next(r.closes_at for r in decision.rounds if r.n == p.round_no)

    def nothing_was_overwritten(self) -> None:
        with self.story.house.store.view(self.story.alliance) as view:
            assert {e.seq: e.hash for e in view.entries_after(0)} == self.seen, "an entry was changed after it was written"

    def teardown(self) -> None:
        if hasattr(self, "story"):
            self.nothing_was_overwritten()
            verdict = verify(self.story.house.store, self.story.alliance)
            self.end()
            assert verdict.ok, verdict.problems
