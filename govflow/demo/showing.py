"""Setting the demonstration up, playing it with its progress shown, and printing what came of it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from govflow.acts.delivering import deliver
from govflow.acts.house import House
from govflow.assemble import assemble, house_in_memory, library_of
from govflow.clock import SystemClock, VirtualClock
from govflow.config import Settings
from govflow.demo.place import ALLIANCE, Holds, held_in, is_file, opened, put_down, set_aside
from govflow.demo.signing_in import addresses, open_accounts, renew_password
from govflow.demo.today import begin_today
from govflow.domain.refusals import Refused
from govflow.domain.vocabulary import ACTS
from govflow.engine.cases import ENGINE
from govflow.notices.composing import Message
from govflow.notices.sending import Post
from govflow.reading.decisions import decision_case, figures
from govflow.reading.record_text import as_text
from govflow.reading.records import decision_record
from govflow.reading.timeline import says
from govflow.record.units import View, Written
from govflow.rehearsing.playing import Outcome, play
from govflow.rehearsing.scenario import read_scenarios

STORY = Path(__file__).with_name("story.yaml")
FIRST = "DEC-0003"
# Of meetings what carries the story; who arrived and replied is left to the screens.
TOLD = frozenset(
    {
        "mandate.draft", "mandate.issue", "mandate.return", "mandate.accept", "mandate.take_effect",
        "meeting.plan", "meeting.send_notice", "meeting.send_papers", "meeting.start", "meeting.close", "meeting.note_position",
        "minutes.issue", "minutes.circulate", "minutes.settle", "action.open", "action.complete",
        "issue.log", "issue.appoint", "issue.offer_option", "issue.accept_option", "issue.step_up",
    }
)  # fmt: skip
BY_ITSELF = frozenset({"issue.log"})  # told although nobody did it
TOLD_BEFORE = "The password was told when the story was played. For a new one: govflow demo --new-passwords"
Say = Callable[[str], None]
NEXT_STEPS = """
What to try next
----------------
  govflow record DEC-0002          the mandate, returned once and then accepted by all eight
  govflow record DEC-0004          the spending decision that failed twice, climbed the ladder and came back changed
  govflow record DEC-0005          agreed, subject to the council's own decision; then in force
  govflow verify                   is the chain whole, and are the tables what it says?
  govflow worker --once            the notices that wait to be sent, printed
  govflow explain decision         the whole workflow in English
  govflow check                    prove the promises of the three policy packs
  govflow rehearse FILE...         play a story of your own (README: Rehearse it before you adopt it)"""


def run_demo(settings: Settings, say: Say, *, fresh: bool, new_passwords: bool = False) -> int:
    """Play the story for the database of ``settings``, print a decision's record and how to sign in. Return the exit code.

    Nothing is changed where the database holds anything but the demonstration, or a demonstration and not ``fresh``.
    """
    held = held_in(settings.database)
    if held is Holds.WHOLE and not fresh:
        return _again(settings, say, new_passwords=new_passwords)
    if held is Holds.OTHERS or (held is Holds.HALF and not fresh):
        say(held.value if held is Holds.OTHERS else f"{held.value} {_remedy(settings)}")
        return 1
    if held is not Holds.NOTHING and not is_file(settings.database):
        say(f"Only a demonstration in a file can be set aside. {_remedy(settings)}")
        return 1
    return _anew(settings, say)


def _remedy(settings: Settings) -> str:
    if is_file(settings.database):
        return "For a fresh start: govflow demo --fresh"
    return "For a fresh start make a new, empty database and name it in GOVFLOW_DATABASE."


def _again(settings: Settings, say: Say, *, new_passwords: bool) -> int:
    """Show the demonstration that is there; with a new password where one is asked for."""
    say(f"{Holds.WHOLE.value} {_remedy(settings)}\n")
    with opened(assemble(settings)) as house:
        _show(house, say)
        password = renew_password(house) if new_passwords else ""
        told = f"The new password of all of them, told this once: {password}" if password else TOLD_BEFORE
        _say_how_to_sign_in(house, settings, told, say)
    return 0


def _anew(settings: Settings, say: Say) -> int:
    """Play the story: in memory for a file, which it is put in once it is whole, else where it stays."""
    clock = VirtualClock(datetime(2026, 3, 2, 9, tzinfo=UTC))  # the story sets it to its own start
    in_file = is_file(settings.database)
    library = library_of(settings.workflows, settings.policies)
    with opened(house_in_memory(library, clock) if in_file else assemble(settings, clock)) as played:
        if not _played(played, clock, settings, say):
            return 1
        today = House(played.store, played.book, SystemClock(), played.files)
        with suppress(Refused):  # once the made-up mandate has run out, nothing can be opened under it
            begin_today(today, ALLIANCE)
        password = open_accounts(today)
        if in_file:
            _set_aside(settings, say)
            with opened(assemble(settings)) as kept:
                put_down(played, kept, settings.database)
    with opened(assemble(settings)) as house:
        _show(house, say)
        _say_how_to_sign_in(house, settings, f"The password of all of them, told this once: {password}", say)
    return 0


def _say_how_to_sign_in(house: House, settings: Settings, password: str, say: Say) -> None:
    say(NEXT_STEPS)
    say(f"\nTo sign in\n----------\n  {settings.base_url}/sign-in  once it serves (govflow serve)")
    say(f"  {password}")
    for address, name in addresses(house):
        say(f"  {address:<32}{name}")


def _played(house: House, clock: VirtualClock, settings: Settings, say: Say) -> bool:
    (story,) = read_scenarios([STORY], library_of(settings.workflows, settings.policies))
    policy = story.stage.policy
    if policy is None:
        raise ValueError("the story needs a policy")
    say(f"{story.title}\n(an illustrative story: every name, figure and act is made up for demonstration)")
    telling = Telling(house, say)
    went = [telling.of(outcome) for outcome in play(house, clock, story, house.book.library.calendar(policy), ALLIANCE)]
    post = Post(settings.base_url, Quiet())
    while list(deliver(house, post)):  # what was told in the story was told then; nobody is written to for it now
        pass
    return all(went)


class Quiet:
    """A sender that keeps quiet: the story's own messages count as sent."""

    def send(self, message: Message) -> None:
        """Send nothing."""

    def was_sent(self, reference: str) -> None:
        """Know nothing."""

    def rest(self) -> None:
        """Nothing is kept open."""


