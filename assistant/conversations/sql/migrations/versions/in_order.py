"""Read an owner's conversations in the order of their list."""

from __future__ import annotations

from alembic import op

revision = "in_order"
down_revision = "first"


def upgrade() -> None:
    """Make the index that gives the order of the list in place of that of time alone."""
    op.drop_index("conversations_by_owner", "conversations")
    op.create_index("conversations_in_order", "conversations", ["owner", "pinned", "updated", "id"])
