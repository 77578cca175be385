"""Which body somebody asked for, and why the body that decides is the one that does."""

import sqlalchemy as sa
from alembic import op

revision = "0009_routing"
down_revision = "0008_own_bodies"


def upgrade() -> None:
    for name in ("asked_body", "routed"):
        op.add_column("decisions", sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''")))
