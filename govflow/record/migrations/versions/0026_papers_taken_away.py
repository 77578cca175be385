"""Papers that were taken away from a meeting, by whom and why, and which one is in their place."""

import sqlalchemy as sa
from alembic import op

revision = "0026_papers_taken_away"
down_revision = "0025_working"

EMPTY, NONE = sa.text("''"), sa.text("0")


def upgrade() -> None:
    op.add_column("papers", sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
    for name in ("gone_by", "gone_why"):
        op.add_column("papers", sa.Column(name, sa.String(), nullable=False, server_default=EMPTY))
    op.add_column("papers", sa.Column("replaced", sa.Integer(), nullable=False, server_default=NONE))
