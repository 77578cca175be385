"""People at browsers: somebody signed in, who has no mouse. What is pressed is counted; what is seen is looked over."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from tests.web.browsers import WIDTHS, a_page, look_over, served
from tests.web.conftest import PASSWORD, Site

WAYS = [pytest.param(width, js, id=f"{width}-{'js' if js else 'no-js'}") for width in WIDTHS for js in (True, False)]
# Each width and each kind of browser once; the other two pairs are walked by `make soak`.
PAIRS = [WAYS[0], WAYS[3], *(pytest.param(*way.values, id=way.id, marks=pytest.mark.soak) for way in WAYS[1:3])]
in_every_way = pytest.mark.parametrize(("width", "javascript"), PAIRS)
# For long stories, whose pages are looked over one by one elsewhere: each width and each kind of browser once.
in_two_ways = pytest.mark.parametrize(("width", "javascript"), WAYS[1:3])
FARTHEST = 250  # more presses of Tab than any page needs
POSITION = "What does your organisation say to this version?"
# What has the focus, as pairs of kind and name; an answer stands for the question of its group too.
FOCUSED = """() => {
    const it = document.activeElement, name = (e) => e ? e.textContent.trim().replace(/\\s+/g, " ") : "";
    if (!it.labels?.length) return [[{A: "link", BUTTON: "button"}[it.tagName], name(it)]];
    const question = it.type === "radio" && it.closest("fieldset").querySelector("legend");
    return [["field", name(it.labels[0])], ["group", name(question)]];
}"""


@dataclass
class Somebody:
    """A person at a page. ``presses`` counts what was pressed to get on: links, buttons and answers, not the way there."""

    page: Any
    address: str
    javascript: bool
    presses: int = 0

    def visit(self, path: str) -> None:
        self.page.goto(path if path.startswith(self.address) else f"{self.address}{path}")

    def sign_in(self, email: str) -> None:
        """Sign in on the page that asks for it."""
        self.write("E-mail address", email)
        self.write("Password", PASSWORD)
        self.press("Sign in")

    def tab_to(self, what: str, name: str) -> None:
        """Press Tab until the focus is on something of a kind (link, button, field, group) that is called so."""
        for _ in range(FARTHEST):
            if [what, name] in self.page.evaluate(FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the {what} “{name}” on {self.page.url} cannot be reached with Tab")

    def press(self, name: str, what: str = "button") -> None:
        """Press a button, or follow a link, and wait for the page it leads to."""
        self.tab_to(what, name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.presses += 1

    def follow(self, name: str) -> None:
        self.press(name, "link")

    def menu(self, name: str) -> None:
        """Follow a line of the menu, which is folded where the window is narrow."""
        if self.page.get_by_role("button", name="Menu", exact=True).is_visible():
            self.tab_to("button", "Menu")
            self.page.keyboard.press("Enter")
        self.follow(name)

    def choose(self, answer: str, question: str = POSITION) -> None:
        """Choose one of several answers: Tab leads to the group, arrows within it."""
        self.tab_to("group", question)
        for _ in range(FARTHEST):
            if ["field", answer] in self.page.evaluate(FOCUSED):
                break
            self.page.keyboard.press("ArrowDown")
        if not self.page.evaluate("document.activeElement.checked"):
            self.page.keyboard.press("Space")
        assert self.page.evaluate("document.activeElement.checked"), answer
        self.presses += 1

    def write(self, label: str, words: str) -> None:
        """Write into a field, instead of what is in it."""
        self.tab_to("field", label)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def look(self) -> None:
        look_over(self.page, axe=self.javascript)

    def sees(self, *words: str) -> None:
        shown = self.page.locator("main").inner_text()
        assert [w for w in words if w not in shown] == [], shown

    def is_told_what_to_mend(self) -> None:
        """Assert that the focus is on the summary of what is wrong."""
        assert self.page.evaluate("document.activeElement.className") == "govuk-error-summary", self.page.url
        assert self.page.title().startswith("Error: ")


def enter(page: Any, address: str, email: str) -> None:
    """Sign in the quick way, to the desk."""
    page.goto(f"{address}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")


@contextmanager
def somebody(site: Site, chromium: Any, person: str, width: int, *, javascript: bool = True) -> Iterator[Somebody]:
    """Give a person, signed in and at the desk."""
    email = site.account(person)
    with served(site.app) as address, a_page(chromium, width, javascript=javascript) as page:
        enter(page, address, email)
        yield Somebody(page, address, javascript)
