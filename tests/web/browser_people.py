"""People at browsers: somebody signed in, who has no mouse. What is pressed is counted; what is seen is looked over."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from tests.web.browsers import WIDTHS, a_page, look_over, served
from tests.web.conftest import PASSWORD, Site

WAYS = [pytest.param(width, js, id=f"{width}-{'js' if js else 'no-js'}") for width in WIDTHS for js in (True, False)]
in_every_way = pytest.mark.parametrize(("width", "javascript"), WAYS)
FARTHEST = 250  # more presses of Tab than any page needs


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

    def reach(self, target: Any) -> None:
        """Press Tab until ``target`` has the focus."""
        wanted = target.element_handle()
        for _ in range(FARTHEST):
            if wanted.evaluate("it => it === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} on {self.page.url} cannot be reached with Tab")

    def press(self, name: str, role: str = "button", at: int = 0) -> None:
        """Press a button, or follow a link, and wait for the page it leads to."""
        self.reach(self.page.get_by_role(role, name=name, exact=True).nth(at))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.presses += 1

    def follow(self, name: str, at: int = 0) -> None:
        self.press(name, "link", at)

    def menu(self, name: str) -> None:
        """Follow a line of the menu, which is folded where the window is narrow."""
        fold = self.page.get_by_role("button", name="Menu", exact=True)
        if fold.is_visible():
            self.reach(fold)
            self.page.keyboard.press("Enter")
        self.follow(name)

    def choose(self, name: str, at: int = 0) -> None:
        """Choose one of several answers: Tab leads to the group, arrows within it."""
        wanted = self.page.get_by_role("radio", name=name, exact=True).nth(at)
        group = self.page.locator(f"[name={wanted.get_attribute('name')}]")
        checked = group.and_(self.page.locator(":checked"))
        self.reach(checked if checked.count() else group.first)
        for _ in range(group.count()):
            if wanted.evaluate("it => it === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
        assert wanted.is_checked()
        self.presses += 1

    def write(self, label: str, words: str) -> None:
        """Write into a field, instead of what is in it."""
        self.reach(self.page.get_by_label(label, exact=True).first)
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
