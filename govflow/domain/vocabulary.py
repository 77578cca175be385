"""The words every room shares: acts, roles and clocks, each with what it means. Nothing here decides anything.

An act named ``decision.agree`` is event ``agree`` of workflow ``decision``. A word is added here with the process that needs it.
"""

from collections.abc import Mapping

ROLES: Mapping[str, str] = {
    "seat holder": "the person who holds a participant's seat in the body that decides",
    "deputy": "the person named in advance to stand in for a seat holder, on the dates given",
    "chair": "the person who chairs the body",
    "deputy chair": "the person who chairs when the chair is away or has declared an interest",
    "manager": "the alliance manager, or somebody of the manager's office",
    "management member": "a member of the management team",
    "owner": "the person who acts for the owner of the mandate",
    "proposer": "whoever put the proposal forward",
    "administrator": "the person who keeps the installation and its people",
    "observer": "somebody who may look on and take no part",
    "auditor": "somebody who may read everything and change nothing",
    "lived experience": "somebody who speaks from having used the services",
    "chief executive": "the head of a participant's organisation",
    "facilitator": "the independent person who helps an issue along",
    "mediator": "the independent person both sides agreed on for mediation",
    "the clock": "a time that has come",
    "the engine": "the rules themselves, after an act has changed what holds",
}

POSITIONS: Mapping[str, str] = {
    "decision.agree": "agree to this version, with a reason",
    "decision.agree_subject_to": "agree, subject to a decision of one's own body",
    "decision.object": "object, naming the principle and what would have to change",
    "decision.abstain": "abstain, with a reason",
    "decision.stand_aside": "stand aside: neither agree nor stand in the way",
}

ACTS: Mapping[str, str] = {
    "alliance.found": "set the alliance up with its participants, seats and policy",
    "decision.propose": "put a proposal forward",
    "decision.revise": "write a new version before positions open",
    "decision.consult": "ask people what they think before notice is given",
    "decision.record_voice": "record what a group of people said",
    "decision.ask": "ask a question on the proposal",
    "decision.answer": "answer a question",
    "decision.circulate": "give notice, with the papers",
    "decision.open": "open positions",
    "decision.declare_interest": "declare an interest, or that there is none",
    "decision.rule_on_interest": "rule how a declared interest is handled",
    "decision.confirm_ruling": "confirm a ruling that removes a position",
    **POSITIONS,
    "decision.amend": "change the text while positions are open",
    "decision.edit_wording": "put forward a change of wording that keeps the meaning",
    "decision.confirm_editorial": "confirm that a change of wording keeps the meaning",
    "decision.insist_material": "insist that a change of wording changes the meaning",
    "decision.settle": "adopt what everybody has agreed, and take it on from there",
    "decision.close": "close positions without unanimity",
    "decision.retable": "put the proposal to the team once more",
    "decision.ratify": "report that one's own body has approved",
    "decision.decline": "report that one's own body has not approved",
    "decision.raise_objection": "object within the objection window",
    "decision.window_ends": "let the objection window end",
    "decision.defer": "put the proposal off until a day",
    "decision.resume": "take a deferred proposal up again",
    "decision.lapse": "let a proposal lapse that nobody took further in time",
    "decision.lose_quorum": "stop positions because the meeting is no longer quorate",
    "decision.electorate_changed": "stop positions because the participants or the mandate changed",
    "decision.escalate": "raise an issue about a deadlocked decision",
    "decision.return": "bring a decision back from the ladder with changed text",
    "decision.end_unresolved": "end a decision whose issue ended without a way forward",
    "decision.withdraw": "withdraw the proposal",
    "decision.complete": "record that it has been done, and the outcome",
    "decision.review": "record what was found at the review",
    "decision.supersede": "replace a decision by a newer one",
    "participant.join": "take a participant into the alliance",
    "participant.give_notice": "give notice of leaving",
    "participant.leave": "leave the alliance",
    "participant.suspend": "suspend a participant's part in the alliance",
    "participant.resume": "end a suspension",
    "seat.fill": "fill a participant's seat in a body",
    "seat.end": "end a person's time in a seat",
    "deputy.name": "name a deputy for a seat, with dates",
    "deputy.end": "end a deputy's time",
    "absence.notify": "say in advance that a seat holder will be absent",
    "person.invite": "invite a person in a role",
    "person.end": "end a person's access",
    "chair.appoint": "appoint the chair or deputy chair of a body",
}

# What only the rules themselves do: a table that gave one of these to a person would let the person move a decision by hand.
ENGINE_ACTS = frozenset(
    {
        "decision.settle",
        "decision.lose_quorum",
        "decision.electorate_changed",
        "decision.escalate",
        "decision.return",
        "decision.end_unresolved",
        "decision.supersede",
    }
)

CLOCKS: Mapping[str, str] = {
    "notice": "between notice of a proposal and the opening of positions",
    "papers": "between sending the papers and the opening of positions",
    "positions": "how long positions stay open in writing",
    "reminder": "how long before positions close those who still owe one are reminded",
    "second_consideration": "within what time a proposal that was not agreed may be put once more",
    "unopened": "when a proposal that was circulated and never opened lapses",
    "approval": "how long after the expected date an own body's approval is waited for",
    "settlement_wait": "how long adoption waits after a ruling or wording that somebody may contest",
    "minutes": "within what time minutes are drafted",
    "minutes_acceptance": "within what time those who attended accept the minutes",
    "cure": "how long a participant in default has to put it right",
    "exit_notice": "how long before leaving a participant gives notice",
    "logged": "issue logged: sorted within",
    "with_management_team": "issue with the management team: moves on after",
    "with_leadership_team": "issue with the leadership team: moves on after",
    "reconsidered": "issue considered a second time: moves on after",
    "deadlocked": "issue deadlocked: moves on after",
    "facilitated": "issue with an independent facilitator: moves on after",
    "with_chief_executives": "issue with the chief executives: moves on after",
    "appointing_mediator": "appointing a mediator: moves on after",
    "mediation": "mediation: comes back to the leadership team and owner after",
}

RUNGS: tuple[str, ...] = (
    "logged",
    "with_management_team",
    "with_leadership_team",
    "reconsidered",
    "deadlocked",
    "facilitated",
    "with_chief_executives",
    "appointing_mediator",
    "mediation",
)

# Lowest first: a matter goes to the lowest level that has the authority.
LEVELS: tuple[str, ...] = ("manager", "management", "leadership", "owner")

MAY_CHANGE: Mapping[str, str] = {
    "mandate": "the mandate of the alliance",
    "agreement": "the alliance agreement itself",
    "reserved matters": "what only the owner may decide",
    "holding": "who holds a budget line: the alliance, or one participant",
    "membership": "who takes part in the alliance",
    "term": "how long the contract runs",
}

# The rules that never bend, by number; a setting that would break one is refused with the number.
RULES: Mapping[int, str] = {
    1: "unanimity is of participants, on one version",
    2: "silence is never agreement",
    3: "a material change lapses every position",
    4: "who was eligible is frozen when positions open",
    5: "everything that changes state is an act",
    6: "nothing is overwritten",
    7: "nobody decides on their own default or exit",
    8: "nothing assigns fault",
    9: "an alliance decision is not a statutory decision",
    10: "urgency can shorten notice, never unanimity",
}
