"""The databases of these tests: the same as those that many processes share."""

from tests.concurrency.conftest import *  # noqa: F403 - fixtures, named there
