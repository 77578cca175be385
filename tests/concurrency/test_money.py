"""Two decisions race for the last pound of a line: one settles, and never both."""

from tests.concurrency.money import last_pounds


def test_of_two_decisions_for_the_last_pound_one_settles(url: str) -> None:
    found = last_pounds(url, 25)
    assert found.wrong == []
    assert found.won == {1: 25}
