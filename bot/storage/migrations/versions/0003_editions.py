"""Subscriptions, who changed them, editions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "subscription",
        sa.Column("team_id", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("payload", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "subscription_change",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
    )
    op.create_index("subscription_change_by_channel", "subscription_change", ["team_id", "channel", "at"])
    op.create_table(
        "edition",
        sa.Column("job_id", sa.String(255), primary_key=True),
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("local_date", sa.String(10), nullable=False),
        sa.Column("is_extra", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("made_at", sa.Float, nullable=False),
        sa.Column("stories", sa.LargeBinary, nullable=False),
        sa.Column("draft", sa.LargeBinary),
        sa.Column("story_count", sa.Integer, nullable=False),
        sa.Column("article_count", sa.Integer, nullable=False),
    )
    op.create_index("edition_by_channel", "edition", ["team_id", "channel", "made_at"])
    op.create_index("edition_by_time", "edition", ["made_at"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("edition", "subscription_change", "subscription"):
        op.drop_table(table)
