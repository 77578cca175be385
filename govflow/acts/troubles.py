"""What a door must answer when the record could not take an act: somebody was faster, or the database is not there."""

from govflow.record.errors import StaleError, UnavailableError, UnknownAllianceError

__all__ = ["StaleError", "UnavailableError", "UnknownAllianceError"]
