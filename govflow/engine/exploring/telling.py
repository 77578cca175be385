"""Saying a step in plain words, so that whoever reads a counter-example needs no code."""

from govflow.domain.decisions import Decision
from govflow.engine.cases import CLOCK, ENGINE
from govflow.engine.exploring.casts import title

DOES = {
    "propose": "puts a proposal forward",
    "revise": "writes a new version",
    "consult": "has it talked over",
    "record_voice": "records what people said",
    "ask": "asks a question",
    "answer": "answers",
    "circulate": "gives notice of the proposal",
    "show_urgency": "says why it is urgent",
    "open": "opens positions",
    "declare_interest": "declares an interest",
    "rule_on_interest": "rules on the interest",
    "confirm_ruling": "confirms the ruling",
    "agree": "agrees",
    "agree_subject_to": "agrees, subject to its own body",
    "object": "objects",
    "abstain": "abstains",
    "stand_aside": "stands aside",
    "amend": "changes the text",
    "edit_wording": "puts another wording forward",
    "confirm_editorial": "confirms the wording",
    "insist_material": "insists that the wording is material",
    "settle": "settles it",
    "close": "closes it",
    "retable": "puts it again",
    "notify_own_body": "reports that its own body gave notice",
    "ratify": "reports its own body's approval",
    "call_in": "reports that its own body's decision was called in",
    "call_in_ends": "ends call-in",
    "decline": "reports that its own body did not approve",
    "raise_objection": "raises an objection",
    "window_ends": "ends the objection window",
    "defer": "puts it off",
    "resume": "takes it up again",
    "lapse": "lets it lapse",
    "withdraw": "withdraws it",
    "complete": "records that it is done",
    "review": "records the review",
    "triage": "sorts it to the next rung",
    "step_up": "takes it to the next rung",
    "offer_option": "puts a way forward",
    "accept_option": "accepts",
    "appoint": "appoints who helps along",
    "turn_away": "sends it where it belongs",
}
STANDS = {
    "agree": "agrees",
    "agree_subject_to": "agrees subject to its own body",
    "object": "objects",
    "abstain": "abstains",
    "stand_aside": "stands aside",
}


def step(person: str, event: str, note: str, state: str) -> str:
    """Return one step: who did what, how, and the state it led to ("" where it stayed)."""
    who = {CLOCK: "The clock", ENGINE: "The engine"}.get(person) or title(person)
    does = DOES.get(event, f"does {event.replace('_', ' ')}")
    return f"{who} {does}{' ' if note else ''}{note}{f' -> {state}' if state else ''}"


def standings(decision: Decision) -> str:
    """Return who of those asked says what, as the last line of a counter-example."""
    if not decision.rounds:
        return ""
    says = {p.participant: STANDS[p.choice] for p in decision.positions if p.current}
    out = decision.excluded
    return "; ".join(f"{p} {'is excluded' if p in out else says.get(p, 'has not answered')}" for p in decision.electorate)
