"""What somebody needs who is asked for a position: for whom, what may be said and with what, and what happens to the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from govflow.domain.own_bodies import KINDS
from govflow.domain.policies import Word
from govflow.domain.positions import ABSTAIN, AGREE, CHOICES, OBJECT, STAND_ASIDE, SUBJECT_TO, Position
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.requirement_codes import refuse
from govflow.domain.sentences import clock_time, day, sentence, until_time
from govflow.domain.translating import mark, say
from govflow.domain.vocabulary import POSITIONS
from govflow.engine.cases import Actor, Case
from govflow.engine.moving import available
from govflow.engine.permissions import DEPUTY, SEAT_HOLDER, capacities, permitted
from govflow.engine.rulebook import Rulebook
from govflow.engine.spending import looked_up
from govflow.reading.decisions import decision_case, still_needed, words_of
from govflow.reading.differences import Piece, differences, shortened
from govflow.reading.own_bodies import is_public, kinds, owed
from govflow.reading.records import person as name_of
from govflow.record.tables.decisions import ASKED
from govflow.record.units import View

CARRIES: Mapping[str, tuple[str, ...]] = {
    AGREE: ("reason",),
    SUBJECT_TO: ("reason", "body", "decision_kind", "expected"),
    OBJECT: ("reason", "principle", "interest", "would_agree_if"),
    ABSTAIN: ("reason",),
    STAND_ASIDE: ("reason",),
}
SPEAKING = (SEAT_HOLDER, DEPUTY)
ANSWERED = mark("answered")  # what is shown of a position that somebody may not see yet
SENT = {"reason": "-", "principle": "-", "would_agree_if": "-"}  # what a form will hold is not missing yet
IN_THE_FORM = frozenset(SENT) | {"interest", "choice"}
OF_THE_ANSWER = frozenset({"not-yet-agreed", "too-few-agree", "quorum-not-met"})  # what an agreement itself may meet


@dataclass(frozen=True, slots=True)
class Choice:
    """One word on offer: its title, meaning and prompt, and the fields of the act it carries."""

    id: str
    title: str
    means: str
    prompt: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A position that was given: the word and its title, by whom, when, on which version, and what it carried."""

    choice: str
    title: str
    person: str
    deputy: bool
    when: str
    version: int
    text: str
    carried: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Speaking:
    """One participant somebody may speak for: in which capacity, what it said, how often in all, and why it cannot answer now."""

    participant: str
    title: str
    deputy: bool
    given: Given | None
    times: int
    before: Given | None
    refusals: tuple[Refusal, ...]
    is_public: bool

    @property
    def may_answer(self) -> bool:
        """Say whether an answer would be taken now."""
        return not self.refusals


@dataclass(frozen=True, slots=True)
class Asked:
    """What one person is asked about one decision. ``since`` is what changed from the version answered before, if any."""

    ref: str
    title: str
    version: int
    round_no: int
    text: str
    closes: str
    choices: tuple[Choice, ...]
    principles: tuple[tuple[str, str, str], ...]
    interests: tuple[str, ...]
    interest_counts: bool
    speaking: tuple[Speaking, ...]
    refusals: tuple[Refusal, ...]
    texts: Mapping[int, str]
    case: Case
    sentence: str

    @property
    def kinds(self) -> Mapping[str, str]:
        """Return by kind of own body's decision what its clock would be if everything were begun today."""
        return kinds(self.case)

    @property
    def happens(self) -> str:
        """Return what happens to an answer, and until when it can be changed."""
        return _happens(self.case, self.speaking)

    def speaker(self, participant: str) -> Speaking | None:
        """Return the participant asked for, or the only one that can be; None when it must be said for whom."""
        able = [s for s in self.speaking if s.may_answer] or list(self.speaking)
        found = [s for s in self.speaking if s.participant == participant] if participant else able
        return found[0] if len(found) == 1 else None

    def choice(self, name: str) -> Choice | None:
        """Return the word on offer of that name, or None."""
        return next((c for c in self.choices if c.id == name), None)

    def since(self, version: int) -> tuple[Piece, ...]:
        """Return the text with its differences from ``version``; () when that is this one, or none."""
        return shortened(differences(self.texts[version], self.text)) if version in self.texts and version != self.version else ()


