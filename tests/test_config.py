"""Settings: what is read, what is refused, what is never printed."""

from pathlib import Path

import pytest

from govflow.config import SETTINGS, BadSettingsError, listening_on, read, shown

KEY = "k" * 32


def problems_of(environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(BadSettingsError) as refusal:
        read(environ)
    return refusal.value.problems


def test_nothing_set_gives_an_embedded_database_in_the_home_folder() -> None:
    settings = read({})
    assert settings.home == Path("govflow-data")
    assert settings.database == f"sqlite:///{Path.cwd() / 'govflow-data' / 'govflow.db'}"
    assert (settings.secret_key, settings.policies, settings.workflows, settings.smtp) == (None, None, None, None)
    assert (settings.base_url, settings.bind) == ("http://127.0.0.1:8000", "127.0.0.1:8000")


def test_every_setting_is_read(tmp_path: Path) -> None:
    settings = read(
        {
            "GOVFLOW_HOME": str(tmp_path),
            "GOVFLOW_DATABASE": "postgres://u:p@db/govflow",
            "GOVFLOW_SECRET_KEY": KEY,
            "GOVFLOW_POLICIES": str(tmp_path),
            "GOVFLOW_WORKFLOWS": str(tmp_path),
            "GOVFLOW_SMTP": "smtps://u:p@mail.example.org:465",
            "GOVFLOW_BASE_URL": "https://decisions.example.org/",
            "GOVFLOW_BIND": "[::1]:9000",
            "GOVFLOW_TRUSTED_PROXIES": "1",
            "GOVFLOW_PROCESSES": "3",
            "GOVFLOW_THREADS": "8",
            "GOVFLOW_METRICS": "127.0.0.1:9100",
        }
    )
    assert settings.database == "postgresql+psycopg://u:p@db/govflow"
    assert settings.policies == settings.workflows == settings.home == tmp_path
    assert settings.secret_key == KEY
    assert settings.base_url == "https://decisions.example.org"
    assert settings.base_path == ""
    assert settings.bind == "[::1]:9000"
    assert (settings.trusted_proxies, settings.processes, settings.threads, settings.metrics) == (1, 3, 8, "127.0.0.1:9100")


@pytest.mark.parametrize(
    ("bind", "address"),
    [("127.0.0.1:9000", "http://127.0.0.1:9000"), ("0.0.0.0:9000", "http://127.0.0.1:9000"), ("[::]:80", "http://127.0.0.1:80")],
)
def test_without_an_address_links_lead_to_where_the_server_listens(bind: str, address: str) -> None:
    assert read({"GOVFLOW_BIND": bind}).base_url == address
    assert read(listening_on(bind, {"GOVFLOW_BIND": "127.0.0.1:1", "GOVFLOW_BIND_FILE": "x"})).base_url == address


def test_an_address_may_have_a_path() -> None:
    settings = read({"GOVFLOW_BASE_URL": "https://example.org/our/decisions/"})
    assert (settings.base_url, settings.base_path) == ("https://example.org/our/decisions", "/our/decisions")


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read({"GOVFLOW_BIND": "", "GOVFLOW_SMTP": " "}) == read({})


def test_a_value_can_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n", encoding="utf-8")
    assert read({"GOVFLOW_SECRET_KEY_FILE": str(file)}).secret_key == KEY


def test_a_value_and_a_file_together_are_refused(tmp_path: Path) -> None:
    environ = {"GOVFLOW_SECRET_KEY": KEY, "GOVFLOW_SECRET_KEY_FILE": str(tmp_path)}
    assert problems_of(environ) == ("GOVFLOW_SECRET_KEY and GOVFLOW_SECRET_KEY_FILE are both set; keep one.",)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert problems_of({"GOVFLOW_SMTP_FILE": str(missing)}) == (
        f"GOVFLOW_SMTP_FILE names a file that cannot be read: {missing}.",
    )


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("HOME", __file__, "is not a folder"),
        ("DATABASE", "mysql://db/x", "must be an address such as"),
        ("DATABASE", "govflow.db", "must be an address such as"),
        ("DATABASE", "sqlite://", "names no database"),
        ("SECRET_KEY", "k" * 31, "is too short"),
        ("POLICIES", "/nowhere/at/all", "is not a folder"),
        ("WORKFLOWS", __file__, "is not a folder"),
        ("SMTP", "mail.example.org", "must be an address such as smtp://"),
        ("SMTP", "smtp://mail.example.org:0", "must be an address such as smtp://"),
        ("BASE_URL", "decisions.example.org", "must be the address people type"),
        ("BASE_URL", "https://u:p@decisions.example.org", "must be the address people type"),
        ("BASE_URL", "https://decisions.example.org/?a=b", "must be the address people type"),
        ("BASE_URL", "https://example.org/../x", "must be the address people type"),
        ("TRUSTED_PROXIES", "yes", "must be a whole number from 0 to 9"),
        ("PROCESSES", "0", "must be a whole number from 1 to 64"),
        ("THREADS", "13", "must be a whole number from 1 to 12"),
        ("METRICS", "yes", "must be a host and a port"),
        ("BIND", "8000", "must be a host and a port"),
        ("BIND", "127.0.0.1:eighty", "must be a host and a port"),
        ("BIND", "127.0.0.1:65536", "must be a host and a port"),
        ("BIND", "127.0.0.1:8000/x", "must be a host and a port"),
    ],
)
def test_a_bad_value_is_refused_by_name(variable: str, value: str, says: str) -> None:
    (problem,) = problems_of({f"GOVFLOW_{variable}": value})
    assert problem.startswith(f"GOVFLOW_{variable} ")
    assert says in problem


