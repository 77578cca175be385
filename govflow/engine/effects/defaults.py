"""Effects on defaults: what is recorded of each step, and who is told. Only those who may read one are told of it."""

from datetime import time

from govflow.domain import defaults as d
from govflow.domain import facts as f
from govflow.domain.default_sentences import notice_text
from govflow.domain.notices import Notice
from govflow.domain.translating import say
from govflow.engine.cases import CLOCK, ENGINE
from govflow.engine.defaults import DefaultCase, agreed_day, is_gone, others, readers
from govflow.engine.words import effect

Facts = tuple[f.Fact, ...]
NOON = time(12, 0)


def _text(case: DefaultCase, name: str) -> str:
    return str(case.data.get(name) or "").strip()


@effect("record the confirmation of the default")
def confirm(case: DefaultCase) -> Facts:
    """Record who confirmed it."""
    return (f.DefaultConfirmed(case.actor.person, case.actor.capacity.participant),)


@effect("record that they join the notice")
def join(case: DefaultCase) -> Facts:
    """Record that a participant joins the notice."""
    return (f.NoticeJoined(case.actor.capacity.participant, case.actor.person),)


@effect("record the notice")
def issue(case: DefaultCase) -> Facts:
    """Record the notice in the words that all the others joined in."""
    return (f.NoticeIssued(notice_text(case.default, case.policy, case.title_of, case.titles(others(case)))),)


@effect("record the service of the notice")
def serve(case: DefaultCase) -> Facts:
    """Record how and when it was served, and until when there is time to put it right."""
    on, calendar = case.data.get("on") or case.day, case.rules.calendar
    until = calendar.due(calendar.at(on, NOON), case.policy.clocks["cure"], case.policy.closing) if case.default.curable else None
    return (f.NoticeServed(case.actor.person, on, until, _text(case, "how")),)


@effect("record the later day they agree to")
def agree_day(case: DefaultCase) -> Facts:
    """Record until when a participant agrees that there is time."""
    return (f.ExtensionAgreed(case.actor.capacity.participant, case.data["until"], case.actor.person),)


@effect("record the longer time")
def lengthen(case: DefaultCase) -> Facts:
    """Record the later day that all the others agree to."""
    until = agreed_day(case)
    return (f.CureExtended(until),) if until else ()


def _heard(case: DefaultCase, said: str, *, put_right: bool) -> Facts:
    return (f.ConcernedHeard(len(case.default.hearings) + 1, put_right, case.actor.person, said),)


@effect("record what was put right")
def put_right(case: DefaultCase) -> Facts:
    """Record what the one concerned did to put it right."""
    return _heard(case, _text(case, "evidence"), put_right=True)


@effect("record what the one concerned said")
def hear(case: DefaultCase) -> Facts:
    """Record what the one concerned said; it is not counted."""
    return _heard(case, _text(case, "reason"), put_right=False)


@effect("record whether they judge it put right")
def judge(case: DefaultCase) -> Facts:
    """Record what a participant says of it."""
    cured = case.data["cured"] is True
    return (f.CureJudged(case.actor.capacity.participant, cured, case.actor.person, _text(case, "reason")),)


@effect("record who asks the others what follows")
def propose(case: DefaultCase) -> Facts:
    """Record who asks for the decision, and why."""
    statement = case.data.get("statement") or {}
    return (f.AnswerProposed(case.actor.person, case.actor.capacity.participant, statement, _text(case, "reason")),)


@effect("record the decision that answers the default")
def consider(case: DefaultCase) -> Facts:
    """Record by which decision the others answer it."""
    return (f.DefaultAnswered(str(case.data["decision"])),)


def _ends(sentence: str, how: str) -> None:
    def end(case: DefaultCase) -> Facts:
        return (f.DefaultEnded(how, case.actor.person),)

    end.__doc__ = f"Record how it ended: {how}."
    effect(sentence)(end)


ENDS = {
    "record that it was put right": d.PUT_RIGHT,
    "record that it leaves the alliance": d.EXCLUDED,
    "record that activities are suspended": d.SUSPENDED,
}
for _sentence, _how in ENDS.items():
    _ends(_sentence, _how)


@effect("record why the default ended")
def end(case: DefaultCase) -> Facts:
    """Record that it went no further, and why."""
    by = case.actor.person
    if by == CLOCK:
        return (f.DefaultEnded(d.TIME_OVER, by, say("Its time was over.")),)
    if by == ENGINE:
        how = d.GONE if is_gone(case) else d.NOT_AGREED
        why = say("It is no longer in the alliance.") if is_gone(case) else say("The others did not agree on what follows.")
        return (f.DefaultEnded(how, by, why),)
    return (f.DefaultEnded(d.WITHDRAWN, by, _text(case, "reason")),)


def _tell(sentence: str, kind: str) -> None:
    def tell(case: DefaultCase) -> tuple[Notice, ...]:
        told = tuple(p for p in readers(case) if p != case.actor.person)
        return (Notice(kind, told, case.default.ref),) if told else ()

    tell.__doc__ = f"Tell those who may read it: {kind}."
    effect(sentence)(tell)


TOLD = {
    "tell the others it is confirmed": "default-confirmed",
    "tell everyone of the notice": "default-notice",
    "tell everyone of the service": "default-served",
    "tell everyone the one concerned was heard": "default-heard",
    "tell everyone there is more time": "default-extended",
    "tell everyone what was done can be judged": "default-put-right",
    "tell everyone the time to put it right is over": "default-judging",
    "tell everyone it was put right": "default-cured",
    "tell everyone it was not put right": "default-not-cured",
    "tell everyone the others are asked what follows": "default-proposed",
    "tell everyone it leaves the alliance": "default-excluded",
    "tell everyone activities are suspended": "default-suspended",
    "tell everyone told that it ended": "default-ended",
}
for _sentence, _kind in TOLD.items():
    _tell(_sentence, _kind)
