"""The wording of every refusal: code -> the sentence, and the remedy.

A sentence says what is not so, a remedy what to do about it; neither blames anybody. Codes are stable: forms, API, scenarios and the
ledger share them. Nothing here decides anything.
"""

from collections.abc import Mapping
from typing import Any

from govflow.domain.field_words import in_words
from govflow.domain.refusals import Refusal
from govflow.domain.translating import listed

CODES: Mapping[str, tuple[str, str]] = {
    # every process
    "not-allowed": ("{who} may not do this: it is for {roles}.", "Ask one of them to do it."),
    "not-now": ("This cannot be done while the matter is {state}.", "What can be done now: {moves}."),
    "unknown-value": ("{value} is not one of the known values for {field}.", "Use one of: {known}."),
    "invalid": ("{field}: {why}.", "{remedy}"),
    "unknown-reference": (
        "There is no {value} in this alliance.",
        "Check the reference; it is shown on every page and in every notice.",
    ),
    "stale-version": (
        "You answered version {answered}; the proposal is now at version {current}.",
        "Read version {current} and answer that.",
    ),
    "knock-on-missing": (
        "Nothing says what follows from this for the others.",
        "Propose what follows for their money or duties as a decision linked to {decision}, or say why nothing does.",
    ),
    "no-clock": (
        "The rules that hold here are of an earlier edition, and set no time for this: {what}.",
        "It can be done under a newer edition of the rules.",
    ),
    "key-reused": ("This key was already used for another act.", "Send a new key with each new act."),
    "nothing-changed": ("Nothing is changed.", "Change something first, or leave it as it is."),
    # circulating
    "rationale-incomplete": (
        "The best-for-people statement does not yet say {parts}.",
        "Fill in the missing parts before giving notice.",
    ),
    "mandate-not-cited": ("The proposal does not cite a mandate.", "Say under which mandate it would be decided."),
    "outside-mandate": ("{why}.", "{remedy}"),
    "wrong-body": ("{why}.", "{remedy}"),
    "papers-missing": ("No papers are attached.", "Attach or name the papers people need to decide."),
    "decision-not-flagged": (
        "It is not marked as an item for decision.",
        "Mark it for decision, so that nobody is surprised to be asked.",
    ),
    # opening
    "notice-too-short": (
        "Notice was given {given}; {needed} are needed, so positions can open on {earliest}.",
        "Wait until then, or say why it is urgent, whether it is legal and whether it is safe.",
    ),
    "urgency-not-shown": (
        "Urgency shortens notice only when chair and manager both agree, and say why, and that it is legal and safe. Missing: {missing}.",
        "Complete what is missing{otherwise}. Unanimity is still needed in full.",
    ),
    "seat-empty": ("Nobody holds the seat of {who}.", "Fill the seat first: every participant must be represented."),
    "interests-not-asked": (
        "{who} was not asked about interests.",
        "Ask every participant to declare interests, or that there are none.",
    ),
    "no-electorate": (
        "Too few could decide this: an alliance decision needs two participants, a body that decides alone needs its one.",
        "Look at who sits on the body, and who has an interest.",
    ),
    "late-item-not-consented": (
        "It was added late, and not everybody whose consent is needed has consented.",
        "Ask for consent, or put it on the next agenda.",
    ),
    "meeting-required": ("This alliance decides {when} outside a meeting.", "Put it on the agenda of a meeting."),
    "mandate-not-in-force": ("Mandate {mandate} is not in force on {day}.", "Cite the mandate in force, or wait until it is."),
    # meetings
    "meeting-too-soon": (
        "On {on} it would be too soon: with {needed} of notice it can be on {earliest} at the soonest.",
        "Choose that day or a later one; or say why it is urgent, whether it is legal and whether it is safe.",
    ),
    "meeting-unchanged": ("Nothing is changed.", "Change the day, the time, the length, the place or the link."),
    "reminded-lately": (
        "All who still owe something were reminded on {when}.",
        "Give them until {until}; or speak to them.",
    ),
    "agenda-empty": ("There is nothing on the agenda.", "Put an item on it before the papers go out."),
    "not-yet-its-day": ("The meeting is on {on}.", "Start it on its day, or move it."),
    "not-represented": ("Nobody is in the meeting for {who}.", "Record who has come for it, its seat holder or a deputy."),
    "meeting-not-running": ("{meeting} is not in session.", "Start the meeting, or ask for positions in writing."),
    "not-on-agenda": ("{decision} is not on the agenda of {meeting}.", "Put it on the agenda; it is then a late item."),
    "decisions-open": (
        "Positions are still open on {refs}.",
        "Ask for the positions that are missing, or close, defer or withdraw it; then end the meeting.",
    ),
    # minutes
    "minutes-changed": (
        "While you were writing, {changed}.",
        "Look at what stands now, take what belongs into your text, and save it again. A new version asks everybody to accept anew.",
    ),
    "minutes-not-issued": ("The minutes are still being written.", "Wait until they are issued."),
    "not-yet-accepted": ("{who} has not accepted the minutes yet.", "Each who attended accepts, or asks for a correction."),
    "correction-unanswered": ("The correction of {who} waits for an answer.", "Take it in, or say why not."),
    # interests
    "takes-no-part": (
        "{who} does not decide on this.",
        "Tell whoever decides; an interest is declared by those who take part.",
    ),
    "own-interest": ("This is about {who}'s own interest.", "The others rule on it."),
    "nothing-waits": ("Nothing waits for this: {why}.", "Look at its page for what is waiting."),
    "second-person-needed": (
        "{by} proposed this wording; the other of chair and manager confirms it.",
        "Ask the {other} to confirm it.",
    ),
    # mandates
    "mandate-incomplete": ("The mandate does not yet say {parts}.", "Write the missing parts before it is issued."),
    "envelope-below-committed": (
        "{line} for {year} would have {amount}, and decisions have committed {committed} of it.",
        "Give it at least that much, or let what is committed be released first.",
    ),
    "comments-missing": ("No comments are given.", "Say what would have to change for the leadership team to accept it."),
    # issues
    "not-concerned": (
        "{who} is not among those this concerns.",
        "Those concerned say what they accept; anybody can log an issue of their own.",
    ),
    "new-missing": ("It is not said what is new.", "A second consideration looks only at what is new: say what that is."),
    "summary-missing": ("There are no words yet.", "Write what everybody may know: what came of it, and what follows."),
    "terms-missing": ("The terms are not said.", "Say what the person is asked to do, until when, and who bears the cost."),
    "option-not-accepted": (
        "{who} has not accepted the way forward that the others accept.",
        "Each accepts it, or another is offered.",
    ),
    # participants
    "exit-notice-too-short": (
        "Notice of leaving is {needed}: {who} can leave on {earliest} at the soonest.",
        "Give that day or a later one, or the decision in force by which the others agreed to a sooner one.",
    ),
    "decision-needed": (
        "This needs a decision in force that concerns {who}, of kind {kinds}.",
        "Propose it: {who} does not take part in deciding it. Or {otherwise}.",
    ),
    "participant-suspended": (
        "{who} is suspended until {until}, and nobody answers for it until then.",
        "Wait until the suspension ends by itself, or the others end it.",
    ),
    # defaults
    "evidence-missing": ("No evidence is given for {ground}.", "Say for every ground what the evidence is."),
    "ground-not-confirmed": (
        "It is not confirmed that this is none of what the policy leaves out: {leaves_out}",
        "Confirm it if it is so; anything else is logged as an issue.",
    ),
    "default-under-way": ("There is one under way already that concerns {who} ({ref}).", "Go on with that one, or withdraw it."),
    "own-default": ("This concerns {who} itself.", "The others take this step; {who} may be heard at any time."),
    "another-must-confirm": (
        "It was prepared for {who}: somebody else, of a third participant, confirms it.",
        "Ask a leadership member of another participant to read it, with the evidence.",
    ),
    "pause-not-over": ("It can be confirmed from {when} on, no sooner.", "Read it again until then, with the evidence."),
    "only-the-one-concerned": ("This is for whoever speaks for {whom}.", "Let {whom} say it."),
    "cure-time-runs": (
        "{whom} has until {when} to put it right, and has not said that it did.",
        "Wait until it says what it did, or until that time is over.",
    ),
    "no-default-case": (
        "Nothing says that a default of {whom} was not put right.",
        "It is proposed at the end of the restricted route of default, and nowhere else.",
    ),
    # drafts
    "drafts-full": (
        "You have {most} drafts already, as many as are kept.",
        "Finish one of them, or throw one away, and save again.",
    ),
    "draft-too-long": (
        "This is too long to be kept: {length} characters, and at most {most} are.",
        "Shorten it, or copy a part of it to keep it elsewhere.",
    ),
    # positions
    "not-eligible": (
        "{who} is not among the participants asked this time.",
        "Who was asked was fixed when positions opened; it is listed on the page.",
    ),
    "no-seat": ("{who} holds no seat in the {body}.", "The seat holder, or a deputy named in advance, answers."),
    "put-in-meanwhile": (
        "Others put this in place for {who} while positions are open; it counts here {since}.",
        "Whoever spoke for the organisation when positions opened can answer meanwhile, while they still hold the seat.",
    ),
    "deputy-not-valid": ("{why}.", "{remedy}"),
    "excluded-by-interest": (
        "{who} may not take a position. The ruling on a declared interest is: {handling}.",
        "{remedy}",
    ),
    "voting-closed": ("Positions on this are not open.", "{remedy}"),
    "reason-missing": ("No reason is given.", "Say why, in a sentence the others can learn from."),
    "principle-missing": ("The objection names no principle{or_interest}.", "Name what it rests on: {known}."),
    "remedy-missing": ("The objection does not say what would have to change.", "Say what would let you agree."),
    "option-not-offered": ("{choice} is not offered under this alliance's policy.", "Choose one of: {known}."),
    # settling
    "not-yet-agreed": ("Waiting for the agreement of {who}.", "Each is asked for its position on version {version}."),
    "too-few-agree": ("Fewer than two participants agree.", "At least two must agree; standing aside alone decides nothing."),
    "quorum-not-met": ("There is no quorum: {why}.", "Quorum needs {needed}."),
    "interest-unruled": (
        "The interest declared by {who} is not yet ruled on and confirmed.",
        "The chair rules on it; a ruling that must be confirmed waits for the others.",
    ),
    "settlement-waits": (
        "Settlement waits until {until}, so that everyone can see what changed.",
        "Nothing need be done; it settles by itself.",
    ),
    "envelope-exceeded": (
        "{amount} is more than the {remaining} left on {line} for {year}.",
        "Lower the amount, choose another line, or ask the owner to vary the mandate.",
    ),
    "more-than-held": (
        "{decision} holds {held} of {place} that nothing else counts on, and {amount} would be given back.",
        "Lower the amount, or give the line and year that it holds money of.",
    ),
    "holder-decision-needed": (
        "The money is aligned, and {who} holds it: it is not decided until {who} has agreed subject to its own body's decision.",
        "{who} agrees subject to a decision of its own body; the money moves once that is recorded.",
    ),
    "replacement-under-way": (
        "{others} is adopted, and is about to replace {decision} or to give back its money.",
        "Wait until it is in force or has lapsed.",
    ),
    "replaced-meanwhile": (
        "{decision} {gone} while this was open, so this cannot take its place or give back its money as well.",
        "Withdraw this with a reason, and propose it anew {instead}.",
    ),
    "year-over": (
        "{year} is over, and its money can no longer be committed or moved; the year is now {now}.",
        "Choose a line of a year that is not over. What the owner lets go on into a later year, the mandate gives that year.",
    ),
    "concerned-gone": (
        "{who} is no longer in the alliance, so what this would decide about it is decided already.",
        "Withdraw this with a reason.",
    ),
    "held-by-issue": ("It is held while {issue} is open.", "Resolve the issue first; services carry on meanwhile."),
    # closing and after
    "closing-time-not-reached": (
        "{who} has not answered, and the closing time {closes} has not come.",
        "Wait for the answers or for the closing time.",
    ),
    "deadlock": (
        "It has failed {failures} in a row, so it cannot be put again.",
        "It goes to the no-fault ladder; a changed proposal can come back from there.",
    ),
    "not-awaited": ("No approval of {who} is awaited.", "Approvals are listed on the decision's page."),
    "window-closed": ("There is no objection window open.", "Propose a new decision that supersedes this one."),
    "outcome-statement-missing": ("It is not said what came of it.", "Say in a few sentences what was done and what came of it."),
    "finding-missing": (
        "The review has no finding.",
        "Say what was found, and whether it worked for the people who use services.",
    ),
}


# The sentence of a code where it waits for several, whose verb is another then.
OF_SEVERAL: Mapping[str, str] = {
    "interests-not-asked": "{who} were not asked about interests.",
    "not-yet-accepted": "{who} have not accepted the minutes yet.",
    "option-not-accepted": "{who} have not accepted the way forward that the others accept.",
    "closing-time-not-reached": "{who} have not answered, and the closing time {closes} has not come.",
}


def sentence_of(code: str, who: tuple[str, ...]) -> str:
    """Return the sentence of ``code``, still to be filled, where it waits for ``who``."""
    return OF_SEVERAL.get(code, CODES[code][0]) if len(who) > 1 else CODES[code][0]


def refuse(code: str, *, field: str = "", who: tuple[str, ...] = (), **words: Any) -> Refusal:  # noqa: ANN401 - words fill a template
    """Return the refusal ``code`` with its sentences filled from ``words``. Raises KeyError for an unknown code or a missing word."""
    sentence, remedy = sentence_of(code, who), CODES[code][1]
    said = {"field": in_words(field), "who": listed(who), **words}
    return Refusal(code, _capital(sentence.format(**said)), remedy.format(**said), field, who, said)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
