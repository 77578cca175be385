"""A decision as its page shows it to one person: the record, arranged in the order a reader asks for it, and what can be done now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from govflow.definitions.explaining.wording import capital
from govflow.definitions.workflows import State
from govflow.domain.authority import pounds
from govflow.domain.interests import HANDLED
from govflow.domain.own_bodies import KEY
from govflow.domain.positions import ABSTAIN, AGREE, OBJECT, STAND_ASIDE, SUBJECT_TO
from govflow.domain.proposals import STATEMENT_PARTS
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.sentences import clock_time, day
from govflow.domain.translating import say
from govflow.engine.asking import electorate
from govflow.engine.cases import PEOPLE, Actor, Capacity, Case
from govflow.engine.moving import available
from govflow.engine.permissions import permitted
from govflow.engine.rulebook import Rulebook
from govflow.engine.waiting import stands_against
from govflow.reading.decisions import decision_case, leads, money_of, still_needed, taken_over, words_of
from govflow.reading.defaults import unreadable
from govflow.reading.differences import changed, differences
from govflow.reading.issues import holding
from govflow.reading.mandates import answered
from govflow.reading.money import POSTED
from govflow.reading.own_bodies import approvals, kinds, public_bodies
from govflow.reading.positions import hidden_sentence, speaking_of
from govflow.reading.positions import hides as hidden_from
from govflow.reading.proposals import OUT_OF_REACH
from govflow.reading.record_text import LAPSED
from govflow.reading.records import decision_record
from govflow.reading.timeline import folded, timeline
from govflow.record.units import View

Plain = dict[str, Any]
WAITING, EXCLUDED, NOT_REACHED = "waiting", "excluded", "not_reached"
# What stands in the way comes first.
GROUPS: Mapping[str, str] = {
    OBJECT: "Objects",
    WAITING: "Has not answered",
    ABSTAIN: "Abstains",
    STAND_ASIDE: "Stands aside",
    SUBJECT_TO: "Agrees, subject to its own decision",
    AGREE: "Agrees",
    EXCLUDED: "Left out for an interest",
}
STAGES: Mapping[str, tuple[str, ...]] = {
    "preparing": ("draft", "consulting", "deferred"),
    "deciding": ("circulated", "open"),
    "agreed": ("adopted", "awaiting_approval", "objection_window", "awaiting_linked"),
    "not-agreed": ("not_reached", "inquorate", "deadlocked"),
    "in-force": ("in_force", "implemented", "reviewed"),
}
# What stands between a proposal and its next step, where people take that step: the event, and what it is called.
NEXT: Mapping[str, str] = {"circulate": "before notice can be given", "open": "before positions can open"}
STANDING_IN = Actor("somebody", Capacity("manager"))  # whoever may take the next step
ABOUT_AN_INTEREST = frozenset({"rule_on_interest", "confirm_ruling"})
CHANGED = {
    "title": "title",
    "kind": "kind",
    "amount_pence": "amount",
    "line": "budget line",
    "year": "year",
    "to_line": "budget line that money goes to",
    "to_year": "year that money goes to",
    "releases": "decision whose money is given back",
    "measure": "measure",
    "review_on": "review date",
    "statement": "best-for-people statement",
}


def decision_page(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Plain:
    """Return the page of decision ``ref`` as ``person`` may see it. Raises Refused for an unknown reference."""
    case = decision_case(view, book, ref, now)
    record = decision_record(view, book, ref, now) | _concerning(view, book, case, person, now)
    state = case.rules.workflow.states[case.decision.state]
    speaking = speaking_of(case, person)
    hides = hidden_from(case, person)
    happened = timeline(view, case, hides=hides)
    standing, earlier = _rounds(case, record, hides=hides)
    return record | {
        **_stands(state),
        "sentence": hidden_sentence(case) if hides else record["sentence"],
        "hides": hides,
        "taken_over": taken_over(case),
        "money": money_of(case),
        "posted": [p | {"what": say(POSTED[p["what"]]), "amount": pounds(p["pence"])} for p in record["postings"]],
        "standing": standing,
        "earlier": earlier,
        "to_be_asked": [case.title_of(p) for p in electorate(case)] if not standing else [],
        "public_bodies": public_bodies(case) if not standing else (),
        "key_decision": kinds(case)[KEY],
        "current": record["versions"][-1],
        "versions": _versions(record, case),
        "statement": _statement(record),
        "grid": _grid(case, record),
        "questions": _questions(record),
        "voices": [c for c in record["contributions"] if c["what"] == "voice"],
        "reasons": [c for c in record["contributions"] if c["what"] == "reason" and c["said"]],
        "interests": [_interest(i) for i in record["interests"]],
        "papers": _papers(record, case),
        "approvals": approvals(case, record["approvals"]),
        "awaited": tuple(_unhidden(case, _needed(case, person)) if hides else _needed(case, person)),
        "before": next((say(words) for event, words in NEXT.items() if leads(case, event)), ""),
        "way": _way(case, happened),
        "leads_to": _leads_to(case, state),
        "timeline": folded(happened)[::-1],
        "speaking": speaking,
        "may_answer": any(s.may_answer for s in speaking),
        "offers": tuple(offers(case, person)),
        "held": holding(view, book, case.decision, person, now),
        "answers": answered(view, book, case.decision, person, now),
    }


def _stands(state: State) -> Plain:
    stage = next((stage for stage, states in STAGES.items() if state.id in states), "closed")
    return {"state_title": say(state.title), "state_means": say(state.means), "stage": stage}


def _concerning(view: View, book: Rulebook, case: Case, person: str, now: datetime) -> Plain:
    """Return whom it concerns, and the default that it answers: "" to whoever may not read that."""
    whom, ref = case.decision.concerns, case.decision.default_ref
    shown = ref if ref and ref not in unreadable(view, book, person, now) else ""
    return {"concerns": case.title_of(whom) if whom else "", "default": shown}


def proposal_in_words(view: View, book: Rulebook, ref: str, now: datetime) -> Plain:
    """Return what a decision would decide, in its own words: for a pack that is read on paper."""
    case = decision_case(view, book, ref, now)
    record = decision_record(view, book, ref, now)
    grid = [(one["title"], one["how"]) for one in _grid(case, record) if one["how"]]
    return {
        "ref": ref,
        "version": case.decision.version,
        "sentence": hidden_sentence(case) if case.policy.hide_positions else record["sentence"],
        "text": record["versions"][-1]["text"],
        "amount": money_of(case),
        "decided_by": record["body_with_level"],
        "why_this_body": record["why_this_body"],
        "statement": [(title, said) for title, said in _statement(record) if said] + grid,
    }


def offers(case: Case, person: str) -> Iterator[str]:
    """Return the events that ``person`` could bring about now, whatever a form must still be filled in with."""
    state = case.rules.workflow.states[case.decision.state]
    for event in dict.fromkeys(m.do for m in state.moves if m.by == PEOPLE):
        actor = permitted(case.alliance, case.policy, f"decision.{event}", person, case.decision, case.day)
        if event == "answer" and all(c.what != "question" for c in case.decision.contributions):
            continue
        if isinstance(actor, Actor) and any(
            _possible(replace(case, event=event, actor=actor, data=d)) for d in _about(case, event)
        ):
            yield event


def _possible(asking: Case) -> bool:
    unmet = available(asking, asking.event)
    return unmet is not None and not {r.code for r in unmet} & OUT_OF_REACH


def _about(case: Case, event: str) -> list[Plain]:
    """Return the data to try an event with: each interest that is not settled, where it is about one."""
    of = [{"of": i.n} for i in case.decision.interests if not i.is_ruled]
    return of if event in ABOUT_AN_INTEREST else [{}]


def _needed(case: Case, person: str) -> Iterable[Refusal]:
    """Return what is still needed: for adoption while positions are open, else for the next step.

    Where ``person`` can take that step, what taking it gives, such as the second agreement to urgency, is missing no more.
    """
    if still_needed(case):
        return still_needed(case)
    if case.decision.state == NOT_REACHED:
        return stands_against(case)
    for event in NEXT:
        if leads(case, event):
            mine = permitted(case.alliance, case.policy, f"decision.{event}", person, case.decision, case.day)
            actor = mine if isinstance(mine, Actor) else STANDING_IN
            return available(replace(case, event=event, actor=actor, data={}), event) or ()
    return ()


def _unhidden(case: Case, needed: Iterable[Refusal]) -> Iterator[Refusal]:
    """Give what is still needed without who has objected: of those who have not agreed, whoever has not answered."""
    silent = case.tally().silent
    for one in needed:
        if one.code != "not-yet-agreed":
            yield one
        elif silent:
            yield refuse("not-yet-agreed", who=case.titles(silent), version=case.decision.version)


def _rounds(case: Case, record: Plain, *, hides: bool) -> tuple[Plain | None, list[Plain]]:
    """Return the round that stands, grouped by position, and the earlier ones, the newest first."""
    titles = {p.id: p.title for p in case.policy.principles}
    rounds = [_round(case, asked, titles, hides=hides and not asked["lapsed"]) for asked in record["rounds"]]
    standing = rounds.pop() if rounds and not rounds[-1]["lapsed"] else None
    return standing, rounds[::-1]


def _round(case: Case, asked: Plain, titles: Mapping[str, str], *, hides: bool) -> Plain:
    rows = [_row(case, row, titles, hides=hides) for row in asked["positions"]]
    groups = [(name, say(title), [r for r in rows if r["group"] == name]) for name, title in GROUPS.items()]
    return {
        "n": asked["n"],
        "version": asked["version"],
        "lapsed": say(LAPSED.get(asked["lapsed"]) or asked["lapsed"]),
        "closes": _moment(case, asked["closes_at"]),
        "groups": [{"id": name, "title": title, "rows": found} for name, title, found in groups if found],
    }


def _row(case: Case, row: Plain, titles: Mapping[str, str], *, hides: bool) -> Plain:
    counts = bool(row.get("lapsed")) or case.decision.position_of(row["participant"]) is not None  # not what a barred person said
    group = EXCLUDED if row["excluded"] else row["choice"] if row["choice"] and counts else WAITING
    if hides and group not in {EXCLUDED, WAITING}:
        return {"title": row["title"], "group": WAITING, "hidden": True}
    was = row.get("was")
    return row | {
        "group": group,
        "when": _moment(case, row["at"]) if row.get("at") else "",
        "was": say(GROUPS.get(was or "", "")).lower(),
        "principle": titles.get(row.get("principle", ""), row.get("principle", "")),
        "expected": _day(row.get("expected")),
    }


def _versions(record: Plain, case: Case) -> list[Plain]:
    """Return the versions, the newest first, each with its differences from the one before."""
    found: list[Plain] = []
    for before, version in zip([None, *record["versions"]], record["versions"], strict=False):
        pieces = differences(before["text"], version["text"]) if before else ()
        others = [say(title) for name, title in CHANGED.items() if before and before[name] != version[name]]
        shown = {"pieces": pieces if changed(pieces) else (), "others": others, "when": _moment(case, version["at"])}
        amount = version["amount_pence"]
        found.append(version | shown | {"amount": pounds(amount) if amount is not None else ""})
    return found[::-1]


def _statement(record: Plain) -> list[tuple[str, str]]:
    said = record["versions"][-1]["statement"]
    parts = ((part, words) for part, words in STATEMENT_PARTS.items() if part != "principles")
    return [(capital(say(words)), str(said.get(part) or "")) for part, words in parts]


def _grid(case: Case, record: Plain) -> list[Plain]:
    grid = record["versions"][-1]["statement"].get("principles") or {}
    notes = ((p, grid.get(p.id) or {}) for p in case.policy.principles)
    return [{"title": p.title, "means": p.means, "effect": n.get("effect", ""), "how": n.get("how", "")} for p, n in notes]


def _questions(record: Plain) -> list[Plain]:
    said: Sequence[Plain] = record["contributions"]
    return [
        q | {"answers": [a for a in said if (a["what"], a["to"]) == ("answer", q["n"])]} for q in said if q["what"] == "question"
    ]


def _interest(interest: Plain) -> Plain:
    handled = say(HANDLED.get(interest["handling"], ""))
    person, title = interest["person"], interest["title"]
    who = person if title in person else say("{who}, for {participant}", who=person, participant=title)
    return interest | {"who": who, "handled": handled, "waits": bool(handled) and not interest["is_ruled"]}


def _papers(record: Plain, case: Case) -> list[Plain]:
    return [c | {"when": _moment(case, c["at"])} for c in record["circulations"][::-1]]


def _way(case: Case, lines: Sequence[Plain]) -> list[Plain]:
    """Return the states it came through, with when; the last is where it is."""
    states = case.rules.workflow.states
    found = [
        {"title": say(states[x["to"]].title), "when": x["when"]} for x in lines if x["to"] in states and x["to"] != x["from"]
    ]
    return found or [{"title": say(states[case.decision.state].title), "when": ""}]


def _leads_to(case: Case, state: State) -> list[str]:
    states = case.rules.workflow.states
    return [say(states[to].title) for to in dict.fromkeys(m.to for m in state.moves) if to in states and to != state.id]


def _moment(case: Case, at: str) -> str:
    return clock_time(datetime.fromisoformat(at), words_of(case).zone)


def _day(on: str | None) -> str:
    return day(date.fromisoformat(on)) if on else ""
