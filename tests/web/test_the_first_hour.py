"""A council officer with the README alone: founds an alliance of eight, has everybody signed in, and takes its first decision.

On SQLite and PostgreSQL, in a browser at both widths, by real mails; once form by form, once from one file.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from govflow.record.verifying import verify
from tests.web.first_hour import OF_THE_DEMONSTRATION, Installation, body, follow, press, sees

pytestmark = pytest.mark.slow
ADA = "ada@harbour.example"
MO = "mo@quay.example"
# The eight organisations, and who leads for each; the first is the commissioner.
LEADS = {
    "Harbour Council": ("Kay Okafor", "kay@council.example"),
    "Harbour Health Trust": ("Hana Price", "hana@trust.example"),
    "Quay Housing": ("Tom Byrne", "tom@quay.example"),
    "The Lantern Hostel": ("Siân Ŵyn", "sian@lantern.example"),
    "New Leaf Recovery": ("Łukasz Nowak", "lukasz@newleaf.example"),
    "Street Outreach": ("Ngũgĩ Kamau", "kamau@outreach.example"),
    "Youth First": ("Aoife O'Neill", "aoife@youth.example"),
    "Advice for All": ("Bea Li", "bea@advice.example"),
}
KAY = LEADS["Harbour Council"][1]
SHEET = "\n".join(
    [
        "organisation\tname\te-mail\trole",
        *(f"{organisation}\t{name}\t{email}\tleadership team" for organisation, (name, email) in LEADS.items()),
        f"Quay Housing\tMo Ade\t{MO}\talliance manager",
    ]
)
SAID = {
    "affected": "About 60 people who sleep rough in the harbour, and those who run services for them.",
    "evidence": "A count in October. People said that they want to be asked by somebody they know.",
    "options": "Doing nothing: rejected, winter is coming. A new team: rejected, it would take a year.",
    "cost": "Nothing beyond what each organisation spends already.",
    "lawful": "Yes to both; the council's lawyer has read it.",
    "interests": "None that we know of, asked today.",
}


@pytest.fixture(
    params=[
        pytest.param(("sqlite", 1280, True), id="sqlite-1280-js"),
        pytest.param(("postgres", 375, False), id="postgres-375-no-js", marks=pytest.mark.postgres),
    ]
)
def installation(
    request: pytest.FixtureRequest, tmp_path: Path, fresh_url: Callable[[str], str], chromium: Any
) -> Iterator[Installation]:
    kind, width, javascript = request.param
    with Installation(tmp_path, "" if kind == "sqlite" else fresh_url(kind), chromium, width, javascript).running() as one:
        yield one


def test_an_officer_founds_an_alliance_of_eight_and_takes_its_first_decision(installation: Installation) -> None:
    it_is_founded(installation)
    it_is_set_up_in_at_most_five_forms(installation)
    everybody_signs_in(installation)
    the_mandate_is_written_and_issued(installation)
    everybody_agrees(installation, "DEC-0001", "The mandate")
    first = a_first_proposal(installation)
    everybody_agrees(installation, first, "A note on how we will work")
    it_stands(installation, first)


def test_an_officer_founds_the_same_alliance_from_one_file(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(SHEET, encoding="utf-8")
    path = tmp_path / "alliance.yaml"
    path.write_text(a_file(), encoding="utf-8")
    told = installation.govflow("init", "harbour", "--from", str(path))
    assert "8 organisations and 10 people" in told
    installation.serve()
    installation.work()
    ada = installation.person(ADA)
    sees(ada, "Harbour Alliance")
    everybody_signs_in(installation)
    with installation.house.store.view("harbour") as view:
        (mandate,) = view.mandates()
        roster = view.alliance()
    assert (mandate.state, mandate.title) == ("draft", "Mandate for the Harbour Alliance")
    assert [p.title for p in roster.participants] == list(LEADS)
    assert not roster.illustrative
    assert verify(installation.house.store, "harbour").ok


def a_file() -> str:
    """Return the alliance as the officer writes it down, with the people in a spreadsheet."""
    rows = [f"  - {{name: {name}{', commissioner: yes' if n == 0 else ''}}}" for n, name in enumerate(LEADS)]
    return "\n".join(
        [
            "title: Harbour Alliance",
            f"administrator: {{name: Ada Lee, email: {ADA}}}",
            "organisations:",
            *rows,
            "people_file: people.csv",
            f"chair: {KAY}",
            "mandate:",
            "  title: Mandate for the Harbour Alliance",
            "  from: 2026-01-01",
            "  until: 2031-12-31",
        ]
    )


def it_is_founded(at: Installation) -> None:
    """Found it at a terminal; run again, it says what is there and changes nothing."""
    founding = ("init", "harbour", "--title", "Harbour Alliance", "--administrator", "Ada Lee", "--email", ADA)
    assert "/set-password/" in at.govflow(*founding)
    assert "here already" in at.govflow(*founding)
    at.serve()
    at.work()
    assert [str(mail["Subject"]) for mail in at.box.mails()] != []


def it_is_set_up_in_at_most_five_forms(at: Installation) -> None:
    """Do the checklist: organisations and people are pasted, looked at, and taken in; the chair is appointed."""
    ada = at.person(ADA)
    sees(ada, "Add the organisations", "Invite the people", "Appoint the manager and the chair")
    at.look(ada, "checklist")
    follow(ada, "Add the organisations")
    ada.get_by_text("Paste a list of names instead").click()
    ada.fill("[name=pasted]", "\n".join(LEADS))
    send(at, ada, "Read the pasted names")
    ada.get_by_label("Commissioner").first.check()
    ada.locator("[name=hosts]").nth(2).check()
    at.look(ada, "organisations")
    send(at, ada, "Add these organisations")
    sees(ada, "8 organisations are added")
    follow(ada, "Invite the people")
    ada.get_by_text("Paste from a spreadsheet instead").click()
    ada.fill("[name=pasted]", SHEET)
    send(at, ada, "Read the pasted rows")
    at.look(ada, "people")
    send(at, ada, "Invite everybody")
    sees(ada, "9 people are invited")
    follow(ada, "Appoint the manager and the chair")
    ada.select_option(
        "[name=chair]", label=next(text for text in ada.locator("[name=chair] option").all_inner_texts() if "Kay Okafor" in text)
    )
    send(at, ada, "Appoint")
    at.look(ada, "set-up")
    assert at.sent <= 5


def send(at: Installation, page: Any, button: str) -> None:
    press(page, button)
    at.sent += 1


def everybody_signs_in(at: Installation) -> None:
    """Each opens the link in their mail, chooses a password, and is told what they can do here."""
    at.work()
    for name, email in (*LEADS.values(), ("Mo Ade", MO)):
        page = at.person(email)
        sees(page, "What you can do here")
        if email in {KAY, MO}:
            at.look(page, f"first-{name.split()[0].lower()}")
    for mail in at.box.mails():
        assert OF_THE_DEMONSTRATION.search(str(mail["Subject"]) + body(mail)) is None


def the_mandate_is_written_and_issued(at: Installation) -> None:
    kay = at.person(KAY)
    at.go(kay, "/mandates/new/draft")
    press(kay, "Draft a mandate")
    here = kay.url.removesuffix("/write").partition(str(at.port))[2]
    today = at.clock.now()
    fill(
        at,
        kay,
        f"{here}/write/term",
        title="Mandate for the harbour",
        **day("since", today.day, today.month, today.year),
        **day("until", 31, 12, today.year + 4),
    )
    fill(at, kay, f"{here}/write/reserved", reserved="the scope of the services")
    fill(at, kay, f"{here}/write/limits", manager="0.00", management="0.00")
    kay_outcome = {
        "id": "fewer-rough-sleepers",
        "title": "Fewer people sleep rough",
        "measure": "people found on one night",
        "baseline": "31",
        "target": "12",
        "source": "outreach counts",
    }
    fill(at, kay, f"{here}/write/outcomes/1", check={"direction": "down"}, **kay_outcome)
    fill(at, kay, f"{here}/write/risk/1", category="safety of people", threshold="6")
    year = f"year_{today.year}_{(today.year + 1) % 100:02d}"
    fill(at, kay, f"{here}/write/envelope/1", check={"holding": "devolved"}, line="outreach", **{year: "50000.00"})
    fill(at, kay, f"{here}/write/statement", **principles(at), **SAID)
    at.go(kay, f"{here}/do/issue")
    press(kay, "Issue the mandate")
    sees(kay, "is before the leadership team")


def fill(at: Installation, page: Any, path: str, check: dict[str, str] | None = None, **values: str) -> None:
    """Fill a form of one page and save it."""
    at.go(page, path)
    for name, value in values.items():
        page.fill(f"main [name='{name}']", value)
    for name, value in (check or {}).items():
        page.check(f"main [name='{name}'][value='{value}']")
    press(page, "Save")


def day(name: str, number: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}-day": str(number), f"{name}-month": str(month), f"{name}-year": str(year)}


def principles(at: Installation) -> dict[str, str]:
    """Return how each principle is served, by the names of its fields."""
    found = at.house.book.library.policies["plymouth"].principles
    return {f"principles__{one.id}__how": "By deciding it together, in the open." for one in found}


def a_first_proposal(at: Installation) -> str:
    """Let the manager write a proposal, part by part, and return its reference."""
    mo = at.person(MO)
    at.go(mo, "/decisions/new/key-issue")
    mo.fill("[name=title]", "How we will work together this winter")
    mo.fill("[name=text]", "Every organisation sends one person to the outreach meeting each Monday until the end of March.")
    press(mo, "Save and go on")
    ref = next(part for part in mo.url.split("/") if part.startswith("DEC-"))
    for task, words in SAID.items():
        fill(at, mo, f"/decisions/{ref}/write/{task}", **{f"statement__{task}": words})
    fill(at, mo, f"/decisions/{ref}/write/principles", **{f"statement__{name}": words for name, words in principles(at).items()})
    return ref


def everybody_agrees(at: Installation, ref: str, paper: str) -> None:
    """Give notice, let it go by, open positions, and have all eight agree."""
    mo = at.person(MO)
    at.go(mo, f"/decisions/{ref}/circulate")
    mo.fill("[name=papers]", paper)
    press(mo, "Give notice")
    press(mo, "Give notice")
    at.wait(14)
    mo = at.person(MO)
    at.go(mo, f"/decisions/{ref}/do/open")
    press(mo, "Open positions")
    for _, email in LEADS.values():
        page = at.person(email)
        at.go(page, f"/decisions/{ref}/position")
        page.check("[name=choice][value=agree]")
        page.fill("[name=reason]", "It is best for the people who sleep rough here.")
        press(page, "Continue")
        press(page, "Record this position")
        sees(page, "Your position is recorded")
    at.work()


def it_stands(at: Installation, ref: str) -> None:
    """The mandate and the decision are in force; the manager's list is done; the record is whole, and says so at a terminal."""
    with at.house.store.view("harbour") as view:
        (mandate,), decision = view.mandates(), view.decision(ref)
    assert decision is not None
    assert (mandate.state, decision.state) == ("in_force", "in_force")
    page = at.person(KAY)
    at.go(page, f"/decisions/{ref}")
    sees(page, "In force")
    at.look(page, "in-force")
    assert "the chain is whole" in at.govflow("verify")
    assert all(OF_THE_DEMONSTRATION.search(str(one)) is None for one in at.said)
