"""What pages cost: seconds of the processor for each page people open most, in process, as the middle of many.

The alliance is a busy one: forty open matters, one of them with three versions and what everybody said.
"""

from collections.abc import Mapping
from statistics import median
from time import process_time

from flask.testing import FlaskClient

from govflow.clock import VirtualClock
from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from tests.bench.contenders.screens import Somebody, the_app, with_account
from tests.bench.work import REASON, WrongResultError
from tests.seaport import MANAGER, NOTICE, START, Seaport, founded, leads, members

MATTERS, TIMES, VERSIONS = 40, 60, 3
OK = 200
# Each page: who opens it, and its address.
PAGES: Mapping[str, tuple[str, str]] = {
    "decision page": ("manager", "/decisions/DEC-0001"),
    "register": ("manager", "/decisions"),
    "desk of a member": ("member", "/"),
    "desk of the manager": ("manager", "/"),
    "position screen": ("member", "/decisions/DEC-0002/position"),
    "people and seats": ("manager", "/people"),
}


def pages(url: str, times: int = TIMES) -> dict[str, float]:
    """Fill a fresh database at ``url`` and return the milliseconds of the processor that each page takes."""
    engine = open_database(url)
    migrate(engine)
    engine.dispose()
    seaport = founded(url, VirtualClock(START))
    _fill(seaport)
    app = the_app(seaport)
    lead = leads()[members()[1]]
    clients = {
        name: Somebody(app, with_account(seaport, person)).client for name, person in (("manager", MANAGER), ("member", lead))
    }
    found = {name: _cost(clients[who], path, times) for name, (who, path) in PAGES.items()}
    seaport.close()
    return found


def _fill(seaport: Seaport) -> None:
    clock = seaport.house.clock
    refs = [seaport.propose() for _ in range(MATTERS)]
    for ref in refs:
        seaport.circulate(ref)
    assert isinstance(clock, VirtualClock)
    clock.advance(NOTICE)
    for ref in refs:
        seaport.open(ref)
    first, proposer = refs[0], leads()[members()[0]]
    for n in range(1, VERSIONS):
        seaport.do("agree", proposer, first, version=n, reason=REASON)
        seaport.do("amend", proposer, first, text=f"The team stays, for {n + 1} years.", reason="It must last.")
    for member in members()[:-1]:
        seaport.do("agree", leads()[member], first, version=VERSIONS, reason=REASON)
    for ref in refs[2:]:
        seaport.agree(ref, members()[1])


def _cost(client: FlaskClient, path: str, times: int) -> float:
    taken = []
    for _ in range(times):
        begun = process_time()
        answer = client.get(path)
        taken.append(process_time() - begun)
        if answer.status_code != OK:
            raise WrongResultError(f"{path} answers {answer.status_code}")
    return median(taken) * 1000
