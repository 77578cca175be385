"""The demonstration as ``govflow demo`` plays it: how the story goes, what it says, and where it is never played."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from govflow.acts.founding import Founding, found_alliance
from govflow.assemble import assemble
from govflow.clock import SystemClock, VirtualClock
from govflow.config import Settings, read
from govflow.demo.place import ALLIANCE, Holds, held_in, opened
from govflow.demo.showing import run_demo
from govflow.reading.decisions import figures
from tests.seaport import START, library
from tests.web.conftest import Browser, soup
from web import create_app

FILLER = re.compile(r"rehears|said in full|lorem|\btest(s|ed|ing)?\b|\bfoo\b|\btodo\b", re.IGNORECASE)
ROLE_WORDS = re.compile(r"member|manager|chair|chief|owner|deputy|administrator|facilitator|mediator", re.IGNORECASE)
PASSWORD = re.compile(r"password of all of them, told this once: (\S+)")
# Rules and forms say the same for every alliance; files are made from the pages.
NOT_WALKED = re.compile(r"/(how-we-decide|static|sign-out)|/do/|/pack|\.(pdf|docx|csv|ics|svg|json)$|/(picture|write|session)\b")
EVERY_DECISION = tuple(f"DEC-{n:04d}" for n in range(1, 12))
MANDATE = {"DEC-0001": "the mandate", "DEC-0002": "the mandate"}  # both answer one mandate, issued twice


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, str]:
    """A demonstration, played once for this file; and what was said meanwhile."""
    said: list[str] = []
    settings = settings_at(tmp_path_factory.mktemp("demo"))
    assert run_demo(settings, said.append, fresh=False) == 0, "\n".join(said)
    return settings, "\n".join(said)


def settings_at(home: Path, database: str = "") -> Settings:
    return read({"GOVFLOW_HOME": str(home), "GOVFLOW_DATABASE": database, "GOVFLOW_SECRET_KEY": "k" * 32})


def ran(settings: Settings, *, fresh: bool = False, new_passwords: bool = False) -> tuple[int, str]:
    said: list[str] = []
    code = run_demo(settings, said.append, fresh=fresh, new_passwords=new_passwords)
    return code, "\n".join(said)


def test_the_story_goes_as_it_says_and_the_deadlocked_spending_comes_back_changed(played: tuple[Settings, str]) -> None:
    settings, story = played
    with opened(assemble(settings, SystemClock())) as house, house.store.view(ALLIANCE) as view:
        shown = figures(view, house.book, "DEC-0004", house.clock.now())
        climbed, today = view.issue("ISS-0001"), view.issue("ISS-0002")
        people = view.alliance().people
    assert shown.sentence.startswith("In force since ")
    assert "8 of 8 agreed to version 2" in shown.sentence
    assert climbed is not None
    assert today is not None
    assert (climbed.state, climbed.ended_on_rung, climbed.about) == ("resolved", "with_chief_executives", "DEC-0004")
    assert [climb.by for climb in climbed.climbs] == ["the clock"]
    assert today.state == "with_management_team"
    assert "brought it back from the no-fault ladder with changed words" in story
    assert "This should not be" not in story
    assert "Three people who had to wait" not in story  # what is said in an issue is not told
    assert not [p.name for p in people if ROLE_WORDS.search(p.name) or " " not in p.name]
    assert len({p.name for p in people}) == len(people) > 20


def test_no_two_statements_of_the_record_are_the_same(played: tuple[Settings, str]) -> None:
    with opened(assemble(played[0])) as house, house.store.view(ALLIANCE) as view:
        decisions = {ref: view.decision(ref) for ref in EVERY_DECISION}
    statements: set[tuple[str, str]] = set()
    once: list[str] = []
    for ref, decision in decisions.items():
        assert decision is not None
        statement = decision.text.statement
        parts = [said for part, said in statement.items() if part != "principles"]
        notes = [note["how"] for note in statement["principles"].values()]
        assert len(parts) == 6, (ref, statement)
        assert len(notes) == 7, (ref, statement)
        statements |= {(MANDATE.get(ref, ref), said) for said in (*parts, *notes)}
        once += [one for p in decision.positions for one in (p.reason, p.would_agree_if) if one]
        once += [c.said for c in decision.contributions]
        once += {paper for c in decision.circulations for paper in c.papers}
    twice = [said for said, n in Counter([*(said for _, said in statements), *once]).items() if n > 1]
    assert twice == []
    assert not [said for said in (*once, *(said for _, said in statements)) if FILLER.search(said) or not said.strip()]


def walked(browser: Browser) -> Iterator[tuple[str, str]]:
    """Yield every page that links lead to from the desk, each once, with its words."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        path = waiting.pop()
        page = browser.get(path, follow_redirects=True)
        assert page.status_code in {200, 403}, path
        if page.mimetype != "text/html":
            continue
        shown = soup(page)
        yield path, shown.get_text(" ", strip=True)
        links = (a["href"].partition("#")[0].partition("?")[0] for a in shown.select("a[href^='/']"))
        found = [link for link in dict.fromkeys(links) if link not in seen and not NOT_WALKED.search(link)]
        seen.update(found)
        waiting += found