def test_all_problems_are_told_together() -> None:
    environ = {"GOVFLOW_BIND": "x", "GOVFLOW_DATABASE": "x", "GOVFLOW_DATABSE": "x"}
    assert [problem.split()[0] for problem in problems_of(environ)] == [
        "GOVFLOW_DATABSE",
        "GOVFLOW_DATABASE",
        "GOVFLOW_BIND",
    ]


def test_a_near_miss_is_named_but_a_stranger_is_left_alone() -> None:
    assert problems_of({"GOVFLOW_DATABSE": "x"}) == ("GOVFLOW_DATABSE is not a setting; did you mean GOVFLOW_DATABASE?",)
    read({"GOVFLOW_SERVICE_HOST": "10.0.0.1", "GOVFLOW_PORT_8000_TCP": "x", "DATABSE": "x", "GOVFLOW_REQUIRE_ALL": "1"})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GOVFLOW_SECRET_KEY", "hunter2-" * 4),
        ("GOVFLOW_DATABASE", "postgresql://u:hunter2@db/govflow"),
        ("GOVFLOW_DATABASE", "postgresql://u:@hunter2/p:@db/govflow"),
        ("GOVFLOW_DATABASE", "postgresql://db/govflow?user=u&password=hunter2"),
        ("GOVFLOW_SMTP", "smtp://u:hunter2@mail.example.org"),
    ],
)
def test_a_secret_is_never_printed(variable: str, value: str) -> None:
    settings = read({variable: value})
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in repr(shown(settings))
    assert "(hidden)" in repr(shown(settings))


def test_a_refused_secret_is_not_printed_either() -> None:
    environ = {"GOVFLOW_SECRET_KEY": "hunter2", "GOVFLOW_DATABASE": "psql://u:hunter2@db", "GOVFLOW_SMTP": "hunter2"}
    assert "hunter2" not in "".join(problems_of(environ))


def test_every_setting_is_shown_with_its_meaning() -> None:
    lines = shown(read({}))
    assert [name for name, _, _ in lines] == [setting.variable for setting in SETTINGS]
    assert ("GOVFLOW_SMTP", "(not set)") in [(name, value) for name, value, _ in lines]
    assert all(meaning.endswith(".") for _, _, meaning in lines)
