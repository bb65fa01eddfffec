"""Jobs are stored as typed payloads with a version.

No table changes: this keeps earlier versions, which cannot read such jobs, from starting on the database.
"""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Change nothing."""


def downgrade() -> None:
    """Change nothing."""
