"""A decision's record as plain text, as a person would read it on a screen or on paper. Values in, lines out."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from govflow.domain.authority import pounds
from govflow.domain.interests import HANDLED
from govflow.domain.proposals import STATEMENT_PARTS

WIDTH = 100
SAID = {
    "agree": "agrees",
    "agree_subject_to": "agrees, subject to its own body",
    "object": "objects",
    "abstain": "abstains",
    "stand_aside": "stands aside",
    None: "has not answered",
}
LAPSED = {
    "amend": "the proposal was amended",
    "insist_material": "a change of wording was held to be material",
    "defer": "it was deferred",
    "decline": "an own body did not approve",
    "raise_objection": "an objection was raised",
    "electorate_changed": "somebody in the electorate is gone, or the mandate has changed",
    "lose_quorum": "quorum was lost",
    "revise": "the proposal was changed",
    "put again": "it was put again",
    "retable": "it was put again",
    "return": "it came back from the no-fault ladder with changed words",
}
NOT_SIGNED = (
    "No entry can be changed without changing those after it and the root. Whoever owns the database could write all of them anew: "
    "the lines with number and root that people keep from their mails would tell (govflow verify --receipt)."
)
EFFECT = {"serves": "served", "strains": "strained", "neither": "neither"}
Plain = Mapping[str, Any]


def as_text(record: Plain) -> str:
    """Return the record as text, sections in the order a reader asks for them."""
    sections = (
        _heading,
        _versions,
        _statement,
        _grid,
        _rounds,
        _interests,
        _contributions,
        _approvals,
        _postings,
        _needed,
        _timeline,
        _ledger,
    )
    return "\n".join(line for section in sections for line in section(record)) + "\n"


def _title(text: str) -> Iterator[str]:
    yield from ("", text, "-" * len(text))


def _para(text: str, indent: str = "") -> Iterator[str]:
    for line in text.split("\n"):
        yield from wrap(line, WIDTH, initial_indent=indent, subsequent_indent=indent) or [""]


def _labelled(label: str, text: str) -> Iterator[str]:
    yield from wrap(text, WIDTH, initial_indent=f"  {label:<14}", subsequent_indent=" " * 16) or [f"  {label}"]


def _heading(record: Plain) -> Iterator[str]:
    heading = f"{record['ref']}  {record['title']}"
    yield from (heading, "=" * min(len(heading), WIDTH))
    if record["illustrative"]:
        yield f"{record['alliance']} - illustrative: every name, figure and act here is made up for demonstration"
    yield from ("", *_para(record["sentence"]), "")
    mandate = record["mandate"]
    yield from _labelled("Kind", record["kind"])
    yield from _labelled("Decided by", record["body_with_level"])
    yield from _labelled("Why this body", record["why_this_body"]) if record["why_this_body"] else ()
    yield from _labelled("Proposed by", record["proposer"])
    if mandate:
        yield from _labelled("Mandate", f"{mandate['ref']} version {mandate['version']}: {mandate['title']}")
    for held in record["money"]:
        yield from _labelled("Money", f"{pounds(held['pence'])} of {held['line']} {held['year']}")
    yield from _labelled("Rules", f"{record['rules']['policy']} (edition {record['rules']['policy_digest'][:12]})")
    together = ", ".join(record["linked"])
    others = (("Replaces", record["supersedes"]), ("Replaced by", record["superseded_by"]), ("In force together with", together))
    for label, other in (*others, ("Why nothing follows for the others", record["nothing_follows"])):
        yield from _labelled(label, other) if other else ()


def _versions(record: Plain) -> Iterator[str]:
    yield from _title("Versions of the proposal")
    for version in record["versions"]:
        money = (
            f" - {pounds(version['amount_pence'])}, {version['line']} {version['year']}"
            if version["amount_pence"] is not None
            else ""
        )
        yield f"Version {version['number']}, by {version['by']}{money}{_aim(version)}"
        yield from _para(version["text"], "  ")
        if version["reason"]:
            yield from _para(f"Why it was changed: {version['reason']}", "  ")


def _aim(version: Plain) -> str:
    """Return where a version moves its money, or whose money it gives back."""
    to = f", to {version['to_line']} {version['to_year']}" if version["to_line"] else ""
    return to or (f", given back by {version['releases']}" if version["releases"] else "")


def _postings(record: Plain) -> Iterator[str]:
    yield from _title("Money") if record["postings"] else ()
    for one in record["postings"]:
        cause = f", for {one['cause']}" if one["cause"] else ""
        yield f"  {one['what'].replace('_', ' ')} {pounds(one['pence'])}, {one['line']} {one['year']}{cause}"


def _statement(record: Plain) -> Iterator[str]:
    yield from _title("Best for people who use the services")
    statement = record["versions"][-1]["statement"]
    for part, means in STATEMENT_PARTS.items():
        if part != "principles":
            yield f"{means[:1].upper()}{means[1:]}:"
            yield from _para(str(statement.get(part) or "(not said)"), "  ")


def _grid(record: Plain) -> Iterator[str]:
    yield from _title("Principles")
    grid = record["versions"][-1]["statement"].get("principles") or {}
    for principle in record["principles"]:
        note = grid.get(principle["id"])
        said = f"{EFFECT[note.get('effect', 'serves')]}: {note['how']}" if note else "(not said)"
        yield from wrap(f"{principle['title']} - {said}", WIDTH, initial_indent="  ", subsequent_indent="    ")


def _papers(record: Plain) -> Iterator[str]:
    yield from _title("Notice and papers") if record["circulations"] else ()
    for given in record["circulations"]:
        yield from _para(f"Of version {given['version']}, by {given['by']}: {'; '.join(given['papers']) or 'no papers'}", "  ")
        for label, name in (("Urgent because: ", "urgent_reason"), ("Is it legal? ", "legal"), ("Is it safe? ", "safe")):
            yield from _para(f"{label}{given[name]}", "      ") if given[name] else ()


def _rounds(record: Plain) -> Iterator[str]:
    for asked in record["rounds"]:
        lapsed = f" - lapsed: {LAPSED.get(asked['lapsed'], asked['lapsed'])}" if asked["lapsed"] else ""
        yield from _title(f"Positions on version {asked['version']}, round {asked['n']}{lapsed}")
        for row in asked["positions"]:
            yield from _position(row, {p["id"]: p["title"] for p in record["principles"]})


def _position(row: Plain, principles: Mapping[str, str]) -> Iterator[str]:
    if row["excluded"]:
        yield f"  {row['title']}: excluded by a declared interest"
        return
    deputy = ", deputy" if row.get("deputy") else ""
    was = f" (was: {SAID[row['was']]})" if row.get("was") else ""
    who = f" ({row['person']}{deputy})" if row.get("person") else ""
    yield f"  {row['title']} {SAID[row['choice']]}{was}{who}"
    for label, name in (
        ("", "reason"),
        ("rests on: ", "principle"),
        ("rests on: ", "interest"),
        ("would agree if: ", "would_agree_if"),
    ):
        if row.get(name):
            yield from _para(f"{label}{principles.get(row[name], row[name])}", "      ")
    if row.get("own_body"):
        yield from _para(
            f"subject to: {row['own_body']} ({row['own_body_kind']} decision), expected {row['expected'] or 'no date given'}",
            "      ",
        )


def _interests(record: Plain) -> Iterator[str]:
    corrections = {i["replaced_by"] for i in record["interests"]}
    declared = [i for i in record["interests"] if i["kind"] != "none" or i["n"] in corrections]
    yield from _title("Interests") if declared else ()
    for interest in declared:
        yield from _para(
            f"{interest['title']}, {interest['person']}: {interest['kind']} - {interest['nature'] or 'no details'}", "  "
        )
        if interest["replaced_by"]:
            yield f"      Corrected by declaration {interest['replaced_by']}"
        elif interest["handling"]:
            waits = "" if interest["is_ruled"] else " - waits for confirmation by the others"
            ruling = f"Ruled by {interest['ruled_by']}: {HANDLED[interest['handling']]} - {interest['ruling_reason']}{waits}"
            yield from _para(ruling, "      ")
        else:
            yield "      Not ruled on yet"


def _contributions(record: Plain) -> Iterator[str]:
    yield from _title("Voices, questions and reasons") if record["contributions"] else ()
    for one in record["contributions"]:
        who = one["who"] or one["by"]
        label = {
            "voice": "said",
            "question": f"asked (question {one['n']})",
            "answer": f"answered question {one['to']}",
            "reason": one["did"],
        }
        yield from _para(f"{who} - {label.get(one['what'], one['what'])}: {one['said'] or '(no reason recorded)'}", "  ")


def _approvals(record: Plain) -> Iterator[str]:
    yield from _title("Decisions of participants' own bodies") if record["approvals"] else ()
    for one in record["approvals"]:
        yield from _para(f"{one['title']}, {one['own_body']} ({one['own_body_kind']} decision): {_approval(one)}", "  ")


def _approval(one: Plain) -> str:
    if one["approved"] is None:
        return _awaited(one) if one["awaited"] else "awaited no longer"
    if not one["approved"]:
        return f"not approved - {one['reason']}" if one["reason"] else "not approved"
    return f"approved on {one['decided_on']}, reference {one['reference']}"


def _awaited(one: Plain) -> str:
    if one["decided_on"]:
        return f"decided on {one['decided_on']}, reference {one['reference']}; it counts once it can be called in no longer"
    called_in = (
        f"called in ({one['called_in_reason'] or 'no reason recorded'}), to be decided again; " if one["called_in_at"] else ""
    )
    noticed = f", notice published on {one['published_on']}, not to be decided before {one['earliest_on']}"
    return f"{called_in}awaited{noticed if one['published_on'] else ''}"


def _needed(record: Plain) -> Iterator[str]:
    yield from _title("What is still needed") if record["needed"] else ()
    for one in record["needed"]:
        yield from _para(f"{one['says']} {one['remedy']}", "  ")


def _timeline(record: Plain) -> Iterator[str]:
    yield from _title("What happened")
    width = max((len(line["when"]) for line in record["timeline"]), default=0)
    for line in record["timeline"]:
        indent = f"  {line['entry']:>4}  {line['when']:<{width}}  "
        yield from wrap(line["says"], WIDTH + 10, initial_indent=indent, subsequent_indent=" " * len(indent))


def _ledger(record: Plain) -> Iterator[str]:
    ledger = record["ledger"]
    yield from _title("In the ledger")
    yield f"  Last changed by entry {ledger['entry']} of {ledger['size']}."
    yield f"  Newest entry {ledger['hash']}"
    yield f"  Root of all  {ledger['root']}"
    yield from _para(NOT_SIGNED, "  ")
