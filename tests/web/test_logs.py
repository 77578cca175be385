"""What is logged: one JSON line a request, with its id, and nothing that anybody typed or that lets anybody in."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest

from govflow.acts import accounts
from govflow.acts.answers import UnavailableError
from govflow.acts.watching import beat
from govflow.logs import Outage, logger
from tests.web.conftest import PASSWORD, Site
from web.access import allow


def lines(site: Site) -> list[dict[str, Any]]:
    return [json.loads(line) for line in site.log.getvalue().splitlines()]


def test_a_request_is_one_line_with_its_id(site: Site) -> None:
    browser = site.signed_in(site.story.cast.manager)
    before = len(lines(site))
    answer = browser.get("/account?secret=hush", headers={"X-Request-ID": "from-the-proxy-1"})
    assert answer.headers["X-Request-ID"] == "from-the-proxy-1"
    (line,) = lines(site)[before:]
    assert line.pop("ms") >= 0
    assert line.pop("timestamp")
    assert line == {
        "event": "request", "level": "info", "process": "web", "id": "from-the-proxy-1", "method": "GET", "route": "/account",
        "status": 200, "alliance": "seaport", "person": site.story.cast.manager,
    }  # fmt: skip


@pytest.mark.parametrize("given", ["short", "x" * 65, "a b c d e f g h", 'abcdefgh"}', "abcdefg\u0661"])
def test_an_id_that_could_break_the_log_is_not_taken(site: Site, given: str) -> None:
    answer = site.browser().get("/healthz", headers={"X-Request-ID": given})
    assert answer.headers["X-Request-ID"] != given
    assert lines(site)[-1]["id"] == answer.headers["X-Request-ID"]


def test_no_secret_is_logged(site: Site) -> None:
    token = accounts.open_account(site.story.house, "seaport", site.story.cast.chair, "kay@example.org")
    browser = site.browser()
    browser.get(f"/set-password/{token}")
    browser.send(password="nine purple kettles")
    browser.sign_in("kay@example.org", PASSWORD)
    browser.sign_in("kay@example.org", "nine purple kettles", next="/account?a=hidden")
    browser.get("/nowhere/hidden/in/a/path")
    with browser.client.session_transaction() as held:
        planted = [held["_user_id"], held["csrf_token"]]
    planted += [token, "kay@example.org", "nine purple kettles", PASSWORD, "hidden", browser.client.get_cookie("govflow").value]
    assert [secret for secret in planted if secret in site.log.getvalue()] == []


def test_a_fault_is_logged_where_it_happened_without_what_it_was_about(site: Site) -> None:
    @allow("anyone")
    def broken() -> str:
        raise KeyError("what somebody typed")

    site.app.add_url_rule("/broken", "broken", broken)
    answer = site.browser().get("/broken")
    fault = next(line for line in lines(site) if line["event"] == "unexpected")
    assert (fault["error"], fault["id"]) == ("KeyError", answer.headers["X-Request-ID"])
    assert fault["where"][-1].endswith(" broken")
    assert "what somebody typed" not in site.log.getvalue()


def test_health(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = site.browser()
    assert browser.get("/healthz").json == {"status": "ok"}
    never = browser.get("/healthz/worker")
    assert (never.status_code, never.json["worker"]) == (503, "never seen")
    assert browser.get("/readyz").status_code == 200, "people can work while no worker runs"
    beat(site.story.house)
    answer = browser.get("/healthz/worker")
    assert (answer.status_code, answer.json["status"], answer.json["worker"]) == (200, "ok", "ok")
    site.story.clock.advance(timedelta(seconds=59))
    assert browser.get("/healthz/worker").status_code == 200
    site.story.clock.advance(timedelta(seconds=2))
    silent = browser.get("/healthz/worker")
    assert (silent.status_code, silent.json["worker"]) == (503, f"silent since {answer.json['worker_seen_at']}")
    ready = browser.get("/readyz")
    assert (ready.status_code, ready.json) == (200, silent.json)
    from govflow.record.store import Store

    def down(_: Store) -> None:
        raise UnavailableError("gone")

    monkeypatch.setattr(Store, "reading", down)
    assert [browser.get(path).status_code for path in ("/readyz", "/healthz/worker", "/healthz")] == [503, 503, 200]


def test_a_proxy_that_no_setting_names_is_told_once(site: Site) -> None:
    for _ in range(3):
        site.browser().get("/healthz", headers={"X-Forwarded-For": "192.0.2.1"})
    assert [line["level"] for line in lines(site) if "GOVFLOW_TRUSTED_PROXIES" in line["event"]] == ["warning"]


def test_an_outage_is_told_once_with_its_reason_and_without_a_password() -> None:
    written = io.StringIO()
    heard = Outage(logger("web", written))
    gone = UnavailableError("the database does not answer: postgresql://u:hunter2@db/x password=hunter2\nrefused")
    gone.__cause__ = ConnectionRefusedError()
    full = UnavailableError("it is not known whether this was recorded: disk is full")
    for error, writing in ((None, True), (gone, False), (gone, True), (None, False), (None, True), (full, True), (None, False)):
        heard(error, writing)
    assert [json.loads(line)["event"] for line in written.getvalue().splitlines()] == [
        "the record does not answer", "the record answers again", "the record does not answer",
    ], "what can be read while the disk is full does not end that outage"  # fmt: skip
    first = json.loads(written.getvalue().splitlines()[0])
    assert (first["error"], first["reason"].split()[-1]) == ("ConnectionRefusedError", "refused")
    assert "hunter2" not in written.getvalue()
    heard(None, True)
    assert written.getvalue().count("answers again") == 2


def test_a_worker_that_was_last_seen_at_a_time_to_come_is_not_alive(site: Site) -> None:
    """Where the clock was set back and the worker is gone, its last sign of life would else count for as long as the step."""
    browser = site.browser()
    beat(site.story.house)
    site.story.clock.set(site.story.clock.now() - timedelta(hours=1))
    answer = browser.get("/healthz/worker")
    assert answer.status_code == 503
    assert "which is still to come, so a clock was set back" in answer.json["worker"]
    assert browser.get("/readyz").json["worker"] == answer.json["worker"]
    beat(site.story.house)
    assert browser.get("/healthz/worker").status_code == 200
