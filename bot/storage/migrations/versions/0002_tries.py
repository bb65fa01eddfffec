"""How often a letter was begun anew."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count; letters that are there have been tried once."""
    op.add_column("inbox", sa.Column("tries", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop the count."""
    with op.batch_alter_table("inbox") as inbox:
        inbox.drop_column("tries")
