"""What happened to a matter, in plain English: one line an entry of the ledger, with who acted for whom."""

from datetime import datetime
from typing import Any

from govflow.domain.alliances import Alliance
from govflow.domain.interests import NONE
from govflow.domain.sentences import clock_time
from govflow.domain.translating import mark, say
from govflow.domain.vocabulary import ACTS, POSITIONS
from govflow.engine.cases import CLOCK, ENGINE, Asked
from govflow.reading.decisions import words_of
from govflow.record.facts import moment
from govflow.record.ledger import moment_of
from govflow.record.units import View

Plain = dict[str, Any]
HIDDEN = "decision.answered"  # what is told of a position that others may not see yet
OPENED, SAVED, DRAFT = "decision.open", "decision.revise", "draft"
ON_THE_DRAFT = mark("wrote on the draft")
NO_INTEREST = mark("declared that there is no interest")
BY_ITSELF = {CLOCK: mark("The clock"), ENGINE: mark("The rules")}
PAST = {
    "decision.propose": "proposed it",
    "decision.revise": "wrote a new version",
    "decision.consult": "opened it for talking over",
    "decision.record_voice": "recorded what people said",
    "decision.ask": "asked a question",
    "decision.answer": "answered a question",
    "decision.circulate": "gave notice, with the papers",
    "decision.show_urgency": "said why it is urgent",
    "decision.open": "opened positions",
    "decision.declare_interest": "declared an interest",
    "decision.rule_on_interest": "ruled on an interest",
    "decision.confirm_ruling": "confirmed a ruling",
    "decision.agree": "agreed",
    "decision.agree_subject_to": "agreed, subject to a decision of its own body",
    "decision.object": "objected",
    "decision.abstain": "abstained",
    "decision.stand_aside": "stood aside",
    "decision.answered": "gave a position",
    "decision.amend": "amended it: every position lapsed and everyone was asked again",
    "decision.edit_wording": "proposed a change of wording",
    "decision.confirm_editorial": "confirmed that the wording keeps the meaning",
    "decision.insist_material": "insisted that the change is material: every position lapsed",
    "decision.close": "closed positions",
    "decision.retable": "put it again",
    "decision.defer": "deferred it",
    "decision.resume": "took it up again",
    "decision.withdraw": "withdrew it",
    "decision.notify_own_body": "reported that its own body gave notice",
    "decision.settle": "adopted it: everybody has agreed",
    "decision.lose_quorum": "stopped positions: the meeting was no longer quorate",
    "decision.escalate": "put it on the no-fault ladder",
    "decision.take_over": "took over the money of the decision that it replaces",
    "decision.release_money": "gave its money back",
    "decision.ratify": "reported that its own body approved",
    "decision.decline": "reported that its own body did not approve",
    "decision.call_in": "reported that its own body's decision was called in",
    "decision.call_in_ends": "ended the days of call-in",
    "decision.raise_objection": "raised an objection",
    "decision.window_ends": "ended the objection window: it came into force",
    "decision.lapse": "let it lapse",
    "decision.complete": "recorded that it was carried out",
    "decision.review": "recorded the review",
    "decision.supersede": "marked it as replaced",
    "decision.hold": "held it while an issue about it is open",
    "decision.unhold": "held it no longer: the issue about it ended",
    "decision.direct": "directed, as owner, that it goes on while the issue about it is open",
    "decision.return": "brought it back from the no-fault ladder with changed words",
    "decision.end_unresolved": "ended it: its issue ended without changed words",
    "decision.electorate_changed": "stopped positions: somebody in the electorate is gone",
    "alliance.found": "founded the alliance",
    "alliance.rename": "gave the alliance another name",
    "person.invite": "invited somebody",
    "person.appoint": "gave somebody a role",
    "person.correct": "corrected a name or an address",
    "person.end": "ended somebody's access",
    "mandate.draft": "began a mandate",
    "mandate.revise": "wrote on it",
    "mandate.issue": "issued it",
    "mandate.vary": "began a new version",
    "mandate.return": "returned it to the owner with comments",
    "mandate.withdraw": "withdrew it",
    "mandate.expire": "ended it",
    "mandate.consider": "put it before the leadership team",
    "mandate.accept": "let it stand as accepted by every participant",
    "mandate.take_effect": "brought it into force",
    "mandate.supersede": "replaced it by its newer version",
    "meeting.plan": "planned it",
    "meeting.request": "requested it",
    "meeting.add_item": "put an item on the agenda",
    "meeting.drop_item": "took an item off the agenda",
    "meeting.order_items": "put the agenda in another order",
    "meeting.add_paper": "added a paper",
    "meeting.drop_paper": "took a paper away",
    "meeting.replace_paper": "put another paper in the place of one",
    "meeting.reply": "answered the invitation",
    "meeting.reschedule": "moved it to another time or place",
    "meeting.send_notice": "gave notice of it",
    "meeting.send_papers": "sent agenda and papers",
    "meeting.cancel": "cancelled it",
    "meeting.start": "started it",
    "meeting.arrive": "recorded that somebody has come",
    "meeting.leave": "recorded that somebody has left",
    "meeting.go_to_item": "went to an item of the agenda",
    "meeting.note": "noted what was said on an item",
    "meeting.consent_late": "consented to deciding a late item",
    "meeting.note_position": "wrote down a participant's position",
    "meeting.close": "ended it",
    "minutes.revise": "wrote on the minutes",
    "minutes.issue": "issued the minutes to those who attended",
    "minutes.accept": "accepted the minutes",
    "minutes.correct": "asked for a correction",
    "minutes.answer": "answered a correction",
    "minutes.settle": "let the minutes stand",
    "minutes.circulate": "sent the accepted minutes to everybody",
    "action.open": "noted it",
    "action.progress": "said how far it has come",
    "action.change": "gave it to somebody else, or another day",
    "action.complete": "recorded that it is done",
    "action.drop": "recorded that it is not done any more",
    "notice.nudge": "reminded those who still owe something",
    "default.prepare": "prepared it",
    "default.confirm": "confirmed it",
    "default.give_notice": "joined the notice",
    "default.issue_notice": "let the notice stand",
    "default.serve": "recorded that the notice was served",
    "default.extend": "agreed to more time",
    "default.lengthen": "gave the time that all the others agree on",
    "default.cure": "said what was put right",
    "default.cure_ends": "ended the time to put it right",
    "default.be_heard": "was heard",
    "default.judge": "said whether it was put right",
    "default.settle": "let it stand as put right, or as not put right",
    "default.propose_exclusion": "asked the others what follows",
    "default.consider": "put it before the others",
    "default.exclude": "recorded the exclusion that the others decided",
    "default.suspend_activities": "recorded that the others suspend activities",
    "default.withdraw": "went no further with it",
    "default.end": "ended it",
    "participant.join": "took an organisation in",
    "participant.give_notice": "gave notice of leaving",
    "participant.take_back_notice": "took back a notice of leaving",
    "participant.leave": "recorded that an organisation left",
    "participant.suspend": "suspended an organisation's part",
    "participant.resume": "ended a suspension",
    "participant.exclude": "ended the part of an excluded organisation",
    "seat.fill": "filled a seat",
    "seat.end": "ended a time in a seat",
    "seat.confirm": "confirmed who holds a seat",
    "deputy.confirm": "confirmed who stands in",
    "person.confirm": "confirmed who is chief executive",
    "deputy.name": "named a deputy",
    "deputy.end": "ended a deputy's time",
    "absence.notify": "said that somebody will be absent",
    "chair.appoint": "appointed the chair or deputy chair",
    "issue.log": "logged it",
    "issue.triage": "sorted it",
    "issue.offer_option": "offered a way forward",
    "issue.accept_option": "accepted a way forward",
    "issue.step_up": "took it to the next step",
    "issue.appoint": "appointed somebody independent to help",
    "issue.close": "would leave it unresolved",
    "issue.turn_away": "sent it where it belongs",
    "issue.publish": "put words for everybody",
    "issue.consent": "consented to the words for everybody",
    "issue.make_public": "made the words public",
    "issue.settle": "let it stand as resolved",
}
MOVED = {"issue.close": "closed it"}  # where the same act ends the matter


