"""By how much the time of a post may differ from Slack's clock."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the margin; of posts that were attempted before it is not known."""
    op.add_column("outbox", sa.Column("attempt_margin_s", sa.Float))


def downgrade() -> None:
    """Drop the margin."""
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("attempt_margin_s")
