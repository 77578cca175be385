"""What changed in an alliance since somebody last read it: one line a matter, the newest first.

Nothing that somebody did themselves is news to them, and nothing they may not know of is named. The newest entries of the ledger are looked
through a few at a time, and only until enough is found: a page costs the same however long the record is.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select

from govflow.domain.alliances import REF, Alliance
from govflow.domain.default_sentences import title_of_default
from govflow.domain.sentences import clock_time
from govflow.domain.translating import mark, say
from govflow.engine.cases import Case
from govflow.engine.rulebook import Rulebook
from govflow.reading.decisions import decision_case, money_of, words_of
from govflow.reading.defaults import readable
from govflow.reading.drafts import is_hidden
from govflow.reading.gatherings import Plain, Seen, seen
from govflow.reading.issues import issue_line
from govflow.reading.timeline import actor_of, did_what, hidden, says
from govflow.record.ledger import prefix
from govflow.record.rows import TABLES
from govflow.record.tables.decisions import ASKED, is_ending
from govflow.record.units import NOUNS, View, Written

MOST = 8  # matters shown
AT_ONCE, AT_MOST = 100, 4000  # entries looked at in one go, and altogether
# What happens many times in the course of one matter: told of it only where nothing else happened to it.
MINOR = frozenset(
    {
        *("meeting.arrive", "meeting.leave", "meeting.go_to_item", "meeting.note", "meeting.order_items", "meeting.reply"),
        *("decision.declare_interest", "minutes.accept", "notice.nudge"),
    }
)
# What is told of the alliance itself, by what it is about.
OF_THE_ALLIANCE = {
    "participant": mark("Who takes part"),
    "seat": mark("Seats"),
    "chair": mark("The chair"),
    "deputy": mark("Deputies"),
    "absence": mark("Absences"),
}
Key = tuple[str, str]


class Change(NamedTuple):
    """The last thing that happened to a matter; ``decided`` where positions came to an end since, by which body, on which money.

    ``ref`` is "" where it is the alliance itself that changed.
    """

    ref: str
    title: str
    says: str
    when: str
    entry: int
    decided: bool = False
    body: str = ""
    money: str = ""


class News(NamedTuple):
    """What changed: the newest of each matter, whether there is more than is shown, and the entry up to which this is."""

    changes: tuple[Change, ...]
    more: bool
    upto: int


class Reader(NamedTuple):
    """Who reads, up to which entry this person has read, and whether what was decided is wanted first."""

    person: str
    read_entry: int = 0
    wants_decided: bool = False


class _Entry(NamedTuple):
    """What is looked at of an entry before anything of it is told."""

    seq: int
    act: str
    subject: str

    @property
    def noun(self) -> str:
        """Return what the act is an act on."""
        return self.act.partition(".")[0]


def news(view: View, book: Rulebook, reader: Reader, now: datetime) -> News:
    """Return what is news to ``reader`` at ``now``."""
    telling = _Telling(view, book, reader.person, now)
    lowest = max(reader.read_entry, view.head.size - AT_MOST)
    decided = _decided(view, lowest) if reader.wants_decided else {}
    chosen, more = _chosen(telling, lowest, decided)
    told = [telling.change(entry)._replace(**telling.money(entry)) for entry in decided.values()]
    told += [telling.change(written) for entry in chosen if (written := view.entry(entry.seq)) is not None]
    return News(tuple(sorted(told, key=lambda one: -one.entry)), more or lowest > reader.read_entry, view.head.size)


def _chosen(telling: "_Telling", lowest: int, decided: Mapping[str, Written]) -> tuple[list[_Entry], bool]:
    """Return the entry after ``lowest`` that is told of each matter, and whether there are more matters than are told of."""
    found: dict[Key, _Entry] = {}
    shown: dict[Key, bool] = {}
    most = max(MOST - len(decided), 0)
    for entry in _newest(telling.view, telling.person, lowest):
        key = _matter(telling.view, entry)
        if key is None or entry.subject in decided:
            continue
        if key not in found:
            shown[key] = telling.may_be_told(entry)
            if shown[key] and sum(shown.values()) > most:
                return [found[one] for one in found if shown[one]], True
            found[key] = entry
        elif found[key].act in MINOR and entry.act not in MINOR:
            found[key] = entry
    return [found[one] for one in found if shown[one]], False


def _newest(view: View, person: str, lowest: int) -> Iterator[_Entry]:
    """Give the entries after ``lowest`` that others wrote, the newest first; each few are asked for when they are wanted."""
    row = TABLES["ledger_entries"].c
    for upto in range(view.head.size, lowest, -AT_ONCE):
        few = (row.seq > max(lowest, upto - AT_ONCE), row.seq <= upto, row.actor != person)
        asked = select(row.seq, row.act, row.subject).where(view.mine("ledger_entries"), *few)
        yield from (_Entry(*cells) for cells in view.rows(asked.order_by(row.seq.desc())))


def _matter(view: View, entry: _Entry) -> Key | None:
    """Return which matter an entry is about: a subject, or one side of the alliance itself; None for what nobody is told of."""
    if entry.subject != REF:
        return entry.subject, ""
    if entry.noun not in OF_THE_ALLIANCE:
        return None
    written = view.entry(entry.seq) if entry.noun == "participant" else None
    return REF, f"{entry.noun} {_participant(written)}" if written else entry.noun


def _participant(written: Written) -> str:
    """Return the participant that an entry about the alliance concerns; "" for none."""
    found = (fact["participant"] for fact in written.content["facts"] if fact.get("participant"))
    return next(found, "")


def _decided(view: View, lowest: int) -> dict[str, Written]:
    """Return by matter the entry after ``lowest`` that ended its positions: the last few, however much happened after."""
    row = TABLES["ledger_entries"].c
    ended = select(row.seq).where(view.mine("ledger_entries"), row.seq > lowest, is_ending())
    found = [view.entry(seq) for (seq,) in view.rows(ended.order_by(row.seq.desc()).limit(MOST))]
    return {e.content["subject"]: e for e in reversed(found) if e is not None}


class _Telling:
    """Tells of entries to one person, in words."""

    def __init__(self, view: View, book: Rulebook, person: str, now: datetime) -> None:
        self.view, self.person, self._book, self._now = view, person, book, now
        self._cases: dict[str, Case] = {}

    def may_be_told(self, entry: _Entry) -> bool:
        """Say whether the person may know of what an entry is about."""
        asking = self.view, self._book, entry.subject, self.person, self._now
        kind = prefix(entry.subject)
        if kind == "DEC":
            return not is_hidden(self.view, self._book, entry.subject, self.person, self._now)
        if kind == "ISS":
            return issue_line(*asking) is not None
        return kind != "DEF" or readable(*asking) is not None

    def change(self, written: Written) -> Change:
        """Return an entry as it is told."""
        ref = written.content["subject"]
        kind = prefix(ref)
        tell = {"DEC": self._decision, "ISS": self._issue, REF: self._alliance}.get(kind, self._other)
        title, says, zone = tell(ref, written.content)
        return Change("" if ref == REF else ref, title, says, clock_time(written.at, zone), written.seq)

    def money(self, written: Written) -> dict[str, Any]:
        """Return what is told besides of a matter that was decided: by which body, on which money."""
        case = self._case(written.content["subject"])
        body = case.policy.body(case.decision.body)
        return {"decided": True, "body": body.title if body else case.decision.body, "money": money_of(case)}

    def _case(self, ref: str) -> Case:
        if ref not in self._cases:
            self._cases[ref] = decision_case(self.view, self._book, ref, self._now)
        return self._cases[ref]

    def _decision(self, ref: str, content: Plain) -> tuple[str, str, ZoneInfo]:
        case = self._case(ref)
        told = hidden(content) if case.policy.hide_positions and case.decision.state == ASKED else content
        return case.decision.title, says(case, told), words_of(case).zone

    def _issue(self, ref: str, content: Plain) -> tuple[str, str, ZoneInfo]:
        line = issue_line(self.view, self._book, ref, self.person, self._now)
        found = seen(self.view, self._book, "issue", ref, self.person, self._now)
        head = line or {"title": "", "sentence": "", "reads": False}
        return head["title"], says(found.case, content) if head["reads"] else head["sentence"], found.zone

    def _other(self, ref: str, content: Plain) -> tuple[str, str, ZoneInfo]:
        found = seen(self.view, self._book, NOUNS[prefix(ref)], ref, self.person, self._now)
        return _title(found), says(found.case, content), found.zone

    def _alliance(self, _: str, content: Plain) -> tuple[str, str, ZoneInfo]:
        alliance = self.view.alliance()
        noun, title = content["act"].partition(".")[0], self._whom(alliance, content)
        did = say("{who} {did}", who=actor_of(alliance, content), did=say(did_what(content)))
        says = f"{did}: {title}." if title else f"{did}."
        return say(OF_THE_ALLIANCE[noun]), says, ZoneInfo(alliance.zone)

    def _whom(self, alliance: Alliance, content: Plain) -> str:
        """Return whom a change of the alliance itself concerns: people first, then the organisation."""
        facts = content["facts"]
        people = [alliance.person(f["person"]) for f in facts if f.get("person")]
        titles = {p.id: p.title for p in alliance.participants}
        named = [person.called for person in people if person and person.called]
        whose = [titles.get(f["participant"], "") for f in facts if f.get("participant")]
        return ", ".join(dict.fromkeys([*named[:1], *(title for title in whose[:1] if title not in " ".join(named[:1]))]))


def _title(found: Seen) -> str:
    """Return what a mandate, a meeting, minutes, an action or a default is called."""
    case = found.case
    titles: dict[str, Callable[[], str]] = {
        "mandate": lambda: case.mandate.title,
        "meeting": lambda: case.meeting.title,
        "minutes": lambda: say("Minutes: {title}", title=case.meeting.title if case.meeting else case.minutes.meeting),
        "action": lambda: case.action.what,
        "default": title_of_default,
    }
    return titles[case.noun]()
