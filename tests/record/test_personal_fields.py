"""What people type and the ledger keeps out of its entries: every text of every fact is decided about here, and older entries stand."""

import re
import typing
from collections.abc import Mapping
from dataclasses import fields

import pytest

from govflow.domain import facts as f
from govflow.domain.facts import KINDS, VERSION, personal_fields
from govflow.record import ledger
from govflow.record.rows import TABLES
from govflow.record.store import Store
from govflow.record.verifying import verify
from govflow.trust import canonical
from tests.record import story

# References of people, organisations, bodies and subjects, and names that files of rules give.
REFERENCES = (
    "about body bodies by by_participant called_by cause changes concerned concerns decision default eligible electorate agreed gone "
    "issue left_out line meeting missing owner participant participants people person policy principle proposer recorded_by ref releases "
    "series subject successor supersedes tags to to_line to_year varies waiting workflow year absent mandate measure order"
)
# Words from a list that is closed, moments, digests and other things that nobody types freely.
WORDS = (
    "answer answer_kind by_role choice clock decision_kind digest due event handling how interest jurisdiction mandate_digest media origin "
    "held own_body_kind positions_digest role route rule rung standing what word worked zone"
)
# What the record is for: the matter itself, in the words everybody agreed to, and what was published elsewhere. Not to be erased.
OF_RECORD: Mapping[str, frozenset[str]] = {
    "AllianceFounded": frozenset({"title"}),
    "AllianceRenamed": frozenset({"title"}),
    "ParticipantJoined": frozenset({"title"}),  # of an organisation
    "VersionAdded": frozenset({"title", "text", "statement"}),
    "WordingProposed": frozenset({"text"}),
    "Circulated": frozenset({"papers"}),  # their titles
    "OwnBodyNotified": frozenset({"reference"}),  # of a notice that was published
    "OwnBodyDecided": frozenset({"reference"}),
    "ApprovalGiven": frozenset({"reference"}),
    "Completed": frozenset({"outcome"}),
    "Reviewed": frozenset({"finding"}),
    "MandateSet": frozenset({"title", "content"}),
    "MandateWritten": frozenset({"title", "content", "statement"}),
    "MandateIssued": frozenset({"content"}),
    "AnswerProposed": frozenset({"statement"}),
    "MeetingPlanned": frozenset({"title"}),
    "ItemAdded": frozenset({"title"}),
    "PaperAdded": frozenset({"title"}),
    "IssuePublished": frozenset({"summary"}),  # everyone concerned consented to these words being public
    # Sentences of the product's own.
    "Routed": frozenset({"why"}),
    "PositionsLapsed": frozenset({"why"}),
    "SettlementWaits": frozenset({"why"}),
    "ElectorateChanged": frozenset({"why"}),
}
# Named like a word of a list or a reference, and typed freely.
TYPED = {("ActionOpened", "what"), ("NoticeServed", "how"), ("ConcernedHeard", "said")}


def texts(kind: type[f.Fact]) -> set[str]:
    """Return the fields of a fact that hold text, in whatever form."""
    hints = typing.get_type_hints(kind)
    return {one.name for one in fields(kind) if "str" in str(hints[one.name])}


@pytest.mark.parametrize("name", [*KINDS])
def test_every_text_of_every_fact_is_personal_or_decided_not_to_be(name: str) -> None:
    kind, listed = KINDS[name], {*REFERENCES.split(), *WORDS.split()} | OF_RECORD.get(name, frozenset())
    typed = {field for one, field in TYPED if one == name}
    open_texts = texts(kind) - personal_fields(kind)
    assert open_texts <= listed - typed, "decide whether people may write a name there; if so, make it personal"
    assert not OF_RECORD.get(name, frozenset()) - open_texts, "this is listed, and personal or gone"


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (f.ItemAdded, "who"),
        (f.ActionOpened, "what"),
        (f.MeetingPlanned, "link"),
        (f.MeetingPlanned, "place"),
        (f.MeetingMoved, "link"),
        (f.MeetingMoved, "place"),
        (f.PaperAdded, "address"),
        (f.Contributed, "who"),
        (f.Contributed, "changed"),
        (f.PositionTaken, "own_body"),
        (f.ApprovalAwaited, "own_body"),
        (f.NothingFollows, "why"),
    ],
)
def test_where_people_write_names_is_personal_since_the_second_version(kind: type[f.Fact], field: str) -> None:
    assert field in personal_fields(kind)
    assert field not in personal_fields(kind, 1)


def older(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let entries be written as the version before wrote them."""
    monkeypatch.setattr(ledger, "VERSION", 1)


def bodies(store: Store) -> list[Mapping[str, typing.Any]]:
    with store.engine.connect() as connection:
        found = connection.execute(TABLES["ledger_entries"].select().order_by(TABLES["ledger_entries"].c.seq)).all()
    return [canonical.decode(bytes(row.body)) for row in found]


def test_a_ledger_of_the_version_before_is_whole_and_goes_on_in_the_new_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        older(patch)
        story.found(store)
        story.decide(store)
        story.gather(store)
    before = bodies(store)
    assert {content["v"] for content in before} == {1}
    (clear,) = {fact["what"] for content in before for fact in content["facts"] if fact["kind"] == "ActionOpened"}
    assert len(clear) != 64, "what stood in it in clear still does"
    assert verify(store, "plymouth").problems == ()
    story.decide(store)
    after = bodies(store)
    assert after[: len(before)] == before, "old entries keep their bytes"
    assert {content["v"] for content in after[len(before) :]} == {VERSION}
    assert verify(store, "plymouth").problems == ()


def test_what_is_personal_is_in_no_entry(store: Store) -> None:
    story.found(store)
    story.decide(store)
    story.gather(store)
    facts = [fact for content in bodies(store) for fact in content["facts"]]
    said = {(fact["kind"], name): fact[name] for fact in facts for name in personal_fields(KINDS[fact["kind"]]) if fact[name]}
    assert {("ItemAdded", "who"), ("MeetingPlanned", "link"), ("ActionOpened", "what"), ("Contributed", "who")} <= set(said)
    assert [key for key, value in said.items() if not re.fullmatch("[0-9a-f]{64}", value)] == []
