"""How a default begins: by another participant, on the policy's grounds and with evidence, and as none of what the policy leaves out."""

from collections.abc import Iterator

from govflow.domain import facts as f
from govflow.domain.defaults import Default
from govflow.domain.notices import Notice
from govflow.domain.participants import GONE
from govflow.domain.policies import Ground
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.requirement_codes import refuse
from govflow.engine import moving
from govflow.engine.defaults import EXCLUSION, SUSPENSION, DefaultCase, is_owner, leadership, readers
from govflow.engine.guards.defaults import one_of_the_others
from govflow.engine.moving import Moved

Stated = tuple[tuple[str, str], ...]  # each ground with its evidence


def prepare(case: DefaultCase, ref: str) -> Moved:
    """Return the preparing of default ``ref``. Raises Refused with all that is unmet."""
    stated, whom = _stated(case), str(case.data["of"])
    start = case.about(Default(ref=ref, body=leadership(case), concerns=whom))
    refusals = tuple(_unmet(start, stated))
    if refusals:
        raise Refused(refusals)
    facts = (_prepared(start), *_grounds(case, stated))
    fresh = case.about(Default(ref=ref))
    told = tuple(p for p in readers(fresh.after(facts)) if p != case.actor.person)
    return moving.begin(fresh, (*facts, Notice("default-prepared", told, ref)))


def _stated(case: DefaultCase) -> Stated:
    data = case.data
    rows = tuple((row["ground"], row["evidence"]) for row in data.get("grounds") or ())
    one = ((str(data.get("ground") or ""), str(data.get("evidence") or "")),) if data.get("ground") or not rows else ()
    return (*one, *rows)


def _unmet(case: DefaultCase, stated: Stated) -> Iterator[Refusal]:
    known = tuple(p.id for p in case.alliance.participants if p.standing not in GONE)
    if case.default.concerns not in known:
        yield refuse("unknown-value", field="of", value=case.default.concerns, known=", ".join(known))
        return
    if (one := one_of_the_others(case)) is not None:
        yield one
    yield from _under_way(case)
    yield from _of_grounds(case, stated)


def _under_way(case: DefaultCase) -> Iterator[Refusal]:
    whom = case.default.concerns
    going = next((d.ref for d in case.going if d.concerns == whom), "")
    if going and case.actor.capacity.participant != whom:
        yield refuse("default-under-way", field="of", who=(case.title_of(whom),), ref=going)


def _of_grounds(case: DefaultCase, stated: Stated) -> Iterator[Refusal]:
    listed = tuple(g.id for g in case.policy.grounds)
    given = [ground for ground, _ in stated]
    for ground, evidence in stated:
        found = case.policy.ground(ground)
        if found is None or given.count(ground) > 1:
            yield refuse("unknown-value", field="ground", value=ground or "(none)", known=", ".join(listed))
        elif not evidence.strip():
            yield refuse("evidence-missing", field="evidence", ground=found.title.lower())
    if not case.data.get("not_honest_mistake"):
        found_of = (case.policy.ground(ground) for ground in given)
        left_out = " ".join(g.leaves_out for g in found_of if isinstance(g, Ground))
        yield refuse("ground-not-confirmed", field="not_honest_mistake", leaves_out=left_out)


def _prepared(case: DefaultCase) -> f.DefaultPrepared:
    whom = case.default.concerns
    return f.DefaultPrepared(
        by=case.actor.person,
        participant=case.actor.capacity.participant,
        body=case.default.body,
        answer_kind=SUSPENSION if is_owner(case, whom) else EXCLUSION,
        workflow=case.rules.workflow.digest,
        policy=case.policy.digest,
        concerns=whom,
    )


def _grounds(case: DefaultCase, stated: Stated) -> tuple[f.GroundStated, ...]:
    found = [(case.policy.ground(ground), evidence) for ground, evidence in stated]
    pairs = [(ground, evidence) for ground, evidence in found if ground is not None]
    return tuple(f.GroundStated(n, ground.curable, ground.id, evidence) for n, (ground, evidence) in enumerate(pairs, 1))
