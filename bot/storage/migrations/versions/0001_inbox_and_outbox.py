"""Inbox, outbox, what is under the buttons, replicas."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "inbox",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("payload", sa.LargeBinary),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("received_at", sa.Float, nullable=False),
        sa.Column("finished_at", sa.Float),
        sa.Column("error", sa.Text),
    )
    op.create_index("inbox_by_state", "inbox", ["state", "received_at"])
    op.create_table(
        "outbox",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("job_id", sa.String(255), nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("thread_ts", sa.String(32)),
        sa.Column("payload", sa.LargeBinary),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("ts", sa.String(32)),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("attempted_at", sa.Float),
        sa.Column("not_before", sa.Float),
        sa.Column("error", sa.Text),
    )
    op.create_index("outbox_by_job", "outbox", ["job_id", "part"])
    op.create_index("outbox_by_state", "outbox", ["state", "created_at"])
    op.create_table(
        "shown",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
    )
    op.create_index("shown_by_expiry", "shown", ["expires_at"])
    op.create_table(
        "replica",
        sa.Column("executor_id", sa.String(255), primary_key=True),
        sa.Column("beat_at", sa.Float, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("replica", "shown", "outbox", "inbox"):
        op.drop_table(table)
