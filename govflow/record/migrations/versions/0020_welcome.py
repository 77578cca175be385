"""When somebody put away what tells them, at their first visit, what they can do."""

import sqlalchemy as sa
from alembic import op

revision = "0020_welcome"
down_revision = "0019_read"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("welcomed_at", sa.DateTime(timezone=True), nullable=True))
