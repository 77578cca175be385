"""Whether a decision was ever shared with everybody: notice was given of it, or it was opened for talk; as which kind it was
put forward. The search index begins anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022_shared"
down_revision = "0021_shown_as"

# A draft that was withdrawn was shared if it had come further before. Every other decision that is no draft was.
WAS_SHARED = """
UPDATE decisions SET shared = :yes WHERE state NOT IN ('draft', 'withdrawn') OR EXISTS (
    SELECT 1 FROM ledger_entries WHERE ledger_entries.alliance = decisions.alliance AND ledger_entries.subject = decisions.ref
    AND ledger_entries.to_state NOT IN ('', 'draft', 'withdrawn'))
"""
BEGAN = """
UPDATE decisions SET began = COALESCE((SELECT kind FROM versions
    WHERE versions.alliance = decisions.alliance AND versions.ref = decisions.ref AND versions.nth = 1), kind)
"""


def upgrade() -> None:
    op.add_column("decisions", sa.Column("began", sa.String(), nullable=False, server_default=sa.text("''")))
    op.execute(BEGAN)
    op.add_column("decisions", sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(sa.text(WAS_SHARED).bindparams(yes=True))
    # More of what is said on a decision can be searched for: the index is made anew from the ledger.
    op.execute("DELETE FROM search_rows")
    op.execute("DELETE FROM search_marks")
