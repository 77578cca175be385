"""The databases of the long runs: the same as those of the short ones."""

from tests.concurrency.conftest import *  # noqa: F403 - fixtures, named there
