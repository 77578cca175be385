"""``govflow init``, ``invite``, ``reset-password`` and ``seat`` as somebody at a terminal runs them, in an empty folder."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govflow.assemble import assemble
from govflow.cli import main
from govflow.config import read
from govflow.domain.alliances import Alliance

ADA = "ada@harbour.example"
FOUNDING = ("init", "harbour", "--title", "Harbour Alliance", "--administrator", "Ada Lee", "--email", ADA)
Govflow = Callable[..., Result]


@pytest.fixture
def govflow(tmp_path: Path) -> Govflow:
    """Run a command in a home of its own; nothing of the surroundings counts."""

    def run(*arguments: str, expect: int = 0, **settings: str) -> Result:
        environ = {"GOVFLOW_HOME": str(tmp_path / "home"), "GOVFLOW_DATABASE": "", "GOVFLOW_POLICIES": "", "GOVFLOW_SMTP": ""}
        done = CliRunner().invoke(main, list(arguments), env=environ | settings, catch_exceptions=False)
        assert done.exit_code == expect, done.output
        return done

    return run


def roster(tmp_path: Path, alliance: str = "harbour") -> Alliance:
    house = assemble(read({"GOVFLOW_HOME": str(tmp_path / "home")}))
    with house.store.view(alliance) as view:
        found = view.alliance()
    house.store.engine.dispose()
    return found


def test_init_founds_an_empty_alliance_and_prints_how_the_administrator_signs_in(govflow: Govflow, tmp_path: Path) -> None:
    told = govflow(*FOUNDING).output
    assert "Harbour Alliance is founded" in told
    assert re.search(r"  http://127\.0\.0\.1:8000/set-password/\S{40,}", told)
    found = roster(tmp_path)
    assert (found.title, found.participants, found.illustrative) == ("Harbour Alliance", (), False)
    assert "Seaport" not in told


def test_init_run_twice_says_what_is_there_and_changes_nothing(govflow: Govflow, tmp_path: Path) -> None:
    govflow(*FOUNDING)
    before = roster(tmp_path)
    for again in (FOUNDING, ("init", "harbour"), (*FOUNDING[:3], "Another name", *FOUNDING[4:])):
        told = govflow(*again).output
        assert "Harbour Alliance (harbour) is here already" in told
        assert "Nothing was changed" in told
    assert roster(tmp_path) == before


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("init",), 2, "Say what to call the alliance in short"),
        (("init", "harbour"), 2, "Give --title, --administrator, --email"),
        (("init", "harbour", "--title", " ", "--administrator", "Ada", "--email", ADA), 2, "Give --title"),
        ((*FOUNDING[:-1], "ada at harbour"), 1, "is not an e-mail address"),
        (("init", "Har bour", *FOUNDING[2:]), 1, "cannot be the short name of an alliance"),
        (("init", "../evil", *FOUNDING[2:]), 1, "Use small letters"),
        ((*FOUNDING, "--policy", "plymuth"), 1, "did you mean 'plymouth'?"),
        (("init", "harbour", "--from", "nowhere.yaml"), 2, "does not exist"),
    ],
)
def test_init_says_what_is_missing_and_leaves_nothing(
    govflow: Govflow, tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    assert says in govflow(*arguments, expect=code).output
    house = assemble(read({"GOVFLOW_HOME": str(tmp_path / "home")}))
    assert house.store.alliances() == ()
    house.store.engine.dispose()


def test_only_an_example_is_marked_illustrative(govflow: Govflow, tmp_path: Path) -> None:
    assert "made up" in govflow("init", "seaport", "--example").output
    assert roster(tmp_path, "seaport").illustrative


def test_the_template_is_printed_and_founds_an_alliance(govflow: Govflow, tmp_path: Path) -> None:
    path = tmp_path / "alliance.yaml"
    path.write_text(govflow("init", "--template").output, encoding="utf-8")
    told = govflow("init", "harbour", "--from", str(path)).output
    assert "3 organisations and 5 people" in told
    assert "govflow invite ADDRESS" in told
    path.write_text(path.read_text(encoding="utf-8").replace("as: manager", "as: manger"), encoding="utf-8")
    assert re.search(r"alliance\.yaml:\d+: .*manger", govflow("init", "other", "--from", str(path), expect=1).output)


def test_invite_lets_somebody_in_who_is_new_or_locked_out(govflow: Govflow, tmp_path: Path) -> None:
    govflow(*FOUNDING)
    assert "--name" in govflow("invite", "bo@harbour.example", expect=1).output
    told = govflow("invite", "bo@harbour.example", "--name", "Bo Ray", "--role", "administrator").output
    assert "/set-password/" in told
    assert [(p.name, p.contact) for p in roster(tmp_path).people][1:] == [("Bo Ray", "bo@harbour.example")]
    assert "/set-password/" in govflow("invite", ADA.upper()).output
    assert len(roster(tmp_path).people) == 2
    assert "not an e-mail address" in govflow("invite", "nobody", expect=1).output


def test_reset_password_prints_a_link_for_whoever_signs_in_with_an_address(govflow: Govflow) -> None:
    govflow(*FOUNDING)
    assert "/set-password/" in govflow("reset-password", ADA).output
    assert "nobody@harbour.example" in govflow("reset-password", "nobody@harbour.example", expect=1).output


def test_seat_invites_and_seats_somebody_or_does_neither(govflow: Govflow, tmp_path: Path) -> None:
    path = tmp_path / "alliance.yaml"
    path.write_text(govflow("init", "--template").output, encoding="utf-8")
    govflow("init", "harbour", "--from", str(path))
    before = roster(tmp_path)
    for wrong in (("nobody", "leadership-team"), ("quay-housing", "nope"), ("quay-housing", "leadership-team")):
        govflow("seat", wrong[0], "Una Fox", "--body", wrong[1], expect=1)
    assert roster(tmp_path) == before
    govflow("seat", "quay-housing", "Una Fox", "--body", "management-team", "--email", "una@quay.example")
    assert roster(tmp_path).people[-1].contact == "una@quay.example"


def test_an_account_is_closed_by_a_command_but_never_the_last_administrators(govflow: Govflow) -> None:
    govflow(*FOUNDING)
    govflow("invite", "bo@harbour.example", "--name", "Bo Ray", "--role", "observer")
    assert "the only administrator who can sign in" in govflow("disable-account", ADA, expect=1).output
    told = govflow("disable-account", "Bo@harbour.example").output
    assert told == "Bo@harbour.example is signed out everywhere, and cannot sign in.\n"
    assert "is closed" in govflow("reset-password", "bo@harbour.example", expect=1).output
    assert govflow("enable-account", "bo@harbour.example").output == "bo@harbour.example can sign in again.\n"
    assert "/set-password/" in govflow("reset-password", "bo@harbour.example").output
    assert "No account of harbour has the address" in govflow("disable-account", "nobody@harbour.example", expect=1).output
