"""What somebody might try: for every event the proper way to ask for it, and each faulty way the rules must refuse."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from govflow.domain.decisions import Decision
from govflow.domain.policies import Policy
from govflow.domain.working_days import Calendar
from govflow.engine.exploring.casts import RESERVED

WHY = "It serves people"
BLANK = " "


@dataclass(frozen=True, slots=True)
class Scene:
    """What a try is made up from: where the decision is, when, under which policy, and who is there."""

    decision: Decision
    policy: Policy
    calendar: Calendar
    now: datetime
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Try:
    """One way of asking: the data, and what is odd about it ("" when nothing is)."""

    data: Mapping[str, Any]
    note: str = ""


Tries = tuple[Try, ...]


def whole_statement(policy: Policy) -> Mapping[str, Any]:
    """Return a best-for-people statement with every part answered."""
    parts = ("affected", "evidence", "options", "cost", "lawful", "interests")
    return dict.fromkeys(parts, "Said") | {"principles": {p.id: {"effect": "serves", "how": "Said"} for p in policy.principles}}


def tries(event: str, scene: Scene) -> Tries:
    """Return every way ``event`` is tried in ``scene``."""
    made = MAKERS.get(event)
    return made(scene) if made else (Try({}),)


def _reasoned(extra: Mapping[str, Any] | None = None) -> Tries:
    data = extra or {}
    return (Try({"reason": WHY, **data}), Try({"reason": BLANK, **data}, "without a reason"))


def _reason(_: Scene) -> Tries:
    return _reasoned()


def _changing(scene: Scene) -> Tries:
    text = "Other words" if scene.decision.text.text != "Other words" else "Yet other words"
    why = {"reason": WHY}
    return (
        Try({"text": text, **why}),
        Try({"text": text, "reason": BLANK}, "without a reason"),
        Try(why, "changing nothing"),
        Try({"statement": {"affected": BLANK}, **why}, "emptying a part of the statement"),
        Try({"changes": (RESERVED,), **why}, "altering what the mandate reserves"),
        Try({"amount_pence": 1, "line": "elsewhere", "year": "2025-26", **why}, "on a line the mandate does not hold"),
        Try({"kind": _higher_kind(scene), **why}, "as a kind that a higher body decides, or that nobody knows"),
        *_another_matter(scene),
    )


def _another_matter(scene: Scene) -> Tries:
    began = scene.policy.kind(scene.decision.began)
    if began is None or not began.about:
        return ()
    plain = next((k.id for k in scene.policy.kinds if k.body == began.body and not k.about and not k.needs_amount), "")
    return (Try({"kind": plain, "reason": WHY}, "as a kind that is about nobody's own matter"),)


def _higher_kind(scene: Scene) -> str:
    height = ("manager", "management", "leadership", "owner").index
    body = scene.policy.body(scene.decision.body)
    above = {b.id for b in scene.policy.bodies if body and height(b.level) > height(body.level)}
    return next((k.id for k in scene.policy.kinds if k.body in above and not k.about), "unheard-of")


def _answer(scene: Scene) -> Tries:
    asked = next((c.n for c in scene.decision.contributions if c.what == "question"), 0)
    good = (Try({"text": "So", "to": asked}),) if asked else ()
    return (*good, Try({"text": "So", "to": 99}, "to a question nobody asked"))


def _circulate(_: Scene) -> Tries:
    return (
        Try({"papers": ("Paper",)}),
        Try({}, "without papers"),
        Try({"papers": ("Paper",), "for_decision": False}, "not marked for decision"),
        Try({"papers": ("Paper",), "ask_interests": False}, "without asking about interests"),
        Try({"papers": ("Paper",), "urgent": {"reason": WHY, "legal": "Yes", "safe": "Yes"}}, "as urgent"),
        Try({"papers": ("Paper",), "urgent": {"reason": WHY, "legal": "Yes"}}, "as urgent, without saying whether it is safe"),
    )


def _show_urgency(_: Scene) -> Tries:
    whole = {"reason": WHY, "legal": "Yes", "safe": "Yes"}
    return (
        Try({"urgent": whole}),
        Try({"urgent": {}}, "without saying anything"),
        Try({"urgent": {**whole, "safe": BLANK}}, "without saying whether it is safe"),
    )


def _open(scene: Scene) -> Tries:
    tomorrow, before = scene.now + timedelta(days=1), scene.now - timedelta(days=1)
    held = {"meeting": "MTG-0001", "present": scene.participants}
    return (
        Try({}, "in writing"),
        Try({"closes": tomorrow}, "in writing, closing tomorrow"),
        Try({"closes": before}, "in writing, closing yesterday"),
        Try(held, "in a meeting"),
        Try({**held, "present": scene.participants[:-1]}, "in a meeting with one participant away"),
        Try({**held, "late": True}, "in a meeting, added late"),
        Try({**held, "late": True, "consented": scene.participants}, "in a meeting, added late with everyone's consent"),
    )


def _position(scene: Scene) -> Tries:
    current = scene.decision.version
    return (*_reasoned({"version": current}), Try({"reason": WHY, "version": current - 1}, "to another version"))


def _subject_to(scene: Scene) -> Tries:
    own = {"body": "Cabinet", "decision_kind": "key"}
    ways = tuple(Try({**t.data, **own}, t.note) for t in _position(scene))
    today = scene.calendar.local_date(scene.now)
    return (
        *ways,
        Try({**ways[0].data, "expected": today - timedelta(days=1)}, "expecting it yesterday"),
        Try({**ways[0].data, "expected": date(2099, 1, 1)}, "expecting it when the mandate is long over"),
    )


def _objecting(scene: Scene, given: Tries) -> Tries:
    whole = {"principle": scene.policy.principles[0].id, "would_agree_if": "Beds stay"}
    first = given[0].data
    return (
        *(Try({**t.data, **whole}, t.note) for t in given),
        Try({**first, **whole, "principle": ""}, "naming no principle"),
        Try({**first, **whole, "would_agree_if": BLANK}, "without saying what would have to change"),
    )


def _object(scene: Scene) -> Tries:
    return _objecting(scene, _position(scene))


def _raise(scene: Scene) -> Tries:
    return _objecting(scene, _reasoned())


def _defer(scene: Scene) -> Tries:
    today = scene.calendar.local_date(scene.now)
    later = {"until": today + timedelta(days=14)}
    return (
        *_reasoned(later),
        Try({"reason": WHY, "until": today}, "until today"),
        Try({"reason": WHY, "until": today + timedelta(days=400)}, "for more than a year"),
    )


def _declare(_: Scene) -> Tries:
    return (
        Try({"kind": "personal"}, "of their own"),
        Try({"kind": "institutional"}, "of their organisation"),
        Try({"kind": "none"}, "of no kind"),
    )


def _rule(scene: Scene) -> Tries:
    of = {"of": max((i.n for i in scene.decision.interests if i.kind != "none"), default=1)}
    handlings = ("exclude", "participate_if_others_agree", "note_only")
    words = tuple(Try({"reason": WHY, "handling": h, **of}, f"({h.replace('_', ' ')})") for h in handlings)
    return (
        *words,
        Try({"reason": BLANK, "handling": "exclude", **of}, "without a reason"),
        Try({"reason": WHY, "of": 99}, "on one nobody declared"),
    )


def _confirm(scene: Scene) -> Tries:
    return (Try({"of": max((i.n for i in scene.decision.interests if i.kind != "none"), default=1)}),)


def _wording(scene: Scene) -> Tries:
    now = scene.decision.text.text
    return (Try({"text": "Plainer words" if now != "Plainer words" else "Plain words"}), Try({"text": now}, "that is the same"))


def _notify(scene: Scene) -> Tries:
    today = scene.calendar.local_date(scene.now)
    past = today - timedelta(days=30)
    full, short = {"route": "notice", "published_on": past}, {"route": "general_exception", "published_on": past}
    return (
        Try(full),
        Try({**full, "published_on": today}, "of today"),
        Try({**full, "published_on": today + timedelta(days=1)}, "of tomorrow"),
        Try({**full, "published_on": today - timedelta(days=400)}, "of the year before last"),
        Try({**full, "decide_on": date(2099, 1, 1)}, "planning a day when the mandate is long over"),
        Try({**full, "decide_on": past + timedelta(days=28)}, "planning a day within the notice"),
        Try({**short, "reason": WHY}, "by general exception"),
        Try({**short, "reason": BLANK}, "by general exception, without a reason"),
        Try({"route": "special_urgency", "published_on": today, "reason": WHY}, "by special urgency"),
    )


def _ratify(scene: Scene) -> Tries:
    today = scene.calendar.local_date(scene.now)
    return (
        Try({"reference": "C-1", "decided_on": today}),
        Try({"reference": "C-1", "decided_on": today - timedelta(days=3)}, "dated three days ago"),
        Try({"reference": "C-1", "decided_on": today - timedelta(days=400)}, "dated long before it was proposed"),
        Try(
            {"reference": "C-1", "decided_on": today, "announced_on": today - timedelta(days=1)}, "published before it was taken"
        ),
        Try({"reference": BLANK, "decided_on": today}, "without that body's reference"),
        Try({"reference": "C-1", "decided_on": today + timedelta(days=1)}, "dated tomorrow"),
    )


def _complete(_: Scene) -> Tries:
    return (Try({"outcome": "Done"}), Try({"outcome": BLANK}, "without saying what came of it"))


def _review(_: Scene) -> Tries:
    return (
        Try({"finding": "Fewer nights outdoors", "worked": "yes"}),
        Try({"finding": "Fewer nights"}, "without saying whether it worked"),
    )


MAKERS: Mapping[str, Callable[[Scene], Tries]] = {
    "revise": _changing,
    "amend": _changing,
    "answer": _answer,
    "ask": lambda _: (Try({"text": "Why?"}),),
    "record_voice": lambda _: (Try({"who": "People using services", "said": "Yes"}),),
    "circulate": _circulate,
    "show_urgency": _show_urgency,
    "open": _open,
    "agree": _position,
    "agree_subject_to": _subject_to,
    "object": _object,
    "abstain": _position,
    "stand_aside": _position,
    "raise_objection": _raise,
    "declare_interest": _declare,
    "rule_on_interest": _rule,
    "confirm_ruling": _confirm,
    "edit_wording": _wording,
    "insist_material": _reason,
    "notify_own_body": _notify,
    "ratify": _ratify,
    "call_in": _reason,
    "decline": _reason,
    "direct": _reason,
    "retable": _reason,
    "resume": _reason,
    "withdraw": _reason,
    "defer": _defer,
    "complete": _complete,
    "review": _review,
}