def timeline(view: View, case: Asked, *, hides: bool = False) -> list[Plain]:
    """Return the entries about the subject of ``case``, oldest first: number, time, what happened, states, hash.

    ``hides`` keeps back what was said since positions were last opened.
    """
    zone, entries = words_of(case).zone, view.entries(case.subject.ref)
    opened = max((entry.seq for entry in entries if entry.content["act"] == OPENED), default=0)
    return [
        {
            "entry": entry.seq,
            "at": entry.at.isoformat(),
            "when": clock_time(entry.at, zone),
            "says": says(case, hidden(entry.content) if hides and entry.seq > opened else entry.content),
            "act": entry.content["act"],
            "from": entry.content["from"],
            "to": entry.content["to"],
            "hash": entry.hash,
        }
        for entry in entries
    ]


def hidden(content: Plain) -> Plain:
    """Return the content of an entry as it is told to whoever may not see yet what was said."""
    return {**content, "act": HIDDEN} if content["act"] in POSITIONS else content


def is_saving(content: Plain) -> bool:
    """Say whether an entry only saved a draft: that is no new version yet."""
    return bool(content["act"] == SAVED and content["from"] == content["to"] == DRAFT)


def folded(lines: list[Plain]) -> list[Plain]:
    """Return the lines of a timeline with the savings of a draft told once: how often it was saved, and the last of them."""
    found: list[Plain] = []
    for line in lines:
        saved = is_saving(line)
        if saved and found and found[-1].get("saved"):
            times = found[-1]["saved"] + 1
            found[-1] = line | {
                "saved": times,
                "says": say("{did}, {times} times.", did=line["says"].rstrip("."), times=times),
            }
        else:
            found.append(line | {"saved": 1} if saved else line)
    return found


