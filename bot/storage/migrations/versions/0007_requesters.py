"""Who asked for a digest, without any text, so that they can delete it for as long as three months.

What is left of feeds that nobody follows any more goes: their items hold addresses and words of publishers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; say of what is shown where it was asked for."""
    op.create_table(
        "requester",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("user_id", sa.String(32), nullable=False),
        sa.Column("job_ids", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
    )
    op.create_index("requester_by_expiry", "requester", ["expires_at"])
    op.add_column("shown", sa.Column("channel", sa.String(64)))
    op.execute("DELETE FROM item WHERE feed_id NOT IN (SELECT id FROM feed)")


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("shown") as table:
        table.drop_column("channel")
    op.drop_table("requester")
