"""Defaults told through the real acts: one in each state of the restricted route, concerning ``WHOM`` unless another is said."""

from datetime import timedelta

from tests.stories import Story, statement

EVIDENCE = "The books of January were asked for three times, and none came."
OVER_THE_HOLIDAYS = timedelta(days=15)
PAUSE, CURE = timedelta(days=7), timedelta(days=20)
WHOM = "youth"  # neither the owner nor the host of the manager
BEFORE_NOTICE = ("prepared", "confirmed", "withdrawn")
STATES = (
    *BEFORE_NOTICE,
    "notice_given",
    "curing",
    "said",
    "time_over",
    "cured",
    "not_cured",
    "proposed",
    "excluded",
    "not_agreed",
)


def others(story: Story, whom: str = WHOM) -> tuple[str, ...]:
    """Return the other participants."""
    return tuple(p for p in story.cast.participants if p != whom)


def prepared(story: Story, whom: str = WHOM, ground: str = "records") -> str:
    """Let the second participant prepare a default; return its reference."""
    by = story.cast.leads[others(story, whom)[1]]
    given = {"of": whom, "grounds": [{"ground": ground, "evidence": EVIDENCE}], "not_honest_mistake": "yes"}
    return story.act("default.prepare", by, **given).subject


def confirmed(story: Story, ground: str = "records") -> str:
    """Let the third participant confirm it after the pause."""
    ref = prepared(story, ground=ground)
    story.until(story.clock.now() + PAUSE)
    story.act("default.confirm", story.cast.leads[others(story)[2]], ref)
    return ref


def withdrawn(story: Story) -> str:
    """Let it go no further before anybody joined the notice."""
    ref = confirmed(story)
    story.act("default.withdraw", story.cast.leads[others(story)[3]], ref, reason="The books have come.")
    return ref


def notice_given(story: Story, ground: str = "records") -> str:
    """Let all the others join the notice."""
    ref = confirmed(story, ground)
    for one in others(story):
        story.act("default.give_notice", story.cast.leads[one], ref)
    return ref


def curing(story: Story) -> str:
    """Let the manager serve it."""
    ref = notice_given(story)
    story.act("default.serve", story.cast.manager, ref, how="Handed over at the office.")
    return ref


def said(story: Story) -> str:
    """Let the one concerned say what it put right."""
    ref = curing(story)
    story.act("default.cure", story.cast.leads[WHOM], ref, evidence="All the books of January are on the shared drive.")
    return ref


def time_over(story: Story) -> str:
    """Let the time to put it right run out."""
    ref = curing(story)
    story.until(story.clock.now() + CURE)
    return ref


def judged(story: Story, ref: str, *, cured: bool) -> str:
    """Let all the others say whether it was put right."""
    for one in others(story):
        story.act("default.judge", story.cast.leads[one], ref, cured="yes" if cured else "no", reason="We looked.")
    return ref


def cured(story: Story) -> str:
    """Let all the others say that it was put right."""
    return judged(story, said(story), cured=True)


def not_cured(story: Story) -> str:
    """Let all the others say that it was not put right."""
    return judged(story, time_over(story), cured=False)


def proposed(story: Story) -> str:
    """Let one of the others ask all of them what follows; the decision is open."""
    ref = not_cured(story)
    by = story.cast.leads[others(story)[1]]
    story.act("default.propose_exclusion", by, ref, reason="The services need the books.", statement=statement(story.policy))
    answer = answer_of(story, ref)
    story.do("circulate", story.cast.manager, answer, papers=["The notice"])
    story.clock.advance(OVER_THE_HOLIDAYS)
    story.do("open", story.cast.manager, answer)
    return ref


def answer_of(story: Story, ref: str) -> str:
    """Return the reference of the decision by which the others answer."""
    with story.house.store.view(story.alliance) as view:
        found = view.default(ref)
    assert found is not None
    return found.decision


def excluded(story: Story) -> str:
    """Let all the others agree."""
    ref = proposed(story)
    story.all_agree(answer_of(story, ref), WHOM)
    return ref


def not_agreed(story: Story) -> str:
    """Let one of the others object, and positions close: it ends."""
    ref = proposed(story)
    first, *rest = others(story)
    story.says("object", story.cast.leads[first], first, answer_of(story, ref))
    for one in rest:
        story.agrees(one, answer_of(story, ref))
    story.do("close", story.cast.manager, answer_of(story, ref))
    return ref


def in_state(story: Story, state: str) -> str:
    """Return a default brought to one of ``STATES``."""
    ref: str = globals()[state](story)
    return ref
