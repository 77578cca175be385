"""Words are folded anew for the search: what is indexed is made again from the ledger, before the next search or by the worker."""

from alembic import op

revision = "0023_folding"
down_revision = "0020_welcome"


def upgrade() -> None:
    op.execute("DELETE FROM search_rows")
    op.execute("DELETE FROM search_marks")
