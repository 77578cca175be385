"""A small story of facts, as the engine would hand them over: an alliance, a mandate, and decisions from proposal to adoption."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from govflow.domain import actions, applying, defaults, founding, issues, mandate_versions, meetings, minutes
from govflow.domain import facts as f
from govflow.domain.alliances import REF, Alliance
from govflow.domain.decisions import Decision
from govflow.domain.notices import Notice
from govflow.engine.moving import Moved, made
from govflow.record.ledger import Receipt
from govflow.record.store import Store
from govflow.record.units import Unit

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ORGANISATIONS = ("council", "ccg", "livewell", "outreach", "hostel", "recovery", "housing", "advice")
WORKFLOW, POLICY = b'{"edition":1,"workflow":"decision"}', b'{"edition":"2026-1","policy":"plymouth"}'
PAPER = b"%PDF-1.7 the plan"
PAPER_DIGEST = sha256(PAPER).hexdigest()
WORKFLOW_DIGEST, POLICY_DIGEST = sha256(WORKFLOW).hexdigest(), sha256(POLICY).hexdigest()
# Every personal text of the story carries this word, so that tests can look where it is not to be found.
SECRET = "geheim"
STATEMENT = {
    "affected": "rough sleepers, ŵ",
    "options": ["none", {"n": 2, "taken": True}],
    "principles": {"voice": {"how": "asked"}},
}


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def alliance_act(unit: Unit, act: str, *facts: f.Fact, when: datetime = START) -> Moved:
    """Make the ``Moved`` of an act on the alliance."""
    before = unit.alliance() if unit.head.roster_entry else None
    after = before or Alliance()
    for fact in facts:
        after = founding.apply(after, fact, when)
    given = {"before": before, "after": after, "act": act, "role": "administrator", "facts": facts, "at": when}
    return moved("alliance", REF, **given)


def moved(noun: str, ref: str, **given: Any) -> Moved:
    """Make a ``Moved``; what is not given is empty."""
    empty = dict.fromkeys(("origin", "to", "participant", "body", "workflow"), "") | {"met": (), "notices": ()}
    return made({"noun": noun, "ref": ref, "actor": "PER-0001", "policy": POLICY_DIGEST, **empty, **given})


def decision_act(before: Decision | None, ref: str, event: str, *facts: f.Fact, **given: Any) -> Moved:
    """Make the ``Moved`` of an act on a decision; ``to`` defaults to the state it is in."""
    when, origin = given.get("when", START), before.state if before else ""
    facts = (*facts, f.StateMoved(event, origin, given.get("to", origin)))
    after = before or Decision(ref=ref)
    for fact in facts:
        after = applying.apply(after, fact, when)
    known = {"before": before, "after": after, "act": f"decision.{event}", "origin": origin, "to": after.state, "facts": facts}
    seat = {"role": "seat holder", "body": "leadership", "participant": given.get("participant", "")}
    met, actor = ("a reason is given",), given.get("actor", "PER-0002")
    told = {"notices": given.get("notices", ()), "at": when, "met": met, "actor": actor, "workflow": WORKFLOW_DIGEST}
    return moved("decision", ref, **known, **seat, **told)


def mandate_act(ref: str, version: int = 1) -> Moved:
    """Make the ``Moved`` that sets a mandate, with one of everything a version can hold."""
    content = {"envelope": [{"line": "outreach", "pence": 5_000_000}], "title": "Mandate"}
    fact = f.MandateSet(ref, version, "Mandate 2026", date(2026, 4, 1), date(2029, 3, 31), content, "d" * 64)
    facts = (
        f.MandateDrafted(version, "", "PER-0002", "council", "owner", WORKFLOW_DIGEST, POLICY_DIGEST),
        f.MandateWritten("Mandate 2026", {"title": "Mandate"}, {"affected": "Everybody"}, "PER-0002", f"w {SECRET}"),
        f.MandateIssued(1, content, "c" * 64, date(2026, 4, 1), date(2029, 3, 31), "PER-0002", f"i {SECRET}"),
        f.AnswerRaised(1, "DEC-0099"),
        f.MandateReturned(1, "PER-0003", f"c {SECRET}"),
        f.MandateIssued(2, content, "d" * 64, date(2026, 4, 1), date(2029, 3, 31), "PER-0002"),
        f.MandateAccepted(2, "DEC-0098"),
        f.MandateEffective(date(2026, 4, 1)),
        fact,
        f.TimersSet({"expire": at(900_000)}),
        f.MandateEnded(date(2029, 4, 1), "MAN-0002", "PER-0002", f"e {SECRET}"),
    )
    after = mandate_versions.MandateVersion(ref=ref)
    for one in facts:
        after = mandate_versions.apply(after, one, START)
    given = {"before": None, "after": after, "act": "mandate.set", "to": "in_force", "role": "owner", "facts": facts, "at": START}
    return moved("mandate", ref, **given)


def found(store: Store, alliance: str = "plymouth") -> None:
    """Found an alliance of eight, with a seat holder each and one of everything the roster can hold."""
    store.create_alliance(alliance)
    people = [f.PersonInvited(f"PER-{n:04d}", f"Name {n} {SECRET}", f"{n}@{SECRET}.example") for n in range(1, 11)]
    joined = [
        f.ParticipantJoined(name, name.title(), ("leadership",), ("owner",) if n == 0 else ())
        for n, name in enumerate(ORGANISATIONS)
    ]
    day = date(2026, 1, 1)
    seats = [f.SeatFilled(n, name, "leadership", f"PER-{n + 1:04d}", day, None) for n, name in enumerate(ORGANISATIONS, 1)]
    with store.unit(alliance) as unit:
        unit.add_edition("workflow", "decision", 1, WORKFLOW_DIGEST, WORKFLOW)
        unit.add_edition("policy", "plymouth", "2026-1", POLICY_DIGEST, POLICY)
        founded = f.AllianceFounded("Plymouth", "Europe/London", "england", "plymouth", "decision", illustrative=True)
        unit.save(alliance_act(unit, "alliance.found", founded, *people, *joined, *seats), key=f"found-{alliance}")
    with store.unit(alliance) as unit:
        rest = (
            f.DeputyNamed(1, "hostel", "leadership", "PER-0010", day, None),
            f.AbsenceNotified(1, "hostel", "leadership", "PER-0006", day, date(2026, 1, 9), f"ill {SECRET}"),
            f.OfficeGiven(1, "chair", "PER-0002", "leadership", "", day, None),
            f.ParticipantMoved("advice", "leaving", date(2026, 9, 1), f"merger {SECRET}"),
            f.SeatEnded(8, date(2026, 9, 1), f"moved {SECRET}"),
            f.PersonEnded("PER-0009"),
            f.TimersSet({"leave": at(100_000)}),
        )
        unit.save(alliance_act(unit, "participant.give_notice", *rest))
    with store.unit(alliance) as unit:
        unit.save(mandate_act(unit.next_ref("MAN")))


def proposal(version: int = 1, **given: Any) -> f.VersionAdded:
    money = (120_000_00, "outreach", "2026-27")
    text, reviewed = ("Outreach", "Make outreach permanent", "key_issue"), ("admissions", date(2027, 3, 1))
    said = {"material": True, "by": "PER-0002", "reason": f"asked {SECRET}"}
    fact = f.VersionAdded(version, *text, *money, ("mandate",), *reviewed, STATEMENT, **said)
    return replace(fact, **given)


def position(participant: str, n: int = 1, round_no: int = 1, version: int = 1, choice: str = "agree") -> f.PositionTaken:
    return f.PositionTaken(
        round_no, participant, n, version, 1, choice, "", "", "", None, f"PER-{ORGANISATIONS.index(participant) + 2:04d}",
        deputy=False, reason=f"Fewer admissions {SECRET} " + "x" * 180,
    )  # fmt: skip


def opened(version: int = 1, n: int = 1) -> f.RoundOpened:
    return f.RoundOpened(n, version, ORGANISATIONS, (), "MAN-0001", 1, "d" * 64, at(9_000), "", "PER-0002")


def steps(ref: str) -> Iterator[tuple[str, tuple[f.Fact, ...], dict[str, Any]]]:
    """Give event, facts and the rest of each act: proposed, circulated, opened, one change of mind, eight answers, adopted."""
    proposed = f.Proposed("key_issue", "leadership", "PER-0002", "council", "MAN-0001", WORKFLOW_DIGEST, POLICY_DIGEST, "", "")
    everyone = tuple(f"PER-{n:04d}" for n in range(2, 10))
    yield "propose", (proposed, proposal()), {"to": "draft"}
    yield "ask", (f.Contributed(1, "question", f"council {SECRET}", "PER-0002", 0, "", f"Why? {SECRET}"),), {}
    why = {"urgent_reason": f"u {SECRET}", "legal": f"l {SECRET}", "safe": f"s {SECRET}"}
    circulated = f.Circulated(1, 1, ("paper 1", "paper 2"), True, True, True, "PER-0002", "manager", **why)
    yield (
        "circulate",
        (circulated, f.TimersSet({"lapse": at(50_000)})),
        {"to": "circulated", "notices": (Notice("notice", everyone, ref),)},
    )
    yield "declare_interest", (f.InterestDeclared(1, "hostel", "PER-0006", "personal", f"cousin {SECRET}"),), {}
    ruled = f.InterestRuled(1, "note_only", "PER-0002", "council", 1, f"far {SECRET}")
    yield "rule_on_interest", (ruled, f.RulingConfirmed(1, "ccg", "PER-0003")), {}
    yield (
        "open",
        (opened(), f.TimersSet({"close": at(9_000), "remind": at(8_000)})),
        {"to": "open", "notices": (Notice("open", everyone, ref),)},
    )
    yield (
        "object",
        (replace(position("council", choice="object"), principle="voice", would_agree_if=f"later {SECRET}"),),
        {"participant": "council"},
    )
    for name in ORGANISATIONS[:-1]:
        yield (
            "agree",
            (position(name, 2 if name == "council" else 1),),
            {"participant": name, "notices": (Notice("receipt", ("PER-0002",), ref),)},
        )
    last = (
        position("advice"),
        f.Adopted(1, 1, ORGANISATIONS, ORGANISATIONS, "e" * 64),
        f.MoneyPosted("committed", "outreach", "2026-27", 120_000_00, ""),
        f.ApprovalAwaited("council", f"cabinet {SECRET}", "public", date(2026, 4, 1), at(60_000)),
        f.TimersSet({"lapse": at(60_000)}),
    )
    yield "agree", last, {"participant": "advice", "to": "awaiting_approval"}
    day = date(2026, 3, 30)
    notified = f.OwnBodyNotified("council", "general_exception", day, day, day, at(65_000), "FP/1", "PER-0002", f"soon {SECRET}")
    yield "notify_own_body", (notified,), {}
    decided = f.OwnBodyDecided("council", "CAB/1", day, day, at(50_000), "PER-0002")
    yield "call_in", (decided, f.CalledIn("council", at(70_000), "PER-0002", f"look again {SECRET}")), {}
    given = f.ApprovalGiven(
        "council", approved=True, reference="CAB/1", decided_on=date(2026, 3, 30), by="PER-0002", reason=f"ok {SECRET}"
    )
    yield "ratify", (given, f.Effective(1), f.TimersSet({})), {"to": "in_force"}


def decide(store: Store, alliance: str = "plymouth", acts: int = 99) -> str:
    """Play one decision, an act a unit, as far as ``acts``; return its reference."""
    ref = ""
    with store.unit(alliance) as unit:
        ref = unit.next_ref("DEC")
    for n, (event, facts, given) in enumerate(steps(ref)):
        if n < acts:
            step(store, alliance, ref, event, *facts, when=at(n), key=f"{ref}-{n}", **given)
    return ref


def step(store: Store, alliance: str, ref: str, event: str, *facts: f.Fact, key: str = "", **given: Any) -> Receipt:
    """Do one act on a decision as a request does: lock, load, change, save, commit."""
    with store.unit(alliance) as unit:
        return unit.save(decision_act(unit.decision(ref), ref, event, *facts, **given), key=key)


def gather(store: Store, alliance: str = "plymouth") -> None:
    """Play a meeting, its minutes, an action that came of it, an issue and a default, with one of everything they can hold."""
    with store.unit(alliance) as unit:
        corrected = f.PersonCorrected("PER-0003", f"Married {SECRET}", f"new@{SECRET}.example", f"wedding {SECRET}")
        shown = f.PersonShownAs("PER-0003", f"Shown {SECRET}")
        unit.save(alliance_act(unit, "person.correct", corrected, shown))
    rules = {"workflow": WORKFLOW_DIGEST, "policy": POLICY_DIGEST}
    day, when = date(2026, 3, 19), at(2_000)
    place = {"minutes": 120, "place": "Room 1", "link": "https://example.org/room"}
    due = {"notice_due": at(500), "papers_due": at(600)}
    meeting = (
        f.MeetingPlanned(
            body="leadership", title="March", on=day, clock="14:00", zone="Europe/London", starts_at=when, series="MTG-0001",
            rule="FREQ=MONTHLY;COUNT=2", called_by="PER-0002", participant="council", why=f"w {SECRET}", **place, **due, **rules,
        ),
        f.ItemAdded(1, "Beds", "decision", "DEC-0001", 20, "Council", late=True, by="PER-0002", note=f"n {SECRET}"),
        f.ItemAdded(2, "News", "report", "", 5, "Health", late=False, by="PER-0002", note=""),
        f.ItemDropped(2, "PER-0002"),
        f.AgendaOrdered(("1",)),
        f.PaperAdded(1, 1, "Plan", "", PAPER_DIGEST, "application/pdf", len(PAPER), "PER-0002"),
        f.PaperAdded(2, 1, "Old", "https://example.org/old", "", "", 0, "PER-0002"),
        f.PaperTakenAway(2, "PER-0002", 0, f"g {SECRET}"),
        f.NoticeSent("PER-0002", urgent=True, why=f"u {SECRET}"),
        f.Replied("PER-0003", "yes"),
        f.PapersSent("PER-0002", 1, late=True),
        f.MeetingStarted("PER-0002"),
        f.Arrived(1, "PER-0002", "council", "seat holder", remote=True),
        f.Arrived(2, "PER-0003", "ccg", "deputy", remote=False),
        f.QuorumSeen(quorate=True, absent=()),
        f.ItemReached(1),
        f.ItemNoted(1, "PER-0002", f"s {SECRET}"),
        f.LateItemConsented(1, "council", "PER-0002"),
        f.PositionNoted(1, "DEC-0001", 1, "council", "object", "voice", "PER-0002", f"r {SECRET}", f"i {SECRET}", f"a {SECRET}"),
        f.Departed(2, "PER-0003"),
        f.TimersSet({"close": at(3_000)}),
    )  # fmt: skip
    record = (
        f.MinutesDrafted("MTG-0001", "leadership", ("PER-0002", "PER-0003"), ("council", "ccg"), WORKFLOW_DIGEST, POLICY_DIGEST),
        f.MinutesWritten(1, "PER-0002", f"text {SECRET}", f"why {SECRET}"),
        f.MinutesIssued("PER-0002", 1),
        f.MinutesAccepted("PER-0003", "ccg", 1),
        f.CorrectionProposed(1, "PER-0002", "council", after=False, said=f"c {SECRET}"),
        f.CorrectionAnswered(1, taken=False, by="PER-0002", said=f"no {SECRET}"),
        f.MinutesSettled(1, by_all=False, waiting=("PER-0002",)),
        f.MinutesSent("PER-0002"),
    )
    todo = (
        f.ActionOpened(
            "leadership", "Write it", "PER-0003", "ccg", date(2026, 4, 1), "MTG-0001", 1, "DEC-0001", "PER-0002", **rules
        ),
        f.ActionChanged("PER-0004", "livewell", date(2026, 5, 1), "PER-0002", f"x {SECRET}"),
        f.ProgressMade(1, "PER-0004", f"p {SECRET}"),
        f.ActionClosed("PER-0004", f"d {SECRET}"),
    )
    for noun, ref, start, apply, facts in (
        ("meeting", "MTG-0001", meetings.Meeting(ref="MTG-0001"), meetings.apply, meeting),
        ("minutes", "MIN-0001", minutes.Minutes(ref="MIN-0001"), minutes.apply, record),
        ("action", "ACT-0001", actions.Action(ref="ACT-0001"), actions.apply, todo),
        ("issue", "ISS-0001", issues.Issue(ref="ISS-0001"), issues.apply, climbed()),
        ("default", "DEF-0001", defaults.Default(ref="DEF-0001"), defaults.apply, not_put_right()),
    ):
        _told(store, alliance, noun, ref, start, apply, (*facts, f.StateMoved("begin", "", "open")))


def climbed() -> tuple[f.Fact, ...]:
    """Return the facts of an issue with one of everything it can hold."""
    by = {"by": "PER-0002"}
    said = {name: f"{name} {SECRET}" for name in ("happened", "affected", "would_help")}
    rules = {"workflow": WORKFLOW_DIGEST, "policy": POLICY_DIGEST}
    offered = {name: f"{name} {SECRET}" for name in ("option", "new", "title", "text")}
    return (
        f.IssueLogged("DEC-0001", participant="council", body="leadership", concerned=("council", "ccg"), **by, **rules, **said),
        f.OptionOffered(1, "logged", "council", **by, **offered),
        f.AgreedToDiffer("council", **by, reason=f"d {SECRET}"),
        f.OptionAccepted(1, "ccg", "PER-0003"),
        f.SteppedUp(1, "logged", **by, reason=f"s {SECRET}"),
        f.GuestAppointed(1, "PER-0010", "facilitator", "facilitated", **by, terms=f"t {SECRET}"),
        f.IssueTurnedAway("fraud", **by, reason=f"f {SECRET}"),
        f.TimersSet({"step_up": at(4_000)}),
        f.IssueEnded("facilitated", 1, **by, reason=f"e {SECRET}"),
        f.IssuePublishing(1, **by, summary=f"p {SECRET}"),
        f.PublishingConsented(1, "council", "PER-0003"),
        f.IssuePublished(1, "What everybody may know."),
    )


def not_put_right() -> tuple[f.Fact, ...]:
    """Return the facts of a default with one of everything it can hold."""
    by, rules = {"by": "PER-0003"}, {"workflow": WORKFLOW_DIGEST, "policy": POLICY_DIGEST}
    return (
        f.DefaultPrepared(
            participant="ccg", body="leadership", answer_kind="exclusion", concerns=f"advice {SECRET}", **by, **rules
        ),
        f.GroundStated(1, curable=True, ground=f"records {SECRET}", evidence=f"v {SECRET}"),
        f.DefaultConfirmed("PER-0002", "council"),
        f.NoticeJoined("ccg", **by),
        f.NoticeIssued(f"n {SECRET}"),
        f.NoticeServed("PER-0001", date(2026, 3, 1), at(5_000), f"h {SECRET}"),
        f.ExtensionAgreed("ccg", date(2026, 4, 1), **by),
        f.CureExtended(at(6_000)),
        f.ConcernedHeard(1, put_right=True, by="PER-0009", said=f"s {SECRET}"),
        f.CureJudged("ccg", cured=False, **by, reason=f"j {SECRET}"),
        f.AnswerProposed(participant="ccg", statement=STATEMENT, **by, reason=f"p {SECRET}"),
        f.DefaultAnswered("DEC-0001"),
        f.TimersSet({"end": at(7_000)}),
        f.DefaultEnded("withdrawn", **by, reason=f"w {SECRET}"),
    )


def _told(store: Store, alliance: str, noun: str, ref: str, start: Any, apply: Any, facts: tuple[f.Fact, ...]) -> None:
    after = start
    for fact in facts:
        after = apply(after, fact, at(2_100))
    given = {"before": None, "after": after, "act": f"{noun}.begin", "to": "open", "role": "manager", "facts": facts}
    with store.unit(alliance) as unit:
        unit.save(moved(noun, ref, at=at(2_100), **given))
