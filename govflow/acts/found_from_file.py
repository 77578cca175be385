"""Founding an alliance from its file: every organisation, person, office and the draft mandate by the real acts, or nothing at all."""

from typing import NamedTuple

from govflow.acts.founding import ADMINISTRATOR, Founding, founding_unit
from govflow.acts.house import House
from govflow.acts.performing import Act, UnitOfActs
from govflow.acts.set_up_alliance import Invited, RowsRefused, SetUp
from govflow.definitions.alliance_files import AllianceFile
from govflow.definitions.strict_yaml import DefinitionError
from govflow.domain.refusals import Refused
from govflow.record.ledger import Receipt


class FoundedFromFile(NamedTuple):
    """The receipt of the founding, and everybody who is to be sent a link to sign in, the administrator first."""

    receipt: Receipt
    invited: tuple[Invited, ...]


def found_from_file(house: House, alliance: str, file: AllianceFile) -> FoundedFromFile:
    """Found ``alliance`` as ``file`` says. Raises Refused, or DefinitionError with the lines of the file that are refused."""
    policy = house.book.library.pack(file.policy)
    first = file.administrator
    with founding_unit(house, alliance, Founding(file.title, policy, first.name, first.email)) as (receipt, acts):
        set_up = SetUp(acts, policy, ADMINISTRATOR)
        invited = _brought_in(set_up, file)
        _appointed(set_up, file)
        _drafted(acts, file)
    return FoundedFromFile(receipt, (Invited(ADMINISTRATOR, first.name, first.email), *invited))


def _brought_in(set_up: SetUp, file: AllianceFile) -> tuple[Invited, ...]:
    try:
        set_up.take_in(file.organisations)
    except RowsRefused as refused:
        raise file.problems_of("organisations", refused.refused) from None
    try:
        return set_up.invite(file.people)
    except RowsRefused as refused:
        raise file.problems_of("people", refused.refused) from None


def _appointed(set_up: SetUp, file: AllianceFile) -> None:
    for office, address, appoint in (
        ("manager", file.manager, set_up.appoint_manager),
        ("chair", file.chair, set_up.appoint_chair),
    ):
        if address:
            try:
                appoint(set_up.person_at(address))
            except Refused as refused:
                raise _told(file, office, refused) from None


def _drafted(acts: UnitOfActs, file: AllianceFile) -> None:
    if file.mandate is not None:
        try:
            acts.perform(Act("mandate.draft", ADMINISTRATOR, data=file.mandate))
        except Refused as refused:
            raise _told(file, "mandate", refused) from None


def _told(file: AllianceFile, part: str, refused: Refused) -> DefinitionError:
    return file.problem_at(part, " ".join(f"{one.says} {one.remedy}" for one in refused.refusals))
