"""What every test shares: how random tests behave, and that a build server accepts no skipped test."""

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

from tests.databases import *  # noqa: F403 - fixtures, named there
from tests.houses import *  # noqa: F403

# Where GOVFLOW_REQUIRE_ALL is set, a test that cannot run (for want of a database, say) fails.
REQUIRE_ALL = os.environ.get("GOVFLOW_REQUIRE_ALL", "") not in {"", "0"}

settings.register_profile("ci", deadline=None, print_blob=True)
settings.load_profile("ci")


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure; an expected failure is also reported as skipped, and stays."""
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"GOVFLOW_REQUIRE_ALL is set, but this was skipped: {why}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report)
    return report