@dataclass(slots=True)
class Telling:
    """Telling the story while it goes on: each new entry of the ledger as a sentence, and what was refused, with its remedy."""

    house: House
    say: Say
    told: int = 0
    about: str = ""

    def of(self, outcome: Outcome) -> bool:
        """Tell what came of one step; say whether it went as the story says."""
        with self.house.store.view(ALLIANCE) as view:
            for entry in view.entries_after(self.told):
                self.told = entry.seq
                if entry.content["subject"].startswith("DEC-"):
                    self._tell(view, entry)
                elif entry.content["act"] in TOLD and (entry.content["actor"] != ENGINE or entry.content["act"] in BY_ITSELF):
                    self._tell_act(view, entry)
        for refusal in outcome.refusals:
            self.say(f"    refused: {refusal.says}\n             {refusal.remedy}")
        if not outcome.ok:
            self.say(f"  This should not be: {outcome.says}: {outcome.came}")
        return outcome.ok

    def _tell_act(self, view: View, entry: Written) -> None:
        """Tell what happened to a meeting, its minutes or an action, in the words of the vocabulary."""
        ref, alliance = entry.content["subject"], view.alliance()
        actor = entry.content["actor"]
        who = alliance.named(actor, entry.at) if alliance.person(actor) else actor.capitalize()
        if ref != self.about:
            self.about = ref
            self.say(f"\n{ref}")
        local = entry.at.astimezone(ZoneInfo(alliance.zone))
        self.say(f"  {local:%a %d %b %Y %H:%M}  {who}: {ACTS[entry.content['act']]}")

    def _tell(self, view: View, entry: Written) -> None:
        case = decision_case(view, self.house.book, entry.content["subject"], entry.at)
        if case.decision.ref != self.about:
            self.about = case.decision.ref
            self.say(f"\n{case.decision.ref}  {case.decision.title}")
        local = entry.at.astimezone(case.rules.calendar.zone)
        self.say(f"  {local:%a %d %b %Y %H:%M}  {says(case, entry.content)}")


def _show(house: House, say: Say) -> None:
    now = SystemClock().now()
    with house.store.view(ALLIANCE) as view:
        say("\n" + as_text(decision_record(view, house.book, FIRST, now)))
        say("The other decisions\n-------------------")
        for ref in sorted(set(view.decisions(*house.book.library.workflows["decision"].states)) - {FIRST}):
            seen = figures(view, house.book, ref, now)
            say(f"{ref}  {seen.title}\n          {seen.sentence}")


def _set_aside(settings: Settings, say: Say) -> None:
    if held_in(settings.database) in {Holds.WHOLE, Holds.HALF}:
        kept = set_aside(settings.database)
        say(f"\nThe earlier demonstration is kept in {kept}")
