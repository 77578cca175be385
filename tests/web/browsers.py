"""A real browser for tests: Debian's Chromium, the app served on a free port, and axe.

Skips with a clear message where there is no Chromium: `apt-get install --no-install-recommends chromium`.
"""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

WIDTHS = (1280, 375)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"]
PATIENCE = 15_000  # milliseconds for anything that a page is waited for
# What axe is asked: WCAG 2.2 to level AA, and its best practices.
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # what passes is not listed, which takes longer than finding out
}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium here: apt-get install --no-install-recommends chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def one_at_a_time(app: Any) -> Any:
    """Return a WSGI app that answers one request after the other: the house of these tests is one connection in memory."""
    lock = threading.Lock()

    def answered(environ: Any, start: Any) -> list[bytes]:
        with lock:
            parts = app(environ, start)
            try:
                return list(parts)
            finally:
                getattr(parts, "close", lambda: None)()

    return answered


@contextmanager
def served(app: Flask, port: int = 0) -> Iterator[str]:
    """Serve the app on a port, a free one unless it is named, and give its address."""
    server = make_server("127.0.0.1", port, one_at_a_time(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def a_page(chromium: Any, width: int = 1280, *, javascript: bool = True) -> Iterator[Any]:
    """Give a page of that width; at the end nothing may have gone wrong in its console, which is where a browser says too
    what the policy for content forbids.
    """
    context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=javascript, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    context.on("weberror", lambda error: said.append(str(error.error)))
    try:
        yield context.new_page()
    finally:
        context.close()
    faults = [line for line in said if "Failed to load resource" not in line]  # a status of 4xx is not a fault of the page
    assert faults == [], faults


def without_our_scripts(page: Any) -> None:
    """Let a page go on without our scripts, as where JavaScript is off; axe, which is a script itself, can still look at it."""
    page.route("**/*.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))


def look_over(page: Any, *, axe: bool = True) -> None:
    """Assert that axe finds nothing, nothing is wider than the window, and the page has one heading and its own title."""
    if axe:
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == page.evaluate("document.documentElement.clientWidth"), (
        page.url
    )
    assert page.locator("h1").count() == 1, page.url
    assert " – " in page.title(), page.url
