"""Which reserved matter a decision follows from, or why nothing follows."""

import sqlalchemy as sa
from alembic import op

revision = "0010_linked"
down_revision = "0009_routing"
LINKED = sa.text("linked <> ''")
LIVE = sa.text("state NOT IN ('in_force', 'implemented', 'reviewed', 'withdrawn', 'lapsed', 'superseded')")


def upgrade() -> None:
    for name in ("linked", "nothing_follows"):
        op.add_column("decisions", sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''")))
    op.create_index("ix_decisions_linked", "decisions", ["alliance", "linked"], sqlite_where=LINKED, postgresql_where=LINKED)
    # Made again, as the last: of two indexes that seem to cost the same SQLite takes the newer, and this is the small one.
    op.drop_index("ix_decisions_live", "decisions")
    op.create_index(
        "ix_decisions_live", "decisions", ["alliance", "state", "since", "ref"], sqlite_where=LIVE, postgresql_where=LIVE
    )
