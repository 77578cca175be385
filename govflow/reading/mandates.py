"""Mandates as their pages need them: every version, what one says, what it would change, what its draft still lacks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from govflow.definitions.mandates import PARTS
from govflow.domain.authority import pounds
from govflow.domain.decisions import Decision
from govflow.domain.mandate_sentences import of_mandate
from govflow.domain.mandate_versions import ACCEPTED, IN_FORCE, RETURNED, Issuing, MandateVersion
from govflow.domain.mandates import financial_year
from govflow.domain.proposals import missing_parts
from govflow.domain.sentences import clock_time, day
from govflow.domain.translating import mark, say
from govflow.engine.cases import Actor
from govflow.engine.casing import rules_of
from govflow.engine.mandating import missing
from govflow.engine.permissions import permitted
from govflow.engine.rulebook import Rulebook
from govflow.reading.drafts import readable_by
from govflow.reading.gatherings import Plain, Seen, seen
from govflow.record.rows import TABLES
from govflow.record.units import View

COLOURS = {
    "draft": "grey",
    "issued": "blue",
    "under_consideration": "blue",
    "returned": "orange",
    "accepted": "turquoise",
    "in_force": "green",
    "superseded": "grey",
    "expired": "grey",
    "withdrawn": "grey",
}
OVER = frozenset({"superseded", "expired", "withdrawn"})
EVENTS = ("revise", "issue", "return", "withdraw", "expire")
# What tells one row of a part from another, and what a row says besides, each as people call it.
ROWS: Mapping[str, tuple[tuple[str, ...], Mapping[str, str]]] = {
    "outcomes": (("id",), {
        "title": mark("what it asks for"), "measure": mark("measure"), "baseline": mark("baseline"), "target": mark("target"),
        "direction": mark("direction"), "source": mark("source"),
    }),
    "risk": (("category",), {"threshold": mark("from which score"), "level": mark("to whom it goes")}),
    "envelope": (("line", "year"), {
        "amount": mark("amount"), "holding": mark("holding"), "holder": mark("holder"), "demand_led": mark("demand-led"),
    }),
    "limits": (("level",), {"amount": mark("limit")}),
}  # fmt: skip
MOST = 100  # decisions shown under a version
DIRECTIONS = {"up": mark("up is better"), "down": mark("down is better")}
TERM = {
    "title": mark("title"),
    "from": mark("first day"),
    "until": mark("last day"),
    "extendable_until": mark("extendable until"),
}


def all_versions(view: View, book: Rulebook, person: str, now: datetime) -> Plain:
    """Return every version, the one in force first and then the newest, and what ``person`` may begin."""
    found = [_line(seen(view, book, "mandate", m.ref, person, now)) for m in view.mandates()]
    ordered = sorted(found, key=lambda one: (one["state"] != "in_force", -one["version"], one["ref"]))
    rules, alliance = rules_of(view, book, None, "mandate"), view.alliance()
    today = rules.calendar.local_date(now)
    may = {
        a: isinstance(permitted(alliance, rules.policy, f"mandate.{a}", person, None, today), Actor) for a in ("draft", "vary")
    }
    stands = any(one["state"] == "in_force" for one in found)
    going = any(one["state"] in {"draft", "issued", "under_consideration", "returned", "accepted"} for one in found)
    return {"versions": ordered, "may": {"draft": may["draft"] and not stands, "vary": may["vary"] and stands and not going}}


def standing(view: View, book: Rulebook, person: str, now: datetime) -> list[Plain]:
    """Return the versions that are in force or on their way, the one in force first."""
    return [one for one in all_versions(view, book, person, now)["versions"] if one["state"] not in OVER]


def _line(found: Seen) -> Plain:
    mandate: MandateVersion = found.case.mandate
    state = found.case.rules.workflow.states[mandate.state]
    return {
        "ref": mandate.ref, "title": mandate.title or say("A mandate"), "version": mandate.version, "state": mandate.state,
        "state_title": say(state.title), "state_means": say(state.means), "colour": COLOURS[mandate.state],
        "sentence": of_mandate(mandate),
    }  # fmt: skip


def mandate_page(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Plain:
    """Return everything the page of a version shows. Raises Refused for an unknown reference."""
    found = seen(view, book, "mandate", ref, person, now)
    mandate: MandateVersion = found.case.mandate
    before = view.mandate(mandate.varies) if mandate.varies else None
    return _line(found) | {
        "content": mandate.content,
        "term": _term(mandate.content),
        "lines": envelope(mandate.content, found.title),
        "years": years(mandate.content),
        "levels": {body.level: body.title for body in found.case.policy.bodies},
        "varies": mandate.varies,
        "changes": _in_words(found, changes(before.content, mandate.content)) if before else [],
        "decisions": _decided_under(view, book, ref, person, now),
        "answered_by": mandate.decision,
        "issuings": [_issuing(found, one) for one in reversed(mandate.issuings)],
        "statement": mandate.statement,
        "missing": missing(found.case),
        "parts": [*PARTS, "statement"],
        "unanswered": missing_parts(mandate.statement, tuple(p.id for p in found.case.policy.principles)),
        "principles": found.case.policy.principles,
        "may": {event: found.may(event) for event in EVENTS} | {"vary": _may_vary(view, book, mandate, person, now)},
        "successor": mandate.successor,
        "binds": mandate.state == IN_FORCE,
        "digest": mandate.digest,
        "entry": mandate.entry,
        "participants": [(p.id, p.title) for p in found.alliance.participants],
    }


def answered(view: View, book: Rulebook, decision: Decision, person: str, now: datetime) -> Plain | None:
    """Return the version of the mandate that ``decision`` answers, as it was issued, with what it changes; None where it answers none."""
    mandate = view.mandate(decision.mandate) if decision.mandate else None
    issued = next((i for i in mandate.issuings if i.decision == decision.ref), None) if mandate is not None else None
    if issued is None:
        return None
    found = seen(view, book, "mandate", decision.mandate, person, now)
    before = view.mandate(mandate.varies) if mandate is not None and mandate.varies else None
    return {
        "ref": decision.mandate,
        "title": issued.content.get("title", ""),
        "content": issued.content,
        "term": _term(issued.content),
        "lines": envelope(issued.content, found.title),
        "years": years(issued.content),
        "varies": before.ref if before else "",
        "changes": _in_words(found, changes(before.content, issued.content)) if before else [],
    }


def _decided_under(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> list[Plain]:
    """Return the newest decisions under a version, as far as ``person`` may read them."""
    row, states = TABLES["decisions"].c, rules_of(view, book, None).workflow.states
    asked = select(row.ref, row.title, row.state).where(view.mine("decisions"), row.mandate == ref)
    readable = asked.where(readable_by(view, book, person, now)).order_by(row.ref.desc()).limit(MOST)
    return [
        {"ref": one, "title": title, "state": say(states[state].title) if state in states else state}
        for one, title, state in view.rows(readable)
    ]


def _in_words(found: Seen, rows: Iterable[Plain]) -> list[Plain]:
    """Return what differs as people say it: money as money, days as days, participants and levels by their titles."""
    levels = {body.level: body.title for body in found.case.policy.bodies}

    def shown(row: Plain, value: str) -> str:
        if row["part"] == "term" and row["name"] != "title":
            return day(date.fromisoformat(value)) if value else ""
        if row["name"] == "amount":
            return pounds(round(Decimal(value) * 100)) if value else ""
        titles = {"holder": found.title(value), "level": levels.get(value, value), "direction": say(DIRECTIONS.get(value, value))}
        return str(titles.get(row["name"], value))

    return [row | {name: shown(row, row[name]) if row[name] else "" for name in ("before", "after")} for row in rows]


def _may_vary(view: View, book: Rulebook, mandate: MandateVersion, person: str, now: datetime) -> bool:
    """Say whether ``person`` may begin a new version in the place of ``mandate``."""
    return mandate.state == "in_force" and bool(all_versions(view, book, person, now)["may"]["vary"])


def _term(content: Mapping[str, Any]) -> Plain:
    names = {"from": "begins", "until": "ends", "extendable_until": "extendable"}
    return {called: day(date.fromisoformat(content[key])) if content.get(key) else "" for key, called in names.items()}


def years(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the financial years (from 1 April) of the term, and any other that a budget line names."""
    named = {str(row["year"]) for row in content.get("envelope", ())}
    if content.get("from") and content.get("until"):
        first, last = (date.fromisoformat(content[key]) for key in ("from", "until"))
        middle = (date(year, 6, 1) for year in range(first.year, min(last.year, first.year + 30) + 1))
        named |= {financial_year(on) for on in (first, last, *(on for on in middle if first <= on <= last))}
    return tuple(sorted(named))


