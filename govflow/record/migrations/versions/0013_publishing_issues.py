"""Words for everybody about an issue that has ended, and who consented to them."""

import sqlalchemy as sa
from alembic import op

revision = "0013_publishing_issues"
down_revision = "0012_issues"

NOTHING, NONE = sa.text("''"), sa.text("0")


def upgrade() -> None:
    for name in ("summary", "summary_by"):
        op.add_column("issues", sa.Column(name, sa.String(), nullable=False, server_default=NOTHING))
    op.add_column("issues", sa.Column("summary_n", sa.Integer(), nullable=False, server_default=NONE))
    for name in ("summary_at", "published_at"):
        op.add_column("issues", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("concerned_participants", sa.Column("consents", sa.Integer(), nullable=False, server_default=NONE))