@pytest.mark.parametrize("who", ["council", "manager", "commissioner"])
def test_no_page_of_the_demonstration_holds_filler_and_every_banner_says_it_is_made_up(
    played: tuple[Settings, str], who: str
) -> None:
    settings, said = played
    with opened(assemble(settings)) as house:
        browser = Browser(create_app(house, settings).test_client())
        assert browser.sign_in(f"{who}@seaport.example", PASSWORD.search(said)[1]).status_code == 303  # type: ignore[index]
        pages = dict(walked(browser))
    assert {f"/decisions/{ref}" for ref in EVERY_DECISION} <= set(pages)
    assert {"/meetings", "/meetings/MTG-0001", "/minutes/MIN-0001", "/people", "/mandates", "/money"} <= set(pages)
    assert not [(path, found.group()) for path, words in pages.items() if (found := FILLER.search(words))]
    assert not [path for path, words in pages.items() if "Illustrative" not in words]
    ladder = pages["/decisions/DEC-0004"]
    assert "because it came back from the no-fault ladder with changed words" in ladder
    assert "Meera Nair, alliance manager : put it again" in ladder
    assert "(retable)" not in ladder
    assert "Priya Shah, Council" in ladder
    assert "Leila Haddad, Youth: " in pages["/meetings/MTG-0006"]


def test_a_second_run_says_how_to_sign_in_and_a_new_password_can_be_had(played: tuple[Settings, str], tmp_path: Path) -> None:
    kept, first = played
    home = Path(shutil.copytree(kept.home, tmp_path / "home"))  # others sign in with the password of the one that is kept
    settings = replace(kept, home=home, database=kept.database.replace(str(kept.home), str(home)))
    before = PASSWORD.search(first)[1]  # type: ignore[index]
    code, again = ran(settings)
    assert code == 0
    assert "already played here; nothing was changed" in again
    assert "council@seaport.example         Priya Shah, Council" in again
    assert "For a new one: govflow demo --new-passwords" in again
    assert before not in again
    code, renewed = ran(settings, new_passwords=True)
    password = re.search(r"new password of all of them, told this once: (\S+)", renewed)[1]  # type: ignore[index]
    assert code == 0
    with opened(assemble(settings)) as house:
        client = create_app(house, settings)
        for address in ("council", "administrator", "outreach-deputy", "hostel-chief"):
            assert Browser(client.test_client()).sign_in(f"{address}@seaport.example", password).status_code == 303
        assert Browser(client.test_client()).sign_in("council@seaport.example", before).status_code != 303


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, fresh_url: Callable[[str], str], tmp_path: Path) -> Settings:
    """An installation on each kind of database, which is empty."""
    return settings_at(tmp_path / "home", fresh_url(request.param))