def envelope(content: Mapping[str, Any], titled: Any = str) -> list[Plain]:  # noqa: ANN401 - a function of an id
    """Return the budget lines, each with its amount (pounds as text) by year."""
    found: dict[str, Plain] = {}
    for row in content.get("envelope", ()):
        line = found.setdefault(row["line"], {"line": row["line"], "amounts": {}})
        line["amounts"][row["year"]] = row["amount"]
        line |= {"holding": row["holding"], "holder": row.get("holder", ""), "demand_led": row.get("demand_led") == "yes"}
        line["holder_title"] = titled(line["holder"]) if line["holder"] else ""
    return list(found.values())


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Plain]:
    """Give what differs between two contents: where, what about it, and what it says before and after ("" for nothing)."""
    for key, called in TERM.items():
        old, new = str(before.get(key, "")), str(after.get(key, ""))
        if old != new:
            yield {"part": "term", "name": key, "where": "", "what": say(called), "before": old, "after": new}
    for part, (keys, fields) in ROWS.items():
        yield from _rows_changed(part, keys, fields, (before.get(part) or (), after.get(part) or ()))
    old_reserved, new_reserved = before.get("reserved") or (), after.get("reserved") or ()
    for one in [*old_reserved, *(x for x in new_reserved if x not in old_reserved)]:
        if (one in old_reserved) != (one in new_reserved):
            was, now = ((one, ""), ("", one))[one in new_reserved]
            what = say("reserved to the owner")
            yield {"part": "reserved", "name": "", "where": "", "what": what, "before": was, "after": now}


def _rows_changed(part: str, keys: Sequence[str], fields: Mapping[str, str], both: tuple[Any, Any]) -> Iterator[Plain]:
    old, new = ({tuple(row[k] for k in keys): row for row in rows} for rows in both)
    for key in [*old, *(k for k in new if k not in old)]:
        for name, called in fields.items():
            was, now = (str(rows[key].get(name, "")) if key in rows else "" for rows in (old, new))
            if was != now and {was, now} != {"", "no"}:
                where = " ".join(key)
                yield {"part": part, "name": name, "where": where, "what": say(called), "before": was, "after": now}


def _issuing(found: Seen, one: Issuing) -> Plain:
    return {
        "n": one.n, "by": found.name(one.by, one.at), "when": clock_time(one.at, found.zone), "reason": one.reason,
        "decision": one.decision,
        "returned": one.outcome == RETURNED, "accepted": one.outcome == ACCEPTED, "comments": one.comments, "digest": one.digest,
        "ended_by": "" if one.ended_by in {"", "the engine"} else found.name(one.ended_by, one.ended_at),
        "ended": clock_time(one.ended_at, found.zone) if one.ended_at else "",
    }  # fmt: skip
