"""When people visited last, and when the worker was last alive."""

import sqlalchemy as sa
from alembic import op

revision = "0003_presence"
down_revision = "0002_accounts"

LARGE, MOMENT = sa.BigInteger(), sa.DateTime(timezone=True)


def upgrade() -> None:
    for table, entry, at in (("accounts", "visited_entry", "visited_at"), ("sessions", "since_entry", "since_at")):
        op.add_column(table, sa.Column(entry, LARGE, nullable=False, server_default=sa.text("0")))
        op.add_column(table, sa.Column(at, MOMENT, nullable=True))
    op.create_table(
        "heartbeats",
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("beat_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("worker", name="pk_heartbeats"),
    )
