"""Own bodies' decisions: their notice, the day their decision was published, and call-in."""

import sqlalchemy as sa
from alembic import op

revision = "0008_own_bodies"
down_revision = "0007_mandates"

TEXTS = ("route", "notice_reference", "notice_reason", "notice_by", "called_in_by", "called_in_reason")
DAYS = ("published_on", "earliest_on", "decide_on", "announced_on")
MOMENTS = ("call_in_ends_at", "called_in_at")


def upgrade() -> None:
    for name in TEXTS:
        op.add_column("approvals", sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''")))
    for name in DAYS:
        op.add_column("approvals", sa.Column(name, sa.Date(), nullable=True))
    for name in MOMENTS:
        op.add_column("approvals", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