def says(case: Asked, content: Plain) -> str:
    """Return one entry as a sentence, from its ledger content."""
    participant, who = content["participant"], actor_of(case.alliance, content)
    if participant and case.title_of(participant) not in who:
        who = say("{who}, for {participant}", who=who, participant=case.title_of(participant))
    if content["role"] == "deputy":
        who = say("{who}, as deputy", who=who)
    did = say("{who} {did}", who=who, did=say(did_what(content)))
    if (due := promised(content)) is not None:
        did = say("{did}, as was due {when}", did=did, when=clock_time(due, words_of(case).zone))
    if content["to"] == content["from"] or not content["to"]:
        return f"{did}."
    return say("{did} ({state}).", did=did, state=say(case.rules.workflow.states[content["to"]].title).lower())


def promised(content: Plain) -> datetime | None:
    """Return when the clock had promised what it came to do only later, or None where it was on time."""
    return next((moment(str(fact["due"])) for fact in content["facts"] if fact["kind"] == "DoneLate"), None)


def actor_of(alliance: Alliance, content: Plain) -> str:
    """Return who did what an entry tells of, as they were named then."""
    actor = content["actor"]
    return say(BY_ITSELF[actor]) if actor in BY_ITSELF else alliance.cited(actor, moment_of(content))


def did_what(content: Plain) -> str:
    """Return in English what an act did, as the end of a sentence."""
    act = content["act"]
    no_interest = act == "decision.declare_interest" and any(fact.get("interest") == NONE for fact in content["facts"])
    past = NO_INTEREST if no_interest else ON_THE_DRAFT if is_saving(content) else what_was_done(act)
    return past if content["to"] == content["from"] else MOVED.get(act, past)


def what_was_done(act: str) -> str:
    """Return an act in English, as the end of a sentence about whoever did it."""
    return PAST.get(act, ACTS.get(act, act))
