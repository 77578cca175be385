"""Up to where a person has read what happened, by their own word; until now it was where the ledger stood at the sign-in before."""

import sqlalchemy as sa
from alembic import op

revision = "0019_read"
down_revision = "0018_people"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("read_entry", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    op.add_column("accounts", sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE accounts SET read_entry = visited_entry, read_at = visited_at")
    for table, columns in (("accounts", ("visited_entry",)), ("sessions", ("since_entry", "since_at"))):
        for column in columns:
            op.drop_column(table, column)
