"""Rules of repetition that would be worked at for ever: each is answered at once, and those that name days give them."""

from datetime import UTC, datetime
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from govflow.definitions.series import MOST, occurrences
from govflow.domain.working_days import Calendar

FIRST = datetime(2026, 6, 11, 13, tzinfo=UTC)
LONDON = Calendar(ZoneInfo("Europe/London"), lambda _: False)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;INTERVAL=0;BYMONTHDAY=31",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=MONTHLY;INTERVAL=-1",
        "FREQ=MONTHLY;INTERVAL=000",
        "FREQ=MONTHLY;INTERVAL=9999",
        "FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=12",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=30",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366",
        "FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=12;UNTIL=99991231T235959",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYMONTHDAY=1;BYSETPOS=21,22,23,24,25",
        "FREQ=MONTHLY;BYSETPOS=2,3,4,5,6",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=7,8,9,10,11,12,13,14,15,16,17",
    ],
)
def test_a_rule_that_goes_nowhere_is_refused_at_once(rule: str) -> None:
    began = process_time()
    with pytest.raises(ValueError):
        occurrences(rule, FIRST, LONDON)
    assert process_time() - began < 1


@pytest.mark.parametrize(("rule", "n"), [
    ("FREQ=MONTHLY;BYDAY=2TH;COUNT=12", 12), ("FREQ=MONTHLY;COUNT=12;BYDAY=2TH", 12),
    ("FREQ=MONTHLY;INTERVAL=12;BYDAY=2TH;COUNT=60", 60), ("FREQ=MONTHLY;BYDAY=2TH;UNTIL=20271231T235959", 19),
    (f"FREQ=MONTHLY;BYDAY=5MO;COUNT={MOST}", MOST), (f"FREQ=MONTHLY;BYMONTHDAY=31;COUNT={MOST}", MOST),
])  # fmt: skip
def test_a_rule_that_goes_on_gives_as_many_as_it_says(rule: str, n: int) -> None:
    assert len(occurrences(rule, FIRST, LONDON)) == n
