"""What doors get from the record without reaching past the acts: receipts, views for readings, and what can go wrong."""

from govflow.record.errors import StaleError, UnavailableError, UncertainError, UnknownAllianceError
from govflow.record.ledger import Receipt
from govflow.record.units import View

__all__ = ["Receipt", "StaleError", "UnavailableError", "UncertainError", "UnknownAllianceError", "View"]
