"""What every answer carries, whatever it is an answer to; and what the app was told not to take."""

from typing import Any

import pytest

from govflow.acts import accounts
from tests.web.conftest import Site, soup
from web.assets import HEADERS

PAGES = ("/", "/sign-in", "/healthz", "/static/govflow.css", "/nowhere", "/static/../secrets", "/set-password/x")
HTTPS = {"GOVFLOW_BASE_URL": "https://decisions.example.org"}


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(site: Site, path: str) -> None:
    answer = site.browser().get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert len(answer.headers["X-Request-ID"]) == 32


def test_the_policy_allows_nothing_inline(site: Site) -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    for path in ("/sign-in", "/forgotten-password", "/nowhere"):
        page = soup(site.browser().get(path))
        assert page.select("[style], style, script:not([src]), [onclick], [onload]") == []


def test_pages_are_not_kept_and_files_are_kept_for_ever(site: Site) -> None:
    browser = site.signed_in(site.story.cast.manager)
    page = browser.get("/account")
    assert page.headers["Cache-Control"] == "no-store"
    for link in soup(page).select("link[href], script[src]"):
        file = browser.get(link.get("href") or link["src"])
        assert file.status_code == 200
        assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable", link
        assert "Set-Cookie" not in file.headers
    assert browser.get("/static/govflow.css").headers["Cache-Control"] == "public, no-cache"
    assert browser.get("/static/govflow.css?v=0123456789abcdef").headers["Cache-Control"] == "public, no-cache"


def test_files_ask_nothing_of_the_record(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = site.signed_in(site.story.cast.manager)
    monkeypatch.setattr(accounts, "who_is", None)
    for path in ("/static/govflow.css", "/favicon.ico"):
        assert browser.get(path).status_code == 200, "whoever is signed in is not looked up for it"


def test_the_cookie_is_for_this_host_alone_over_https(site_of: Any) -> None:
    site = site_of(environ=HTTPS)
    answer = site.browser().get("/sign-in", base_url="https://decisions.example.org")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-govflow=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_without_https_the_cookie_is_still_out_of_reach_of_scripts(site: Site) -> None:
    cookie = site.browser().get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("govflow=")
    assert {"HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.parametrize("host", ["evil.example", "decisions.example.org.evil.example", "127.0.0.1"])
def test_another_host_is_refused(site_of: Any, host: str) -> None:
    site = site_of(environ=HTTPS)
    answer = site.browser().get("/forgotten-password", base_url=f"https://{host}")
    assert answer.status_code == 400
    assert host not in answer.text


def test_a_body_that_is_too_large_is_refused(site: Site) -> None:
    answer = site.browser().post("/sign-in", {"email": "x" * 3_000_000})
    assert answer.status_code == 413
    assert "This is too much" in answer.text
    many = site.browser().post("/sign-in", {f"f{n}": "x" for n in range(1001)})
    assert many.status_code < 500


def test_only_files_of_the_folder_are_served(site: Site) -> None:
    for path in ("/static/../__init__.py", "/static/%2e%2e/__init__.py", "/static//etc/passwd", "/static/", "/static/vendor"):
        assert site.browser().get(path).status_code in {308, 404}


def test_a_missing_key_is_made_once_and_kept_to_oneself(site_of: Any, tmp_path: Any) -> None:
    environ = {"GOVFLOW_SECRET_KEY": "", "GOVFLOW_HOME": str(tmp_path)}
    one, other = site_of(environ=environ), site_of(environ=environ)
    assert one.app.secret_key == other.app.secret_key
    assert len(one.app.secret_key) == 64
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
