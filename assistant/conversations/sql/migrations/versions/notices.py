"""Keep how owners are told what changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "notices"
down_revision = "saved"


def upgrade() -> None:
    """Make the table: nobody is told until they ask for it."""
    op.create_table(
        "notices",
        sa.Column("owner", sa.Text, primary_key=True),
        sa.Column("feed", sa.String(64), nullable=False),
        sa.Column("mail", sa.Text, nullable=False),
    )
    op.create_index("notices_by_feed", "notices", ["feed"])
