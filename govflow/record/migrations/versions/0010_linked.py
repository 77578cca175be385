"""Which reserved matter a decision follows from, or why nothing follows."""

import sqlalchemy as sa
from alembic import op

revision = "0010_linked"
down_revision = "0009_routing"
LINKED = sa.text("linked <> ''")


def upgrade() -> None:
    for name in ("linked", "nothing_follows"):
        op.add_column("decisions", sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''")))
    op.create_index("ix_decisions_linked", "decisions", ["alliance", "linked"], sqlite_where=LINKED, postgresql_where=LINKED)
