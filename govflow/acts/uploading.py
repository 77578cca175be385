"""Papers that are uploaded to a meeting. A file is kept once its act is allowed, within what an alliance and a meeting may keep, and no
longer than a paper of any meeting is that file.
"""

import hashlib
from dataclasses import replace

from govflow.acts.files import checked_media
from govflow.acts.house import House
from govflow.acts.performing import Act, UnitOfActs, unit_of_acts
from govflow.domain.meetings import Meeting
from govflow.domain.refusals import Refused
from govflow.domain.requirement_codes import refuse
from govflow.record.ledger import Receipt

MEGABYTE = 1024 * 1024
TAKING_AWAY = frozenset({"meeting.drop_item", "meeting.drop_paper", "meeting.replace_paper"})


def upload(house: House, alliance: str, act: Act, name: str, content: bytes) -> Receipt:
    """Do an act that brings a file to a meeting, and keep the file. Raises Refused; then nothing is recorded or kept.

    The file is written when all else is allowed and before it is recorded: what the record names is there.
    """
    files = house.files
    if files is None:
        raise Refused((refuse("invalid", field="file", why="no files are kept here", remedy="Give a link instead."),))
    media, digest = checked_media(name, content), hashlib.sha256(content).hexdigest()
    data = {**act.data, "digest": digest, "media": media, "size": len(content)}
    with unit_of_acts(house, alliance) as acts:
        receipt = acts.perform(replace(act, data=data))
        _check_room(acts, act.subject, digest)
        if digest in _standing(acts, act.subject):  # or it was sent before, and is taken away
            try:
                files.keep(name, content)
            except OSError as error:
                why = f"it could not be kept here ({error.strerror or error})"
                remedy = "Tell the administrator of the server, or give a link."
                raise Refused((refuse("invalid", field="file", why=why, remedy=remedy),)) from error
    clear(house, alliance, act)
    return receipt


def clear(house: House, alliance: str, act: Act) -> None:
    """Remove files of the meeting that ``act`` took away from it, where no other meeting has them."""
    if house.files is None or act.name not in TAKING_AWAY:
        return
    with unit_of_acts(house, alliance) as acts:  # nobody adds one meanwhile
        meeting = acts.unit.subject(act.subject)
        gone = {p.digest for p in meeting.papers if p.digest and p.gone_at} if isinstance(meeting, Meeting) else set()
        if gone:
            for digest in gone - {paper.digest for paper in acts.unit.named_papers()}:
                house.files.remove(digest)


def _standing(acts: UnitOfActs, subject: str) -> dict[str, int]:
    meeting = acts.unit.subject(subject)
    return {p.digest: p.size for p in meeting.standing if p.digest} if isinstance(meeting, Meeting) else {}


def _check_room(acts: UnitOfActs, subject: str, digest: str) -> None:
    """Refuse a file with which its meeting, or the alliance, would keep more than it may."""
    files = acts.house.files
    if files is None:
        return
    of_meeting = sum(_standing(acts, subject).values())
    if of_meeting > files.of_meeting:
        _refuse_more("the papers of this meeting", of_meeting, files.of_meeting)
    whole = {paper.digest: paper.size for paper in acts.unit.named_papers(here=True)}
    if sum(whole.values()) > files.of_alliance:
        _refuse_more("the papers of the alliance", sum(whole.values()), files.of_alliance)


def _refuse_more(what: str, would_be: int, most: int) -> None:
    why = f"with it {what} would take {-(-would_be // MEGABYTE):,} MB, and at most {most // MEGABYTE:,} MB are kept"
    raise Refused((refuse("invalid", field="file", why=why, remedy="Make it smaller, take another paper away, or give a link."),))
