"""Feeds and their items."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "feed",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("address_id", sa.String(64), nullable=False),
        sa.Column("is_gone", sa.Boolean, nullable=False),
        sa.Column("next_poll_at", sa.Float, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
    )
    op.create_index("feed_by_time", "feed", ["is_gone", "next_poll_at"])
    op.create_index("feed_by_address", "feed", ["address_id"])
    op.create_table(
        "item",
        sa.Column("feed_id", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text),
        sa.Column("published_at", sa.Float),
        sa.Column("seen_at", sa.Float, nullable=False),
        sa.Column("shown_at", sa.Float, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("is_news", sa.Boolean, nullable=False),
    )
    op.create_index("item_by_address", "item", ["feed_id", "address"])
    op.create_index("item_by_time", "item", ["seen_at"])
    op.create_index("item_by_last_showing", "item", ["shown_at"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("item", "feed"):
        op.drop_table(table)
