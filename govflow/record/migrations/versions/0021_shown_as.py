"""How somebody wants to be shown to others, where that is not their name."""

import sqlalchemy as sa
from alembic import op

revision = "0021_shown_as"
down_revision = "0020_welcome"


def upgrade() -> None:
    op.add_column("people", sa.Column("shown_as", sa.String(), nullable=False, server_default=sa.text("''")))
