"""Notices: who is to be told what about which subject. How they are worded and sent is the work of the notices room."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell ``people`` (references) about ``subject``; ``kind`` names its wording."""

    kind: str
    people: tuple[str, ...]
    subject: str
