"""A declared interest can be corrected; and words are folded anew for the search.

What is indexed is made again from the ledger, before the next search or by the worker.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023_as_typed"
down_revision = "0022_shared"


def upgrade() -> None:
    op.add_column("interests", sa.Column("replaced_by", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.execute("DELETE FROM search_rows")
    op.execute("DELETE FROM search_marks")
