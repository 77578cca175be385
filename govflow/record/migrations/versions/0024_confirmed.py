"""By whose word somebody speaks for a participant: who put them in, and since when that stands. What is there already stands."""

import sqlalchemy as sa
from alembic import op

revision = "0024_confirmed"
down_revision = "0023_as_typed"


def upgrade() -> None:
    for table in ("seats", "deputies", "absences", "offices"):
        op.add_column(table, sa.Column("put_by", sa.String(), nullable=False, server_default=sa.text("''")))
        op.add_column(table, sa.Column("word", sa.String(), nullable=False, server_default=sa.text("'own'")))
        op.add_column(table, sa.Column("stands_at", sa.DateTime(timezone=True), nullable=True))
