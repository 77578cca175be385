"""The container's files: linted, and what they do is done here, since not every machine that tests has a builder."""

import configparser
import email
import email.message
import fnmatch
import json
import os
import re
import shlex
import smtplib
import subprocess
import sys
import venv
import zipfile
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import yaml

from govflow.cli import main
from govflow.config import SETTINGS, read
from tests.operations.served import free_port, until

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
VARIABLES = {setting.variable for setting in SETTINGS} | {f"{setting.variable}_FILE" for setting in SETTINGS}


def instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions in order: the word, and the rest in one line."""
    text = re.sub(r"(?m)^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    joined = re.sub(r"\\\n\s*", "", text)
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in joined.splitlines() if line.strip()]


def stage(name: str) -> list[tuple[str, str]]:
    """Return the instructions of one stage."""
    found, inside = [], False
    for word, rest in instructions():
        if word == "FROM":
            inside = rest.endswith(f" AS {name}")
        elif inside:
            found.append((word, rest))
    assert found, name
    return found


def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def test_the_image_follows_the_rules_of_images() -> None:
    stages = [rest.split() for word, rest in instructions() if word == "FROM"]
    assert [line[-1] for line in stages] == ["build", "mail", "run"]
    for image in {line[0] for line in stages} - {"build"}:
        assert re.fullmatch(r"[a-z]+:\d+\.\d+-[a-z-]+", image), f"{image}: a pinned version, and no host"
    for name in ("mail", "run"):
        words = [word for word, _ in stage(name)]
        assert "USER" in words
        assert words.index("CMD") > words.index("USER")
        assert next(rest for word, rest in stage(name) if word == "USER") != "root"
        assert json.loads(dict(stage(name))["CMD"])
    for word, rest in instructions():
        assert word != "ADD"
        assert "sudo" not in rest
        if "apt-get install" in rest:
            assert "apt-get update &&" in rest
            assert "--no-install-recommends" in rest
            assert "--yes" in rest
            assert "rm -rf /var/lib/apt/lists/*" in rest
        if "uv pip install" in rest and word == "RUN":
            for command in re.findall(r"uv pip install [^&]*", rest):
                assert "--constraint requirements.lock" in command or "--no-deps" in command, command
                assert "--no-cache" in command
    run = stage("run")
    assert "libpango" in str(run)
    environ = dict(
        shlex.split(rest)[n].split("=", 1) for word, rest in run if word == "ENV" for n in range(len(shlex.split(rest)))
    )
    assert {name for name in environ if name.startswith("GOVFLOW_")} <= VARIABLES


def test_what_is_copied_is_there_and_is_let_into_the_build() -> None:
    ignore = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    let_in = [line[1:] for line in ignore if line.startswith("!")]
    assert ignore[0] == "*"
    copied = [path for word, rest in instructions() if word == "COPY" and "--from" not in rest for path in rest.split()[:-1]]
    for path in copied:
        assert (ROOT / path).exists(), path
        assert any(fnmatch.fnmatch(path, pattern) for pattern in let_in), f".dockerignore keeps {path} out"
    assert set(let_in) == set(copied)


def test_the_services_of_compose_are_what_they_say() -> None:
    found = compose()
    services, stages = found["services"], {rest.split()[-1] for word, rest in instructions() if word == "FROM"}
    assert set(services) == {"web", "worker", "database", "mail"}
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services)
        assert "build" not in service or service["build"]["target"] in stages
        assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= set(found["volumes"])
        for other, condition in service.get("depends_on", {}).items():
            healthy = services[other].get("healthcheck") or any(word == "HEALTHCHECK" for word, _ in stage("run"))
            assert condition == {"condition": "service_healthy"}
            assert healthy, (name, other)
    for name in ("web", "worker"):
        command, environ = services[name]["command"], services[name]["environment"]
        assert command[0] in main.commands
        options = {option for parameter in main.commands[command[0]].params for option in parameter.opts}
        assert set(command[1:]) <= options
        assert set(environ) <= VARIABLES
        assert services[name]["volumes"] == ["papers:/var/lib/govflow"], "papers are shared"
        given = {variable: filled(value) for variable, value in environ.items()}
        assert read(given).database == "postgresql+psycopg://govflow:secret@database/govflow"
        assert given["GOVFLOW_SMTP"] == "smtp://mail:2525"


def filled(value: str) -> str:
    """Return a value of compose as it is when nothing but the password is set."""
    return re.sub(r"\$\{(\w+):([-?])([^}]*)\}", lambda m: "secret" if m[2] == "?" else m[3], str(value))


def test_the_units_start_what_there_is() -> None:
    for path in DEPLOY.glob("*.service"):
        unit = configparser.ConfigParser(strict=False, interpolation=None)
        unit.optionxform = str
        unit.read_string(path.read_text(encoding="utf-8"))
        command = re.search(r"/opt/govflow/bin/govflow (\w+)", unit["Service"]["ExecStart"])
        assert command
        assert unit["Service"]["User"] == "govflow"
        assert unit["Service"]["UMask"] == "0077"
    unit.read_string((DEPLOY / "govflow.service").read_text(encoding="utf-8"))
    assert unit["Service"]["StateDirectoryMode"] == "0700"
    lines = (DEPLOY / "govflow.env").read_text(encoding="utf-8").splitlines()
    given = dict(line.lstrip("#").split("=", 1) for line in lines if re.match(r"#?GOVFLOW_", line))
    assert set(given) <= VARIABLES
    settings = read({name: value for name, value in given.items() if not name.endswith("_FILE")})
    assert (settings.trusted_proxies, settings.bind) == (1, "127.0.0.1:8000")
    for proxy in ("nginx.conf", "Caddyfile"):
        assert settings.bind in (DEPLOY / proxy).read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_steps_of_the_image_give_an_installation_that_answers_its_health_check(tmp_path: Path) -> None:
    built = next(rest for word, rest in stage("build") if word == "RUN" and "hatchling build" in rest)
    arguments = re.search(r"-m (hatchling build --target wheel) --directory dist", built)
    assert arguments
    subprocess.run(
        [sys.executable, "-m", *arguments[1].split(), "--directory", tmp_path], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    home = tmp_path / "opt"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    install = ["-m", "uv", "pip", "install", "--quiet", "--offline", "--python", python, "--no-deps", wheel]
    subprocess.run([sys.executable, *install], check=True, capture_output=True)
    (packages,) = home.glob("lib/python*/site-packages")
    mine = next(path for path in sys.path if path.endswith("site-packages"))
    (packages / "beside.pth").write_text(mine, encoding="utf-8")  # what the image installs from the lock, this machine has

    run, port = stage("run"), free_port()
    command = [*json.loads(dict(run)["ENTRYPOINT"]), *json.loads(dict(run)["CMD"])]
    bind = re.search(r"GOVFLOW_BIND=(\S+)", dict(run)["ENV"])[1].replace("8000", str(port)).replace("0.0.0.0", "127.0.0.1")  # noqa: S104
    environ = {
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
        "GOVFLOW_HOME": str(tmp_path / "home"),
        "GOVFLOW_BIND": bind,
        "GOVFLOW_PROCESSES": "1",
    }
    check = json.loads(dict(run)["HEALTHCHECK"].split("CMD ", 1)[1])
    check[-1] = check[-1].replace("8000", str(port)).replace("timeout=4", "timeout=60")
    with (tmp_path / "log").open("wb") as log:
        served = subprocess.Popen(command, env=environ, cwd=tmp_path, stdout=log, stderr=log)
    try:
        until(
            lambda: (
                served.poll() is not None or subprocess.run(check, env=environ, capture_output=True, check=False).returncode == 0
            )
        )
        assert served.poll() is None, (tmp_path / "log").read_text(encoding="utf-8")
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as asking:
            asking.request("GET", "/sign-in")
            assert asking.getresponse().status == 200
        ask = [python, "-c", "import web; print(web.__file__)"]
        where = subprocess.run(ask, env=environ, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert where.stdout.startswith(str(home)), "it is the wheel that was served"
        about = metadata(wheel)
        assert re.findall(r"!\[|\]\((?!https:)", about.get_payload()) == [], (
            "pictures and links of the source lead nowhere from here"
        )
        assert "Programming Language :: Python :: 3.14" in about.get_all("Classifier")
        (sqlite,) = [line for line in about.get_all("Requires-Dist") if line.startswith("pysqlite3")]
        assert "platform_machine == 'x86_64'" in sqlite.replace('"', "'"), "it is asked for only where it comes ready built"
    finally:
        served.terminate()
        served.wait(60)


def metadata(wheel: Path) -> email.message.Message:
    """Return what a wheel says of itself."""
    with zipfile.ZipFile(wheel) as file:
        (name,) = [name for name in file.namelist() if name.endswith(".dist-info/METADATA")]
        return email.message_from_string(file.read(name).decode("utf-8"))


def test_the_guide_knows_every_setting_and_every_file_to_copy() -> None:
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    named = set(re.findall(r"GOVFLOW_[A-Z_]+[A-Z]", guide))
    assert named <= VARIABLES
    assert {setting.variable for setting in SETTINGS} - named <= {"GOVFLOW_NOTIFY_URL"}, "the guide says what each means"
    files = {path.name for path in DEPLOY.iterdir() if path.suffix != ".py" and path.is_file()}
    assert {name for name in files if name not in guide and name.rpartition(".")[2] not in guide} == set()
    for name in re.findall(r"`docs/deploy/([\w.-]+)`", guide):
        assert (DEPLOY / name).is_file(), name


def test_the_mail_sink_prints_what_a_person_would_read(tmp_path: Path) -> None:
    words = json.loads(dict(stage("mail"))["CMD"])[1:]
    port = free_port()
    words = [word.replace("0.0.0.0:2525", f"127.0.0.1:{port}") for word in words]
    mail = email.message.EmailMessage()
    mail["To"], mail["Subject"] = "ada@harbour.example", "Papers for Thursday"
    mail.set_content("Your link: https://gov.example.org/set-password/" + "x" * 100 + " – keep it")
    with subprocess.Popen([sys.executable, *words], cwd=DEPLOY, stdout=subprocess.PIPE, text=True) as sink:
        try:
            until(lambda: sent(port, mail))
            printed = [sink.stdout.readline() for _ in range(4)]
        finally:
            sink.terminate()
    assert printed == ["To: ada@harbour.example\n", "Subject: Papers for Thursday\n", "\n", mail.get_content()]


def sent(port: int, mail: email.message.EmailMessage) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port) as server:
            server.send_message(mail, "govflow@harbour.example", "ada@harbour.example")
    except OSError:
        return False
    return True
