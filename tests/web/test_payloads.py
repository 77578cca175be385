"""Markup in every stored text field shows on every page as the text it is, and no browser takes it for anything else."""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from tests.web.browsers import served
from tests.web.conftest import Site, soup
from tests.web.payloads import PAYLOADS, a_story_of, an_unfinished_story_of, gatherings_of, pieces

Shape = tuple[str, tuple[str, ...]]
LISTS = (
    "/",
    "/decisions",
    "/decisions?q=xpwn",
    "/people",
    "/how-we-decide",
    "/how-we-decide/decision",
    "/account",
    "/decisions/new",
    "/money?year=2026-27",
    "/money/youth/2026-27",
)
PARTS = ("words", "affected", "principles", "reach")
MOVES = ("ask", "answer", "edit_wording", "withdraw", "defer")
PAGES = (
    *("", "/do", "/interests", "/write", "/position", "/amend", "/circulate", "/interests/1/rule", "/interests/declare"),
    *(f"/write/{part}" for part in PARTS),
    *(f"/do/{move}" for move in MOVES),
)
URLS = ("href", "src", "action", "formaction", "data", "xlink:href", "srcdoc")


def shapes(found: BeautifulSoup) -> set[Shape]:
    return {(tag.name, tuple(sorted(tag.attrs))) for tag in found.find_all(True)}


def is_harmful(tag: Tag) -> bool:
    """Say whether an element is none of ours."""
    attributes = {name.lower(): str(value).strip().lower() for name, value in tag.attrs.items()}
    return (
        tag.name == "xpwn"
        or "xpwn" in attributes
        or any(name.startswith("on") or name in {"style", "srcdoc"} for name in attributes)
        or any(attributes.get(name, "").startswith(("javascript:", "data:text", "//x.example")) for name in URLS)
        or (tag.name == "script" and (tag.string or "").strip() != "")
    )


@pytest.mark.parametrize("who", ["manager", "member"])
def test_every_payload_is_text_on_every_page(site: Site, who: str) -> None:
    assert len(PAYLOADS) >= 200
    story = site.story
    person = story.cast.manager if who == "manager" else story.cast.leads[story.cast.participants[1]]
    wrong = [(path, str(tag)[:200]) for path, found in _rendered(site, person) for tag in found.find_all(True) if is_harmful(tag)]
    assert wrong == []


def _rendered(site: Site, person: str) -> Iterator[tuple[str, BeautifulSoup]]:
    """Tell a story for each piece, with all payloads at once in the long fields of the first, and give every page of it."""
    refs = []
    for n, piece in enumerate(pieces()):
        tell = a_story_of if n % 2 == 0 else an_unfinished_story_of
        refs.append(tell(site.story, piece, " ".join(PAYLOADS) if n == 0 else piece))
    met = [
        path
        for n, piece in enumerate(pieces())
        for path in gatherings_of(site.story, piece, " ".join(PAYLOADS) if n == 0 else piece)
    ]
    browser = site.signed_in(person)
    for path in (*LISTS, *met, *(f"/decisions/{ref}{page}" for ref in refs for page in PAGES)):
        answer = browser.get(path)
        assert answer.status_code in {200, 303, 403, 404}, path
        yield path, soup(answer)


def test_a_page_holds_what_was_typed_and_is_built_like_a_harmless_one(site: Site) -> None:
    """The same story, once in plain words and once in payloads, gives pages of the same elements with the same attributes."""
    piece = next(iter(pieces()))
    harmless, harmful = (a_story_of(site.story, text, text) for text in ("Plain words here", piece))
    browser = site.signed_in(site.story.cast.manager)
    for page in PAGES[:4]:
        one, other = soup(browser.get(f"/decisions/{harmless}{page}")), soup(browser.get(f"/decisions/{harmful}{page}"))
        assert shapes(other) <= shapes(one), page
    assert PAYLOADS[0] in soup(browser.get(f"/decisions/{harmful}")).get_text()


def test_what_is_typed_into_a_search_or_a_form_that_is_refused_is_text(site: Site) -> None:
    browser = site.signed_in(site.story.cast.manager)
    everything = " ".join(PAYLOADS)
    pages = [
        browser.get("/decisions", query_string={"q": everything[:2000], "kind": everything[:100], "state": everything[:100]})
    ]
    browser.get("/decisions/new/key-issue")
    pages.append(browser.send(title=everything, text=everything))
    stranger = site.browser()
    stranger.get("/sign-in")
    pages.append(stranger.send(email=everything[:200], password="x"))
    pages.append(stranger.post("/decisions/DEC-0001/do/ask", {"text": everything}))
    for page in pages:
        assert [tag for tag in soup(page).find_all(True) if is_harmful(tag)] == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_browser_sees_no_markup_in_what_was_typed(site: Site, chromium: Any, javascript: bool) -> None:
    """Chromium reports every violation of the content policy in its console, and every dialog; there is none of either."""
    refs = [a_story_of(site.story, piece, " ".join(PAYLOADS)) for piece in list(pieces())[::9]]
    refs.append(an_unfinished_story_of(site.story, next(iter(pieces())), " ".join(PAYLOADS)))
    met = gatherings_of(site.story, next(iter(pieces())), " ".join(PAYLOADS))
    email = site.account(site.story.cast.manager)
    with served(site.app) as address:
        context = chromium.new_context(java_script_enabled=javascript)
        page, said = context.new_page(), []
        page.on("console", lambda message: said.append(message.text))
        page.on("dialog", lambda dialog: (said.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(f"{address}/sign-in")
        page.fill("[name=email]", email)
        page.fill("[name=password]", "seven green ladders")
        page.press("[name=password]", "Enter")
        for path in (*LISTS, *met, *(f"/decisions/{ref}{part}" for ref in refs for part in ("", "/interests", "/position"))):
            page.goto(address + path)
            assert page.locator("xpwn, [xpwn]").count() == 0, path
        assert page.url.startswith(address)
        context.close()
    assert [line for line in said if "Failed to load resource" not in line] == []
