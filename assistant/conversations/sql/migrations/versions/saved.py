"""Keep saved questions beside the conversations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "saved"
down_revision = "in_order"


def upgrade() -> None:
    """Make the table; the files of earlier versions are read when their owners come (`SavedQuestions`)."""
    op.create_table(
        "saved",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("saved", sa.Text, nullable=False),
    )
    op.create_index("saved_by_owner", "saved", ["owner", "id"], unique=True)
