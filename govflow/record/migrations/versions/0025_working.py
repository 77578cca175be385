"""Which worker leads, by name, so that one that is frozen loses it; and what the nightly check of each record came to."""

import sqlalchemy as sa
from alembic import op

revision = "0025_working"
down_revision = "0024_confirmed"


def upgrade() -> None:
    op.add_column("heartbeats", sa.Column("leader", sa.String(), nullable=False, server_default=sa.text("''")))
    op.create_table(
        "checkups",
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("problems", sa.BigInteger(), nullable=False),
        sa.Column("says", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("alliance", name="pk_checkups"),
        sqlite_with_rowid=False,
    )
