"""The databases that tests of the record run on."""

from tests.databases import *  # noqa: F403 - fixtures, named there