def found(settings: Settings, alliance: str, *, illustrative: bool) -> None:
    policy = library().policies["plymouth"]
    example = library().alliances["plymouth"] if illustrative else None
    founding = Founding("Harbour Alliance", policy, example=example)
    with opened(assemble(settings, VirtualClock(START))) as house:
        found_alliance(house, alliance, founding)


def heads(settings: Settings) -> dict[str, object]:
    """Return where the ledger of each alliance stands."""
    with opened(assemble(settings)) as house:
        found: dict[str, object] = {}
        for alliance in house.store.alliances():
            with house.store.view(alliance) as view:
                found[alliance] = view.head
        return found


@pytest.mark.parametrize(("alliance", "illustrative"), [("harbour", False), ("harbour", True), (ALLIANCE, False)])
def test_where_another_alliance_lives_nothing_is_played_set_aside_or_changed(
    place: Settings, alliance: str, illustrative: bool
) -> None:
    found(place, alliance, illustrative=illustrative)
    before = heads(place)
    for fresh in (False, True):
        code, said = ran(place, fresh=fresh, new_passwords=True)
        assert code == 1
        assert "it holds another alliance, or something else. Nothing was changed." in said
        assert "GOVFLOW_HOME" in said
    assert set(before) == {alliance}
    assert heads(place) == before
    assert not list(Path(place.database.removeprefix("sqlite:///")).parent.glob("*-2*.db"))


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    settings = settings_at(tmp_path)
    letter = tmp_path / "govflow.db"
    letter.write_text("A letter. " * 1000, encoding="utf-8")
    assert ran(settings, fresh=True)[0] == 1
    assert letter.read_text(encoding="utf-8") == "A letter. " * 1000


def test_a_story_broken_off_is_recognised_and_only_such_a_file_is_set_aside(place: Settings) -> None:
    found(place, ALLIANCE, illustrative=True)
    code, said = ran(place)
    assert code == 1
    assert "was broken off, so its story is not whole. Nothing was changed." in said
    if place.database.startswith("postgres"):
        assert "make a new, empty database and name it in GOVFLOW_DATABASE" in said
        assert ran(place, fresh=True)[0] == 1
        assert held_in(place.database) is Holds.HALF


def started(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GOVFLOW_")}
    return subprocess.Popen(
        [sys.executable, "-m", "govflow.cli", "demo", "--no-serve", *arguments],
        env=environ | {"GOVFLOW_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_demonstration_killed_at_any_moment_leaves_nothing_or_the_one_before(
    played: tuple[Settings, str], tmp_path: Path
) -> None:
    nowhere = tmp_path / "nothing-yet"
    for lines, how in ((60, signal.SIGKILL), (5, signal.SIGINT), (20, None)):
        with started(nowhere) as running:
            assert running.stdout is not None
            for _ in range(lines):
                running.stdout.readline()
            if how is None:
                running.stdout.close()  # as `| head -20` does
            else:
                running.send_signal(how)
        assert running.returncode != 0
        assert held_in(settings_at(nowhere).database) is Holds.NOTHING
    with started(played[0].home, "--fresh") as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.kill()
    assert held_in(played[0].database) is Holds.WHOLE
    with opened(assemble(played[0])) as house, house.store.view(ALLIANCE) as view:
        assert view.decision("DEC-0011") is not None


def test_a_fresh_start_keeps_the_earlier_demonstration_beside_the_new(tmp_path: Path) -> None:
    settings = settings_at(tmp_path)
    found(settings, ALLIANCE, illustrative=True)  # one that was broken off
    code, said = ran(settings, fresh=True)
    assert code == 0, said
    assert held_in(settings.database) is Holds.WHOLE
    (earlier,) = tmp_path.glob("govflow-*.db")
    assert f"The earlier demonstration is kept in {earlier}" in said
    assert held_in(f"sqlite:///{earlier}") is Holds.HALF
