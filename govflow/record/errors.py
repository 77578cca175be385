"""What can go wrong between an act and the record, as errors that a door can answer without knowing the database."""


class RecordError(RuntimeError):
    """Nothing was recorded, unless the message says that it is not known."""


class UnknownAllianceError(RecordError):
    """No ledger of that alliance is kept here."""


class StaleError(RecordError):
    """Somebody changed the subject, or used the key, since it was read: read again, and try again."""


class UnavailableError(RecordError):
    """The database is busy, full, gone or read-only, and nothing was recorded."""


class UncertainError(UnavailableError):
    """The database went away while it was to commit: only the act's key tells whether it stands."""
