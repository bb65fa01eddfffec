"""Digests that may be shown again; where the bot is installed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "answer",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
    )
    op.create_index("answer_by_expiry", "answer", ["expires_at"])
    op.create_table(
        "installation",
        sa.Column("team_id", sa.String(32), primary_key=True),
        sa.Column("enterprise_id", sa.String(32)),
        sa.Column("bot_id", sa.String(32), nullable=False),
        sa.Column("bot_user_id", sa.String(32), nullable=False),
        sa.Column("installed_at", sa.Float, nullable=False),
        sa.Column("dead_since", sa.Float),
        sa.Column("dead_why", sa.String(64)),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("installation", "answer"):
        op.drop_table(table)
