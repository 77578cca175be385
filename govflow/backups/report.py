"""What backing up, restoring and moving tell whoever ran them, as text and as data."""

from collections.abc import Mapping, Sequence
from typing import Any

from govflow.backups.backup import BackedUp
from govflow.backups.restore import Restored
from govflow.record.table_copy import Standing


def backed_up_text(done: BackedUp) -> str:
    """Return what to print after a backup."""
    return "\n".join(
        (
            f"{done.file} holds {_count(done.papers, 'paper')}, and the record of:",
            *_standing_lines(done.alliances),
            f"Every part was read again and checked. SHA-256 of the file: {done.digest}",
            *_missing_lines(done.missing, "they were not there, or not as they were kept"),
        )
    )


def backed_up_data(done: BackedUp) -> dict[str, Any]:
    """Return the same as plain values."""
    return {
        "file": str(done.file),
        "sha256": done.digest,
        "alliances": _plain(done.alliances),
        "papers": done.papers,
        "missing": [*done.missing],
    }


def restored_text(done: Restored) -> str:
    """Return what to print after restoring."""
    settled = done.settled
    lines = [
        f"The backup with the SHA-256 {done.digest} is restored: {_count(done.papers, 'paper')}, and the record of:",
        *_standing_lines(done.alliances),
        "The record and its papers were checked and are whole. Acts made after the backup are not in it.",
        "Everybody must sign in again, and links for passwords that were sent before no longer work.",
    ]
    if settled.missed:
        which = "notice or reminder that was due is" if settled.missed == 1 else "notices and reminders that were due are"
        lines.append(f"{settled.missed} {which} listed as missed, not sent: what was due may have gone out already.")
    return "\n".join((*lines, *_missing_lines(done.missing, "the backup lacked them already")))


def restored_data(done: Restored) -> dict[str, Any]:
    """Return the same as plain values."""
    return {
        "sha256": done.digest,
        "alliances": _plain(done.alliances),
        "papers": done.papers,
        "missing": [*done.missing],
        "sessions_ended": done.settled.sessions,
        "links_ended": done.settled.links,
        "listed_as_missed": done.settled.missed,
    }


def moved_text(standings: Mapping[str, Standing], shown_address: str) -> str:
    """Return what to print after moving to a database whose address, without its password, is ``shown_address``."""
    return "\n".join(
        (
            "Moved, and checked in the new database:",
            *_standing_lines(standings),
            f"Set GOVFLOW_DATABASE={shown_address} and start govflow. GOVFLOW_HOME and the papers in it stay where they are.",
            "The old database is as it was. Do not use it again: what is recorded there from now on is not in the new one.",
        )
    )


def _standing_lines(standings: Mapping[str, Standing]) -> Sequence[str]:
    return [f"  {a}: {s.size} entries; the hash of the last is {s.hash}" for a, s in standings.items()]


def _missing_lines(missing: Sequence[str], why: str) -> Sequence[str]:
    if not missing:
        return ()
    return (
        f"{_count(len(missing), 'paper')} that the record refers to could not be included; {why}:",
        *(f"  {d}" for d in missing),
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _plain(standings: Mapping[str, Standing]) -> dict[str, Any]:
    return {alliance: standing._asdict() for alliance, standing in standings.items()}
