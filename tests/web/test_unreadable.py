"""What no database can keep is refused alike on both: in every address, question, filter and form, signed in or not."""

import io
import re

import pytest
from sqlalchemy import Engine

from govflow.config import read
from tests.houses import house_on
from tests.stories import a_founded_alliance, an_open_decision
from tests.web.conftest import KEY, Browser, Posted, Site, soup
from web import create_app
from web.access import routes

NASTY = ("\x00", "Kay\x00@example.org", "\ud800", "\x01\x1f", "9" * 30, "\ufffe", "-1")
FINE = {200, 302, 303, 304, 400, 403, 404, 405, 409, 410, 422}


@pytest.fixture
def site(engine: Engine) -> Site:
    """The example alliance on the web, on each database in turn."""
    story, log = a_founded_alliance(house_on(engine)), io.StringIO()
    return Site(create_app(story.house, read({"GOVFLOW_SECRET_KEY": KEY}), log_to=log), story, Posted(story.house), log)


def sent(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))


def test_no_address_and_no_question_is_a_fault(site: Site) -> None:
    an_open_decision(site.story)
    manager, wrong = site.signed_in(site.story.cast.manager), []
    names = (
        "text",
        "year",
        "month",
        "q",
        "next",
        "participant",
        "kind",
        "group",
        "waiting",
        "after",
        "before",
        "sort",
        "on-day",
        "draft",
    )
    with site.app.test_request_context():
        rules = {r.endpoint: r for r in site.app.url_map.iter_rules()}
    paths = {
        "/decisions",
        "/meetings/month",
        "/people",
        "/sign-in",
        "/notices",
        "/money",
        "/issues/new",
    }
    for route in routes(site.app):
        rule = rules[route.endpoint]
        if "GET" not in route.methods or not rule.arguments:
            continue
        for nasty in NASTY:
            paths.add(re.sub(r"<[^>]+>", sent(nasty), rule.rule))
    for path in sorted(paths):
        asked = [path] if "%" in path else [f"{path}?{name}={sent(nasty)}" for name in names for nasty in NASTY]
        for one in asked:
            status = manager.client.get(one).status_code
            wrong += [f"{one}: {status}"] if status not in FINE else []
    assert wrong == []


def test_the_character_nobody_can_keep_is_refused_in_words(site: Site) -> None:
    manager, anybody = site.signed_in(site.story.cast.manager), site.browser()
    assert manager.client.get("/decisions?text=%00").status_code == 400
    assert manager.client.get("/decisions/DEC-0001%00").status_code == 404
    for path, field in (("/sign-in", "email"), ("/forgotten-password", "email")):
        answer = anybody.post(path, {field: "kay\x00@example.org", "password": "seven green ladders"})
        assert answer.status_code == 422
        assert "between “kay” and “@example.org”" in soup(answer).main.text
    answer = manager.post("/set-up/name", {"title": "A long name\x00 of an alliance"})
    assert answer.status_code == 422
    assert "A long name of an alliance" in soup(answer).select_one(".govflow-typed").text


def test_no_form_is_a_fault(site: Site) -> None:
    """Send what cannot be kept in the first field of the form of every page that has no argument, and to those with one."""
    ref = an_open_decision(site.story)
    manager: Browser = site.signed_in(site.story.cast.manager)
    with site.app.test_request_context():
        rules = {r.endpoint: r for r in site.app.url_map.iter_rules()}
    wrong, token = [], manager.token("/account/password")
    for route in routes(site.app):
        if "POST" not in route.methods or route.endpoint == "sign_in.sign_out":
            continue
        path = re.sub(r"<int:[^>]+>", "1", rules[route.endpoint].rule)
        path = re.sub(r"<[^>]+>", ref, path)
        for nasty in NASTY:
            data = {"title": nasty, "text": nasty, "person": nasty, "item": nasty, "draft": nasty, "session": nasty, "key": nasty}
            body = "&".join(f"{name}={sent(value)}" for name, value in data.items()) + f"&csrf_token={token}"
            status = manager.client.post(path, data=body, content_type="application/x-www-form-urlencoded").status_code
            wrong += [f"{path} {nasty!a}: {status}"] if status not in FINE else []
    assert wrong == []


def test_a_mark_before_the_address_lets_one_in(site: Site) -> None:
    person = site.story.cast.manager
    email = site.account(person)
    for typed in (f"\u202a{email}\u202c", f"\ufeff{email}", f" {email.upper()}\u200b"):
        assert site.browser().sign_in(typed).status_code == 303


def test_what_only_a_program_sends_is_answered_too(site: Site) -> None:
    client = site.browser().client
    assert client.get("/decisions", headers={"HX-Request": "true", "HX-Current-URL": "http://[::1"}).status_code == 401
    assert client.get("/decisions", headers={"HX-Current-URL": "http://[::1"}).status_code == 302
    assert client.get("/sign-in?next=//[::1").status_code == 200
    large, many = "x" * 2_100_000, range(600)
    part = '--b\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    bodies = {
        "application/x-www-form-urlencoded": (f"a={large}", "&".join(f"f{n}=x" for n in many)),
        "multipart/form-data; boundary=b": (
            part.format("a", large) + "--b--",
            "".join(part.format(n, "x") for n in many) + "--b--",
        ),
    }
    for path in ("/nowhere", "/sign-in"):
        for kind, sent_as in bodies.items():
            for body in sent_as:
                assert client.post(path, data=body.encode(), content_type=kind).status_code in {400, 404, 413}, (path, kind)
