"""Notices that stand and the decisions behind a participant's standing; which held decision the owner directed to go on."""

import sqlalchemy as sa
from alembic import op

revision = "0016_directed"
down_revision = "0015_defaults"


def upgrade() -> None:
    op.add_column("participants", sa.Column("leaves_on", sa.Date(), nullable=True))
    op.add_column("participants", sa.Column("decision", sa.String(), nullable=False, server_default=sa.text("''")))
    op.add_column("participants", sa.Column("decisions", sa.Text(), nullable=False, server_default=sa.text("'[]'")))
    op.execute("UPDATE participants SET leaves_on = until WHERE standing = 'leaving'")
    op.add_column("decisions", sa.Column("directed", sa.String(), nullable=False, server_default=sa.text("''")))