def asked_of(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Asked:
    """Return what ``person`` is asked about the decision ``ref``. Raises Refused for an unknown reference."""
    case = looked_up(decision_case(view, book, ref, now))
    decision, words = case.decision, words_of(case)
    speaking = speaking_of(case, person)
    return Asked(
        ref=ref,
        title=decision.title,
        version=decision.version,
        round_no=decision.round_no,
        text=decision.text.text,
        closes=clock_time(decision.asked.closes_at, words.zone) if decision.asked else "",
        choices=_offered(case),
        principles=tuple((p.id, p.title, p.means) for p in case.policy.principles),
        interests=case.policy.interests,
        interest_counts=case.policy.options["K"] == "principle_or_interest",
        speaking=speaking,
        refusals=() if speaking else _nobody(case, person),
        texts={v.n: v.text for v in decision.versions},
        case=case,
        sentence=sentence_for(case, person),
    )


def speaking_of(case: Case, person: str) -> tuple[Speaking, ...]:
    """Return the participants that ``person`` may speak for in the body that decides, whether it can answer now or not."""
    decision, policy = case.decision, case.policy
    held = capacities(case.alliance, policy, person, decision, case.day)
    own = sorted((c for c in held if c.role in SPEAKING and c.body == decision.body), key=lambda c: SPEAKING.index(c.role))
    found: dict[str, Speaking] = {}
    for capacity in own:
        if capacity.participant not in found:
            asking = replace(case, event=AGREE, actor=Actor(person, capacity), data={**SENT, "version": decision.version})
            found[capacity.participant] = _speaking(asking)
    return tuple(found.values())


def hides(case: Case, person: str) -> bool:
    """Say whether the policy keeps from ``person`` what others said: they are asked, and have not answered for everybody they speak for."""
    asked = case.policy.hide_positions and case.decision.state == ASKED
    return asked and any(s.may_answer and not s.given for s in speaking_of(case, person))


def sentence_for(case: Case, person: str) -> str:
    """Return where a decision stands, as far as ``person`` may know it."""
    return hidden_sentence(case) if hides(case, person) else sentence(case.decision, words_of(case))


def hidden_sentence(case: Case) -> str:
    """Return how many have answered, without who said what."""
    answered = len(case.decision.answers)
    hidden = mark("{n} of {all} have answered. You see what they said once you have answered.")
    return say(hidden, n=answered, all=case.decision.eligible)


class Answer(NamedTuple):
    """An answer that is not recorded yet: the word, by whom, for which participant, and the act's checked data."""

    choice: str
    person: str
    participant: str
    data: Mapping[str, Any]


def unmet(view: View, book: Rulebook, ref: str, answer: Answer, now: datetime) -> None:
    """Try an answer without recording it. Raises Refused as the act would."""
    choice, person, participant, data = answer
    case = decision_case(view, book, ref, now)
    actor = permitted(case.alliance, case.policy, f"decision.{choice}", person, case.decision, case.day, participant)
    if not isinstance(actor, Actor):
        raise Refused((actor,))
    refusals = available(replace(case, event=choice, actor=actor, data=data), choice)
    if refusals is None or refusals:
        raise Refused(refusals or (_closed(case),))


@dataclass(frozen=True, slots=True)
class Recorded:
    """A position as its entry holds it: the entry's number and hash, what was said and for whom, and what happens next.

    ``carried`` is everything that was said besides the choice, each with the name of its field; ``owed`` what its participant owes
    by what it said, "" where nothing.
    """

    ref: str
    title: str
    sentence: str
    entry: int
    hash: str
    when: str
    participant: str
    deputy: bool
    choice: str
    carried: tuple[tuple[str, str], ...]
    owed: str
    may_change: bool
    happens: str


class Mine(NamedTuple):
    """Something one did: on which decision, by whom, in which entry."""

    ref: str
    person: str
    entry: int


def recorded(view: View, book: Rulebook, mine: Mine, now: datetime) -> Recorded | None:
    """Return the position that somebody recorded in an entry of its own; None when the entry is something else."""
    ref, person, entry = mine
    written = view.entry(entry)
    if written is None or (written.content["subject"], written.content["actor"]) != (ref, person):
        return None
    if written.content["act"] not in POSITIONS:
        return None
    case = decision_case(view, book, ref, now)
    choice = written.content["act"].partition(".")[2]
    taken = next(f for f in written.content["facts"] if f["kind"] == "PositionTaken")
    place = tuple(taken[name] for name in ("round_no", "participant", "n"))
    said = next(p for p in case.decision.positions if (p.round_no, p.participant, p.n) == place)
    speaking = tuple(s for s in speaking_of(case, person) if s.participant == written.content["participant"])
    return Recorded(
        ref=ref,
        title=case.decision.title,
        sentence=sentence(case.decision, words_of(case)),
        entry=entry,
        hash=written.hash,
        when=clock_time(written.at, words_of(case).zone),
        participant=case.title_of(written.content["participant"]),
        deputy=written.content["role"] == DEPUTY,
        choice=_title(case, choice),
        carried=_carried(case, said),
        owed=owed(case, said) if choice == SUBJECT_TO else "",
        may_change=any(s.may_answer for s in speaking),
        happens=_happens(case, speaking),
    )


def _carried(case: Case, said: Position) -> tuple[tuple[str, str], ...]:
    """Return what a position carries besides its choice, in words, in the order in which it was asked for."""
    titles = {p.id: p.title for p in case.policy.principles}
    found = (
        ("reason", said.reason),
        ("principle", titles.get(said.principle, said.principle)),
        ("interest", said.interest),
        ("would_agree_if", said.would_agree_if),
        ("body", said.own_body),
        ("decision_kind", say(KINDS[said.own_body_kind]) if said.own_body_kind in KINDS else said.own_body_kind),
        ("expected", day(said.expected) if said.expected else ""),
    )
    return tuple((name, words) for name, words in found if words)


def _speaking(case: Case) -> Speaking:
    decision, mine = case.decision, case.actor.capacity.participant
    unmet_now = available(case, AGREE)
    refusals = (_closed(case),) if unmet_now is None else tuple(r for r in unmet_now if r.field not in IN_THE_FORM)
    standing = decision.position_of(mine)
    earlier = [p for p in decision.positions if p.participant == mine and p.lapsed]
    return Speaking(
        participant=mine,
        title=case.title_of(mine),
        deputy=case.actor.capacity.role == DEPUTY,
        given=_given(case, standing) if standing else None,
        times=sum(p.participant == mine for p in decision.positions),
        before=_given(case, earlier[-1]) if earlier and not standing else None,
        refusals=refusals,
        is_public=is_public(case, mine),
    )


def _given(case: Case, position: Position) -> Given:
    carried = {name: getattr(position, name) for name in ("reason", "principle", "interest", "would_agree_if", "expected")}
    return Given(
        choice=position.choice,
        title=_title(case, position.choice),
        person=name_of(case, position.person, position.at),
        deputy=position.deputy,
        when=clock_time(position.at, words_of(case).zone),
        version=position.version,
        text=position.reason,
        carried=carried | {"body": position.own_body, "decision_kind": position.own_body_kind},
    )


def _title(case: Case, choice: str) -> str:
    word = case.policy.word(choice)
    return word.title if word else choice.replace("_", " ").capitalize()


def _offered(case: Case) -> tuple[Choice, ...]:
    return tuple(Choice(w.id, w.title, w.means, w.prompt, CARRIES[w.id]) for w in case.policy.words if _is_offered(case, w))


def _is_offered(case: Case, word: Word) -> bool:
    known = word.id in CHOICES and bool(case.policy.acts.get(f"decision.{word.id}"))
    return known and case.policy.offers(word.id)


def _nobody(case: Case, person: str) -> tuple[Refusal, ...]:
    found = permitted(case.alliance, case.policy, "decision.agree", person, case.decision, case.day)
    if not isinstance(found, Actor):
        return (found,)
    body = case.policy.body(case.decision.body)
    return (refuse("no-seat", who=(case.alliance.name_of(person),), body=body.title.lower() if body else case.decision.body),)


def _closed(case: Case) -> Refusal:
    title = case.rules.workflow.states[case.decision.state].title
    return refuse("voting-closed", remedy=say("The matter is now: {state}.", state=say(title).lower()))


def _happens(case: Case, speaking: tuple[Speaking, ...]) -> str:
    """Return what happens to an answer, and until when it can be changed."""
    decision = case.decision
    if not any(s.may_answer for s in speaking) or decision.asked is None:
        return ""
    until = until_time(decision.asked.closes_at, words_of(case).zone)
    parts = [say("Your answer and its reason are recorded with your name, for everybody in the alliance to see.")]
    if _is_last(case, speaking):
        at_once = mark("All the others have agreed: once you agree too, the decision is adopted at once and cannot be changed.")
        parts += [say(at_once), say("Any other answer can be changed until {until}.", until=until)]
    else:
        parts.append(say("You can change it until all have agreed or {until}, whichever is first.", until=until))
    parts.append(say("Not answering is never counted as agreement."))
    return " ".join(parts)


def _is_last(case: Case, speaking: tuple[Speaking, ...]) -> bool:
    """Say whether nothing but the agreement of these is wanting."""
    mine = {s.participant for s in speaking if s.may_answer}
    others_wanting = {r.code for r in still_needed(case)} - OF_THE_ANSWER
    return set(case.tally().missing) <= mine and not others_wanting
